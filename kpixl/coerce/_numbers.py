"""Numbers and percentages, as people type them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from kpixl.blueprint.measures import numeral, parse_quantity
from kpixl.coerce._texts import LONGEST, MOST, PLACEHOLDERS, Filled, Reading, decimal_of, folded
from kpixl.rules.types import ValueType

_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:(?P<groups>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+))"
    r"(?P<percent> ?%)?"
)
_SEPARATED = re.compile(r"[+-]?[0-9.,、 ]*[,、 ][0-9.,、 ]*%?")
_POWER = re.compile(r"[+-]?[0-9.]+[Ee][+-]?[0-9]+")
_NUMERALS = re.compile("[〇零一二两三四五六七八九十百千万亿点]+")
_PERCENT_WORDS = re.compile(
    r"百分之(?:(?P<digits>[0-9]+(?:\.[0-9]+)?)|(?P<numeral>[零〇一二三四五六七八九十百]+))|"
    r"(?P<before>[零〇一二三四五六七八九十百]+)%"
)
_DIGITS = 15


def read_number(filled: Filled, kind: ValueType, original: str) -> Reading:
    """A number, a percentage as a fraction. original: the text before it was cleaned."""
    if isinstance(filled, date):
        return Reading(error="V001")
    if not isinstance(filled, str):
        if abs(filled) >= MOST:
            return Reading(error="V010", reason="many_digits")
        return Reading(value=decimal_of(filled))
    text = folded(filled)
    if len(text) > LONGEST or text.casefold() in PLACEHOLDERS:
        return Reading(error="V001")
    match = _NUMBER.fullmatch(text)
    if match is None:
        return _in_words(text) if kind.name == "percent" else in_unit(text, kind) or _no_number(text)
    reason = _doubt(match, kind)
    if reason:
        return Reading(error="V010", reason=reason)
    value = Decimal(match["number"].replace(",", "")) or Decimal(0)
    if match["percent"]:
        return Reading(value=value.scaleb(-2), note="V106")
    odd = text != original.strip(" \t\r\n")
    return Reading(value=value, note="V102" if match["groups"] else "V101" if odd else "V103")


def in_unit(text: str, kind: ValueType) -> Reading | None:
    """An amount with its unit, in the unit of the cell; None where it is none, or the cell states no unit."""
    wanted, amount = kind.lexicon.unit(kind.unit), parse_quantity(text, kind.lexicon)
    if wanted is None or amount is None or amount.measure != wanted.measure or amount.yearly is not None:
        return None
    return Reading(value=(amount.base / wanted.factor).normalize() + 0, note="V109")


def _doubt(match: re.Match[str], kind: ValueType) -> str | None:
    """Why a well-formed number has more than one meaning in a cell of this type."""
    digits = re.sub("[^0-9]", "", match["number"]).strip("0")
    if len(digits) > _DIGITS:
        return "many_digits"
    if match["percent"]:
        return None if kind.name == "percent" else "percent_sign"
    return "no_percent_sign" if kind.name == "percent" and digits else None


def _in_words(text: str) -> Reading:
    """百分之九十, 九十%: nothing but a percentage."""
    match = _PERCENT_WORDS.fullmatch(text)
    if match is None:
        return _no_number(text)
    number = Decimal(match["digits"]) if match["digits"] else numeral(match["numeral"] or match["before"])
    if number is None or len(match["digits"] or "") > _DIGITS:
        return _no_number(text)
    return Reading(value=Decimal(number).scaleb(-2), note="V106")


def _no_number(text: str) -> Reading:
    if _SEPARATED.fullmatch(text):
        reason = "separators"
    elif _POWER.fullmatch(text):
        reason = "power"
    elif _has_figures(text):
        reason = "words"
    else:
        return Reading(error="V001")
    return Reading(error="V010", reason=reason)


def _has_figures(text: str) -> bool:
    figures = any(unicodedata.category(char).startswith("N") for char in text)
    return figures or "百分之" in text or _NUMERALS.fullmatch(text) is not None
