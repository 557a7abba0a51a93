"""How a form opens on a small machine: as much of it as can be read, its head and the first cell to fill."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import accumulate

from kpixl.layout.pages.screen import HIGH, NARROW, STEP, high, wide, zoom
from kpixl.layout.plan.cell import Cell, Role
from kpixl.layout.plan.frame import View
from kpixl.layout.plan.plan import Sheet

READABLE = 75
"""Per cent: what people fill in is not made smaller."""
_MOST_FROZEN = HIGH / 3
_SURE = NARROW / 1.07
"""Pixels for columns of which it is certain that they show, as a program's own font may be wider yet."""
_MOST_BESIDE = _SURE * 3 / 5


def opened(sheet: Sheet, below: str | None, heads: Collection[str] = ()) -> Sheet:
    """The sheet as it opens.

    below: the first line under its head, which stays in view where that is low; heads: the columns that tell
    rows apart, which do on a sheet that must be scrolled, as far as there is room beside them.
    """
    fitting = zoom((s.width for s in sheet.stripes if not s.hidden), least=READABLE)
    head = sum(_heights(sheet)[: sheet.row(below)]) if below else 0.0
    scales = range(fitting, READABLE - 1, -STEP)
    scale = next((each for each in scales if head * each / 100 < _MOST_FROZEN), None) if below else None
    sheet = replace(sheet, freeze=below if scale else None)
    return replace(sheet, view=_view(sheet, scale or fitting, heads))


def _view(sheet: Sheet, scale: int, heads: Collection[str]) -> View:
    """With that zoom, scrolled to the first cell to fill."""
    widths, room = _widths(sheet), _SURE * 100 / scale
    beside = _beside(sheet, heads, _MOST_BESIDE * 100 / scale) if sum(widths) > room else 0
    column = sheet.stripes[beside].key if beside else None
    if sheet.start is None:
        return View(zoom=scale, column=column)
    at, heights = sheet.address(sheet.start), _heights(sheet)
    frozen = sheet.row(sheet.freeze) if sheet.freeze else 0
    high_enough = HIGH * 100 / scale - sum(heights[:frozen])
    first = _scrolled(heights, (frozen, at.row, at.row), high_enough)
    filled = (sheet.address(cell.spot).column for cell in sheet.cells if cell.role is Role.INPUT)
    columns = (beside, at.column, max(filled, default=at.column))
    left = _scrolled(widths, columns, room - sum(widths[:beside]))
    return View(
        zoom=scale,
        column=column,
        first=sheet.lines[first].key if first else None,
        left=sheet.stripes[left].key if left else None,
    )


def _beside(sheet: Sheet, heads: Collection[str], room: float) -> int:
    """How many columns stand still: up to the last that tells rows apart and leaves room for others."""
    widths = _widths(sheet)
    telling = {sheet.address(c.spot).column + c.span[1] for c in sheet.cells if c.table and _name(c) in heads}
    return max((count for count in telling if sum(widths[:count]) <= room), default=0)


def _name(cell: Cell) -> str | None:
    return cell.key.column if cell.key else None


def _scrolled(sizes: Sequence[float], places: tuple[int, int, int], room: float) -> int | None:
    """What comes first so that what is wanted shows, with as much up to the last as there is room for.

    places: the first that can be scrolled, the one that is wanted, the last. None: it shows as it is.
    """
    begin, wanted, last = places
    if sum(sizes[begin : wanted + 1]) <= room:
        return None
    back = accumulate(reversed(sizes[begin : last + 1]))
    return min(wanted, last + 1 - sum(1 for size in back if size <= room))


def _heights(sheet: Sheet) -> list[float]:
    return [0.0 if line.hidden else high(line.height) for line in sheet.lines]


def _widths(sheet: Sheet) -> list[float]:
    return [0.0 if stripe.hidden else wide(stripe.width) for stripe in sheet.stripes]
