"""What every rule kind offers. A kind is one module with one object; `kpixl.rules.KINDS` gathers them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from kpixl.blueprint.expressions import If, Literal, Node, Value
from kpixl.blueprint.model import RuleBase
from kpixl.findings import Lang
from kpixl.rules.types import parsed

RowValues = Mapping[str, Value]


class RowRule(Protocol):
    """A rule over one row (or over the fields of a form).

    tree: Excel form and check in one, the condition that must hold. columns: whose cells it binds, the one that is
    reported first. satisfy: changes to a row that breaks it so that it holds, None where another try at random values
    is the way. violate: changes that break it, None where it cannot be broken from here.
    """

    code: str

    def tree(self, rule: Any) -> Node: ...
    def columns(self, rule: Any) -> tuple[str, ...]: ...
    def satisfy(self, rule: Any, row: RowValues, rng: random.Random) -> dict[str, Value] | None: ...
    def violate(self, rule: Any, row: RowValues) -> dict[str, Value] | None: ...
    def words(self, rule: Any, labels: Mapping[str, str], lang: Lang) -> str: ...


class TableRule(Protocol):
    """A rule over the rows of one table.

    tree: the condition in terms of the table's columns; row_tree: in terms of one row (`column`) and the whole column
    (`table.column`); None where there is none. breaches: the positions of the
    rows that break it (empty: the rule holds), with facts for the message.
    """

    code: str

    def tree(self, rule: Any) -> Node | None: ...
    def row_tree(self, rule: Any, table: str) -> Node | None: ...
    def columns(self, rule: Any) -> tuple[str, ...]: ...
    def breaches(
        self, rule: Any, rows: Sequence[RowValues], fields: RowValues
    ) -> list[tuple[int, dict[str, Any]]]: ...
    def satisfy(self, rule: Any, rows: Sequence[dict[str, Value]], fields: RowValues) -> None: ...
    def violate(self, rule: Any, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None: ...
    def words(self, rule: Any, labels: Mapping[str, str], lang: Lang) -> str: ...


def bounded(rule: RuleBase, condition: Node) -> Node:
    """The condition, only where the rule's `when` holds."""
    return condition if rule.when is None else If(parsed(rule.when), condition, Literal(True))
