"""The faces of a type in the workbook: the condition that a filled cell must meet, and its number format."""

from __future__ import annotations

from decimal import Decimal

from kpixl.blueprint.expressions import And, Call, Compare, Literal, Name, Node, Not, Or
from kpixl.blueprint.model.base import FIRST_DAY, LAST_DAY
from kpixl.rules.types.valuetype import (
    LISTS,
    NUMBERS,
    UNION,
    CellType,
    Dynamic,
    Listed,
    ValueType,
    concrete,
    is_spelled,
    list_name,
)

RAW = "_text"
"""The name under which a condition reads the cell as text whatever its kind; `VALUE`: as its kind."""
VALUE = "_value"
LIST_LENGTH = 2000
"""Characters of a whole list."""


def valid(kind: CellType) -> Node:
    """The condition that a filled cell meets; false, never blank, where the cell holds something else.

    While the row leaves the type open, either of the two will do.
    """
    if isinstance(kind, Dynamic):
        surely_not = Call("is_true", (Not(kind.condition),))
        surely = Call("is_true", (kind.condition,))
        return Or((And((Not(surely_not), valid(kind.then))), And((Not(surely), valid(kind.otherwise)))))
    return _beside(kind) if isinstance(kind, Listed) else Call("is_true", (_test(kind),))


def unfit(kind: CellType) -> Node:
    """The condition that a filled cell meets which holds something else.

    Not applicable to blank cells where only a length is asked: they have none.
    """
    asked = _test(kind) if isinstance(kind, ValueType) else None
    if isinstance(asked, Compare):
        return Not(asked)
    return And((Call("filled", (Name(RAW),)), Not(valid(kind))))


def _beside(kind: Listed) -> Node:
    """That the text is among those that other cells let choose."""
    if kind.column:
        return Call("is_listed", (Name(kind.lists[0]), Name(RAW)))
    above, choices = kind.lists
    return Call("stands_beside", (Name(above), Name(choices), Name(kind.by), Name(RAW)))


def _test(kind: ValueType) -> Node:
    if kind.name == UNION and not longest(kind):
        return Or(tuple(_test(each) for each in kind.alternatives))
    if kind.name in NUMBERS:
        return _number(kind)
    if kind.name == "date":
        low, high = kind.days
        bounds = (Literal(low or FIRST_DAY), Literal(high or LAST_DAY), Literal(None))
        return Call("fits", (Name(VALUE), *bounds))
    if kind.name in LISTS and not is_spelled(kind.choices):
        return Call("is_listed", (Name(list_name(kind.choices)), Name(RAW)))
    if kind.name in LISTS:
        return Or(tuple(Compare("==", Name(RAW), Literal(c)) for c in kind.choices))
    return Compare("<=", Call("length", (Name(RAW),)), Literal(Decimal(longest(kind))))


def longest(kind: ValueType) -> int:
    """The characters that a text has at most; 0 for what is no text, or a choice."""
    if kind.name == UNION:
        return max(map(longest, kind.alternatives))
    return LIST_LENGTH if kind.name == "list" else kind.max_length or 0


def most_characters(kind: CellType) -> int:
    """The characters that an entry has at most, a choice's too; 0 of what is no text."""
    texts = (each for each in concrete(kind) if each.kind == "text")
    return max((max(longest(each), *map(len, each.choices), 0) for each in texts), default=0)


def _number(kind: ValueType) -> Node:
    places = None if kind.places is None else Decimal(kind.places)
    limits = tuple(Literal(limit) for limit in (*kind.numbers, places))
    return Call("fits", (Name(VALUE), *limits))


def number_format(kind: CellType) -> str | None:
    """Excel's format code; None for the program's default."""
    for each in concrete(kind):
        if each.name == UNION and each.kind in ("number", "date"):
            return number_format(each.alternatives[0])
        if each.name == "percent":
            return "0.00%"
        if each.name == "date":
            return "yyyy-mm-dd"
        if each.name in NUMBERS:
            return "0" if each.places == 0 else "General"
    return "@"
