"""A grid taken apart: lines above and below, labels with values in boxes, tables with a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kpixl.draft.document import Cell, Grid, Place, Text, flat, one_line
from kpixl.draft.headings import Heading, depth_of, is_counter, is_label, spread, tree_of
from kpixl.draft.spans import merged_down

_MOST = 0.6
_NEARLY_ALL = 0.75
_NOTE = re.compile(r"^\s*[（(]?(注|备注|说明|填表说明|填报说明|附注|\*|※)[：:\d．.、）)]?")
_LABELLED = re.compile(r"\s*[^：:。；]{2,16}[：:]")
_TELLS = re.compile(r"(注|说明|填表说明|填报说明|备注|附注|要求|填报要求)[：:]?")
_SENTENCE = 30
_BARE = 4
_FEW = 3
_YEAR = re.compile(r"[（(]?[\d０-９]{4}年(度|[\d０-９]{1,2}月)?[）)]?")
_OPINION = re.compile(r"^\s*([^：:。；\n]{2,20}意见)\s*[：:].*(章|签字|签名|年\s*月\s*日)", re.DOTALL)
_ENDS_LABEL = re.compile(r"[：:]\s*$")


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
        beside = _beside(grid, row)
        if beside is not None:
            label, rest = beside
            yield from (_under(label, part) for part in segments(rest))
            row += label.high
        elif _is_line(grid, row):
            yield from _line(grid, row)
            row += 1
        elif _stands_over(grid, row):
            yield _over_blanks(grid, row)
            row += 2
        elif _is_header(grid, row):
            end = _end_of_table(grid, row)
            yield _columns(grid.part(range(row, end)))
            row = end
        else:
            end = row + 1
            while end < grid.rows and not _begins(grid, end):
                end += 1
            yield from _pairs(grid, range(row, end))
            row = end


def _begins(grid: Grid, row: int) -> bool:
    """Whether something else than labels with values begins in a row."""
    return (
        _is_header(grid, row)
        or _is_line(grid, row)
        or _stands_over(grid, row)
        or _beside(grid, row) is not None
    )


def _beside(grid: Grid, row: int) -> tuple[Cell, Grid] | None:
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
    tables = (at for at in range(rest.rows) if _is_header(rest, at))
    first = next(tables, None)
    if first is not None and _filled_below(rest, first):
        return label, rest
    return (label, rest) if _stands_over(rest, 0) or _beside(rest, 0) else None


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether a row is divided as the one above: both are of one table."""
    starts = [{c for c in range(grid.columns) if _starts(grid, at, c)} for at in (row - 1, row)]
    return row < grid.rows and starts[0] == starts[1]


def _starts(grid: Grid, row: int, column: int) -> bool:
    cell = grid.at(row, column)
    return cell is not None and cell.column == column


def _filled_below(grid: Grid, row: int) -> bool:
    """Whether rows that number no columns follow the heading that begins in a row."""
    below = range(row + depth_of(grid.part(range(row, grid.rows))), _end_of_table(grid, row))
    return any(not all(is_counter(c.text) for c in grid.starting(at) if c.said) for at in below) or any(
        not any(c.said for c in grid.starting(at)) for at in below
    )


def _under(label: Cell, part: Segment) -> Segment:
    """A part with the label that stands left of it."""
    over = one_line(label.text)
    if isinstance(part, Columns):
        return replace(part, over=part.over or over)
    if isinstance(part, Pairs):
        pairs = tuple(replace(pair, over=pair.over or over) for pair in part.pairs)
        return replace(part, pairs=pairs)
    return part


def _stands_over(grid: Grid, row: int) -> bool:
    """Whether a few labels stand over as many blank cells, one row of them."""
    if row + 1 >= grid.rows or not grid.certain or _is_header(grid, row):
        return False
    heads, below = grid.starting(row), grid.starting(row + 1)
    alike = [(c.column, c.wide) for c in heads] == [(c.column, c.wide) for c in below]
    labels = len(heads) > 1 and all(is_label(c.text) and c.high == 1 for c in heads)
    return alike and labels and not any(c.said for c in below) and not _goes_on(grid, row + 2)


def _over_blanks(grid: Grid, row: int) -> Pairs:
    """Labels, each with the cell below it."""
    both = zip(grid.starting(row), grid.starting(row + 1), strict=True)
    pairs = tuple(Pair(label=a, value=b, place=grid.place_of(a)) for a, b in both)
    return Pairs(pairs=pairs, place=pairs[0].place)


def _own(grid: Grid, row: int) -> list[Cell]:
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


def _is_line(grid: Grid, row: int) -> bool:
    """Whether a row says one thing for all columns: a title, a note, `单位：万元`."""
    if row in (grid.headed or ()):
        return False
    said = [c for c in _own(grid, row) if c.said]
    if any(_OPINION.match(c.text) for c in said):
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


def _line(grid: Grid, row: int) -> Iterator[Text]:
    """The texts of a row as one line."""
    said = [cell for cell in grid.starting(row) if cell.said]
    if said:
        text = "　".join(cell.text.strip() for cell in said)
        yield Text(text, grid.place_of(said[0]), heading=row < 2 and len(said) == 1)


def _is_header(grid: Grid, row: int) -> bool:
    """Whether a row names the columns below it."""
    if row in (grid.headed or ()):
        return row == grid.headed[0] if grid.headed else False
    if row + 1 > grid.rows - 1 and row > 0:
        return False
    cells = grid.starting(row)
    said = [c for c in cells if c.said]
    if row + 1 < grid.rows and said and len(said) > 2 and all(is_counter(c.text) for c in said):
        return _is_header(grid, row + 1)
    if len(said) < 4 and not _has_below(grid, row, said):
        return False  # a label with its value
    if len(said) < 2 or not all(is_label(c.text) and not _ENDS_LABEL.search(c.text) for c in said):
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


def _end_of_table(grid: Grid, row: int) -> int:
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
        cells = [c for c in _own(grid, row) if c.wide > 0]
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
        if opinion := _OPINION.match(
            label.text
        ):  # written and sealed by others, whatever stands there already
            named = replace(label, text=one_line(opinion[1]))
            yield Pair(label=named, over=over, place=grid.place_of(label))
            at += 1
            continue
        if not label.said:
            at += 1
            continue
        takes = value is not None and (not value.said or not _ENDS_LABEL.search(value.text))
        yield Pair(label=label, value=value if takes else None, over=over, place=grid.place_of(label))
        at += 2 if takes else 1
