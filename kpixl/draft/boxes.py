"""Labels with values, in boxes or on a line, as the fields of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kpixl.draft.document import Cell, Place, Text, flat, one_line
from kpixl.draft.guesses import Certainty, Guess, Noted
from kpixl.draft.hints import Column, Takes, takes_of
from kpixl.draft.lines import is_of_form, labels_in, measure
from kpixl.draft.names import Names
from kpixl.draft.segments import Pair, Pairs
from kpixl.words import Words

_WHO = re.compile(
    r"^(填报|报送|填表|编制|申报|申请|报告|被考核|受评|参评|推荐|编报|汇总)?(单位|部门|机构|乡镇|街道|县区)(详细)?(名称|全称)?([（(](加盖)?(盖章|公章|签章|印章|章)[）)])?$"
)
_OFFICE = re.compile(r"意见|审批|审核|批准|盖章|照片|相片|公章|签字|签章|受理|备案|上级")
_DATED = re.compile(r"日期|时间|年月日")
_LONG = 500
_NAMED = 100
"""Characters of a name, which takes no more however wide its box is."""


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A label with its value. cell: for the value; over: a label in front; unit: of measure."""

    label: str
    value: str
    place: Place
    cell: Cell | None = None
    over: str = ""
    unit: str = ""

    @property
    def said(self) -> str:
        """The label without padding and colon."""
        return flat(self.label).rstrip("：:")


def line_fields(text: Text, names: Names) -> Iterator[Noted]:
    """The fields of a line `填报单位（盖章）：　填报日期：`."""
    for number, pair in enumerate(labels_in(text.text), start=1):
        if pair.value and pair.value == measure(text.text):
            continue  # `单位：万元` is nothing to fill in
        if is_of_form(pair):
            continue
        asked = _Asked(label=f"{pair.label}：", value=pair.value, place=text.place)
        yield _field(asked, names, f"f{number}")


def box_fields(pairs: Pairs, names: Names, unit: str) -> list[Noted]:
    """The fields of boxes. unit: of measure, as it is stated above them."""
    return [
        _field(_boxed(pair, unit), names, f"f{number}") for number, pair in enumerate(pairs.pairs, start=1)
    ]


def _boxed(pair: Pair, unit: str) -> _Asked:
    return _Asked(
        label=one_line(pair.label.text),
        value=pair.value.text.strip() if pair.value else "",
        place=pair.place,
        cell=pair.value,
        over=pair.over,
        unit=unit,
    )


def _field(asked: _Asked, names: Names, fallback: str) -> Noted:
    """A label with its value as a field: whose workbook it is, what the office leaves blank, or an entry."""
    said, place = asked.said, asked.place
    made: dict[str, Any] = {"name": names.new(f"{asked.over}{said}", fallback), "label": asked.label}
    if asked.over:
        made["over"] = asked.over
    if _WHO.match(said):
        why = Words(f"“{said}”就是填报的单位", f"{said!r} is the unit that reports")
        guess = Guess(what=_OWN_NAME, why=why, certainty=Certainty.LIKELY, place=place)
        return Noted(made | {"from": "subject.name"}, (guess,))
    if _OFFICE.search(said):
        why = Words(f"“{said}”由别人手写或盖章", f"{said!r} is written or sealed by others")
        guess = Guess(what=_LEFT_BLANK, why=why, certainty=Certainty.UNSURE, place=place)
        return Noted(made | {"fill": "office"}, (guess,))
    takes, guesses = _entry(asked)
    return Noted(made | takes, guesses)


_OWN_NAME = Words("印出本单位名称", "the unit's own name is printed")
_LEFT_BLANK = Words("印成空白，不在表中填", "printed blank, not filled in here")


def _entry(asked: _Asked) -> tuple[Takes, tuple[Guess, ...]]:
    """What an entry takes; what stands there already is an example."""
    cell, value = asked.cell, asked.value
    examples = [cell] if cell and (cell.choices or cell.number_format or cell.said) else []
    takes, guess = takes_of(Column(label=asked.said, examples=examples), asked.unit, asked.place)
    if _DATED.search(asked.said) and not value:
        takes = {"type": "date"}
    roomy = cell is not None and (cell.wide > 3 or cell.high > 2)
    if roomy and _NAMED < takes.get("max_length", _LONG) < _LONG:
        takes["max_length"] = _LONG
    takes |= {"fill": "unit", "required": True}
    if takes.get("max_length", 0) >= _LONG:
        takes |= {"lines": 3, "align": "left"}
    if not value:
        return takes, (guess,)
    what = Words("由单位填写；原文中的内容视为样例", "filled by the unit; what stands there is an example")
    why = Words(f"原文填着“{one_line(value)[:20]}”", f"{one_line(value)[:20]!r} stands there")
    return takes, (guess, Guess(what=what, why=why, certainty=Certainty.UNSURE, place=asked.place))
