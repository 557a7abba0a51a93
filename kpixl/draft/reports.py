"""A template of a report in numbered lines as a narrative of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kpixl.draft.document import Place, flat
from kpixl.draft.guesses import Certainty, Guess, Noted
from kpixl.draft.hints import Column, takes_of
from kpixl.draft.loose import Line, blanks_of
from kpixl.draft.names import Names
from kpixl.words import Words

_OWN = re.compile(r"(责任|填报|报送)单位$")
_FULL = re.compile(r"满分.{0,3}?(\d+(?:\.\d+)?)\s*分")
_NUMBER = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+\s*[.．、])\s*"
)
_YES_OR_NO = re.compile(r"^是否")


def narrative(lines: Sequence[Line], names: Names) -> list[Noted]:
    """The lines of a report as a blueprint writes them."""
    return [made for line in lines for made in _line(line, names)]


def _line(line: Line, names: Names) -> Iterator[Noted]:
    below = [made for item in line.items for made in _line(item, names)]
    if line.blank and not below:
        yield _asking(line, names)
        return
    if not line.blank and not below and _asks(line):
        yield _asking(line, names)
        return
    text = re.sub(r"[：:。\s]+$", "", line.said) if below else line.said
    yield Noted({"text": text} | ({"items": below} if below else {}))


def _asks(line: Line) -> bool:
    """A numbered line without a colon that nothing stands below is a heading to write under."""
    return bool(_NUMBER.match(line.said)) and len(flat(line.said)) <= 40


def _asking(line: Line, names: Names) -> Noted:
    fields = []
    several = list(blanks_of(line))
    for number, pair in enumerate(several, start=1):
        label = _NUMBER.sub("", pair.label)
        takes, guess = _takes(label, line.text.place, alone=len(several) == 1)
        made: dict[str, Any] = {"name": names.new(label, f"n{number}"), "label": f"{pair.label}："}
        if _OWN.search(flat(label)) and len(several) == 1:
            why = Words(f"“{label}”就是填报的单位", f"{label!r} is the unit that reports")
            guess = Guess(what=_OWN_NAME, why=why, certainty=Certainty.UNSURE, place=line.text.place)
            fields.append(Noted(made | {"from": "subject.name"}, (guess,)))
        else:
            fields.append(Noted(made | takes | {"fill": "unit", "required": True}, (guess,)))
    return Noted({"fields": fields})


_OWN_NAME = Words("印出本单位名称", "the unit's own name is printed")


def _takes(label: str, place: Place, *, alone: bool) -> tuple[dict[str, Any], Guess]:
    """What an answer takes: what its label says, else several lines of text."""
    takes, guess = takes_of(Column(label=label), "", place)
    full = _FULL.search(label)
    if full:
        takes = {"type": "decimal", "places": 2, "min": 0, "max": float(full[1])}
    if "max_length" in takes and alone and takes["max_length"] >= 200:
        takes = {"type": "text", "max_length": 1000, "lines": 3, "align": "left"}
        why = Words("报告中的一项，要写一段话", "a part of a report, to be written in sentences")
        guess = Guess(what=_PROSE, why=why, certainty=Certainty.LIKELY, place=place)
    return takes, guess


_PROSE = Words("一段文字，不超过1000字", "some sentences, at most 1000 characters")
