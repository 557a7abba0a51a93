"""From package to workbook: locked, sealed, stamped, print-ready."""

from kpixl.generate.build import IDENTITY_SHEET, Built, Issuer, build
from kpixl.generate.seal import Seal
from kpixl.generate.strict import ExcelRefused
from kpixl.generate.write import Identity, write

__all__ = ["IDENTITY_SHEET", "Built", "ExcelRefused", "Identity", "Issuer", "Seal", "build", "write"]
