"""A score made of parts: the points that each is worth, how far it is fulfilled, and the frame of scores."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpixl.check.told import Row, at
from kpixl.scoring.items import COLUMNS

if TYPE_CHECKING:
    import pandas as pd


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


def item_score(row: Row, field: str, **figures: Any) -> dict[str, Any]:
    """A line of a `score` function: the row's unit and item, the field that decides, and its figures.

    figures: `points`, `bonus`, `deduction`, `score`; or `item`, where it is not the row's key.
    """
    where = {"file": row["file"], "sheet": row["sheet"], "cell": at(row, field).cell}
    return {"unit": row["subject"], "item": row["row"], **where, **figures}


def score_frame(lines: Iterable[Mapping[str, Any]], *more: str) -> pd.DataFrame:
    """What a `score` function returns. more: columns beside those of every item, such as `name`."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only merging needs it

    return pd.DataFrame(list(lines), columns=[*COLUMNS, *more], dtype=object)
