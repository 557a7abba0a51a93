"""The faces of a type in the workbook: the condition that a filled cell must meet, number format, words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from kpixl.blueprint.expressions import Call, Compare, If, Literal, Name, Node, Or
from kpixl.findings import Lang
from kpixl.rules.types.valuetype import NUMBERS, CellType, Dynamic, ValueType, concrete

RAW = "_text"
"""The name under which a condition reads the cell as text whatever its kind; `VALUE`: as its kind."""
VALUE = "_value"
FIRST_DAY, LAST_DAY = dt.date(1900, 3, 1), dt.date(2999, 12, 31)


def valid(kind: CellType) -> Node:
    """The condition that a filled cell meets; false, never blank, where the cell holds something else."""
    if isinstance(kind, Dynamic):
        return If(kind.condition, valid(kind.then), valid(kind.otherwise))
    return Call("is_true", (_test(kind),))


def _test(kind: ValueType) -> Node:
    if kind.name in NUMBERS:
        return _number(kind)
    if kind.name == "date":
        low, high = kind.days
        bounds = (Literal(low or FIRST_DAY), Literal(high or LAST_DAY), Literal(None))
        return Call("fits", (Name(VALUE), *bounds))
    if kind.choices:
        return Or(tuple(Compare("==", Name(RAW), Literal(c)) for c in kind.choices))
    return Compare("<=", Call("length", (Name(RAW),)), Literal(Decimal(kind.max_length or 0)))


def _number(kind: ValueType) -> Node:
    places = None if kind.places is None else Decimal(kind.places)
    limits = tuple(Literal(limit) for limit in (*kind.numbers, places))
    return Call("fits", (Name(VALUE), *limits))


def number_format(kind: CellType) -> str | None:
    """Excel's format code; None for the program's default."""
    for each in concrete(kind):
        if each.name == "percent":
            return "0.00%"
        if each.name == "date":
            return "yyyy-mm-dd"
        if each.name in NUMBERS:
            return "0" if each.places == 0 else "General"
    return "@"


def words(kind: CellType, lang: Lang = "zh") -> str:
    """What a cell of this type takes, for a clerk."""
    if isinstance(kind, Dynamic):
        joined = {"zh": " 或 ", "en": " or "}[lang]
        return joined.join(dict.fromkeys(words(k, lang) for k in concrete(kind)))
    return _WORDS[lang](kind)


def spoken(value: Decimal | dt.date, kind: ValueType) -> str:
    """A bound as a person writes it: a fraction as a percentage."""
    if isinstance(value, Decimal):
        return f"{(value * 100).normalize():f}%" if kind.name == "percent" else f"{value.normalize():f}"
    return value.isoformat()


def _range(kind: ValueType, between: str, least: str, most: str) -> str:
    low = None if kind.min is None else spoken(kind.min, kind)
    high = None if kind.max is None else spoken(kind.max, kind)
    if low is not None and high is not None:
        return between.format(low=low, high=high)
    return least.format(low=low) if low is not None else most.format(high=high) if high is not None else ""


def _zh(kind: ValueType) -> str:
    if kind.choices:
        return f"从“{'、'.join(kind.choices)}”中选一项"
    if kind.name == "doc_number":
        return "文号，如“平政〔2021〕5号”"
    if kind.name == "phone":
        return "电话号码，如“13800000000”或“0375-1234567”"
    if kind.name not in NUMBERS | {"date"}:
        return f"不超过{kind.max_length}个字的文字"
    noun = {"percent": "百分数", "date": "日期"}.get(kind.name, "整数" if kind.places == 0 else "数")
    limits = _range(kind, "{low}至{high}之间的", "不小于{low}的", "不大于{high}的")
    example = {"percent": "（如 5.2%）", "date": "（如 2021-05-17）"}.get(kind.name, "")
    places = f"，最多{decimals(kind)}位小数" if kind.places else ""
    return f"{limits}{noun}{example}{places}"


def _en(kind: ValueType) -> str:
    if kind.choices:
        return f"one of: {', '.join(kind.choices)}"
    if kind.name == "doc_number":
        return "a document number such as 平政〔2021〕5号"
    if kind.name == "phone":
        return "a telephone number"
    if kind.name not in NUMBERS | {"date"}:
        return f"text of at most {kind.max_length} characters"
    noun = {"percent": "a percentage", "date": "a date"}.get(
        kind.name, "a whole number" if kind.places == 0 else "a number"
    )
    limits = _range(kind, " from {low} to {high}", " of at least {low}", " of at most {high}")
    places = f", at most {decimals(kind)} decimals" if kind.places else ""
    return f"{noun}{limits}{places}"


def decimals(kind: ValueType) -> int:
    """The decimals as a person counts them: of 5.25 % there are two, of the fraction four."""
    return max((kind.places or 0) - 2, 0) if kind.name == "percent" else kind.places or 0


_WORDS = {"zh": _zh, "en": _en}
