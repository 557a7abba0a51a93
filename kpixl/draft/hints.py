"""What a column takes, by its label, the unit of measure above it and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kpixl.draft.document import Cell, Place, flat
from kpixl.draft.guesses import Certainty, Guess
from kpixl.words import Words

Takes = dict[str, Any]
_MONEY = re.compile(r"(亿元|万元|(?<![千百十])元)")
_OTHER_MONEY = re.compile(r"[（(：:]((?:千|百|百万|千万)元)")
"""Amounts in units that a blueprint's money does not have: they are numbers."""
_NONE = re.compile(r"[-—–/／×╳]+")
"""What stands where nothing is to be said."""
_COUNTED = re.compile(r"数量|人数|面积|户数|次数|产量|个数")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]{1,8})[）)]")
_IN_LABEL = re.compile(r"[（(]([\u4e00-\u9fff]{1,6}(?:[/／、][\u4e00-\u9fff]{1,6}){1,5})[）)]$")
_KIND = re.compile(r"等级|等次|类别|类型|性质|级别|状态|^是否")
_MEASURES = re.compile(r"[（(](吨|亩|人|个|次|件|公里|平方米|天|月|年|签字|盖章|公章|签章)[）)]")
_FIGURE = re.compile(r"[-+±]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_SHARE = re.compile(r"[-+±]?\d+(\.\d+)?[%％]")
_MEASURED = re.compile(r"[≥≤＞＜>=<＝≧≦]+.*\d|\d+(\.\d+)?\s*[^\d\s.、。]{1,4}(/[^\d\s]{1,3})?")
_WITH_UNIT = re.compile(r"[-+]?[\d,]+(\.\d+)?(亿元|万元|千元|元|人|个|次|件|项|家|户|台|套|%|％)?")
_DAY = re.compile(r"(19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
_DATED = re.compile(r"[ymd]", re.IGNORECASE)
_NUMERIC = frozenset({"integer", "decimal", "money", "percent"})
_LIMIT = re.compile(
    r"(?:不超过|不多于|限|控制在|少于|不得超过|不得多于)(\d{2,4})(?:个?字(?!号))|(\d{2,4})个?字(?:以内|之内|左右|内)"
)


@dataclass(frozen=True)
class Column:
    """What is known of a column. above: the labels over its own; examples: what stands in it."""

    label: str
    above: str = ""
    examples: Sequence[Cell] = ()
    cell: Cell | None = None

    @property
    def said(self) -> list[str]:
        """The texts in it."""
        return [c.said for c in self.examples if c.said and not _NONE.fullmatch(c.said)]


@cache
def _hints() -> list[tuple[re.Pattern[str], Takes, Certainty]]:
    text = (files("kpixl.draft") / "hints.yaml").read_text(encoding="utf-8")
    return [(re.compile(h["label"]), h["takes"], Certainty(h["sure"])) for h in yaml.safe_load(text)]


def takes_of(
    column: Column, measure: str, place: Place | None, *, counts: bool = False
) -> tuple[Takes, Guess]:
    """The settings of a column's type, and the guess that they are.

    measure: the unit of measure that stands above the table, if one does; counts: the form holds figures, as
    statistics do.
    """
    choices = next((c.choices for c in column.examples if c.choices), ())
    if choices:
        listed: Takes = {"type": "choice", "choices": list(choices)}
        return listed, _guess(listed, _FROM_LIST, Certainty.CERTAIN, place)
    takes, sure, why = _chosen_in_label(column) or _by_label(column)
    if why is _NOTHING and counts:
        takes, why = {"type": "money" if _MONEY.fullmatch(measure) else "decimal"}, _FIGURES
    vague = takes == {"type": "decimal", "min": 0} and not _COUNTED.search(column.label)
    if vague and _MONEY.fullmatch(measure.split("、", maxsplit=1)[0]):
        takes = {"type": "money"}
    if takes.get("type") == "money":
        unit, source = _money_unit(column, measure)
        other = _OTHER_MONEY.search(f"{flat(column.label)}：{measure}")
        if other and not unit:
            takes, why = {"type": "decimal", "min": 0}, Words(f"单位是{other[1]}", f"it is in {other[1]}")
        elif not unit:
            takes, sure, why = {"type": "decimal", "min": 0}, Certainty.UNSURE, _NO_UNIT
        else:
            takes["unit"], why = unit, Words(f"{why.zh}；{source.zh}", f"{why.en}; {source.en}")
    takes, sure, why = _against_examples(column, takes, sure, why)
    if takes == {"type": "decimal"} and _MONEY.fullmatch(measure):
        takes = {"type": "money", "unit": measure}
    limit = _LIMIT.search(flat(column.label))
    if limit and takes.get("type", "text") == "text":
        takes, sure = {"type": "text", "max_length": int(limit[1] or limit[2])}, Certainty.CERTAIN
        why = Words(f"栏目名写明“{limit[0]}”", f"the label says {limit[0]!r}")
    return takes, _guess(takes, why, sure, place)


def takes_by_label(label: str) -> Takes:
    """What a column takes of which only the label is known."""
    return takes_of(Column(label=label), "", None)[0]


_FROM_LIST = Words("原表此处有下拉列表", "the document has a drop-down list here")
_NO_UNIT = Words("像是金额，但没有写明单位是元还是万元", "it looks like an amount, but no unit is stated")
_FIGURES = Words("栏目名没有提示；统计表中的栏目一般填数", "the label gives no hint; statistics hold figures")
_NOTHING = Words("栏目名没有提示，按文字处理", "the label gives no hint, so it is text")


def _guess(takes: Takes, why: Words, sure: Certainty, place: Place | None) -> Guess:
    return Guess(what=type_words(takes), why=why, certainty=sure, place=place)


_TYPES = {
    "text": Words("文字", "text"),
    "integer": Words("整数", "whole number"),
    "decimal": Words("数字", "number"),
    "money": Words("金额", "amount"),
    "percent": Words("百分比", "percentage"),
    "date": Words("日期", "day"),
    "yes_no": Words("是或否", "yes or no"),
    "choice": Words("选项", "choice"),
    "rating": Words("等次", "rating"),
    "doc_number": Words("文件字号", "document number"),
    "phone": Words("电话", "phone number"),
    "threshold": Words("带符号的指标值", "threshold"),
    "quantity": Words("带单位的数", "quantity"),
}


def type_words(takes: Takes) -> Words:
    """What a column takes, in words."""
    kind = takes.get("type", "text")
    if isinstance(kind, list):
        return Words("指标值（带符号或单位的数，或文字）", "a figure with sign or unit, or text")
    words = _TYPES[kind]
    if kind == "money":
        return Words(f"{words.zh}（{takes['unit']}）", f"{words.en} ({takes['unit']})")
    if kind == "choice":
        said = "、".join(map(str, takes["choices"]))
        return Words(f"{words.zh}（{said}）", f"{words.en} ({said})")
    if kind == "text" and "max_length" in takes:
        most = takes["max_length"]
        return Words(f"{words.zh}，不超过{most}字", f"{words.en} of at most {most} characters")
    return words


def _chosen_in_label(column: Column) -> tuple[Takes, Certainty, Words] | None:
    """The choices that a label has in brackets: `隐患等级（重大/一般）`."""
    found = _IN_LABEL.search(flat(column.label))
    if found is None:
        return None
    choices = re.split(r"[/／、]", found[1])
    listed = "、" not in found[1] or _KIND.search(flat(column.label))
    if not listed or any(unit.search(f"（{c}）") for c in choices for unit in (_MONEY, _MEASURES)):
        return None
    why = Words(f"栏目名写着“{'/'.join(choices)}”", f"the label says {'/'.join(choices)!r}")
    return {"type": "choice", "choices": choices}, Certainty.LIKELY, why


def _by_label(column: Column) -> tuple[Takes, Certainty, Words]:
    """By the label itself, else with what stands over it."""
    for text, above in ((flat(column.label), False), (flat(column.above), True)):
        for pattern, takes, sure in _hints():
            found = pattern.search(text)
            if found and text and not (above and not holds_numbers(takes)):
                return deepcopy(takes), sure, Words(f"栏目名含“{found[0]}”", f"the label has {found[0]!r}")
    return {"type": "text", "max_length": 200}, Certainty.UNSURE, _NOTHING


def holds_numbers(takes: Takes) -> bool:
    """Whether what a column takes are numbers."""
    kind = takes.get("type", "text")
    return isinstance(kind, str) and kind in _NUMERIC


def adds_up(takes: Takes) -> bool:
    """Whether what stands in a column can be summed: numbers that are no shares."""
    return holds_numbers(takes) and takes["type"] != "percent"


def hinted(label: str) -> bool:
    """Whether a label says what its column takes."""
    said = flat(label)
    return bool(said) and any(pattern.search(said) for pattern, _, _ in _hints())


def _money_unit(column: Column, measure: str) -> tuple[str, Words]:
    """The unit of an amount: the label says it, or the line above the table, or the figures themselves."""
    for text in (column.label, column.above):
        found = _MONEY.search(flat(text))
        if found and (any(found[1] in b for b in _IN_BRACKETS.findall(flat(text))) or found[1] != "元"):
            return found[1], Words(f"栏目名写明“{found[1]}”", f"the label says {found[1]}")
    found = _MONEY.search(measure)
    if found:
        return found[1], Words(f"表上方写明“单位：{found[1]}”", f"the line above says 单位：{found[1]}")
    inside = [m[1] for text in column.said if (m := _MONEY.search(text))]
    if inside:
        return inside[0], Words(f"表中的数写着“{inside[0]}”", f"the figures say {inside[0]}")
    return "", _NO_UNIT


def _against_examples(
    column: Column, takes: Takes, sure: Certainty, why: Words
) -> tuple[Takes, Certainty, Words]:
    """What stands in a column says more than its label: figures in a text column, words in one of figures."""
    said = column.said
    kind = takes.get("type")
    if not said:
        return _by_format(column, takes, sure, why)
    if isinstance(kind, list):
        return takes, sure, why
    figures = [t for t in said if _FIGURE.fullmatch(t)]
    if holds_numbers(takes) and all(_WITH_UNIT.fullmatch(t) for t in said):
        return takes, sure, why
    if holds_numbers(takes) and len(figures) + sum(bool(_SHARE.fullmatch(t)) for t in said) < len(said):
        mixed = _measured_or_text(said)
        told = next(t for t in said if not _FIGURE.fullmatch(t) and not _SHARE.fullmatch(t))
        return mixed, Certainty.UNSURE, Words(f"表中有“{told[:12]}”这样的内容", f"{told[:12]!r} stands in it")
    if kind in {"text", None} and len(figures) == len(said):
        return {"type": "decimal"}, Certainty.LIKELY, Words("表中都是数字", "only figures stand in it")
    if kind in {"text", None} and all(_SHARE.fullmatch(t) for t in said):
        return {"type": "percent", "min": "-100%", "max": "1000%"}, Certainty.LIKELY, _SHARES
    if kind == "date" and not all(_DAY.fullmatch(t) for t in said):
        return {"type": "text", "max_length": 60}, Certainty.UNSURE, _NO_DAYS
    if kind in {"text", None} and "max_length" in takes:
        takes["max_length"] = max(takes["max_length"], -(-max(map(len, said)) // 100) * 100)
    return takes, sure, why


_SHARES = Words("表中都是百分数", "only percentages stand in it")
_NO_DAYS = Words("表中的时间不都是具体日期", "not all that stands in it are days")


def _measured_or_text(said: Iterable[str]) -> Takes:
    if all(_MEASURED.match(t) or _FIGURE.fullmatch(t) or _SHARE.fullmatch(t) for t in said):
        return {"type": ["threshold", "quantity", {"type": "text", "max_length": 60}]}
    return {"type": "text", "max_length": 200}


def _by_format(column: Column, takes: Takes, sure: Certainty, why: Words) -> tuple[Takes, Certainty, Words]:
    """Blank cells of a spreadsheet say what they take by their number format."""
    formats = {c.number_format for c in column.examples} - {"", "General", "@"}
    shown = next(iter(formats), "")
    if "%" in shown:
        why = Words(f"单元格格式为“{shown}”", f"the cell's format is {shown}")
        return {"type": "percent", "min": "-100%", "max": "1000%"}, Certainty.LIKELY, why
    if shown and _DATED.search(shown.replace("General", "")) and takes.get("type", "text") == "text":
        return {"type": "date"}, Certainty.LIKELY, Words(f"单元格格式为“{shown}”", f"the format is {shown}")
    if "0" in shown and takes.get("type", "text") == "text":
        return (
            {"type": "decimal"},
            Certainty.LIKELY,
            Words("单元格为数字格式", "the cell's format is a number's"),
        )
    return takes, sure, why


def is_figure(text: str) -> bool:
    """Whether a text is a number, a percentage, or a figure with sign or unit."""
    said = flat(text)
    return bool(_FIGURE.fullmatch(said) or _SHARE.fullmatch(said) or re.match(r"[≥≤＞＜><＝=≧≦]\s*\d", said))


def number_in(text: str) -> float | None:
    """The number that a text is, else None."""
    said = flat(text)
    return float(said.replace(",", "")) if _FIGURE.fullmatch(said) and "±" not in said else None
