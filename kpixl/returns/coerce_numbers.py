"""Numbers and percentages, as people type them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from kpixl.returns.coerce_texts import LONGEST, MOST, PLACEHOLDERS, Filled, Reading, decimal_of, folded
from kpixl.rules.types import ValueType

_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:(?P<groups>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+))"
    r"(?P<percent> ?%)?"
)
_SEPARATED = re.compile(r"[+-]?[0-9.,、 ]*[,、 ][0-9.,、 ]*%?")
_POWER = re.compile(r"[+-]?[0-9.]+[Ee][+-]?[0-9]+")
_NUMERALS = re.compile("[〇零一二两三四五六七八九十百千万亿点]+")
_PERCENT_WORDS = re.compile(
    r"百分之(?:(?P<digits>[0-9]+(?:\.[0-9]+)?)|(?P<numeral>[零〇一二三四五六七八九十百]+))"
)
_TENS = re.compile("(?:(?P<tens>[一二三四五六七八九]?)十)?(?P<ones>[一二三四五六七八九]?)")
_ONES = "零一二三四五六七八九"
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
        return _in_words(text) if kind.name == "percent" else _no_number(text)
    reason = _doubt(match, kind)
    if reason:
        return Reading(error="V010", reason=reason)
    value = Decimal(match["number"].replace(",", "")) or Decimal(0)
    if match["percent"]:
        return Reading(value=value.scaleb(-2), note="V106")
    odd = text != original.strip(" \t\r\n")
    return Reading(value=value, note="V102" if match["groups"] else "V101" if odd else "V103")


def _doubt(match: re.Match[str], kind: ValueType) -> str | None:
    """Why a well-formed number has more than one meaning in a cell of this type."""
    digits = re.sub("[^0-9]", "", match["number"]).strip("0")
    if len(digits) > _DIGITS:
        return "many_digits"
    if match["percent"]:
        return None if kind.name == "percent" else "percent_sign"
    return "no_percent_sign" if kind.name == "percent" and digits else None


def _in_words(text: str) -> Reading:
    """百分之九十: nothing but a percentage."""
    match = _PERCENT_WORDS.fullmatch(text)
    if match is None:
        return _no_number(text)
    number = Decimal(match["digits"]) if match["digits"] else numeral(match["numeral"])
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


def numeral(text: str) -> int | None:
    """A Chinese numeral from 零 to 一百; None for all others."""
    if text in {"百", "一百"}:
        return 100
    if text in {"零", "〇"}:
        return 0
    match = _TENS.fullmatch(text)
    if not text or match is None:
        return None
    tens = 0 if match["tens"] is None else _ONES.index(match["tens"] or "一")
    return 10 * tens + (_ONES.index(match["ones"]) if match["ones"] else 0)
