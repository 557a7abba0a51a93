"""Gate integrity, data validations: each cell to fill has the one that it was issued with.

Programs write the same validation differently: areas joined or split, TRUE as 1, a second bound where there
is none. What is compared is what it says of the cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from kpixl.addresses import Area, Cell
from kpixl.findings import Finding, found
from kpixl.formats import RawValidation, shifted
from kpixl.layout.plan.cell import Validation
from kpixl.layout.plan.plan import Known
from kpixl.layout.rows.limits import bounds, written
from kpixl.returns.sheets._geometry import Geometry, ReturnedLocator
from kpixl.returns.values._extract import Placed
from kpixl.returns.values._spelling import plain, with_figures

_TYPES = {"any": "none", "length": "textLength"}
_PLACES = 9
_MOST = 8
"""How many validations over one cell, and areas of one, are looked at; programs allow one over a cell.

As many ways of writing those of a workbook are kept, too.
"""


def check_validations(
    cells: Iterable[Placed], geometries: Mapping[str, Geometry], known: Known
) -> Iterator[Finding]:
    """One note a column whose cells to fill lost their data validation, and one where it is another.

    cells: those to fill; known: of the plan; what was found right of one file need not be looked at in
    another of the kind.
    """
    guarded = frozenset((key, g.raw.name, g.raw.validations) for key, g in geometries.items() if g.in_place)
    if len(guarded) == len(geometries) and guarded in known.guarded:
        return
    findings = [*_compared(cells, geometries)]
    if not findings and len(guarded) == len(geometries) and len(known.guarded) < _MOST:
        known.guarded.add(guarded)
    yield from findings


def _compared(cells: Iterable[Placed], geometries: Mapping[str, Geometry]) -> Iterator[Finding]:
    lying = {g.raw.name: _lying(g) for g in geometries.values()}
    comparison = _Comparison(geometries)
    seen: set[tuple[str, str, str]] = set()
    for p in cells:
        if p.cell.validation is None:
            continue
        there = lying[p.sheet].get(p.at, ())
        code = "T009" if not there else "T010"
        if (p.sheet, p.cell.spot.column, code) in seen or (there and comparison.same(p, there)):
            continue
        seen.add((p.sheet, p.cell.spot.column, code))
        yield p.told(found(code))


def _lying(g: Geometry) -> Mapping[Cell, list[RawValidation]]:
    """The validations that lie over each cell of the form."""
    rows, columns = g.keyed_rows, frozenset(g.columns.values())
    found_there: dict[Cell, list[RawValidation]] = defaultdict(list)
    for validation in g.raw.validations:
        for top, left, bottom, right in validation.areas:
            inside = [column for column in columns if left <= column <= right]
            for row in rows if inside else ():
                if top <= row <= bottom:
                    for column in inside:
                        if len(over := found_there[row, column]) < _MOST:
                            over.append(validation)
    return found_there


@dataclass(frozen=True)
class _Comparison:
    """Whether what lies over a cell is what the plan wants there."""

    geometries: Mapping[str, Geometry]

    def same(self, p: Placed, there: Sequence[RawValidation]) -> bool:
        wanted = p.cell.validation
        return wanted is not None and all(self._one(p, wanted, validation) for validation in there)

    def _one(self, p: Placed, wanted: Validation, now: RawValidation) -> bool:
        if now.type != _TYPES.get(wanted.kind, wanted.kind):
            return False
        if wanted.kind == "any":
            return True
        if now.alert not in ("", "stop" if wanted.stop else "warning"):
            return False
        if not now.complete:
            return True
        if wanted.kind in ("list", "custom"):
            return self._reads(p, wanted, now)
        low, high = bounds(wanted)
        if low is not None and high is not None:
            given = [now.formula1, now.formula2] if now.operator == "between" else []
        else:
            operator = "greaterThanOrEqual" if high is None else "lessThanOrEqual"
            given = [now.formula1] if now.operator == operator else []
        expected = [written(limit) for limit in (low, high) if limit is not None]
        return len(given) == len(expected) and all(map(_equal, given, expected))

    def _reads(self, p: Placed, wanted: Validation, now: RawValidation) -> bool:
        """Whether a formula reads in a cell as it must; programs do not agree for which cell it is written.

        Where both are the same in two rows of a column they move along in the same way, so they are in all.
        """
        text: str | None = ""
        for home in dict.fromkeys((now.home,) if now.home else _corners(now.areas)):
            rows = self._agreed[id(wanted), id(now), p.at.column, home]
            if len(rows) > 1:
                return True
            text = text or self._text(p, wanted)
            if text is None:
                return True
            if text == _spelled(shifted(now.formula1, p.at.row - home[0], p.at.column - home[1])):
                rows.add(p.at.row)
                return True
        return False

    @cached_property
    def _agreed(self) -> dict[tuple[int, int, int, Cell], set[int]]:
        """The rows where the formula of a validation read as it must, by what was compared."""
        return defaultdict(set)

    @cached_property
    def _moved(self) -> frozenset[str]:
        """The sheets whose rows or columns lie elsewhere than issued, which is told.

        Of their formulas LibreOffice moves some with the rows and some not, from one time to the next.
        """
        return frozenset(
            key
            for key, g in self.geometries.items()
            if (g.rows, g.columns) != (g.planned.row_index, g.planned.column_index)
        )

    def _text(self, p: Placed, wanted: Validation) -> str | None:
        """The formula that it must have in this file; None where nobody can say that."""
        if wanted.source:
            return _spelled(wanted.source)
        formula = wanted.options or (wanted.formula.formula if wanted.formula else None)
        if formula is None:
            return _spelled('"' + ",".join(wanted.choices) + '"')
        if p.cell.spot.sheet in self._moved:
            return None
        try:
            return _spelled(formula.render(ReturnedLocator(p.cell.spot, self.geometries)))
        except KeyError:
            return None


def _corners(areas: Sequence[Area]) -> Iterator[Cell]:
    """The corner of each area, and that of all together."""
    yield from (area[:2] for area in areas[:_MOST])
    yield min(area[0] for area in areas), min(area[1] for area in areas)


def _spelled(formula: str) -> str:
    return with_figures(plain(formula.removeprefix("=")))


def _equal(now: str, expected: str) -> bool:
    try:
        return round(Decimal(now.removeprefix("=")) - Decimal(expected), _PLACES) == 0
    except InvalidOperation:
        return False
