"""What a row of a grid is: a line for all columns, the heading of a table, labels with values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kpixl.draft.document import Cell, Grid, flat
from kpixl.draft.headings import depth_of, is_counter, is_label, spread

_MOST = 0.6
_NEARLY_ALL = 0.75
_NOTE = re.compile(r"^\s*[（(]?(注|备注|说明|填表说明|填报说明|附注|\*|※)[：:\d．.、）)]?")
_LABELLED = re.compile(r"\s*[^：:。；]{2,16}[：:]")
_BARE = 4
_FEW = 3
_YEAR = re.compile(r"[（(]?[\d０-９]{4}年(度|[\d０-９]{1,2}月)?[）)]?")
OPINION = re.compile(r"^\s*([^：:。；\n]{2,20}意见)\s*[：:].*(章|签字|签名|年\s*月\s*日)", re.DOTALL)
"""What others write of it, and seal: whatever stands there already."""
ENDS_LABEL = re.compile(r"[：:]\s*$")
"""A label by its end."""


def begins(grid: Grid, row: int) -> bool:
    """Whether something else than labels with values begins in a row."""
    return (
        is_header(grid, row) or is_line(grid, row) or stands_over(grid, row) or beside(grid, row) is not None
    )


def beside(grid: Grid, row: int) -> tuple[Cell, Grid] | None:
    """A label that stands left of a table of its own, as in forms made of several; and what is beside it."""
    label = grid.at(row, 0)
    if not grid.certain or grid.headed or label is None or label.row != row or not label.said:
        return None
    end = row + label.high
    if label.high < 2 or label.wide >= grid.columns or label.high >= grid.rows or _goes_on(grid, end):
        return None
    cells = [
        replace(c, column=c.column - label.wide)
        for c in grid.part(range(row, end)).cells
        if c.column >= label.wide
    ]
    rest = replace(grid, cells=tuple(cells))
    if any(c.high >= label.high for c in rest.starting(0)):  # a label of a heading, among others as high
        return None
    tables = (at for at in range(rest.rows) if is_header(rest, at))
    first = next(tables, None)
    if first is not None and _filled_below(rest, first):
        return label, rest
    return (label, rest) if stands_over(rest, 0) or beside(rest, 0) else None


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether a row is divided as the one above: both are of one table."""
    starts = [{c for c in range(grid.columns) if _starts(grid, at, c)} for at in (row - 1, row)]
    return row < grid.rows and starts[0] == starts[1]


def _starts(grid: Grid, row: int, column: int) -> bool:
    cell = grid.at(row, column)
    return cell is not None and cell.column == column


def _filled_below(grid: Grid, row: int) -> bool:
    """Whether rows that number no columns follow the heading that begins in a row."""
    below = range(row + depth_of(grid.part(range(row, grid.rows))), end_of_table(grid, row))
    return any(not all(is_counter(c.text) for c in grid.starting(at) if c.said) for at in below) or any(
        not any(c.said for c in grid.starting(at)) for at in below
    )


def stands_over(grid: Grid, row: int) -> bool:
    """Whether a few labels stand over as many blank cells, one row of them."""
    if row + 1 >= grid.rows or not grid.certain or is_header(grid, row):
        return False
    heads, below = grid.starting(row), grid.starting(row + 1)
    alike = [(c.column, c.wide) for c in heads] == [(c.column, c.wide) for c in below]
    labels = len(heads) > 1 and all(is_label(c.text) and c.high == 1 for c in heads)
    return alike and labels and not any(c.said for c in below) and not _goes_on(grid, row + 2)


def own_cells(grid: Grid, row: int) -> list[Cell]:
    """The cells that begin in a row, without the blanks that end it.

    Where merges are not known, a cell goes on over the blanks behind it.
    """
    cells = grid.starting(row)
    said = [number for number, cell in enumerate(cells) if cell.said]
    if grid.certain and len(said) > 1 and len(cells) - said[-1] > 2:
        return cells[: said[-1] + 1]
    if grid.certain:
        return cells
    joined: list[Cell] = []
    for cell in cells:
        last = joined[-1] if joined else None
        if last and last.said and not cell.said and not _is_needed(grid, row, cell.column):
            joined[-1] = replace(last, wide=cell.column + cell.wide - last.column)
        else:
            joined.append(cell)
    return joined


def _is_needed(grid: Grid, row: int, column: int) -> bool:
    """Whether a blank is a cell to itself: with nothing to its right that would make it part of a value."""
    return any(grid.text(row, right) for right in range(column + 1, grid.columns))


