"""What a cell shows beside what it holds: the text that is read there, and whether both say the same."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kpixl.coerce._dates import read_date
from kpixl.coerce._numbers import in_unit
from kpixl.coerce._texts import MOST, decimal_of, folded, moment_text, number_text
from kpixl.formats import RawCell, is_date_format, serial_of
from kpixl.rules.types import NUMBERS, ValueType
from kpixl.rules.types.periods import parse_period

_FIGURE = re.compile(
    r"(?P<minus>-?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<part>[0-9]*))?"
    r"(?:E(?P<power>[+-]?[0-9]{1,3}))?(?P<rest>[^0-9].*)?"
)
_FRACTION = re.compile(r"(?P<minus>-?)(?:(?P<whole>[0-9]+) +)?(?P<above>[0-9]+)/(?P<below>[0-9]+)")
_LEADING_ZEROS = re.compile(r"-?0[0-9]")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_CURRENCY = re.compile(r"(-?)(?:([¥￥])|\$) ?(-?)(.+)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_THOUSANDS = re.compile("[0#?],+(?![0#?,])")
"""A number format that shows a thousandth, be it rounded to nothing."""
_YEARS = range(1900, 2101)
"""Numbers that somebody may have typed for a year."""


def is_clear(raw: RawCell, filled: float | date, kind: ValueType, *, date1904: bool) -> bool:
    """Whether the cell shows its number or date so that a value of this type may be taken from it."""
    face = (raw.face or "").strip()
    if isinstance(filled, date):
        if kind.name == "date":
            return _says_day(face, filled) and not _typed_as_number(filled, date1904=date1904)
        return kind.name in NUMBERS or bool(face)
    if abs(filled) >= MOST:
        return True  # its digits are lost, whatever it shows
    if kind.name == "date":
        # a number that is no day, which a cell shows as ####, was typed as it is stored
        return is_date_format(raw.number_format) or _is_number(face, decimal_of(filled))
    if kind.name in NUMBERS:
        scaled = filled and _IN_THOUSANDS.search(raw.number_format or "")
        return not scaled and _says_number(face, decimal_of(filled), kind)
    return bool(face)


def as_shown(raw: RawCell, filled: float | date, kind: ValueType) -> str | date:
    """What a type that is a text takes of a number or date: its face.

    A date that is shown whole stays one; of a number that is shown in full the digits are taken, without
    grouping and without zeros behind the last decimal.
    """
    face = (raw.face or "").strip()
    if isinstance(filled, date):
        return filled if _says_day(face, filled) or _is_month(face, filled, kind) else face
    if kind.name == "period" or _LEADING_ZEROS.match(face) or not _is_number(face, decimal_of(filled)):
        return face
    return number_text(filled, raw.number_format)


def held(raw: RawCell, *, date1904: bool) -> str:
    """What the cell holds; of a day that was typed as a number, that number."""
    value = raw.value
    if isinstance(value, date):
        if not _typed_as_number(value, date1904=date1904):
            return moment_text(value)
        value = serial_of(value, date1904=date1904)
    return number_text(value, "General") if isinstance(value, int | float) else str(value)


def _is_number(face: str, value: Decimal) -> bool:
    """Whether the face is the number in full, be it grouped, be it as a percentage."""
    match = _FIGURE.fullmatch(folded(face))
    shown = _shown(match) if match else None
    if match is None or shown is None or match["power"] or match["rest"] not in (None, "%"):
        return False
    return shown[0].scaleb(-2 if match["rest"] else 0) == value


def _says_number(face: str, value: Decimal, kind: ValueType) -> bool:
    """Whether the face is the number but for rounding, grouping, and a unit that is the column's."""
    text = folded(face)
    if text == "-":
        return not value  # how books of account write zero
    if brackets := _IN_BRACKETS.fullmatch(text):
        text = f"-{brackets[1].strip()}"
    if fraction := _FRACTION.fullmatch(text):
        return _says_fraction(fraction, value)
    if currency := _CURRENCY.fullmatch(text):
        text = f"{currency[1] or currency[3]}{currency[4]}{'元' if currency[2] else '美元'}"
    match = _FIGURE.fullmatch("".join(text.split()))
    shown = _shown(match) if match else None
    factor = _factor(match["rest"], kind) if match else None
    if shown is None or factor is None:
        return False
    number, last = shown
    return abs(number * factor - value) <= last * factor * Decimal("0.500001")


def _shown(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """The number in a face, and one of its last place."""
    if not match["digits"] and not match["part"]:
        return None
    part, power = match["part"] or "", int(match["power"] or 0)
    number = Decimal(f"{match['minus']}{match['digits'].replace(',', '') or 0}.{part or 0}")
    return number.scaleb(power), Decimal(1).scaleb(power - len(part))


def _factor(rest: str | None, kind: ValueType) -> Decimal | None:
    """By what a figure followed by this is to be multiplied to be one of the type; None where it is none."""
    if not rest:
        return Decimal(1)
    if rest == "%":
        return Decimal("0.01") if kind.name == "percent" else None
    one = in_unit(f"1{rest}", kind)
    return one.value if one and isinstance(one.value, Decimal) else None


def _says_fraction(match: re.Match[str], value: Decimal) -> bool:
    below = int(match["below"])
    if not below:
        return False
    number = int(match["whole"] or 0) + Fraction(int(match["above"]), below)
    return abs((-number if match["minus"] else number) - Fraction(value)) <= Fraction(1, 2 * below)


def _says_day(face: str, day: date) -> bool:
    """Whether year, month and day can be read in the face, in whatever order."""
    plain = day.date() if isinstance(day, datetime) else day
    return read_date(face, date1904=False).value == plain or day.day in (_beside_month(face, day) or ())


def _beside_month(face: str, day: date) -> list[int] | None:
    """The numbers in the face besides the day's year and month; None where it does not tell these."""
    left = [int(number) for number in re.findall("[0-9]+", face)]
    months = [] if _MONTHS[day.month - 1] in face.casefold() else [day.month]
    for number in (day.year if day.year in left else day.year % 100, *months):
        if number not in left:
            return None
        left.remove(number)
    return left


def _is_month(face: str, day: date, kind: ValueType) -> bool:
    """Whether the face names a period's month in a way that nobody types: `May-21`."""
    return kind.name == "period" and not parse_period(face) and _beside_month(face, day) is not None


def _typed_as_number(day: date, *, date1904: bool) -> bool:
    """Whether the day is rather a number, which the format made a date of: 2021 is shown as 1905-07-13."""
    serial = serial_of(day, date1904=date1904)
    return serial in _YEARS and serial == int(serial)
