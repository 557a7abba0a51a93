"""A workbook without a stamp: of which stage and unit it is, by the titles, headings and names in it.

Nothing is believed that the forms do not show. Where two units or stages fit, it is none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kpixl.blueprint.model import Scheme, Unit
from kpixl.findings import Finding, found
from kpixl.formats import RawWorkbook
from kpixl.layout import baseline
from kpixl.returns.identity._cover import told_on_cover
from kpixl.returns.identity._patterns import Fit, NamedUnit, Pattern, Patterns, fit
from kpixl.returns.sheets._structure import key_indexes
from kpixl.stamp import Stamp, baseline_digest

_NONE = "—"
_LONGEST = 100
"""A text longer than that names nobody."""


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """What an unstamped workbook was taken for. stamp: None where that is not certain; finding: why."""

    stamp: Stamp | None
    baseline: Mapping[str, Any] | None
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class Recogniser:
    """Recognises workbooks of a scheme. digest: of the scheme; what its forms look like is laid out once."""

    scheme: Scheme
    digest: str

    @cached_property
    def patterns(self) -> Patterns:
        """What its workbooks look like."""
        return Patterns(scheme=self.scheme)

    @cached_property
    def firsts(self) -> tuple[Pattern, ...]:
        """A pattern for each kind of workbook: one that names nobody is of one of these kinds."""
        return tuple(self.patterns.of(self.patterns.firsts()))

    def __call__(self, book: RawWorkbook, sheet: str | None, owner: str | None = None) -> Recognised:
        """What a workbook is taken for.

        sheet: the one that carries stamps, if it is there; owner: the unit that it was decided to be of,
        whomever it names.
        """
        indexes = key_indexes(book)
        unit = self.scheme.roster.find(owner)
        usual = () if unit else self.firsts
        whose = [unit] if unit else self._mentioned(book)
        patterns = {id(p): p for p in (*usual, *self.patterns.of(whose))}
        fits = [each for p in patterns.values() if (each := fit(p, indexes, sheet)) is not None]
        if not fits:
            return _unknown(found("I001"))
        best = max(each.score for each in fits)
        likely = [each for each in fits if each.score == best and each.clear]
        if len({each.pattern.stage.id for each in likely}) != 1 or not likely[0].pattern.usable:
            return _unknown(found("I016", stages="、".join(self._stages(fits))))
        if unit is not None:
            facts: dict[str, Any] = {"stage": likely[0].pattern.stage.name, "unit_name": unit.name}
            return self._recognised(likely[0], book, found("I021", **facts))
        named = {n: each for each in likely for n in each.named(self.scheme, self.firsts)}
        if len({n.unit for n in named}) != 1:
            return _unknown(self._nobody(likely[0], sorted(named)))
        return self._named(named[min(named)], min(named), book)

    def _mentioned(self, book: RawWorkbook) -> list[Unit]:
        """The units that are named anywhere in it."""
        cells = (cell.value for each in book.sheets for cell in each.cells.values())
        texts = {"".join(v.split()) for v in cells if isinstance(v, str) and len(v) <= _LONGEST}
        everything = "\n".join(sorted(texts))
        return [u for u in self.scheme.roster.units if any(name in everything for name in _names(u))]

    def _stages(self, fits: Sequence[Fit]) -> list[str]:
        """The names of the stages that have one of the forms."""
        forms = {form for each in fits for form in each.forms}
        stages = self.scheme.stages
        return [s.name for s in stages if not forms.isdisjoint(s.form_ids)]

    def _nobody(self, likely: Fit, named: Sequence[NamedUnit]) -> Finding:
        """Which units it names, and where the one that it is should stand."""
        place = likely.place(self.firsts)
        facts: dict[str, Any] = {
            "forms": likely.sheets,
            "stage": likely.pattern.stage.name,
            "named": "、".join(dict.fromkeys(n.text for n in named)) or _NONE,
            "place": "!".join(place) if place else likely.sheets,
        }
        sheet, cell = place or (None, None)
        return found("I015", **facts).at(sheet=sheet, cell=cell)

    def _named(self, taken: Fit, named: NamedUnit, book: RawWorkbook) -> Recognised:
        """Taken for what it names itself."""
        facts: dict[str, Any] = {"stage": taken.pattern.stage.name, "unit_name": taken.pattern.unit.name}
        place = f"{named.sheet}!{named.cell}"
        told = found("I014", place=place, named=named.text, forms=taken.sheets, **facts)
        return self._recognised(taken, book, told)

    def _recognised(self, taken: Fit, book: RawWorkbook, told: Finding) -> Recognised:
        pattern = taken.pattern
        cover = told_on_cover(book)
        package = self.patterns.package(pattern, cover.issue, cover.simulated)
        package = replace(package, terms=next(cover.terms(package)), edition=cover.edition)
        record = baseline(package)
        stamp = Stamp(
            scheme=self.scheme.id,
            version=self.scheme.head.version,
            stage=pattern.stage.id,
            round=pattern.stage.round,
            period=pattern.stage.period,
            recipient=pattern.unit.id,
            subjects=package.subjects,
            issue=cover.issue,
            digest=self.digest,
            baseline=baseline_digest(record),
            simulated=cover.simulated,
        )
        return Recognised(stamp=stamp, baseline=record, finding=told)


def _unknown(finding: Finding) -> Recognised:
    return Recognised(stamp=None, baseline=None, finding=finding)


def _names(unit: Unit) -> list[str]:
    """What a unit may be called, blanks aside; one character says too little."""
    plain = ("".join(name.split()) for name in unit.names)
    return [name for name in plain if len(name) > 1]
