"""Identities: of a value (CellKey) and of a place on a planned sheet (Spot)."""

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
    return Spot(spot.sheet, home.row, spot.column) if spot.row == HERE else spot
