"""From what stands in a cell to the value that its type takes, with a trail; what is ambiguous is an error.

Every variant has one outcome; docs/values.md lists them.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kpixl.blueprint.expressions import Value, text_length
from kpixl.coerce._dates import read_date
from kpixl.coerce._faces import as_shown, held, is_clear
from kpixl.coerce._figures import FIGURE_KINDS, read_figure, unit_hint
from kpixl.coerce._numbers import read_number
from kpixl.coerce._texts import (
    LONGEST,
    MOST,
    Filled,
    Reading,
    clean,
    clipped,
    decimal_of,
    has_control,
    lost_in,
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
)
from kpixl.rules.types.accept import union_code
from kpixl.rules.types.faces import LIST_LENGTH
from kpixl.words import NO_WORDS, Words

_LISTED = 20
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LOST_ZERO = re.compile(r"[0-9]{4}\.1")
_NOTHING = Words("空白", "nothing")
_UNKNOWN = Words("无法确定的内容", "what cannot be told for certain")
_DAY = Words("请直接填写年月日，如 2021-05-17。", "Enter year, month and day, as in 2021-05-17.")
_ANEW = Words(
    "请从同一列没填过的单元格复制格式，再直接填写。",
    "Copy the format of an unfilled cell of the same column, then type the entry itself.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coerced:
    """A cell's value.

    value: what the type takes, None for a blank; where valid is False what was read, None if nothing was;
    text: what stands in the cell as a person sees it, control characters escaped, numbers with all digits;
    valid: False with an error, True for a blank; findings: at most a note, an error and a warning, each
    without place.
    """

    value: Value
    text: str
    valid: bool
    findings: tuple[Finding, ...]


_BLANK = Coerced(value=None, text="", valid=True, findings=())


def coerce(raw: RawCell, kind: ValueType, *, date1904: bool = False) -> Coerced:
    """The value of a cell to fill.

    date1904: how its workbook counts days; a date that was stored without its format needs it.
    """
    if raw.is_blank:
        return _BLANK
    if len(raw.text) > LONGEST:
        return _coerced(raw, kind, date1904=date1904)
    differing = type(raw.value).__name__, id(kind.lexicon), date1904
    return _once(raw, kind, differing)


@lru_cache(maxsize=4096)
def _once(raw: RawCell, kind: ValueType, differing: tuple[str, int, bool]) -> Coerced:
    """The same of what is short, read once for all cells of whatever returns that say it.

    differing: in what equal cells and types may differ: 1 is True, and types leave the units aside.
    """
    return _coerced(raw, kind, date1904=differing[-1])


def _coerced(raw: RawCell, kind: ValueType, *, date1904: bool) -> Coerced:
    reading = _read(raw, kind, date1904=date1904)
    text = _seen(raw, kind, reading.value)
    error = _judged(reading, kind)
    findings = []
    if reading.note and reading.error is None:
        findings.append(found(reading.note, value=clipped(text), expected=_spoken(reading.value, kind)))
    if error:
        findings.append(
            _two_things(raw, kind, date1904=date1904)
            if error == "V018"
            else _error(error, raw, kind, reading, text)
        )
    if raw.struck.strip():
        out = text if raw.struck == raw.text else visible(raw.struck)
        findings.append(found("V110", value=clipped(text), struck=clipped(out)))
    valid = all(finding.severity != Severity.ERROR for finding in findings)
    return Coerced(value=reading.value, text=text, valid=valid, findings=tuple(findings))


def _judged(reading: Reading, kind: ValueType) -> str | None:
    """The code of what is wrong; of a union the type that took the value has judged it."""
    if reading.error or reading.value is None or kind.name == UNION:
        return reading.error
    return breach(kind, reading.value)


def _read(raw: RawCell, kind: ValueType, *, date1904: bool) -> Reading:
    value = raw.value
    if raw.is_picture:
        return Reading(error="V019")
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
    if lost_in(cleaned):
        return Reading(error="V020")
    return _by_kind(cleaned, value, raw, kind, date1904=date1904)


def _by_kind(filled: Filled, original: str, raw: RawCell, kind: ValueType, *, date1904: bool) -> Reading:
    if kind.name == UNION:
        return _first_that_fits(filled, original, raw, kind, date1904=date1904)
    if not isinstance(filled, str) and not is_clear(raw, filled, kind, date1904=date1904):
        return Reading(error="V018")
    if kind.name in NUMBERS:
        return read_number(filled, kind, original)
    if kind.name == "date":
        return read_date(filled, date1904=date1904)
    if isinstance(filled, str):
        return _as_text(filled, kind, original)
    if isinstance(filled, int | float) and abs(filled) >= MOST:
        return Reading(error="V010", reason="lost_digits")
    face = as_shown(raw, filled, kind)
    if kind.name == "period" and isinstance(filled, float) and _LOST_ZERO.fullmatch(str(face)):
        return Reading(error="V010", reason="lost_zero")
    return _as_text(face, kind, str(face))


def _as_text(filled: str | date, kind: ValueType, original: str) -> Reading:
    if kind.name in LISTS:
        return read_choice(filled, kind, original)
    return (read_figure if kind.name in FIGURE_KINDS else read_text)(filled, kind, original)


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
    return Reading(error="V018" if {*codes} == {"V018"} else union_code(kind, codes))


def _seen(raw: RawCell, kind: ValueType, read: Value) -> str:
    """What a person sees in the cell; of a number or date that was read as one, all that it holds."""
    value = raw.value
    if raw.error is not None:
        return visible(raw.error)
    if isinstance(value, bool):
        return str(value).upper()
    if value is None or isinstance(value, str):
        return visible(value or "")
    seen = value if isinstance(read, Decimal | date) else as_shown(raw, value, kind) or value
    if isinstance(seen, date):
        return moment_text(seen)
    return visible(seen) if isinstance(seen, str) else number_text(seen, raw.number_format)


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


def _two_things(raw: RawCell, kind: ValueType, *, date1904: bool) -> Finding:
    """The finding of a cell that shows something else than it holds, with both."""
    face, number = (raw.face or "").strip(), held(raw, date1904=date1904)
    shown = clipped(visible(face))
    stored = Words(number, number)
    if kind.name == "percent" and isinstance(raw.value, int | float):
        meant = _spoken(decimal_of(raw.value), kind)
        stored = Words(f"{number}（即{meant}）", f"{number} ({meant})")
    return found(
        "V018",
        value=shown or number,
        wanted=_wanted(kind),
        shown=Words(shown, shown) if shown else _UNKNOWN if raw.face is None else _NOTHING,
        stored=stored,
        advice=_advice(face, raw, kind, date1904=date1904),
    )


def _advice(face: str, raw: RawCell, kind: ValueType, *, date1904: bool) -> Words:
    """To type what the cell shows, where the type would take that."""
    if isinstance(raw.value, date):
        return _DAY
    typed, shown = _read_string(face, raw, kind, date1904=date1904), clipped(visible(face))
    if typed.value is None or _judged(typed, kind):
        return _ANEW
    return Words(f"请改填{shown}。", f"Enter {shown} instead.")


def _wanted(kind: ValueType) -> Words:
    if len(kind.choices) > _LISTED:
        return Words("从下拉列表中选一项", "one of the items of the drop-down list")
    return type_words(kind)


def _facts(code: str, kind: ValueType, reading: Reading, text: str) -> dict[str, Any]:
    told = _FACTS.get(code)
    return told(kind, reading, text) if told else {}


def _shape(kind: ValueType) -> dict[str, Any]:
    told = kind.pattern_message
    why = Words(told, told) if told else _OUT_OF_SHAPE
    return {"pattern": kind.pattern, "why": why, "blank": _IF_NOTHING}


def _weekday(day: Value) -> Words:
    """What day of the week it is."""
    at = day.weekday() if isinstance(day, date) else 0
    return Words(f"星期{'一二三四五六日'[at]}", _WEEKDAYS[at])


_OUT_OF_SHAPE = Words("写法不对", "it is not written as it must be")
_IF_NONE = Words("没有数据的请留空，", "leave it blank if there is no figure, ")
_IF_NOTHING = Words("，没有的请留空", ", or leave it blank if there is none")


def _too_long(kind: ValueType, reading: Reading, text: str) -> dict[str, Any]:
    """Length and limit: of the longest item of a list, unless it is the whole that is too long."""
    value, limit = str(reading.value or text), (kind.alternatives or (kind,))[-1].max_length or 0
    if kind.name == "list":
        longest = max(map(text_length, value.split(kind.separator)))
        if longest > limit:
            return {"length": longest, "limit": limit}
        limit = LIST_LENGTH
    return {"length": text_length(value), "limit": limit}


def _suggestion(text: str, choices: tuple[str, ...]) -> dict[str, Any]:
    """The choice that was probably meant. A long text is none; in a long list the search takes too long."""
    near = difflib.get_close_matches(text, choices, 1) if len(text) <= LONGEST and len(choices) <= 500 else ()
    if not near:
        return {"suggestion": None, "hint": ""}
    return {"suggestion": near[0], "hint": Words(f"（是不是“{near[0]}”？）", f" (did you mean “{near[0]}”?)")}


_FACTS: Mapping[str, Callable[[ValueType, Reading, str], dict[str, Any]]] = {
    "V001": lambda *_: {"instead": NO_WORDS, "blank": _IF_NONE},
    "V020": lambda _kind, _reading, text: {"lost": lost_in(text)},
    "V004": lambda kind, *_: {"places": decimals(kind)},
    "V005": _too_long,
    "V006": lambda kind, _, text: _suggestion(text, kind.choices),
    "V008": lambda kind, *_: _shape(kind),
    "V010": lambda _, reading, __: REASONS[reading.reason or "words"],
    "V014": lambda kind, _, text: unit_hint(text, kind.lexicon),
    "V015": lambda kind, _, text: unit_hint(text, kind.lexicon),
    "V021": lambda _, reading, __: {"weekday": _weekday(reading.value)},
}
"""What the templates of each code ask for besides value and what is wanted."""
