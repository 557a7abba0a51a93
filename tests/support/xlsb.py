"""Workbooks of the binary format (.xlsb), record by record."""

import struct

from tests.support.packages import HEAD, PACKAGE, packed, relations


def record(number: int, data: bytes = b"") -> bytes:
    """One record: number and length in as many bytes as they take."""
    return variable(number) + variable(len(data)) + data


def variable(value: int) -> bytes:
    """A number in as many bytes as it takes, seven bits in each."""
    taken = bytearray()
    while True:
        low, value = value & 0x7F, value >> 7
        taken.append(low | (0x80 if value else 0))
        if not value:
            return bytes(taken)


def text(content: str) -> bytes:
    """A text with its length before it."""
    return struct.pack("<L", len(content)) + content.encode("utf-16-le")


def cell(number: int, column: int, data: bytes = b"", style: int = 0) -> bytes:
    """A cell's record."""
    return record(number, struct.pack("<LL", column, style) + data)


def row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    """A row with its cells."""
    head = struct.pack("<LLHBBBL", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0)
    return record(0, head) + b"".join(cells)


def formula(tokens: bytes) -> bytes:
    """What follows the result of a formula."""
    return struct.pack("<HL", 0, len(tokens)) + tokens + struct.pack("<L", 0)


def sheet(*rows: bytes, after: bytes = b"") -> bytes:
    """A sheet part."""
    size = record(148, struct.pack("<4L", 0, 99, 0, 9))
    return record(129) + size + record(145) + b"".join(rows) + record(146) + after + record(130)


def style(format_number: int = 0, *, locked: bool = True) -> bytes:
    """A cell style."""
    return record(
        47, struct.pack("<6H", 0, format_number, 0, 0, 0, 0) + struct.pack("<HH", 0x1000 * locked, 0)
    )


def styles(*cell_styles: bytes, formats: bytes = b"") -> bytes:
    """The styles part."""
    count = struct.pack("<L", len(cell_styles))
    return (
        record(278)
        + (record(615, struct.pack("<L", 1)) + formats + record(616) if formats else b"")
        + record(617, count)
        + b"".join(cell_styles)
        + record(618)
        + record(279)
    )


def number_format(number: int, code: str) -> bytes:
    """A number format."""
    return record(44, struct.pack("<H", number) + text(code))


def texts(*contents: str) -> bytes:
    """The shared texts."""
    items = b"".join(record(19, b"\x00" + text(content)) for content in contents)
    return record(159, struct.pack("<LL", len(contents), len(contents))) + items + record(160)


def listed(name: str, relation: str, state: int = 0, number: int = 1) -> bytes:
    """A sheet as the workbook lists it."""
    return record(156, struct.pack("<LL", state, number) + text(relation) + text(name))


def book(*sheets: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """The workbook part."""
    return record(131) + before + record(143) + b"".join(sheets) + record(144) + after + record(132)


def xlsb(
    *rows: bytes, after: bytes = b"", cell_styles: bytes | None = None, shared: bytes | None = None,
    workbook: bytes | None = None,
) -> bytes:  # fmt: skip
    """A workbook with one sheet, 表, of these rows."""
    return packed(
        {
            "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book(listed("表", "rId1")) if workbook is None else workbook,
            "xl/_rels/workbook.bin.rels": relations(
                ("rId1", "worksheet", "worksheets/sheet1.bin"),
                ("rId2", "sharedStrings", "sharedStrings.bin"),
                ("rId3", "styles", "styles.bin"),
            ),
            "xl/worksheets/sheet1.bin": sheet(*rows, after=after),
            "xl/styles.bin": styles(style()) if cell_styles is None else cell_styles,
            "xl/sharedStrings.bin": texts() if shared is None else shared,
        }
    )
