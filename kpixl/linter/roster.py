"""The roster: every name means one unit, every unit has its place, and the office can be asked."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.contacts import malformed
from kpixl.blueprint.document import Steps
from kpixl.blueprint.model import Unit
from kpixl.findings import Finding, found
from kpixl.linter.world import World, unknown, unknown_unit


def names(world: World) -> Iterator[Finding]:
    """Names, print names and aliases that mean two units, spaces aside."""
    owners: dict[str, Unit] = {}
    for i, unit in enumerate(world.scheme.roster.units):
        for steps, name in _names(unit):
            owner = owners.setdefault("".join(name.split()), unit)
            if owner is not unit and not (steps == ("id",) and owner.id == unit.id):
                where = world.sources.roster("units", i, *steps)
                yield found("B063", where=where, value=name, unit=owner.name, other=unit.name)
    yield from _collective_names(world, {name: unit.name for name, unit in owners.items()})


def _collective_names(world: World, owners: dict[str, str]) -> Iterator[Finding]:
    """Names of collectives that mean a unit or another collective as well."""
    for i, each in enumerate(world.scheme.roster.collectives):
        plain = "".join(each.name.split())
        if plain in owners:
            where = world.sources.roster("collectives", i, "name")
            yield found("B063", where=where, value=each.name, unit=owners[plain], other=each.name)
        owners[plain] = each.name


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


def collectives(world: World) -> Iterator[Finding]:
    """Collectives of an unknown group or of unknown units, and those that mean nobody."""
    roster = world.scheme.roster
    for i, each in enumerate(roster.collectives):
        steps: Steps = ("collectives", i)
        if each.group is not None and each.group not in world.groups:
            yield unknown("B053", world.sources.roster(*steps, "group"), each.group, world.groups)
        for j, name in enumerate(each.units):
            if roster.named(name) is None:
                yield unknown_unit("B058", world.sources.roster(*steps, "units", j), name, roster)
        given = [key for key in ("group", "units") if getattr(each, key)]
        if len(given) != 1 and not (each.placeholder and not given):
            where, said = world.sources.roster(*steps), ", ".join(given) or "–"
            yield found("B027", where=where, value=each.name, choices="group, units", given=said)


def placeholders(world: World) -> Iterator[Finding]:
    """Names of units and collectives that nobody has settled."""
    for i, unit in enumerate(world.scheme.roster.units):
        if unit.placeholder:
            yield found("B085", where=world.sources.roster("units", i, "name"), value=unit.name)
    for i, each in enumerate(world.scheme.roster.collectives):
        if each.placeholder:
            yield found("B085", where=world.sources.roster("collectives", i, "name"), value=each.name)


def office(world: World) -> Iterator[Finding]:
    """That the office's own e-mail address is none."""
    contact = world.scheme.head.contact
    if contact is not None:
        yield from malformed(contact.email, world.sources.head("contact", "email"))


CHECKS = (names, groups, collectives, placeholders, office)
