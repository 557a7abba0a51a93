"""What bounds a data validation has in the file, and how it writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from kpixl.layout.plan.cell import Validation

MAX_LENGTH = 32_767
Limit = Decimal | dt.date | int | None
_DAY_ZERO = dt.date(1899, 12, 30)
_FIRST_DAY = dt.date(1900, 3, 1)  # before it, Excel's calendar is a day off
_LARGEST = 10**15 - 1  # fifteen digits, which is what a cell holds exactly
_OPEN: Mapping[str, tuple[Limit, Limit]] = {
    "whole": (-_LARGEST, _LARGEST),
    "decimal": (-_LARGEST, _LARGEST),
    "date": (_FIRST_DAY, None),
    "length": (None, MAX_LENGTH),
}


def bounds(validation: Validation) -> tuple[Limit, Limit]:
    """The least and the greatest value; where the declaration sets neither, what keeps the type."""
    low, high = validation.low, validation.high
    return _OPEN[validation.kind] if low is None and high is None else (low, high)


def written(limit: Limit) -> str:
    """As the file holds it; a date as its serial number."""
    if isinstance(limit, dt.date):
        return str((limit - _DAY_ZERO).days)
    return f"{limit:f}" if isinstance(limit, Decimal) else str(limit)
