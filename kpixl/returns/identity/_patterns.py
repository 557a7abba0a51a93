"""What the workbooks of a scheme look like, recipient by recipient, and how well one fits that came back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kpixl.addresses import a1
from kpixl.blueprint.model import Scheme, Stage, Unit
from kpixl.layout import Cell, Package, Plan, Role, Spot, lay_out, printed_rows
from kpixl.returns.sheets._geometry import Geometry, KeyIndex
from kpixl.returns.sheets._structure import fitting_sheets
from kpixl.stamp import Simulated

_MOST_GONE = 0.1
"""How many titles and headings may be other ones for each that is there: other stages print others."""
_LONGEST = 100
"""A text longer than that is no name."""
_COLON = re.compile("[：:]")


@dataclass(frozen=True, order=True)
class NamedUnit:
    """A unit that a workbook names. text: as it stands there."""

    unit: str
    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """What the workbook of a recipient looks like. plan: where everything stands, without any answers."""

    stage: Stage
    unit: Unit
    plan: Plan

    @property
    def usable(self) -> bool:
        """Whether the blueprint alone says what is printed."""
        return self.stage.carries is None

    def whose(self, others: Sequence[Pattern]) -> Iterator[tuple[Cell, str, str]]:
        """The cells outside of tables that name the recipient, with what stands before and after the name.

        others: of other recipients. What they print too, the same word for word, names somebody else.
        """
        constant = {text for other in others if other.unit != self.unit for text in other.texts.items()}
        for spot, text in self.texts.items():
            for name in sorted({self.unit.name, self.unit.short}, key=len, reverse=True):
                before, there, after = text.partition(name)
                if there and (spot, text) not in constant:
                    yield self.plan.by_spot[spot], before, after
                    break

    @property
    def texts(self) -> Mapping[Spot, str]:
        """What is printed outside of tables."""
        return {c.spot: c.value for c in printed(self.plan) if isinstance(c.value, str) and not c.table}


def printed(plan: Plan) -> Iterator[Cell]:
    """The cells with printed texts."""
    for sheet in plan.sheets:
        yield from (c for c in sheet.cells if c.role is Role.PRINTED and isinstance(c.value, str))


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A pattern on a workbook.

    there: how many of all its printed texts are there; titles, gone: how many of those outside of tables are,
    and are not.
    """

    pattern: Pattern
    geometries: Mapping[str, Geometry]
    there: int
    titles: int
    gone: int

    @property
    def score(self) -> tuple[int, int]:
        """The more the likelier."""
        return self.there, -self.gone

    @property
    def clear(self) -> bool:
        """Whether the titles and headings are there, but for a few."""
        return self.gone <= self.titles * _MOST_GONE

    @property
    def sheets(self) -> str:
        """The sheets with its forms, as the return calls them."""
        return "、".join(g.raw.name for g in self.geometries.values() if g.planned.of_form)

    @property
    def forms(self) -> set[str]:
        """The forms that are there."""
        return {g.planned.of_form for g in self.geometries.values() if g.planned.of_form}

    def named(self, scheme: Scheme, others: Sequence[Pattern]) -> Iterator[NamedUnit]:
        """Where the workbook names the recipient: where its forms do; where they name nobody, elsewhere."""
        said = list(self._printed_names(others)) or list(self._other_names())
        for sheet, cell, text in said:
            unit = scheme.roster.named(text)
            if unit is not None and unit.id == self.pattern.unit.id:
                yield NamedUnit(unit.id, sheet, cell, text)

    def place(self, others: Sequence[Pattern]) -> tuple[str, str] | None:
        """Where the recipient's name should stand, first of all."""
        for cell, _, _ in self.pattern.whose(others):
            g = self.geometries.get(cell.spot.sheet)
            if g is not None and (at := g.at(cell.spot)):
                return g.raw.name, at.a1
        return None

    def _printed_names(self, others: Sequence[Pattern]) -> Iterator[tuple[str, str, str]]:
        """(sheet, cell, text) of what stands where the forms print the recipient's name."""
        for cell, before, after in self.pattern.whose(others):
            g = self.geometries.get(cell.spot.sheet)
            at = g.at(cell.spot) if g else None
            value = g.raw.at(*at).value if g and at else None
            if g is None or at is None or not isinstance(value, str):
                continue
            text = value.strip()
            if text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after):
                yield g.raw.name, at.a1, text[len(before) : len(text) - len(after)].strip()

    def _other_names(self) -> Iterator[tuple[str, str, str]]:
        """(sheet, cell, text) where nothing is planned; of `单位：河东镇` what stands behind the colon."""
        for g in self.geometries.values():
            planned = {g.at(cell.spot) for cell in g.planned.cells}
            for (row, column), cell in sorted(g.raw.cells.items()):
                if (
                    (row, column) not in planned
                    and isinstance(cell.value, str)
                    and len(cell.value) <= _LONGEST
                ):
                    yield g.raw.name, a1(row, column), _COLON.split(cell.value)[-1].strip()


