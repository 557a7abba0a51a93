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

A tree is not walked for every row that it is evaluated for: what reckons it is made once, of closures.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Context, Decimal
from typing import Any

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.function import Reckon, Scope
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
from kpixl.blueprint.expressions.operands import ColumnOperand, LookUp, Operand
from kpixl.blueprint.expressions.rounding import CONTEXT, rounded
from kpixl.blueprint.expressions.walk import names
from kpixl.blueprint.model.lexicon import Lexicon

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_ARITHMETIC: dict[str, Callable[[Context, Decimal, Decimal], Decimal]] = {
    "+": Context.add, "-": Context.subtract, "*": Context.multiply, "/": Context.divide,
}  # fmt: skip
_ZERO = Decimal(0)


def evaluate(node: Node, look_up: LookUp, lexicon: Lexicon | None = None) -> Value:
    """The value, not rounded (see `rounded`); None where blank or not applicable.

    lexicon: the scheme's units of measure; without it those that come with kpixl.
    """
    return _ENGINE.value(node)(Scope(look_up, lexicon))


def holds(node: Node, look_up: LookUp, lexicon: Lexicon | None = None) -> bool | None:
    """Whether a condition is true; None where it is not applicable, or no condition."""
    value = _ENGINE.value(node)(Scope(look_up, lexicon))
    return value if isinstance(value, bool) else None


class _Engine:
    """Makes of a tree what reckons it; the functions' faces ask it for their arguments."""

    def value(self, node: Node) -> Reckon[Value]:
        """What reckons a node, kept with it."""
        try:
            return node.reckon
        except AttributeError:
            made = self._made(node)
            object.__setattr__(node, "reckon", made)
            return made

    def _made(self, node: Node) -> Reckon[Value]:
        make = _MAKE.get(type(node))
        if make is None:
            raise TypeError(f"not an expression: {node!r}")
        return make(self, node)

    def addend(self, node: Node) -> Reckon[Value]:
        """The value where it is added or subtracted: an optional cell left blank counts 0."""
        if not isinstance(node, Name | Literal):
            return self.value(node)
        operand = self.operand(node)

        def addend(scope: Scope) -> Value:
            found = operand(scope)
            return _ZERO if found.blank and not found.required and found.kind != "date" else found.usable

        return addend

    def operand(self, node: Node) -> Reckon[Operand]:
        if isinstance(node, Literal):
            known = Operand(node.value)
            return lambda scope: known
        if not isinstance(node, Name):
            value = self.value(node)
            return lambda scope: Operand(value(scope))
        path = node.path

        def operand(scope: Scope) -> Operand:
            found = scope.look_up(path)
            if isinstance(found, ColumnOperand):
                raise _alone(path)
            return found

        return operand

    def column(self, node: Node) -> Reckon[ColumnOperand | None]:
        if not isinstance(node, Name):
            return lambda scope: None
        path = node.path

        def column(scope: Scope) -> ColumnOperand | None:
            found = scope.look_up(path)
            return found if isinstance(found, ColumnOperand) else None

        return column

    def name(self, node: Name) -> Reckon[Value]:
        path = node.path

        def name(scope: Scope) -> Value:
            found = scope.look_up(path)
            if isinstance(found, ColumnOperand):
                raise _alone(path)
            return found.usable

        return name

    def literal(self, node: Literal) -> Reckon[Value]:
        value = Operand(node.value).usable
        return lambda scope: value

    def call(self, node: Call) -> Reckon[Value]:
        return FUNCTIONS[node.function].evaluate(self, node.args)

    def choice(self, node: If) -> Reckon[Value]:
        condition = self.value(node.condition)
        then, otherwise = self.value(node.then), self.value(node.otherwise)

        def choice(scope: Scope) -> Value:
            truth = condition(scope)
            if truth is True:
                return then(scope)
            return otherwise(scope) if truth is False else None

        return choice

    def negative(self, node: Negate) -> Reckon[Value]:
        addend = self.addend(node.operand)

        def negative(scope: Scope) -> Value:
            value = addend(scope)
            return CONTEXT.minus(value) if isinstance(value, Decimal) else None

        return negative

    def arithmetic(self, node: Arithmetic) -> Reckon[Value]:
        read = self.addend if node.op in "+-" else self.value
        first, second, op = read(node.left), read(node.right), node.op
        reckon = _ARITHMETIC[op]

        def arithmetic(scope: Scope) -> Value:
            left, right = first(scope), second(scope)
            if isinstance(left, Decimal) and isinstance(right, Decimal):
                return None if op == "/" and not rounded(right, 9) else reckon(CONTEXT, left, right)
            if op == "-" and isinstance(left, date) and isinstance(right, date):
                return Decimal((left - right).days)
            return None

        return arithmetic

    def opposite(self, node: Not) -> Reckon[Value]:
        value = self.value(node.operand)

        def opposite(scope: Scope) -> bool | None:
            truth = value(scope)
            return not truth if isinstance(truth, bool) else None

        return opposite

    def all_of(self, node: And) -> Reckon[Value]:
        return self._kleene(node.items, decides=False)

    def any_of(self, node: Or) -> Reckon[Value]:
        return self._kleene(node.items, decides=True)

    def _kleene(self, nodes: tuple[Node, ...], *, decides: bool) -> Reckon[Value]:
        items, other = tuple(map(self.value, nodes)), not decides

        def kleene(scope: Scope) -> bool | None:
            open_ = False
            for item in items:
                truth = item(scope)
                if truth is decides:
                    return decides
                if truth is not other:
                    open_ = True
            return None if open_ else other

        return kleene

    def comparison(self, node: Compare) -> Reckon[Value]:
        first, second = self.value(node.left), self.value(node.right)
        compare, for_equality = _COMPARE[node.op], node.op in ("==", "!=")
        # a name that stands alone is no column: its value would be an error
        paths = [p for side in (node.left, node.right) if not isinstance(side, Name) for p in names(side)]

        def comparison(scope: Scope) -> bool | None:
            left, right = first(scope), second(scope)
            if left is None or right is None or (paths and not _sound(scope, paths)):
                return None
            if isinstance(left, Decimal) and isinstance(right, Decimal):  # by far the most
                difference = CONTEXT.subtract(left, right)
                # rounding makes none of this size nothing
                large = difference.adjusted() >= -9
                return compare(difference if large else rounded(difference, 9), _ZERO)
            match left, right:
                case (bool(), bool()) | (str(), str()):
                    return compare(left, right) if for_equality else None
                case date(), date():
                    return compare(left, right)
            return None

        return comparison


def _alone(path: str) -> ExpressionError:
    return ExpressionError("column_alone", 0, {"name": path})


def _sound(scope: Scope, paths: Iterable[str]) -> bool:
    """No column among them has an invalid row."""
    for path in paths:  # asked at every comparison, and mostly of one cell
        found = scope.look_up(path)
        if isinstance(found, ColumnOperand) and not found.sound:
            return False
    return True


_ENGINE = _Engine()
_MAKE: dict[type[Node], Callable[[_Engine, Any], Reckon[Value]]] = {
    Literal: _Engine.literal, Name: _Engine.name, Call: _Engine.call, If: _Engine.choice,
    Negate: _Engine.negative, Arithmetic: _Engine.arithmetic, Compare: _Engine.comparison,
    Not: _Engine.opposite, And: _Engine.all_of, Or: _Engine.any_of,
}  # fmt: skip
