"""From package to workbook: locked, sealed, stamped, print-ready."""

from kpixl.generate.building import Built, Issuer, build, stamp_of
from kpixl.generate.issuing import blank, issue
from kpixl.generate.marked import mark_output
from kpixl.generate.naming import file_name, roster_position, workbook_name
from kpixl.generate.packing import put
from kpixl.generate.protection import Protection
from kpixl.generate.strict import ExcelRefused, Strict, refusals
from kpixl.generate.writing import SelfDescription, write, write_into

__all__ = [
    "Built", "ExcelRefused", "Issuer", "Protection", "SelfDescription", "Strict", "blank", "build",
    "file_name", "issue", "mark_output", "put", "refusals", "roster_position", "stamp_of", "workbook_name",
    "write", "write_into",
]  # fmt: skip
