"""`same_as`: a column agrees with another form's of the same workbook."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.expressions.matching import same
from kpixl.blueprint.model import SameAs
from kpixl.rules.facts import Counterpart, Idle, Named, Other, RowValues
from kpixl.rules.kind import FormRule, named_there, one, worded
from kpixl.words import Words


class SameAsRule(FormRule[SameAs]):
    """Judged on return only: the rows of two forms find each other by key or text."""

    model = SameAs
    code = "C007"
    needs_all = False

    def names(self, rule: SameAs) -> Iterable[Named]:
        """The columns of both forms, those that find the row among them."""
        matched = [
            each
            for mine, theirs in rule.match.items()
            for each in (Named(("match", mine), mine), Named(("match", mine), theirs, "other", rule.form))
        ]
        return [*one(rule.of), *named_there(rule.form, rule.column), *matched]

    def conditions(self, rule: SameAs) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: SameAs) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: SameAs, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def other(self, rule: SameAs) -> Other:
        """The column that must agree, and those that find its row."""
        return Other(form=rule.form, column=rule.column, keys=tuple(rule.match.values()))

    def columns(self, rule: SameAs) -> tuple[str, ...]:
        """The column that must agree."""
        return (rule.of,)

    def breach(
        self, rule: SameAs, key: str, row: RowValues, others: Sequence[Counterpart]
    ) -> dict[str, Any] | None:
        """The first counterpart, where none has the same; blanks are not judged."""
        own = row.get(rule.of)
        found = [
            i for i in counterparts(rule, key, row, others) if others[i].values.get(rule.column) is not None
        ]
        if own is None or not found or any(same(own, others[i].values[rule.column]) for i in found):
            return None
        return {"at": found[0], "stated": others[found[0]].values[rule.column]}

    def satisfy(
        self, rule: SameAs, key: str, row: RowValues, others: Sequence[Counterpart], rng: random.Random
    ) -> Value:
        """What the counterpart holds."""
        values = [others[i].values.get(rule.column) for i in counterparts(rule, key, row, others)]
        return next((v for v in values if v is not None), row.get(rule.of))

    def words(self, rule: SameAs, labels: Mapping[str, str]) -> Words:
        """What must agree."""
        own = labels.get(rule.of, rule.of)
        return worded(rule, f"“{own}”应与另一张表一致", f"“{own}” must agree with the other form")


def counterparts(rule: SameAs, key: str, row: RowValues, others: Sequence[Counterpart]) -> list[int]:
    """The positions of the rows of the other form that a row is compared with: one key, or equal texts.

    A field of the other form is everybody's counterpart.
    """
    if not rule.match:
        return [i for i, other in enumerate(others) if other.key in {key, ""}]
    wanted = {theirs: row.get(mine) for mine, theirs in rule.match.items()}
    if any(value is None for value in wanted.values()):
        return []
    return [
        i
        for i, other in enumerate(others)
        if all(same(value, other.values.get(name)) for name, value in wanted.items())
    ]
