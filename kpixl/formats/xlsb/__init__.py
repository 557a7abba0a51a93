"""The reader of .xlsb: the package of an .xlsx with records instead of XML in its main parts."""

from kpixl.formats.xlsb._reader import read_xlsb

__all__ = ["read_xlsb"]
