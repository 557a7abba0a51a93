"""The two ways to read a worksheet: its rows at one go, or every tag of it in a walk."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from kpixl.findings import Finding
from kpixl.formats import FileKind, Limits, RawWorkbook, read_workbook
from kpixl.formats._facts import Budget
from kpixl.formats._guard import inflate
from kpixl.formats.xlsx import _sheet

LIMITS = Limits()


@contextmanager
def walking() -> Iterator[None]:
    """Within, nothing is read at one go."""
    with patch.object(_sheet, "tiles", lambda *_: None):
        yield


def both(data: bytes, limits: Limits = LIMITS) -> tuple[object, object]:
    """What is read in a file at one go and what in a walk, cell by cell in their order, and all findings."""
    at_one_go = _told(read_workbook(data, limits))
    with walking():
        return at_one_go, _told(read_workbook(data, limits))


def _told(read: RawWorkbook | tuple[Finding, ...]) -> object:
    if isinstance(read, RawWorkbook):
        return read, [list(sheet.cells.items()) for sheet in read.sheets]
    return read


def walked_sheets(data: bytes) -> list[str]:
    """The parts of worksheets whose rows are not taken at one go."""
    parts = inflate(data, FileKind.XLSX, LIMITS)
    sheets = [name for name in parts.names() if name.startswith("xl/worksheets/sheet")]
    return [n for n in sheets if _sheet._tiled(parts.get(n) or b"", n, Budget(LIMITS)) is None]
