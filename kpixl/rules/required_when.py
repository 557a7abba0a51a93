"""`required_when`: a column to fill where a condition holds; `otherwise: blank` forbids it elsewhere."""

from __future__ import annotations

import random
from collections.abc import Mapping

from kpixl.blueprint.expressions import And, Call, Name, Node, Not, Or, Value
from kpixl.blueprint.model import RequiredWhen
from kpixl.findings import Lang
from kpixl.rules.kind import RowValues, bounded
from kpixl.rules.spelled import spelled
from kpixl.rules.types import parsed


class RequiredWhenRule:
    """In the workbook: a conditional format and the cover's count, as no validation sees a blank cell."""

    code = "R002"

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

    def words(self, rule: RequiredWhen, labels: Mapping[str, str], lang: Lang = "zh") -> str:
        """When it must be filled."""
        own, when = labels.get(rule.of, rule.of), spelled(rule.condition, labels, lang)
        said = {
            "zh": f"{when}时，必须填写“{own}”",
            "en": f"“{own}” is needed where {when}",
        }
        return rule.message or said[lang]


def needed(rule: RequiredWhen) -> Node:
    """The condition under which a blank is an error."""
    condition = parsed(rule.condition)
    return condition if rule.when is None else And((parsed(rule.when), condition))


def unwanted(rule: RequiredWhen) -> Node | None:
    """The condition that the column is blank where nothing asks for it; None where it may be filled then."""
    return None if rule.otherwise == "free" else bounded(rule, _otherwise(rule))


def _otherwise(rule: RequiredWhen) -> Node:
    return Or((parsed(rule.condition), Not(Call("filled", (Name(rule.of),)))))
