"""Gate integrity: what is printed, computed and locked is as issued; no cached value is trusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from math import isfinite

from kpixl.blueprint.expressions import CellOperand, ColumnRange, Resolved, Value, rounded
from kpixl.findings import Finding, found
from kpixl.layout import Cell, Computation, Plan, Role, Spot
from kpixl.layout.plan.keys import anchored
from kpixl.returns.sheets._geometry import Geometry
from kpixl.returns.values._extract import Placed
from kpixl.returns.values._spelled import Spelled
from kpixl.returns.values._spelling import same
from kpixl.returns.values._validations import check_validations
from kpixl.rules.types import as_text

_TOLERANCE = 9


@dataclass(frozen=True)
class Cells:
    """Those of a return.

    locked: the ones that are not seen to be as they were issued; every_input: finds those to fill, for which
    of most returns nobody asks.
    """

    locked: Sequence[Placed]
    every_input: Callable[[], Sequence[Placed]]

    @cached_property
    def inputs(self) -> Sequence[Placed]:
        """Those to fill."""
        return self.every_input()

    def guarded(self, pasted: AbstractSet[str]) -> Iterator[Placed]:
        """Those to fill that have data validations. pasted: the sheets that have none."""
        yield from (p for p in self.inputs if p.sheet not in pasted)


def check_integrity(
    cells: Cells, geometries: Mapping[str, Geometry], computation: Computation, spelled: Spelled
) -> Iterator[Finding]:
    """Findings about locked cells, then about data validations.

    A sheet without its hidden keys was pasted: that its formulas and validations are gone is told there. What
    it shows is compared all the same.
    """
    pasted = frozenset(g.raw.name for g in geometries.values() if not g.keyed)
    helpers = {*pasted}
    doubtful = Doubtful(computation.plan, _torn(computation.plan, geometries))
    for p in cells.locked:
        if _covered(p):
            if not _empty(p) and not _says_again(p, computation.plan):
                yield p.told(found("T007", value=_shown(p.raw.value)))
        elif p.cell.role is Role.HELPER:
            if p.sheet not in helpers and not _helper_intact(p, spelled):
                helpers.add(p.sheet)
                yield p.told(found("T008"))
        elif p.cell.calculation is not None:
            right, whole = computation.value(p.cell.spot), p.cell not in doubtful
            if p.sheet in pasted:
                yield from _pasted(p, right) if whole else ()
            else:
                yield from _computed(p, spelled, right, whole=whole)
        else:
            yield from _printed(p)
    yield from check_validations(cells.guarded(pasted), geometries, computation.plan.known)


def _torn(plan: Plan, geometries: Mapping[str, Geometry]) -> frozenset[str]:
    """The sheets that are not there, or not whole."""
    there = {key for key, g in geometries.items() if g.whole}
    return frozenset(sheet.key for sheet in plan.sheets) - there


@dataclass(frozen=True)
class Doubtful:
    """The computed cells that rest, whatever lies between, on a sheet that is lost or not whole."""

    plan: Plan
    sheets: frozenset[str]
    _known: dict[Spot, bool] = field(default_factory=dict)

    def __contains__(self, cell: object) -> bool:
        return bool(self.sheets) and isinstance(cell, Cell) and self._rests(cell.spot)

    def _rests(self, spot: Spot) -> bool:
        if spot.sheet in self.sheets:
            return True
        if spot not in self._known:
            self._known[spot] = False  # until the cells that it names say more; none names itself
            cell = self.plan.by_spot.get(spot)
            named = cell.calculation.names.values() if cell and cell.calculation else ()
            self._known[spot] = any(self._rests(s) for each in named for s in self._spots(each, spot))
        return self._known[spot]

    def _spots(self, named: Resolved, home: Spot) -> tuple[Spot, ...]:
        if isinstance(named, CellOperand) and isinstance(named.ref.target, Spot):
            return (anchored(named.ref.target, home),)
        if isinstance(named, ColumnRange):
            first, last = named.range.first, named.range.last
            if isinstance(first, Spot) and isinstance(last, Spot):
                return self.plan.by_key[first.sheet].between(first, last)
        return ()


def _covered(p: Placed) -> bool:
    """Whether it lies under a merged cell: nobody sees it, and what stands there is not read."""
    return p.cell.role is Role.HELPER and p.cell.calculation is None and p.cell.value is None


def _says_again(p: Placed, plan: Plan) -> bool:
    """Whether it repeats what the merged cell says, as at the head of a page."""
    above = plan.by_key[p.cell.spot.sheet].merged_over.get(p.cell.spot)
    return above is not None and p.raw.formula is None and _same(p.raw.value, above)


def _empty(p: Placed) -> bool:
    return p.is_blank or (p.raw.formula is None and p.raw.error is None and _same(p.raw.value, None))


def _helper_intact(p: Placed, spelled: Spelled) -> bool:
    if p.cell.calculation is None:
        return p.raw.formula is None and _same(p.raw.value, p.cell.value)
    expected = spelled.of(p.cell)
    return expected is None or same(p.raw.formula or "", expected)


def _printed(p: Placed) -> Iterator[Finding]:
    if p.cell.value is None and p.is_blank:
        return
    expected, now = p.cell.value, p.raw.value if p.raw.error is None else p.raw.error
    if p.raw.formula is None and (now == expected or _same(now, expected)):
        return
    shown = f"={p.raw.formula}" if p.raw.formula is not None else _shown(now)
    if expected is None:
        yield p.told(found("T007", value=shown))
    else:
        code = "T002" if isinstance(expected, Decimal) else "T001"
        yield p.told(found(code, value=shown, expected=_shown(expected)))


def _computed(p: Placed, spelled: Spelled, right: Value, *, whole: bool) -> Iterator[Finding]:
    """whole: it rests on no sheet where a row or column is lost or doubled: results follow from that."""
    expected = spelled.of(p.cell)
    now = p.raw.value if p.raw.error is None else p.raw.error
    if p.raw.formula is None:
        yield p.told(found("T003", value=_shown(now), expected=_shown(right)))
    elif expected is not None and not same(p.raw.formula, expected):
        yield p.told(found("T004", value=f"={p.raw.formula}", expected=f"={expected}"))
    elif whole and p.raw.cached and not _same(now, right):
        yield p.told(found("T005", value=_shown(now), expected=_shown(right)))


def _pasted(p: Placed, right: Value) -> Iterator[Finding]:
    """A result that was pasted with its form, where it is another one than the entries give."""
    now = p.raw.value if p.raw.error is None else p.raw.error
    if _same(now, None) or _same(now, right):
        return
    if p.raw.formula is None:
        yield p.told(found("T003", value=_shown(now), expected=_shown(right)))
    else:
        yield p.told(found("T005", value=_shown(now), expected=_shown(right)))


def _same(now: object, expected: Value) -> bool:
    """Whether a cell shows what is expected: numbers to 9 places, texts but for outer space and line ends."""
    if isinstance(expected, Decimal):
        return isinstance(now, float | int) and not isinstance(now, bool) and _close(now, expected)
    if isinstance(expected, dt.date):
        return (now.date() if isinstance(now, dt.datetime) else now) == expected
    text = as_text(expected)
    return _text(now) == _text(text)


def _close(now: float, expected: Decimal) -> bool:
    difference = Decimal(repr(float(now))) - expected
    return difference.is_finite() and rounded(difference, _TOLERANCE) == 0


def _text(value: object) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _shown(value: object) -> str:
    if isinstance(value, bool | Decimal | dt.date) or value is None:
        return as_text(value)
    return as_text(Decimal(repr(value))) if isinstance(value, float) and isfinite(value) else str(value)
