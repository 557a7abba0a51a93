"""`measure`: the units of measure in a row agree with each other, and with what a name asks for."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Literal

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Lexicon, Measure, Measured
from kpixl.rules.facts import EntryBreach, Idle, Named, RowValues
from kpixl.rules.kind import EntryRule, several, worded
from kpixl.rules.ladder import Band, units
from kpixl.rules.ordered import thresholds
from kpixl.rules.types import FIGURES
from kpixl.rules.types.thresholds import Threshold, asked
from kpixl.words import Words

_SHOWN = 3
"""So many units of a class stand in a message."""


class MeasureRule(EntryRule[Measure]):
    """Judged on return only: what a unit of measure is, a spreadsheet does not know."""

    model = Measure
    code = "R009"
    waits = False

    def names(self, rule: Measure) -> Iterable[Named]:
        """The columns with figures, and the one with the name."""
        return [*several(rule.of), *([Named(("named",), rule.named)] if rule.named else [])]

    def conditions(self, rule: Measure) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Measure) -> Mapping[str, frozenset[str]]:
        """Figures with a unit."""
        return dict.fromkeys(rule.of, FIGURES)

    def idle(self, rule: Measure, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def labels(self, rule: Measure) -> Mapping[str, str]:
        """As the heads say."""
        return {}

    def columns(self, rule: Measure) -> tuple[str, ...]:
        """The columns with figures."""
        return rule.of

    def breaches(self, rule: Measure, row: RowValues, lexicon: Lexicon) -> list[EntryBreach]:
        """Each figure of another class than the row's commonest; and the first that does not fit the name."""
        figures = {n: t for n, t in thresholds(rule.of, row, lexicon).items() if not t.state}
        bands = [Band(column=name, threshold=threshold) for name, threshold in figures.items()]
        found = [
            EntryBreach(code="R009", column=issue.column, other=issue.other)
            for issue in units(bands, lexicon)
            if issue.trouble == "unit"
        ]
        return [*found, *self._misnamed(rule, row, figures, lexicon)]

    @staticmethod
    def _misnamed(
        rule: Measure, row: RowValues, figures: Mapping[str, Threshold], lexicon: Lexicon
    ) -> list[EntryBreach]:
        name = row.get(rule.named) if rule.named else None
        wanted = measured(name, lexicon) if isinstance(name, str) else None
        if wanted is None or not isinstance(name, str):
            return []
        for column, threshold in figures.items():
            if threshold.measure and not fits(threshold, wanted, name, lexicon):
                words = "、".join(list(wanted.names)[:_SHOWN])
                facts = {"name": name, "wanted": words}
                doubt: Literal["warning"] | None = None if _states_a_unit(name, wanted) else "warning"
                return [EntryBreach(code="R011", column=column, facts=facts, severity=doubt)]
        return []

    def satisfy(
        self, rule: Measure, row: RowValues, lexicon: Lexicon, rng: random.Random
    ) -> dict[str, Value] | None:
        """The figures as they are, all in the unit that the name asks for, else in that of the first."""
        figures = {n: t for n, t in thresholds(rule.of, row, lexicon).items() if not t.state}
        name = row.get(rule.named) if rule.named else None
        wanted = measured(name, lexicon) if isinstance(name, str) else None
        first = next((t.unit for t in figures.values() if t.unit), "")
        unit = next(iter(wanted.names)) if wanted else first
        return {n: _in_unit(t, unit) for n, t in figures.items()}

    def violate(self, rule: Measure, row: RowValues, lexicon: Lexicon) -> dict[str, Value] | None:
        """The last figure in a unit of another class."""
        figures = {n: t for n, t in thresholds(rule.of, row, lexicon).items() if t.measure}
        if len(figures) < 2:
            return None
        last, threshold = list(figures.items())[-1]
        other = next((c for c in lexicon.classes if c.id != threshold.measure), None)
        return None if other is None else {last: _in_unit(threshold, next(iter(other.names)))}

    def words(self, rule: Measure, labels: Mapping[str, str]) -> Words:
        """What must agree."""
        names = [labels.get(n, n) for n in rule.of]
        return worded(
            rule, f"“{'、'.join(names)}”的计量单位应一致", f"one unit of measure in {', '.join(names)}"
        )


def measured(name: str, lexicon: Lexicon) -> Measured | None:
    """The class of units that a name surely asks for; None where it asks for none, or might for several."""
    found = asked(name, lexicon)
    return lexicon.measured(found.measure) if found and found.sure else None


def fits(threshold: Threshold, wanted: Measured, name: str, lexicon: Lexicon) -> bool:
    """Whether a figure's unit is what a name asks for.

    By its ending a name does not tell what is counted one by one (件数 in 次); by a unit in brackets it does.
    """
    if threshold.measure == wanted.id:
        return True
    own = lexicon.measured(threshold.measure)
    return own is not None and not _states_a_unit(name, wanted) and _counts(own) and _counts(wanted)


def _states_a_unit(name: str, wanted: Measured) -> bool:
    """The name says the unit itself, in brackets at its end (`数量（个）`): no other can be meant."""
    bare = name.rstrip(")） ")
    return bare != name.rstrip() and bare.endswith(tuple(wanted.names))


def _counts(units: Measured) -> bool:
    return set(units.names.values()) == {1}


def _in_unit(threshold: Threshold, unit: str) -> str:
    return Threshold(sign=threshold.sign, value=threshold.value, unit=unit).text
