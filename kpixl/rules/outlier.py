"""`outlier`: no figure far from the other units' for the same row, by the median absolute deviation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Outlier
from kpixl.rules.facts import Breaches, Idle, Named, RowValues, UnitRow, UnitShare
from kpixl.rules.kind import UnitRule, one, worded
from kpixl.rules.types import NUMBERS
from kpixl.words import Words

_NORMAL = Decimal("1.4826")
"""The deviation of a normal distribution over its median absolute deviation."""


class OutlierRule(UnitRule[Outlier]):
    """Judged over all returns. Rows to fill freely are not compared: their keys say nothing."""

    model = Outlier
    code = "U012"
    complete = False

    def names(self, rule: Outlier) -> Iterable[Named]:
        """The column."""
        return one(rule.of)

    def conditions(self, rule: Outlier) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Outlier) -> Mapping[str, frozenset[str]]:
        """Numbers have a median."""
        return {rule.of: NUMBERS}

    def idle(self, rule: Outlier, *, free: bool) -> Iterable[Idle]:
        """Over rows to fill freely."""
        if free:
            why = Words(
                "自由填写的行无法与其他单位的行对应", "rows to fill freely have no counterpart elsewhere"
            )
            yield Idle(("of",), why)

    def code_of(self, facts: Mapping[str, Any]) -> str:
        """The one code."""
        return self.code

    def within(self, rule: Outlier) -> Literal["group", "all"]:
        """As the rule says."""
        return rule.within

    def columns(self, rule: Outlier) -> tuple[str, ...]:
        """The column with the figures."""
        return (rule.of,)

    def breaches(self, rule: Outlier, rows: Sequence[UnitRow], settings: RowValues) -> Breaches:
        """The rows whose figure is too far from the median of its like, with the usual range."""
        together: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
        for i, row in enumerate(rows):
            figure = row.values.get(rule.of)
            if row.bucket and isinstance(figure, Decimal):
                group = row.group if rule.within == "group" else ""
                together[row.bucket, group][i] = figure
        found = [each for figures in together.values() for each in _far(rule, figures)]
        return sorted(found, key=lambda each: each[0])

    def satisfy(self, rule: Outlier, values: Sequence[dict[str, Value]], unit: UnitShare) -> None:
        """A figure at the unit's own place between the bounds, so that all lie evenly spaced."""
        for i, row in enumerate(values):
            low, high = unit.bounds[rule.of]
            if isinstance(row.get(rule.of), Decimal):
                place = (unit.position + i) % unit.count
                row[rule.of] = low + (high - low) * (2 * place + 1) / (2 * unit.count)

    def words(self, rule: Outlier, labels: Mapping[str, str]) -> Words:
        """What a figure must not be."""
        own = labels.get(rule.of, rule.of)
        return worded(
            rule, f"“{own}”明显偏离其他单位的应核实", f"“{own}” far from the other units' wants a look"
        )


def _far(rule: Outlier, figures: Mapping[int, Decimal]) -> Breaches:
    if len(figures) < rule.least:
        return []
    middle = median(list(figures.values()))
    spread = rule.limit * _NORMAL * median([abs(x - middle) for x in figures.values()])
    if not spread:  # half of them are the same figure: nothing tells what is far from it
        return []
    facts = {"median": middle, "low": middle - spread, "high": middle + spread, "count": len(figures)}
    return [(i, facts) for i, x in figures.items() if abs(x - middle) > spread]


def median(figures: Sequence[Decimal]) -> Decimal:
    """The middle one; of an even number the mean of the middle two."""
    ordered = sorted(figures)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
