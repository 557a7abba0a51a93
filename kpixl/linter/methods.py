"""Scoring methods that columns and lists name: each must be one of the scheme's."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.findings import Finding
from kpixl.linter.names import scope
from kpixl.linter.world import PlacedColumn, World, columns, unknown

_ROW = "row."


def named(world: World) -> Iterator[Finding]:
    """Methods that the scheme does not have."""
    known = world.scheme.head.methods
    told: set[tuple[str, str]] = set()
    for placed in columns(world):
        scored = placed.column.score
        if scored is None or scored.method in known:
            continue
        if not scope(world, placed.form, placed.table).has(scored.method):
            yield unknown("B137", placed.where(world.sources, "score", "method"), scored.method, known)
        elif scored.method.startswith(_ROW):
            yield from _of_rows(world, placed, scored.method.removeprefix(_ROW), told)


def _of_rows(world: World, placed: PlacedColumn, key: str, told: set[tuple[str, str]]) -> Iterator[Finding]:
    """Those that the items of printed lists name; whoever names none is not scored."""
    known = world.scheme.head.methods
    listings = {rows.source for rows in placed.table.printed} if placed.table else set()
    for listing in sorted(listings & set(world.scheme.lists)):
        if (listing, key) in told:
            continue
        told.add((listing, key))
        for i, item in enumerate(world.scheme.lists[listing].items):
            if item.get(key) not in {None, *known}:
                yield unknown("B137", world.sources.listing(listing, "items", i, key), str(item[key]), known)


CHECKS = (named,)
