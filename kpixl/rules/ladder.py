"""Bands from best to worst: do their thresholds go one way, meet without overlap, and have one unit?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from kpixl.blueprint.model import Lexicon
from kpixl.rules.types.thresholds import Threshold, comparable

Trouble = Literal["order", "overlap", "gap", "unit", "bare"]
_MIRRORED = {"≥": "≤", "≤": "≥", "＞": "＜", "＜": "＞"}
_FROM, _TO = frozenset("≥＞"), frozenset("≤＜")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band's threshold, and the column that it stands in."""

    column: str
    threshold: Threshold


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong with the band of a column; other: the column that it is wrong beside."""

    trouble: Trouble
    column: str
    other: str


@dataclass(frozen=True, slots=True)
class _Step:
    """A band as if more were better. From `value` on (≥, ＞), up to it (≤, ＜), or that figure alone ("")."""

    band: Band
    sign: str
    value: Decimal
    whole: bool

    @property
    def closed(self) -> bool:
        """The figure itself belongs to the band."""
        return self.sign not in {"＞", "＜"}


def judged(bands: Sequence[Band], lexicon: Lexicon) -> list[Issue]:
    """Everything wrong with the bands of a row, best first, without the blank ones. States are skipped."""
    figures = [b for b in bands if not b.threshold.state]
    odd = units(figures, lexicon)
    strange = {i.column for i in odd if i.trouble == "unit"}
    up = _more_is_better([b for b in figures if b.column not in strange])
    pairs = [
        (_step(a, lexicon, up=up, end="worse"), _step(b, lexicon, up=up, end="better"))
        for a, b in pairwise(figures)
        if strange.isdisjoint({a.column, b.column})
    ]
    found = [(_trouble(better, worse), better, worse) for better, worse in pairs]
    return [*odd, *(Issue(trouble, b.band.column, a.band.column) for trouble, a, b in found if trouble)]


def units(figures: Sequence[Band], lexicon: Lexicon) -> list[Issue]:
    """Units of other classes than the row's commonest, and bare figures among shares: they mean the whole."""
    measured = [b for b in figures if b.threshold.measure]
    if not measured:
        return []
    commonest = Counter(b.threshold.measure for b in measured).most_common(1)[0][0]
    usual = next(b for b in measured if b.threshold.measure == commonest)
    found: list[Issue] = []
    for b in figures:
        if not b.threshold.measure and not b.threshold.base:
            continue  # nothing is nothing in every unit
        if not comparable(b.threshold, usual.threshold, lexicon):
            found.append(Issue("unit", b.column, usual.column))
        elif not b.threshold.measure and usual.threshold.factor != 1:
            found.append(Issue("bare", b.column, usual.column))
    return found


def _step(band: Band, lexicon: Lexicon, *, up: bool, end: Literal["better", "worse"]) -> _Step:
    """A band as its neighbour sees it; end: of a range, the one that is towards that neighbour."""
    t = band.threshold
    if t.also is not None and (end == "better") == up:
        t = t.also
    return _Step(
        band=band,
        sign=t.sign.replace("＝", "") if up else _MIRRORED.get(t.sign, ""),
        value=t.base if up else -t.base,
        whole=_counts(t, lexicon),
    )


def _more_is_better(bands: Sequence[Band]) -> bool:
    """By the first sign, unless only the last band has one; then by the figures."""
    for b in bands[:-1] or bands:
        if b.threshold.also is None and b.threshold.sign in _FROM | _TO:
            return b.threshold.sign in _FROM
    return len(bands) < 2 or bands[0].threshold.base >= bands[-1].threshold.base


def _counts(threshold: Threshold, lexicon: Lexicon) -> bool:
    """A whole number of what is counted one by one."""
    units = lexicon.measured(threshold.measure)
    single = units is None or len(set(units.names.values())) == 1
    return single and threshold.base == threshold.base.to_integral_value()


def _trouble(better: _Step, worse: _Step) -> Trouble | None:
    """What is wrong with two neighbours, the better band first."""
    if better.sign in _TO:
        return _after_the_rest(better, worse)
    if worse.sign in _TO:
        return _the_rest(better, worse)
    if better.value == worse.value:
        return None if better.sign == "＞" and worse.sign != "＞" else "overlap"
    return None if worse.value < better.value else "order"


def _after_the_rest(rest: _Step, worse: _Step) -> Trouble | None:
    """Behind a band that takes all the rest only a count of nothing may follow."""
    if worse.sign == "" and worse.value == 0:
        return None
    return "overlap" if worse.sign != "" and worse.sign in _TO and worse.value <= rest.value else "order"


def _the_rest(better: _Step, rest: _Step) -> Trouble | None:
    """`＜c` after `≥c` takes exactly the rest."""
    if better.value != rest.value:
        if rest.value > better.value:
            return "overlap"
        next_below = better.whole and rest.whole and better.closed and rest.closed
        return None if next_below and better.value - rest.value == 1 else "gap"
    if better.closed and rest.closed:
        return "overlap"
    return "gap" if not better.closed and not rest.closed else None
