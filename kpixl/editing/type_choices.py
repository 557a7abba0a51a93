"""The types that a column can be given by a click, each as a blueprint writes it, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpixl.words import Lang, Words

SETTINGS = (
    "type", "unit", "choices", "min", "max", "places", "max_length", "pattern", "pattern_message",
    "separator", "states", "figures", "lines",
)  # fmt: skip
"""What belongs to a type, and goes with it."""


@dataclass(frozen=True, kw_only=True)
class TypeChoice:
    """A type to choose. takes: as a blueprint writes it."""

    words: Words
    takes: Mapping[str, Any]


TYPES: Mapping[str, TypeChoice] = {
    "text": TypeChoice(words=Words("文字", "text"), takes={"type": "text", "max_length": 200}),
    "prose": TypeChoice(
        words=Words("大段文字", "prose"), takes={"type": "text", "max_length": 1000, "lines": 3}
    ),
    "integer": TypeChoice(words=Words("整数", "whole number"), takes={"type": "integer"}),
    "decimal": TypeChoice(words=Words("数字", "number"), takes={"type": "decimal"}),
    "yuan": TypeChoice(words=Words("金额（元）", "amount (元)"), takes={"type": "money", "unit": "元"}),
    "wan": TypeChoice(words=Words("金额（万元）", "amount (万元)"), takes={"type": "money", "unit": "万元"}),
    "percent": TypeChoice(
        words=Words("百分比", "percentage"), takes={"type": "percent", "min": "-100%", "max": "1000%"}
    ),
    "date": TypeChoice(words=Words("日期", "day"), takes={"type": "date"}),
    "yes_no": TypeChoice(words=Words("是或否", "yes or no"), takes={"type": "yes_no"}),
    "rating": TypeChoice(words=Words("等次", "rating"), takes={"type": "rating"}),
    "doc_number": TypeChoice(words=Words("文号", "document number"), takes={"type": "doc_number"}),
    "phone": TypeChoice(words=Words("电话", "phone number"), takes={"type": "phone"}),
    "threshold": TypeChoice(words=Words("指标值（如≥95%）", "threshold (≥95%)"), takes={"type": "threshold"}),
    "quantity": TypeChoice(
        words=Words("带单位的数（如10人）", "quantity (10 人)"), takes={"type": "quantity"}
    ),
}
_OTHERS = {
    "money": Words("金额", "amount"),
    "choice": Words("选项", "choice"),
    "period": Words("期间", "period"),
    "list": Words("几项，用分隔符隔开", "several, with a separator"),
}
_BY_TYPE = {str(each.takes["type"]): each.words for each in TYPES.values() if "unit" not in each.takes} | {
    "text": TYPES["text"].words
}
_EITHER = Words("或", " or ")


def chosen(takes: Mapping[str, Any]) -> frozenset[str]:
    """Which of the types a column takes, as far as they can be chosen."""
    kinds = takes.get("type", "text")
    every = kinds if isinstance(kinds, list) else [kinds]
    named = (dict(each) if isinstance(each, Mapping) else {**takes, "type": each} for each in every)
    return frozenset(name for each in named if (name := _name(each)))


def _name(takes: Mapping[str, Any]) -> str:
    kind = takes.get("type")
    if kind == "money":
        return {"元": "yuan", "万元": "wan"}.get(str(takes.get("unit")), "")
    return str(kind) if kind in TYPES else ""


def in_words(takes: Mapping[str, Any], lang: Lang, *, short: bool = False) -> str:
    """What a column takes, as somebody says it. short: without its bounds."""
    kind = takes.get("type", "text")
    if isinstance(kind, Mapping) and "when" in kind:
        return _either([kind["then"], kind["else"]], lang, short=short)
    if isinstance(kind, list):
        return _either(kind, lang, short=short)
    own = dict(kind) if isinstance(kind, Mapping) else dict(takes)
    said = (_BY_TYPE.get(str(own.get("type", "text"))) or _OTHERS[str(own["type"])])[lang]
    return said + ("" if short else _more(own, lang))


def _either(kinds: Sequence[Any], lang: Lang, *, short: bool) -> str:
    specs = (dict(k) if isinstance(k, Mapping) and "when" not in k else {"type": k} for k in kinds)
    return _EITHER[lang].join(in_words(spec, lang, short=short) for spec in specs)


def _more(takes: Mapping[str, Any], lang: Lang) -> str:
    """What is settled besides the type: unit, choices, bounds."""
    choices = takes.get("choices")
    parts = [str(takes["unit"])] if "unit" in takes else []
    parts += ["、".join(map(str, choices))] if isinstance(choices, list) else []
    low, high = takes.get("min"), takes.get("max")
    if low is not None or high is not None:
        parts.append(f"{'' if low is None else low}～{'' if high is None else high}")
    if "max_length" in takes:
        parts.append(
            Words(f"不超过{takes['max_length']}字", f"at most {takes['max_length']} characters")[lang]
        )
    if "places" in takes:
        parts.append(Words(f"{takes['places']}位小数", f"{takes['places']} decimals")[lang])
    return ("（" + "，".join(parts) + "）" if lang == "zh" else f" ({', '.join(parts)})") if parts else ""
