"""What a line of a document is: an attachment's number, a title, a note, a label with a blank behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kpixl.draft.document import flat, one_line

_ATTACHMENT = re.compile(
    r"^\s*附\s*[件表]\s*([\d一二三四五六七八九十]{0,3}(?:-\d+)?)\s*[：:]?\s*(.*)$", re.DOTALL
)
_UNIT = (
    "(?:亿|万|千|百)?(?:元|人|个|户|家|吨|亩|次|件|项|公顷|公里|千米|米|平方米|平方公里|立方米|千瓦时|人次|台|套|美元|起|例|条|"
    "份|场|期|篇|处|座|栋|间|辆|艘|头|只|株|棵|批|笔|位|名|所|村|岁|天|小时|公斤|千克|标准煤|人日|人月|%|％|‰)"
)
_MEASURE = re.compile(
    rf"(?:计量|金额|货币)?单位[：:]\s*({_UNIT}(?:/{_UNIT})?(?:\s*[、，,/]\s*{_UNIT}(?:/{_UNIT})?)*)(?![：:\w])"
)
_NOTE = re.compile(
    r"^\s*[（(]?(注|备注|说明|填表说明|填报说明|填写说明|附注|提示)\s*[：:\d．.、）)]|^\s*[*※]"
)
_GROUP = re.compile(r"^\s*([一二三四五六七八九十]{1,3})\s*、\s*(.+)$")
_SUB = re.compile(r"^\s*[（(]([一二三四五六七八九十]{1,3})[）)]\s*(.+)$")
_ITEM = re.compile(r"^\s*(?:[（(](\d{1,3})[）)]|(\d{1,3})\s*[.．、](?!\d))\s*(.+)$", re.DOTALL)
_LABEL = re.compile(r"([^\s：:；;，,。．]{1,20}(?:[（(][^（()）]{1,40}[）)])?)\s*[：:]\s*")
_TITLE = re.compile(
    r"(表|一览表|汇总|清单|名单|名册|台账|模板|样表|情况|目标|指标|任务|计划|方案|说明书|申报书|登记册|名额)([（(].{1,60}[）)])?$"
)
_BLANK_VALUE = re.compile(
    r"[\s_＿　。．.…\-—×□年月日盖章签字（）()]*|[2２]\s*[0０][\d０-９\s_＿]{0,6}年[\s_＿　]*月[\s_＿　]*日?"
)
_SEALED = re.compile(r"(单位|部门|机构|企业|学校)[（(](加盖)?(公章|盖章|签章|印章|章)[）)]$")
_SHORT = 20
_PADDED = re.compile(r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff][ \u3000]+){1,7}[\u4e00-\u9fff](?=\s*[：:（(])")
"""A label whose characters are set apart: `文    号：`, `填 报 时 间：`."""
_OF_FORM = re.compile(
    r"^(表号|制定机关|制表机关|批准机关|批准文号|备案机关|备案文号|文号|有效期至|有效期限|有效期|综合机关名称|修订时间)$"
)
"""What is printed at the head of a statistical form, and nobody fills in."""
_POINTS = re.compile(r"[（(]\s*(扣|减|加|满分)?\s*(\d+(?:\.\d+)?)\s*分\s*[）)]")
_OF_UNITS = re.compile(
    r"^\s*(责任单位|牵头单位|牵头部门|责任部门|主责单位|责任科室|配合单位|协办单位|主办单位)\s*[：:]\s*(.+)$"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with a colon, and what stands behind it; empty where it is to be filled in."""

    label: str
    value: str


def attachment(text: str) -> tuple[str, str] | None:
    """The number and title of an attachment where a line begins one; a list of attachments begins none."""
    found = _ATTACHMENT.match(text)
    if not found or len(flat(text)) > 60:
        return None
    number, title = found[1], one_line(found[2])
    if _ITEM.match(title) or (not number and title and not re.match(r"\s*附\s*[件表]\s*[：:]", text)):
        return None
    return number, title


