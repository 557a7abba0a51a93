"""A workbook of kpixl copied into the binary format (.xlsb), which LibreOffice does not write.

Values, dates, locks, hidden and protected sheets, properties come over; formulas become a reference to A1.
"""

import datetime as dt
import struct
from collections.abc import Iterator

from kpixl.formats import RawCell, RawSheet, RawWorkbook, read_workbook
from tests.support import xlsb
from tests.support.mutants import unpacked
from tests.support.packages import DOCUMENT, HEAD, PACKAGE, packed

_STATES = ("visible", "hidden", "veryHidden")
_STYLES = {(locked, dated): i for i, (locked, dated) in enumerate((a, b) for a in (0, 1) for b in (0, 1))}
_A1 = b"\x24" + struct.pack("<LH", 0, 0xC000)
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook knows no time zones
_PROPERTIES = {
    "docProps/core.xml": "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    "docProps/custom.xml": f"{DOCUMENT}/custom-properties",
}


def copied(data: bytes) -> bytes:
    """The .xlsb with what an .xlsx holds."""
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook)
    members = unpacked(data)
    sheets = range(1, len(book.sheets) + 1)
    links = [(f"rId{i}", f"{DOCUMENT}/worksheet", f"worksheets/sheet{i}.bin") for i in sheets]
    links += [(f"rId{len(sheets) + 1}", f"{DOCUMENT}/styles", "styles.bin")]
    root = [("rId1", f"{DOCUMENT}/officeDocument", "xl/workbook.bin")]
    root += [(f"rId{i}", kind, part) for i, (part, kind) in enumerate(_PROPERTIES.items(), 2)]
    listed = (xlsb.listed(s.name, f"rId{i}", _STATES.index(s.state), i) for i, s in enumerate(book.sheets, 1))
    styles = (xlsb.style(14 * dated, locked=bool(locked)) for locked, dated in _STYLES)
    return packed(
        {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": _relations(root),
            "xl/workbook.bin": xlsb.book(*listed),
            "xl/_rels/workbook.bin.rels": _relations(links),
            "xl/styles.bin": xlsb.styles(*styles),
            **{f"xl/worksheets/sheet{i}.bin": _sheet(s) for i, s in enumerate(book.sheets, 1)},
            **{part: members[part] for part in _PROPERTIES},
        }
    )


def _relations(links: list[tuple[str, str, str]]) -> str:
    entries = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{to}"/>' for i, kind, to in links)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _sheet(sheet: RawSheet) -> bytes:
    rows: dict[int, list[bytes]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(row, []).append(_cell(column, cell))
    after = xlsb.record(535, struct.pack("<HL", 0, int(sheet.protected)) + bytes(60))
    after += b"".join(xlsb.record(176, struct.pack("<LLLL", t, b, x, y)) for t, x, b, y in sheet.merges)
    after += b"".join(_validations(sheet))
    made = (xlsb.row(r, *cells, hidden=r in sheet.hidden_rows) for r, cells in sorted(rows.items()))
    return xlsb.sheet(*made, after=after)


def _validations(sheet: RawSheet) -> Iterator[bytes]:
    for validation in sheet.validations:
        areas = b"".join(struct.pack("<LLLL", t, b, x, y) for t, x, b, y in validation.areas)
        yield xlsb.record(64, struct.pack("<LL", 3, len(validation.areas)) + areas + bytes(40))


def _cell(column: int, cell: RawCell) -> bytes:
    style = _STYLES[int(cell.locked), int(isinstance(cell.value, dt.date))]
    plain, computed, data = _value(cell)
    if cell.formula is None:
        return xlsb.cell(plain, column, data, style)
    return xlsb.cell(computed, column, data + xlsb.formula(_A1), style)


def _value(cell: RawCell) -> tuple[int, int, bytes]:
    """The record of such a value, that of a formula with this result, and its bytes."""
    match cell.value:
        case None:
            return 1, 8, xlsb.text("") if cell.formula is not None else b""
        case bool():
            return 4, 10, bytes([cell.value])
        case str():
            return 6, 8, xlsb.text(cell.value)
        case dt.datetime():
            return 5, 9, struct.pack("<d", (cell.value - _DAY_ZERO) / dt.timedelta(days=1))
        case dt.date():
            return 5, 9, struct.pack("<d", (cell.value - _DAY_ZERO.date()).days)
    return 5, 9, struct.pack("<d", cell.value)
