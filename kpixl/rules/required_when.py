"""`required_when`: a column to fill where a condition holds; `otherwise: blank` forbids it elsewhere."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from kpixl.blueprint.expressions import And, Call, Compare, Name, Node, Not, Or, Value
from kpixl.blueprint.model import RequiredWhen
from kpixl.rules.facts import Demand, Idle, Named, RowValues
from kpixl.rules.kind import RowRule, bounded, one, worded
from kpixl.rules.spelled import spelled
from kpixl.rules.types import parsed
from kpixl.words import Words


class RequiredWhenRule(RowRule[RequiredWhen]):
    """In the workbook: a conditional format and the cover's count, as no validation sees a blank cell."""

    model = RequiredWhen
    code = "R002"
    stops = True
    broken_by = "blank"
    one_by_one = False

    def code_of(self, *, blank: bool) -> str:
        """An entry that is not wanted is told as one that another forbids."""
        return self.code if blank else "R003"

    def names(self, rule: RequiredWhen) -> Iterable[Named]:
        """The column."""
        return one(rule.of)

    def conditions(self, rule: RequiredWhen) -> Mapping[str, str]:
        """The condition."""
        return {"condition": rule.condition}

    def judges(self, rule: RequiredWhen) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: RequiredWhen, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def stop_message(self, rule: RequiredWhen) -> str | None:
        """Nothing: its message is about a blank."""
        return None

    def in_workbook(self, rule: RequiredWhen, merged: frozenset[str]) -> bool:
        """Always."""
        return True

    def row_tree(self, rule: RequiredWhen, table: str) -> Node | None:
        """That it is blank where nothing asks for it; what is missing is no entry."""
        return None if rule.otherwise == "free" else bounded(rule, _otherwise(rule))

    def missing(self, rule: RequiredWhen, column: str) -> Node | None:
        """The condition holds."""
        return _needed(rule) if column == rule.of else None

    def completing(self, rule: RequiredWhen, column: str) -> Node | None:
        """Nothing is left over."""
        return None

    def compared(self, rule: RequiredWhen) -> Compare | None:
        """None."""
        return None

    def demand(self, rule: RequiredWhen) -> Demand | None:
        """That it is filled."""
        return Demand(column=rule.of, key="condition", condition=rule.condition, filled=True)

    def tree(self, rule: RequiredWhen) -> Node:
        """Filled where the condition holds."""
        holds: Node = Or((Not(parsed(rule.condition)), Call("filled", (Name(rule.of),))))
        if rule.otherwise == "blank":
            holds = And((holds, _otherwise(rule)))
        return bounded(rule, holds)

    def columns(self, rule: RequiredWhen) -> tuple[str, ...]:
        """The column that must be filled."""
        return (rule.of,)

    def satisfy(self, rule: RequiredWhen, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """Filling is up to the type."""
        return None

    def violate(self, rule: RequiredWhen, row: RowValues) -> dict[str, Value] | None:
        """Leave it blank."""
        return {rule.of: None}

    def words(self, rule: RequiredWhen, labels: Mapping[str, str]) -> Words:
        """When it must be filled."""
        own, when = labels.get(rule.of, rule.of), spelled(rule.condition, labels)
        if rule.otherwise == "free":
            return worded(rule, f"{when.zh}时，必须填写“{own}”", f"“{own}” is needed where {when.en}")
        zh = f"{when.zh}时，必须填写“{own}”，否则应留空"
        return worded(rule, zh, f"“{own}” is needed where {when.en}, and stays blank elsewhere")


def _needed(rule: RequiredWhen) -> Node:
    condition = parsed(rule.condition)
    return condition if rule.when is None else And((parsed(rule.when), condition))


def _otherwise(rule: RequiredWhen) -> Node:
    return Or((parsed(rule.condition), Not(Call("filled", (Name(rule.of),)))))
