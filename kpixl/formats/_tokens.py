"""Formulas of .xls and .xlsb, which store them in parsed form, as the text that a person sees."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from kpixl.addresses import Cell, column_letters

UNREADABLE = "?"
"""Stands for a formula that uses what kpixl never prints (arrays, add-ins): it is not the printed one."""

_OPERATORS = dict(
    enumerate(("+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":"), 0x03)
)
ERRORS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
    43: "#GETTING_DATA",
}  # fmt: skip

# [MS-XLS] 2.5.198.17: number, name, and how many arguments where that is fixed.
_FUNCTIONS: Mapping[int, tuple[str, int | None]] = {
    0: ("COUNT", None), 1: ("IF", None), 2: ("ISNA", 1), 3: ("ISERROR", 1), 4: ("SUM", None),
    5: ("AVERAGE", None), 6: ("MIN", None), 7: ("MAX", None), 8: ("ROW", None), 9: ("COLUMN", None),
    10: ("NA", 0), 24: ("ABS", 1), 25: ("INT", 1), 26: ("SIGN", 1), 27: ("ROUND", 2), 29: ("INDEX", None),
    30: ("REPT", 2), 31: ("MID", 3), 32: ("LEN", 1), 33: ("VALUE", 1), 34: ("TRUE", 0), 35: ("FALSE", 0),
    36: ("AND", None), 37: ("OR", None), 38: ("NOT", 1), 39: ("MOD", 2), 48: ("TEXT", 2), 64: ("MATCH", None),
    65: ("DATE", 3), 67: ("DAY", 1), 68: ("MONTH", 1), 69: ("YEAR", 1), 76: ("ROWS", 1), 78: ("OFFSET", None),
    82: ("SEARCH", None), 100: ("CHOOSE", None), 101: ("HLOOKUP", None), 102: ("VLOOKUP", None),
    111: ("CHAR", 1), 112: ("LOWER", 1), 113: ("UPPER", 1), 115: ("LEFT", None), 116: ("RIGHT", None),
    117: ("EXACT", 2), 118: ("TRIM", 1), 119: ("REPLACE", 4), 120: ("SUBSTITUTE", None), 124: ("FIND", None),
    127: ("ISTEXT", 1), 128: ("ISNUMBER", 1), 129: ("ISBLANK", 1), 130: ("T", 1), 131: ("N", 1),
    148: ("INDIRECT", None), 162: ("CLEAN", 1), 169: ("COUNTA", None), 197: ("TRUNC", None),
    198: ("ISLOGICAL", 1), 212: ("ROUNDUP", 2), 213: ("ROUNDDOWN", 2), 216: ("RANK", None),
    219: ("ADDRESS", None), 221: ("TODAY", 0), 228: ("SUMPRODUCT", None), 325: ("LARGE", 2),
    326: ("SMALL", 2), 336: ("CONCATENATE", None), 345: ("SUMIF", None), 346: ("COUNTIF", 2),
    347: ("COUNTBLANK", 1), 359: ("HYPERLINK", None), 480: ("IFERROR", 2),
}  # fmt: skip


class TokenError(ValueError):
    """The formula is damaged or uses what is not read here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a format writes addresses and texts. address: row and column; rows, columns: where offsets wrap."""

    address: tuple[str, str]
    rows: int
    columns: int
    wide: bool

    def text(self, data: bytes, at: int) -> tuple[str, int]:
        """The text constant there, and where it ends."""
        if self.wide:
            (length,) = struct.unpack_from("<H", data, at)
            return data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace"), at + 2 + 2 * length
        length, flags = data[at], data[at + 1]
        size = length * (1 + (flags & 1))
        raw = data[at + 2 : at + 2 + size]
        return raw.decode("utf-16-le" if flags & 1 else "latin-1", "replace"), at + 2 + size


BIFF8 = Dialect(address=("H", "H"), rows=0x10000, columns=0x100, wide=False)
BIFF12 = Dialect(address=("L", "H"), rows=0x100000, columns=0x4000, wide=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What formulas name by number: names from 1, and sheets (`甲`, `'甲 乙'`) by an index of their own."""

    dialect: Dialect
    names: Sequence[str] = ()
    sheets: Mapping[int, str] = field(default_factory=dict)


def formula_text(tokens: bytes, around: Surroundings, home: Cell = (0, 0)) -> str:
    """The formula without `=`. home: the cell that a shared formula's offsets count from."""
    try:
        return _Reading(tokens, around, home).text()
    except (TokenError, struct.error, IndexError, KeyError):
        return UNREADABLE


