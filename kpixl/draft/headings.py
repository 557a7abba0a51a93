"""The heading of a table: how many rows it takes, and its labels as a tree over the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kpixl.draft.document import Cell, Grid, flat

_NUMBER = re.compile(r"[-+±]?[\d,.]+%?")
_COUNTER = re.compile(r"[（(\[]?\d{1,3}[）)\]]?|[甲乙丙丁戊]|[A-Za-z]|—|-|栏次|行次|行号|列号|栏号|栏目")
_LONGEST = 40
_DEEPEST = 5


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A label over some columns, with the labels below it; a leaf is the head of one column."""

    cell: Cell
    first: int
    after: int
    below: tuple[Heading, ...] = ()

    @property
    def label(self) -> str:
        """What it says, as it is printed."""
        return self.cell.text.strip()

    def leaves(self) -> Iterator[Heading]:
        """The heads of columns."""
        if not self.below:
            yield self
        for heading in self.below:
            yield from heading.leaves()


def is_label(text: str) -> bool:
    """Whether a text may be the head of a column: short, and neither a figure nor a sentence."""
    said = flat(text)
    return bool(said) and len(said) <= _LONGEST and not _NUMBER.fullmatch(said) and not said.endswith("。")


def is_counter(text: str) -> bool:
    """Whether a text numbers a column: `1`, `(2)`, `甲`, `栏次`."""
    return bool(_COUNTER.fullmatch(flat(text)))


def depth_of(grid: Grid) -> int:
    """How many rows from the top are the heading. Merged cells are known."""
    depth = _least(grid)
    while depth < min(_DEEPEST, grid.rows - 1) and _goes_deeper(grid, depth):
        depth += 1
    return depth


def _least(grid: Grid) -> int:
    """The rows of the first line of labels; column numbers above it belong to it."""
    first = grid.starting(0)
    numbered = all(is_counter(c.text) or not c.said for c in first) and any(c.said for c in first)
    inside = [
        c.high for c in first if c.said and c.high < grid.rows
    ]  # one that reaches down stands beside it
    tall = max(inside, default=1)
    if numbered and grid.rows > 1:
        return tall + max((c.high for c in grid.starting(tall)), default=1)
    return min(tall, grid.rows)


def _goes_deeper(grid: Grid, depth: int) -> bool:
    """Whether the next row says what is below a label over several columns."""
    open_ = [c for c in _bottom(grid, depth) if c.wide > 1 and c.said]
    row = grid.starting(depth)
    split = any(sum(c.column <= each.column < c.column + c.wide for each in row) > 1 for c in open_)
    beside = [c for c in row if not any(o.column <= c.column < o.column + o.wide for o in open_)]
    under = [c for c in row if c not in beside]
    labels = [c for c in under if c.said]
    return (
        split and bool(labels) and all(is_label(c.text) for c in labels) and not any(c.said for c in beside)
    )


def _bottom(grid: Grid, depth: int) -> list[Cell]:
    """The cells of the last row of a heading."""
    found = {id(c): c for column in range(grid.columns) if (c := grid.at(depth - 1, column))}
    return list(found.values())


def spread(grid: Grid, rows: int = 0) -> tuple[Grid, int]:
    """A grid whose merges are not known, its heading merged as the blanks in it say; and the heading's rows.

    A label with blanks to its right stands over them where the next row names the columns below it.
    rows: how many the heading has, where somebody says so.
    """
    cells = {(c.row, c.column): c for c in grid.cells}
    depth = min(_least(grid), rows or grid.rows)
    start = depth - 1
    spans = _widened(cells, start, [(0, grid.columns)])
    while spans and start + 1 < grid.rows and depth < (rows or _DEEPEST):
        moved = _moved(grid, cells, start + 1, spans)
        if not rows and not _names_columns(moved, spans, grid.columns):
            break
        for column, cell in moved.items():
            cells[start + 1, column] = cell
        for first, after in spans:
            top = cells[start, first]
            cells[start, first] = replace(top, wide=after - first)
            for covered in range(first + 1, after):
                cells.pop((start, covered), None)
        start, depth = start + 1, depth + 1
        spans = _widened(cells, start, spans)
    kept = replace(grid, cells=tuple(cells[key] for key in sorted(cells)))
    depth = max(depth, rows)
    return _reaching_down(kept, depth), depth


