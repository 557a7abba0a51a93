"""Cells that somebody merged: what they showed is gone, but for the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpixl.addresses import Address, Area, a1
from kpixl.coerce import Coerced
from kpixl.findings import Finding, Location, found
from kpixl.layout import Role
from kpixl.returns.sheets._geometry import Geometry
from kpixl.returns.values._extract import Filled, Placed, every_cell

_COVERED = Coerced(value=None, text="", valid=False, findings=())
"""What stands in a cell that nobody can see."""


@dataclass(frozen=True)
class Merged:
    """Those of a return. covered: cells that lie under another one; findings: one a merged area."""

    covered: Sequence[Placed]
    findings: Sequence[Finding]

    @classmethod
    def of(cls, geometries: Mapping[str, Geometry]) -> Merged:
        """By the areas that are merged in the return and not on the plan."""
        covered: list[Placed] = []
        findings: list[Finding] = []
        for key, g in geometries.items():
            cells = every_cell({key: g}) if g.merged_anew else ()
            shown = [p for p in cells if p.cell.role is not Role.HELPER]
            for area in g.merged_anew:
                under = [p for p in shown if _lies_under(p.at, area)]
                if under:
                    covered += under
                    findings.append(_finding(g, area))
        return cls(covered, findings)

    def seen(self, cells: Iterable[Placed]) -> Sequence[Placed]:
        """The cells without those that are covered."""
        hidden = {(p.sheet, p.number) for p in self.covered}
        return [p for p in cells if (p.sheet, p.number) not in hidden] if hidden else [*cells]

    def unknown(self, filled: Filled) -> None:
        """Nobody knows what was meant to stand in those: nothing more is said of them."""
        for p in self.covered:
            if p.cell.role is Role.INPUT and p.cell.key is not None:
                filled.coerced[p.cell.key] = _COVERED


def _lies_under(at: Address, area: Area) -> bool:
    row, column = at
    top, left, bottom, right = area
    return left <= column <= right and top <= row <= bottom and at != (top, left)


def _finding(g: Geometry, area: Area) -> Finding:
    top, left, bottom, right = area
    first = a1(top, left)
    where = Location(
        form=g.planned.of_form, instance=g.planned.instance or None, sheet=g.raw.name, cell=first
    )
    return found("S021", where=where, value=f"{first}:{a1(bottom, right)}", first=first)
