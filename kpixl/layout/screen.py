"""What a screen shows: the zoom at which columns stand beside each other in the window of a small machine."""

from __future__ import annotations

from collections.abc import Iterable

SMALL, USUAL = 1366, 1536
"""The widths of screens, in pixels: of old office machines, and of new ones at their usual scale."""
_AROUND = 53
"""Pixels that the numbers of the rows and the scroll bar take."""
_CHARACTER, _EDGES = 8.8, 5.0
"""Pixels of a unit of column width and around a column, where a program lacks the workbook's font."""
_LEAST, _STEP = 60, 5
"""Per cent: below that nobody reads what shows."""


def zoom(widths: Iterable[float], screen: int = SMALL) -> int:
    """The zoom in per cent, never above 100, at which columns so wide show without scrolling."""
    needed = sum(width * _CHARACTER + _EDGES for width in widths)
    fitting = int(100 * (screen - _AROUND) / needed) // _STEP * _STEP
    return max(_LEAST, min(100, fitting))
