"""A blueprint as a workbook, for offices that prefer one, and back: nothing of the forms is lost."""

from kpixl.tabular.gather import gathered
from kpixl.tabular.reading import read_sheets
from kpixl.tabular.shelf import Recorded, Shelf
from kpixl.tabular.spread import spread
from kpixl.tabular.text import as_files
from kpixl.tabular.writing import write_book

__all__ = ["Recorded", "Shelf", "as_files", "gathered", "read_sheets", "spread", "write_book"]
