"""`forbidden_when`: a column that must be blank where a condition holds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from kpixl.blueprint.expressions import Call, Compare, Name, Node, Not, Or, Value
from kpixl.blueprint.model import ForbiddenWhen
from kpixl.rules.facts import Demand, Idle, Named, RowValues
from kpixl.rules.kind import RowRule, bounded, one, worded
from kpixl.rules.spelled import spelled
from kpixl.rules.types import parsed
from kpixl.words import Words


class ForbiddenWhenRule(RowRule[ForbiddenWhen]):
    """In the workbook: part of the column's validation where it fits, and a conditional format."""

    model = ForbiddenWhen
    code = "R003"
    stops = True
    broken_by = "entry"
    one_by_one = False

    def names(self, rule: ForbiddenWhen) -> Iterable[Named]:
        """The column."""
        return one(rule.of)

    def conditions(self, rule: ForbiddenWhen) -> Mapping[str, str]:
        """The condition."""
        return {"condition": rule.condition}

    def judges(self, rule: ForbiddenWhen) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: ForbiddenWhen, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def stop_message(self, rule: ForbiddenWhen) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: ForbiddenWhen, merged: frozenset[str]) -> bool:
        """Always."""
        return True

    def row_tree(self, rule: ForbiddenWhen, table: str) -> Node | None:
        """The same condition."""
        return self.tree(rule)

    def missing(self, rule: ForbiddenWhen, column: str) -> Node | None:
        """It asks for none."""
        return None

    def completing(self, rule: ForbiddenWhen, column: str) -> Node | None:
        """Nothing is left over."""
        return None

    def compared(self, rule: ForbiddenWhen) -> Compare | None:
        """None."""
        return None

    def demand(self, rule: ForbiddenWhen) -> Demand | None:
        """That it is blank."""
        return Demand(column=rule.of, key="condition", condition=rule.condition, filled=False)

    def tree(self, rule: ForbiddenWhen) -> Node:
        """Blank where the condition holds."""
        return bounded(rule, Or((Not(parsed(rule.condition)), Not(Call("filled", (Name(rule.of),))))))

    def columns(self, rule: ForbiddenWhen) -> tuple[str, ...]:
        """The column that must be blank."""
        return (rule.of,)

    def satisfy(self, rule: ForbiddenWhen, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """Blank it."""
        return {rule.of: None}

    def violate(self, rule: ForbiddenWhen, row: RowValues) -> dict[str, Value] | None:
        """Filling is up to the type."""
        return None

    def words(self, rule: ForbiddenWhen, labels: Mapping[str, str]) -> Words:
        """When it must be blank."""
        own, when = labels.get(rule.of, rule.of), spelled(rule.condition, labels)
        return worded(rule, f"{when.zh}时，“{own}”应留空", f"“{own}” stays blank where {when.en}")
