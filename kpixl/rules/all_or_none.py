"""`all_or_none`: of these columns all are filled or none."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from kpixl.blueprint.expressions import And, Call, Compare, Name, Node, Not, Or, Value
from kpixl.blueprint.model import AllOrNone
from kpixl.rules.facts import Demand, Idle, Named, RowValues
from kpixl.rules.kind import RowRule, bounded, several, worded
from kpixl.rules.types import parsed
from kpixl.words import Words


class AllOrNoneRule(RowRule[AllOrNone]):
    """In the workbook: a conditional format and the cover's count."""

    model = AllOrNone
    code = "R004"
    stops = False
    broken_by = "blank"
    one_by_one = False

    def names(self, rule: AllOrNone) -> Iterable[Named]:
        """All of them."""
        return several(rule.of)

    def conditions(self, rule: AllOrNone) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: AllOrNone) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: AllOrNone, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def stop_message(self, rule: AllOrNone) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: AllOrNone, merged: frozenset[str]) -> bool:
        """Always."""
        return True

    def row_tree(self, rule: AllOrNone, table: str) -> Node | None:
        """The same condition."""
        return self.tree(rule)

    def missing(self, rule: AllOrNone, column: str) -> Node | None:
        """It asks for none."""
        return None

    def completing(self, rule: AllOrNone, column: str) -> Node | None:
        """Another one is filled; of several blanks it is the first."""
        return _completing(rule, column) if column in rule.of else None

    def compared(self, rule: AllOrNone) -> Compare | None:
        """None."""
        return None

    def demand(self, rule: AllOrNone) -> Demand | None:
        """Nothing under a condition."""
        return None

    def tree(self, rule: AllOrNone) -> Node:
        """All filled, or all blank."""
        filled = tuple(Call("filled", (Name(n),)) for n in rule.of)
        return bounded(rule, Or((And(filled), And(tuple(Not(f) for f in filled)))))

    def columns(self, rule: AllOrNone) -> tuple[str, ...]:
        """All of them."""
        return rule.of

    def satisfy(self, rule: AllOrNone, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """Blank them all."""
        return dict.fromkeys(rule.of)

    def violate(self, rule: AllOrNone, row: RowValues) -> dict[str, Value] | None:
        """Blank one of several that are filled."""
        return {rule.of[-1]: None} if all(row.get(n) is not None for n in rule.of) else None

    def words(self, rule: AllOrNone, labels: Mapping[str, str]) -> Words:
        """Which belong together."""
        names = [labels.get(n, n) for n in rule.of]
        return worded(
            rule, f"“{'”“'.join(names)}”要么都填，要么都不填", f"fill all of {', '.join(names)}, or none"
        )


def _completing(rule: AllOrNone, column: str) -> Node:
    at = rule.of.index(column)
    filled = [Call("filled", (Name(n),)) for n in rule.of]
    asked = And(tuple(filled[:at])) if at else Or(tuple(filled[1:]))
    return asked if rule.when is None else And((parsed(rule.when), asked))
