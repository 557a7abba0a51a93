"""What a screen shows: rooms and sizes in pixels, the zoom at which columns stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable

SMALL, USUAL = 1366, 1536
"""The widths of screens, in pixels: of old office machines, and of new ones at their usual scale."""
HIGH, NARROW = 585, 1268
"""Pixels for rows and for columns in a window of 1366 by 768, between menus, tools and bars."""
_AROUND = 53
"""Pixels that the numbers of the rows and the scroll bar take."""
_CHARACTER, _EDGES = 8.8, 5.0
"""Pixels of a unit of column width and around a column, where a program lacks the workbook's font."""
_LEAST, STEP = 60, 5
"""Per cent: below that nobody reads what shows."""
_POINT, _USUAL_HEIGHT = 96 / 72, 15.0
"""Pixels; the height in points of a row that is given none."""


def wide(width: float) -> float:
    """The pixels of a column, by its width in characters."""
    return width * _CHARACTER + _EDGES


def high(height: float | None) -> float:
    """The pixels of a row, by its height in points."""
    return (_USUAL_HEIGHT if height is None else height) * _POINT


def zoom(widths: Iterable[float], screen: int = SMALL, *, least: int = _LEAST) -> int:
    """The zoom in per cent, from the least to 100, at which columns so wide show without scrolling."""
    fitting = int(100 * (screen - _AROUND) / sum(map(wide, widths))) // STEP * STEP
    return max(least, min(100, fitting))
