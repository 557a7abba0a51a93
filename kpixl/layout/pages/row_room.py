"""How high a row of a table is at first: for what is printed in it, and for what is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpixl.blueprint.model import Column
from kpixl.layout.pages.text_height import height, lines_at_most, of_lines
from kpixl.layout.plan.cell import Cell, Role
from kpixl.rules.types.faces import most_characters

LEAST_HEIGHT = 34.0
_LINES = 2
"""That a row has room for at first, which programs make higher for what is typed; so forms stay short."""


def lines_to_fill(cell: Cell, width: float, size: float = 11) -> int:
    """How many lines the longest text takes that a cell may be filled with; 0 of any other cell."""
    most = most_characters(cell.type) if cell.role is Role.INPUT and cell.type is not None else 0
    return lines_at_most(most, width, size) if most else 0


def row_height(cells: Sequence[Cell], columns: Sequence[Column], widths: Sequence[float]) -> float:
    """As high as the texts printed in a row need, and what is filled in or its columns ask for."""
    return max([LEAST_HEIGHT, *_needs(cells, columns, widths)])


def _needs(cells: Sequence[Cell], columns: Sequence[Column], widths: Sequence[float]) -> Iterator[float]:
    for cell, column, width in zip(cells, columns, widths, strict=False):
        if cell.span != (1, 1):
            continue
        if isinstance(cell.value, str):
            yield height(cell.value, width)
        if cell.role is Role.INPUT:
            yield of_lines(max(column.lines or 0, min(_LINES, lines_to_fill(cell, width))))


def grows(cells: Sequence[Cell], widths: Sequence[float]) -> bool:
    """Whether a row holds texts to fill, each in its own cell, so that programs know how high it is to be."""
    own = (pair for pair in zip(cells, widths, strict=False) if pair[0].span == (1, 1))
    return any(lines_to_fill(cell, width) > 1 for cell, width in own)
