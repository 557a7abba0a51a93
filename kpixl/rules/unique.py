"""`unique`: no two rows of a table, or of two units' returns, hold the same in these columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from kpixl.blueprint.expressions import Call, Compare, Name, Node, Value
from kpixl.blueprint.expressions import Literal as Known
from kpixl.blueprint.model import Unique
from kpixl.rules.facts import Breaches, Counting, Idle, Named, RowValues, UnitRow, UnitShare
from kpixl.rules.kind import TRUE, Kind, TableRule, UnitRule, bounded, same_in_every_row, several, worded
from kpixl.words import Words


class _Different(Kind[Unique]):
    """What rows of a table and rows of all units that must differ have in common."""

    model = Unique

    def names(self, rule: Unique) -> Iterable[Named]:
        """The columns that together must differ."""
        return several(rule.of)

    def conditions(self, rule: Unique) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: Unique) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: Unique, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def columns(self, rule: Unique) -> tuple[str, ...]:
        """The columns that together must differ."""
        return rule.of


class UniqueRule(_Different, TableRule[Unique]):
    """In the workbook: part of the first column's validation where it fits, and a conditional format."""

    code = "C001"
    stops = True
    waits = False
    when_of = "row"

    def stop_message(self, rule: Unique) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: Unique, merged: frozenset[str]) -> bool:
        """Where its `when` is the same in every row: the workbook compares all of them."""
        return same_in_every_row(rule.when)

    def counts(self, rule: Unique) -> Counting | None:
        """Nothing."""
        return None

    def shared(self, rule: Unique) -> tuple[str, ...]:
        """None."""
        return ()

    def tree(self, rule: Unique) -> Node | None:
        """It is a matter of each row."""
        return None

    def started(self, rule: Unique) -> Node:
        """A row alone may break it."""
        return TRUE

    def row_tree(self, rule: Unique, table: str) -> Node | None:
        """What the row holds stands once in the columns; longer texts than `least` only."""
        pairs = tuple(Name(path) for n in rule.of for path in (f"{table}.{n}", n))
        once: Node = Compare("<=", Call("count_if", pairs), Known(Decimal(1)))
        if rule.least > 1:
            return None
        return bounded(rule, once)

    def breaches(self, rule: Unique, rows: Sequence[RowValues], fields: RowValues) -> Breaches:
        """Every row but the first of equal ones; facts: `first`, the position of that first one."""
        return [(i, {"first": same[0]}) for same in equal_rows(rule, rows) for i in same[1:]]

    def satisfy(self, rule: Unique, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Texts that occur again get a number behind them."""
        for i, _ in self.breaches(rule, rows, fields):
            own = rows[i][rule.of[0]]
            if isinstance(own, str):
                rows[i][rule.of[0]] = f"{own}（第{i + 1}项）"

    def violate(self, rule: Unique, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None:
        """The second row repeats the first."""
        return [(1, {n: rows[0].get(n) for n in rule.of})] if len(rows) > 1 else None

    def words(self, rule: Unique, labels: Mapping[str, str]) -> Words:
        """What must not repeat."""
        names = "、".join(labels.get(n, n) for n in rule.of)
        return worded(rule, f"“{names}”不得重复", f"no two rows with the same {names}")


class UnitsUniqueRule(_Different, UnitRule[Unique]):
    """`across: units`: judged over all returns. Rows of one unit are not compared with each other."""

    code = "U009"
    complete = False

    def code_of(self, facts: Mapping[str, Any]) -> str:
        """The one code."""
        return self.code

    def within(self, rule: Unique) -> Literal["group", "all"]:
        """No two of all units may have the same."""
        return "all"

    def breaches(self, rule: Unique, rows: Sequence[UnitRow], settings: RowValues) -> Breaches:
        """Every row that another unit has as well; facts: `other`, the position of the first such row."""
        found: Breaches = []
        for same in equal_rows(rule, [row.values for row in rows]):
            for i in same:
                other = next((j for j in same if rows[j].unit != rows[i].unit), None)
                found += [] if other is None else [(i, {"other": other})]
        return sorted(found, key=lambda each: each[0])

    def satisfy(self, rule: Unique, values: Sequence[dict[str, Value]], unit: UnitShare) -> None:
        """The first text of each row that is long enough to count gets the unit's name behind it."""
        for row in values:
            own = next((n for n in rule.of if isinstance(row.get(n), str)), None)
            if own is not None and unit.name not in str(row[own]):
                row[own] = f"{row[own]}（{unit.name}）"

    def words(self, rule: Unique, labels: Mapping[str, str]) -> Words:
        """What must not repeat."""
        names = "、".join(labels.get(n, n) for n in rule.of)
        return worded(rule, f"各单位的“{names}”不得相同", f"no two units with the same {names}")


def equal_rows(rule: Unique, rows: Sequence[RowValues]) -> list[list[int]]:
    """The positions of rows that hold the same. A blank, or a text shorter than `least`, keeps a row out."""
    seen: dict[tuple[Value, ...], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        held = tuple(row.get(n) for n in rule.of)
        if all(v is not None and not (isinstance(v, str) and len(v) < rule.least) for v in held):
            seen[held].append(i)
    return [same for same in seen.values() if len(same) > 1]
