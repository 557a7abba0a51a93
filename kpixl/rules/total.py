"""`total`: a column's sum over the table equals a constant or a field of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import Call, Compare, Literal, Name, Node, Value, rounded
from kpixl.blueprint.model import Total
from kpixl.findings import Lang
from kpixl.rules.kind import RowValues, bounded


class TotalRule:
    """In the workbook: counted on the cover. A table without any figure has no total yet."""

    code = "C002"

    def tree(self, rule: Total) -> Node:
        """The sum is as stated."""
        return bounded(rule, Compare("==", Call("sum", (Name(rule.of),)), self._stated(rule)))

    def row_tree(self, rule: Total, table: str) -> Node | None:
        """It is no matter of one row."""
        return None

    def columns(self, rule: Total) -> tuple[str, ...]:
        """The column that is summed."""
        return (rule.of,)

    def breaches(
        self, rule: Total, rows: Sequence[RowValues], fields: RowValues
    ) -> list[tuple[int, dict[str, Any]]]:
        """The first row, with both figures, where the sum differs."""
        figures = [v for row in rows if isinstance(v := row.get(rule.of), Decimal)]
        stated = rule.equals if isinstance(rule.equals, Decimal) else fields.get(rule.equals)
        if not figures or not isinstance(stated, Decimal):
            return []
        total = sum(figures, Decimal(0))
        return [] if rounded(total - stated, 9) == 0 else [(0, {"total": total, "stated": stated})]

    def satisfy(self, rule: Total, rows: Sequence[dict[str, Value]], fields: RowValues) -> None:
        """Deal the stated total out in halves, the rest to the last row."""
        stated = rule.equals if isinstance(rule.equals, Decimal) else fields.get(rule.equals)
        if not isinstance(stated, Decimal) or not rows:
            return
        share = (stated / len(rows)).to_integral_value(rounding="ROUND_FLOOR")
        for row in rows[:-1]:
            row[rule.of] = share
        rows[-1][rule.of] = stated - share * (len(rows) - 1)

    def violate(self, rule: Total, rows: Sequence[RowValues]) -> list[tuple[int, dict[str, Value]]] | None:
        """One more in the last row."""
        last = rows[-1].get(rule.of) if rows else None
        return [(len(rows) - 1, {rule.of: last + 1})] if isinstance(last, Decimal) else None

    def words(self, rule: Total, labels: Mapping[str, str], lang: Lang = "zh") -> str:
        """What the sum must be."""
        own, stated = labels.get(rule.of, rule.of), rule.equals
        shown = (
            f"{stated.normalize():f}" if isinstance(stated, Decimal) else f"“{labels.get(stated, stated)}”"
        )
        return (
            rule.message
            or {"zh": f"“{own}”合计应等于{shown}", "en": f"the total of “{own}” must equal {shown}"}[lang]
        )

    @staticmethod
    def _stated(rule: Total) -> Node:
        return Literal(rule.equals) if isinstance(rule.equals, Decimal) else Name(rule.equals)