def measure(text: str) -> str:
    """The unit of measure that a line states: `万元` of `单位：万元`; empty where it states none."""
    return next((found[1] for found in _MEASURE.finditer(text)), "")


def measure_in(label: str) -> str:
    """The unit of an amount that a label has in brackets: `万元` of `项目资金（万元）`; else empty."""
    found = re.search(r"[（(](?:单位[：:])?(亿元|万元|元)[）)]", flat(label))
    return found[1] if found else ""


def is_note(text: str) -> bool:
    """Whether a line is a note."""
    return bool(_NOTE.match(text))


def group_of(text: str) -> tuple[str, str] | None:
    """The number and words of a heading `一、…`."""
    found = _GROUP.match(text)
    return (found[1], one_line(found[2])) if found else None


def sub_of(text: str) -> tuple[str, str] | None:
    """The number and words of a heading `（一）…`."""
    found = _SUB.match(text)
    return (found[1], one_line(found[2])) if found else None


def item_of(text: str) -> tuple[int, str] | None:
    """The number and words of an item `1．…`."""
    found = _ITEM.match(text)
    return (int(found[1] or found[2]), one_line(found[3])) if found else None


def is_title(text: str) -> bool:
    """Whether a line reads like the title of a form: short, without an end, named like one."""
    said = flat(text)
    return 2 < len(said) <= 60 and not re.search(r"[。；;：:，,]$", said) and bool(_TITLE.search(said))


def points_in(text: str) -> tuple[float, str, str] | None:
    """The points that a text states in brackets, how it states them, and the text without them."""
    found = _POINTS.search(text)
    if not found:
        return None
    rest = one_line(text[: found.start()] + text[found.end() :]).rstrip("。.；;")
    return float(found[2]), flat(found[0])[1:-1], rest


def units_of(text: str) -> tuple[str, list[str]] | None:
    """The label and the units of a line `责任单位：…`."""
    found = _OF_UNITS.match(text)
    return (found[1], unit_names(found[2])) if found else None


def unit_names(text: str) -> list[str]:
    """The names in a list of units; a line break before a bracket separates none."""
    joined = re.sub(r"\s*\n\s*(?=[（(])", "", text.strip().rstrip("。；;"))
    outside = re.sub(r"[（(][^（()）]*[）)]", lambda m: m[0].replace("、", "\x00"), joined)
    parts = re.split(r"[、，,；;\n]+|\s{2,}", outside)
    names = (flat(part).replace("\x00", "、").strip("。") for part in parts)
    return [name for name in dict.fromkeys(names) if name]


def labels_in(text: str) -> list[Labelled]:
    """The labels of a line `填报单位（盖章）：　填报日期：`, each with what stands behind it."""
    text = _PADDED.sub(lambda m: flat(m[0]), text)
    found = list(_LABEL.finditer(text))
    if not found and _SEALED.search(flat(text)) and len(flat(text)) <= _SHORT:
        return [Labelled(one_line(text), "")]
    ends = [*(m.start() for m in found[1:]), *([len(text)] if found else [])]
    pairs = []
    for match, end in zip(found, ends, strict=True):
        value = text[match.end() : end].strip(" \u3000；;，,")
        pairs.append(Labelled(one_line(match[1]), "" if _BLANK_VALUE.fullmatch(value) else one_line(value)))
    return pairs


def is_of_form(pair: Labelled) -> bool:
    """Whether a label with its value says which form it is, by whose order."""
    return bool(pair.value) and bool(_OF_FORM.match(flat(pair.label)))


def is_blank_label(text: str) -> bool:
    """Whether a line asks for something: its last label has nothing behind it."""
    labels = labels_in(text)
    return bool(labels) and not labels[-1].value and len(flat(text)) <= 80


def numbered(text: str) -> Iterator[str]:
    """The numbered parts of a note that runs on in one paragraph: `1．…；2．…`."""
    parts = re.split(r"(?<=[；;。])\s*(?=\d{1,2}[．.、](?!\d))", text)
    yield from (part for part in map(str.strip, parts) if part)
