"""`cumulative`: a figure that adds up over the periods is no less than the period before had it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from kpixl.blueprint.expressions import And, Call, Compare, Name, Node, Not, Or, Value
from kpixl.blueprint.model import Cumulative
from kpixl.rules.facts import Demand, Idle, Named, RowValues
from kpixl.rules.kind import RowRule, bounded, one, worded
from kpixl.rules.types import NUMBERS
from kpixl.words import Words


class CumulativeRule(RowRule[Cumulative]):
    """In the workbook: the colour of a warning; what the period before had is known to it."""

    model = Cumulative
    code = "R013"
    stops = False
    broken_by = "entry"
    one_by_one = True

    def names(self, rule: Cumulative) -> Iterable[Named]:
        """The column."""
        return one(rule.of)

    def conditions(self, rule: Cumulative) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Cumulative) -> Mapping[str, frozenset[str]]:
        """A number."""
        return {rule.of: NUMBERS}

    def idle(self, rule: Cumulative, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def stop_message(self, rule: Cumulative) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: Cumulative, merged: frozenset[str]) -> bool:
        """Always."""
        return True

    def row_tree(self, rule: Cumulative, table: str) -> Node | None:
        """The same condition."""
        return self.tree(rule)

    def missing(self, rule: Cumulative, column: str) -> Node | None:
        """It asks for none."""
        return None

    def completing(self, rule: Cumulative, column: str) -> Node | None:
        """Nothing is left over."""
        return None

    def compared(self, rule: Cumulative) -> Compare | None:
        """The figure with that of the period before."""
        return Compare(">=", Name(rule.of), Name(f"carried.{rule.of}"))

    def demand(self, rule: Cumulative) -> Demand | None:
        """Nothing under a condition."""
        return None

    def tree(self, rule: Cumulative) -> Node:
        """No less than before; in stages without periods, and where one of them is blank, all holds."""
        asked = tuple(Call("filled", (Name(name),)) for name in ("period", rule.of, f"carried.{rule.of}"))
        grown = Compare(">=", Name(rule.of), Name(f"carried.{rule.of}"))
        return bounded(rule, Or((Not(And(asked)), grown)))

    def columns(self, rule: Cumulative) -> tuple[str, ...]:
        """The column."""
        return (rule.of,)

    def satisfy(self, rule: Cumulative, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """Other figures are the way."""
        return None

    def violate(self, rule: Cumulative, row: RowValues) -> dict[str, Value] | None:
        """A row does not know what the period before had."""
        return None

    def words(self, rule: Cumulative, labels: Mapping[str, str]) -> Words:
        """That it does not fall."""
        own = labels.get(rule.of, rule.of)
        return worded(rule, f"“{own}”是累计数，不应小于上一期", f"{own!r} adds up, so it does not fall")
