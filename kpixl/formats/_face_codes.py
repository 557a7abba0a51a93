"""A number format as its sections, each a row of tokens: what stands as it is, what shows the number."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

LITERAL, DIGIT, POINT, COMMA, PERCENT, POWER, SLASH, GENERAL_WORD, TEXT, DATE, ELAPSED = range(11)


class Token(NamedTuple):
    """A piece of a section. text: what is shown of a literal; else as the format has it, in small letters."""

    kind: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What holds for some numbers.

    tokens: None where something in it cannot be shown exactly; holds: the numbers that it is for, None
    where the order of the sections says so; numerals: figures of dates are Chinese numerals; local: names
    of months and days are Chinese, in a form that is not certain.
    """

    tokens: tuple[Token, ...] | None
    holds: Callable[[float], bool] | None = None
    numerals: bool = False
    local: bool = False

    def has(self, *kinds: int) -> bool:
        """Whether a token of one of these kinds is in it."""
        return any(token.kind in kinds for token in self.tokens or ())


_PIECES = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<width>_.)|(?P<fill>\*.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<halves>AM/PM|A/P|上午/下午)|(?P<power>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,})|(?P<digit>[0#?])|(?P<mark>[.,%/@])|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = {".": POINT, ",": COMMA, "%": PERCENT, "/": SLASH, "@": TEXT}
_COLOURS = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2}"
    r"|[黑蓝绿红白黄]色?|蓝绿色?|青色|洋红色?|颜色 ?\d{1,2})",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARED = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_CURRENCY = re.compile(r"\$(?P<sign>[^-]*)(?:-(?P<locale>[0-9A-Za-z-]*))?")
_CHINESE = frozenset({"804", "0804", "zh-cn"})
_LOCALES = _CHINESE | {"", "409", "0409", "en-us"}
_SYSTEM = re.compile(r"\[\$-(?:(?P<date>F800|x-sysdate)|F400|x-systime)\].*", re.IGNORECASE | re.DOTALL)
_ELAPSED = re.compile(r"h{1,2}|m{1,2}|s{1,2}", re.IGNORECASE)


class _Scan:
    """A section while its pieces are read."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.certain, self.numerals, self.local = True, False, False
        self.holds: Callable[[float], bool] | None = None

    def take(self, match: re.Match[str]) -> None:
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        match kind:
            case "quoted" | "escaped":
                self.tokens.append(Token(LITERAL, text))
            case "width":
                self.tokens.append(Token(LITERAL, " "))
            case "fill":
                pass
            case "bracket":
                self._bracket(text)
            case "mark":
                self.tokens.append(Token(_MARKS[text], text))
            case "other":
                self.certain &= not (text.isascii() and text.isalpha())
                self.tokens.append(Token(LITERAL, text))
            case _:
                self.tokens.append(Token(_KINDS[kind], text.lower()))

    def _bracket(self, text: str) -> None:
        if text.lower() == "dbnum1":
            self.numerals = True
        elif condition := _CONDITION.fullmatch(text):
            compared, limit = _COMPARED[condition[1]], float(condition[2])
            self.holds = lambda number: bool(compared(number, limit))
        elif _ELAPSED.fullmatch(text):
            self.tokens.append(Token(ELAPSED, text.lower()))
        elif currency := _CURRENCY.fullmatch(text):
            locale = (currency["locale"] or "").lower()
            self.certain &= locale in _LOCALES
            self.local |= locale in _CHINESE
            self.tokens.append(Token(LITERAL, currency["sign"]))
        else:
            self.certain &= _COLOURS.fullmatch(text) is not None

    def section(self) -> Section:
        return Section(
            tokens=tuple(self.tokens) if self.certain else None,
            holds=self.holds,
            numerals=self.numerals,
            local=self.local,
        )


_KINDS = {"general": GENERAL_WORD, "halves": DATE, "power": POWER, "date": DATE, "digit": DIGIT}


@lru_cache(maxsize=4096)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format without that of texts; the system's own forms of dates are those of China."""
    if system := _SYSTEM.fullmatch(code):
        code = 'yyyy"年"m"月"d"日"' if system["date"] else "h:mm:ss"
    scans = [_Scan()]
    for match in _PIECES.finditer(code):
        if match["end"]:
            scans.append(_Scan())
        else:
            scans[-1].take(match)
    sections = [scan.section() for scan in scans]
    if len(sections) > 1 and sections[-1].has(TEXT):
        del sections[-1]
    return tuple(sections[:3])
