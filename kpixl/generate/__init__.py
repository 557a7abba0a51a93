"""From plan to workbook: locked, sealed, print-ready. It knows XlsxWriter and the plan, and no blueprint."""

from kpixl.generate.seal import Seal
from kpixl.generate.strict import ExcelRefused
from kpixl.generate.write import Identity, write

__all__ = ["ExcelRefused", "Identity", "Seal", "write"]
