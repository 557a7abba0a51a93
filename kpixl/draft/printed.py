"""Rows that a document prints: which of their columns stay as they are, and which somebody fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kpixl.draft.bodies import Body
from kpixl.draft.cells import BY_UNIT, PRINTED, Leaf, filler_of, holds_figures, is_head
from kpixl.draft.document import flat, one_line
from kpixl.draft.drafts import ListDraft
from kpixl.draft.guesses import Certainty, Guess, guessed
from kpixl.draft.hints import number_in
from kpixl.draft.lines import unit_names
from kpixl.draft.segments import Columns
from kpixl.draft.table_drafts import TableDraft
from kpixl.words import Words


def print_rows(made: TableDraft, table: Columns, body: Body) -> None:
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
        leaf.guesses.append(guessed(PRINTED, _IN_A_MATRIX, Certainty.UNSURE))
    elif leaf in blank:
        _settle_blank(leaf)
    elif leaf in figures:
        leaf.fill = "unit"
        leaf.guesses.append(guessed(BY_UNIT, _FIGURES, Certainty.UNSURE))
    elif leaf.filled < 0.8 * rows and not is_head(leaf) and not leaf.is_optional:
        leaf.fill, leaf.partly, leaf.printed = "unit", True, True
        why = Words(f"{rows}行中有{leaf.filled}行已印好", f"{leaf.filled} of {rows} rows are printed")
        what = Words("已印的照印，空白的由单位填写", "what is printed stays, blanks are filled by the unit")
        leaf.guesses.append(guessed(what, why, Certainty.UNSURE))
    else:
        leaf.printed = True
        leaf.guesses.append(guessed(PRINTED, _TEXT_STANDS, Certainty.LIKELY))


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
            guessed(what, Words("栏目名像是表头内容", "its label names what rows are"), Certainty.UNSURE)
        )
        return
    leaf.fill, guess = filler_of(leaf)
    leaf.guesses.append(guess)


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
