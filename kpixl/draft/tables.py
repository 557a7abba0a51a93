"""A table of a document as the table of a form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kpixl.draft.bodies import Body, body_of
from kpixl.draft.cells import (
    BY_UNIT,
    PRINTED,
    Leaf,
    column_cells,
    column_of,
    filler_of,
    holds_figures,
    is_head,
    leaves_of,
    set_takes,
)
from kpixl.draft.document import flat, one_line
from kpixl.draft.drafts import ListDraft
from kpixl.draft.formulas import set_formulas
from kpixl.draft.guesses import Certainty, Guess, Noted
from kpixl.draft.headings import Heading
from kpixl.draft.hints import adds_up, number_in, type_words
from kpixl.draft.lines import unit_names
from kpixl.draft.names import Names
from kpixl.draft.segments import Columns
from kpixl.words import Words

_FEWEST_FREE, _MOST_FREE = 10, 40


@dataclass(kw_only=True)
class TableDraft:
    """A table of a form.

    leaves: its columns, for rules that sentences state; listing: the rows that are printed; items: what the
    columns of a score sheet are, with their points; office: nobody fills it; counters: number → column.
    """

    name: str
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
            columns.insert(0, _WHOSE)
        table: dict[str, Any] = {"name": self.name, "rows": self.rows}
        table |= {key: value for key, value in (("merge", self.merge), ("totals", self.totals)) if value}
        table["columns"] = columns
        if self.rules:
            table["rules"] = self.rules
        return Noted({"table": table}, tuple(self.guesses))


_WHOSE = Noted(
    {"name": "whose", "label": "单位", "from": "subject.print", "shown": ["verification"], "width": 12,
     "align": "center", "policy": True},
    (Guess(
        what=Words("审核时印出是哪个单位的行", "says whose row it is when it is verified"),
        why=Words("一个审核工作簿里有各单位的行", "a verifier's workbook holds the rows of all units"),
        certainty=Certainty.CERTAIN,
    ),),
)  # fmt: skip


def _tree(heading: Heading, leaves: Sequence[Leaf]) -> Noted:
    """A heading as a blueprint writes it, with the columns below it."""
    if heading.below:
        below = [_tree(each, leaves) for each in heading.below]
        return Noted({"label": heading.label, "columns": below})
    leaf = next(each for each in leaves if each.heading is heading)
    return Noted(column_of(leaf), tuple(leaf.guesses))


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
    _figures_where_numbered(leaves, body)
    _like_their_neighbours(leaves)
    _responsible_alone(leaves)
    made = TableDraft(name=name, leaves=leaves, headings=table.headings, rows={}, counters=body.counters)
    if rows and not _is_example(rows, leaves):
        _print(made, table, body)
    else:
        _leave_free(made, body, copies, place)
    set_formulas(leaves)
    _sum_up(made, table, body)
    return made


def _figures_where_numbered(leaves: Sequence[Leaf], body: Body) -> None:
    """Columns that a document numbers hold figures, be their labels what they may."""
    for leaf in leaves:
        texts = leaf.takes.get("type", "text") == "text" and not any(leaf.texts)
        if texts and leaf.heading.first in body.counters.values() and not leaf.is_optional:
            leaf.takes = {"type": "decimal"}
            why = Words("表头下面给这一栏编了号", "the column has a number below its head")
            leaf.guesses[-1] = _guess(type_words(leaf.takes), why, Certainty.LIKELY)


def _like_their_neighbours(leaves: Sequence[Leaf]) -> None:
    """A column whose own label says nothing takes what the others under the same heading take."""
    for leaf in leaves:
        beside = [other for other in leaves if leaf.above and other.above == leaf.above and other is not leaf]
        kinds = [other.takes for other in beside if adds_up(other.takes)]
        if leaf.by_heading and kinds and len(kinds) == len(beside) and not any(leaf.texts):
            leaf.takes = dict(kinds[0])
            what, why = type_words(leaf.takes), Words(f"同“{leaf.above[-1]}”下的其他栏", "as those beside it")
            leaf.guesses[-1] = _guess(what, why, Certainty.LIKELY)


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


# rows that are printed


def _print(made: TableDraft, table: Columns, body: Body) -> None:
    """Rows that the document prints, as a list."""
    rows = len(body.rows)
    blank = [leaf for leaf in made.leaves if leaf.filled == 0]
    figures = [
        leaf for leaf in made.leaves if holds_figures(leaf) and 2 * leaf.filled > rows and _varies(leaf)
    ]
    matrix = body.points is not None and len(blank) == 0
    if blank and not any(_is_reported(leaf, blank) for leaf in figures):
        figures = []
    for leaf in made.leaves:
        _settle(leaf, rows, blank=blank, figures=figures, matrix=matrix)
    made.office = matrix or not any(leaf.fill in {"unit", "verifier"} for leaf in made.leaves)
    items = [_item(number, row, made, body) for number, row in enumerate(body.rows, start=1)]
    units = [leaf.name for leaf in made.leaves if leaf.names_units and leaf.printed]
    made.listing = ListDraft(items=items, place=table.grid.place, units=units)
    made.rows = {"for": ""}
    made.merge = _merged(made.leaves)
    what = Words(f"{rows}行由文件印好", f"{rows} rows are printed")
    why = Words("这些行里有文字", "something stands in these rows")
    sure = Certainty.UNSURE if figures and not blank else Certainty.LIKELY
    made.guesses.append(Guess(what=what, why=why, certainty=sure, place=table.grid.place))
    if matrix:
        made.items = _scored(made, table, body)
        what, why = _NOBODY_FILLS
        made.guesses.append(Guess(what=what, why=why, certainty=Certainty.UNSURE, place=table.grid.place))


_NOBODY_FILLS = (
    Words("没有人填写，由其他表汇总", "nobody fills it: it is put together from other forms"),
    Words("有一行是分值，其余行是各单位", "one row holds the points, the others are units"),
)


def _scored(made: TableDraft, table: Columns, body: Body) -> ListDraft:
    """The columns of a score sheet as a list, with the points that a row of it states."""
    items: list[dict[str, Any]] = []
    for leaf in made.leaves:
        points = number_in(table.grid.text(body.points or 0, leaf.heading.first))
        if points is not None and leaf.label:
            items.append({"id": f"i{len(items) + 1}", "name": leaf.label, "points": _value(str(points))})
    return ListDraft(items=items, place=table.grid.place)


def _varies(leaf: Leaf) -> bool:
    """Whether a column says more than one thing: one cell over all rows is no entry of each."""
    return len({id(cell) for cell in leaf.cells}) > 1 or len(leaf.cells) == 1


def _settle(leaf: Leaf, rows: int, *, blank: Sequence[Leaf], figures: Sequence[Leaf], matrix: bool) -> None:
    """Who fills a column of a table whose rows are printed."""
    if matrix:
        leaf.printed = True
        leaf.guesses.append(_guess(PRINTED, _IN_A_MATRIX, Certainty.UNSURE))
    elif leaf in blank:
        _settle_blank(leaf)
    elif leaf in figures:
        leaf.fill = "unit"
        leaf.guesses.append(_guess(BY_UNIT, _FIGURES, Certainty.UNSURE))
    elif leaf.filled < 0.8 * rows and not is_head(leaf) and not leaf.is_optional:
        leaf.fill, leaf.partly, leaf.printed = "unit", True, True
        why = Words(f"{rows}行中有{leaf.filled}行已印好", f"{leaf.filled} of {rows} rows are printed")
        what = Words("已印的照印，空白的由单位填写", "what is printed stays, blanks are filled by the unit")
        leaf.guesses.append(_guess(what, why, Certainty.UNSURE))
    else:
        leaf.printed = True
        leaf.guesses.append(_guess(PRINTED, _TEXT_STANDS, Certainty.LIKELY))


def _is_reported(leaf: Leaf, blank: Sequence[Leaf]) -> bool:
    """Whether figures beside blank columns are of the same kind: of one heading, so an example like them."""
    return bool(leaf.above) and any(other.above == leaf.above for other in blank)


_IN_A_MATRIX = Words("整张表是汇总表", "the whole table is a score sheet")
_FIGURES = Words("这一栏都是数，像是填好的样例", "figures stand in it, as in a form that is filled in")
_TEXT_STANDS = Words("这一栏各行已有内容", "something stands in its rows")


def _settle_blank(leaf: Leaf) -> None:
    label = flat(leaf.heading.label)
    if not label or any(word in label for word in ("类别", "标准", "要求", "分值", "权重")):
        leaf.fill = "office"
        what = Words("由印发单位填写或留空", "for the office to fill, or left blank")
        leaf.guesses.append(
            _guess(what, Words("栏目名像是表头内容", "its label names what rows are"), Certainty.UNSURE)
        )
        return
    leaf.fill, guess = filler_of(leaf)
    leaf.guesses.append(guess)


def _guess(what: Words, why: Words, certainty: Certainty) -> Guess:
    return Guess(what=what, why=why, certainty=certainty)


def _item(number: int, row: int, made: TableDraft, body: Body) -> dict[str, Any]:
    """A row as an item of the list."""
    item: dict[str, Any] = {"id": f"r{number}"}
    at = body.rows.index(row)
    for leaf in made.leaves:
        text = leaf.cells[at].text.strip()
        if not leaf.printed or not flat(text):
            continue
        if leaf.names_units:
            item[leaf.name] = unit_names(text)
        else:
            item[leaf.name] = _value(text)
    if body.groups.get(row):
        item["group_line"] = one_line(body.groups[row])
    return item


def _value(text: str) -> Any:
    """A figure as a number where it reads the same as one; else the text."""
    figure = number_in(text)
    said = flat(text)
    if figure is None or len(said) > 12 or (said.startswith("0") and said != "0" and "." not in said):
        return (
            one_line(text)
            if "\n" not in text.strip()
            else "\n".join(map(str.strip, text.strip().split("\n")))
        )
    return int(figure) if figure == int(figure) and "." not in said else figure


def _merged(leaves: Iterable[Leaf]) -> list[str]:
    """The printed columns whose cells reach over several rows, from the left."""
    found = []
    for leaf in leaves:
        if not leaf.printed or leaf.partly:
            continue
        tall = any(cell.high > 1 for cell in leaf.cells)
        if tall:
            found.append(leaf.name)
    return found


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
