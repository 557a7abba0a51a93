"""How long matching a pattern can take: in how many ways one text could be read by it.

A matcher that fails has tried them all. The count is of what is written, and never too low: where the next
character decides, there is one way; else alternatives add up, and what stands in a row or repeats multiplies.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, reduce

from kpixl.words import Words

MAX_PATTERN = 200
MOST_WAYS = 10_000
_ENOUGH, _COUNTLESS = 64, 10**30
"""Beyond them it does not matter how often, or in how many ways."""
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
_REFERRING = re.compile(r"\\[1-9]|\(\?P=|\(\?[aiLmsux-]|\(\?\(|\(\?#|\(\?>")
_LETTERS = re.compile(
    r"\\(?:x..|u....|U........|N\{[^}]*\}|[0-7]{3}|.)|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL
)
_TIMES = re.compile(r"\{(\d*),?(\d*)\}\??|\?\??")
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|:|(?P<aside>[=!]|<[=!])))?")
_SAMPLES = "059９azAZ_ \t\n中，Ω。😀-"
"""Characters of every sort that a pattern may tell apart besides those that it names."""
_PLACES = frozenset({"^", "$", r"\b", r"\B", r"\A", r"\Z"})
_NOTHING: frozenset[str] = frozenset()


def unbounded(pattern: str) -> Words | None:
    """Why matching a pattern could take very long (in Chinese and English), or None."""
    if len(pattern) > MAX_PATTERN:
        return Words(f"有 {len(pattern)} 个字符，太长", f"is too long ({len(pattern)} characters)")
    if _UNBOUNDED.search(re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern)):
        return Words("的重复没有上限", "repeats without a bound")
    if _REFERRING.search(pattern):
        return Words("含有反向引用或选项", "refers back or sets options")
    if (ways := _Reader(pattern).read().ways(_NOTHING)) > MOST_WAYS:
        how = f"{ways:,}" if ways < 10**9 else f"10^{len(str(ways)) - 1}"
        return Words(
            f"可能要试 {how} 种读法（重复的内容或几个选择的开头相同）",
            f"may have to try {how} readings (what repeats, or several alternatives, begin alike)",
        )
    return None


@dataclass(frozen=True)
class _Letter:
    """One character out of some; none of them for a place such as ^."""

    chars: frozenset[str]
    nullable: bool = False

    @property
    def starts(self) -> tuple[frozenset[str], ...]:
        """What stands in its first places, as far as that is fixed."""
        return () if self.nullable else (self.chars,)

    def ways(self, _follow: frozenset[str]) -> int:
        """In how many ways a text can be read by it. follow: the characters that may come behind."""
        return 1


@dataclass(frozen=True)
class _Aside:
    """Something looked at without being taken."""

    inner: _Either
    chars: frozenset[str] = _NOTHING
    nullable: bool = True
    starts: tuple[frozenset[str], ...] = ()

    def ways(self, _follow: frozenset[str]) -> int:
        return self.inner.ways(frozenset(_SAMPLES))


@dataclass(frozen=True)
class _Repeated:
    """Something between `low` and `high` times."""

    inner: _Part
    low: int
    high: int

    @cached_property
    def chars(self) -> frozenset[str]:
        return self.inner.chars

    @cached_property
    def nullable(self) -> bool:
        return self.low == 0 or self.inner.nullable

    @cached_property
    def starts(self) -> tuple[frozenset[str], ...]:
        return self.inner.starts * self.low

    def ways(self, follow: frozenset[str]) -> int:
        again = follow | self.chars if self.high > 1 else follow
        once = self.inner.ways(again)
        if self.inner.nullable:
            ends = self.high + 1
        else:
            ends = self.high - self.low + 1 if self.chars & follow else 1
        tried: int = once ** min(self.high, _ENOUGH) * ends
        return min(tried, _COUNTLESS)


@dataclass(frozen=True)
class _Row:
    """Parts one behind the other."""

    parts: tuple[_Part, ...]

    @cached_property
    def chars(self) -> frozenset[str]:
        return _first(self.parts, _NOTHING)

    @cached_property
    def nullable(self) -> bool:
        return all(part.nullable for part in self.parts)

    @cached_property
    def starts(self) -> tuple[frozenset[str], ...]:
        return tuple(self._starts())

    def _starts(self) -> Iterator[frozenset[str]]:
        for part in self.parts:
            yield from part.starts
            if not _is_fixed(part):
                return

    def ways(self, follow: frozenset[str]) -> int:
        each = (part.ways(_first(self.parts[i + 1 :], follow)) for i, part in enumerate(self.parts))
        return reduce(lambda one, other: min(one * other, _COUNTLESS), each, 1)


@dataclass(frozen=True)
class _Either:
    """Alternatives."""

    rows: tuple[_Row, ...]
    starts: tuple[frozenset[str], ...] = field(default=(), init=False)

    @cached_property
    def chars(self) -> frozenset[str]:
        return frozenset().union(*(row.chars for row in self.rows))

    @cached_property
    def nullable(self) -> bool:
        return any(row.nullable for row in self.rows)

    def ways(self, follow: frozenset[str]) -> int:
        every = [row.ways(follow) for row in self.rows]
        pairs = [(a, b) for i, a in enumerate(self.rows) for b in self.rows[:i]]
        return max(every) if all(_differ(a, b, follow) for a, b in pairs) else sum(every)


_Part = _Letter | _Aside | _Repeated | _Row | _Either


def _is_fixed(part: _Part) -> bool:
    """Whether it is as long as what is known of its start."""
    return isinstance(part, _Letter) or (
        isinstance(part, _Repeated) and part.low == part.high and isinstance(part.inner, _Letter)
    )


def _first(parts: tuple[_Part, ...], follow: frozenset[str]) -> frozenset[str]:
    """The characters with which the parts may begin, and whatever follows them where they are nothing."""
    found = _NOTHING
    for part in parts:
        found |= part.chars
        if not part.nullable:
            return found
    return found | follow


def _differ(one: _Row, other: _Row, follow: frozenset[str]) -> bool:
    """Whether no text can be read by both: some place of their starts tells them apart."""
    if any(not a & b for a, b in zip(one.starts, other.starts, strict=False)):
        return True
    firsts = [row.chars | (follow if row.nullable else _NOTHING) for row in (one, other)]
    return not firsts[0] & firsts[1] and not (one.nullable and other.nullable)


class _Reader:
    """A pattern that compiles, taken apart."""

    def __init__(self, pattern: str) -> None:
        self._pattern, self._at = pattern, 0

    @cached_property
    def _alphabet(self) -> str:
        """Characters that stand for all: those that the pattern names, their neighbours, and samples."""
        codes = (int(text, 16) for text in re.findall(r"\\[xuU]([0-9a-fA-F]+)", self._pattern))
        beside = (code + step for code in (*map(ord, self._pattern), *codes) for step in (-1, 0, 1))
        named = (chr(code) for code in beside if 0 <= code <= sys.maxunicode)
        return "".join(dict.fromkeys((*named, *_SAMPLES)))

    def read(self) -> _Either:
        """All alternatives, to the end or to a closing bracket."""
        rows = [self._row()]
        while self._taken("|"):
            rows.append(self._row())
        return _Either(tuple(rows))

    def _row(self) -> _Row:
        parts: list[_Part] = []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            parts.append(self._repeated(self._one()))
        return _Row(tuple(parts))

    def _one(self) -> _Part:
        if group := _GROUP.match(self._pattern, self._at):
            self._at = group.end()
            inner = self.read()
            self._taken(")")
            return _Aside(inner) if group["aside"] else inner
        letter = _LETTERS.match(self._pattern, self._at)
        if letter is None:
            raise IndexError(self._pattern)
        self._at = letter.end()
        return self._letter(letter[0])

    def _letter(self, text: str) -> _Letter:
        if text in _PLACES:
            return _Letter(_NOTHING, nullable=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            one = re.compile(text)
        return _Letter(frozenset(filter(one.fullmatch, self._alphabet)))

    def _repeated(self, part: _Part) -> _Part:
        times = _TIMES.match(self._pattern, self._at)
        if times is None or times[0] == "{}":
            return part
        self._at = times.end()
        if times[0].startswith("?"):
            return _Repeated(part, 0, 1)
        low = int(times[1] or 0)
        return _Repeated(part, low, int(times[2]) if "," in times[0] else low)

    def _taken(self, text: str) -> bool:
        found = self._pattern.startswith(text, self._at)
        self._at += len(text) * found
        return found
