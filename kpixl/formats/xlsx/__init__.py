"""The reader of .xlsx and .xlsm, and what other packages of parts share with it."""

from kpixl.formats.xlsx._outside import outside_of
from kpixl.formats.xlsx._overlays import overlays_of
from kpixl.formats.xlsx._parts import Relation, SheetEntry, only, relations, scan_properties, workbook_part
from kpixl.formats.xlsx._pictures import may_hold_pictures
from kpixl.formats.xlsx._reader import has_macros, linked, read_ooxml

__all__ = [
    "Relation", "SheetEntry", "has_macros", "linked", "may_hold_pictures", "only", "outside_of",
    "overlays_of", "read_ooxml", "relations", "scan_properties", "workbook_part",
]  # fmt: skip
