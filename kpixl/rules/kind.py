"""What every rule kind says and does, by what it looks at. A kind is one module; `kpixl.rules` gathers them.

Each face is abstract: a kind that forgets one cannot be made, so it cannot be registered either.
"""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar

from kpixl.blueprint.expressions import Compare, If, Name, Node, Value, names
from kpixl.blueprint.expressions import Literal as Known
from kpixl.blueprint.model import Lexicon, RuleBase
from kpixl.rules.facts import (
    BESIDE,
    Breaches,
    Counterpart,
    Counting,
    Demand,
    EntryBreach,
    Idle,
    Named,
    Other,
    RowValues,
    UnitRow,
    UnitShare,
)
from kpixl.rules.types import parsed
from kpixl.words import Words

R = TypeVar("R", bound=RuleBase)
TRUE = Known(value=True)
_FACTS = frozenset({"group", "stage", "round", "period", "subject", "recipient", "scheme", "each"})
"""The heads of names that mean the same in every row."""


class Kind(ABC, Generic[R]):
    """What all kinds have."""

    @property
    @abstractmethod
    def model(self) -> type[R]:
        """What a blueprint writes."""

    @property
    @abstractmethod
    def code(self) -> str:
        """Of the finding where the rule does not hold."""

    @abstractmethod
    def names(self, rule: R) -> Iterable[Named]:
        """All that it names by its settings, in their order; what its expressions name is not among them."""

    @abstractmethod
    def conditions(self, rule: R) -> Mapping[str, str]:
        """Its expressions by their keys, but for `when`."""

    @abstractmethod
    def judges(self, rule: R) -> Mapping[str, frozenset[str]]:
        """The types that it says something about, by column; a column of any type is left out."""

    @abstractmethod
    def idle(self, rule: R, *, free: bool) -> Iterable[Idle]:
        """Why it can never say anything, or which settings do not fit. free: all rows are filled freely."""

    @abstractmethod
    def columns(self, rule: R) -> tuple[str, ...]:
        """Whose cells it binds, the one that is reported first."""

    @abstractmethod
    def words(self, rule: R, labels: Mapping[str, str]) -> Words:
        """What it asks for, said with the columns' labels."""


class SheetRule(Kind[R]):
    """A rule that a workbook can show as well: in colours, in the cover's counts, by refusing an entry."""

    @property
    @abstractmethod
    def stops(self) -> bool:
        """Whether its first column's validation takes part, for errors: its `row_tree`, and what it tells."""

    @abstractmethod
    def stop_message(self, rule: R) -> str | None:
        """What the validation then tells, besides the type."""

    @abstractmethod
    def in_workbook(self, rule: R, merged: frozenset[str]) -> bool:
        """Whether the workbook can tell, where these columns merge: all but the first of each are empty."""

    @abstractmethod
    def row_tree(self, rule: R, table: str) -> Node | None:
        """What entries must meet, by one row (`column`) and whole columns (`table.column`); None: nothing."""


