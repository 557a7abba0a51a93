"""Standings: every appraised unit with total, rate, rank and award, and the reason where one is missing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from kpixl.blueprint.expressions.rounding import rounded
from kpixl.blueprint.model import Scheme, Scoring, Unit, Veto
from kpixl.decisions import EFFECTS, NO_DECISIONS, Decisions
from kpixl.findings import Finding, Location, found
from kpixl.scoring.awards import NO_SCORE, Award, Dealt, Settled, deal
from kpixl.scoring.columns import ByItem, ItemScores, UnitScores
from kpixl.scoring.items import ItemScore
from kpixl.scoring.totals import ranks, rate, summed, total
from kpixl.scoring.vetoes import (
    LOWER_AWARD,
    NO_AWARD,
    ZERO,
    by_unit,
    matters,
    reason,
    severest,
)
from kpixl.words import Words

_MOST_NAMED, _EXACT = 5, 9
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A unit's items.

    names: of every item that it is to be scored on, by key, in order; scores: those that there are;
    disputed: items with two different scores, which count as none; spared: items without points and score,
    by key with their names: they do not apply to it; missing: the names of the items without a score; sum:
    of the scores, None where one is missing; assigned: the points of the items that have any, None where none
    has.
    """

    names: Mapping[str, str]
    scores: Mapping[str, ItemScore]
    disputed: tuple[str, ...] = ()
    spared: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    sum: Decimal | None = None
    assigned: Decimal | None = None

    def total(self, places: int) -> Decimal | None:
        """The unit's total; None where an item lacks its score."""
        return None if self.sum is None else rounded(self.sum, places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a unit came out.

    score, rate, rank: None where it has no score; award: None where it has none (yet); reason: of either;
    veto: what a veto does to it, "" without one.
    """

    id: str
    name: str
    group: str
    score: Decimal | None = None
    rank: int | None = None
    award: str | None = None
    items: int = 0
    points: Decimal | None = None
    rate: Decimal | None = None
    reason: str = ""
    veto: str = ""


def tally(names: Mapping[str, Mapping[str, str]], scores: Iterable[ItemScore]) -> dict[str, Tally]:
    """The items of each unit. names: unit → item → its name.

    An item that is scored twice with different figures is disputed.
    """
    held = scores if isinstance(scores, ItemScores) else ItemScores(scores)
    return {unit: _tally(items, held.of(unit)) for unit, items in names.items()}


def _tally(names: Mapping[str, str], scores: UnitScores) -> Tally:
    """The items of one unit. names: by item."""
    given: dict[str, list[ItemScore]] = {}
    for score in scores:
        if score.item in names:
            given.setdefault(score.item, []).append(score)
    disputed = tuple(item for item in names if len({s.score for s in given.get(item, ())}) > 1)
    agreed = [given[item][0] for item in names if item in given and item not in disputed]
    spared = {s.item: names[s.item] for s in agreed if s.score is None and s.points == 0}
    due = {item: name for item, name in names.items() if item not in spared} if spared else names
    known = {s.item: s.score for s in agreed if s.score is not None}
    return Tally(
        names=due,
        scores=ByItem(scores if len(agreed) == len(scores) else UnitScores(agreed)),
        disputed=disputed,
        spared=spared or _NOTHING,
        missing=tuple(name for item, name in due.items() if item not in known),
        sum=summed(known.get(item) for item in due),
        assigned=total((s.points for s in agreed if s.points is not None), _EXACT),
    )


def standings(
    scheme: Scheme, tallies: Mapping[str, Tally] | None, decisions: Decisions = NO_DECISIONS
) -> tuple[Standing, ...]:
    """All appraised units, group by group in the roster's order. tallies: by unit, None without scores."""
    made: list[Standing] = []
    for group in scheme.roster.groups:
        if scheme.head.scoring is None or tallies is None:
            made += [Standing(id=u.id, name=u.name, group=group.id) for u in scheme.roster.of(group.id)]
        else:
            made += _Group.of(scheme, scheme.head.scoring, group.id, tallies, decisions).standings()
    return tuple(made)


def score_findings(
    scheme: Scheme,
    tallies: Mapping[str, Tally],
    expected: Container[str] | None = None,
    decisions: Decisions = NO_DECISIONS,
) -> tuple[Finding, ...]:
    """What is left to decide or to complete, group by group: findings U005 to U008.

    expected: the units that are to have a score, whether or not there is an item of theirs (default: all).
    """
    if scheme.head.scoring is None:
        return ()
    groups = [_Group.of(scheme, scheme.head.scoring, g.id, tallies, decisions) for g in scheme.roster.groups]
    return tuple(f for group in groups for f in group.findings(expected))


@dataclass(frozen=True, kw_only=True)
class _Group:
    """The units that are ranked together.

    totals: by unit, None for those without score; vetoes: of the units that have any; excused: unit → why
    nothing is expected of it; settled: what was decided of the awards.
    """

    scoring: Scoring
    id: str
    units: Sequence[Unit]
    tallies: Mapping[str, Tally]
    totals: Mapping[str, Decimal | None]
    vetoes: Mapping[str, tuple[Veto, ...]]
    excused: Mapping[str, str]
    settled: Settled

    @classmethod
    def of(
        cls,
        scheme: Scheme,
        scoring: Scoring,
        group: str,
        tallies: Mapping[str, Tally],
        decisions: Decisions,
    ) -> _Group:
        units, empty = scheme.roster.of(group), Tally(names={}, scores={})
        own = {u.id: tallies.get(u.id, empty) for u in units}
        vetoes = {u: v for u, v in by_unit((*scheme.head.vetoes, *decisions.vetoes)).items() if u in own}
        zero = {unit for unit, those in vetoes.items() if severest(those) == ZERO and own[unit].names}
        totals = {u: Decimal(0) if u in zero else t.total(scoring.places) for u, t in own.items()}
        return cls(
            scoring=scoring,
            id=group,
            units=units,
            tallies=own,
            totals=totals,
            vetoes=vetoes,
            excused={u: d.reason for u, d in decisions.excused(scoring.stage).items()},
            settled=_settled(group, own, decisions),
        )

    @property
    def ranked_by(self) -> Mapping[str, Decimal | None]:
        """The figures that units are ranked by: totals or score rates."""
        return self.totals if self.scoring.rank_by == "total" else {u: self._rate(u) for u in self.totals}

    def _rate(self, unit: str) -> Decimal | None:
        return rate(self.totals[unit], self.tallies[unit].assigned, self.scoring.rate_places)

    def standings(self) -> list[Standing]:
        """One a unit."""
        rank, awards = ranks(self.ranked_by), self._dealt().awards
        return [self._standing(u, rank.get(u.id), awards[u.id]) for u in self.units]

    def _standing(self, unit: Unit, rank: int | None, award: Award) -> Standing:
        own, score = self.tallies[unit.id], self.totals[unit.id]
        vetoes = self.vetoes.get(unit.id, ())
        effect = severest(vetoes)
        return Standing(
            id=unit.id,
            name=unit.name,
            group=self.id,
            score=score,
            rank=rank,
            award=award.level,
            reason="；".join(filter(None, (reason(vetoes), self._reason(unit.id, award), _spared(own)))),
            veto=EFFECTS[effect].zh if effect else "",
            items=len(own.names),
            points=own.assigned,
            rate=self._rate(unit.id),
        )

    def _dealt(self) -> Dealt:
        """The awards; none where the scheme has none for the group or no unit has a score."""
        policy = self.scoring.awards_of(self.id)
        if policy is None or not any(figure is not None for figure in self.ranked_by.values()):
            missing = {unit: "" if score is not None else NO_SCORE for unit, score in self.totals.items()}
            return Dealt(awards={unit: Award(level=None, reason=text) for unit, text in missing.items()})
        effects = {unit: severest(vetoes) for unit, vetoes in self.vetoes.items()}
        return deal(
            policy,
            self.ranked_by,
            {u.id: u.name for u in self.units},
            barred={unit for unit, effect in effects.items() if effect in (ZERO, NO_AWARD)},
            lowered={unit for unit, effect in effects.items() if effect == LOWER_AWARD},
            settled=self.settled,
        )

    def _reason(self, unit: str, award: Award) -> str:
        """Why it has its award or none; of a unit without score that it was excused, if it was."""
        excused = self.totals[unit] is None and unit in self.excused
        return f"免报：{self.excused[unit]}" if excused else award.reason

    def findings(self, expected: Container[str] | None) -> list[Finding]:
        """Ties and empty places, then what the units without score lack."""
        due = [u for u in self.units if expected is None or u.id in expected or self.tallies[u.id].names]
        held = (self._vetoed(u) for u in self.units if u.id in self.vetoes)
        return [*self._dealt().findings, *(f for u in due for f in self._gaps(u)), *held]

    def _vetoed(self, unit: Unit) -> Finding:
        own, where = self.vetoes[unit.id], Location(subject=unit.id)
        effect = EFFECTS[severest(own) or ZERO]
        return found("U014", where=where, unit_name=unit.name, effect=effect, matters=matters(own))

    def _gaps(self, unit: Unit) -> list[Finding]:
        own, where = self.tallies[unit.id], Location(subject=unit.id)
        names = "、".join(own.names[item] for item in own.disputed)
        findings = [found("U008", where=where, unit_name=unit.name, names=names)] if names else []
        if self.totals[unit.id] is None and unit.id not in self.excused:
            findings.append(found("U006", where=where, unit_name=unit.name, reason=_reason(own)))
        return findings


def _spared(own: Tally) -> str:
    """The items that do not apply."""
    return f"不适用、不计分：{'、'.join(own.spared.values())}" if own.spared else ""


def _settled(group: str, units: Container[str], decisions: Decisions) -> Settled:
    return Settled(
        awards={u: (d.level, d.reason) for u, d in decisions.awards.items() if u in units},
        vacant={level: d.reason for (of, level), d in decisions.vacancies.items() if of == group},
    )


def _reason(own: Tally) -> Words:
    """Why there is no total."""
    if not own.names:
        return Words("没有它的认定结果", "there are no verified items of it")
    missing = own.missing
    named, count = missing[:_MOST_NAMED], len(missing)
    zh = f"等{count}项" if count > _MOST_NAMED else f"（共{count}项）"
    en = f" and {count - _MOST_NAMED} more" if count > _MOST_NAMED else ""
    return Words(f"缺{'、'.join(named)}{zh}的得分", f"the scores of {', '.join(named)}{en} are missing")
