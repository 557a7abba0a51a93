"""`count`: so many rows are filled, of those for which a condition holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kpixl.blueprint.expressions import And, Call, Compare, Literal, Name, Node, Value
from kpixl.blueprint.model import Count
from kpixl.rules.expression import in_order
from kpixl.rules.facts import SELECTED, Breaches, Counting, Idle, Named, RowValues
from kpixl.rules.kind import TRUE, TableRule, bounded, same_in_every_row, worded
from kpixl.rules.spelled import spelled
from kpixl.rules.types import parsed
from kpixl.words import Words

FILLED = "_filled"
"""The column of a free table that says 1 in rows with an entry."""
_NOTHING = Literal(Decimal(0))


class CountRule(TableRule[Count]):
    """In the workbook, for free rows and a `where` like `kind == '甲'`: counted on the cover."""

    model = Count
    code = "C005"
    stops = True
    waits = False
    when_of = "row"

    def names(self, rule: Count) -> Iterable[Named]:
        """Nothing by a setting."""
        return ()

    def conditions(self, rule: Count) -> Mapping[str, str]:
        """Which rows are counted."""
        return {"where": rule.where} if rule.where is not None else {}

    def judges(self, rule: Count) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: Count, *, free: bool) -> Iterable[Idle]:
        """Without a bound, or with bounds between which nothing lies."""
        if rule.min is None and rule.max is None:
            yield Idle(("kind",), Words("没有写 min 或 max", "it has neither `min` nor `max`"))
        elif rule.min is not None and rule.max is not None and rule.min > rule.max:
            yield Idle(("min",), Words("min 大于 max", "`min` is greater than `max`"))

    def stop_message(self, rule: Count) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: Count, merged: frozenset[str]) -> bool:
        """Where its `when` is the same in every row: the workbook compares all of them."""
        return same_in_every_row(rule.when)

    def counts(self, rule: Count) -> Counting | None:
        """The bounds; of rows that `where` chooses."""
        chosen = None if rule.where is None else parsed(rule.where)
        return Counting(least=rule.min or 0, most=rule.max, chosen=chosen)

    def shared(self, rule: Count) -> tuple[str, ...]:
        """None."""
        return ()

    def tree(self, rule: Count) -> Node | None:
        """The number of filled rows lies between the bounds."""
        counted = self._counted(rule)
        if counted is None:
            return None
        bounds = (("<=", rule.max), (">=", rule.min))
        tests = tuple(Compare(op, counted, Literal(Decimal(n))) for op, n in bounds if n is not None)
        return bounded(rule, And(tests)) if tests else TRUE

    @staticmethod
    def _counted(rule: Count) -> Node | None:
        if rule.where is None:
            return Call("sum", (Name(FILLED),))
        match parsed(rule.where):
            case Compare("==", Name(column), Literal(value)) if "." not in column and value is not None:
                return Call("sum_if", (Name(FILLED), Name(column), Literal(value)))
        return None

    def started(self, rule: Count) -> Node:
        """A row is filled."""
        return Compare(">", Call("sum", (Name(FILLED),)), _NOTHING)

    def row_tree(self, rule: Count, table: str) -> Node | None:
        """It is no matter of one row."""
        return None

    def columns(self, rule: Count) -> tuple[str, ...]:
        """Those that `where` names; none without it."""
        named = in_order(parsed(rule.where)) if rule.where else ()
        return tuple(dict.fromkeys(n for n in named if "." not in n))

    def breaches(self, rule: Count, rows: Sequence[RowValues], fields: RowValues) -> Breaches:
        """The first row where they are too few, the first beyond the limit where they are too many."""
        counted = [i for i, row in enumerate(rows) if row.get(SELECTED) is not False]
        if not rows:
            return []
        if rule.min is not None and len(counted) < rule.min:
            return [(0, {"count": len(counted), "advice": _few(rule.min - len(counted))})]
        if rule.max is not None and len(counted) > rule.max:
            return [(counted[rule.max], {"count": len(counted), "advice": _many(len(counted) - rule.max)})]
        return []

    def satisfy(self, rule: Count, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Blank the rows that are too many; where they are too few, let the first ones be counted too."""
        counted = [i for i, row in enumerate(rows) if row.get(SELECTED) is not False]
        for i in counted[rule.max :] if rule.max is not None else ():
            rows[i].update(dict.fromkeys(rows[i]))
        others = [i for i in range(len(rows)) if i not in counted]
        for i in others[: max((rule.min or 0) - len(counted), 0)]:
            match parsed(rule.where or "True"):
                case Compare("==", Name(column), Literal(value)):
                    rows[i][column] = value

    def violate(self, rule: Count, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None:
        """Blank counted rows, all but the first row of all, until they are too few."""
        counted = [i for i, row in enumerate(rows) if row.get(SELECTED) is not False]
        needless = len(counted) - (rule.min or 0) + 1
        gone = [i for i in counted if i][-needless:]
        if rule.min is None or needless < 1 or len(gone) < needless:
            return None
        return [(i, dict.fromkeys(rows[i])) for i in gone]

    def words(self, rule: Count, labels: Mapping[str, str]) -> Words:
        """How many rows there must be."""
        bounds = (
            (rule.min, Words(f"至少{rule.min}行", f"at least {rule.min}")),
            (rule.max, Words(f"最多{rule.max}行", f"at most {rule.max}")),
        )
        given = [said for bound, said in bounds if bound is not None]
        of = spelled(rule.where, labels) if rule.where else None
        return worded(
            rule,
            f"{f'{of.zh}的行' if of else '填写的行'}应有{'、'.join(g.zh for g in given)}",
            f"{' and '.join(g.en for g in given)} rows{f' where {of.en}' if of else ''} are to be filled in",
        )


def _few(lacking: int) -> Words:
    return Words(f"还差{lacking}行，请补填。", f"Enter {lacking} more.")


def _many(needless: int) -> Words:
    return Words(
        f"多了{needless}行，请清空多余的行，不用删除行。", f"Clear {needless} of them; delete no row."
    )
