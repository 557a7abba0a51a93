"""Totals, score rates and ranks. Figures are rounded first (half away from zero) and then ranked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import Decimal

from kpixl.blueprint.expressions.rounding import CONTEXT, rounded


def total(scores: Iterable[Decimal | None], places: int) -> Decimal | None:
    """The rounded sum; None where there is no score or one is missing."""
    exact = summed(scores)
    return None if exact is None else rounded(exact, places)


def summed(scores: Iterable[Decimal | None]) -> Decimal | None:
    """The sum before it is rounded; None where there is no score or one is missing."""
    result = None
    for score in scores:
        if score is None:
            return None
        result = CONTEXT.add(Decimal(0) if result is None else result, score)
    return result


def rate(score: Decimal | None, points: Decimal | None, places: int) -> Decimal | None:
    """The score as a share of the points assigned, rounded; None without score or points."""
    if score is None or points is None or not rounded(points, 9):
        return None
    return rounded(CONTEXT.divide(score, points), places)


def ranks(scores: Mapping[str, Decimal | None]) -> dict[str, int]:
    """The rank of each unit that has a score, the highest first; ties share a rank (1, 1, 3)."""
    known = {unit: score for unit, score in scores.items() if score is not None}
    ascending = sorted(known.values())
    return {unit: 1 + len(known) - bisect_right(ascending, score) for unit, score in known.items()}
