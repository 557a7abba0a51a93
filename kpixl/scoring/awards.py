"""Awards: places dealt down the ranks. Nothing is decided in a tie: it is listed for those who may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from kpixl.blueprint.model import Awards, Level
from kpixl.findings import Finding, found

NO_SCORE = "没有得分，不参加评定"
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


def deal(policy: Awards, scores: Mapping[str, Decimal | None], names: Mapping[str, str]) -> Dealt:
    """Deal the places of a group's awards.

    scores: the rounded totals of all units of the group, None for those without; names: as findings call
    the units. The highest level takes the first positions of the ranking, the next level those after it, so
    nobody gets two awards. Units that share a rank across the end of a level are listed for decision (U005)
    and get nothing meanwhile; the positions they take stay theirs. Places that no unit can take stay empty
    (U007).
    """
    quotas = _quotas(policy, len(scores))
    awards = {unit: Award(level=None, reason=NO_SCORE) for unit in scores}
    findings: list[Finding] = []
    position = 0
    for score, tied in _by_score(scores):
        end = position + len(tied)
        award, told = _outcome(quotas, position, end, [names[u] for u in tied], score)
        awards |= dict.fromkeys(tied, award)
        findings += told
        position = end
    for quota in quotas:
        given = quota.of(0, position)
        if given < quota.last - quota.first:
            findings.append(
                found("U007", level=quota.level.name, places=quota.last - quota.first, given=given)
            )
    return Dealt(awards=awards, findings=tuple(findings))


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
    if level.count is not None:
        return level.count, f"公布的{level.count}个名额"
    share = level.share or Decimal(0)
    size = places(share, base, policy.rounding)
    whom = "其余" if policy.base == "remaining" else ""
    percent = f"{(share * 100).normalize():f}%"
    return size, f"{size}个名额（{whom}{base}个单位的{percent}，{_ROUNDED[policy.rounding]}）"


def _by_score(scores: Mapping[str, Decimal | None]) -> list[tuple[Decimal, list[str]]]:
    """The units that have a score, highest first, those with the same score together."""
    together: dict[Decimal, list[str]] = {}
    for unit, score in scores.items():
        if score is not None:
            together.setdefault(score, []).append(unit)
    return sorted(together.items(), reverse=True)


def _outcome(
    quotas: Sequence[_Quota], first: int, last: int, names: Sequence[str], score: Decimal
) -> tuple[Award, list[Finding]]:
    """The award of the units on positions first … last - 1, all with this score."""
    touched = [q for q in quotas if q.of(first, last)]
    if not touched:
        return Award(level=None, reason=f"第{first + 1}名，不在获奖名额内"), []
    if len(touched) == 1 and touched[0].of(first, last) == last - first:
        quota = touched[0]
        return Award(
            level=quota.level.name, reason=f"第{first + 1}名，在{quota.level.name}{quota.basis}内"
        ), []
    findings = [_tie(q, q.of(first, last), names, score) for q in touched if q.of(first, last) < len(names)]
    open_places = "、".join(f"{q.level.name}{q.of(first, last)}个" for q in touched)
    reason = f"第{first + 1}名{len(names)}个单位并列，只剩{open_places}名额，待研究决定"
    return Award(level=None, reason=reason), findings


def _tie(quota: _Quota, left: int, names: Sequence[str], score: Decimal) -> Finding:
    return found("U005", level=quota.level.name, places=left, names="、".join(names), score=f"{score:f}")
