"""`expression`: a condition over one row that must hold."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from functools import cache

from kpixl.blueprint.expressions import Compare, Literal, Name, Node, Value, evaluate
from kpixl.blueprint.expressions.nodes import children
from kpixl.blueprint.expressions.operands import Operand
from kpixl.blueprint.model import Expression
from kpixl.rules.facts import Demand, Idle, Named, RowValues
from kpixl.rules.kind import RowRule, bounded, worded
from kpixl.rules.spelled import spelled
from kpixl.rules.types import parsed
from kpixl.words import Words


class ExpressionRule(RowRule[Expression]):
    """In the workbook: part of the first column's validation where it fits, and a conditional format."""

    model = Expression
    code = "R005"
    stops = True
    broken_by = "entry"
    one_by_one = True

    def names(self, rule: Expression) -> Iterable[Named]:
        """Nothing by a setting."""
        return ()

    def conditions(self, rule: Expression) -> Mapping[str, str]:
        """The condition."""
        return {"expression": rule.expression}

    def judges(self, rule: Expression) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: Expression, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def stop_message(self, rule: Expression) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: Expression, merged: frozenset[str]) -> bool:
        """Always."""
        return True

    def row_tree(self, rule: Expression, table: str) -> Node | None:
        """The same condition."""
        return self.tree(rule)

    def missing(self, rule: Expression, column: str) -> Node | None:
        """It asks for none."""
        return None

    def completing(self, rule: Expression, column: str) -> Node | None:
        """Nothing is left over."""
        return None

    def compared(self, rule: Expression) -> Compare | None:
        """The condition, where a side of it is computed."""
        tree = parsed(rule.expression)
        return tree if isinstance(tree, Compare) and _computed(tree) else None

    def demand(self, rule: Expression) -> Demand | None:
        """Nothing under a condition."""
        return None

    def tree(self, rule: Expression) -> Node:
        """The condition itself."""
        return bounded(rule, parsed(rule.expression))

    def columns(self, rule: Expression) -> tuple[str, ...]:
        """The columns that the condition names, in the order in which it names them."""
        return _named(rule.expression)

    def satisfy(self, rule: Expression, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """Where a cell must equal something, that; else other random values are the way."""
        tree = parsed(rule.expression)
        if not isinstance(tree, Compare) or tree.op != "==":
            return None
        sides = [(tree.left, tree.right), (tree.right, tree.left)]
        cells = [(a, b) for a, b in sides if isinstance(a, Name) and a.path in row]
        if not cells:
            return None
        name, other = rng.choice(cells)
        value = evaluate(other, lambda path: Operand(value=row.get(path)))
        return None if value is None else {name.path: value}

    def violate(self, rule: Expression, row: RowValues) -> dict[str, Value] | None:
        """A condition is broken by trying, not by construction."""
        return None

    def words(self, rule: Expression, labels: Mapping[str, str]) -> Words:
        """The blueprint's message, else the condition in words."""
        said = spelled(rule.expression, labels)
        return worded(rule, said.zh, said.en)


def _computed(tree: Compare) -> bool:
    return not all(isinstance(side, Name | Literal) for side in (tree.left, tree.right))


@cache
def _named(expression: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in in_order(parsed(expression)) if "." not in n))


def in_order(node: Node) -> list[str]:
    """The names of an expression, in the order in which it uses them."""
    if isinstance(node, Name):
        return [node.path]
    return [n for child in children(node) for n in in_order(child)]