def _widened(
    cells: dict[tuple[int, int], Cell], row: int, within: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The places in a row where a label may stand over several columns."""
    found = []
    for first, after in within:
        column = first
        while column < after:
            cell = cells.get((row, column))
            end = column + (cell.wide if cell else 1)
            while cell and cell.said and end < after and _is_blank(cells, row, end):
                end += 1
            if cell and cell.said and end - column > 1:
                found.append((column, end))
            column = end
    return found


def _is_blank(cells: dict[tuple[int, int], Cell], row: int, column: int) -> bool:
    cell = cells.get((row, column))
    return cell is None or not cell.said


def _moved(
    grid: Grid, cells: dict[tuple[int, int], Cell], row: int, spans: Sequence[tuple[int, int]]
) -> dict[int, Cell]:
    """A row's cells by column; one that has lost the blanks in front of it is put where it fits alone."""
    own = [c for c in (cells.get((row, column)) for column in range(grid.columns)) if c]
    said = [c for c in own if c.said]
    fits = [span for span in spans if span[1] - span[0] == len(said)]
    lost = said and [c.column for c in said] == list(range(len(said))) and spans[0][0] >= len(said)
    if not lost or len(fits) != 1 or not all(is_label(c.text) for c in said):
        return {c.column: c for c in own}
    blank = {c.column: replace(c, text="") for c in own}
    return blank | {fits[0][0] + i: replace(c, column=fits[0][0] + i) for i, c in enumerate(said)}


def _names_columns(row: dict[int, Cell], spans: Sequence[tuple[int, int]], columns: int) -> bool:
    """Whether all that a row says stands below labels over several columns, two below one of them."""
    under = [[c for c in range(*span) if c in row and row[c].said] for span in spans]
    beside = set(range(columns)) - {c for span in spans for c in range(*span)}
    labels = [row[c].text for found in under for c in found]
    return (
        any(len(found) > 1 for found in under)
        and all(is_label(text) for text in labels)
        and not any(c in row and row[c].said for c in beside)
    )


def _reaching_down(grid: Grid, depth: int) -> Grid:
    """The same with labels of the heading that reach down over the blanks below them."""
    covered: set[tuple[int, int]] = set()
    cells = []
    for cell in grid.cells:
        if (cell.row, cell.column) in covered:
            continue
        high = cell.high
        while cell.said and cell.row + high < depth and _all_blank(grid, cell, cell.row + high):
            covered |= {(cell.row + high, c) for c in range(cell.column, cell.column + cell.wide)}
            high += 1
        cells.append(replace(cell, high=high) if cell.row < depth else cell)
    return replace(grid, cells=tuple(cells))


def _all_blank(grid: Grid, cell: Cell, row: int) -> bool:
    below = (grid.at(row, column) for column in range(cell.column, cell.column + cell.wide))
    return all(c is None or not c.said for c in below)


def tree_of(grid: Grid, depth: int) -> tuple[Heading, ...]:
    """The labels of the first rows as a tree. Merged cells are known."""
    return tuple(_tree(grid, 0, depth, 0, grid.columns))


def _tree(grid: Grid, row: int, depth: int, first: int, after: int) -> Iterator[Heading]:
    column = first
    while column < after:
        cell = grid.at(row, column)
        if cell is None:
            column += 1
            continue
        end = min(after, max(column + 1, cell.column + cell.wide))
        under = cell.row + cell.high
        below = tuple(_tree(grid, under, depth, column, end)) if under < depth else ()
        if not cell.said or (is_counter(cell.text) and below):
            yield from below or (Heading(cell=cell, first=column, after=end),)
        elif len(below) == 1 and not below[0].label:
            yield Heading(cell=cell, first=column, after=end)
        else:
            yield Heading(cell=cell, first=column, after=end, below=below)
        column = end
