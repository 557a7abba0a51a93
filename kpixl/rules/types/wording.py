"""What a cell of a type takes, in words for a clerk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from kpixl.findings import Lang
from kpixl.rules.types.valuetype import LISTS, NUMBERS, UNION, CellType, Dynamic, Listed, ValueType

_OR: dict[Lang, str] = {"zh": " 或 ", "en": " or "}


def words(kind: CellType, lang: Lang = "zh") -> str:
    """What a cell of this type takes, for a clerk."""
    if isinstance(kind, Dynamic):
        return _OR[lang].join(dict.fromkeys(words(k, lang) for k in (kind.then, kind.otherwise)))
    if isinstance(kind, Listed):
        return _listed(kind, lang)
    if kind.name == UNION:
        return _OR[lang].join(dict.fromkeys(words(each, lang) for each in kind.alternatives))
    if kind.name in LISTS and not kind.choices:
        return _listed(None, lang)
    if kind.name in LISTS:
        said = {"zh": f"从“{'、'.join(kind.choices)}”中选一项", "en": f"one of: {', '.join(kind.choices)}"}
        return said[lang]
    if kind.name in NUMBERS | {"date"}:
        return _FIGURES[lang](kind)
    return _TEXTS[kind.name][lang](kind)


def _listed(kind: Listed | None, lang: Lang) -> str:
    """kind: None for a list that the cells behind it have left empty."""
    above = {"zh": "（先填上一级）", "en": " (choose the level above first)"}[lang]
    empty = {"zh": "（先填列表所取的那一栏）", "en": " (fill the column behind the list first)"}[lang]
    first = empty if kind is None else above if kind.by else ""
    return {"zh": "从下拉列表中选一项", "en": "one of the items of the drop-down list"}[lang] + first


def _thresholds_zh(kind: ValueType) -> str:
    states = f"，或“{'”“'.join(kind.states)}”" if kind.states else ""
    return f"目标值，如“≥95%”“＜70%”“≥8次”“100%”{states}"


def _thresholds_en(kind: ValueType) -> str:
    return ", or ".join(("a threshold such as ≥95%, ＜70%, ≥8次, 100%", *kind.states))


def _quantity_zh(kind: ValueType) -> str:
    if kind.unit:
        return f"数量，如“10{kind.unit}”，只填数字的单位为{kind.unit}"
    return "数量和单位，如“10人”“1次/季度”"


def _quantity_en(kind: ValueType) -> str:
    bare = f"; a bare number is in {kind.unit}" if kind.unit else ""
    return f"a quantity such as 10{kind.unit or '人'}{bare}"


_Words = Callable[[ValueType], str]
_TEXTS: dict[str, dict[Lang, _Words]] = {
    "text": {
        "zh": lambda kind: f"不超过{kind.max_length}个字的文字",
        "en": lambda kind: f"text of at most {kind.max_length} characters",
    },
    "doc_number": {
        "zh": lambda _: "文号，如“平政〔2021〕5号”",
        "en": lambda _: "a document number such as 平政〔2021〕5号",
    },
    "phone": {
        "zh": lambda _: "电话号码，如“13800000000”或“0375-1234567”",
        "en": lambda _: "a telephone number",
    },
    "threshold": {"zh": _thresholds_zh, "en": _thresholds_en},
    "quantity": {"zh": _quantity_zh, "en": _quantity_en},
    "period": {
        "zh": lambda _: "期间，如“2021年1—10月”“2021年第3季度”“2021年5月”",
        "en": lambda _: "a period such as 2021年1—10月, 2021年第3季度, 2021年5月",
    },
    "list": {
        "zh": lambda kind: f"一项或几项，用“{kind.separator}”隔开，每项不超过{kind.max_length}个字",
        "en": lambda kind: (
            f"one or more items parted by {kind.separator}, each of at most {kind.max_length} characters"
        ),
    },
}


def spoken(value: Decimal | dt.date, kind: ValueType) -> str:
    """A bound as a person writes it: a fraction as a percentage."""
    if isinstance(value, Decimal):
        return f"{(value * 100).normalize():f}%" if kind.name == "percent" else f"{value.normalize():f}"
    return value.isoformat()


def decimals(kind: ValueType) -> int:
    """The decimals as a person counts them: of 5.25 % there are two, of the fraction four."""
    return max((kind.places or 0) - 2, 0) if kind.name == "percent" else kind.places or 0


def _range(kind: ValueType, between: str, least: str, most: str) -> str:
    low = None if kind.min is None else spoken(kind.min, kind)
    high = None if kind.max is None else spoken(kind.max, kind)
    if low is not None and high is not None:
        return between.format(low=low, high=high)
    return least.format(low=low) if low is not None else most.format(high=high) if high is not None else ""


# LibreOffice writes the % itself while one types into a percentage, Excel does not mind its missing
_EXAMPLES: dict[str, dict[Lang, str]] = {
    "percent": {
        "zh": "（直接填数字，如填 5.2，显示为 5.20%）",
        "en": " (type the number alone: 5.2 shows as 5.20%)",
    },
    "date": {"zh": "（如 2021-05-17）", "en": ""},
}


def _zh(kind: ValueType) -> str:
    noun = {"percent": "百分数", "date": "日期"}.get(kind.name, "整数" if kind.places == 0 else "数")
    limits = _range(kind, "{low}至{high}之间的", "不小于{low}的", "不大于{high}的")
    example = _EXAMPLES[kind.name]["zh"] if kind.name in _EXAMPLES else ""
    places = f"，最多{decimals(kind)}位小数" if kind.places else ""
    return f"{limits}{noun}{example}{places}{f'，单位：{kind.unit}' if kind.unit else ''}"


def _en(kind: ValueType) -> str:
    whole = "a whole number" if kind.places == 0 else "a number"
    noun = {"percent": "a percentage", "date": "a date"}.get(kind.name, whole)
    limits = _range(kind, " from {low} to {high}", " of at least {low}", " of at most {high}")
    example = _EXAMPLES[kind.name]["en"] if kind.name in _EXAMPLES else ""
    places = f", at most {decimals(kind)} decimals" if kind.places else ""
    return f"{noun}{limits}{example}{places}{f', in {kind.unit}' if kind.unit else ''}"


_FIGURES: dict[Lang, _Words] = {"zh": _zh, "en": _en}
