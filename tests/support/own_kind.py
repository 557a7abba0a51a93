"""A rule kind of the tests' own, made by the recipe of docs/architecture.md: multiples of a step."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Literal

from kpixl.blueprint.expressions import Compare, Node, Value
from kpixl.blueprint.model import RuleBase
from kpixl.blueprint.model.base import Name, Number
from kpixl.blueprint.model.joining import rebuild
from kpixl.blueprint.model.rules import FIELD_KINDS, KINDS
from kpixl.rules import ENTRY_KINDS, FORM_KINDS, ROW_KINDS, TABLE_KINDS, UNIT_KINDS, Kind, RowRule, register
from kpixl.rules.facts import Demand, Idle, Named, RowValues
from kpixl.rules.kind import bounded, one, worded
from kpixl.rules.registry import name_of
from kpixl.rules.types import NUMBERS, parsed
from kpixl.words import Words


class Multiple(RuleBase):
    """The column's figures are multiples of a step."""

    kind: Literal["multiple"]
    of: Name
    step: Number


class MultipleRule(RowRule[Multiple]):
    """In the workbook: part of the column's validation where it fits, and a conditional format."""

    model = Multiple
    code = "R005"
    stops = True
    broken_by = "entry"
    one_by_one = False

    def names(self, rule: Multiple) -> Iterable[Named]:
        """The column."""
        return one(rule.of)

    def conditions(self, rule: Multiple) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Multiple) -> Mapping[str, frozenset[str]]:
        """Numbers have multiples."""
        return {rule.of: NUMBERS}

    def idle(self, rule: Multiple, *, free: bool) -> Iterable[Idle]:
        """Where the step is nothing."""
        return [] if rule.step else [Idle(("step",), Words("step 为 0", "`step` is 0"))]

    def columns(self, rule: Multiple) -> tuple[str, ...]:
        """The column."""
        return (rule.of,)

    def words(self, rule: Multiple, labels: Mapping[str, str]) -> Words:
        """Of what it is a multiple."""
        own = labels.get(rule.of, rule.of)
        return worded(rule, f"“{own}”应是{rule.step}的倍数", f"“{own}” must be a multiple of {rule.step}")

    def stop_message(self, rule: Multiple) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: Multiple, merged: frozenset[str]) -> bool:
        """Always."""
        return True

    def row_tree(self, rule: Multiple, table: str) -> Node | None:
        """The same condition."""
        return self.tree(rule)

    def tree(self, rule: Multiple) -> Node:
        """A whole number of steps makes the figure."""
        return bounded(rule, parsed(f"round({rule.of} / {rule.step}, 0) * {rule.step} == {rule.of}"))

    def missing(self, rule: Multiple, column: str) -> Node | None:
        """It asks for none."""
        return None

    def completing(self, rule: Multiple, column: str) -> Node | None:
        """Nothing is left over."""
        return None

    def compared(self, rule: Multiple) -> Compare | None:
        """None."""
        return None

    def demand(self, rule: Multiple) -> Demand | None:
        """Nothing under a condition."""
        return None

    def satisfy(self, rule: Multiple, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """The multiple below the figure."""
        figure = row.get(rule.of)
        return {rule.of: figure // rule.step * rule.step} if isinstance(figure, Decimal) else None

    def violate(self, rule: Multiple, row: RowValues) -> dict[str, Value] | None:
        """Half a step more."""
        figure = row.get(rule.of)
        return {rule.of: figure + rule.step / 2} if isinstance(figure, Decimal) else None


@contextmanager
def registered(kind: Kind[Any]) -> Iterator[None]:
    """The kind is known for a while; afterwards all is as before."""
    register(kind)
    try:
        yield
    finally:
        for family in (ROW_KINDS, ENTRY_KINDS, TABLE_KINDS, FORM_KINDS, UNIT_KINDS):
            if family.get(name_of(kind.model)) is kind:
                del family[name_of(kind.model)]
        for kinds in (KINDS, FIELD_KINDS):
            if kind.model in kinds.models:
                kinds.models.remove(kind.model)
        rebuild()