def is_line(grid: Grid, row: int) -> bool:
    """Whether a row says one thing for all columns: a title, a note, `单位：万元`."""
    if row in (grid.headed or ()):
        return False
    said = [c for c in own_cells(grid, row) if c.said]
    if any(OPINION.match(c.text) for c in said):
        return False
    labelled = [c for c in said if _LABELLED.match(c.text)]
    if labelled and len(said) > 1 and all(c in labelled or _YEAR.fullmatch(c.said) for c in said):
        return True  # `填报单位：`, `2015年`, `单位：万元`, each in a cell
    if len(said) != 1:
        return not said and grid.certain and _blank_line(grid, row)
    [cell] = said
    if _is_note(cell.text) and cell.wide >= _MOST * grid.columns:
        return True
    whole = cell.wide >= _MOST * grid.columns and (grid.certain or len(grid.starting(row)) == 1)
    alone = (cell.wide == 1 or bool(_LABELLED.match(cell.text))) and (cell.column > 0 or row == 0)
    alone = alone and _is_remark(grid, row, cell)
    return (whole or alone) and grid.columns > 1


def _is_note(text: str) -> bool:
    """Whether a text is a note, and not the mere label of a box for remarks."""
    return bool(_NOTE.match(text)) and len(flat(text)) > _BARE


def _is_remark(grid: Grid, row: int, cell: Cell) -> bool:
    """A text alone in its row above the heading, in a cell of its own."""
    if cell.high > 1:
        return False
    below = [c for c in grid.starting(row + 1) if c.said] if row + 1 < grid.rows else []
    return len(below) > 1 and ("：" in cell.text or ":" in cell.text or len(cell.said) >= 6)


def _blank_line(grid: Grid, row: int) -> bool:
    """A row of one blank cell over all columns."""
    cells = grid.starting(row)
    return len(cells) == 1 and cells[0].wide == grid.columns and grid.columns > 1


def is_header(grid: Grid, row: int) -> bool:
    """Whether a row names the columns below it."""
    if row in (grid.headed or ()):
        return row == grid.headed[0] if grid.headed else False
    if row + 1 > grid.rows - 1 and row > 0:
        return False
    cells = grid.starting(row)
    said = [c for c in cells if c.said]
    if row + 1 < grid.rows and said and len(said) > 2 and all(is_counter(c.text) for c in said):
        return is_header(grid, row + 1)
    if len(said) < 4 and not _has_below(grid, row, said):
        return False  # a label with its value
    if len(said) < 2 or not all(is_label(c.text) and not ENDS_LABEL.search(c.text) for c in said):
        return False
    return _labelled(grid, row, cells) >= _NEARLY_ALL


def _has_below(grid: Grid, row: int, heads: Sequence[Cell]) -> bool:
    """Whether the row below is divided as these heads are, or they are divided there."""
    if grid.columns <= _FEW or not grid.certain:
        return len(heads) > 2 or grid.columns <= _FEW
    below = {cell.column for cell in grid.starting(row + 1)} if row + 1 < grid.rows else set()
    starts = {cell.column for cell in heads}
    return len(heads) > 2 and starts <= below | {c.column for c in heads if c.high > 1}


def _labelled(grid: Grid, row: int, cells: Sequence[Cell]) -> float:
    """The share of the columns over which a label stands in a row."""
    above = sum(1 for c in range(grid.columns) if (cell := grid.at(row, c)) and cell.row < row)
    free = grid.columns - above
    if free < 2:
        return 0.0
    if grid.certain:
        return sum(c.wide for c in cells if c.said) / free
    part, depth = spread(grid.part(range(row, grid.rows)))
    if depth == 1:
        first = cells[0]
        blank = first.wide if not first.said else 0  # what stands over it goes on
        return (sum(c.wide for c in cells if c.said)) / max(1, free - blank)
    return sum(c.wide for c in part.starting(0) if c.said) / max(1, free - (not cells[0].said))


def end_of_table(grid: Grid, row: int) -> int:
    """Behind the last row of the table whose heading begins in this row."""
    part = grid.part(range(row, grid.rows))
    said = len(part.headed or ())
    depth = said or (depth_of(part) if grid.certain else spread(part)[1])
    end = row + depth
    while end < grid.rows and not _breaks(grid, end):
        end += 1
    return max(end, row + 1)


def _breaks(grid: Grid, row: int) -> bool:
    """Whether a row is none of the table above: a note, a label with one wide cell, another heading."""
    if row in (grid.headed or ()):
        return True
    cells = grid.starting(row)
    said = [c for c in cells if c.said]
    if len(said) == 1 and len(cells) == 1:
        return _is_note(said[0].text) or not _is_table_row(grid, row + 1)
    wide = [c for c in cells[1:] if c.wide > 1 and c.wide >= _MOST * (grid.columns - 1)]
    return len(cells) <= 2 and bool(wide) and bool(cells[0].said)


def _is_table_row(grid: Grid, row: int) -> bool:
    return row < grid.rows and len(grid.starting(row)) > 2
