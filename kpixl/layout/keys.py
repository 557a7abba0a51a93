"""Identities: of a value (CellKey), of a place on a planned sheet (Spot), and the A1 text of an address."""

from __future__ import annotations

from typing import NamedTuple


class CellKey(NamedTuple):
    """The only identity of a value.

    instance: one of several copies of a form ("" where there is one); row: "" for fields.
    """

    form: str
    instance: str
    subject: str
    row: str
    column: str


class Spot(NamedTuple):
    """A place on a planned sheet by its keys.

    Only the plan, or the returned file's own key row and column, gives its address.
    """

    sheet: str
    row: str
    column: str


HERE = "@"
"""As the row of a spot that a formula names: the formula's own row. So rows share one calculation."""


def anchored(spot: Spot, home: Spot) -> Spot:
    """The spot that is meant from `home`."""
    return spot._replace(row=home.row) if spot.row == HERE else spot


class Address(NamedTuple):
    """Zero-based row and column."""

    row: int
    column: int

    @property
    def a1(self) -> str:
        """`D7`."""
        return f"{column_letters(self.column)}{self.row + 1}"


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
