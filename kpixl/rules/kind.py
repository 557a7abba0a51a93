"""What every rule kind offers, by what it looks at. A kind is one module; `kpixl.rules` gathers them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, Protocol

from kpixl.blueprint.expressions import If, Node, Value
from kpixl.blueprint.expressions import Literal as Known
from kpixl.blueprint.model import Lexicon, RuleBase
from kpixl.findings import Lang
from kpixl.rules.types import parsed

RowValues = Mapping[str, Value]
TRUE = Known(value=True)
Breaches = list[tuple[int, dict[str, Any]]]
"""The positions of the rows that break a rule (empty: it holds), each with facts for the message."""


class Worded(Protocol):
    """What all kinds have. code: of the finding where the rule does not hold."""

    code: str

    def columns(self, rule: Any) -> tuple[str, ...]:
        """Whose cells it binds, the one that is reported first."""

    def words(self, rule: Any, labels: Mapping[str, str], lang: Lang) -> str:
        """What it asks for, said with the columns' labels."""


class RowRule(Worded, Protocol):
    """A rule over one row (or over the fields of a form) that an expression says."""

    def tree(self, rule: Any) -> Node:
        """The condition that must hold: Excel form and check in one."""

    def satisfy(self, rule: Any, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """Changes to a row that breaks it so that it holds; None where other random values are the way."""

    def violate(self, rule: Any, row: RowValues) -> dict[str, Value] | None:
        """Changes that break it, None where it cannot be broken from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One thing wrong in a row: at which column, against which other one.

    severity: None for the rule's own.
    """

    code: str
    column: str
    other: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    severity: Literal["warning", "note"] | None = None


class EntryRule(Worded, Protocol):
    """A rule over the entries of one row that no expression says: it is judged on return only.

    waits: an invalid entry in its columns makes it not applicable; else it judges the others.
    """

    waits: bool

    def breaches(self, rule: Any, row: RowValues, lexicon: Lexicon) -> list[Breach]:
        """What is wrong in a row; a blank is never wrong."""

    def satisfy(
        self, rule: Any, row: RowValues, lexicon: Lexicon, rng: random.Random
    ) -> dict[str, Value] | None:
        """Changes to a row that breaks it so that it holds; None where other random values are the way."""

    def violate(self, rule: Any, row: RowValues, lexicon: Lexicon) -> dict[str, Value] | None:
        """Changes that break it, None where it cannot be broken from here."""


class TableRule(Worded, Protocol):
    """A rule over the rows of one table. waits: an invalid entry in its columns makes it not applicable."""

    waits: bool

    def tree(self, rule: Any) -> Node | None:
        """The condition in terms of the table's columns; None where it is a matter of single rows."""

    def started(self, rule: Any) -> Node:
        """The condition, likewise, that there is anything to judge."""

    def row_tree(self, rule: Any, table: str) -> Node | None:
        """The condition in terms of one row (`column`) and whole columns (`table.column`); None likewise."""

    def breaches(self, rule: Any, rows: Sequence[RowValues], fields: RowValues) -> Breaches:
        """The rows that break it."""

    def satisfy(self, rule: Any, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Change the rows so that it holds."""

    def violate(self, rule: Any, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None:
        """(position, changes) that break it, None where it cannot be broken from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """A row (or the fields, key "") of another form of the same workbook."""

    key: str
    values: RowValues


class FormRule(Worded, Protocol):
    """A rule that compares a row with another form of the same workbook: it is judged on return only."""

    def breach(
        self, rule: Any, key: str, row: RowValues, others: Sequence[Counterpart]
    ) -> dict[str, Any] | None:
        """Facts where the row breaks it, `at` among them: the position of the counterpart; None: it holds."""

    def satisfy(
        self, rule: Any, key: str, row: RowValues, others: Sequence[Counterpart], rng: random.Random
    ) -> Value:
        """A value for the column with which it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A row of some unit's return. bucket: rows that are about the same thing have the same."""

    unit: str
    group: str
    bucket: str
    values: RowValues


class UnitRule(Worded, Protocol):
    """A rule over the returns of all units: it is judged on return only. complete: needs all of them."""

    complete: bool

    def breaches(self, rule: Any, rows: Sequence[UnitRow], settings: RowValues) -> Breaches:
        """The rows that break it; facts: `other`, the position of the row that it is compared with."""

    def satisfy(self, rule: Any, values: Sequence[dict[str, Value]], unit: UnitShare) -> None:
        """Change one unit's rows so that it holds whatever the others enter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitShare:
    """Which unit's rows are made. position: among the `count` units compared, from 0; name: its own.

    settings: of the scheme; bounds: between which the figures of a column may lie.
    """

    name: str
    position: int
    count: int
    settings: RowValues
    bounds: Mapping[str, tuple[Decimal, Decimal]]


def bounded(rule: RuleBase, condition: Node) -> Node:
    """The condition, only where the rule's `when` holds."""
    return condition if rule.when is None else If(parsed(rule.when), condition, TRUE)
