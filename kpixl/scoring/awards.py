"""Awards: places dealt down the ranks. Nothing is decided in a tie: it is listed for those who may."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

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
) -> Dealt:
    """Deal the places of a group's awards.

    scores: the rounded totals of all units of the group, None for those without; names: as findings call
    the units. The highest level takes the first positions of the ranking, the next level those after it, so
    nobody gets two awards. Units that share a rank across the end of a level are listed for decision (U005)
    and get nothing meanwhile; the positions they take stay theirs. Places that no unit can take stay empty
    (U007).

    barred: units that get nothing whatever their score; those behind them move up. lowered: units that get
    the level below the one that they come to; their place in that stays empty.
    """
    quotas = _quotas(policy, len(scores))
    awards = {u: Award(level=None, reason=BARRED if u in barred else NO_SCORE) for u in scores}
    findings: list[Finding] = []
    position, rank = 0, ranks(scores)
    for score, tied in _by_score({u: s for u, s in scores.items() if u not in barred}):
        end = position + len(tied)
        award, told = _outcome(quotas, (position, end), [names[u] for u in tied], score, rank[tied[0]])
        awards |= dict.fromkeys(tied, award)
        findings += told
        position = end
    fallen = {u: awards[u] for u in scores if u in lowered and awards[u].level}
    awards |= {u: _lower(policy.levels, award) for u, award in fallen.items()}
    for quota in quotas:
        given = quota.of(0, position) - sum(a.level == quota.level.name for a in fallen.values())
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


def _outcome(
    quotas: Sequence[_Quota], span: tuple[int, int], names: Sequence[str], score: Decimal, rank: int
) -> tuple[Award, list[Finding]]:
    """The award of the units on the positions from span[0] to before span[1], all with this score."""
    first, last = span
    touched = [q for q in quotas if q.of(first, last)]
    if not touched:
        return Award(level=None, reason=f"第{rank}名，不在获奖名额内"), []
    if len(touched) == 1 and touched[0].of(first, last) == last - first:
        quota = touched[0]
        return Award(level=quota.level.name, reason=f"第{rank}名，在{quota.level.name}{quota.basis}内"), []
    findings = [_tie(q, q.of(first, last), names, score) for q in touched if q.of(first, last) < len(names)]
    open_places = "、".join(f"{q.level.name}{q.of(first, last)}个" for q in touched)
    reason = f"第{rank}名{len(names)}个单位并列，只剩{open_places}名额，待研究决定"
    return Award(level=None, reason=reason), findings


def _lower(levels: Sequence[Level], award: Award) -> Award:
    """The award one level down: none below the last."""
    names = [level.name for level in levels]
    below = names[names.index(award.level or "") + 1 :]
    return Award(
        level=below[0] if below else None,
        reason=f"{award.reason}，降为{below[0]}" if below else f"{award.reason}，降一档后没有奖项",
    )


def _tie(quota: _Quota, left: int, names: Sequence[str], score: Decimal) -> Finding:
    return found("U005", level=quota.level.name, places=left, names="、".join(names), score=f"{score:f}")
