"""Formulas in parsed form, as .xls and .xlsb store them, read as the text that a person sees."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.formats._tokens import BIFF8, BIFF12, UNREADABLE, Surroundings, formula_text

LOOSE = 0xC000
OLD = Surroundings(dialect=BIFF8, names=("甲", "乙"), sheets={0: "附件2", 1: "'一 二'"})
NEW = Surroundings(dialect=BIFF12, names=("甲", "乙"), sheets={0: "附件2", 1: "'一 二'"})


def ref(row: int, column: int, flags: int = LOOSE) -> bytes:
    """A reference in an .xls."""
    return b"\x44" + struct.pack("<HH", row, column | flags)


def whole(value: int) -> bytes:
    """A whole number."""
    return b"\x1e" + struct.pack("<H", value)


def call(number: int, count: int | None = None) -> bytes:
    """A function, with its number of arguments where that is not fixed."""
    return (
        b"\x41" + struct.pack("<H", number) if count is None else b"\x42" + struct.pack("<BH", count, number)
    )


BEYOND = b"\x3a" + struct.pack("<HHH", 0, 0, LOOSE) + b"\x5b" + struct.pack("<HHHHH", 1, 0, 1, 0, 1)
JUMP = b"\x19\x02\x05\x00"
FORMULAS = {
    "A1+2*3": ref(0, 0) + whole(2) + whole(3) + b"\x05\x03",
    "(1-2)/3^4": whole(1) + whole(2) + b"\x04\x15" + whole(3) + whole(4) + b"\x07\x06",
    "-A1%": ref(0, 0) + b"\x14\x13",
    "A1<=2": ref(0, 0) + whole(2) + b"\x0a",
    "A1<>$B$2": ref(0, 0) + ref(1, 1, 0) + b"\x0e",
    "$A1&A$2": ref(0, 0, 0x8000) + ref(1, 0, 0x4000) + b"\x08",
    '"引""号"': b"\x17\x03\x01" + '引"号'.encode("utf-16-le"),
    "IF(A1,1,)": ref(0, 0) + JUMP + whole(1) + b"\x19\x08\x03\x00\x16" + call(1, 3),
    "ROUND(0.5,2)": b"\x1f" + struct.pack("<d", 0.5) + whole(2) + call(27),
    "TRUE()": call(34),
    "TRUE": b"\x1d\x01",
    "#N/A": b"\x1c\x2a",
    "SUM(A1:B3)": b"\x25" + struct.pack("<HHHH", 0, 2, LOOSE, 1 | LOOSE) + b"\x19\x10\x00\x00",
    "SUM(附件2!A1,'一 二'!$A$1:$B$2)": BEYOND + call(4, 2),
    "乙": b"\x43" + struct.pack("<L", 2),
    "#REF!": b"\x4a" + bytes(4),
    "CHOOSE(1,2)": whole(1) + b"\x19\x04\x01\x00" + bytes(4) + whole(2) + call(100, 2),
}  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_of_xls(formula):
    """Operators, constants, references, names and functions read as they are typed."""
    assert formula == formula_text(FORMULAS[formula], OLD)


WIDE = {
    "A1048576": b"\x44" + struct.pack("<LH", 1048575, LOOSE),
    "SUM(A1:XFD3)": b"\x25" + struct.pack("<LLHH", 0, 2, LOOSE, 16383 | LOOSE) + call(4, 1),
    "附件2!A1": b"\x3a" + struct.pack("<HLH", 0, 0, LOOSE),
    '"引"': b"\x17\x01\x00" + "引".encode("utf-16-le"),
}


@pytest.mark.parametrize("formula", WIDE)
def test_formulas_of_xlsb(formula):
    """The binary format has wider rows and columns, and texts without a flag."""
    assert formula == formula_text(WIDE[formula], NEW)


def test_shared_formulas_count_from_their_cell():
    """Offsets move along with the cell, over the edges of the sheet too."""
    above = b"\x2c" + struct.pack("<HH", 0xFFFF, LOOSE | 0xFF)
    assert "A1" == formula_text(above, OLD, (1, 1))
    assert "IV65536" == formula_text(above, OLD, (0, 0))
    wide = b"\x2c" + struct.pack("<LH", 0xFFFFF, LOOSE | 0x3FFF)
    assert ("A1", "XFD1048576") == (formula_text(wide, NEW, (1, 1)), formula_text(wide, NEW, (0, 0)))


UNKNOWN = {
    "array": b"\x20" + bytes(7),
    "add-in": b"\x39" + bytes(6),
    "function of no known number": whole(1) + call(999, 1),
    "operand missing": whole(1) + b"\x03",
    "operand too many": whole(1) + whole(2),
    "arguments missing": call(4, 2),
    "cut off": b"\x1e\x01",
    "name that is not there": b"\x43" + struct.pack("<L", 9),
    "sheet that is not there": b"\x3a" + struct.pack("<HHH", 9, 0, 0),
    "nothing": b"",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_read_is_not_what_was_printed(name):
    """A formula that uses what kpixl never prints, or is damaged, reads as a mark that equals no formula."""
    assert UNREADABLE == formula_text(UNKNOWN[name], OLD)


def test_formulas_that_grow_without_end_are_given_up():
    """Tokens that double a text again and again are no formula."""
    name = Surroundings(dialect=BIFF8, names=("n" * 60_000,))
    assert UNREADABLE == formula_text((b"\x43" + struct.pack("<L", 1)) * 2 + b"\x08", name)


@given(st.binary(max_size=60))
def test_any_tokens_are_survived(tokens):
    """Whatever the bytes are, they read as a text."""
    assert all(isinstance(formula_text(tokens, around), str) for around in (OLD, NEW))
