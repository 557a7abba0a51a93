"""How a form opens on a small machine: as much of it as can be read, its head and the first cell to fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from kpixl.layout.cell import Role
from kpixl.layout.frame import View
from kpixl.layout.plan import Sheet
from kpixl.layout.screen import HIGH, NARROW, STEP, high, wide, zoom

READABLE = 75
"""Per cent: what people fill in is not made smaller."""
_MOST_FROZEN = HIGH / 3


def opened(sheet: Sheet, below: str | None) -> Sheet:
    """The sheet as it opens. below: the first line under its head, which stays in view where that is low."""
    fitting = zoom((s.width for s in sheet.stripes if not s.hidden), least=READABLE)
    head = sum(_heights(sheet)[: sheet.row(below)]) if below else 0.0
    scales = range(fitting, READABLE - 1, -STEP)
    scale = next((each for each in scales if head * each / 100 < _MOST_FROZEN), None) if below else None
    sheet = replace(sheet, freeze=below if scale else None)
    return replace(sheet, view=_view(sheet, scale or fitting))


def _view(sheet: Sheet, scale: int) -> View:
    """With that zoom, scrolled to the first cell to fill."""
    if sheet.start is None:
        return View(zoom=scale)
    at, heights = sheet.address(sheet.start), _heights(sheet)
    frozen = sheet.row(sheet.freeze) if sheet.freeze else 0
    high_enough = HIGH * 100 / scale - sum(heights[:frozen])
    first = _scrolled(heights, (frozen, at.row, at.row), high_enough)
    columns = (sheet.address(cell.spot).column for cell in sheet.cells if cell.role is Role.INPUT)
    left = _scrolled(_widths(sheet), (0, at.column, max(columns, default=at.column)), NARROW * 100 / scale)
    return View(
        zoom=scale,
        first=sheet.lines[first].key if first else None,
        left=sheet.stripes[left].key if left else None,
    )


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
