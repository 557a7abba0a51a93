"""What a cell shows of its number: the face that its number format makes; None where it is not certain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from kpixl.formats._face_codes import DATE, DIGIT, ELAPSED, TEXT, Section, sections_of
from kpixl.formats._face_dates import serial_of, shown_moment
from kpixl.formats._face_numbers import general, shown_number
from kpixl.formats._number_formats import is_date_format

_MOST = 1e15


@lru_cache(maxsize=4096)
def face_of(value: float | date, code: str) -> str | None:
    """The text that a wide enough cell shows; a number without a format is shown with all its digits.

    None where it is not certain: an unknown word in the format, other calendars or numerals, a number of
    more digits than a cell keeps, or one that the format fills the cell with `#` for.
    """
    if isinstance(value, date):
        if not is_date_format(code):
            return value.isoformat(*((" ", "seconds") if isinstance(value, datetime) else ()))
        value = serial_of(value, date1904=False)
    if not math.isfinite(value) or abs(value) >= _MOST:
        return None
    sections = sections_of(code)
    section = _chosen(value, sections)
    if section is None or section.tokens is None:
        return None
    if section.has(DATE, ELAPSED):
        return shown_moment(value, section)
    return _number(value, section, signed=len(sections) == 1 or section is sections[0])


def _number(value: float, section: Section, *, signed: bool) -> str | None:
    number = Decimal(f"{abs(value):.15g}")
    if section.numerals:
        return None
    if not section.tokens or (len(section.tokens) == 1 and section.has(TEXT)):
        return ("-" if value < 0 else "") + general(number) if section.has(TEXT) else ""
    shown = shown_number(number, section.tokens)
    rounded_away = (
        shown is not None and section.has(DIGIT) and not any(digit in shown for digit in "123456789")
    )
    return f"-{shown}" if shown is not None and value < 0 and signed and not rounded_away else shown


def _chosen(value: float, sections: Sequence[Section]) -> Section | None:
    """The section that shows the number. Which sign one with a condition shows is not certain."""
    if any(section.holds for section in sections):
        if value < 0:
            return None
        matching = (s for s in sections if s.holds is None or s.holds(value))
        return next(matching, None)
    if len(sections) == 1 or value > 0:
        return sections[0]
    if value < 0:
        return sections[1] if len(sections) > 2 or sections[1].tokens else None
    return sections[2] if len(sections) > 2 else sections[0]
