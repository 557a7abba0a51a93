"""From what stands in a cell to the value that its type takes, with a trail; what is ambiguous is an error.

Every variant has one outcome; docs/values.md lists them.
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import Value
from kpixl.coerce._dates import read_date
from kpixl.coerce._figures import FIGURE_KINDS, read_figure, unit_hint
from kpixl.coerce._numbers import read_number
from kpixl.coerce._texts import (
    LONGEST,
    MOST,
    Filled,
    Reading,
    clean,
    clipped,
    has_control,
    moment_text,
    number_text,
    read_choice,
    read_text,
)
from kpixl.findings import Finding, Severity, found, visible
from kpixl.findings.catalogue.value import REASONS
from kpixl.formats import RawCell
from kpixl.rules.types import (
    LISTS,
    NUMBERS,
    UNION,
    ValueType,
    as_text,
    breach,
    decimals,
    spoken,
    type_words,
    utf16_length,
)
from kpixl.rules.types.accept import union_code
from kpixl.rules.types.faces import LIST_LENGTH
from kpixl.words import Words

_LISTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Coerced:
    """A cell's value.

    value: what the type takes, None for a blank; where valid is False what was read, None if nothing was;
    text: what stands in the cell as a person sees it, control characters escaped, numbers with all digits;
    valid: False with an error, True for a blank; findings: at most one note and one error, without place.
    """

    value: Value
    text: str
    valid: bool
    findings: tuple[Finding, ...]


def coerce(raw: RawCell, kind: ValueType, *, date1904: bool = False) -> Coerced:
    """The value of a cell to fill.

    date1904: how its workbook counts days; a date that was stored without its format needs it.
    """
    reading = _read(raw, kind, date1904=date1904)
    text = _seen(raw)
    error = _judged(reading, kind)
    findings = []
    if reading.note and reading.error is None:
        findings.append(found(reading.note, value=clipped(text), expected=_spoken(reading.value, kind)))
    if error:
        findings.append(_error(error, raw, kind, reading, text))
    valid = all(finding.severity != Severity.ERROR for finding in findings)
    return Coerced(value=reading.value, text=text, valid=valid, findings=tuple(findings))


def _judged(reading: Reading, kind: ValueType) -> str | None:
    """The code of what is wrong; of a union the type that took the value has judged it."""
    if reading.error or reading.value is None or kind.name == UNION:
        return reading.error
    return breach(kind, reading.value)


def _read(raw: RawCell, kind: ValueType, *, date1904: bool) -> Reading:
    value = raw.value
    if raw.error is not None:
        return Reading(error="V009")
    if raw.formula is not None:
        return Reading(error="V011")
    if value is None:
        return Reading()
    if isinstance(value, bool):
        return Reading(error="V006" if kind.name == "yes_no" else "V012")
    if isinstance(value, str):
        return _read_string(value, raw, kind, date1904=date1904)
    if not isinstance(value, date) and not math.isfinite(value):
        return Reading(error="V009")
    return _by_kind(value, "", raw, kind, date1904=date1904)


def _read_string(value: str, raw: RawCell, kind: ValueType, *, date1904: bool) -> Reading:
    cleaned = clean(value)
    if not cleaned:
        return Reading()
    if has_control(cleaned):
        return Reading(error="V013")
    return _by_kind(cleaned, value, raw, kind, date1904=date1904)


def _by_kind(filled: Filled, original: str, raw: RawCell, kind: ValueType, *, date1904: bool) -> Reading:
    if kind.name == UNION:
        return _first_that_fits(filled, original, raw, kind, date1904=date1904)
    if kind.name in NUMBERS:
        return read_number(filled, kind, original)
    if kind.name == "date":
        return read_date(filled, date1904=date1904)
    if kind.name in LISTS:
        return read_choice(filled, kind, original, raw.number_format)
    if kind.name in FIGURE_KINDS:
        return read_figure(filled, kind, original, raw.number_format)
    return read_text(filled, kind, original, raw.number_format)


def _first_that_fits(
    filled: Filled, original: str, raw: RawCell, kind: ValueType, *, date1904: bool
) -> Reading:
    """As the first of a union's types reads it that takes it."""
    if isinstance(filled, int | float) and abs(filled) >= MOST:
        return Reading(error="V010", reason="lost_digits")
    codes: list[str | None] = []
    for each in kind.alternatives:
        reading = _by_kind(filled, original, raw, each, date1904=date1904)
        codes.append(_judged(reading, each))
        if codes[-1] is None:
            differs = kind.kind == "text" and isinstance(reading.value, Decimal | date | bool)
            return replace(reading, value=_spoken(reading.value, each)) if differs else reading
    return Reading(error=union_code(kind, codes))


def _seen(raw: RawCell) -> str:
    value = raw.value
    if raw.error is not None:
        return visible(raw.error)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return moment_text(value)
    if isinstance(value, int | float):
        return number_text(value, raw.number_format)
    return visible(value or "")


def _spoken(value: Value, kind: ValueType) -> str:
    """A value as a person writes it in a cell of this type, with the unit of money."""
    if isinstance(value, Decimal) and kind.name in NUMBERS:
        return clipped(f"{spoken(value, kind)}{kind.unit}")
    return clipped(visible(as_text(value)))


def _error(code: str, raw: RawCell, kind: ValueType, reading: Reading, text: str) -> Finding:
    value = clipped(text)
    if code == "V011":
        value = clipped(visible(f"={raw.formula}"))
    elif isinstance(reading.value, Decimal):
        meant = _spoken(reading.value, kind)
        if value not in {meant, meant.removesuffix(kind.unit)}:
            value = f"{value} = {meant}"  # 5 in a percentage without its format is 500 %
    return found(code, value=value, wanted=_wanted(kind), **_facts(code, kind, reading, text))


def _wanted(kind: ValueType) -> Words:
    if len(kind.choices) > _LISTED:
        return Words("从下拉列表中选一项", "one of the items of the drop-down list")
    return type_words(kind)


def _facts(code: str, kind: ValueType, reading: Reading, text: str) -> dict[str, Any]:
    match code:
        case "V004":
            return {"places": decimals(kind)}
        case "V005":
            return _too_long(kind, reading, text)
        case "V006":
            return _suggestion(text, kind.choices)
        case "V008":
            return {"pattern": kind.pattern}
        case "V010":
            return REASONS[reading.reason or "words"]
        case "V014" | "V015":
            return unit_hint(text, kind.lexicon)
    return {}


def _too_long(kind: ValueType, reading: Reading, text: str) -> dict[str, Any]:
    """Length and limit: of the longest item of a list, unless it is the whole that is too long."""
    value, limit = str(reading.value or text), (kind.alternatives or (kind,))[-1].max_length or 0
    if kind.name == "list":
        longest = max(map(utf16_length, value.split(kind.separator)))
        if longest > limit:
            return {"length": longest, "limit": limit}
        limit = LIST_LENGTH
    return {"length": utf16_length(value), "limit": limit}


def _suggestion(text: str, choices: tuple[str, ...]) -> dict[str, Any]:
    """The choice that was probably meant. A long text is none; in a long list the search takes too long."""
    near = difflib.get_close_matches(text, choices, 1) if len(text) <= LONGEST and len(choices) <= 500 else ()
    if not near:
        return {"suggestion": None, "hint": ""}
    return {"suggestion": near[0], "hint": Words(f"（是不是“{near[0]}”？）", f" (did you mean “{near[0]}”?)")}
