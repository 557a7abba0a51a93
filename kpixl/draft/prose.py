"""A report that is written out: its headings with what stands below them, as a form for the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kpixl.draft import lines
from kpixl.draft.document import Document, Text, flat, one_line
from kpixl.draft.guesses import Certainty, Guess, Noted
from kpixl.draft.names import Names
from kpixl.words import Words

_REPORT = re.compile(r"(说明|报告|总结|汇报|情况|自评|述职|信息公开|公开)([（(].{1,20}[）)])?$")
_NOTICE = re.compile(
    r"(通知|函|批复|决定|办法|意见|方案|规定|细则)([（(].{1,20}[）)])?$|^(?=.*各|.*(单位|部门|政府|委员会|办事处|局|公司)[：:]).{1,40}[：:]$"
)
_FIRST = 12
_FEWEST, _LONGEST = 3, 30
_YEAR = re.compile(r"(19|20)\d\d年(度|末|底)?")
_UNITS = {"亿元": "亿元", "万元": "万元", "元": "元"}
_FIGURE = re.compile(
    r"(其中[：:])?([^\d，,。；;、：:（()）\s]{2,16}?)(?:为|达到?|约为?|共计?|是)?(\d[\d,]*(?:\.\d+)?)"
    r"(亿元|万元|元|％|%|人次|人|个|户|项|件|家|亩|公顷|公里|平方米|次|场|期)"
)
_REST = 60


@dataclass
class Headed:
    """A heading with the paragraphs below it."""

    heading: Text
    below: list[Text] = field(default_factory=list)


def report_title(document: Document) -> str:
    """What a report is called; "" where a document is none, or a notice that speaks to somebody."""
    first = [flat(text.text) for text in document.texts[:_FIRST]]
    titles = (text for text in first if len(text) <= 60 and _REPORT.search(text))
    return "" if any(map(_NOTICE.search, first)) else next(titles, "")


def headed(texts: Sequence[Text]) -> tuple[list[Headed], list[Text]]:
    """The headings of a run of text with what stands below them, and what is left.

    None where fewer than three of them have sentences below.
    """
    found: list[Headed] = []
    front: list[Text] = []
    for text in texts:
        if _is_heading(text.text):
            found.append(Headed(text))
        elif found:
            found[-1].below.append(text)
        else:
            front.append(text)
    while found and not found[-1].below:  # it stands over a table
        front.append(found.pop().heading)
    filled = sum(any(flat(text.text).endswith("。") for text in each.below) for each in found)
    return (found, front) if filled >= _FEWEST else ([], list(texts))


def _is_heading(text: str) -> bool:
    numbered = lines.group_of(text) or lines.sub_of(text) or lines.item_of(text)
    return bool(numbered) and len(flat(text)) <= _LONGEST and not re.search(r"[。；;，,]\s*$", text)


def as_narrative(found: Sequence[Headed], names: Names) -> list[Noted]:
    """Headings as a blueprint writes them: below each its figures, else a text to write."""
    return [Noted(dict(_line(each, names))) for each in found]


def _line(each: Headed, names: Names) -> Iterator[tuple[str, Any]]:
    yield "text", one_line(each.heading.text)
    items = [Noted({"fields": [made]}) for text in each.below for made in _asked(text, names)]
    if items:
        yield "items", items


def _asked(text: Text, names: Names) -> Iterator[Noted]:
    """The figures that a paragraph states; a text of its own where it says much else, or states none."""
    said = _YEAR.sub("", flat(text.text))
    figures = list(_FIGURE.finditer(said))
    for found in figures:
        label = f"{'其中：' if found[1] else ''}{found[2].lstrip('年度的')}："
        takes = _takes(found[4])
        why = Words(f"原文写着“{found[0][:30]}”", f"the text says {found[0][:30]!r}")
        what = Words("由单位填写这个数", "the unit fills in this figure")
        guess = Guess(what=what, why=why, certainty=Certainty.UNSURE, place=text.place)
        yield Noted({"name": names.new(label, "figure"), "label": label, **takes, **_FILLED}, (guess,))
    rest = len(_FIGURE.sub("", said))
    if figures and rest <= _REST:
        return
    why = Words("标题下面是一段文字", "sentences stand below the heading")
    guess = Guess(what=_PROSE, why=why, certainty=Certainty.UNSURE, place=text.place)
    takes = {"type": "text", "max_length": 1000, "lines": 3, "align": "left", "fill": "unit"}
    needed = {} if figures else {"required": True}
    yield Noted({"name": names.new("说明", "words"), "label": "情况说明：", **takes, **needed}, (guess,))


_FILLED = {"fill": "unit", "required": True}
_PROSE = Words(
    "由单位写一段文字，原文视为样例", "the unit writes sentences; those that stand there are an example"
)


def _takes(unit: str) -> dict[str, Any]:
    """What a figure with this unit is."""
    if unit in _UNITS:
        return {"type": "money", "unit": unit}
    if unit in {"%", "％"}:
        return {"type": "percent", "min": "-100%", "max": "1000%"}
    return {"type": "decimal", "min": 0} if unit in {"亩", "公顷", "公里", "平方米"} else {"type": "integer"}
