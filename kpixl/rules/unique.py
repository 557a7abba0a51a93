"""`unique`: no two rows of a table hold the same in these columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import Call, Compare, Literal, Name, Node, Value
from kpixl.blueprint.model import Unique
from kpixl.findings import Lang
from kpixl.rules.kind import RowValues, bounded


class UniqueRule:
    """In the workbook, for one column: a conditional format that counts equal texts; several: check only."""

    code = "C001"

    def tree(self, rule: Unique) -> Node | None:
        """It is a matter of each row."""
        return None

    def row_tree(self, rule: Unique, table: str) -> Node | None:
        """The row's text stands once in the column."""
        if len(rule.of) > 1:
            return None
        column = rule.of[0]
        count = Call("count_if", (Name(f"{table}.{column}"), Name(column)))
        return bounded(rule, Compare("<=", count, Literal(Decimal(1))))

    def columns(self, rule: Unique) -> tuple[str, ...]:
        """The columns that together must differ."""
        return rule.of

    def breaches(
        self, rule: Unique, rows: Sequence[RowValues], fields: RowValues
    ) -> list[tuple[int, dict[str, Any]]]:
        """Every row but the first of equal ones; facts: `first`, the position of that first one."""
        seen: dict[tuple[Value, ...], list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            held = tuple(row.get(n) for n in rule.of)
            if all(v is not None for v in held):
                seen[held].append(i)
        return [(i, {"first": same[0]}) for same in seen.values() for i in same[1:]]

    def satisfy(self, rule: Unique, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Texts that occur again get a number behind them."""
        for i, _ in self.breaches(rule, rows, fields):
            own = rows[i][rule.of[0]]
            if isinstance(own, str):
                rows[i][rule.of[0]] = f"{own}（第{i + 1}项）"

    def violate(self, rule: Unique, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None:
        """The second row repeats the first."""
        return [(1, {n: rows[0].get(n) for n in rule.of})] if len(rows) > 1 else None

    def words(self, rule: Unique, labels: Mapping[str, str], lang: Lang = "zh") -> str:
        """What must not repeat."""
        names = "、".join(labels.get(n, n) for n in rule.of)
        return rule.message or {"zh": f"“{names}”不得重复", "en": f"no two rows with the same {names}"}[lang]
