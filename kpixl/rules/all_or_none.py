"""`all_or_none`: of these columns all are filled or none."""

from __future__ import annotations

import random
from collections.abc import Mapping

from kpixl.blueprint.expressions import And, Call, Name, Node, Not, Or, Value
from kpixl.blueprint.model import AllOrNone
from kpixl.findings import Lang
from kpixl.rules.kind import RowValues, bounded
from kpixl.rules.types import parsed


class AllOrNoneRule:
    """In the workbook: a conditional format and the cover's count."""

    code = "R004"

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

    def words(self, rule: AllOrNone, labels: Mapping[str, str], lang: Lang = "zh") -> str:
        """Which belong together."""
        names = [labels.get(n, n) for n in rule.of]
        said = {
            "zh": f"“{'”“'.join(names)}”要么都填，要么都不填",
            "en": f"fill all of {', '.join(names)}, or none",
        }
        return rule.message or said[lang]


def completing(rule: AllOrNone, column: str) -> Node:
    """The condition under which a blank in a column is what the rule reports: the first of several blanks."""
    at = rule.of.index(column)
    filled = [Call("filled", (Name(n),)) for n in rule.of]
    asked = And(tuple(filled[:at])) if at else Or(tuple(filled[1:]))
    return asked if rule.when is None else And((parsed(rule.when), asked))
