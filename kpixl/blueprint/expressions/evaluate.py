"""The engine's face: an expression's value from the values of its operands, in Decimal.

- Invalid operand, or one of a kind that the operation does not take: not applicable (None).
- Blank: an optional cell counts 0 where it stands directly in + - or sum (a date never does). Everywhere
  else, in * / min max abs round, in text functions and comparisons, a blank makes the result n/a, and so does
  a required cell left blank. A result that is n/a is no blank cell: it never counts 0.
- Conditions are three-valued (Kleene): `False and n/a` is False, `True or n/a` is True, otherwise n/a wins;
  an `if` whose condition is n/a is n/a. So `filled(x) and x > 3` is False where x is blank.
- Numbers compare by their difference rounded to 9 places; texts are equal if exactly the same and have no
  order; values of different kinds do not compare (n/a).
- A divisor that is 0 at 9 places makes the quotient n/a.
- Aggregates take the valid values of a column; a comparison resting on a column with an invalid row is n/a.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from decimal import Context, Decimal
from typing import Any

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.functions import FUNCTIONS
from kpixl.blueprint.expressions.nodes import (
    And,
    Arithmetic,
    Call,
    Compare,
    If,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Value,
)
from kpixl.blueprint.expressions.operands import ColumnOperand, LookUp, Operand, is_blank
from kpixl.blueprint.expressions.rounding import CONTEXT, rounded
from kpixl.blueprint.expressions.walk import names
from kpixl.blueprint.lexicon import default_lexicon
from kpixl.blueprint.model.lexicon import Lexicon

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_ARITHMETIC: dict[str, Callable[[Context, Decimal, Decimal], Decimal]] = {
    "+": Context.add, "-": Context.subtract, "*": Context.multiply, "/": Context.divide,
}  # fmt: skip
_ZERO = Decimal(0)
_LEAVES = (Name, Literal)  # made once: `isinstance` is asked for every node


def evaluate(node: Node, look_up: LookUp, lexicon: Lexicon | None = None) -> Value:
    """The value, not rounded (see `rounded`); None where blank or not applicable.

    lexicon: the scheme's units of measure; without it those that come with kpixl.
    """
    return _Engine(look_up, lexicon).value(node)


def holds(node: Node, look_up: LookUp, lexicon: Lexicon | None = None) -> bool | None:
    """Whether a condition is true; None where it is not applicable, or no condition."""
    return _Engine(look_up, lexicon).truth(node)


class _Engine:
    """One evaluation; the functions' faces ask it for their arguments."""

    def __init__(self, look_up: LookUp, lexicon: Lexicon | None = None) -> None:
        self._look_up, self._lexicon = look_up, lexicon

    @property
    def lexicon(self) -> Lexicon:
        return self._lexicon or default_lexicon()

    def value(self, node: Node) -> Value:
        worth = _WORTH.get(type(node))
        if worth is None:
            raise TypeError(f"not an expression: {node!r}")
        return worth(self, node)

    def addend(self, node: Node) -> Value:
        """The value where it is added or subtracted: an optional cell left blank counts 0."""
        if isinstance(node, _LEAVES):
            operand = self.operand(node)
            if operand.blank and not operand.required and operand.kind != "date":
                return _ZERO
        return self.value(node)

    def truth(self, node: Node) -> bool | None:
        value = self.value(node)
        return value if isinstance(value, bool) else None

    def operand(self, node: Node) -> Operand:
        if isinstance(node, Name):
            found = self._look_up(node.path)
            if isinstance(found, ColumnOperand):
                raise ExpressionError("column_alone", 0, {"name": node.path})
            return found
        return Operand(node.value if isinstance(node, Literal) else self.value(node))

    def column(self, node: Node) -> ColumnOperand | None:
        found = self._look_up(node.path) if isinstance(node, Name) else None
        return found if isinstance(found, ColumnOperand) else None

    def leaf(self, node: Node) -> Value:
        return self.operand(node).usable

    def literal(self, node: Literal) -> Value:
        value = node.value
        if isinstance(value, Decimal):
            return value if value.is_finite() else None
        return None if is_blank(value) else value

    def call(self, node: Call) -> Value:
        return FUNCTIONS[node.function].evaluate(self, node.args)

    def choice(self, node: If) -> Value:
        truth = self.truth(node.condition)
        return None if truth is None else self.value(node.then if truth else node.otherwise)

    def negative(self, node: Negate) -> Value:
        value = self.addend(node.operand)
        return CONTEXT.minus(value) if isinstance(value, Decimal) else None

    def arithmetic(self, node: Arithmetic) -> Value:
        read = self.addend if node.op in "+-" else self.value
        left, right = read(node.left), read(node.right)
        if isinstance(left, date) and isinstance(right, date) and node.op == "-":
            return Decimal((left - right).days)
        if not isinstance(left, Decimal) or not isinstance(right, Decimal):
            return None
        if node.op == "/" and not rounded(right, 9):
            return None
        return _ARITHMETIC[node.op](CONTEXT, left, right)

    def opposite(self, node: Not) -> bool | None:
        truth = self.truth(node.operand)
        return None if truth is None else not truth

    def all_of(self, node: And) -> bool | None:
        return self._kleene(node.items, decides=False)

    def any_of(self, node: Or) -> bool | None:
        return self._kleene(node.items, decides=True)

    def _kleene(self, items: tuple[Node, ...], *, decides: bool) -> bool | None:
        open_ = False
        for item in items:
            truth = self.truth(item)
            if truth is decides:
                return decides
            open_ = open_ or truth is None
        return None if open_ else not decides

    def comparison(self, node: Compare) -> bool | None:
        left, right = self.value(node.left), self.value(node.right)
        compare = _COMPARE[node.op]
        if not self._sound(node.left) or not self._sound(node.right):
            return None
        match left, right:
            case Decimal(), Decimal():
                return compare(rounded(CONTEXT.subtract(left, right), 9), _ZERO)
            case (bool(), bool()) | (str(), str()):
                return compare(left, right) if node.op in ("==", "!=") else None
            case date(), date():
                return compare(left, right)
        return None

    def _sound(self, node: Node) -> bool:
        """No column that the value rests on has an invalid row."""
        if isinstance(node, Literal):
            return True
        found = map(self._look_up, names(node))
        return all(each.sound for each in found if isinstance(each, ColumnOperand))


_WORTH: dict[type[Node], Callable[[_Engine, Any], Value]] = {
    Literal: _Engine.literal, Name: _Engine.leaf, Call: _Engine.call, If: _Engine.choice,
    Negate: _Engine.negative, Arithmetic: _Engine.arithmetic, Compare: _Engine.comparison,
    Not: _Engine.opposite, And: _Engine.all_of, Or: _Engine.any_of,
}  # fmt: skip
