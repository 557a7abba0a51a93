"""What rule kinds are asked with, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from kpixl.blueprint.document import Steps
from kpixl.blueprint.expressions import Node, Value
from kpixl.words import Words

RowValues = Mapping[str, Value]
Breaches = list[tuple[int, dict[str, Any]]]
"""The positions of the rows that break a rule (empty: it holds), each with facts for the message."""
BESIDE = "@beside."
"""Before a form and its column, as the name of all rows of that column."""
SELECTED = "#selected"
"""The name under which a row's values say whether it is among those that a rule counts."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a rule names. steps: its place below the rule.

    among: the columns of its own table (or the fields of its block), the fields of its form, the figures
    among the scheme's settings, the forms, or the columns of another form, which is `form`.
    """

    steps: Steps
    name: str
    among: Literal["columns", "fields", "settings", "forms", "other"] = "columns"
    form: str = ""


@dataclass(frozen=True, slots=True)
class Idle:
    """Why a rule means nothing. steps: the place below the rule."""

    steps: Steps
    why: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is asked of a column where a condition holds; key is its own. filled: an entry, else none."""

    column: str
    key: str
    condition: str
    filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryBreach:
    """One thing wrong in a row: at which column, against which other one.

    severity: None for the rule's own.
    """

    code: str
    column: str
    other: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    severity: Literal["warning", "note"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How many rows with an entry there are to be. chosen: the condition for those that count, None: all."""

    least: int
    most: int | None
    chosen: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What is looked at in another form: the column that is compared, and those that find its row.

    everywhere: in all returns about the subject, not in the same workbook alone; once: each of its rows
    stands for one row at most.
    """

    form: str
    column: str
    keys: tuple[str, ...] = ()
    everywhere: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """A row (or the fields, key "") of another form of the same workbook."""

    key: str
    values: RowValues


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A row of some unit's return. bucket: rows that are about the same thing have the same."""

    unit: str
    group: str
    bucket: str
    values: RowValues


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
