"""A table of a document as the table of a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kpixl.draft.bodies import Body, body_of
from kpixl.draft.cells import Leaf, column_cells, filler_of, is_head, leaves_of, set_takes
from kpixl.draft.document import flat
from kpixl.draft.formulas import set_formulas
from kpixl.draft.guesses import Certainty, Guess, guessed
from kpixl.draft.hints import adds_up, holds_numbers, number_in, takes_by_label, type_words
from kpixl.draft.names import Names
from kpixl.draft.printed import print_rows
from kpixl.draft.segments import Columns
from kpixl.draft.table_drafts import TableDraft
from kpixl.words import Words

_FEWEST_FREE, _MOST_FREE = 10, 40


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a table's form says of it. names: those of the form; measure: the unit of measure above it."""

    names: Names
    title: str = ""
    measure: str = ""

    @property
    def counts(self) -> bool:
        """Whether it holds statistics."""
        return bool(re.search(r"统计|汇总|报表|明细|收支|活动表|情况表|月报|季报|年报", self.title))


def table_draft(table: Columns, name: str, setting: Setting, copies: Sequence[Columns] = ()) -> TableDraft:
    """The table of a form. name: of the table; copies: the same, filled in."""
    body = body_of(table)
    rows = [] if copies else body.rows
    place = table.grid.place
    leaves = []
    for number, (heading, above) in enumerate(leaves_of(table.headings), start=1):
        label = heading.label or (above[-1] if above else "")
        cells = column_cells(table.grid, body.rows or body.blank, heading)
        leaves.append(
            Leaf(heading=heading, above=above, name=setting.names.new(label, f"c{number}"), cells=cells)
        )
    for leaf in leaves:
        counts = setting.counts and bool(rows) and not is_head(leaf)
        set_takes(leaf, setting.measure, table.grid.place_of(leaf.heading.cell), counts=counts)
    _choices_where_said(leaves, body)
    _figures_where_numbered(leaves, body)
    _like_their_neighbours(leaves)
    _responsible_alone(leaves)
    made = TableDraft(
        name=name, file=place.file, leaves=leaves, headings=table.headings, rows={}, counters=body.counters
    )
    if rows and not _is_example(rows, leaves):
        print_rows(made, table, body)
    else:
        _leave_free(made, body, copies, place)
    set_formulas(leaves)
    _sum_up(made, table, body)
    return made


def _choices_where_said(leaves: Sequence[Leaf], body: Body) -> None:
    """A row below the heading says of some columns what is chosen there: `是/否`, `1/0`."""
    for leaf in leaves:
        if choices := body.choices.get(leaf.heading.first):
            leaf.takes = {"type": "choice", "choices": list(choices)}
            why = Words(f"表头下面写着“{'/'.join(choices)}”", f"{'/'.join(choices)!r} stands below its head")
            leaf.guesses[-1] = guessed(type_words(leaf.takes), why, Certainty.CERTAIN)


def _figures_where_numbered(leaves: Sequence[Leaf], body: Body) -> None:
    """Columns that a document numbers hold figures, be their labels what they may."""
    for leaf in leaves:
        texts = leaf.by_heading and leaf.takes.get("type", "text") == "text" and not any(leaf.texts)
        if texts and leaf.heading.first in body.counters.values() and not leaf.is_optional:
            leaf.takes = {"type": "decimal"}
            why = Words("表头下面给这一栏编了号", "the column has a number below its head")
            leaf.guesses[-1] = guessed(type_words(leaf.takes), why, Certainty.LIKELY)


def _like_their_neighbours(leaves: Sequence[Leaf]) -> None:
    """A column whose own label says nothing takes what the others under the same heading take.

    `其中：…` takes what the column before it takes, of which it is a part.
    """
    for before, leaf in pairwise(leaves):
        part = flat(leaf.label).startswith("其中") and leaf.takes.get("type") in {"text", "decimal", "money"}
        if part and adds_up(before.takes) and "unit" not in leaf.takes and not any(leaf.texts):
            leaf.takes = dict(before.takes)
            why = Words(f"是“{before.label}”的一部分", f"it is a part of {before.label!r}")
            leaf.guesses[-1] = guessed(type_words(leaf.takes), why, Certainty.LIKELY)
    for leaf in leaves:
        beside = [other for other in leaves if leaf.above and other.above == leaf.above and other is not leaf]
        kinds = [other.takes for other in beside if adds_up(other.takes)]
        vague = leaf.by_heading or (leaf.takes.get("type") == "text" and not leaf.is_optional)
        alike = len(kinds) == len(beside) and (leaf.by_heading or len(kinds) > 1 or _counts(leaf.above))
        if vague and kinds and alike and not any(leaf.texts):
            leaf.takes = dict(kinds[0])
            what, why = type_words(leaf.takes), Words(f"同“{leaf.above[-1]}”下的其他栏", "as those beside it")
            leaf.guesses[-1] = guessed(what, why, Certainty.LIKELY)


