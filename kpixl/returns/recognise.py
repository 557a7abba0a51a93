"""A workbook without a stamp: of which stage and unit it is, by the titles, headings and names in it.

Nothing is believed that the forms do not show. Where two units or stages fit, it is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from kpixl.blueprint.model import Scheme, Stage, ToGroups, Unit
from kpixl.findings import Finding, found
from kpixl.layout import Cell, Package, Plan, Role, baseline, lay_out, printed_rows
from kpixl.layout.cover import ISSUED, SIMULATED
from kpixl.returns.geometry import Geometry, KeyIndex
from kpixl.returns.grid import a1
from kpixl.returns.raw import RawWorkbook
from kpixl.returns.structure import fitting_sheets, is_filled, key_indexes
from kpixl.stamp import Simulated, Stamp, baseline_digest

_ISSUED = re.compile(re.escape(ISSUED).replace(r"\{issue\}", "([0-9]{1,6})"))
_NONE = "—"
_LONGEST = 100
"""A text longer than that is no name."""


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """What an unstamped workbook was taken for. stamp: None where that is not certain; finding: why."""

    stamp: Stamp | None
    baseline: Mapping[str, Any] | None
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class _Pattern:
    """What the workbooks of one group in one stage look like.

    whose: the printed cells that name the unit, with what stands before and after the name; usable: whether
    the blueprint alone says what is printed.
    """

    stage: Stage
    units: tuple[Unit, ...]
    round: str
    period: str
    plan: Plan
    whose: tuple[tuple[Cell, str, str], ...]

    @property
    def usable(self) -> bool:
        return self.stage.carries is None


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """A pattern on a workbook. score: how many titles and headings are there, then how few are not."""

    pattern: _Pattern
    geometries: Mapping[str, Geometry]
    score: tuple[int, int]

    @property
    def forms(self) -> str:
        """The sheets with something to fill, as the return calls them."""
        return "、".join(g.raw.name for g in self.geometries.values() if is_filled(g.planned))


@dataclass(frozen=True, order=True)
class _Named:
    """A unit that a workbook names. text: as it stands there."""

    unit: str
    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Recogniser:
    """Recognises workbooks of a scheme. digest: of the scheme; what its forms look like is laid out once."""

    scheme: Scheme
    digest: str

    @cached_property
    def patterns(self) -> tuple[_Pattern, ...]:
        """One for each group in each stage."""
        every = ((stage, group) for stage in self.scheme.head.stages for group in _groups(self.scheme, stage))
        times = ((s, g, r, p) for s, g in every for r, p in product(("", *s.rounds), ("", *s.periods)))
        return tuple(p for each in times if (p := self._pattern(*each)) is not None)

    def __call__(self, book: RawWorkbook, sheet: str | None) -> Recognised:
        """What a workbook is taken for. sheet: the one that carries stamps, if it is there."""
        indexes = key_indexes(book)
        fits = [fit for p in self.patterns if (fit := _fit(p, indexes, sheet)) is not None]
        if not fits:
            return _unknown(found("I001"))
        best = max(fit.score for fit in fits)
        likely = [fit for fit in fits if fit.score == best]
        kinds = {(f.pattern.stage.id, f.pattern.round, f.pattern.period): f.pattern for f in likely}
        if len(kinds) > 1 or not likely[0].pattern.usable:
            stages = "、".join(dict.fromkeys(_stage(pattern) for pattern in kinds.values()))
            return _unknown(found("I016", stages=stages))
        own = [f for f in fits if (f.pattern.stage.id, f.pattern.round, f.pattern.period) in kinds]
        named = sorted({n for fit in own for n in self._named(fit)})
        if len({n.unit for n in named}) != 1:
            return _unknown(_whose(likely[0], named))
        return self._recognised(next(f for f in own if named[0] in {*self._named(f)}), named[0], book)

    def _pattern(self, stage: Stage, group: tuple[Unit, ...], round_: str, period: str) -> _Pattern | None:
        packages = (self._package(stage, unit, round_, period) for unit in group)
        laid = [
            (p.unit, lay_out(p)) for p, _ in zip((p for p in packages if p.forms), range(2), strict=False)
        ]
        if not laid:
            return None
        return _Pattern(
            stage=stage,
            units=group,
            round=round_,
            period=period,
            plan=laid[0][1],
            whose=tuple(_whose_cells(laid)),
        )

    def _package(
        self, stage: Stage, unit: Unit, round_: str, period: str, issue: int = 1, simulated: Simulated = ""
    ) -> Package:
        """A unit's workbook about itself; of a stage dealt by rows, about one unit of each group."""
        groups = self.scheme.roster.groups
        some = [self.scheme.roster.of(g.id)[:1] for g in groups]
        dealt = tuple(u.id for units in some for u in units)
        subjects = (unit.id,) if isinstance(stage.recipients, ToGroups) else dealt
        return Package(
            scheme=self.scheme,
            stage_id=stage.id,
            recipient=unit.id,
            subjects=subjects,
            rows=printed_rows(self.scheme, stage, subjects, unit),
            round=round_,
            period=period,
            issue=issue,
            simulated=simulated,
        )

    def _named(self, fit: _Fit) -> Iterator[_Named]:
        """The units named where the forms print one; where these cells say none, anywhere but in tables."""
        units = {u.id for u in fit.pattern.units}
        printed = list(_printed_names(fit))
        for sheet, cell, text in printed or _other_names(fit):
            unit = self.scheme.roster.named(text)
            if unit is not None and unit.id in units:
                yield _Named(unit.id, sheet, cell, text)

    def _recognised(self, fit: _Fit, named: _Named, book: RawWorkbook) -> Recognised:
        pattern, unit = fit.pattern, self.scheme.roster.unit(named.unit)
        issue, simulated = _told_on_cover(book)
        package = self._package(pattern.stage, unit, pattern.round, pattern.period, issue, simulated)
        printed = baseline(package)
        stamp = Stamp(
            scheme=self.scheme.id,
            version=self.scheme.head.version,
            stage=pattern.stage.id,
            round=pattern.round,
            period=pattern.period,
            recipient=unit.id,
            subjects=package.subjects,
            issue=issue,
            digest=self.digest,
            baseline=baseline_digest(printed),
            simulated=simulated,
        )
        facts: dict[str, Any] = {"forms": fit.forms, "stage": pattern.stage.name, "unit_name": unit.name}
        place = f"{named.sheet}!{named.cell}"
        finding = found("I014", place=place, named=named.text, **facts)
        return Recognised(stamp=stamp, baseline=printed, finding=finding)


