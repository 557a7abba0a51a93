"""The reader of .ods."""

from kpixl.formats.ods._reader import read_opendocument

__all__ = ["read_opendocument"]
