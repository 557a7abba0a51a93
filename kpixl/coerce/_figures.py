"""Thresholds, quantities, periods and lists: texts with one usual form, as people type them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from kpixl.blueprint.measures import parse_quantity, parse_threshold, unknown_unit, usual_signs
from kpixl.blueprint.model import Lexicon
from kpixl.coerce._texts import PLACEHOLDERS, Reading, folded
from kpixl.rules.types import ValueType
from kpixl.rules.types.periods import month_of, parse_period
from kpixl.words import NO_WORDS, Words

_DASHES = re.compile("[-–—―]{1,9}")
_SEPARATORS = "、，,;；\n"


def _threshold(text: str, kind: ValueType) -> str | None:
    found = parse_threshold(text, kind.lexicon, kind.states)
    return found.text if found else None


def _quantity(text: str, kind: ValueType) -> str | None:
    found = parse_quantity(text, kind.lexicon, kind.unit)
    return found.text if found else None


def _list(text: str, kind: ValueType) -> str:
    """The items with the separator alone between them; what people type for an enumeration comma is one."""
    marks = _SEPARATORS if kind.separator in _SEPARATORS else f"{kind.separator}\n"
    pattern = "|".join(map(re.escape, marks if kind.separator in _SEPARATORS else (kind.separator, "\n")))
    items = (" ".join(item.split()) for item in re.split(pattern, text))
    return kind.separator.join(item for item in items if item)


FIGURE_KINDS: dict[str, tuple[str, Callable[[str, ValueType], str | None]]] = {
    "threshold": ("V014", _threshold),
    "quantity": ("V015", _quantity),
    "period": ("V016", lambda text, kind: parse_period(text)),
    "list": ("V014", _list),
}
"""Type → the code of what it cannot read, and how it reads a text."""


def read_figure(filled: str | date, kind: ValueType, original: str) -> Reading:
    """The usual form of what was typed. original: the text before it was cleaned."""
    code, usual = FIGURE_KINDS[kind.name]
    if isinstance(filled, date):
        month = month_of(filled) if kind.name == "period" else None
        return Reading(value=month, note="V109") if month else Reading(error=code)
    plain = folded(filled).casefold()
    if (plain in PLACEHOLDERS or _DASHES.fullmatch(plain)) and filled not in kind.states:
        return Reading(note="V108")
    value = usual(filled, kind)
    if value is None:
        return Reading(error=code)
    if not value:
        return Reading(note="V108")
    if value == original or (kind.name == "threshold" and value == usual_signs(original)):
        return Reading(value=value)
    return Reading(value=value, note="V105" if value == filled else "V109")


def unit_hint(text: str, lexicon: Lexicon) -> dict[str, Any]:
    """What to say of a unit that the lexicon does not have, with the nearest that it has."""
    unit = unknown_unit(text, lexicon)
    if unit is None:
        return {"suggestion": None, "hint": ""}
    multiple, rest = (unit[:1], unit[1:]) if unit[:1] in "百千万亿" else ("", unit)
    likely = difflib.get_close_matches(rest, lexicon.names, 1, 0.5) if rest else []
    near = [multiple + each for each in likely]
    meant = Words(f"（是不是“{near[0]}”？）", f" (did you mean “{near[0]}”?)") if near else NO_WORDS
    return {
        "suggestion": near[0] if near else None,
        "hint": Words(f"，不认识单位“{unit}”{meant.zh}", f"; the unit “{unit}” is not known{meant.en}"),
    }
