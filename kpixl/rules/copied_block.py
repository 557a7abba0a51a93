"""`copied_block`: no run of rows repeats an earlier run of the same table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kpixl.blueprint.expressions import Node, Value
from kpixl.blueprint.model import CopiedBlock
from kpixl.rules.facts import Breaches, Counting, Idle, Named, RowValues
from kpixl.rules.kind import TRUE, TableRule, several, worded
from kpixl.words import Words


class CopiedBlockRule(TableRule[CopiedBlock]):
    """Judged on return only."""

    model = CopiedBlock
    code = "C006"
    stops = True
    waits = False
    when_of = "row"

    def names(self, rule: CopiedBlock) -> Iterable[Named]:
        """The columns that are compared."""
        return several(rule.of)

    def conditions(self, rule: CopiedBlock) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: CopiedBlock) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: CopiedBlock, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def stop_message(self, rule: CopiedBlock) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: CopiedBlock, merged: frozenset[str]) -> bool:
        """It shows nothing there."""
        return True

    def counts(self, rule: CopiedBlock) -> Counting | None:
        """Nothing."""
        return None

    def shared(self, rule: CopiedBlock) -> tuple[str, ...]:
        """None."""
        return ()

    def tree(self, rule: CopiedBlock) -> Node | None:
        """It has no Excel form."""
        return None

    def started(self, rule: CopiedBlock) -> Node:
        """It has no Excel form."""
        return TRUE

    def row_tree(self, rule: CopiedBlock, table: str) -> Node | None:
        """It has no Excel form."""
        return None

    def columns(self, rule: CopiedBlock) -> tuple[str, ...]:
        """The columns in which the rows are compared."""
        return rule.of

    def breaches(self, rule: CopiedBlock, rows: Sequence[RowValues], fields: RowValues) -> Breaches:
        """The first row of each later run; facts: `first`, where the earlier one starts, `size`."""
        held = [tuple(row.get(n) for n in rule.of) for row in rows]
        starts: dict[tuple[Value, ...], list[int]] = {}
        found: Breaches = []
        i = 0
        while i < len(held):
            size, first = max(((_run(held, j, i), -j) for j in starts.get(held[i], ())), default=(0, 0))
            if size >= rule.rows:
                found.append((i, {"first": -first, "size": size}))
            for k in range(i, i + max(size if size >= rule.rows else 1, 1)):
                starts.setdefault(held[k], []).append(k)
            i += size if size >= rule.rows else 1
        return found

    def satisfy(self, rule: CopiedBlock, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """A text of the first row of each later run gets a number behind it."""
        for i, _ in self.breaches(rule, rows, fields):
            own = next((n for n in rule.of if isinstance(rows[i].get(n), str)), None)
            if own is not None:
                rows[i][own] = f"{rows[i][own]}（第{i + 1}项）"

    def violate(
        self, rule: CopiedBlock, rows: Sequence[RowValues]
    ) -> list[tuple[int, dict[str, Value]]] | None:
        """The rows behind the first ones repeat them."""
        if len(rows) < 2 * rule.rows:
            return None
        return [(rule.rows + i, {n: rows[i].get(n) for n in rule.of}) for i in range(rule.rows)]

    def words(self, rule: CopiedBlock, labels: Mapping[str, str]) -> Words:
        """What must not repeat."""
        names = "、".join(labels.get(n, n) for n in rule.of)
        return worded(
            rule,
            f"“{names}”不得连续{rule.rows}行以上与前面相同",
            f"no {rule.rows} rows in a row that repeat earlier ones in {names}",
        )


def _run(held: Sequence[tuple[Value, ...]], first: int, second: int) -> int:
    """How many rows from `second` on are those from `first` on; the two do not overlap, blanks end them."""
    size = 0
    while size < second - first and second + size < len(held):
        row = held[second + size]
        if row != held[first + size] or all(value is None for value in row):
            break
        size += 1
    return size
