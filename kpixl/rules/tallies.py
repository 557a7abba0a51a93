"""`tallies`: a figure is how many rows another form of the workbook has, or what they sum up to."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import Call, Compare, Literal, Name, Node, Value
from kpixl.blueprint.expressions.matching import same
from kpixl.blueprint.model import Tallies
from kpixl.rules.facts import Counterpart, Idle, Named, Other, RowValues
from kpixl.rules.kind import ShownFormRule, beside, bounded, named_there, one, worded
from kpixl.words import Words


class TalliesRule(ShownFormRule[Tallies]):
    """In the workbook: a conditional format, where both forms are about one unit.

    On return it is judged once every entry of the other form that is counted is valid.
    """

    model = Tallies
    code = "C009"
    needs_all = True
    stops = False

    def names(self, rule: Tallies) -> Iterable[Named]:
        """The columns of both forms, those that choose the rows among them."""
        matched = [
            each
            for mine, theirs in rule.match.items()
            for each in (Named(("match", mine), mine), Named(("match", mine), theirs, "other", rule.form))
        ]
        chosen = [Named(("where", theirs), theirs, "other", rule.form) for theirs in rule.where]
        return [*one(rule.of), *named_there(rule.form, rule.column), *matched, *chosen]

    def conditions(self, rule: Tallies) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Tallies) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: Tallies, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def other(self, rule: Tallies) -> Other:
        """The column that is summed or counted, and those that choose its rows."""
        keys = tuple(dict.fromkeys((*rule.match.values(), *rule.where)))
        return Other(form=rule.form, column=rule.column, keys=keys)

    def columns(self, rule: Tallies) -> tuple[str, ...]:
        """The column that must have the figure."""
        return (rule.of,)

    def stop_message(self, rule: Tallies) -> str | None:
        """None: the other form may be filled in later."""
        return None

    def in_workbook(self, rule: Tallies, merged: frozenset[str]) -> bool:
        """Where the rows of this form are told by cells of their own."""
        return merged.isdisjoint({rule.of, *rule.match})

    def row_tree(self, rule: Tallies, table: str) -> Node | None:
        """The figure is what the other form's rows come to."""
        asked: list[Node] = [beside(rule.form, rule.column)]
        for theirs, text in rule.where.items():
            asked += [beside(rule.form, theirs), Literal(text)]
        for mine, theirs in rule.match.items():
            asked += [beside(rule.form, theirs), Name(mine)]
        function = {"sum": "sum_if", "count": "filled_if"}[rule.by]
        comes_to = Call(function if len(asked) > 1 else rule.by, tuple(asked))
        return bounded(rule, Compare("==", Name(rule.of), comes_to))

    def breach(
        self, rule: Tallies, key: str, row: RowValues, others: Sequence[Counterpart]
    ) -> dict[str, Any] | None:
        """What it comes to, where the figure is another one; a row that cannot be matched is not judged."""
        own, come_to = row.get(rule.of), tallied(rule, row, others)
        if own is None or come_to is None or same(own, come_to):
            return None
        return {"stated": come_to}

    def satisfy(
        self, rule: Tallies, key: str, row: RowValues, others: Sequence[Counterpart], rng: random.Random
    ) -> Value:
        """What it comes to."""
        come_to = tallied(rule, row, others)
        return row.get(rule.of) if come_to is None else come_to

    def words(self, rule: Tallies, labels: Mapping[str, str]) -> Words:
        """What must be counted or summed."""
        own = labels.get(rule.of, rule.of)
        if rule.by == "count":
            return worded(
                rule, f"“{own}”应是另一张表中的个数", f"“{own}” must be the number in the other form"
            )
        return worded(rule, f"“{own}”应是另一张表中的合计", f"“{own}” must be the sum in the other form")


def tallied(rule: Tallies, row: RowValues, others: Sequence[Counterpart]) -> Decimal | None:
    """What the rows that are meant come to; None where the row does not say which."""
    wanted: dict[str, Value] = {theirs: row.get(mine) for mine, theirs in rule.match.items()}
    if any(value is None for value in wanted.values()):
        return None
    wanted |= rule.where
    meant = [o for o in others if all(same(value, o.values.get(name)) for name, value in wanted.items())]
    found = [value for o in meant if (value := o.values.get(rule.column)) is not None]
    if rule.by == "count":
        return Decimal(len(found))
    return sum((value for value in found if isinstance(value, Decimal)), Decimal(0))
