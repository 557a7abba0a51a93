"""`numbered`: the numbers that somebody gives the rows of a table begin at the first and leave none out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kpixl.blueprint.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Literal,
    Name,
    Node,
    Or,
    Value,
    rounded,
)
from kpixl.blueprint.model import Numbered
from kpixl.rules.facts import Breaches, Counting, Idle, Named, RowValues
from kpixl.rules.kind import TRUE, TableRule, bounded, one, same_in_every_row, worded
from kpixl.rules.types import NUMBERS
from kpixl.words import Words

_ONE = Literal(Decimal(1))


class NumberedRule(TableRule[Numbered]):
    """In the workbook: part of the column's validation where it fits, and a conditional format.

    Each number stands once, and is the first one or has the one before it in the table: so they are the first
    ones, in whatever order.
    """

    model = Numbered
    code = "C010"
    stops = False
    waits = True
    when_of = "row"

    def names(self, rule: Numbered) -> Iterable[Named]:
        """The column."""
        return one(rule.of)

    def conditions(self, rule: Numbered) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Numbered) -> Mapping[str, frozenset[str]]:
        """Numbers."""
        return {rule.of: NUMBERS}

    def idle(self, rule: Numbered, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def columns(self, rule: Numbered) -> tuple[str, ...]:
        """The column."""
        return (rule.of,)

    def stop_message(self, rule: Numbered) -> str | None:
        """None: a row may be numbered before the one above it."""
        return None

    def in_workbook(self, rule: Numbered, merged: frozenset[str]) -> bool:
        """Where its `when` is the same in every row: the workbook looks at all of them."""
        return same_in_every_row(rule.when)

    def counts(self, rule: Numbered) -> Counting | None:
        """Nothing."""
        return None

    def shared(self, rule: Numbered) -> tuple[str, ...]:
        """None."""
        return ()

    def tree(self, rule: Numbered) -> Node | None:
        """It is a matter of each row."""
        return None

    def started(self, rule: Numbered) -> Node:
        """A row alone may break it."""
        return TRUE

    def row_tree(self, rule: Numbered, table: str) -> Node | None:
        """The row's number stands once, and is the first or has its predecessor in the column."""
        own, every = Name(rule.of), Name(f"{table}.{rule.of}")
        led = Call("exact_in", (Arithmetic("-", own, _ONE), every))
        starts = Compare("==", own, Literal(Decimal(rule.first)))
        return bounded(rule, And((Call("once", (own, every)), Or((starts, led)))))

    def breaches(self, rule: Numbered, rows: Sequence[RowValues], fields: RowValues) -> Breaches:
        """Rows with a number that stands above already (facts: `first`), or whose predecessor is nowhere."""
        held = (row.get(rule.of) for row in rows)
        numbers = [rounded(value, 9) if isinstance(value, Decimal) else None for value in held]
        there, firsts = {*numbers}, dict[Decimal, int]()
        found: Breaches = []
        for i, number in enumerate(numbers):
            first = i if number is None else firsts.setdefault(number, i)
            if first != i:
                found.append((i, {"first": first}))
            elif number is not None and number != rule.first and number - 1 not in there:
                found.append((i, {}))
        return found

    def satisfy(self, rule: Numbered, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Number those with a number from above."""
        numbered = [row for row in rows if row.get(rule.of) is not None]
        for number, row in enumerate(numbered, rule.first):
            row[rule.of] = Decimal(number)

    def violate(self, rule: Numbered, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None:
        """The last row's number is left out."""
        last = rows[-1].get(rule.of) if rows else None
        return [(len(rows) - 1, {rule.of: last + 1})] if isinstance(last, Decimal) else None

    def words(self, rule: Numbered, labels: Mapping[str, str]) -> Words:
        """How they are numbered."""
        own = labels.get(rule.of, rule.of)
        return worded(
            rule,
            f"“{own}”应从{rule.first}起连续编号，不缺号、不重号",
            f"“{own}” must be numbered from {rule.first} on, none left out and none twice",
        )
