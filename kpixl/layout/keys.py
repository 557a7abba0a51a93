"""Identities: of a value (CellKey) and of a place on a planned sheet (Spot)."""

from __future__ import annotations

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
