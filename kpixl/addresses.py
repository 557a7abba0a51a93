"""Addresses of cells: as a file writes them (`B7`), and as zero-based rows and columns."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

ROWS = 1_048_576
COLUMNS = 16_384

Cell = tuple[int, int]
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column: zero-based, both ends included."""

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


class Address(NamedTuple):
    """Zero-based row and column."""

    row: int
    column: int

    @property
    def a1(self) -> str:
        """`D7`."""
        return f"{column_letters(self.column)}{self.row + 1}"

    @property
    def fixed(self) -> str:
        """`$D$7`: it does not move with the formula that names it."""
        return f"${column_letters(self.column)}${self.row + 1}"


@lru_cache(maxsize=COLUMNS)
def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def quoted(sheet: str) -> str:
    """A sheet's name as a formula writes it."""
    return "'" + sheet.replace("'", "''") + "'"


def before_cell(sheet: str) -> str:
    """A sheet's name as a formula writes it before a cell: as programs do, in quotes where it needs them.

    A name of letters that are not all Latin needs none: it is no address.
    """
    bare = sheet.isidentifier() and not sheet.isascii()
    return f"{sheet if bare else quoted(sheet)}!"


@lru_cache(maxsize=COLUMNS)
def column_index(letters: str) -> int:
    """The zero-based column of its capital letters; may lie beyond the last column."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def a1(row: int, column: int) -> str:
    """The address of a zero-based cell."""
    return Address(row, column).a1


def parse_cell(text: str) -> Cell | None:
    """(row, column) of an address; None where it is none, or lies outside of a sheet."""
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[2]) - 1, column_index(match[1])
    return (row, column) if row < ROWS and column < COLUMNS else None


def parse_area(text: str) -> Area | None:
    """The area of `A1` or `A1:B2`; None where it is none."""
    first, _, last = text.partition(":")
    start, end = parse_cell(first), parse_cell(last or first)
    if start is None or end is None or start[0] > end[0] or start[1] > end[1]:
        return None
    return (*start, *end)
