"""Standings: every appraised unit with total, rate, rank and award, and the reason where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpixl.blueprint.model import Scheme, Scoring, Unit
from kpixl.findings import Finding, Location, found
from kpixl.scoring.awards import Award, deal
from kpixl.scoring.items import ItemScore
from kpixl.scoring.totals import ranks, rate, total

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A unit's items.

    names: of every item that it is to be scored on, by key, in order; scores: those that there are;
    disputed: items with two different scores, which count as none.
    """

    names: Mapping[str, str]
    scores: Mapping[str, ItemScore]
    disputed: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the items without a score."""
        return tuple(
            n for key, n in self.names.items() if key not in self.scores or self.scores[key].score is None
        )

    def total(self, places: int) -> Decimal | None:
        """The unit's total; None where an item lacks its score."""
        return None if self.missing else total((self.scores[k].score for k in self.names), places)

    def points(self) -> Decimal | None:
        """The points assigned to all items."""
        return total((self.scores[k].points if k in self.scores else None for k in self.names), 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a unit came out.

    score, rate, rank: None where it has no score; award: None where it has none (yet); reason: of either.
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


def tally(names: Mapping[str, Mapping[str, str]], scores: Iterable[ItemScore]) -> dict[str, Tally]:
    """The items of each unit. names: unit → item → its name.

    An item that is scored twice with different figures is disputed.
    """
    found_scores: dict[tuple[str, str], list[ItemScore]] = {}
    for score in scores:
        found_scores.setdefault((score.unit, score.item), []).append(score)
    tallies: dict[str, Tally] = {}
    for unit, items in names.items():
        given = {item: found_scores[unit, item] for item in items if (unit, item) in found_scores}
        disputed = tuple(item for item, those in given.items() if len({s.score for s in those}) > 1)
        agreed = {item: those[0] for item, those in given.items() if item not in disputed}
        tallies[unit] = Tally(names=items, scores=agreed, disputed=disputed)
    return tallies


def standings(
    scheme: Scheme, tallies: Mapping[str, Tally]
) -> tuple[tuple[Standing, ...], tuple[Finding, ...]]:
    """All appraised units in the roster's order, group by group, with findings U005 to U008."""
    scoring = scheme.head.scoring
    made: list[Standing] = []
    findings: list[Finding] = []
    for group in scheme.roster.groups:
        units = scheme.roster.of(group.id)
        if scoring is None:
            made += [Standing(id=u.id, name=u.name, group=group.id) for u in units]
            continue
        of_group, told = _group(scoring, group.id, units, tallies)
        made += of_group
        findings += told
    return tuple(made), tuple(findings)


def _group(
    scoring: Scoring, group: str, units: Sequence[Unit], tallies: Mapping[str, Tally]
) -> tuple[list[Standing], list[Finding]]:
    empty = Tally(names={}, scores={})
    own = {u.id: tallies.get(u.id, empty) for u in units}
    scores = {unit: t.total(scoring.places) for unit, t in own.items()}
    rank = ranks(scores)
    awards, findings = _awards(scoring, group, scores, {u.id: u.name for u in units})
    made = [
        Standing(
            id=u.id, name=u.name, group=group, score=scores[u.id], rank=rank.get(u.id),
            award=awards[u.id].level, reason=awards[u.id].reason, items=len(own[u.id].names),
            points=own[u.id].points(), rate=rate(scores[u.id], own[u.id].points(), scoring.rate_places),
        )
        for u in units
    ]  # fmt: skip
    for unit in units:
        findings += _gaps(unit, own[unit.id], scored=scores[unit.id] is not None)
    return made, findings


def _awards(
    scoring: Scoring, group: str, scores: Mapping[str, Decimal | None], names: Mapping[str, str]
) -> tuple[dict[str, Award], list[Finding]]:
    """The awards of a group; none where no unit has a score or the scheme has none for it."""
    awards = {
        unit: Award(level=None, reason="" if score is not None else "没有得分")
        for unit, score in scores.items()
    }
    findings: list[Finding] = []
    for policy in scoring.awards:
        if policy.group == group and any(score is not None for score in scores.values()):
            dealt = deal(policy, scores, names)
            awards |= dealt.awards
            findings += dealt.findings
    return awards, findings


def _gaps(unit: Unit, own: Tally, *, scored: bool) -> list[Finding]:
    """Why a unit has no score."""
    where = Location(subject=unit.id)
    names = [own.names[item] for item in own.disputed]
    findings = [found("U008", where=where, unit_name=unit.name, names="、".join(names))] if names else []
    if scored:
        return findings
    return [*findings, found("U006", where=where, unit_name=unit.name, reason=_reason(own))]


def _reason(own: Tally) -> str:
    if not own.names:
        return "没有它的认定结果"
    missing = own.missing
    more = f"等{len(missing)}项" if len(missing) > _MOST_NAMED else f"（共{len(missing)}项）"
    return f"缺{'、'.join(missing[:_MOST_NAMED])}{more}的得分"
