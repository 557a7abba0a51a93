"""Which of several bands a figure falls into (优、良、中、差), best first."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from kpixl.blueprint.measures import Sign, Threshold
from kpixl.blueprint.model.lexicon import Lexicon

_MEETS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "≥": operator.ge, "≤": operator.le, "＞": operator.gt, "＜": operator.lt, "＝": operator.eq,
}  # fmt: skip
_UP, _DOWN = frozenset("≥＞"), frozenset("≤＜")
_OPPOSITE: dict[Sign, Sign] = {"≥": "≤", "≤": "≥"}


def band(actual: Threshold | None, thresholds: Sequence[Threshold | None], lexicon: Lexicon) -> int | None:
    """1 for the first band that a figure meets; None where it meets none, or a band on the way is missing.

    So it is where figure and threshold are of different classes of unit. A bare threshold (`7次`) reaches in
    the direction of the others: at least so many, but in the last band at most.
    """
    if actual is None:
        return None
    for place, threshold in enumerate(signed(thresholds), 1):
        met = None if threshold is None else meets(actual, threshold, lexicon)
        if met is None:
            return None
        if met:
            return place
    return None


def meets(actual: Threshold, threshold: Threshold, lexicon: Lexicon) -> bool | None:
    """Whether a figure meets a threshold; None where the two do not compare.

    A figure never meets a state, nor does a state meet a figure.
    """
    if actual.state or threshold.state:
        return actual.state == threshold.state
    if actual.sign or actual.also or not comparable(actual, threshold, lexicon):
        return None
    truth = _MEETS[threshold.sign or "＝"](actual.base, threshold.base)
    return truth and (threshold.also is None or meets(actual, threshold.also, lexicon))


def comparable(one: Threshold, other: Threshold, lexicon: Lexicon) -> bool:
    """Whether two figures are of one class of unit.

    A bare one is, beside base units, and up to 1 beside shares.
    """
    if one.measure == other.measure:
        return True
    bare, unit = (one, other) if not one.measure else (other, one)
    if bare.measure:
        return False
    measured = lexicon.measured(unit.measure)
    if measured is None or any(factor == 1 for factor in measured.names.values()):
        return unit.factor == 1
    return 0 <= bare.base <= 1


def signed(thresholds: Sequence[Threshold | None]) -> list[Threshold | None]:
    """The bands with the sign that a bare one is meant to have."""
    better = _direction(thresholds)
    last = len(thresholds)
    return [
        replace(t, sign=_OPPOSITE[better] if place == last and last > 1 else better)
        if t is not None and better and not t.sign and not t.state
        else t
        for place, t in enumerate(thresholds, 1)
    ]


def _direction(thresholds: Sequence[Threshold | None]) -> Sign:
    """≥ where more is better, ≤ where less is, "" where nothing says it.

    The last band is the rest: it counts inverted.
    """
    figures = [t for t in thresholds if t is not None and not t.state and t.also is None]
    for t in figures:
        is_rest = t is thresholds[-1] and len(thresholds) > 1
        if t.sign in _UP | _DOWN:
            return "≥" if (t.sign in _UP) != is_rest else "≤"
    values = [t.base for t in figures]
    if len(values) < 2 or values[0] == values[-1]:
        return ""
    return "≥" if values[0] > values[-1] else "≤"
