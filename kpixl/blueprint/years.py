"""The years in a blueprint's files, moved on to another year of the same appraisal.

What a scalar says is moved: the year of the appraisal, the one before and the one after it. What only looks
like it, or speaks of the source, is left and told: numbers of documents, far years, plain numbers, comments.
An amount (`2000万元`) is no year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import yaml

from kpixl.words import Words

_YEAR = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}(?![0-9]|[.,][0-9]|\s*[万亿元个项人户家次件分点%％])")
_DATE = re.compile(r"(?<![0-9])([0-9]{4})-02-29(?![0-9])")
_DOCUMENT = re.compile(r"[〔\[［（(【]\s*(?:19|20)[0-9]{2}\s*[〕\]］）)】]\s*[第0-9]+\s*号")
_YEAR_KEY = "year"
_NEAR = 1
"""Years around the appraisal's own that move with it."""

_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})
DOCUMENT: Final = Words("文号中的年份，没有改", "the year of a document's number, left")
OTHER: Final = Words("不是本年度前后的年份，没有改", "a year far from the appraisal's, left")
NUMBER: Final = Words("单独的数字，可能不是年份，没有改", "a plain number, perhaps no year, left")
COMMENT: Final = Words("注释里的年份，没有改", "a year in a comment, left")
LEAP: Final = Words("那一年没有2月29日，改成了2月28日", "no 29 February in that year: 28 February instead")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLeft:
    """A year that somebody must look at. line: counted from 1; text: the line; why: it was left."""

    line: int
    text: str
    why: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """From which year of the appraisal to which."""

    old: int
    new: int

    def name(self, text: str) -> str:
        """A name of a file or scheme with its years moved."""
        return _YEAR.sub(lambda year: self._moved(year[0]), text)

    def yaml(self, text: str, names: Mapping[str, str] = _NO_NAMES) -> tuple[str, list[YearLeft]]:
        """A YAML file with its years moved, and those that were left. yaml.YAMLError where it is none.

        names: of what becomes called otherwise, by what it is called.
        """
        parts: list[str] = []
        left: list[YearLeft] = []
        end = 0
        for start, stop, key in _scalars(text):
            left += self._left(text, end, start, comment=True)
            own = text[start:stop]
            parts += text[end:start], names.get(own) or self._scalar(own, key)
            left += self._left(text, start, stop, plain=key != _YEAR_KEY)
            end = stop
        left += self._left(text, end, len(text), comment=True)
        return "".join([*parts, text[end:]]), list(dict.fromkeys(left))

    def told(self, text: str, why: Words, *, but: str) -> list[YearLeft]:
        """The lines of a text that name a year about that of the appraisal. but: a name that is meant so."""
        return [
            YearLeft(line=number, text=line.strip(), why=why)
            for number, line in enumerate(text.splitlines(), start=1)
            if any(abs(int(year) - self.old) <= _NEAR for year in _YEAR.findall(line.replace(but, "")))
        ]

    def _scalar(self, text: str, key: str) -> str:
        if text.isdecimal() and key != _YEAR_KEY:
            return text
        kept = [found.span() for found in _DOCUMENT.finditer(text)]

        def moved(year: re.Match[str]) -> str:
            inside = any(a <= year.start() < b for a, b in kept)
            return year[0] if inside else self._moved(year[0])

        return _DATE.sub(_real_day, _YEAR.sub(moved, text))

    def _moved(self, year: str) -> str:
        near = abs(int(year) - self.old) <= _NEAR
        return str(int(year) + self.new - self.old) if near else year

    def _left(
        self, text: str, start: int, stop: int, *, comment: bool = False, plain: bool = False
    ) -> Iterator[YearLeft]:
        """The years of a piece of the file that somebody must look at. comment: it is outside of scalars."""
        piece = text[start:stop]
        documents = [found.span() for found in _DOCUMENT.finditer(piece)]
        for year in _YEAR.finditer(piece):
            why = self._why(piece, year, documents, comment=comment, plain=plain)
            if why is not None:
                at = start + year.start()
                line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0].strip()
                yield YearLeft(line=text.count("\n", 0, at) + 1, text=line, why=why)

    def _why(
        self, piece: str, year: re.Match[str], documents: list[tuple[int, int]], *, comment: bool, plain: bool
    ) -> Words | None:
        if comment:
            return COMMENT
        if any(a <= year.start() < b for a, b in documents):
            return DOCUMENT
        if plain and piece.isdecimal():
            return NUMBER
        if abs(int(year[0]) - self.old) > _NEAR:
            return OTHER
        leap = _DATE.fullmatch(piece[year.start() : year.start() + 10])
        return LEAP if leap and not calendar.isleap(int(self._moved(year[0]))) else None


def _real_day(date: re.Match[str]) -> str:
    return date[0] if calendar.isleap(int(date[1])) else f"{date[1]}-02-28"


def _scalars(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the scalars of a YAML file stand, each with the key whose value it is ("" for none)."""
    key, is_key, last = "", False, ""
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.KeyToken):
            is_key = True
        elif isinstance(token, yaml.ValueToken):
            key = last
        elif isinstance(token, yaml.ScalarToken):
            yield token.start_mark.index, token.end_mark.index, "" if is_key else key
            last, key, is_key = token.value, "", False