def _unknown(finding: Finding) -> Recognised:
    return Recognised(stamp=None, baseline=None, finding=finding)


def _stage(pattern: _Pattern) -> str:
    return "·".join(part for part in (pattern.stage.name, pattern.round, pattern.period) if part)


def _groups(scheme: Scheme, stage: Stage) -> Iterator[tuple[Unit, ...]]:
    """The recipients whose workbooks are alike: those of a group; of a stage dealt by rows one of them."""
    if isinstance(stage.recipients, ToGroups):
        for group in stage.recipients.groups:
            yield scheme.roster.of(group)
    else:
        yield (scheme.roster.unit(stage.recipients.rest),)


def _whose_cells(laid: Sequence[tuple[Unit, Plan]]) -> Iterator[tuple[Cell, str, str]]:
    """The printed cells outside of tables that name whoever gets the workbook: in the next one's its name."""
    (unit, plan), others = laid[0], laid[1:]
    for cell in (c for sheet in plan.sheets for c in sheet.cells):
        if cell.role is not Role.PRINTED or not isinstance(cell.value, str) or cell.table:
            continue
        for name in sorted({unit.name, unit.short}, key=len, reverse=True):
            before, there, after = cell.value.partition(name)
            if there and all(_names(other, p, cell, before, after) for other, p in others):
                yield cell, before, after
                break