def _counts(above: Sequence[str]) -> bool:
    """Whether the label over a column says that figures stand below it."""
    return bool(above) and holds_numbers(takes_by_label(above[-1]))


def _responsible_alone(leaves: Sequence[Leaf]) -> None:
    """Of several columns with units those of the authority above are no units that report."""
    named = [leaf for leaf in leaves if leaf.names_units]
    others = [leaf for leaf in named if _ABOVE.search(leaf.label)]
    if len(others) < len(named):
        for leaf in others:
            leaf.foreign = True


_ABOVE = re.compile(r"国家|中央|省级|市级|上级|对口")


def _is_example(rows: Sequence[int], leaves: Sequence[Leaf]) -> bool:
    """Whether the rows show how the form is filled in: one or two rows, filled throughout."""
    full = all(leaf.filled >= len(rows) or leaf.is_optional for leaf in leaves)
    return len(rows) <= 2 and full and not any(leaf.names_units for leaf in leaves)


# rows that are blank


def _leave_free(made: TableDraft, body: Body, copies: Sequence[Columns], place: Any) -> None:
    """Rows for the unit to write in."""
    seen = max([len(body.rows), len(body.blank), *(len(c.body) for c in copies)], default=0)
    free = max(_FEWEST_FREE if seen <= 2 else seen, 1)
    free = min(free, _MOST_FREE)
    made.rows = {"free": free, "max": max(30, 3 * free)}
    filled = bool(body.rows)
    why = Words("表中的行是填好的样例", "the rows show how it is filled in") if filled else _BLANK_ROWS
    sure = Certainty.UNSURE if filled else Certainty.LIKELY
    what = Words(
        f"由单位逐行填写，先显示{free}行", f"rows for the unit to fill, {free} of them seen at first"
    )
    made.guesses.append(Guess(what=what, why=why, certainty=sure, place=place))
    for leaf in made.leaves:
        leaf.fill, guess = filler_of(leaf)
        leaf.guesses.append(guess)


_BLANK_ROWS = Words("表头下面是空行", "blank rows follow the heading")


# totals


def _sum_up(made: TableDraft, table: Columns, body: Body) -> None:
    """A last row of sums, where the document has one."""
    if body.total is None or made.office:
        _stated_total(made, table, body)
        return
    summed = [leaf for leaf in made.leaves if adds_up(leaf.takes) and "序号" not in flat(leaf.label)]
    made.totals = [leaf.name for leaf in summed if not leaf.formula]
    if not made.totals:
        return
    agree = [leaf.label for leaf in summed if _agrees(leaf, table, body)]
    why = Words("表的最后一行是合计", "the last row is a total")
    if agree:
        why = Words(f"最后一行是合计，{'、'.join(agree)}的数相符", f"the last row is the sum of {agree}")
    sure = Certainty.CERTAIN if agree else Certainty.LIKELY
    what = Words("合计行由表格计算", "the total row is computed")
    made.guesses.append(Guess(what=what, why=why, certainty=sure, place=table.grid.place))
    _stated_total(made, table, body)


def _agrees(leaf: Leaf, table: Columns, body: Body) -> bool:
    total = number_in(table.grid.text(body.total or 0, leaf.heading.first))
    figures = [f for text in leaf.texts if (f := number_in(text)) is not None]
    return total is not None and bool(figures) and abs(sum(figures) - total) < 0.005


def _stated_total(made: TableDraft, table: Columns, body: Body) -> None:
    """The sum of a printed column that the document states is kept with the list, right or wrong."""
    if made.listing is None or body.total is None:
        return
    for leaf in made.leaves:
        total = number_in(table.grid.text(body.total, leaf.heading.first))
        if total is not None and leaf.printed and leaf.states_points:
            made.listing.total[leaf.name] = total
