"""Cells that were laid in one copy of a form, in another: all that they name stands there as it did here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kpixl.blueprint.expressions import RangeRef, Ref
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange, Resolved
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell
from kpixl.layout.plan.keys import Spot


@dataclass(frozen=True)
class Elsewhere:
    """From one copy to another, each by its sheet and by what stands before the keys of its rows."""

    sheet: str
    prefix: str
    to_sheet: str
    to_prefix: str
    _moved: dict[int, tuple[Calculation, Calculation]] = field(default_factory=dict)
    """By the id of what was moved, with it, so that nothing else takes its id."""
    _meant: dict[int, tuple[Resolved, Resolved]] = field(default_factory=dict)
    """The same of what names stand for, which the calculations of a line share."""

    def cell(self, cell: Cell) -> Cell:
        """The cell in the other copy."""
        guard = cell.validation
        if guard is not None and guard.formula is not None:
            guard = replace(guard, formula=self._calculation(guard.formula))
        return cell._replace(
            spot=self._spot(cell.spot),
            calculation=cell.calculation and self._calculation(cell.calculation),
            names=self._names(cell.names),
            needed=cell.needed and self._calculation(cell.needed),
            validation=guard,
            highlights=tuple([replace(h, test=self._calculation(h.test)) for h in cell.highlights]),
        )

    def _calculation(self, calculation: Calculation) -> Calculation:
        key = id(calculation)
        if key not in self._moved:
            self._moved[key] = calculation, replace(calculation, names=self._names(calculation.names))
        return self._moved[key][1]

    def _names(self, names: Mapping[str, Resolved]) -> Mapping[str, Resolved]:
        return {name: self._known(named) for name, named in names.items()} if names else names

    def _known(self, named: Resolved) -> Resolved:
        key = id(named)
        if key not in self._meant:
            self._meant[key] = named, self._named(named)
        return self._meant[key][1]

    def _named(self, named: Resolved) -> Resolved:
        match named:
            case CellOperand(ref=Ref(target, row_absolute, column_absolute)):
                return replace(named, ref=Ref(self._spot(target), row_absolute, column_absolute))
            case ColumnRange(range=area):
                return replace(named, range=RangeRef(self._spot(area.first), self._spot(area.last)))
        return named

    def _spot(self, target: object) -> Spot:
        if not isinstance(target, Spot):
            raise TypeError(target)
        if target.sheet != self.sheet or not target.row.startswith(self.prefix):
            return target
        return Spot(self.to_sheet, self.to_prefix + target.row.removeprefix(self.prefix), target.column)
