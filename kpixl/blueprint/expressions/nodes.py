"""The tree of an expression: immutable, compared by value, all that engine and spreadsheet form read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = Decimal | str | bool | date | None
"""What an expression can be worth. None is blank, or not applicable."""


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written in the expression. None stands for an optional cell left blank."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A field, column or fact by its dotted path: `points`, `row.weight`."""

    path: str


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left op right`, op one of + - * /."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left op right`, op one of == != < <= > >=."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """True where all items are."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """True where any item is."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """True where the operand is false."""

    operand: Node


@dataclass(frozen=True, slots=True)
class If(Node):
    """`then if condition else otherwise`."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the closed list, by its name."""

    function: str
    args: tuple[Node, ...]


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in reading order."""
    match node:
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return (left, right)
        case Negate(operand) | Not(operand):
            return (operand,)
        case And(items) | Or(items) | Call(_, items):
            return items
        case If(condition, then, otherwise):
            return (then, condition, otherwise)
    return ()
