"""What a cell of a type takes, in words for a clerk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

from kpixl.rules.types.valuetype import LISTS, NUMBERS, UNION, CellType, Dynamic, Listed, ValueType
from kpixl.words import LANGS, NO_WORDS, Words

EITHER = Words(" 或 ", " or ")
"""What stands between several types of which a cell takes any."""
_CHOOSE = Words("从下拉列表中选一项", "one of the items of the drop-down list")
_ABOVE = Words("（先填上一级）", " (choose the level above first)")
_EMPTY = Words("（先填列表所取的那一栏）", " (fill the column behind the list first)")


def type_words(kind: CellType) -> Words:
    """What a cell of this type takes, for a clerk."""
    if isinstance(kind, Dynamic):
        return _either((kind.then, kind.otherwise))
    if isinstance(kind, Listed):
        return _listed(kind)
    if kind.name == UNION:
        return _either(kind.alternatives)
    if kind.name in LISTS and not kind.choices:
        return _listed(None)
    if kind.name in LISTS:
        return Words(f"从“{'、'.join(kind.choices)}”中选一项", f"one of: {', '.join(kind.choices)}")
    if kind.name in NUMBERS | {"date"}:
        return Words(_zh(kind), _en(kind))
    words, told = _TEXTS[kind.name](kind), kind.pattern_message
    return Words(f"{words.zh}：{told}", f"{words.en}: {told}") if told else words


_NOUNS = {
    "percent": Words("百分数", "a percentage"),
    "rating": Words("等级", "a rating"),
    "choice": Words("列表中的一项", "an item of the list"),
    "yes_no": Words("“是”或“否”", "yes or no"),
    "date": Words("日期", "a date"),
    "threshold": Words("目标值", "a threshold"),
    "quantity": Words("数量", "a quantity"),
    "period": Words("期间", "a period"),
    **dict.fromkeys(("decimal", "integer", "money"), Words("数", "a number")),
}
_TEXT = Words("文字", "a text")


def instead_words(kind: ValueType, other: ValueType) -> Words:
    """That a row takes one type where another row takes the other."""
    wanted, given = (_NOUNS.get(k.name, _TEXT) for k in (kind, other))
    return Words(f"：这一行应填{wanted.zh}，不填{given.zh}", f": this row takes {wanted.en}, not {given.en}")


def _either(kinds: Iterable[CellType]) -> Words:
    every = [type_words(kind) for kind in kinds]
    return Words(*(EITHER[lang].join(dict.fromkeys(each[lang] for each in every)) for lang in LANGS))


def _listed(kind: Listed | None) -> Words:
    """kind: None for a list that the cells behind it have left empty."""
    first = _EMPTY if kind is None else _ABOVE if kind.by else NO_WORDS
    return Words(_CHOOSE.zh + first.zh, _CHOOSE.en + first.en)


def _threshold(kind: ValueType) -> Words:
    states = f"，或“{'”“'.join(kind.states)}”" if kind.states else ""
    return Words(
        f"目标值，如“≥95%”“＜70%”“≥8次”“100%”{states}",
        ", or ".join(("a threshold such as ≥95%, ＜70%, ≥8次, 100%", *kind.states)),
    )


def _quantity(kind: ValueType) -> Words:
    if kind.unit:
        return Words(
            f"数量，如“10{kind.unit}”，只填数字的单位为{kind.unit}",
            f"a quantity such as 10{kind.unit}; a bare number is in {kind.unit}",
        )
    return Words("数量和单位，如“10人”“1次/季度”", "a quantity such as 10人")


_TEXTS: dict[str, Callable[[ValueType], Words]] = {
    "text": lambda kind: Words(
        f"不超过{kind.max_length}个字的文字", f"text of at most {kind.max_length} characters"
    ),
    "doc_number": lambda _: Words("文号，如“平政〔2021〕5号”", "a document number such as 平政〔2021〕5号"),
    "phone": lambda _: Words("电话号码，如“13800000000”或“0375-1234567”", "a telephone number"),
    "threshold": _threshold,
    "quantity": _quantity,
    "period": lambda _: Words(
        "期间，如“2021年1—10月”“2021年第3季度”“2021年5月”",
        "a period such as 2021年1—10月, 2021年第3季度, 2021年5月",
    ),
    "list": lambda kind: Words(
        f"一项或几项，用“{kind.separator}”隔开，每项不超过{kind.max_length}个字",
        f"one or more items parted by {kind.separator}, each of at most {kind.max_length} characters",
    ),
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
_EXAMPLES = {
    "percent": Words(
        "（直接填数字，如填 5.2，显示为 5.20%）", " (type the number alone: 5.2 shows as 5.20%)"
    ),
    "date": Words("（如 2021-05-17）", ""),
}


def _zh(kind: ValueType) -> str:
    noun = {"percent": "百分数", "date": "日期"}.get(kind.name, "整数" if kind.places == 0 else "数")
    limits = _range(kind, "{low}至{high}之间的", "不小于{low}的", "不大于{high}的")
    example = _EXAMPLES.get(kind.name, NO_WORDS).zh
    places = f"，最多{decimals(kind)}位小数" if kind.places else ""
    return f"{limits}{noun}{example}{places}{f'，单位：{kind.unit}' if kind.unit else ''}"


def _en(kind: ValueType) -> str:
    whole = "a whole number" if kind.places == 0 else "a number"
    noun = {"percent": "a percentage", "date": "a date"}.get(kind.name, whole)
    limits = _range(kind, " from {low} to {high}", " of at least {low}", " of at most {high}")
    example = _EXAMPLES.get(kind.name, NO_WORDS).en
    places = f", at most {decimals(kind)} decimals" if kind.places else ""
    return f"{noun}{limits}{example}{places}{f', in {kind.unit}' if kind.unit else ''}"
