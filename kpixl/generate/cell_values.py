"""Values as the cells of a workbook hold them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from kpixl.layout.plan.cell import Scalar

YES, NO = "是", "否"
_DAY_ZERO = dt.date(1899, 12, 30)
_MOST_DIGITS = Decimal(10**15)


def shown_truth(value: bool) -> str:  # noqa: FBT001 - it is the value
    """A truth as its cell shows it."""
    return YES if value else NO


def is_markup(text: str) -> bool:
    """Whether XlsxWriter takes a text for its own markup and would write it unescaped."""
    return text.startswith("<r>") and text.endswith("</r>")


def is_plain(text: str) -> bool:
    """Whether a text may stand in an attribute: XlsxWriter leaves control characters unescaped there."""
    return text.isprintable() and not is_markup(text)


def cached(value: Scalar) -> str | bool | float:
    """A figure as a formula's cell carries it."""
    if value is None:
        return ""
    return value if isinstance(value, bool | str) else number(value)


def number(value: Decimal | dt.date) -> float:
    """A number as a cell holds it, whole ones without a fraction; a date as its serial number."""
    if isinstance(value, dt.date):
        return (value - _DAY_ZERO).days
    whole = value.is_finite() and value == value.to_integral_value() and abs(value) < _MOST_DIGITS
    return int(value) if whole else float(value)
