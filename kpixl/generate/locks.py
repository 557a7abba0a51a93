"""The self-test of every workbook: what is to be filled in is open, everything else is locked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from kpixl.addresses import column_letters
from kpixl.generate.strict import ExcelRefused
from kpixl.layout.plan.cell import Role
from kpixl.layout.plan.plan import Plan, Sheet

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PROTECTION = re.compile(rb"<sheetProtection [^>]*>")
_LINE_FORMAT = re.compile(rb'<row [^>]* s="|<col [^>]* style="')
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"')
"""What is written here has its attributes in this order."""


def check_locks(plan: Plan, parts: Mapping[str, bytes]) -> None:
    """Look into a finished workbook; ExcelRefused names the first sheet whose locks are not as planned.

    parts: what is in it, by name.
    """
    open_formats = _open_formats(parts["xl/styles.xml"])
    for number, sheet in enumerate(plan.sheets, 1):
        _check_sheet(sheet, parts[f"xl/worksheets/sheet{number}.xml"], open_formats)


def _check_sheet(sheet: Sheet, written: bytes, open_formats: frozenset[bytes]) -> None:
    protected = any(b' sheet="1"' in tag and b' hashValue="' in tag for tag in _PROTECTION.findall(written))
    if sheet.protected and not protected:
        raise ExcelRefused(f"{sheet.name}: not protected")
    if _LINE_FORMAT.search(written):
        raise ExcelRefused(f"{sheet.name}: a format on a whole row or column")
    cells = _CELL.findall(written)
    if len(cells) != written.count(b"<c "):
        raise ExcelRefused(f"{sheet.name}: a cell without a format")
    is_open = {place.decode() for place, look in cells if look in open_formats}
    wanted = frozenset(_to_fill(sheet))
    if is_open != wanted:
        raise ExcelRefused(f"{sheet.name}: locked: {wanted - is_open}; open: {is_open - wanted}")


def _to_fill(sheet: Sheet) -> Iterator[str]:
    letters = [column_letters(number) for number in range(len(sheet.stripes))]
    for cell in sheet.cells:
        if cell.role is Role.INPUT:
            (row, column), (height, width) = sheet.address(cell.spot), cell.span
            beside = letters[column : column + width]
            yield from (f"{letter}{row + r}" for r in range(1, height + 1) for letter in beside)


def _open_formats(styles: bytes) -> frozenset[bytes]:
    """The numbers of the cell formats that are not locked."""
    formats = ET.fromstring(styles).find(f"{_MAIN}cellXfs")  # noqa: S314  # written just now
    if formats is None:
        raise ExcelRefused("the workbook has no cell formats")
    is_open = (xf.find(f"{_MAIN}protection[@locked='0']") is not None for xf in formats)
    return frozenset(str(number).encode() for number, yes in enumerate(is_open) if yes)