class RowRule(SheetRule[R]):
    """A rule over one row (or over the fields of a form) that an expression says."""

    @property
    @abstractmethod
    def broken_by(self) -> Literal["blank", "entry"]:
        """What breaks it: it is reported at the first blank cell that it binds, or at the first cell."""

    @property
    @abstractmethod
    def one_by_one(self) -> bool:
        """Whether random answers that break it change in one column at a time, not in all of them."""

    def code_of(self, *, blank: bool) -> str:
        """The code of a breach. blank: the cell that is told of holds nothing."""
        return self.code

    @abstractmethod
    def tree(self, rule: R) -> Node:
        """The condition that must hold: Excel form and check in one."""

    @abstractmethod
    def missing(self, rule: R, column: str) -> Node | None:
        """The condition under which a blank in a column is missing; None where it never is."""

    @abstractmethod
    def completing(self, rule: R, column: str) -> Node | None:
        """The condition under which a blank in a column, though not missing, is what it reports."""

    @abstractmethod
    def compared(self, rule: R) -> Compare | None:
        """The comparison whose sides a message shows."""

    @abstractmethod
    def demand(self, rule: R) -> Demand | None:
        """What it asks of a column under one condition: an entry or none."""

    @abstractmethod
    def satisfy(self, rule: R, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """Changes to a row that breaks it so that it holds; None where other random values are the way."""

    @abstractmethod
    def violate(self, rule: R, row: RowValues) -> dict[str, Value] | None:
        """Changes that break it, None where it cannot be broken from here."""


class EntryRule(Kind[R]):
    """A rule over the entries of one row that no expression says: it is judged on return only."""

    @property
    @abstractmethod
    def waits(self) -> bool:
        """Whether an invalid entry in its columns makes it not applicable; else it judges the others."""

    @abstractmethod
    def labels(self, rule: R) -> Mapping[str, str]:
        """What it calls columns in messages, where that is not what their heads say."""

    @abstractmethod
    def breaches(self, rule: R, row: RowValues, lexicon: Lexicon) -> list[EntryBreach]:
        """What is wrong in a row; a blank is never wrong."""

    @abstractmethod
    def satisfy(
        self, rule: R, row: RowValues, lexicon: Lexicon, rng: random.Random
    ) -> dict[str, Value] | None:
        """Changes to a row that breaks it so that it holds; None where other random values are the way."""

    @abstractmethod
    def violate(self, rule: R, row: RowValues, lexicon: Lexicon) -> dict[str, Value] | None:
        """Changes that break it, None where it cannot be broken from here."""


class TableRule(SheetRule[R]):
    """A rule over the rows of one table."""

    @property
    @abstractmethod
    def waits(self) -> bool:
        """Whether an invalid entry in its columns makes it not applicable."""

    @property
    @abstractmethod
    def when_of(self) -> Literal["table", "row"]:
        """Whether its `when` is about the whole table, whose columns it names, or says which rows count."""

    @abstractmethod
    def counts(self, rule: R) -> Counting | None:
        """What it asks of the number of rows; None where it asks nothing of it."""

    @abstractmethod
    def shared(self, rule: R) -> tuple[str, ...]:
        """The columns of which a merged cell holds for all of its rows."""

    @abstractmethod
    def tree(self, rule: R) -> Node | None:
        """The condition in terms of the table's columns; None where it is a matter of single rows."""

    @abstractmethod
    def started(self, rule: R) -> Node:
        """The condition, likewise, that there is anything to judge."""

    @abstractmethod
    def breaches(self, rule: R, rows: Sequence[RowValues], fields: RowValues) -> Breaches:
        """The rows that break it; facts: `first`, the position of an earlier row; `total` and `stated`."""

    @abstractmethod
    def satisfy(self, rule: R, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Change the rows so that it holds."""

    @abstractmethod
    def violate(self, rule: R, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None:
        """(position, changes) that break it, None where it cannot be broken from here."""


class FormRule(Kind[R]):
    """A rule that compares a row with another form of the same workbook: it is judged on return only."""

    @property
    @abstractmethod
    def needs_all(self) -> bool:
        """Whether all of the other form must be known: that it is handed out, and every entry compared."""

    @abstractmethod
    def other(self, rule: R) -> Other:
        """What it looks at in the other form."""

    @abstractmethod
    def breach(
        self, rule: R, key: str, row: RowValues, others: Sequence[Counterpart]
    ) -> dict[str, Any] | None:
        """Facts where the row breaks it, `at` among them: the position of the counterpart; None: it holds."""

    @abstractmethod
    def satisfy(
        self, rule: R, key: str, row: RowValues, others: Sequence[Counterpart], rng: random.Random
    ) -> Value:
        """A value for the column with which it holds."""


class ShownFormRule(FormRule[R], SheetRule[R]):
    """The same, of one that an expression over the other form's columns says (`beside`)."""


class UnitRule(Kind[R]):
    """A rule over the returns of all units: it is judged on return only."""

    @property
    @abstractmethod
    def complete(self) -> bool:
        """Whether it needs the returns of all units, and is about them together."""

    @abstractmethod
    def code_of(self, facts: Mapping[str, Any]) -> str:
        """The code of a breach with these facts."""

    @abstractmethod
    def within(self, rule: R) -> Literal["group", "all"]:
        """Whose returns are compared: those of a unit's group, or all."""

    @abstractmethod
    def breaches(self, rule: R, rows: Sequence[UnitRow], settings: RowValues) -> Breaches:
        """The rows that break it; facts: `other`, the position of another row; `total` and `stated`."""

    @abstractmethod
    def satisfy(self, rule: R, values: Sequence[dict[str, Value]], unit: UnitShare) -> None:
        """Change one unit's rows so that it holds whatever the others enter."""


def beside(form: str, column: str) -> Name:
    """All rows of another form's column, as a workbook's condition names them."""
    return Name(f"{BESIDE}{form}.{column}")


def worded(rule: RuleBase, zh: str, en: str) -> Words:
    """What a rule asks for: in the blueprint's own words, where it has some."""
    return Words(rule.message, rule.message) if rule.message else Words(zh, en)


def bounded(rule: RuleBase, condition: Node) -> Node:
    """The condition, only where the rule's `when` holds."""
    return condition if rule.when is None else If(parsed(rule.when), condition, TRUE)


def same_in_every_row(condition: str | None) -> bool:
    """Whether a condition rests on nothing that differs from row to row."""
    return condition is None or _FACTS.issuperset(n.partition(".")[0] for n in names(parsed(condition)))


def one(of: str) -> list[Named]:
    """The column under `of`."""
    return [Named(("of",), of)]


def several(of: tuple[str, ...]) -> list[Named]:
    """The columns under `of`."""
    return [Named(("of", i), name) for i, name in enumerate(of)]


def named_there(form: str, column: str) -> list[Named]:
    """Another form and its column."""
    return [Named(("form",), form, "forms"), Named(("column",), column, "other", form)]
