"""A table of a form while it is being drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kpixl.draft.cells import Leaf, column_of
from kpixl.draft.drafts import ListDraft
from kpixl.draft.guesses import Certainty, Guess, Noted
from kpixl.draft.headings import Heading
from kpixl.words import Words


@dataclass(kw_only=True)
class TableDraft:
    """A table of a form.

    leaves: its columns, for rules that sentences state; listing: the rows that are printed; items: what the
    columns of a score sheet are, with their points; office: nobody fills it; counters: number → column.
    """

    name: str
    file: str
    leaves: list[Leaf]
    headings: Sequence[Heading]
    rows: dict[str, Any]
    totals: list[str] = field(default_factory=list)
    merge: list[str] = field(default_factory=list)
    rules: list[Noted] = field(default_factory=list)
    listing: ListDraft | None = None
    items: ListDraft | None = None
    office: bool = False
    guesses: list[Guess] = field(default_factory=list)
    counters: Mapping[int, int] = field(default_factory=dict)

    @property
    def verifies(self) -> bool:
        """Whether somebody verifies what is filled in."""
        return any(leaf.fill == "verifier" for leaf in self.leaves)

    def block(self) -> Noted:
        """The table as a blueprint writes it."""
        columns = [_tree(heading, self.leaves) for heading in self.headings]
        if self.verifies and not self.office:
            columns.insert(0, _whose(self.name))
        table: dict[str, Any] = {"name": self.name, "rows": self.rows}
        table |= {key: value for key, value in (("merge", self.merge), ("totals", self.totals)) if value}
        table["columns"] = columns
        if self.rules:
            table["rules"] = self.rules
        return Noted({"table": table}, tuple(self.guesses))


_WHY_WHOSE = Guess(
    what=Words("审核时印出是哪个单位的行", "says whose row it is when it is verified"),
    why=Words("一个审核工作簿里有各单位的行", "a verifier's workbook holds the rows of all units"),
    certainty=Certainty.CERTAIN,
)


def _whose(table: str) -> Noted:
    """The column that says whose row it is where a workbook holds those of all units."""
    column = {"name": table.replace("table", "whose"), "label": "单位", "from": "subject.print"}
    shown = {"shown": ["verification"], "width": 12, "align": "center", "policy": True}
    return Noted(column | shown, (_WHY_WHOSE,))


def _tree(heading: Heading, leaves: Sequence[Leaf]) -> Noted:
    """A heading as a blueprint writes it, with the columns below it."""
    if heading.below:
        below = [_tree(each, leaves) for each in heading.below]
        return Noted({"label": heading.label, "columns": below})
    leaf = next(each for each in leaves if each.heading is heading)
    return Noted(column_of(leaf), tuple(leaf.guesses))
