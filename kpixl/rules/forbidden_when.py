"""`forbidden_when`: a column that must be blank where a condition holds."""

from __future__ import annotations

import random
from collections.abc import Mapping

from kpixl.blueprint.expressions import Call, Name, Node, Not, Or, Value
from kpixl.blueprint.model import ForbiddenWhen
from kpixl.findings import Lang
from kpixl.rules.kind import RowValues, bounded
from kpixl.rules.spelled import spelled
from kpixl.rules.types import parsed


class ForbiddenWhenRule:
    """In the workbook: part of the column's validation where it fits, and a conditional format."""

    code = "R003"

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

    def words(self, rule: ForbiddenWhen, labels: Mapping[str, str], lang: Lang = "zh") -> str:
        """When it must be blank."""
        own, when = labels.get(rule.of, rule.of), spelled(rule.condition, labels, lang)
        said = {
            "zh": f"{when}时，“{own}”应留空",
            "en": f"“{own}” stays blank where {when}",
        }
        return rule.message or said[lang]
