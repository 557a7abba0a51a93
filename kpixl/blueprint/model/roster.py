"""The roster: who takes part in an appraisal, and what names mean."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from kpixl.blueprint.model.base import Comment, Identifier, Part, Text


class Group(Part):
    """A group of units that are appraised and ranked together."""

    id: Identifier
    name: Text


class Unit(Part):
    """A unit of the roster.

    print: its short name in narrow print; outside: it takes part without being appraised (a verifier that is
    no unit of the list, the appraisal group); placeholder: a name that the office must still replace.
    """

    id: Identifier
    name: Text
    print_name: str | None = Field(None, alias="print")
    aliases: tuple[str, ...] = ()
    group: Identifier | None = None
    leader: str | None = None
    outside: bool = False
    placeholder: bool = False

    @property
    def short(self) -> str:
        """The name for narrow print."""
        return self.print_name or self.name


class Collective(Part):
    """A name that stands for several units (各街道办事处): those of a group, or those named.

    placeholder: whom the source means is not known; the office must still confirm it.
    """

    name: Text
    group: Identifier | None = None
    units: tuple[str, ...] = ()
    placeholder: bool = False


class Roster(Part):
    """Who takes part, in the order of the published list."""

    groups: tuple[Group, ...]
    units: tuple[Unit, ...] = Field(min_length=1)
    collectives: tuple[Collective, ...] = ()
    source: Comment = None

    def unit(self, unit_id: str) -> Unit:
        """The unit of this id; KeyError where there is none."""
        return self._by_id[unit_id]

    @cached_property
    def _by_id(self) -> dict[str, Unit]:
        return {u.id: u for u in self.units}

    def named(self, name: str) -> Unit | None:
        """The unit that this name, alias, print name or id means, spaces aside; None where there is none."""
        plain = _plain(name)
        for u in self.units:
            if plain in {_plain(n) for n in (u.id, u.name, u.short, *u.aliases)}:
                return u
        return None

    def meant(self, name: str) -> tuple[str, ...]:
        """The ids of the units that a name means: one unit, or those of a collective; none where unknown."""
        for c in self.collectives:
            if _plain(c.name) == _plain(name):
                members = self.of(c.group) if c.group else (self.named(n) for n in c.units)
                return tuple(u.id for u in members if u is not None)
        unit = self.named(name)
        return (unit.id,) if unit else ()

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names of units and collectives that the office must still replace or confirm."""
        units = [u.name for u in self.units if u.placeholder]
        return (*units, *(c.name for c in self.collectives if c.placeholder))

    def of(self, *groups: str) -> tuple[Unit, ...]:
        """The appraised units of these groups, in order."""
        return tuple(u for u in self.units if u.group in groups and not u.outside)


def _plain(name: str) -> str:
    return "".join(name.split())
