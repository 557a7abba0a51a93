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
TRUE = Literal(value=True)


class RowRule(Protocol):
    """A rule over one row (or over the fields of a form). code: of the finding where it does not hold."""

    code: str

    def tree(self, rule: Any) -> Node:
        """The condition that must hold: Excel form and check in one."""

    def columns(self, rule: Any) -> tuple[str, ...]:
        """Whose cells it binds, the one that is reported first."""

    def satisfy(self, rule: Any, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """Changes to a row that breaks it so that it holds; None where other random values are the way."""

    def violate(self, rule: Any, row: RowValues) -> dict[str, Value] | None:
        """Changes that break it, None where it cannot be broken from here."""

    def words(self, rule: Any, labels: Mapping[str, str], lang: Lang) -> str:
        """What it asks for, said with the columns' labels."""


class TableRule(Protocol):
    """A rule over the rows of one table. code: of the finding where it does not hold."""

    code: str

    def tree(self, rule: Any) -> Node | None:
        """The condition in terms of the table's columns; None where it is a matter of single rows."""

    def row_tree(self, rule: Any, table: str) -> Node | None:
        """The condition in terms of one row (`column`) and whole columns (`table.column`); None likewise."""

    def columns(self, rule: Any) -> tuple[str, ...]:
        """Whose cells it binds, the one that is reported first."""

    def breaches(
        self, rule: Any, rows: Sequence[RowValues], fields: RowValues
    ) -> list[tuple[int, dict[str, Any]]]:
        """The positions of the rows that break it (empty: it holds), with facts for the message."""

    def satisfy(self, rule: Any, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Change the rows so that it holds."""

    def violate(self, rule: Any, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None:
        """(position, changes) that break it, None where it cannot be broken from here."""

    def words(self, rule: Any, labels: Mapping[str, str], lang: Lang) -> str:
        """What it asks for, said with the columns' labels."""


def bounded(rule: RuleBase, condition: Node) -> Node:
    """The condition, only where the rule's `when` holds."""
    return condition if rule.when is None else If(parsed(rule.when), condition, TRUE)
