"""Workbooks of the old format (.xls), record by record."""

import struct
from collections.abc import Sequence

from tests.support.compound import compound

Rec = tuple[int, bytes]


def record(number: int, data: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", number, len(data)) + data


def text(content: str, *, size: str = "<H") -> bytes:
    """A text with its length before it, in two bytes a character where it needs them."""
    wide = not content.isascii()
    return (
        struct.pack(size, len(content)) + bytes([wide]) + content.encode("utf-16-le" if wide else "latin-1")
    )


def cell(number: int, row: int, column: int, data: bytes = b"", style: int = 0) -> bytes:
    """A cell's record."""
    return record(number, struct.pack("<HHH", row, column, style) + data)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """A number."""
    return cell(0x203, row, column, struct.pack("<d", value), style)


def label(row: int, column: int, content: str) -> bytes:
    """A text of its own."""
    return cell(0x204, row, column, text(content))


def formula(row: int, column: int, tokens: bytes, result: bytes = bytes(8)) -> bytes:
    """A formula with its stored result."""
    return cell(0x06, row, column, result + bytes(6) + struct.pack("<H", len(tokens)) + tokens)


def result(kind: int, value: int = 0) -> bytes:
    """A result that is no number: text 0, boolean 1, error 2, empty text 3."""
    return struct.pack("<BxBxxxH", kind, value, 0xFFFF)


def style(format_number: int = 0, *, locked: bool = True) -> bytes:
    """A cell style."""
    return record(0xE0, struct.pack("<HHH", 0, format_number, locked).ljust(20, b"\x00"))


BOF_GLOBALS = record(0x809, struct.pack("<HH", 0x600, 5).ljust(16, b"\x00"))
BOF_SHEET = record(0x809, struct.pack("<HH", 0x600, 0x10).ljust(16, b"\x00"))
EOF = record(0x0A)
DATE1904 = record(0x22, b"\x01\x00")


def stream(
    sheets: Sequence[tuple[str, bytes]], globals_: bytes = style(), states: Sequence[int] = ()
) -> bytes:
    """The stream of a workbook with these sheets (name, records). states: 0 visible, 1 hidden."""
    states = states or [0] * len(sheets)
    listed = [text(name, size="<B") for name, _ in sheets]
    head = BOF_GLOBALS + globals_
    size = len(head) + sum(4 + 6 + len(each) for each in listed) + len(EOF)
    bodies, entries = b"", b""
    for (_, body), state, each in zip(sheets, states, listed, strict=True):
        entries += record(0x85, struct.pack("<LBB", size + len(bodies), state, 0) + each)
        bodies += BOF_SHEET + body + EOF
    return head + entries + EOF + bodies


def xls(*rows: bytes, globals_: bytes = style(), storages: Sequence[str] = ()) -> bytes:
    """A workbook with one sheet, 表, of these records."""
    return compound({"Workbook": stream([("表", b"".join(rows))], globals_)}, storages)
