"""Lists of the scheme: keys that name rows for ever, and figures and names against the roster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kpixl.blueprint.model import Listing
from kpixl.findings import Finding, found
from kpixl.linter.world import World, matrices, repeats, tables, unknown, unknown_unit

_COLUMNS = ("units", "filled", "unique")
"""Settings of a list that name columns."""


def keys(world: World) -> Iterator[Finding]:
    """Items without the key that names their row, or with one that another item has."""
    used = {(rows.source, rows.key) for t in tables(world) for _, rows in t.rows()}
    used |= {(matrix.items, matrix.key) for _, matrix, _ in matrices(world)}
    used |= {(repeat.source, repeat.key) for _, repeat in repeats(world)}
    for name, key in sorted(used):
        seen: set[str] = set()
        for i, item in enumerate(world.scheme.lists[name].items if name in world.scheme.lists else ()):
            where = world.sources.listing(name, "items", i, key)
            if item.get(key) is None:
                yield found("B065", where=where, key=key, list=name)
            elif str(item[key]) in seen:
                yield found("B064", where=where, value=str(item[key]), key=key, list=name)
            seen.add(str(item.get(key)))


def columns(world: World) -> Iterator[Finding]:
    """Columns and groups that a list's own settings name."""
    for name, listing in sorted(world.scheme.lists.items()):
        known = world.keys(name) or frozenset()
        named = [((key, i), c) for key in _COLUMNS for i, c in enumerate(getattr(listing, key))]
        named += [((key, c), c) for key in ("total", "covers", "counts") for c in getattr(listing, key)]
        for steps, column in named:
            if column not in known:
                yield unknown("B057", world.sources.listing(name, *steps), column, known, inside=name)
        for column, group in listing.covers.items():
            if group not in world.groups:
                yield unknown("B053", world.sources.listing(name, "covers", column), group, world.groups)


def totals(world: World) -> Iterator[Finding]:
    """Stated totals against the sum of the items."""
    for name, listing in sorted(world.scheme.lists.items()):
        for column, stated in listing.total.items():
            total, wrong = Decimal(0), False
            for i, item in enumerate(listing.items):
                value = item.get(column, 0)
                if isinstance(value, int | Decimal) and not isinstance(value, bool):
                    total += value
                else:
                    wrong = True
                    where = world.sources.listing(name, "items", i, column)
                    yield found("B087", where=where, value=str(value), key=column, list=name)
            if total != stated and not wrong:
                where = world.sources.listing(name, "total", column)
                yield found(
                    "B080", where=where, value=_plain(total), expected=_plain(stated), key=column, list=name
                )


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _names(listing: Listing, column: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The names in a column, each with its place."""
    for i, item in enumerate(listing.items):
        value: Any = item.get(column)
        if isinstance(value, list):
            yield from ((("items", i, column, j), str(name)) for j, name in enumerate(value))
        elif value is not None:
            yield ("items", i, column), str(value)


def names(world: World) -> Iterator[Finding]:
    """Names that the roster does not know. Those that choose a recipient are errors, told by the stages."""
    by = {s.by_row.by for s in world.scheme.stages if s.by_row is not None}
    collective = {c.name for c in world.scheme.roster.collectives}
    for listing, content in sorted(world.scheme.lists.items()):
        for column in content.units:
            if f"row.{column}" in by:
                continue
            for steps, name in _names(content, column):
                if not (world.scheme.roster.meant(name) or name in collective):
                    where = world.sources.listing(listing, *steps)
                    yield unknown_unit("B081", where, name, world.scheme.roster, list=listing)


def covered(world: World) -> Iterator[Finding]:
    """Units of a group that a column should name and does not."""
    roster = world.scheme.roster
    for listing, content in sorted(world.scheme.lists.items()):
        for column, group in content.covers.items():
            named = {unit for _, name in _names(content, column) for unit in roster.meant(name)}
            where = world.sources.listing(listing, "covers", column)
            for unit in roster.of(group):
                if unit.id not in named:
                    yield found("B082", where=where, value=unit.name, key=column, list=listing, group=group)


def counts(world: World) -> Iterator[Finding]:
    """Stated numbers of names against the names."""
    for listing, content in sorted(world.scheme.lists.items()):
        for column, stated in content.counts.items():
            counted = Counter(name for _, name in _names(content, column)).total()
            if counted != stated:
                where = world.sources.listing(listing, "counts", column)
                yield found("B083", where=where, value=counted, expected=stated, key=column, list=listing)


def gaps(world: World) -> Iterator[Finding]:
    """Items without what every item should have."""
    for name, listing in sorted(world.scheme.lists.items()):
        for column in listing.filled:
            for i, item in enumerate(listing.items):
                if item.get(column) in (None, ""):
                    where = world.sources.listing(name, "items", i, column)
                    yield found("B100", where=where, value=_called(item, i), key=column, list=name)


def repeated(world: World) -> Iterator[Finding]:
    """Items that have the same as an earlier one where no two should; gaps are not compared."""
    for name, listing in sorted(world.scheme.lists.items()):
        first: dict[tuple[str, ...], str] = {}
        for i, item in enumerate(listing.items if listing.unique else ()):
            own = tuple(str(item.get(column, "")) for column in listing.unique)
            if not all(own):
                continue
            if own in first:
                where = world.sources.listing(name, "items", i, listing.unique[-1])
                facts: dict[str, Any] = {"key": "、".join(listing.unique), "list": name, "other": first[own]}
                yield found("B101", where=where, value=own[-1], which=_called(item, i), **facts)
            first.setdefault(own, _called(item, i))


def _called(item: Mapping[str, Any], position: int) -> str:
    return str(item.get("id", position + 1))


CHECKS = (keys, columns, totals, names, covered, counts, gaps, repeated)
