"""Totals that somebody typed into the spare rows of a table: they would be counted as one more entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpixl.addresses import Address
from kpixl.findings import Finding, Location, found
from kpixl.returns._geometry import Geometry

_WORDS = frozenset({"合计", "总计", "小计", "共计", "累计", "total", "subtotal", "grandtotal", "sum"})


def totals_typed(g: Geometry, where: Location) -> Iterator[Finding]:
    """An error for each row to fill in freely whose first entry says that it is a total."""
    for row in g.planned.places.free:
        first = next(_filled(g, row), None)
        if first is None:
            continue
        at, value = first
        if isinstance(value, str) and "".join(value.split()).strip("：:").casefold() in _WORDS:
            place = replace(where, cell=at.a1)
            yield found("S017", where=place, value=value, number=at.row + 1)


def _filled(g: Geometry, row: Sequence[int]) -> Iterator[tuple[Address, object]]:
    """The entries of a row, and where they stand."""
    places = g.planned.places
    for number in row:
        at = places.addresses[number] if g.in_place else g.at(g.planned.cells[number].spot)
        if at is not None and not g.raw.is_blank(places.a1[number] if g.in_place else at.a1):
            value = g.raw.at(*at).value
            if value is not None and str(value).strip():
                yield at, value
