"""Number formats: which make a number a date, and which date that is."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

GENERAL = "General"

# ECMA-376 part 1, 18.8.30: the formats that a file names by number alone, with those of the Chinese edition.
BUILTIN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

_NO_TOKENS = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[Ee][+-]|General|G/通用格式|AM/PM|A/P|上午/下午', re.IGNORECASE
)
_LAST_DAY = 2_958_465
DAYS_1904 = 1_462
_DAY_MS = 86_400_000


@lru_cache(maxsize=4096)
def is_date_format(code: str) -> bool:
    """Whether the format shows a day, month or year. Times of day and durations stay numbers."""
    tokens = _NO_TOKENS.sub("", code).lower()
    if any(letter in tokens for letter in "yde"):
        return True
    return "m" in tokens and not any(letter in tokens for letter in "hs")


def date_of(serial: float, *, date1904: bool) -> date | datetime | None:
    """The day that a number under a date format stands for, to the millisecond; None where it is none.

    None too for 0 to 1 (a time of day alone) and for 60, the 29 February 1900 that only a spreadsheet knows.
    """
    if not 0 <= serial <= _LAST_DAY + 1:
        return None
    days, milliseconds = divmod(round(serial * _DAY_MS), _DAY_MS)
    days += DAYS_1904 if date1904 else 0
    if not 1 <= days <= _LAST_DAY or days == 60:
        return None
    epoch = datetime(1899, 12, 30) if days > 60 else datetime(1899, 12, 31)  # noqa: DTZ001 - a spreadsheet knows no zone
    moment = epoch + timedelta(days=days, milliseconds=milliseconds)
    return moment if milliseconds else moment.date()


def is_time_of_day(serial: float) -> bool:
    """Whether the number can be a time without a day."""
    return 0 <= serial < 1
