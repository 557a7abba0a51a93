"""From package to workbook: locked, sealed, stamped, print-ready."""

from kpixl.generate.build import Built, Issuer, build
from kpixl.generate.seal import Seal
from kpixl.generate.strict import ExcelRefused
from kpixl.generate.write import SelfDescription, write

__all__ = ["Built", "ExcelRefused", "Issuer", "Seal", "SelfDescription", "build", "write"]
