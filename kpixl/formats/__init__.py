"""Formats: the bytes of any spreadsheet file as cells and facts, within bounds; nothing knows a scheme."""

from kpixl.formats._asked import WantedFormula, WantedText
from kpixl.formats._book import RawSheet, RawWorkbook
from kpixl.formats._cells import RawCell
from kpixl.formats._compound import Compound, OleError
from kpixl.formats._face_dates import serial_of
from kpixl.formats._facts import RawValidation
from kpixl.formats._formulas import shifted
from kpixl.formats._guard import (
    BadFileError,
    check_member,
    check_name,
    check_size,
    checked_zip,
    exceeded,
    refuse,
    unpack,
)
from kpixl.formats._number_formats import date_of, is_date_format
from kpixl.formats._overlays import Overlay, OverlayKind
from kpixl.formats._reading import read_workbook
from kpixl.formats._sniff import ARCHIVE_ERRORS, CONTAINERS, HEAD, WORKBOOKS, FileKind, misextended, sniff

__all__ = [
    "ARCHIVE_ERRORS", "CONTAINERS", "HEAD", "WORKBOOKS", "BadFileError", "Compound", "FileKind",
    "OleError", "Overlay", "OverlayKind", "RawCell", "RawSheet", "RawValidation", "RawWorkbook",
    "WantedFormula", "WantedText", "check_member", "check_name", "check_size", "checked_zip", "date_of",
    "exceeded", "is_date_format", "misextended", "read_workbook", "refuse", "serial_of", "shifted",
    "sniff", "unpack",
]  # fmt: skip
