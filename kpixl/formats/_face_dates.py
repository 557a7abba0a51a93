"""Dates and times as a section of a number format shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kpixl.formats._face_codes import DATE, DIGIT, ELAPSED, LITERAL, POINT, SLASH, Section, Token
from kpixl.formats._number_formats import DAYS_1904, date_of

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HALVES = {"am/pm": ("AM", "PM"), "a/p": ("A", "P"), "上午/下午": ("上午", "下午")}
_SIGNS = "〇一二三四五六七八九"
_SECONDS = 86_400
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
_FIRST_TRUE = 61  # before it a spreadsheet's weekdays are those of a calendar with a 29 February 1900


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """What the tokens show. units: of the last second shown, how many it has; total: in these units."""

    day: date | None
    weekday: str | None
    total: int
    units: int

    @property
    def seconds(self) -> int:
        """Whole ones."""
        return self.total // self.units


def serial_of(moment: date, *, date1904: bool) -> float:
    """The number of a day as its workbook stores it."""
    at = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a spreadsheet knows no zone
    passed = (at.replace(tzinfo=None) - _EPOCH) / timedelta(days=1)
    if date1904:
        return passed - DAYS_1904
    return passed if passed >= _FIRST_TRUE else passed - 1


def shown_moment(serial: float, section: Section) -> str | None:
    """The number as date or time; None where that is not certain."""
    tokens = _roles(section.tokens or ())
    if tokens is None or serial < 0 or (section.local and any(_is_name(token) for token in tokens)):
        return None
    places = sum(token.kind == DIGIT for token in tokens)
    moment = _moment(serial, 10**places)
    halves = any(token.text in _HALVES for token in tokens)
    decimals = iter(f"{moment.total % moment.units:0{places}d}")
    pieces = [
        _shown(token, moment, halves=halves, numerals=section.numerals, decimals=decimals) for token in tokens
    ]
    return None if None in pieces else "".join(piece or "" for piece in pieces)


def _moment(serial: float, units: int) -> _Moment:
    total = round(serial * _SECONDS * units)
    number = total // (_SECONDS * units)
    found = date_of(number, date1904=False)
    day = found.date() if isinstance(found, datetime) else found
    weekday = _DAYS[day.weekday()] if day and number >= _FIRST_TRUE else None
    return _Moment(day=day, weekday=weekday, total=total, units=units)


def _roles(tokens: Sequence[Token]) -> list[Token] | None:
    """The tokens with minutes told from months; None where a digit stands elsewhere than behind seconds."""
    made = [t._replace(kind=LITERAL) if t.kind in (POINT, SLASH) else t for t in tokens]
    parts = [
        at for at, token in enumerate(made) if token.kind in (DATE, ELAPSED) and token.text not in _HALVES
    ]
    for place, at in enumerate(parts):
        before = made[parts[place - 1]].text if place else ""
        behind = made[parts[place + 1]].text if place + 1 < len(parts) else ""
        if (
            made[at].kind == DATE
            and made[at].text in ("m", "mm")
            and (before[:1] == "h" or behind[:1] == "s")
        ):
            made[at] = Token(DATE, made[at].text.replace("m", "n"))
    for at, token in enumerate(made):
        if token.kind == DIGIT and not _is_fraction(made, at):
            return None
    return made if all(token.kind in (DATE, ELAPSED, LITERAL, DIGIT) for token in made) else None


def _is_name(token: Token) -> bool:
    """Whether it shows a word that a language has: the name of a month, of a day, of half a day."""
    return token.kind == DATE and (token.text in ("am/pm", "a/p") or token.text[:3] in ("mmm", "ddd"))


def _is_fraction(tokens: Sequence[Token], at: int) -> bool:
    """Whether a digit continues `ss.`."""
    first = at
    while first and tokens[first - 1].kind == DIGIT:
        first -= 1
    seconds = first >= 2 and tokens[first - 2].text[:1] == "s" and tokens[first - 2].kind in (DATE, ELAPSED)
    return seconds and tokens[first - 1].text == "." and tokens[at].text == "0"


def _shown(
    token: Token, moment: _Moment, *, halves: bool, numerals: bool, decimals: Iterator[str]
) -> str | None:
    text = token.text
    if token.kind == LITERAL:
        return text
    if token.kind == DIGIT:
        return next(decimals)
    if token.kind == ELAPSED:
        return f"{moment.seconds // {'h': 3600, 'm': 60, 's': 1}[text[0]]:0{len(text)}d}"
    if text in _HALVES:
        return _HALVES[text][moment.seconds % _SECONDS >= _SECONDS // 2]
    if text[0] in "hns":
        return None if numerals else _clock(text, moment, halves=halves)
    if moment.day is None:
        return None
    return _spelled(text, moment.day) if numerals else _calendar(text, moment.day, moment.weekday)


def _clock(text: str, moment: _Moment, *, halves: bool) -> str | None:
    if len(text) > 2:
        return None
    seconds = moment.seconds % _SECONDS
    hour = seconds // 3600
    number = {"h": (hour % 12 or 12) if halves else hour, "n": seconds // 60 % 60, "s": seconds % 60}[text[0]]
    return f"{number:0{len(text)}d}"


def _calendar(text: str, day: date, weekday: str | None) -> str | None:
    length = len(text)
    if text[0] == "y":
        return f"{day.year:04d}" if length > 2 else f"{day.year % 100:02d}"
    if text[0] == "a":
        return f"星期{'一二三四五六日'[day.weekday()]}" if length == 4 and weekday else None
    number, name = (day.month, _MONTHS[day.month - 1]) if text[0] == "m" else (day.day, weekday)
    if length <= 2:
        return f"{number:0{length}d}"
    return name and {3: name[:3], 4: name}.get(length)


def _spelled(text: str, day: date) -> str | None:
    """二〇二一, 五, 十七."""
    if text == "yyyy":
        return "".join(_SIGNS[int(digit)] for digit in str(day.year))
    if text not in ("m", "d"):
        return None
    tens, ones = divmod(day.month if text == "m" else day.day, 10)
    return f"{_SIGNS[tens] if tens > 1 else ''}{'十' if tens else ''}{_SIGNS[ones] if ones else ''}"
