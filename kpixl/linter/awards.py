"""Awards: published numbers of places against the share that the source states."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from kpixl.blueprint.model import Awards, Level
from kpixl.findings import Finding, found
from kpixl.linter.world import World
from kpixl.words import Words

_ROUNDING = {"down": ROUND_FLOOR, "up": ROUND_CEILING, "half-up": ROUND_HALF_UP}
_ROUNDING_WORDS = {
    "down": Words("舍去小数", "rounded down"),
    "up": Words("小数进一", "rounded up"),
    "half-up": Words("四舍五入", "rounded half up"),
}
_BASE_WORDS = {
    "all": Words("全部单位", "all units"),
    "remaining": Words("评出上级奖项后其余的单位", "the units that remain after the levels above"),
}


def places(share: Decimal, base: int, rounding: str) -> int:
    """A share of so many units, in whole places."""
    return int((share * base).to_integral_value(_ROUNDING[rounding]))


def shares(world: World) -> Iterator[Finding]:
    """Levels whose published count is not the stated share, whose share gives no place, and with neither."""
    scoring = world.scheme.head.scoring
    for i, awards in enumerate(scoring.awards if scoring else ()):
        every = len(world.scheme.roster.of(awards.group))
        above = 0
        for j, level in enumerate(awards.levels):
            where = world.sources.head("scoring", "awards", i, "levels", j)
            if level.share is None and level.count is None:
                yield found("B077", where=where, value=level.name)
                continue
            bases = {"all": every, "remaining": every - above}
            size = _dealt(awards, level, bases[awards.base])
            above += size
            if level.count is None and bases[awards.base] and not size:
                facts = _compared(awards, level.share or Decimal(0), bases)
                yield found("B135", where=where, value=level.name, **facts)
            if level.share is not None and level.count is not None:
                facts = _compared(awards, level.share, bases)
                if facts["expected"] != level.count:
                    yield found("B084", where=where, value=level.count, level=level.name, **facts)


def _dealt(awards: Awards, level: Level, base: int) -> int:
    if level.count is not None:
        return level.count
    return places(level.share or Decimal(0), base, awards.rounding)


def _compared(awards: Awards, share: Decimal, bases: dict[str, int]) -> dict[str, Any]:
    """What the share gives on the scheme's base, and on the other."""
    other = "remaining" if awards.base == "all" else "all"
    rounding, words = _ROUNDING_WORDS[awards.rounding], _BASE_WORDS[other]
    return {
        "group": awards.group,
        "share": f"{(share * 100).normalize():f}%",
        "expected": places(share, bases[awards.base], awards.rounding),
        "base": bases[awards.base],
        "rounding": rounding,
        "other": words,
        "other_base": bases[other],
        "instead": places(share, bases[other], awards.rounding),
    }


CHECKS = (shares,)
