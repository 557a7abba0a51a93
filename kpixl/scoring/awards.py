"""Awards: places dealt down the ranks. What was decided of a tie holds, the rest of it is listed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from kpixl.blueprint.model import Awards, Level
from kpixl.findings import Finding, found
from kpixl.scoring.totals import ranks

NO_SCORE = "没有得分，不参加评定"
BARRED = "不参加评定"
_ROUNDING = {"down": ROUND_FLOOR, "up": ROUND_CEILING, "half-up": ROUND_HALF_UP}
_ROUNDED = {"down": "舍去小数", "up": "小数进一", "half-up": "四舍五入"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What a unit gets, and why. level: None for no award, or one that is still to be decided."""

    level: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """The outcome for a group: an award for each unit, and what is left for decision or confirmation."""

    awards: Mapping[str, Award]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was decided of a group's awards.

    awards: unit → the level that it gets in a tie, and why; vacant: level → why its open places stay empty.
    """

    awards: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    vacant: Mapping[str, str] = field(default_factory=dict)

    def of(self, level: str, units: Collection[str]) -> list[str]:
        """Those of the units that were given the level."""
        return [u for u, (given, _) in self.awards.items() if given == level and u in units]


NOT_SETTLED = Settled()


@dataclass(frozen=True, slots=True)
class _Quota:
    """A level's places: the positions first … last - 1 of the ranking."""

    level: Level
    first: int
    last: int
    basis: str

    def of(self, first: int, last: int) -> int:
        """How many of these positions are the level's."""
        return max(0, min(last, self.last) - max(first, self.first))


def places(share: Decimal, base: int, rounding: str) -> int:
    """A share of so many units in whole places; rounding: down, up or half-up."""
    return int((share * base).to_integral_value(_ROUNDING[rounding]))


def deal(
    policy: Awards,
    scores: Mapping[str, Decimal | None],
    names: Mapping[str, str],
    *,
    barred: Collection[str] = (),
    lowered: Collection[str] = (),
    settled: Settled = NOT_SETTLED,
) -> Dealt:
    """Deal the places of a group's awards.

    scores: the rounded totals of all units of the group, None for those without; names: as findings call
    the units. The highest level takes the first positions of the ranking, the next level those after it, so
    nobody gets two awards. Units that share a rank across the end of a level are listed for decision (U005)
    and get nothing meanwhile; the positions they take stay theirs. Places that no unit can take stay empty
    (U007).

    barred: units that get nothing whatever their score; those behind them move up. lowered: units that get
    the level below the one that they come to; their place in that stays empty. settled: what was decided of
    ties and empty places; a decision that no tie asks for changes nothing and is told (U023).
    """
    quotas = _quotas(policy, len(scores))
    awards = {u: Award(level=None, reason=BARRED if u in barred else NO_SCORE) for u in scores}
    findings: list[Finding] = []
    position, rank = 0, ranks(scores)
    for score, tied in _by_score({u: s for u, s in scores.items() if u not in barred}):
        end = position + len(tied)
        tie = _Tied(units=tied, names=names, score=score, rank=rank[tied[0]], settled=settled)
        own, told = _outcome(quotas, (position, end), tie)
        awards |= own
        findings += told
        position = end
    findings += _idle(settled, awards, names)
    fallen = {u: awards[u] for u in scores if u in lowered and awards[u].level}
    awards |= {u: _lower(policy.levels, award) for u, award in fallen.items()}
    left = [a.level or "" for a in fallen.values()]
    empty = (f for q in quotas if q.level.name not in settled.vacant for f in _empty(q, position, left))
    return Dealt(awards=awards, findings=(*findings, *empty))


def _empty(quota: _Quota, last: int, left: Sequence[str]) -> Iterator[Finding]:
    """That places stay empty. last: the position up to which there are units; left: levels that were lost."""
    size, given = quota.last - quota.first, quota.of(0, last) - left.count(quota.level.name)
    if given < size:
        yield found("U007", level=quota.level.name, places=size, given=given)


def _quotas(policy: Awards, units: int) -> list[_Quota]:
    quotas: list[_Quota] = []
    taken = 0
    for level in policy.levels:
        base = units if policy.base == "all" else units - taken
        size, basis = _size(level, base, policy)
        quotas.append(_Quota(level, taken, taken + size, basis))
        taken += size
    return quotas


