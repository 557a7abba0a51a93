"""Workbooks as other programs would have saved them.

What each program does is taken from the bytes of published workbooks that it has written (counts in
docs/compatibility.md); what none of those shows is not imitated. Nothing here calls what reads returns.
"""

from tests.support.resaving.content import UnsaveableError
from tests.support.resaving.excel import EXCEL_365, EXCEL_2010, EXCEL_MAC, EXCEL_ONLINE
from tests.support.resaving.google import GOOGLE_SHEETS
from tests.support.resaving.habits import Habits
from tests.support.resaving.saving import resaved
from tests.support.resaving.wps import WPS_11, WPS_12

PROGRAMS = {
    program.name: program
    for program in (EXCEL_2010, EXCEL_365, EXCEL_MAC, EXCEL_ONLINE, WPS_11, WPS_12, GOOGLE_SHEETS)
}

__all__ = ["PROGRAMS", "Habits", "UnsaveableError", "resaved"]
