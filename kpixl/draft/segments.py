"""A grid taken apart: lines above and below, labels with values in boxes, tables with a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kpixl.draft.document import Cell, Grid, Place, Text, one_line
from kpixl.draft.headings import Heading, depth_of, spread, tree_of
from kpixl.draft.row_kinds import (
    ENDS_LABEL,
    OPINION,
    begins,
    beside,
    end_of_table,
    is_header,
    is_line,
    own_cells,
    stands_over,
)
from kpixl.draft.spans import merged_down

_TELLS = re.compile(r"(注|说明|填表说明|填报说明|备注|附注|要求|填报要求)[：:]?")
_SENTENCE = 30


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A label with the cell for its value. over: a label in front of several such lines."""

    label: Cell
    value: Cell | None = None
    over: str = ""
    place: Place


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Labels with values in boxes."""

    pairs: tuple[Pair, ...]
    place: Place


@dataclass(frozen=True, kw_only=True)
class Columns:
    """A table with a heading. grid: all of it; depth: rows of the heading; over: a label left of it all."""

    grid: Grid
    depth: int
    headings: tuple[Heading, ...]
    over: str = ""

    @property
    def leaves(self) -> list[Heading]:
        """The heads of the columns."""
        return [leaf for heading in self.headings for leaf in heading.leaves()]

    @property
    def body(self) -> range:
        """The rows below the heading."""
        return range(self.depth, self.grid.rows)


Segment = Text | Pairs | Columns


def segments(grid: Grid) -> Iterator[Segment]:
    """What a grid consists of, from the top."""
    row = 0
    while row < grid.rows:
        both = beside(grid, row)
        if both is not None:
            label, rest = both
            yield from (_under(label, part) for part in segments(rest))
            row += label.high
        elif is_line(grid, row):
            yield from _line(grid, row)
            row += 1
        elif stands_over(grid, row):
            yield _over_blanks(grid, row)
            row += 2
        elif is_header(grid, row):
            end = end_of_table(grid, row)
            yield _columns(grid.part(range(row, end)))
            row = end
        else:
            end = row + 1
            while end < grid.rows and not begins(grid, end):
                end += 1
            yield from _pairs(grid, range(row, end))
            row = end


def _under(label: Cell, part: Segment) -> Segment:
    """A part with the label that stands left of it."""
    over = one_line(label.text)
    if isinstance(part, Columns):
        return replace(part, over=part.over or over)
    if isinstance(part, Pairs):
        pairs = tuple(replace(pair, over=pair.over or over) for pair in part.pairs)
        return replace(part, pairs=pairs)
    return part


def _over_blanks(grid: Grid, row: int) -> Pairs:
    """Labels, each with the cell below it."""
    both = zip(grid.starting(row), grid.starting(row + 1), strict=True)
    pairs = tuple(Pair(label=a, value=b, place=grid.place_of(a)) for a, b in both)
    return Pairs(pairs=pairs, place=pairs[0].place)


def _line(grid: Grid, row: int) -> Iterator[Text]:
    """The texts of a row as one line."""
    said = [cell for cell in grid.starting(row) if cell.said]
    if said:
        text = "　".join(cell.text.strip() for cell in said)
        yield Text(text, grid.place_of(said[0]), heading=row < 2 and len(said) == 1)


def _columns(grid: Grid) -> Columns:
    said = len(grid.headed or ())
    if not grid.certain:
        grid, depth = spread(grid, said)
        grid = merged_down(grid, depth)
    else:
        depth = said or depth_of(grid)
    headings = tree_of(grid, depth)
    over = ""
    first = headings[0]
    body = range(depth, grid.rows)
    standing = grid.at(0, first.first)
    if standing and standing.high >= grid.rows > depth and len(body) > 0:  # a label left of heading and rows
        over, headings = one_line(standing.text), headings[1:]
    divided = tuple(part for heading in headings for part in _divided(heading, grid, body))
    return Columns(grid=grid, depth=depth, headings=divided, over=over)


def _divided(heading: Heading, grid: Grid, body: range) -> tuple[Heading, ...]:
    """A heading over several columns that has no labels below it: the rows divide it."""
    if heading.below:
        below = tuple(part for each in heading.below for part in _divided(each, grid, body))
        return (replace(heading, below=below),)
    starts = [
        column
        for column in range(heading.first, heading.after)
        if 2 * _beginning(grid, body, column) >= len(body)
    ]
    if len(starts) < 2:
        return (heading,)
    nameless = replace(heading.cell, text="")
    ends = [*starts[1:], heading.after]
    parts = tuple(Heading(cell=nameless, first=a, after=b) for a, b in zip(starts, ends, strict=True))
    return (replace(heading, below=parts),) if heading.label else parts


def _beginning(grid: Grid, body: range, column: int) -> int:
    """In how many rows a cell begins in a column, or goes on from above."""
    return sum(1 for row in body if (cell := grid.at(row, column)) and cell.column == column)


def _pairs(grid: Grid, rows: range) -> Iterator[Segment]:
    """Labels with values; what only tells something is text."""
    pairs: list[Pair] = []
    for row in rows:
        cells = [c for c in own_cells(grid, row) if c.wide > 0]
        for pair in _of_row(grid, cells, _over(grid, row)):
            told = _told(pair)
            if told is None:
                pairs.append(pair)
                continue
            if pairs:
                yield Pairs(pairs=tuple(pairs), place=pairs[0].place)
                pairs = []
            yield told
    if pairs:
        yield Pairs(pairs=tuple(pairs), place=pairs[0].place)


def _told(pair: Pair) -> Text | None:
    """What a pair tells, where it asks for nothing: a note with its text, a sentence without a value."""
    value = pair.value.text.strip() if pair.value else ""
    if value and _TELLS.fullmatch(pair.label.said):
        return Text(f"{pair.label.said.rstrip('：:')}：{value}", pair.place)
    if not value and len(pair.label.said) > _SENTENCE:
        return Text(pair.label.text.strip(), pair.place)
    return None


def _over(grid: Grid, row: int) -> str:
    """The label that reaches down into a row from above, at its left."""
    cell = grid.at(row, 0)
    return one_line(cell.text) if cell and cell.high > 1 and cell.said else ""


def _of_row(grid: Grid, cells: Sequence[Cell], over: str) -> Iterator[Pair]:
    """The pairs of a row: a label, and the cell to its right."""
    left = [c for c in cells if not (c.high > 1 and c.column == 0 and one_line(c.text) == over and over)]
    if len(left) == 3 and all(c.said for c in left) and not over:
        over, left = one_line(left[0].text), left[1:]
    at = 0
    while at < len(left):
        label = left[at]
        value = left[at + 1] if at + 1 < len(left) else None
        if opinion := OPINION.match(
            label.text
        ):  # written and sealed by others, whatever stands there already
            named = replace(label, text=one_line(opinion[1]))
            yield Pair(label=named, over=over, place=grid.place_of(label))
            at += 1
            continue
        if not label.said:
            at += 1
            continue
        takes = value is not None and (not value.said or not ENDS_LABEL.search(value.text))
        yield Pair(label=label, value=value if takes else None, over=over, place=grid.place_of(label))
        at += 2 if takes else 1
