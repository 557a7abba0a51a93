"""The face of a type in the check: whether a value that was read is one that the cell takes."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from kpixl.blueprint.expressions import Value, rounded, text_length
from kpixl.blueprint.measures import parse_quantity, parse_threshold
from kpixl.blueprint.model.base import FIRST_DAY, LAST_DAY
from kpixl.rules.types.faces import LIST_LENGTH
from kpixl.rules.types.periods import parse_period
from kpixl.rules.types.valuetype import LISTS, NUMBERS, UNION, YES, ValueType

_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?(?P<percent>%)?")


def breach(kind: ValueType, value: Value) -> str | None:
    """The code of what is wrong with a filled value, None where it is fine. Values are coerced before."""
    if kind.name == UNION:
        return _union(kind, value)
    if kind.name in NUMBERS:
        return _number(kind, value)
    if kind.name == "date":
        return _date(kind, value)
    if kind.name == "yes_no":
        return None if isinstance(value, bool) else "V006"
    if kind.name in LISTS:
        return None if isinstance(value, str) and value in kind.choices else "V006"
    return _text(kind, value) if isinstance(value, str) else "V001"


def _union(kind: ValueType, value: Value) -> str | None:
    """Fine where one of the types takes the value, or takes the number that its text is."""
    tries = [(each, value) for each in kind.alternatives]
    if isinstance(value, str) and (match := _PLAIN_NUMBER.fullmatch(value)):
        number = Decimal(value.rstrip("%")).scaleb(-2 if match["percent"] else 0)
        tries += [(each, number) for each in kind.alternatives if each.name in NUMBERS]
    codes = [breach(each, tried) for each, tried in tries]
    return None if None in codes else union_code(kind, codes)


def union_code(kind: ValueType, codes: list[str | None]) -> str:
    """What to say where no type fits: what the last one says if it is a text, which takes nearly all."""
    text = kind.alternatives[-1].name == "text"
    return codes[len(kind.alternatives) - 1] or "V017" if text else "V017"


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
    match kind.name:
        case "threshold":
            return None if parse_threshold(value, kind.lexicon, kind.states) else "V014"
        case "quantity":
            return None if parse_quantity(value, kind.lexicon, kind.unit) else "V015"
        case "period":
            return None if parse_period(value) else "V016"
        case "list":
            return _items(kind, value)
    if text_length(value) > (kind.max_length or 0):
        return "V005"
    if kind.pattern and not re.fullmatch(kind.pattern, value):
        return "V008"
    return None


def _items(kind: ValueType, value: str) -> str | None:
    longest = max(text_length(item) for item in value.split(kind.separator))
    return "V005" if longest > (kind.max_length or 0) or text_length(value) > LIST_LENGTH else None


def as_text(value: Value) -> str:
    """A value as the cell's text."""
    if isinstance(value, bool):
        return YES if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
