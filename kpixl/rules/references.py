"""`references`: what a column holds stands somewhere in another form's column of the same workbook."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.expressions.matching import same
from kpixl.blueprint.model import References
from kpixl.rules.facts import Counterpart, Idle, Named, Other, RowValues
from kpixl.rules.kind import FormRule, named_there, one, worded
from kpixl.words import Words


class ReferencesRule(FormRule[References]):
    """Judged on return only; `choices` with `column` offers the other form's entries in a list."""

    model = References
    code = "C008"
    needs_all = True

    def names(self, rule: References) -> Iterable[Named]:
        """The columns of both forms."""
        chosen = [Named(("where", theirs), theirs, "other", rule.form) for theirs in rule.where]
        return [*one(rule.of), *named_there(rule.form, rule.column), *chosen]

    def conditions(self, rule: References) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: References) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: References, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def other(self, rule: References) -> Other:
        """The column that has what is referred to."""
        everywhere = rule.across == "units"
        keys = tuple(rule.where)
        return Other(form=rule.form, column=rule.column, keys=keys, everywhere=everywhere, once=rule.once)

    def columns(self, rule: References) -> tuple[str, ...]:
        """The column that refers."""
        return (rule.of,)

    def breach(
        self, rule: References, key: str, row: RowValues, others: Sequence[Counterpart]
    ) -> dict[str, Any] | None:
        """The value, where nobody has it."""
        own = row.get(rule.of)
        if own is None or any(same(own, value) for value in _held(rule, others)):
            return None
        return {"missing": own}

    def satisfy(
        self, rule: References, key: str, row: RowValues, others: Sequence[Counterpart], rng: random.Random
    ) -> Value:
        """One of those that are there; blank where there is none."""
        held = _held(rule, others)
        return rng.choice(held) if held else None

    def words(self, rule: References, labels: Mapping[str, str]) -> Words:
        """What must be there."""
        own = labels.get(rule.of, rule.of)
        return worded(rule, f"“{own}”应是另一张表中已有的", f"“{own}” must be among those of the other form")


def _held(rule: References, others: Sequence[Counterpart]) -> list[Value]:
    """What may be referred to: what the column holds in the rows that are looked at."""
    looked_at = (o for o in others if all(same(o.values.get(n), text) for n, text in rule.where.items()))
    return [value for other in looked_at if (value := other.values.get(rule.column)) is not None]
