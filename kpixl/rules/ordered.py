"""`ordered`: bands from best to worst go one way, do not overlap, leave no gap and have one unit."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Lexicon, Ordered
from kpixl.rules.facts import EntryBreach, Idle, Named, RowValues
from kpixl.rules.kind import EntryRule, several, worded
from kpixl.rules.ladder import Band, Trouble, judged
from kpixl.rules.types.thresholds import Threshold, parse_threshold
from kpixl.words import Words

_CODES: dict[Trouble, str] = {
    "order": "R006", "overlap": "R007", "gap": "R008", "unit": "R009", "bare": "R010",
}  # fmt: skip


class OrderedRule(EntryRule[Ordered]):
    """Judged on return only: what a threshold says has no Excel form."""

    model = Ordered
    code = "R006"
    waits = True

    def names(self, rule: Ordered) -> Iterable[Named]:
        """The bands."""
        return several(rule.of)

    def conditions(self, rule: Ordered) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Ordered) -> Mapping[str, frozenset[str]]:
        """Thresholds."""
        return dict.fromkeys(rule.of, frozenset({"threshold"}))

    def idle(self, rule: Ordered, *, free: bool) -> Iterable[Idle]:
        """Where not each band has its label."""
        if rule.labels and len(rule.labels) != len(rule.of):
            yield Idle(("labels",), Words("labels 与 of 的个数不同", "`labels` and `of` differ in number"))

    def labels(self, rule: Ordered) -> Mapping[str, str]:
        """What the bands are called."""
        return dict(zip(rule.of, rule.labels, strict=False))

    def columns(self, rule: Ordered) -> tuple[str, ...]:
        """The bands, best first."""
        return rule.of

    def breaches(self, rule: Ordered, row: RowValues, lexicon: Lexicon) -> list[EntryBreach]:
        """Each band that is wrong beside another one. Blank bands and other texts are left out."""
        found = thresholds(rule.of, row, lexicon)
        bands = [Band(column=name, threshold=threshold) for name, threshold in found.items()]
        return [
            EntryBreach(
                code=_CODES[issue.trouble],
                column=issue.column,
                other=issue.other,
                facts={"meant": _meant(found[issue.column])} if issue.trouble == "bare" else {},
                severity="note" if issue.trouble == "bare" else None,
            )
            for issue in judged(bands, lexicon)
        ]

    def satisfy(
        self, rule: Ordered, row: RowValues, lexicon: Lexicon, rng: random.Random
    ) -> dict[str, Value] | None:
        """A ladder of the unit that the first band has; the last band is the rest."""
        units = [t.unit for t in thresholds(rule.of, row, lexicon).values() if t.unit]
        unit = units[0] if units else ""
        filled = [name for name in rule.of if row.get(name) is not None]
        most = rng.randint(4, 9) * 10
        steps = [f"≥{most - 5 * i}{unit}" for i in range(len(filled))]
        if len(filled) > 1:
            steps[-1] = steps[-2].replace("≥", "＜")
        return dict(zip(filled, steps, strict=True))

    def violate(self, rule: Ordered, row: RowValues, lexicon: Lexicon) -> dict[str, Value] | None:
        """The worst of the bands repeats the one before it."""
        found = thresholds(rule.of, row, lexicon)
        figures = [name for name, t in found.items() if not t.state and t.also is None]
        return {figures[-1]: found[figures[-2]].text} if len(figures) > 1 else None

    def words(self, rule: Ordered, labels: Mapping[str, str]) -> Words:
        """What the bands must be."""
        names = rule.labels or tuple(labels.get(n, n) for n in rule.of)
        return worded(
            rule,
            f"{'、'.join(names)}的标准应依次变化，互不重叠，单位相同",
            f"the thresholds of {', '.join(names)} go one way, do not overlap and have one unit",
        )


def thresholds(columns: tuple[str, ...], row: RowValues, lexicon: Lexicon) -> dict[str, Threshold]:
    """The thresholds of a row by column; a text that reads as none is taken for a state of its own."""
    found: dict[str, Threshold] = {}
    for name in columns:
        text = row.get(name)
        if isinstance(text, str):
            read = parse_threshold(text, lexicon)
            found[name] = Threshold(state=text) if read is None else read
    return found


def _meant(threshold: Threshold) -> str:
    """A bare figure among shares as a percentage."""
    return f"{(threshold.base * Decimal(100)).normalize():f}%"
