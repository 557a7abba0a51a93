"""The tree of an expression: immutable, compared by value, all that engine and spreadsheet form read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar

Value = Decimal | str | bool | date | None
"""What an expression can be worth. None is blank, or not applicable."""


def typed(value: Value) -> tuple[type, Value]:
    """A value with its type, by which it is found again: 1 and yes are equal, and are not written alike."""
    return type(value), value


class _Kept:
    """Room for what is found out once of what does not change: its hash, and what reckons its value.

    By the tree itself, not looked up by its hash: `1` and `True` are equal and not worth the same.
    """

    __slots__ = ("_hash", "reckon")
    _hash: int
    reckon: Callable[[Any], Value]


@dataclass(frozen=True, slots=True)
class Node(_Kept):
    """Any part of an expression."""


N = TypeVar("N", bound=Node)


def _hashed_once(kind: type[N]) -> type[N]:
    """Trees are looked up by their hash: it is reckoned once a tree, not through the whole tree each time."""
    reckoned = kind.__hash__

    def known(self: N) -> int:
        try:
            found = self._hash
        except AttributeError:
            found = reckoned(self)
            object.__setattr__(self, "_hash", found)
        return found

    kind.__hash__ = known  # type: ignore[assignment]
    return kind


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written in the expression. None stands for an optional cell left blank."""

    value: Value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and typed(self.value) == typed(other.value)

    def __hash__(self) -> int:
        return hash(typed(self.value))


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A field, column or fact by its dotted path: `points`, `row.weight`."""

    path: str


@_hashed_once
@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left op right`, op one of + - * /."""

    op: str
    left: Node
    right: Node


@_hashed_once
@dataclass(frozen=True, slots=True)
class Negate(Node):
    """`-operand`."""

    operand: Node


@_hashed_once
@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left op right`, op one of == != < <= > >=."""

    op: str
    left: Node
    right: Node


@_hashed_once
@dataclass(frozen=True, slots=True)
class And(Node):
    """True where all items are."""

    items: tuple[Node, ...]


@_hashed_once
@dataclass(frozen=True, slots=True)
class Or(Node):
    """True where any item is."""

    items: tuple[Node, ...]


@_hashed_once
@dataclass(frozen=True, slots=True)
class Not(Node):
    """True where the operand is false."""

    operand: Node


@_hashed_once
@dataclass(frozen=True, slots=True)
class If(Node):
    """`then if condition else otherwise`."""

    condition: Node
    then: Node
    otherwise: Node


@_hashed_once
@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the closed list, by its name."""

    function: str
    args: tuple[Node, ...]


_BELOW: Mapping[type[Node], Callable[[Any], tuple[Node, ...]]] = {
    Arithmetic: attrgetter("left", "right"),
    Compare: attrgetter("left", "right"),
    Negate: lambda node: (node.operand,),
    Not: lambda node: (node.operand,),
    And: attrgetter("items"),
    Or: attrgetter("items"),
    Call: attrgetter("args"),
    If: attrgetter("then", "condition", "otherwise"),
}


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in reading order."""
    below = _BELOW.get(type(node))
    return below(node) if below else ()
