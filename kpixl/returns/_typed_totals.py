"""Totals that somebody typed into the spare rows of a table: they would be counted as one more entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kpixl.findings import Finding, Location, found
from kpixl.layout import Role
from kpixl.layout.conditions import ACTIVE
from kpixl.returns._geometry import Geometry

_WORDS = frozenset({"合计", "总计", "小计", "共计", "累计", "total", "subtotal", "grandtotal", "sum"})


def totals_typed(g: Geometry, where: Location) -> Iterator[Finding]:
    """An error for each row to fill in freely whose first entry says that it is a total."""
    free = {cell.spot.row for cell in g.planned.cells if cell.spot.column == ACTIVE}
    seen: set[str] = set()
    for cell in g.planned.cells:
        row = cell.spot.row
        if cell.role is not Role.INPUT or row not in free or row in seen or not cell.table:
            continue
        at = g.at(cell.spot)
        value = g.raw.at(*at).value if at else None
        if at is None or value is None or not str(value).strip():
            continue
        seen.add(row)
        if isinstance(value, str) and "".join(value.split()).strip("：:").casefold() in _WORDS:
            place = replace(where, cell=at.a1)
            yield found("S017", where=place, value=value, number=at.row + 1)
