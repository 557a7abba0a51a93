"""The roster: every name means one unit, and every unit has its place."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.lint.world import World, unknown
from kpixl.blueprint.model import Unit
from kpixl.findings import Finding, found


def names(world: World) -> Iterator[Finding]:
    """Names, print names and aliases that mean two units, spaces aside."""
    owners: dict[str, Unit] = {}
    for i, unit in enumerate(world.scheme.roster.units):
        for steps, name in _names(unit):
            owner = owners.setdefault("".join(name.split()), unit)
            if owner is not unit and not (steps == ("id",) and owner.id == unit.id):
                where = world.sources.roster("units", i, *steps)
                yield found("B063", where=where, value=name, unit=owner.name, other=unit.name)


def _names(unit: Unit) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("id",), unit.id
    yield ("name",), unit.name
    if unit.print_name is not None:
        yield ("print",), unit.print_name
    yield from ((("aliases", i), alias) for i, alias in enumerate(unit.aliases))


def groups(world: World) -> Iterator[Finding]:
    """Units of an unknown group, or of none."""
    for i, unit in enumerate(world.scheme.roster.units):
        if unit.group is not None and unit.group not in world.groups:
            yield unknown("B053", world.sources.roster("units", i, "group"), unit.group, world.groups)
        if unit.group is None and not unit.outside and not unit.placeholder:
            yield found("B069", where=world.sources.roster("units", i, "name"), value=unit.name)


def placeholders(world: World) -> Iterator[Finding]:
    """Names that nobody has replaced by units."""
    for i, unit in enumerate(world.scheme.roster.units):
        if unit.placeholder:
            yield found("B085", where=world.sources.roster("units", i, "name"), value=unit.name)


CHECKS = (names, groups, placeholders)
