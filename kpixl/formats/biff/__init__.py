"""The reader of .xls (Excel 97 to 2003; .et of WPS), and what records of .xlsb share with it."""

from kpixl.formats.biff._reader import read_biff, sheet_words, workbook_stream
from kpixl.formats.biff._records import number_text
from kpixl.formats.biff._sheet import HEIGHT, PARTS, TWIPS, small_number, truth, validation

__all__ = [
    "HEIGHT", "PARTS", "TWIPS", "number_text", "read_biff", "sheet_words", "small_number", "truth",
    "validation", "workbook_stream",
]  # fmt: skip
