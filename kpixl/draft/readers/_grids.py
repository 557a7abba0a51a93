"""What readers have in common."""

from __future__ import annotations

from dataclasses import replace

from kpixl.draft.document import Grid
from kpixl.refusal import RefusedError


def too_long(name: str) -> RefusedError:
    """The refusal of a document that is as long as a report."""
    return RefusedError(
        f"“{name}”太长，像是一份报告，不是表格：请只取附件中表格的那几页，另存后再试。",
        f"{name!r} is too long and looks like a report: save the pages with the forms by themselves.",
    )


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
