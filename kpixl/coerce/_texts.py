"""Texts of cells: what is invisible or odd in them, what a person sees, and the types that are texts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from kpixl.blueprint.expressions import Value
from kpixl.rules.types import NO, YES, ValueType, as_text, breach

Filled = str | float | date
"""What a cell holds that is neither blank nor a truth value; text is cleaned, numbers are finite."""

LONGEST = 100
"""Characters beyond which a text is no number, date or choice, and those of a value that a finding quotes."""

MOST = 1e15
"""From here on a cell does not hold all digits of a number."""

_LOST = re.compile("\ufffd+|(?:锟斤拷)+(?:锟斤?)?|[?？]{2,}$")
"""What programs write in place of characters that they could not read or write, and what becomes of it."""

PLACEHOLDERS = frozenset(
    {"无", "暂无", "没有", "不涉及", "不适用", "-", "--", "–", "—", "——", "―", "/", "\\", "n/a", "na"}
)
"""What people write (folded) where they mean to leave a cell blank."""

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BLANKS = "\u2800\u3164\uffa0"
_INVISIBLE = "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff"
_JOINERS = "\u200c\u200d"
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_EDGES = " \t\n" + _SPACES + _BLANKS + _JOINERS + _TURNS
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# Marks that turn the text round count as control characters: what is read is then not what is seen.
_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff{_TURNS}]")

_NOTHING = dict.fromkeys(map(ord, _INVISIBLE))
_ODD = (
    _NOTHING
    | dict.fromkeys(map(ord, _SPACES), " ")
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {ord(odd): plain for odd, plain in zip("\u2212﹣﹢﹪﹐﹒", "--+%,.", strict=True)}
)
_DASHES = str.maketrans("‐‑‒–—―", "------")
_FULL_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
_YEAR_BRACKETS = re.compile(r"[\[［(（【〔﹝〖{｛]([0-9]{4})[\]］)）】〕﹞〗}｝]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a cell was read.

    value: None for a blank or where error is set; note: the code of what was normalised;
    error: the code of why it cannot be read; reason: why it has more than one meaning (a key of REASONS).
    """

    value: Value = None
    note: str | None = None
    error: str | None = None
    reason: str | None = None


def clean(text: str) -> str:
    """The text without what nobody sees: blanks at its ends, invisible characters, odd line ends."""
    if not text.isprintable():  # most are, and then nothing of that is in them
        text = _LINE_ENDS.sub("\n", text).translate(_NOTHING)
    return text.strip(_EDGES)


def has_control(text: str) -> bool:
    """Whether characters are in it that no keyboard writes and no cell shows."""
    return not text.isprintable() and _CONTROL.search(text) is not None


def lost_in(text: str) -> str:
    """What of a text stands for characters that are lost; question marks do where there is nothing else."""
    said = text.rstrip("?？")
    if said and "\ufffd" not in said and "锟斤拷" not in said:
        return ""
    found = _LOST.match(text) or _LOST.search(said)
    return found[0] if found else ""


def folded(text: str) -> str:
    """The text with full-width and odd forms of signs, digits and spaces made plain ones."""
    return text.translate(_ODD).strip()


def with_hyphens(text: str) -> str:
    """The text with every dash a hyphen: for dates and telephone numbers, where it can be nothing else."""
    return text.translate(_DASHES)


def clipped(text: str) -> str:
    """The text as a finding quotes it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def decimal_of(number: float) -> Decimal:
    """A stored number with the 15 digits that a spreadsheet keeps."""
    return Decimal(f"{number:.15g}") or Decimal(0)


def number_text(number: float, number_format: str) -> str:
    """A number as the cell shows it, but with all its digits: a percentage where the format makes it one."""
    if number and not 1e-12 < abs(number) < 1e15:
        return f"{number:.15g}"
    value = decimal_of(number)
    if "%" in re.sub(r'"[^"]*"|\\.', "", number_format):
        return f"{as_text(value * 100)}%"
    return as_text(value)


def moment_text(moment: date) -> str:
    """A date in ISO form, with its time where it has one."""
    return moment.isoformat(" ", "seconds") if isinstance(moment, datetime) else moment.isoformat()


def read_text(filled: str | date, kind: ValueType, original: str) -> Reading:
    """A text, document number or telephone number. original: the text before it was cleaned."""
    if isinstance(filled, date):
        return Reading(value=moment_text(filled), note="V104")
    normal = _NORMAL[kind.name](filled) if kind.name in _NORMAL else filled
    if normal != filled and breach(kind, normal) and not breach(kind, filled):
        normal = filled  # the blueprint's own pattern wants what is unusual elsewhere
    note = "V101" if normal != filled else "V105" if filled != original else None
    return Reading(value=normal, note=note)


def _document_number(text: str) -> str:
    tight = re.sub(f"[ {_SPACES}]", "", text).translate(_FULL_DIGITS)
    return _YEAR_BRACKETS.sub(r"〔\1〕", tight)


def _phone(text: str) -> str:
    return with_hyphens(folded(text)).replace(" ", "")


_NORMAL = {"doc_number": _document_number, "phone": _phone}


def read_choice(filled: str | date, kind: ValueType, original: str) -> Reading:
    """One of the texts of a list: as it stands, or the only one that differs in case, width or blanks.

    original: the text before it was cleaned.
    """
    if isinstance(filled, date):
        return Reading(error="V006")
    text = filled
    if text in kind.choices:
        return Reading(value=_chosen(text, kind), note=None if text == original else "V107")
    alike = _by_form(kind.choices).get(_form(text), ()) if len(text) <= LONGEST else ()
    if len(alike) == 1:
        return Reading(value=_chosen(alike[0], kind), note="V107")
    blank = folded(text).casefold() in PLACEHOLDERS and not alike
    if blank and not (kind.name == "yes_no" and text in {"无", "没有"}):  # there it may well mean no
        return Reading(note="V108")
    return Reading(error="V006")


def _chosen(choice: str, kind: ValueType) -> Value:
    return {YES: True, NO: False}[choice] if kind.name == "yes_no" else choice


_BOXES = str.maketrans(dict.fromkeys("√✓✔■", "☑") | dict.fromkeys("☐○", "□"))
"""How people tick a box, and leave one empty."""


def _form(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().translate(_BOXES).split())


@lru_cache(maxsize=256)
def _by_form(choices: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for choice in choices:
        forms[_form(choice)] = (*forms.get(_form(choice), ()), choice)
    return forms