def fit(pattern: Pattern, indexes: Sequence[KeyIndex], sheet: str | None) -> Fit | None:
    """How the pattern lies on the sheets of a workbook; None where none of its forms is there.

    sheet: the one that carries stamps, if it is there.
    """
    fitting = fitting_sheets(pattern.plan, indexes, sheet)
    geometries = {key: fits[0] for key, fits in fitting.items() if fits}
    if not any(g.planned.of_form for g in geometries.values()):
        return None
    cells = [c for c in printed(pattern.plan) if c.spot.sheet in geometries]
    there = {c.spot for c in cells if _shows(geometries[c.spot.sheet], c)}
    titles = [c.spot in there for c in cells if not c.table]
    return Fit(
        pattern=pattern,
        geometries=geometries,
        there=len(there),
        titles=sum(titles),
        gone=len(titles) - sum(titles),
    )


def _shows(g: Geometry, cell: Cell) -> bool:
    at = g.at(cell.spot)
    value = g.raw.at(*at).value if at else None
    return isinstance(value, str) and "".join(value.split()) == "".join(str(cell.value).split())


@dataclass(frozen=True, kw_only=True)
class Patterns:
    """The patterns of a scheme, each laid out once and only when it is asked for."""

    scheme: Scheme
    _known: dict[tuple[str, str], Pattern | None] = field(default_factory=dict)

    def of(self, units: Sequence[Unit]) -> list[Pattern]:
        """Those of these units, in all stages."""
        addressed = ((s, u) for s in self.scheme.stages for u in units if s.addresses(u))
        every = (self._pattern(stage, unit) for stage, unit in addressed)
        return [pattern for pattern in every if pattern is not None]

    def firsts(self) -> list[Unit]:
        """A unit of each group, and those who get whatever names nobody."""
        roster, stages = self.scheme.roster, self.scheme.stages
        rest = (roster.unit(s.by_row.rest) for s in stages if s.by_row is not None)
        return list({u.id: u for u in (*roster.firsts, *rest)}.values())

    def package(self, pattern: Pattern, issue: int, simulated: Simulated) -> Package:
        """What the recipient was sent."""
        return self._package(pattern.stage, pattern.unit, issue=issue, simulated=simulated)

    def _pattern(self, stage: Stage, unit: Unit) -> Pattern | None:
        key = (stage.id, unit.id)
        if key not in self._known:
            package = self._package(stage, unit)
            plan = lay_out(package) if package.forms else None
            self._known[key] = Pattern(stage=stage, unit=unit, plan=plan) if plan else None
        return self._known[key]

    def _package(self, stage: Stage, unit: Unit, issue: int = 1, simulated: Simulated = "") -> Package:
        """A unit's workbook about itself; of a stage dealt by rows, about one unit of each group."""
        subjects = (unit.id,) if stage.by_row is None else tuple(u.id for u in self.scheme.roster.firsts)
        return Package(
            scheme=self.scheme,
            stage_id=stage.id,
            recipient=unit.id,
            subjects=subjects,
            rows=printed_rows(self.scheme, stage, subjects, unit),
            issue=issue,
            simulated=simulated,
        )
