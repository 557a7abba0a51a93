"""A unit that stands in for others: what they get is laid out once for all of them.

A sign stands in for each thing that a unit is called, and for each text that it has of its own. Whoever only
prints a text does with the signs what it would do with the words. Whoever measures it, or decides by what it
says, is told what comes of the words, which is noted: for another unit it must be the same. Whoever writes it
into a formula must not: what rests on a name is laid out for its unit alone then, what rests on an attribute
for the units that have the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kpixl.blueprint.expressions import text_cut, text_length
from kpixl.blueprint.expressions.nodes import typed
from kpixl.blueprint.model import Unit
from kpixl.blueprint.model.roster import MOST_ATTRIBUTES

_SIGNS = {"id": "\ua000", "name": "\ua001", "short": "\ua002", "leader": "\ua003", "issue": "\ua004"}
ISSUE_SIGN = _SIGNS["issue"]
"""Syllables of Yi: letters, as wide as Chinese ones. A scheme that writes them shares nothing."""
_OWN_SIGNS = "".join(chr(0xA010 + i) for i in range(MOST_ATTRIBUTES))
"""Those of attributes."""
_SIGN = re.compile(f"[{''.join(_SIGNS.values())}{_OWN_SIGNS}]")
Words = Mapping[int, str]
"""What each sign means, as `str.translate` takes it."""
Said = Callable[[Any], Any]
"""What a value says in the words of a unit."""
_Value = TypeVar("_Value")


class OwnWordsError(Exception):
    """Something that is laid out rests on what a unit is called."""


def has_signs(text: str) -> bool:
    """Whether a text holds a sign."""
    return _SIGN.search(text) is not None


def looked_at(value: _Value) -> _Value:
    """A value on which something rests. Raises OwnWordsError where it stands in for others."""
    if isinstance(value, str) and has_signs(value):
        raise OwnWordsError(value)
    return value


def stand_in(unit: Unit, own: Sequence[str] = ()) -> Unit:
    """Who stands in for a unit and all of its group. own: the attributes of which it has signs."""
    leader = None if unit.leader is None else _SIGNS["leader"]
    short = _SIGNS["name" if unit.short == unit.name else "short"]  # what is one text for it stays one
    facts = {"id": _SIGNS["id"], "name": _SIGNS["name"], "print_name": short, "leader": leader}
    attributes = {**unit.attributes, **dict(zip(own, _OWN_SIGNS, strict=False))}
    return unit.model_copy(update={**facts, "attributes": attributes})


def called(unit: Unit, issue: str, own: Sequence[str] = ()) -> tuple[str, ...]:
    """What a unit is called and has of its own, in the order of the signs; of who stands in, the signs.

    issue: the number of its workbook.
    """
    facts = unit.id, unit.name, unit.short, unit.leader or "", issue
    return *facts, *(str(unit.attributes[name]) for name in own)


def words_of(unit: Unit, issue: str, own: Sequence[str] = ()) -> Words:
    """What the signs mean for a unit."""
    signs = (*_SIGNS.values(), *_OWN_SIGNS[: len(own)])
    return dict(zip(map(ord, signs), called(unit, issue, own), strict=True))


def asked_of(error: OwnWordsError, own: Sequence[str]) -> frozenset[str]:
    """The attributes on which something rests, by what was told of it."""
    return frozenset(name for name, sign in zip(own, _OWN_SIGNS, strict=False) if sign in str(error))


@dataclass(frozen=True)
class Measures:
    """What came of what a unit is called, by what was asked, in the words of one unit."""

    words: Words
    _found: dict[Hashable, tuple[Callable[[Said], Any], Any]] = field(default_factory=dict)

    def take(self, asked: Hashable, question: Callable[[Said], _Value]) -> _Value:
        """The answer to a question, noted."""
        if asked not in self._found:
            self._found[asked] = question, question(_saying(self.words))
        answer: _Value = self._found[asked][1]
        return answer

    def hold(self, words: Words) -> bool:
        """Whether the words of another unit get the same answers."""
        said = _saying(words)
        return all(typed(question(said)) == typed(answer) for question, answer in self._found.values())


def _saying(words: Words) -> Said:
    return lambda value: value.translate(words) if isinstance(value, str) else value


_MEASURES: ContextVar[Measures | None] = ContextVar("measures", default=None)


@contextmanager
def measuring(words: Words) -> Iterator[Measures]:
    """Within it, questions about texts with signs are answered for these words."""
    measures = Measures(words)
    token = _MEASURES.set(measures)
    try:
        yield measures
    finally:
        _MEASURES.reset(token)


def noted(asked: Hashable, given: Iterable[Any], question: Callable[[Said], _Value]) -> _Value:
    """The answer to a question about values; where there are signs among them it is the answer for the words.

    asked: what tells the question from others.
    """
    measures = _MEASURES.get()
    if measures is None or not any(isinstance(value, str) and has_signs(value) for value in given):
        return question(lambda value: value)
    return measures.take(asked, question)


def measured(measure: Callable[..., _Value], text: str, *more: Any) -> _Value:
    """What `measure(text, *more)` gives: of a text with signs what the words would give."""
    return noted((measure, text, *more), (text,), lambda said: measure(said(text), *more))


def cut(text: str, limit: int) -> str:
    """The text, cut where it has more characters. Raises OwnWordsError where signs would be cut."""
    if not measured(_exceeds, text, limit):
        return text
    return text_cut(looked_at(text), limit)


def _exceeds(text: str, limit: int) -> bool:
    return text_length(text) > limit
