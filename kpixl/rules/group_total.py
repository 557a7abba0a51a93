"""`group_total`: in each group of rows, told by a text, a column's sum equals what is stated for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kpixl.blueprint.expressions import Call, Compare, If, Literal, Name, Node, Value, rounded
from kpixl.blueprint.model import GroupTotal
from kpixl.rules.facts import Breaches, Counting, Idle, Named, RowValues
from kpixl.rules.kind import TRUE, TableRule, bounded, one, same_in_every_row, worded
from kpixl.rules.total import deal
from kpixl.rules.types import NUMBERS
from kpixl.words import Words


class GroupTotalRule(TableRule[GroupTotal]):
    """In the workbook: a conditional format in the rows with a figure, and the cover's count of them."""

    model = GroupTotal
    code = "C004"
    stops = False
    waits = True
    when_of = "row"

    def names(self, rule: GroupTotal) -> Iterable[Named]:
        """The columns that it sums and groups by, and the one with the stated figures."""
        stated = [Named(("equals",), rule.equals)] if isinstance(rule.equals, str) else []
        return [*one(rule.of), Named(("by",), rule.by), *stated]

    def conditions(self, rule: GroupTotal) -> Mapping[str, str]:
        """None."""
        return {}

    def judges(self, rule: GroupTotal) -> Mapping[str, frozenset[str]]:
        """Numbers are summed."""
        return {rule.of: NUMBERS}

    def idle(self, rule: GroupTotal, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def stop_message(self, rule: GroupTotal) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: GroupTotal, merged: frozenset[str]) -> bool:
        """Where the cells that tell the groups do not merge, nor `when` tells the rows apart."""
        stated = rule.equals if isinstance(rule.equals, str) else ""
        return same_in_every_row(rule.when) and merged.isdisjoint({rule.by, stated})

    def counts(self, rule: GroupTotal) -> Counting | None:
        """Nothing."""
        return None

    def shared(self, rule: GroupTotal) -> tuple[str, ...]:
        """The one that tells the groups."""
        return (rule.by,)

    def tree(self, rule: GroupTotal) -> Node | None:
        """It is a matter of each row's group."""
        return None

    def started(self, rule: GroupTotal) -> Node:
        """A row alone may break it."""
        return TRUE

    def row_tree(self, rule: GroupTotal, table: str) -> Node | None:
        """The sum over the row's group is as stated, once the row has a figure."""
        total = Call("sum_if", (Name(f"{table}.{rule.of}"), Name(f"{table}.{rule.by}"), Name(rule.by)))
        holds = self._as_stated(rule, total)
        return bounded(rule, If(Call("filled", (Name(rule.of),)), holds, TRUE))

    @staticmethod
    def _as_stated(rule: GroupTotal, total: Node) -> Node:
        if isinstance(rule.equals, Decimal):
            return Compare("==", total, Literal(rule.equals))
        if isinstance(rule.equals, str):
            return Compare("==", total, Name(rule.equals))
        tree: Node = TRUE
        for group, stated in reversed(rule.equals.items()):
            mine = Compare("==", Name(rule.by), Literal(group))
            tree = If(mine, Compare("==", total, Literal(stated)), tree)
        return tree

    def columns(self, rule: GroupTotal) -> tuple[str, ...]:
        """The column that is summed, the one that tells the groups, the one with the stated figures."""
        stated = (rule.equals,) if isinstance(rule.equals, str) else ()
        return (rule.of, rule.by, *stated)

    def breaches(self, rule: GroupTotal, rows: Sequence[RowValues], fields: RowValues) -> Breaches:
        """The first row with a figure of each group whose sum differs."""
        found: Breaches = []
        for group, positions in grouped(rule, rows).items():
            figures = {i: v for i in positions if isinstance(v := rows[i].get(rule.of), Decimal)}
            total = sum(figures.values(), Decimal(0))
            for stated in self._stated(rule, group, [rows[i] for i in positions]):
                if figures and rounded(total - stated, 9) != 0:
                    facts = {"group": group, "total": total, "stated": stated}
                    found.append((min(figures), facts))
                    break
        return found

    @staticmethod
    def _stated(rule: GroupTotal, group: str, rows: Sequence[RowValues]) -> list[Decimal]:
        """What is stated for a group: once, or by each of its rows that has the figure."""
        if isinstance(rule.equals, Decimal):
            return [rule.equals]
        if isinstance(rule.equals, str):
            return [v for row in rows if isinstance(v := row.get(rule.equals), Decimal)]
        return [rule.equals[group]] if group in rule.equals else []

    def satisfy(self, rule: GroupTotal, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Deal each group's total out evenly, the rest to its last row."""
        for group, positions in grouped(rule, rows).items():
            mine = [rows[i] for i in positions]
            for stated in self._stated(rule, group, mine)[:1]:
                deal(mine, rule.of, stated)
                if isinstance(rule.equals, str):
                    for row in mine:
                        row[rule.equals] = stated

    def violate(
        self, rule: GroupTotal, rows: Sequence[RowValues]
    ) -> list[tuple[int, dict[str, Value]]] | None:
        """One more in the last row with a figure."""
        for i in reversed(range(len(rows))):
            own = rows[i].get(rule.of)
            if isinstance(own, Decimal) and rows[i].get(rule.by) is not None:
                return [(i, {rule.of: own + 1})]
        return None

    def words(self, rule: GroupTotal, labels: Mapping[str, str]) -> Words:
        """What the sums must be."""
        own, by = labels.get(rule.of, rule.of), labels.get(rule.by, rule.by)
        shown = self._shown(rule, labels)
        return worded(
            rule,
            f"“{own}”按“{by}”分组的合计应等于{shown.zh}",
            f"the totals of “{own}” by “{by}” must equal {shown.en}",
        )

    @staticmethod
    def _shown(rule: GroupTotal, labels: Mapping[str, str]) -> Words:
        if isinstance(rule.equals, dict):
            return Words("各组的规定数", "what is laid down for each")
        stated = rule.equals
        said = f"{stated.normalize():f}" if isinstance(stated, Decimal) else f"“{labels.get(stated, stated)}”"
        return Words(said, said)


def grouped(rule: GroupTotal, rows: Sequence[RowValues]) -> dict[str, list[int]]:
    """The positions of the rows by their group's text; rows without one belong to none."""
    found: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        group = row.get(rule.by)
        if isinstance(group, str):
            found.setdefault(group, []).append(i)
    return found
