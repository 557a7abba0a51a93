"""What readers of tables have in common."""

from __future__ import annotations

from dataclasses import replace

from kpixl.draft.document import Grid


def compact(grid: Grid) -> Grid:
    """A grid without columns that no cell begins in: they only divide others in some other row."""
    starts = sorted({cell.column for cell in grid.cells})
    numbers = {column: number for number, column in enumerate(starts)}
    cells = (
        replace(
            cell,
            column=numbers[cell.column],
            wide=sum(cell.column <= start < cell.column + cell.wide for start in starts),
        )
        for cell in grid.cells
    )
    return replace(grid, cells=tuple(cells))
