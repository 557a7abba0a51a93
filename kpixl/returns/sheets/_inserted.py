"""Rows and columns that somebody put into a form and left blank; others are found by their cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from kpixl.addresses import column_letters
from kpixl.findings import Finding, Location, found
from kpixl.returns.sheets._geometry import Geometry
from kpixl.words import Words


def blank_lines(g: Geometry, where: Location) -> Iterator[Finding]:
    """A note for blank rows or columns among those of a form. Where one is lost it may be that one."""
    if not g.whole:
        return
    filled = g.raw.filled()
    for row, count in _gaps(g.keyed_rows, {row for row, _ in filled}):
        what, place = (
            Words(f"{count}个空行", f"Blank rows ({count})"),
            Words(f"第{row + 1}行", f"row {row + 1}"),
        )
        yield found("S014", where=where, number=row + 1, what=what, place=place)
    for column, count in _gaps(g.columns.values(), {column for _, column in filled}):
        name = column_letters(column)
        what, place = (
            Words(f"{count}个空列", f"Blank columns ({count})"),
            Words(f"{name}列", f"column {name}"),
        )
        yield found("S014", where=where, number=name, what=what, place=place)


def _gaps(known: Iterable[int], filled: set[int]) -> Iterator[tuple[int, int]]:
    """Where lines that hold nothing begin before a known one, and how many: it may be a million."""
    own = {*known}
    others = sorted(filled - own)
    before = -1
    for line in sorted(own):
        strange = others[bisect_right(others, before) : bisect_left(others, line)]
        count = line - before - 1 - len(strange)
        if count:
            skipped = sum(1 for number, at in enumerate(strange, before + 1) if number == at)
            yield before + 1 + skipped, count
        before = line