def _size(level: Level, base: int, policy: Awards) -> tuple[int, str]:
    """How many places a level has, and where the number comes from."""
    share = level.share or Decimal(0)
    size = places(share, base, policy.rounding)
    whom = "其余" if policy.base == "remaining" else ""
    basis = f"{whom}{base}个单位的{(share * 100).normalize():f}%，{_ROUNDED[policy.rounding]}"
    if level.count is None:
        return size, f"{size}个名额（{basis}）"
    differs = level.share is not None and size != level.count
    told = f"（{basis}为{size}个）" if differs else ""
    return level.count, f"公布的{level.count}个名额{told}"


def _by_score(scores: Mapping[str, Decimal | None]) -> list[tuple[Decimal, list[str]]]:
    """The units that have a score, highest first, those with the same score together."""
    together: dict[Decimal, list[str]] = {}
    for unit, score in scores.items():
        if score is not None:
            together.setdefault(score, []).append(unit)
    return sorted(together.items(), reverse=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tied:
    """The units of one score; mostly there is but one."""

    units: Sequence[str]
    names: Mapping[str, str]
    score: Decimal
    rank: int
    settled: Settled

    def all(self, level: str | None, reason: str) -> dict[str, Award]:
        """The same for all of them."""
        return dict.fromkeys(self.units, Award(level=level, reason=f"第{self.rank}名{reason}"))

    def chosen(self, quota: _Quota, places: int) -> list[str]:
        """Who was given places of a level; nobody where more were than there are."""
        given = self.settled.of(quota.level.name, self.units)
        return given if len(given) <= places else []


def _outcome(
    quotas: Sequence[_Quota], span: tuple[int, int], tie: _Tied
) -> tuple[dict[str, Award], list[Finding]]:
    """The awards of the units on the positions from span[0] to before span[1], all with one score."""
    first, last = span
    left = {q: q.of(first, last) for q in quotas if q.of(first, last)}
    if not left:
        return tie.all(None, "，不在获奖名额内"), []
    quota, places = next(iter(left.items()))
    if len(left) == 1 and places == last - first:
        return tie.all(quota.level.name, f"，在{quota.level.name}{quota.basis}内"), []
    chosen = {u: q for q, places in left.items() for u in tie.chosen(q, places)}
    open_ = {q: n - list(chosen.values()).count(q) for q, n in left.items()}
    waiting = [u for u in tie.units if u not in chosen]
    findings = [
        found("U005", **_tie(q, open_[q], tie, waiting))
        for q in left
        if 0 < open_[q] < len(waiting) and q.level.name not in tie.settled.vacant
    ]
    given = {u: _given(tie, u, q) for u, q in chosen.items()}
    return {**dict.fromkeys(waiting, _waits(tie, open_)), **given}, findings


def _given(tie: _Tied, unit: str, quota: _Quota) -> Award:
    level, why = tie.settled.awards[unit]
    reason = f"第{tie.rank}名{len(tie.units)}个单位并列，经研究授予{level}：{why}"
    return Award(level=quota.level.name, reason=reason)


def _waits(tie: _Tied, open_: Mapping[_Quota, int]) -> Award:
    """Of units that tie and were given nothing: what is open, what stays empty, or that all is given."""
    tied = f"第{tie.rank}名{len(tie.units)}个单位并列"
    vacant = [f"{q.level.name}{n}个名额空缺：{tie.settled.vacant[q.level.name]}"
              for q, n in open_.items() if n and q.level.name in tie.settled.vacant]  # fmt: skip
    left = "、".join(
        f"{q.level.name}{n}个" for q, n in open_.items() if n and q.level.name not in tie.settled.vacant
    )
    if left:
        vacant.append(f"只剩{left}名额，待研究决定")
    return Award(level=None, reason="，".join([tied, *(vacant or ["名额经研究已授予其他单位"])]))


def _tie(quota: _Quota, left: int, tie: _Tied, waiting: Sequence[str]) -> dict[str, Any]:
    names = "、".join(tie.names[u] for u in waiting)
    return {"level": quota.level.name, "places": left, "names": names, "score": f"{tie.score:f}"}


def _idle(settled: Settled, awards: Mapping[str, Award], names: Mapping[str, str]) -> Iterator[Finding]:
    """The awards that were decided and that no tie, as it came out, has a place for."""
    for unit, (level, _) in settled.awards.items():
        if unit in awards and awards[unit].level != level:
            yield found("U023", level=level, unit_name=names[unit])


def _lower(levels: Sequence[Level], award: Award) -> Award:
    """The award one level down: none below the last."""
    names = [level.name for level in levels]
    below = names[names.index(award.level or "") + 1 :]
    return Award(
        level=below[0] if below else None,
        reason=f"{award.reason}，降为{below[0]}" if below else f"{award.reason}，降一档后没有奖项",
    )