class _Reading:
    """The tokens are in reverse Polish notation: operands are stacked, operators take them off."""

    _SINGLE: ClassVar = {0x12: "+{}", 0x13: "-{}", 0x14: "{}%", 0x15: "({})"}

    def __init__(self, tokens: bytes, around: Surroundings, home: Cell) -> None:
        self.tokens, self.around, self.dialect, self.home = tokens, around, around.dialect, home
        self.at = 0
        self.stack: list[str] = []

    def text(self) -> str:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            self._take(token if token < 0x20 else token & 0x1F | 0x20)
            if sum(map(len, self.stack[-2:])) > 100_000:
                raise TokenError("length")
        if len(self.stack) != 1:
            raise TokenError("operands")
        return self.stack[0]

    def _unpack(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(f"<{layout}", self.tokens, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def _take(self, token: int) -> None:
        if token in _OPERATORS:
            right, left = self.stack.pop(), self.stack.pop()
            self.stack.append(f"{left}{_OPERATORS[token]}{right}")
        elif token in self._SINGLE:
            self.stack.append(self._SINGLE[token].format(self.stack.pop()))
        elif token == 0x19:
            self._attribute()
        elif token in (0x21, 0x22):
            self._function(fixed=token == 0x21)
        else:
            self.stack.append(self._constant(token) if token < 0x20 else self._reference(token))

    def _constant(self, token: int) -> str:
        match token:
            case 0x16:
                return ""
            case 0x17:
                text, self.at = self.dialect.text(self.tokens, self.at)
                return '"' + text.replace('"', '""') + '"'
            case 0x1C:
                return ERRORS[self._unpack("B")[0]]
            case 0x1D:
                return "TRUE" if self._unpack("B")[0] else "FALSE"
            case 0x1E:
                return str(self._unpack("H")[0])
            case 0x1F:
                return f"{self._unpack('d')[0]:.15g}".replace("e", "E")
        raise TokenError(f"token {token:#x}")

    def _attribute(self) -> None:
        flags, word = self._unpack("BH")
        if flags & 0x04:  # the jumps of CHOOSE
            self.at += 2 * (word + 1)
        if flags & 0x10:
            self.stack.append(f"SUM({self.stack.pop()})")

    def _function(self, *, fixed: bool) -> None:
        count: int | None
        if fixed:
            name, count = _FUNCTIONS[self._unpack("H")[0]]
        else:
            count, number = self._unpack("BH")
            name, _ = _FUNCTIONS[number & 0x7FFF]
            count &= 0x7F
        if count is None or count > len(self.stack):
            raise TokenError(name)
        arguments = self.stack[len(self.stack) - count :]
        del self.stack[len(self.stack) - count :]
        self.stack.append(f"{name}({','.join(arguments)})")

    def _reference(self, token: int) -> str:
        row, column = self.dialect.address
        match token:
            case 0x23:
                return self.around.names[self._unpack("L")[0] - 1]
            case 0x24 | 0x2C:
                return self._cell(*self._unpack(row + column), moved=token == 0x2C)
            case 0x25 | 0x2D:
                return self._area(*self._unpack(row * 2 + column * 2), moved=token == 0x2D)
            case 0x2A | 0x2B:
                self._unpack((row + column) * (1 if token == 0x2A else 2))
                return "#REF!"
            case 0x3A:
                return f"{self._sheet()}!{self._cell(*self._unpack(row + column))}"
            case 0x3B:
                return f"{self._sheet()}!{self._area(*self._unpack(row * 2 + column * 2))}"
            case 0x3C | 0x3D:
                self._unpack("H" + (row + column) * (1 if token == 0x3C else 2))
                return "#REF!"
        raise TokenError(f"token {token:#x}")

    def _sheet(self) -> str:
        return self.around.sheets[self._unpack("H")[0]]

    def _area(self, first: int, last: int, left: int, right: int, *, moved: bool = False) -> str:
        return f"{self._cell(first, left, moved=moved)}:{self._cell(last, right, moved=moved)}"

    def _cell(self, row: int, column: int, *, moved: bool = False) -> str:
        loose_row, loose_column = column & 0x8000, column & 0x4000
        column &= 0x3FFF
        if moved and loose_row:
            row = (self.home[0] + row) % self.dialect.rows
        if moved and loose_column:
            column = (self.home[1] + column) % self.dialect.columns
        return f"{'' if loose_column else '$'}{column_letters(column)}{'' if loose_row else '$'}{row + 1}"
