"""Identities: of a value (CellKey), of a row (RowKey) and of a place on a planned sheet (Spot)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

PERIOD = "@"
"""In the column of a value that an earlier period had, before the period's name."""


class CellKey(NamedTuple):
    """The only identity of a value.

    instance: one of several copies of a form ("" where there is one); row: "" for fields.
    """

    form: str
    instance: str
    subject: str
    row: str
    column: str


class RowKey(NamedTuple):
    """A row of a table, in one copy of a form; table and row "": the fields of that copy."""

    form: str
    instance: str
    table: str
    subject: str
    row: str

    def __reduce__(self) -> tuple[Callable[..., RowKey], tuple[str, ...]]:
        return _row_key, tuple(self)


def _row_key(*words: str) -> RowKey:
    """One from another process or from a file, its words those of the others: there are millions."""
    return RowKey(*map(sys.intern, words))


def in_period(key: CellKey, period: str) -> CellKey:
    """The same value as an earlier period had it: no form has such a cell."""
    return key if PERIOD in key.column else key._replace(column=f"{key.column}{PERIOD}{period}")


class Spot(NamedTuple):
    """A place on a planned sheet by its keys.

    Only the plan, or the returned file's own key row and column, gives its address.
    """

    sheet: str
    row: str
    column: str


_new = tuple.__new__
HERE = "@"
"""As the row of a spot that a formula names: the formula's own row. So rows share one calculation."""


def anchored(spot: Spot, home: Spot) -> Spot:
    """The spot that is meant from `home`. It is asked a thousand times for a workbook."""
    return _new(Spot, (spot.sheet, home.row, spot.column)) if spot.row == HERE else spot
