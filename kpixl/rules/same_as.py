"""`same_as`: a column agrees with another form's of the same workbook."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.expressions.matching import same
from kpixl.blueprint.model import SameAs
from kpixl.findings import Lang
from kpixl.rules.kind import Counterpart, RowValues


class SameAsRule:
    """Judged on return only: the rows of two forms find each other by key or text."""

    code = "C007"

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

    def words(self, rule: SameAs, labels: Mapping[str, str], lang: Lang = "zh") -> str:
        """What must agree."""
        own = labels.get(rule.of, rule.of)
        said = {"zh": f"“{own}”应与另一张表一致", "en": f"“{own}” must agree with the other form"}
        return rule.message or said[lang]


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
