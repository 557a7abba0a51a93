"""The face of a type in the check: whether a value that was read is one that the cell takes."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from kpixl.blueprint.expressions import Value, rounded
from kpixl.rules.types.faces import FIRST_DAY, LAST_DAY
from kpixl.rules.types.valuetype import NUMBERS, YES, ValueType


def breach(kind: ValueType, value: Value) -> str | None:
    """The code of what is wrong with a filled value, None where it is fine. Values are coerced before."""
    if kind.name in NUMBERS:
        return _number(kind, value)
    if kind.name == "date":
        return _date(kind, value)
    if kind.name == "yes_no":
        return None if isinstance(value, bool) else "V006"
    if not isinstance(value, str):
        return "V006" if kind.choices else "V001"
    if kind.choices:
        return None if value in kind.choices else "V006"
    return _text(kind, value)


def _number(kind: ValueType, value: Value) -> str | None:
    if not isinstance(value, Decimal):
        return "V001"
    if kind.places == 0 and value != value.to_integral_value():
        return "V002"
    low, high = kind.numbers
    if (low is not None and value < low) or (high is not None and value > high):
        return "V003"
    if kind.places and rounded(value, kind.places) != rounded(value, 9):
        return "V004"
    return None


def _date(kind: ValueType, value: Value) -> str | None:
    if not isinstance(value, dt.date):
        return "V007"
    low, high = kind.days
    return None if (low or FIRST_DAY) <= value <= (high or LAST_DAY) else "V003"


def _text(kind: ValueType, value: str) -> str | None:
    if utf16_length(value) > (kind.max_length or 0):
        return "V005"
    if kind.pattern and not re.fullmatch(kind.pattern, value):
        return "V008"
    return None


def utf16_length(text: str) -> int:
    """The length as spreadsheets count it: a character beyond the basic plane counts two."""
    return len(text.encode("utf-16-le")) // 2


def as_text(value: Value) -> str:
    """A value as the cell's text."""
    if isinstance(value, bool):
        return YES if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
