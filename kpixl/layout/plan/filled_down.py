"""Formulas of a sheet as text: what rows have in common is written once, and its own row put in for each."""

from __future__ import annotations

from typing import Protocol

from kpixl.blueprint.expressions.formula import Formula, Locate, RangeRef, Ref
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.keys import HERE, Spot
from kpixl.layout.plan.plan import Sheet

_ROW = "\x03"
"""Stands for the number of a row."""


class Locating(Protocol):
    """Who knows how references are written: the plan, or a return in which all lies as on the plan."""

    def locate(self, home: Spot, here: str = "") -> Locate:
        """References as a formula in the cell `home` writes them.

        here: what stands for the number of the formula's own row, where that of `home` is HERE.
        """


class FilledDown:
    """The formulas of one sheet. locating: writes their references."""

    def __init__(self, locating: Locating, sheet: Sheet) -> None:
        self._locating, self._sheet = locating, sheet
        self._known: dict[int, tuple[Formula, str | None]] = {}

    def text(self, calculation: Calculation, spot: Spot) -> str:
        """The formula as it reads in a cell."""
        formula = calculation.formula
        key = id(formula)
        if key not in self._known:  # kept with it, so that no other has its id
            self._known[key] = formula, self._pattern(formula, spot)
        pattern = self._known[key][1]
        if pattern is None:
            return formula.render(self._locating.locate(spot))
        return pattern.replace(_ROW, str(self._sheet.row(spot.row) + 1))

    def _pattern(self, formula: Formula, spot: Spot) -> str | None:
        """It without the number of its row; None where it names that row elsewhere, or has the sign."""
        if any(_ROW in p if isinstance(p, str) else not _of_own_row(p, spot) for p in formula.parts):
            return None
        return formula.render(self._locating.locate(spot._replace(row=HERE), here=_ROW))


def _of_own_row(ref: Ref | RangeRef, spot: Spot) -> bool:
    """Whether a reference, where it goes with the row, stays on the sheet."""
    targets = (ref.target,) if isinstance(ref, Ref) else (ref.first, ref.last)
    return all(not isinstance(t, Spot) or t.row != HERE or t.sheet == spot.sheet for t in targets)
