"""The formulas that the cells of a return must have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpixl.formats import WantedFormula
from kpixl.layout import Cell, Plan, Sheet, Spot
from kpixl.layout.plan.filled_down import FilledDown
from kpixl.layout.plan.plan import Known
from kpixl.returns.sheets._geometry import Geometry, ReturnedLocator


class Spelled:
    """The formulas that cells must have in a file.

    geometries: where its sheets lie. Where a pasted sheet ends nobody knows, only what it shows.
    """

    def __init__(self, plan: Plan, geometries: Mapping[str, Geometry]) -> None:
        self._geometries = {key: g for key, g in geometries.items() if g.keyed}
        there = (self._geometries.get(sheet.key) for sheet in plan.sheets)
        self._as_issued = all(g is not None and g.in_place and g.raw.name == g.planned.name for g in there)
        known = plan.known if self._as_issued else Known()
        self._known, self._hidden = known.spelled, known.hidden
        self._down: dict[str, FilledDown] = {}

    def of(self, cell: Cell) -> str | None:
        """That of a cell; None where it computes nothing, or names a cell that is gone."""
        if cell.spot not in self._known:
            self._known[cell.spot] = self._rendered(cell)
        return self._known[cell.spot]

    def strange(self, g: Geometry) -> Sequence[int]:
        """The hidden formulas of a sheet in its place that are not, letter by letter, as they must be."""
        key = g.planned.key
        if key not in self._hidden:
            self._hidden[key] = tuple(self._wanted(g.planned))
        return g.raw.misspelled(self._hidden[key])

    def _wanted(self, planned: Sheet) -> Iterator[WantedFormula]:
        for number in planned.places.helpers:
            formula = self.of(planned.cells[number])
            if formula is not None:
                yield WantedFormula.of(number, planned.places.a1[number], formula)

    def locate(self, home: Spot, here: str = "") -> ReturnedLocator:
        """References as the file must have them."""
        return ReturnedLocator(home, self._geometries, here)

    def _rendered(self, cell: Cell) -> str | None:
        calculation, spot = cell.calculation, cell.spot
        if calculation is None:
            return None
        try:
            if self._as_issued:
                return self._filled_down(spot.sheet).text(calculation, spot)
            return calculation.formula.render(self.locate(spot))
        except KeyError:
            return None

    def _filled_down(self, key: str) -> FilledDown:
        """The formulas of a sheet, of which those that rows have in common are written once."""
        if key not in self._down:
            self._down[key] = FilledDown(self, self._geometries[key].planned)
        return self._down[key]
