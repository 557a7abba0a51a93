"""Merged cells, inferred where a text keeps their order and loses their spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kpixl.draft.document import Cell, Grid, Place, flat
from kpixl.words import Words

Row = Sequence[str]
_FIGURE = re.compile(r"[-+]?[\d,.]+%?")


def inferred_grid(rows: Sequence[Row], lines: Sequence[int], file: str) -> Grid:
    """A grid of rows that may be short: a cell over several columns stands once, one over rows leaves blanks.

    lines: where each row begins in the text.
    """
    width = max(map(len, rows))
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        spans = _spans(row, below, width)
        column = 0
        for text, wide in zip(row, spans, strict=True):
            at = _at(lines[number], column + 1)
            cells.append(Cell(row=number, column=column, text=text.strip(), wide=wide, at=at))
            column += wide
    return Grid(cells=tuple(cells), place=Place(file, _line(lines[0])), certain=False)


def _line(number: int) -> Words:
    return Words(f"第{number}行", f"line {number}")


def _at(line: int, column: int) -> Words:
    return Words(f"第{line}行起第{column}栏", f"line {line}, column {column}")


def _spans(row: Row, below: Row, width: int) -> list[int]:
    """How many columns each cell of a row takes."""
    if len(row) == 1:
        return [width]
    if len(row) == width:
        return [1] * width
    if len(below) == width:
        fitted = _fitted(row, below)
        if fitted:
            return fitted
    missing = width - len(row)
    said = [flat(text) for text in row[1:] if text.strip()]
    if not row[0].strip() or (len(said) > 1 and all(_FIGURE.fullmatch(text) for text in said)):
        return [1 + missing] + [1] * (len(row) - 1)  # a corner, or a total's label
    return [1] * (len(row) - 1) + [1 + missing]  # a remark, a value


def _fitted(row: Row, below: Row) -> list[int]:
    """The spans of headings by the row below: blanks there are headings that reach down."""
    runs = [(blank, len(list(group))) for blank, group in groupby(below, key=lambda text: not text.strip())]
    wanted = len(row) - sum(length for blank, length in runs if blank)
    groups = _shared_out(wanted, [length for blank, length in runs if not blank])
    if not groups:
        return []
    spans: list[int] = []
    start = 0
    for blank, length in runs:
        if blank:
            spans += [1] * length
        else:
            spans += _split(below[start : start + length], groups.pop(0))
        start += length
    return spans


def _shared_out(wanted: int, runs: Sequence[int]) -> list[int]:
    """How many headings stand over each run of columns; the longest run has most. Empty where none fit."""
    if wanted < len(runs) or not runs:
        return []
    groups = [1] * len(runs)
    for _ in range(wanted - len(runs)):
        longest = max(range(len(runs)), key=lambda i: runs[i] / (groups[i] + 1))
        groups[longest] += 1
    return groups if all(g <= r for g, r in zip(groups, runs, strict=True)) else []


def _split(labels: Row, groups: int) -> list[int]:
    """So many columns a group: what stands twice stands in two groups, else they are even."""
    if groups == 1:
        return [len(labels)]
    cuts = _between_doubles([flat(label) for label in labels])[: groups - 1]
    if len(cuts) == groups - 1:
        ends = [*cuts, len(labels)]
        return [end - start for start, end in zip([0, *cuts], ends, strict=True)]
    even, rest = divmod(len(labels), groups)
    return [even + (number < rest) for number in range(groups)]


def _between_doubles(labels: Sequence[str]) -> list[int]:
    """Behind which columns a new group begins.

    Groups that begin alike begin where the first label comes again; else a label that comes again ends one.
    """
    first = [number for number, label in enumerate(labels) if number and label == labels[0]]
    if first:
        return first
    often = Counter(labels)
    cuts, seen = [], set[str]()
    for number, label in enumerate(labels[:-1], start=1):
        if often[label] > 1 and label not in seen and label in labels[number:]:
            seen.add(label)
            cuts.append(number)
    return cuts


def merged_down(grid: Grid, first: int) -> Grid:
    """A grid whose merges are not known, with the cells from row `first` on merged over blanks below.

    A blank goes on with the cell above in the leading columns, and in a column that says something once only.
    """
    single = {column for column in range(grid.columns) if _says_once(grid, column, first)}
    if 2 * len(single) > grid.columns:  # one row says all: the others are blank
        single = set()
    covered: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for cell in grid.cells:
        if (cell.row, cell.column) in covered:
            continue
        high = 1
        if cell.row >= first and cell.said and cell.wide == 1:
            while _goes_on(grid, cell.row + high, cell.column, single):
                covered.add((cell.row + high, cell.column))
                high += 1
        cells.append(replace(cell, high=high) if high > 1 else cell)
    return replace(grid, cells=tuple(cells))


def _says_once(grid: Grid, column: int, first: int) -> bool:
    texts = [grid.text(row, column) for row in range(first, grid.rows)]
    return len(texts) > 2 and bool(texts[0]) and not any(texts[1:])


def _goes_on(grid: Grid, row: int, column: int, single: set[int]) -> bool:
    cell = grid.at(row, column)
    if row >= grid.rows or cell is None or cell.said or cell.wide > 1:
        return False
    leading = not any(grid.text(row, left) for left in range(column))
    rest = any(grid.text(row, other) for other in range(grid.columns) if other != column)
    return rest and (leading or column in single)
