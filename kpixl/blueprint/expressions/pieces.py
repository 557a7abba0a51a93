"""The parts of an Excel form: tests, guards, and a value with the guards it stands under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kpixl.blueprint.expressions.formula import Formula, Piecewise, Ref, formula, listed
from kpixl.blueprint.expressions.nodes import Value

TRUE = formula("TRUE")
FALSE = formula("FALSE")
EMPTY = formula('""')
_Item = TypeVar("_Item")
_DAY_ZERO = date(1899, 12, 30)


def truth(value: bool) -> Formula:  # noqa: FBT001 - a value like any other
    """TRUE or FALSE."""
    return TRUE if value else FALSE


def literal(value: Value) -> Formula:
    """A known value as a spreadsheet writes it; a date as its serial number."""
    match value:
        case bool():
            return truth(value)
        case Decimal():
            text = f"{value.normalize():f}"  # programs save 2.50 as 2.5
            return formula(f"({text})" if value < 0 else text)
        case str():
            return formula('"' + value.replace('"', '""') + '"')
        case date():
            return formula(str((value - _DAY_ZERO).days))
    return EMPTY


def if_(test: Formula, then: Formula, otherwise: Formula) -> Formula:
    """IF, or something shorter that is the same."""
    if test == TRUE or then == otherwise:
        return then
    if test == FALSE:
        return otherwise
    if (then, otherwise) == (TRUE, FALSE):
        return test
    if (then, otherwise) == (FALSE, TRUE):
        return not_(test)
    return formula("IF(", test, ",", then, ",", otherwise, ")")


def not_(test: Formula) -> Formula:
    """The other truth."""
    return {TRUE: FALSE, FALSE: TRUE}.get(test) or formula("NOT(", test, ")")


def stripped(text: Piecewise) -> Formula:
    """The text without outer space, ideographic space included."""
    return formula("TRIM(SUBSTITUTE(", text, ',"\u3000",""))')


def blank_test(text: Piecewise) -> Formula:
    """Nothing, or only space."""
    return stripped(text) + '=""'


def filled_test(text: Piecewise) -> Formula:
    """Something that is not space."""
    return stripped(text) + '<>""'


def exact(left: Piecewise, right: Piecewise) -> Formula:
    """The same text, case and width included."""
    return formula("EXACT(", left, ",", right, ")")


def rounded(value: Piecewise, places: int) -> Formula:
    """The engine's `rounded` in a spreadsheet."""
    once = formula("ROUND(", value, ",9)")
    return once if places == 9 else formula("ROUND(", once, f",{places})")


def _united(*groups: Iterable[_Item]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))


@dataclass(frozen=True, slots=True)
class Guards:
    """What must hold before a value means anything, checked in this order.

    numbers: cells that must hold a number; addends: cells that may be blank but hold no other text;
    tests: anything else, each of which may rely on what stands before it.
    """

    numbers: tuple[Ref, ...] = ()
    addends: tuple[Ref, ...] = ()
    tests: tuple[Formula, ...] = ()

    def __or__(self, other: Guards) -> Guards:
        return Guards(
            _united(self.numbers, other.numbers),
            _united(self.addends, other.addends),
            _united(self.tests, other.tests),
        )

    def apply(self, then: Formula, otherwise: Formula) -> Formula:
        """`then` under the guards, else `otherwise`. Nested IF leaves the later guards unevaluated."""
        for test in reversed(self._all_tests()):
            then = if_(test, then, otherwise)
        return then

    def holds(self) -> Formula:
        """The guards as one test."""
        return self.apply(TRUE, FALSE)

    def _all_tests(self) -> tuple[Formula, ...]:
        # pooled, since a data validation has 255 characters: COUNT takes numbers only, T of a number is ""
        addends = [cell for cell in self.addends if cell not in self.numbers]
        tests = list(self.tests)
        if addends:
            tests.insert(0, blank_test(listed((formula("T(", cell, ")") for cell in addends), "&")))
        if len(self.numbers) == 1:
            tests.insert(0, formula("ISNUMBER(", self.numbers[0], ")"))
        elif self.numbers:
            tests.insert(0, formula("COUNT(", listed(self.numbers), f")={len(self.numbers)}"))
        return tuple(tests)


@dataclass(frozen=True, slots=True)
class Piece:
    """A value that is right wherever its guards hold, and not to be looked at elsewhere."""

    value: Formula
    guards: Guards = Guards()


def united(pieces: Iterable[Piece]) -> Guards:
    """The guards of all pieces."""
    guards = Guards()
    for piece in pieces:
        guards |= piece.guards
    return guards


def combined(pieces: Iterable[Piece], operator: str) -> Piece:
    """The pieces with an operator between them, in parentheses where there are several."""
    several = tuple(pieces)
    value = listed((piece.value for piece in several), operator)
    return Piece(formula("(", value, ")") if len(several) > 1 else value, united(several))


def known_guard(surely: Formula, possibly: Formula) -> Guards:
    """A condition is applicable: it is surely true, or not possibly (see faces)."""
    test = TRUE if surely == possibly else if_(surely, TRUE, not_(possibly))
    return Guards(tests=() if test == TRUE else (test,))


def text_test(test: Formula, text: Piece, other: Piece, *, when_blank: bool, fails_on_blank: bool) -> Formula:
    """A test of two texts under their guards.

    Where the test against a known text already comes out as wanted on a blank cell, that guard is left out.
    """
    guards = text.guards | other.guards
    if other.guards == Guards() and fails_on_blank is not when_blank:
        needless = [filled_test(text.value)]
        if _no_number_reads(other.value):
            needless.append(filled_test(formula("T(", text.value, ")")))
        guards = Guards(tests=tuple(each for each in guards.tests if each not in needless))
    return guards.apply(test, truth(when_blank))


def _no_number_reads(text: Formula) -> bool:
    """A known text that no number or TRUE turned into text could equal: nothing but Chinese in it."""
    known = text.parts[0] if len(text.parts) == 1 else None
    return isinstance(known, str) and all(not character.isascii() for character in known.strip('"'))


NEVER = Piece(EMPTY, Guards(tests=(FALSE,)))
"""Not applicable, whatever the cells hold."""
