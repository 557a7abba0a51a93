"""`copied`: no two units with the same, or nearly the same, long text for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Copied
from kpixl.rules.facts import Breaches, Idle, Named, RowValues, UnitRow, UnitShare
from kpixl.rules.kind import UnitRule, one, worded
from kpixl.rules.likeness import Likeness
from kpixl.words import Words


class CopiedRule(UnitRule[Copied]):
    """Judged over all returns; U010 where the texts are the same, U011 where they are nearly so."""

    model = Copied
    code = "U010"
    complete = False

    def names(self, rule: Copied) -> Iterable[Named]:
        """The column."""
        return one(rule.of)

    def conditions(self, rule: Copied) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Copied) -> Mapping[str, frozenset[str]]:
        """Texts are one's own."""
        return {rule.of: frozenset({"text"})}

    def idle(self, rule: Copied, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def code_of(self, facts: Mapping[str, Any]) -> str:
        """Another one where the texts are nearly the same."""
        return "U011" if facts["share"] < 1 else self.code

    def within(self, rule: Copied) -> Literal["group", "all"]:
        """All units' texts are compared."""
        return "all"

    def columns(self, rule: Copied) -> tuple[str, ...]:
        """The column with the texts."""
        return (rule.of,)

    def breaches(self, rule: Copied, rows: Sequence[UnitRow], settings: RowValues) -> Breaches:
        """Each row with a text like another unit's; facts: `other`, that row, `share` below 1 for U011."""
        together: dict[str, list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            if len(tight(row.values.get(rule.of))) >= rule.least:
                together[row.bucket].append(i)
        found = [each for positions in together.values() for each in _alike(rule, rows, positions)]
        return sorted(found, key=lambda each: each[0])

    def satisfy(self, rule: Copied, values: Sequence[dict[str, Value]], unit: UnitShare) -> None:
        """Cut each text so that it is too short to count."""
        for row in values:
            text = row.get(rule.of)
            if isinstance(text, str) and len(tight(text)) >= rule.least:
                row[rule.of] = text[: rule.least - 1]

    def words(self, rule: Copied, labels: Mapping[str, str]) -> Words:
        """What must be one's own."""
        own = labels.get(rule.of, rule.of)
        return worded(rule, f"“{own}”应写本单位的情况", f"“{own}” must be the unit's own words")


def tight(value: Value) -> str:
    """A text without blanks; "" of anything else."""
    return "".join(value.split()) if isinstance(value, str) else ""


def _alike(rule: Copied, rows: Sequence[UnitRow], positions: Sequence[int]) -> Breaches:
    by_text: dict[str, list[int]] = defaultdict(list)
    for i in positions:
        by_text[tight(rows[i].values.get(rule.of))].append(i)
    found: Breaches = []
    left: dict[str, int] = {}
    for text, same in by_text.items():
        others = {i: next((j for j in same if rows[j].unit != rows[i].unit), None) for i in same}
        found += [(i, {"other": j, "share": Decimal(1)}) for i, j in others.items() if j is not None]
        if any(j is None for j in others.values()):
            left[text] = same[0]
    return found if rule.alike == 1 else found + _nearly(rule, rows, left)


def _nearly(rule: Copied, rows: Sequence[UnitRow], texts: Mapping[str, int]) -> Breaches:
    """Of the texts that one unit alone has: those that are nearly another's. It is said to both units."""
    likeness = Likeness(float(rule.alike))
    found: dict[int, tuple[int, Decimal]] = {}
    for text, i in texts.items():
        near = likeness.near(text, lambda j: rows[j].unit != rows[i].unit)  # noqa: B023 - called at once
        if near is not None:
            j, share = near[0], Decimal(str(round(near[1], 4)))
            found.setdefault(i, (j, share))
            found.setdefault(j, (i, share))
        likeness.add(text, i)
    return [(i, {"other": j, "share": share}) for i, (j, share) in found.items()]
