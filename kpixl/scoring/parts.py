"""A score made of parts: the points that each is worth, and how far it is fulfilled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal


def redistributed(points: Mapping[str, Decimal], present: Collection[str]) -> dict[str, Decimal]:
    """The points of the parts that are present; those of the others are shared out in proportion.

    The sum stays what it was. Nothing where no part is present.
    """
    kept = {part: own for part, own in points.items() if part in present}
    if not kept:
        return {}
    share = sum(points.values(), Decimal(0)) / sum(kept.values(), Decimal(0))
    return {part: own * share for part, own in kept.items()}


def fulfilled(degrees: Sequence[Decimal], weights: Sequence[Decimal | None]) -> Decimal:
    """The mean degree of a part: by weight where each has one, else all alike. One weight a degree."""
    known = [weight for weight in weights if weight is not None]
    shares = known if len(known) == len(degrees) else [Decimal(1)] * len(degrees)
    met = sum((share * degree for share, degree in zip(shares, degrees, strict=True)), Decimal(0))
    return met / sum(shares, Decimal(0))
