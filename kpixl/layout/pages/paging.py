"""Where pages end: what belongs together stays on one, and rows to fill share the room that one has left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kpixl.layout.pages.text_height import MOST_HEIGHT
from kpixl.layout.plan.frame import TIGHT, Line, Print
from kpixl.layout.plan.plan import Sheet

_PAPER = {"A4": (595.3, 841.9), "A3": (841.9, 1190.6)}
"""Width and height in points, upright."""
_MILLIMETRES = 25.4 / 72  # in a point
_PIXEL, _DIGIT, _BORDERS = 0.75, 7, 5
"""A pixel in points; a digit of the default font and the edges of a column in pixels."""
_SLACK = 0.97
"""Of the paper, as printers and fonts differ."""
_LEAST_USED = 0.25
"""Of a page, below which it does not end early."""
_SHARES = 6
"""A row to fill that no program makes higher by itself is at most such a part of a page high at first."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a sheet is printed on. setting: its print set-up; widths: of the columns that are printed."""

    setting: Print
    widths: Sequence[float]

    @cached_property
    def _inside(self) -> tuple[float, float]:
        """Width and height between the margins, in points."""
        width, height = _PAPER[self.setting.paper]
        margins = 2 * self.setting.margin / _MILLIMETRES
        size = (height, width) if self.setting.landscape else (width, height)
        return size[0] - margins, size[1] - margins

    @cached_property
    def scale(self) -> float:
        """At which all columns fit beside each other; programs whose letters are wider take a smaller one."""
        wide = sum(int(width * _DIGIT + _BORDERS) for width in self.widths) * _PIXEL
        return min(1.0, self._inside[0] / wide)

    @cached_property
    def room(self) -> float:
        """The height of rows that a page takes at that scale."""
        return _SLACK * self._inside[1] / self.scale

    @property
    def share(self) -> float:
        """How high a row to fill is at first, at most."""
        return self.room / _SHARES


def in_pages(sheet: Sheet, wanted: Mapping[str, float] | None = None) -> Sheet:
    """The sheet with its page breaks.

    wanted: how high lines would be, if the page has room, by their keys.
    """
    first, last = (sheet.column_index[key] for key in sheet.print.columns or ())
    widths = [stripe.width for stripe in sheet.stripes[first : last + 1]]
    pages = _Pages(sheet, Paper(setting=sheet.print, widths=widths))
    starts = list(pages.starts())
    lines = list(sheet.lines)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        pages.spread(lines, range(start, end), wanted or {})
    breaks = tuple(lines[start].key for start in starts[1:])
    return replace(sheet, lines=tuple(lines), print=replace(sheet.print, breaks=breaks))


@dataclass(frozen=True)
class _Pages:
    """A sheet's pages from its first row on."""

    sheet: Sheet
    paper: Paper

    @cached_property
    def _heights(self) -> Sequence[float]:
        """Of the rows as they are printed: what is hidden, or stands outside of that, takes no room."""
        lines, rows = self.sheet.lines, self.sheet.print.rows
        first = self.sheet.row(rows[0]) if rows else 0
        last = self.sheet.row(rows[1]) if rows and rows[1] else len(lines) - 1
        return [
            0.0 if line.hidden or not first <= row <= last else line.height or 0.0
            for row, line in enumerate(lines)
        ]

    @cached_property
    def _repeated(self) -> range:
        """The rows that stand on every page below them."""
        head = self.sheet.print.repeat
        return range(self.sheet.row(head[0]), self.sheet.row(head[1]) + 1) if head else range(0)

    def _room(self, start: int) -> float:
        """What a page that begins there takes besides the rows that are repeated on it."""
        above = (
            self._heights[self._repeated.start : self._repeated.stop] if start >= self._repeated.stop else ()
        )
        return self.paper.room - sum(above)

    def starts(self) -> Iterator[int]:
        """The rows that begin a page."""
        start, last = 0, len(self.sheet.lines)
        while start < last:
            yield start
            start = self._end(start)

    def _end(self, start: int) -> int:
        """The row that begins the next page."""
        used = 0.0
        for row in range(start, len(self.sheet.lines)):
            used += self._heights[row]
            if used > self._room(start) and row > start:
                return self._parted(start, row)
        return len(self.sheet.lines)

    def _parted(self, start: int, full: int) -> int:
        """Where a page ends that is full before a row: before the largest block that fits on the next one."""
        least = start + next((n for n in range(1, full - start) if self._used(start, start + n)), 0)
        bonds = sorted({line.bond for line in self.sheet.lines[least + 1 : full + 1]} - {TIGHT})
        for bond in bonds:
            row = max(r for r in range(least + 1, full + 1) if self.sheet.lines[r].bond <= bond)
            if sum(self._heights[row : self._next(row, bond)]) <= self._room(row):
                return row
        loose = (r for r in range(full, start, -1) if self.sheet.lines[r].bond < TIGHT)
        return next(loose, full)

    def _used(self, start: int, end: int) -> bool:
        return sum(self._heights[start:end]) >= _LEAST_USED * self.paper.room

    def _next(self, row: int, bond: int) -> int:
        """The row behind the block that begins with one."""
        later = range(row + 1, len(self.sheet.lines))
        return next((r for r in later if self.sheet.lines[r].bond <= bond), len(self.sheet.lines))

    def spread(self, lines: list[Line], page: range, wanted: Mapping[str, float]) -> None:
        """Let the rows of a page have what they want of the room that is left on it, each as much."""
        left = self._room(page.start) - sum(self._heights[page.start : page.stop])
        lacking = {
            row: wanted[lines[row].key] - self._heights[row] for row in page if lines[row].key in wanted
        }
        lacking = {row: lack for row, lack in lacking.items() if lack > 0 and not lines[row].hidden}
        for done, (row, lack) in enumerate(sorted(lacking.items(), key=lambda item: item[1])):
            more = min(lack, max(0.0, left) / (len(lacking) - done))
            height = min(MOST_HEIGHT, int(self._heights[row] + more))
            left -= height - self._heights[row]
            lines[row] = replace(lines[row], height=height)
