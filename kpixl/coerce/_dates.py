"""Dates, as people type them and as spreadsheets store them."""

from __future__ import annotations

import re
from datetime import date, datetime

from kpixl.blueprint.measures import numeral
from kpixl.coerce._texts import LONGEST, PLACEHOLDERS, Filled, Reading, folded, with_hyphens
from kpixl.formats import date_of

_HOUR = (
    r"(?:[ T]|(?<![0-9]))(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[时点](?:半|整|许|[0-9]{1,2}分?(?:[0-9]{1,2}秒)?)?)"
)
_PART = "上午|下午|早上|早晨|清晨|凌晨|中午|正午|傍晚|晚上|晚间|夜间|夜里|早|晚|夜|[AP]M"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?:星期|周|礼拜)(?P<numeral>[一二三四五六日天1-7])|(?<=\()(?P<bare>[一二三四五六日])(?=\))|"
    r"(?P<english>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday)?"
)
_BESIDE = re.compile(
    rf"(?:[ ,]*\(?(?:{_WEEKDAY})\)?)?(?:[ ,]*\(?(?:{_PART})\)?)?(?:{_HOUR})?"
    r"(?:\+08:?00| ?[AP]M)?[ .。,、;]*$",
    re.IGNORECASE,
)
"""What people write behind a day: its weekday, the part of the day, the time, a stop."""
# A blank between two digits stays: it may part two numbers.
_LOOSE = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_AROUND = re.compile(r"\(([^()]*)\)")
_QUOTES = "'\"“”‘’"
_TENS = "一二三四五六七八九十"
_FORMS = (
    re.compile(
        r"(?P<year>[0-9]{4})(?P<mark>[-.。/,、·・_\\])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})[日号]?"
    ),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    re.compile(
        rf"(?:公元)?(?P<year>[0-9]{{4}}|[〇○零Oo0{_TENS[:-1]}]{{4}})年(?P<month>[0-9]{{1,2}}|[{_TENS}]{{1,2}})月"
        rf"(?P<day>[0-9]{{1,2}}|[{_TENS}]{{1,3}})[日号曰]?"
    ),
    re.compile(r"(?P<day>[0-9]{1,2})[- ]?(?P<month>[A-Za-z]{3,9})[-, ]{0,2}(?P<year>[0-9]{4})"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})[- ]?(?P<day>[0-9]{1,2})[-, ]{1,2}(?P<year>[0-9]{4})"),
)
"""Year, month and day; beside 年, 月 and 日 each of them in figures or in numerals."""
_NUMERALS = str.maketrans(
    {**dict(zip("壹贰叁肆伍陆柒捌玖拾", _TENS, strict=True)), "廿": "二十", "卅": "三十"}
)
_YEAR_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_PLAUSIBLE = range(2000, 2101)


def read_date(filled: Filled, *, date1904: bool) -> Reading:
    """A whole day. Year, month and day must all be there, the year first and with four digits."""
    if isinstance(filled, datetime):
        return Reading(value=filled.date(), note="V104")
    if isinstance(filled, date):
        return Reading(value=filled)
    if not isinstance(filled, str):
        return _read(_stored(filled, date1904=date1904))
    text = with_hyphens(folded(filled))
    if text.casefold() in PLACEHOLDERS:
        return Reading(note="V108")
    return _typed(text) if len(text) <= LONGEST else _read(None)


def _read(day: date | None) -> Reading:
    return Reading(error="V007") if day is None else Reading(value=day, note="V104")


def _stored(number: float, *, date1904: bool) -> date | None:
    """The day of a number without a date format: a spreadsheet's count of days, or 20210517."""
    if number == int(number) and len(digits := f"{number:.0f}") == 8:
        return _written(digits)
    moment = date_of(number, date1904=date1904)
    day = moment.date() if isinstance(moment, datetime) else moment
    return day if day and day.year in _PLAUSIBLE else None


def _typed(text: str) -> Reading:
    """A day with what stands behind it; a weekday that is another one's leaves both in doubt."""
    bare = text.strip(_QUOTES)
    around = _AROUND.fullmatch(bare)
    bare = around[1] if around else bare
    beside = _BESIDE.search(bare)
    if beside is None:
        return _read(_written(bare))
    day, weekday = _written(bare[: beside.start()]), _weekday(beside)
    if day is not None and weekday is not None and weekday != day.weekday():
        return Reading(value=day, error="V021")
    return _read(day)


def _weekday(beside: re.Match[str]) -> int | None:
    """From Monday, 0; None where none is written."""
    numeral = beside["numeral"] or beside["bare"]
    if numeral:
        return int(numeral) - 1 if numeral.isdecimal() else "一二三四五六日".find(numeral.replace("天", "日"))
    return _WEEKDAYS.index(beside["english"].casefold()) if beside["english"] else None


def _written(text: str) -> date | None:
    plain = _LOOSE.sub("", text).translate(_NUMERALS)
    match = next(filter(None, (form.fullmatch(plain) for form in _FORMS)), None)
    if match is None:
        return None
    year = match["year"].translate(_YEAR_DIGITS)
    return _day(int(year), _number(match["month"]), _number(match["day"]))


def _number(text: str) -> int | None:
    """Of a month or day: in figures, in numerals, or by the month's English name."""
    if text.isdecimal():
        return int(text)
    if text.isascii():
        name = text.casefold()
        return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), None)
    return numeral(text)


def _day(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:  # no such day: the 30th of February, or a numeral that is none
        return None
