"""The two ways to read worksheets and shared strings: at one go, or tag by tag in a walk."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from kpixl.findings import Finding
from kpixl.formats import FileKind, RawWorkbook, read_workbook
from kpixl.formats._facts import Budget
from kpixl.formats._guard import inflate
from kpixl.formats.xlsx import _sheet, _texts
from kpixl.limits import Limits

LIMITS = Limits()


@contextmanager
def walking() -> Iterator[None]:
    """Within, nothing is read at one go."""
    with patch.object(_sheet, "_tiled", lambda *_: None), patch.object(_texts, "_at_one_go", lambda *_: None):
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


def walked_parts(data: bytes) -> list[str]:
    """The worksheets and shared strings that are not taken at one go."""
    parts = inflate(data, FileKind.XLSX, LIMITS)
    return [name for name in parts.names() if _is_walked(name, parts.get(name) or b"")]


def _is_walked(name: str, data: bytes) -> bool:
    if name.startswith("xl/worksheets/sheet"):
        return _sheet._tiled(data, name, Budget(LIMITS)) is None
    return name == "xl/sharedstrings.xml" and _texts._at_one_go(data, LIMITS) is None
