"""The roster: who takes part in an appraisal, and what names mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from kpixl.blueprint.model.attribute import Attribute, AttributeValue
from kpixl.blueprint.model.base import Comment, Identifier, Part, Plain, Text, Truth
from kpixl.blueprint.templates import filled_in

MOST_ATTRIBUTES = 50


class Group(Part):
    """A group of units that are appraised and ranked together."""

    id: Identifier
    name: Text


class Unit(Part):
    """A unit of the roster.

    print: its short name in narrow print; outside: it takes part without being appraised (a verifier that is
    no unit of the list, the appraisal group); placeholder: a name that the office must still replace;
    attributes: what it has of its own, as written, by the names that the roster declares.
    """

    id: Identifier
    name: Text
    print_name: str | None = Field(None, alias="print")
    aliases: tuple[str, ...] = ()
    group: Identifier | None = None
    leader: str | None = None
    outside: Truth = False
    placeholder: Truth = False
    attributes: dict[str, Plain] = Field(default_factory=dict)

    @property
    def short(self) -> str:
        """The name for narrow print."""
        return self.print_name or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called: its name, its short name, its aliases."""
        return (self.name, self.short, *self.aliases)


class Collective(Part):
    """A name that stands for several units (各街道办事处): those of a group, or those named.

    placeholder: whom the source means is not known; the office must still confirm it.
    """

    name: Text
    group: Identifier | None = None
    units: tuple[str, ...] = ()
    placeholder: Truth = False


class Roster(Part):
    """Who takes part, in the order of the published list.

    attributes: what units have of their own; values: the CSV file beside the roster that says it.
    """

    groups: tuple[Group, ...]
    units: tuple[Unit, ...] = Field(min_length=1)
    collectives: tuple[Collective, ...] = ()
    attributes: tuple[Attribute, ...] = Field((), max_length=MOST_ATTRIBUTES)
    values: Comment = None
    source: Comment = None

    def unit(self, unit_id: str) -> Unit:
        """The unit of this id; KeyError where there is none."""
        return self._by_id[unit_id]

    def find(self, unit_id: str | None) -> Unit | None:
        """The unit of this id; None where there is none."""
        return self._by_id.get(unit_id or "")

    @cached_property
    def _by_id(self) -> dict[str, Unit]:
        return {u.id: u for u in self.units}

    @cached_property
    def declared(self) -> Mapping[str, Attribute]:
        """The attributes by their names."""
        return {a.name: a for a in self.attributes}

    def attribute(self, unit: Unit, name: str) -> AttributeValue | None:
        """What a unit has of its own under this name; None where it has nothing, or there is no such name."""
        declared = self.declared.get(name)
        return declared.read(unit.attributes.get(name)) if declared else None

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What a person calls the attributes, by the paths under which expressions name them."""
        whose = ("subject", "recipient")
        return {f"{each}.{a.name}": a.label for a in self.attributes for each in whose}

    def of_any(self, text: str) -> str:
        """A text that stands for all units: what each has of its own is called by the attribute's label."""
        return filled_in(text, lambda path: self.labels.get(path, f"{{{path}}}"))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of the units by their ids."""
        return {u.id: u.name for u in self.units}

    @cached_property
    def shorts(self) -> Mapping[str, str]:
        """The short names of the units by their ids."""
        return {u.id: u.short for u in self.units}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The places of the units in the published list, from 0, by their ids."""
        return {u.id: place for place, u in enumerate(self.units)}

    def named(self, name: str) -> Unit | None:
        """The unit that this name, alias, print name or id means, spaces aside; None where there is none."""
        return self._by_name.get(_plain(name))

    @cached_property
    def _by_name(self) -> dict[str, Unit]:
        """The units by all that they are called; of two of one name the first is meant."""
        return {_plain(n): u for u in reversed(self.units) for n in (u.id, *u.names)}

    def mentioned(self, text: str) -> Unit | None:
        """The unit of which a text holds a name, the longest; None where it holds none, or of several."""
        plain = _plain(text)
        held = [(len(name), u.id) for name, u in self._by_name.items() if name in plain and name != u.id]
        longest = {unit for length, unit in held if length == max(held)[0]}
        return self.unit(*longest) if len(longest) == 1 else None

    def meant(self, name: str) -> tuple[str, ...]:
        """The ids of the units that a name means: one unit, or those of a collective; none where unknown."""
        for c in self.collectives:
            if _plain(c.name) == _plain(name):
                members = self.of(c.group) if c.group else (self.named(n) for n in c.units)
                return tuple(u.id for u in members if u is not None)
        unit = self.named(name)
        return (unit.id,) if unit else ()

    @property
    def group_ids(self) -> tuple[str, ...]:
        """The ids of the groups, in order."""
        return tuple(g.id for g in self.groups)

    def group_name(self, group: str | None) -> str:
        """The name of a group; "" where there is none."""
        return next((g.name for g in self.groups if g.id == group), "")

    @cached_property
    def appraised(self) -> tuple[Unit, ...]:
        """The appraised units, group by group in the roster's order."""
        return tuple(u for group in self.group_ids for u in self.of(group))

    @property
    def firsts(self) -> tuple[Unit, ...]:
        """The first appraised unit of each group that has one."""
        return tuple(u for group in self.group_ids for u in self.of(group)[:1])

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
