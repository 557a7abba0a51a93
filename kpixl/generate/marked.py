"""The mark in workbooks that nobody fills in: kpixl knows them again, whatever they are called by then."""

from __future__ import annotations

from typing import Any

from kpixl.generate.strict import ExcelRefused
from kpixl.marks import MARK, MARK_NAME, Output


def mark_output(book: Any, output: Output) -> None:
    """Say in an XlsxWriter workbook what it is: in its properties, and in a name that no list shows."""
    book.set_custom_property(MARK, output, "text")
    if book.define_name(MARK_NAME, f'="{output}"') != 0:
        raise ExcelRefused(MARK_NAME)
    book.defined_names[-1][3] = True