def _names(unit: Unit, plan: Plan, cell: Cell, before: str, after: str) -> bool:
    there = plan.by_spot.get(cell.spot)
    return there is not None and there.value in {f"{before}{n}{after}" for n in (unit.name, unit.short)}


def _fit(pattern: _Pattern, indexes: Sequence[KeyIndex], sheet: str | None) -> _Fit | None:
    fitting = fitting_sheets(pattern.plan, indexes, sheet)
    geometries = {key: fits[0] for key, fits in fitting.items() if fits}
    if not any(is_filled(g.planned) for g in geometries.values()):
        return None
    there = gone = 0
    for g in geometries.values():
        for cell in g.planned.cells:
            if cell.role is Role.PRINTED and not cell.table and isinstance(cell.value, str):
                if _text(g, cell) == "".join(cell.value.split()):
                    there += 1
                else:
                    gone += 1
    return _Fit(pattern=pattern, geometries=geometries, score=(there, -gone))


def _text(g: Geometry, cell: Cell) -> str:
    at = g.at(cell.spot)
    value = g.raw.at(*at).value if at else None
    return "".join(value.split()) if isinstance(value, str) else ""


def _printed_names(fit: _Fit) -> Iterator[tuple[str, str, str]]:
    """(sheet, cell, text) of what stands where the forms print the unit's name."""
    for cell, before, after in fit.pattern.whose:
        g = fit.geometries.get(cell.spot.sheet)
        at = g.at(cell.spot) if g else None
        value = g.raw.at(*at).value if g and at else None
        if at is None or g is None or not isinstance(value, str):
            continue
        text = value.strip()
        if text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after):
            yield g.raw.name, at.a1, text[len(before) : len(text) - len(after)].strip()


def _other_names(fit: _Fit) -> Iterator[tuple[str, str, str]]:
    """(sheet, cell, text) of all texts outside of tables; of `单位：河东镇` what stands behind the colon."""
    for g in fit.geometries.values():
        inside = {g.at(cell.spot) for cell in g.planned.cells if cell.table}
        for (row, column), cell in sorted(g.raw.cells.items()):
            if (row, column) not in inside and isinstance(cell.value, str) and len(cell.value) <= _LONGEST:
                yield g.raw.name, a1(row, column), re.split("[：:]", cell.value)[-1].strip()


def _told_on_cover(book: RawWorkbook) -> tuple[int, Simulated]:
    """The issue's number and what it says of simulation, as a cover prints them."""
    texts = {c.value for sheet in book.sheets for c in sheet.cells.values() if isinstance(c.value, str)}
    issues = [int(m[1]) for text in texts if len(text) <= _LONGEST and (m := _ISSUED.fullmatch(text.strip()))]
    words: list[Simulated] = [word for word, said in SIMULATED.items() if said in texts]
    simulated: Simulated = words[0] if words else ""
    return max(issues, default=1), simulated


def _whose(fit: _Fit, named: Sequence[_Named]) -> Finding:
    """Which units it names, and where the one that it is should stand."""
    places = [
        (g.raw.name, at.a1)
        for cell, _, _ in fit.pattern.whose
        if (g := fit.geometries.get(cell.spot.sheet)) and (at := g.at(cell.spot))
    ]
    sheet, cell = places[0] if places else (None, None)
    texts = "、".join(dict.fromkeys(n.text for n in named)) or _NONE
    place = f"{sheet}!{cell}" if sheet else fit.forms
    facts: dict[str, Any] = {
        "forms": fit.forms,
        "stage": fit.pattern.stage.name,
        "named": texts,
        "place": place,
    }
    return found("I015", **facts).at(sheet=sheet, cell=cell)
