"""`total`: a column's sum over the table, or over all units, equals what is stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Literal

from kpixl.blueprint.expressions import Call, Compare, Name, Node, Value, rounded
from kpixl.blueprint.expressions import Literal as Known
from kpixl.blueprint.model import Total
from kpixl.rules.facts import Breaches, Counting, Idle, Named, RowValues, UnitRow, UnitShare
from kpixl.rules.kind import Kind, TableRule, UnitRule, bounded, one, worded
from kpixl.rules.types import NUMBERS
from kpixl.words import Words

_NOTHING = Known(Decimal(0))


class _Summed(Kind[Total]):
    """What a total over a table and one over all units have in common."""

    model = Total

    def conditions(self, rule: Total) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Total) -> Mapping[str, frozenset[str]]:
        """Numbers are summed."""
        return {rule.of: NUMBERS}

    def idle(self, rule: Total, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def columns(self, rule: Total) -> tuple[str, ...]:
        """The column that is summed."""
        return (rule.of,)

    def words(self, rule: Total, labels: Mapping[str, str]) -> Words:
        """What the sum must be."""
        own, stated = labels.get(rule.of, rule.of), rule.equals
        shown = (
            f"{stated.normalize():f}" if isinstance(stated, Decimal) else f"“{labels.get(stated, stated)}”"
        )
        return worded(rule, f"“{own}”合计应等于{shown}", f"the total of “{own}” must equal {shown}")


class TotalRule(_Summed, TableRule[Total]):
    """In the workbook: counted on the cover. A table without any figure has no total yet."""

    code = "C002"
    stops = True
    waits = True
    when_of = "table"

    def names(self, rule: Total) -> Iterable[Named]:
        """The column and, of a stated figure, the field that holds it."""
        stated = [Named(("equals",), rule.equals, "fields")] if isinstance(rule.equals, str) else []
        return [*one(rule.of), *stated]

    def stop_message(self, rule: Total) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: Total, merged: frozenset[str]) -> bool:
        """Always."""
        return True

    def counts(self, rule: Total) -> Counting | None:
        """Nothing."""
        return None

    def shared(self, rule: Total) -> tuple[str, ...]:
        """None."""
        return ()

    def tree(self, rule: Total) -> Node:
        """The sum is as stated."""
        return bounded(rule, Compare("==", Call("sum", (Name(rule.of),)), self._stated(rule)))

    def started(self, rule: Total) -> Node:
        """There is a figure."""
        return Compare(">", Call("count", (Name(rule.of),)), _NOTHING)

    def row_tree(self, rule: Total, table: str) -> Node | None:
        """It is no matter of one row."""
        return None

    def breaches(self, rule: Total, rows: Sequence[RowValues], fields: RowValues) -> Breaches:
        """The first row, with both figures, where the sum differs."""
        figures = [v for row in rows if isinstance(v := row.get(rule.of), Decimal)]
        stated = stated_by(rule.equals, fields)
        if not figures or stated is None:
            return []
        total = sum(figures, Decimal(0))
        return [] if rounded(total - stated, 9) == 0 else [(0, {"total": total, "stated": stated})]

    def satisfy(self, rule: Total, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Deal the stated total out evenly, the rest to the last row."""
        stated = stated_by(rule.equals, fields)
        if stated is not None:
            deal(rows, rule.of, stated)

    def violate(self, rule: Total, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None:
        """One more in the last row."""
        last = rows[-1].get(rule.of) if rows else None
        return [(len(rows) - 1, {rule.of: last + 1})] if isinstance(last, Decimal) else None

    @staticmethod
    def _stated(rule: Total) -> Node:
        return Known(rule.equals) if isinstance(rule.equals, Decimal) else Name(rule.equals)


class UnitsTotalRule(_Summed, UnitRule[Total]):
    """`across: units`: judged over all returns, once every recipient has returned. equals: or a setting."""

    code = "U013"
    complete = True

    def names(self, rule: Total) -> Iterable[Named]:
        """The column and, of a stated figure, the setting that holds it."""
        stated = [Named(("equals",), rule.equals, "settings")] if isinstance(rule.equals, str) else []
        return [*one(rule.of), *stated]

    def code_of(self, facts: Mapping[str, Any]) -> str:
        """The one code."""
        return self.code

    def within(self, rule: Total) -> Literal["group", "all"]:
        """All units are summed."""
        return "all"

    def breaches(self, rule: Total, rows: Sequence[UnitRow], settings: RowValues) -> Breaches:
        """The first row, with both figures, where the sum differs."""
        table = TotalRule().breaches(rule, [row.values for row in rows], settings)
        return [(position, {**facts, "count": len({r.unit for r in rows})}) for position, facts in table]

    def satisfy(self, rule: Total, values: Sequence[dict[str, Value]], unit: UnitShare) -> None:
        """The unit's even share, the rest by the last unit."""
        stated = stated_by(rule.equals, unit.settings)
        if stated is None or not values:
            return
        share = (stated / unit.count).to_integral_value(ROUND_FLOOR)
        last = unit.position == unit.count - 1
        deal(values, rule.of, stated - share * (unit.count - 1) if last else share)


def stated_by(equals: Decimal | str, named: RowValues) -> Decimal | None:
    """The figure that is stated: a constant, or what stands under a name."""
    stated = equals if isinstance(equals, Decimal) else named.get(equals)
    return stated if isinstance(stated, Decimal) else None


def deal(rows: Sequence[dict[str, Value]], column: str, stated: Decimal) -> None:
    """Give each row an even whole share of a total, the last one the rest."""
    if not rows:
        return
    share = (stated / len(rows)).to_integral_value(ROUND_FLOOR)
    for row in rows[:-1]:
        row[column] = share
    rows[-1][column] = stated - share * (len(rows) - 1)
