"""Totals that somebody typed into the spare rows of a table: they would be counted as one more entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kpixl.findings import Finding, Location, found
from kpixl.returns.sheets._geometry import Geometry

_WORDS = frozenset({"合计", "总计", "小计", "共计", "累计", "total", "subtotal", "grandtotal", "sum"})


def totals_typed(g: Geometry, where: Location) -> Iterator[Finding]:
    """An error for each row to fill in freely whose first entry says that it is a total."""
    for row in g.filled_freely:
        held = (each for each in row.held if each.raw.value is not None)
        first = next(held, None)
        value = first.raw.value if first else None
        if first and isinstance(value, str) and "".join(value.split()).strip("：:").casefold() in _WORDS:
            yield found("S017", where=replace(where, cell=first.at.a1), value=value, number=row.number)
