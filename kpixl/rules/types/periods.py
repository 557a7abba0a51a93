"""Periods as people write them: 2021年1—10月, 2021年第3季度, 2021年5月, 2021年上半年, 2021年."""

from __future__ import annotations

import datetime as dt
import re

_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "—–―−~～〜至到", "-" * 9
)
_DIGITS = str.maketrans("〇○零一二两三四", "00012234")
_MONTH = r"(1[0-2]|0?[1-9])"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?:年度|年|[-./])?"
_WHOLE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:年度|年|全年|年全年)?")
_MONTHS = re.compile(rf"(?P<year>(?:19|20)[0-9]{{2}})(?:年|[./]){_MONTH}月?份?-{_MONTH}月份?")
_ONE_MONTH = re.compile(rf"(?P<year>(?:19|20)[0-9]{{2}})(?:年|[-./]){_MONTH}月?份?")
_QUARTER = re.compile(rf"{_YEAR}(?:第([1-4〇一二三四])季度?|([1-4一二三四])季度|Q([1-4]))")
_HALF = re.compile(rf"{_YEAR}(上|下)半年")
_ACROSS = re.compile(rf"{_YEAR}{_MONTH}月份?-(?P<last>(?:19|20)[0-9]{{2}})年{_MONTH}月份?")


def parse_period(text: str) -> str | None:
    """The one way to write the period; None where the text names none, or no year."""
    plain = re.sub("-+", "-", "".join(text.translate(_PLAIN).split()))
    if match := _WHOLE.fullmatch(plain):
        return f"{match['year']}年"
    if match := _HALF.fullmatch(plain):
        return f"{match['year']}年{match[2]}半年"
    if match := _QUARTER.fullmatch(plain):
        quarter = (match[2] or match[3] or match[4]).translate(_DIGITS)
        return f"{match['year']}年第{quarter}季度"
    if match := _ONE_MONTH.fullmatch(plain):
        return f"{match['year']}年{int(match[2])}月"
    return _months(plain)


def _months(plain: str) -> str | None:
    if match := _MONTHS.fullmatch(plain):
        first, last = int(match[2]), int(match[3])
        return f"{match['year']}年{first}—{last}月" if first < last else None
    if match := _ACROSS.fullmatch(plain):
        if match["last"] == match["year"]:
            return _months(f"{match['year']}年{match[2]}-{match[4]}月")
        if match["last"] < match["year"]:
            return None
        return f"{match['year']}年{int(match[2])}月—{match['last']}年{int(match[4])}月"
    return None


def month_of(moment: dt.date) -> str | None:
    """The month that a cell shows whose date is its first day: what a spreadsheet makes of `2021年5月`."""
    return f"{moment.year}年{moment.month}月" if moment.day == 1 else None
