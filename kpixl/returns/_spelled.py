"""The formulas that the cells of a return must have."""

from __future__ import annotations

from collections.abc import Mapping

from kpixl.layout import Cell, Plan, Spot
from kpixl.returns._geometry import Geometry, ReturnedLocator


class Spelled:
    """The formulas that cells must have in a file.

    geometries: where its sheets lie. Where a pasted sheet ends nobody knows, only what it shows.
    """

    def __init__(self, plan: Plan, geometries: Mapping[str, Geometry]) -> None:
        self._geometries = {key: g for key, g in geometries.items() if g.keyed}
        there = (self._geometries.get(sheet.key) for sheet in plan.sheets)
        as_issued = all(g is not None and g.in_place and g.raw.name == g.planned.name for g in there)
        self._known = plan.known.spelled if as_issued else dict[Spot, str | None]()

    def of(self, cell: Cell) -> str | None:
        """That of a cell; None where it computes nothing, or names a cell that is gone."""
        if cell.spot not in self._known:
            self._known[cell.spot] = self._rendered(cell)
        return self._known[cell.spot]

    def stands(self, g: Geometry, number: int) -> bool:
        """Whether a cell of a sheet in its place has the very formula that it must have."""
        formula = self.of(g.planned.cells[number])
        return formula is not None and g.raw.spells(g.planned.places.a1[number], formula)

    def _rendered(self, cell: Cell) -> str | None:
        if cell.calculation is None:
            return None
        try:
            return cell.calculation.formula.render(ReturnedLocator(cell.spot, self._geometries))
        except KeyError:
            return None
