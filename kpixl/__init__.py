"""kpixl: forms that an office sends out as workbooks, units fill in, and a coordinator checks and merges."""

__version__ = "0.1.0"
