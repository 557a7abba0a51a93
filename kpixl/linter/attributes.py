"""Attributes of units: what is declared, what units have, and what forms make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from kpixl.blueprint.expressions import Call, Name, Node
from kpixl.blueprint.expressions.walk import walk
from kpixl.blueprint.model import Attribute, Form, Unit
from kpixl.blueprint.templates import slots
from kpixl.findings import Finding, found
from kpixl.linter.names import UNIT_KEYS, parsed_or_none
from kpixl.linter.world import Leaf, World, columns, types, unknown
from kpixl.rules.types import NUMBERS
from kpixl.words import Words

_TAKEN = frozenset({*UNIT_KEYS, "short", "group_name"})
"""What expressions call every unit's own, and frames of the roster."""
_WHOSE = ("subject", "recipient")
_ASKS = frozenset({"blank", "filled"})
"""Functions that say what holds where there is nothing."""
_MOST_NAMED = 5
_WANTED = {
    "text": Words("文字（数字请加引号）", "a text (figures in quotes)"),
    "integer": Words("整数", "a whole number"),
    "decimal": Words("数", "a number"),
    "date": Words("1900-03-01 至 2100-12-31 间的日期，如 2021-12-31", "a day from 1900-03-01 to 2100-12-31"),
    "yes_no": Words("true、false、是或否", "true, false, 是 or 否"),
}


def declared(world: World) -> Iterator[Finding]:
    """Names that mean something already."""
    for i, attribute in enumerate(world.scheme.roster.attributes):
        if attribute.name in _TAKEN:
            where = world.sources.roster("attributes", i, "name")
            yield found("B133", where=where, value=attribute.name)


def values(world: World) -> Iterator[Finding]:
    """What units have that nobody declared, or that is of another type."""
    known = world.scheme.roster.declared
    for i, unit in enumerate(world.scheme.roster.units):
        for name, written in unit.attributes.items():
            where = world.sources.roster("units", i, "attributes", name)
            if name not in known:
                yield unknown("B130", where, name, known)
            elif known[name].read(written) is None:
                wanted, label = _WANTED[known[name].type], known[name].label
                facts: dict[str, Any] = {"unit": unit.name, "key": name, "label": label, "wanted": wanted}
                yield found("B131", where=where, value=written, **facts)


def missing(world: World) -> Iterator[Finding]:
    """Attributes that a form names and some unit that it is about does not have."""
    roster = world.scheme.roster
    for form in world.scheme.forms if roster.attributes else ():
        used = {path for text in _texts(form.model_dump()) for path in _named(text)}
        for i, attribute in enumerate(roster.attributes):
            units = [u for w in _WHOSE if f"{w}.{attribute.name}" in used for u in _units(world, form, w)]
            without = {u.id: u.name for u in units if attribute.name not in u.attributes}
            if without:
                where = world.sources.roster("attributes", i)
                yield found("B132", where=where, form=form.sheet_name, **_told(attribute, without))


def _told(attribute: Attribute, without: Mapping[str, str]) -> dict[str, Any]:
    named = "、".join(islice(without.values(), _MOST_NAMED))
    return {
        "value": attribute.name,
        "key": attribute.name,
        "label": attribute.label,
        "count": len(without),
        "units": named if len(without) <= _MOST_NAMED else f"{named}……",
    }


def _texts(data: Any) -> Iterator[str]:
    """All texts in what a form says."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _texts(each)


def _named(text: str) -> set[str]:
    """The paths that a text names without saying what holds where there is nothing."""
    if not any(f"{whose}." in text for whose in _WHOSE):
        return set()
    tree = parsed_or_none(text)
    if tree is None:
        return set(slots(text))
    return {part.path for part in walk(tree) if isinstance(part, Name)} - set(_asked(tree))


def _asked(tree: Node) -> Iterator[str]:
    for part in walk(tree):
        if isinstance(part, Call) and part.function in _ASKS:
            yield from (arg.path for arg in part.args if isinstance(arg, Name))


def _units(world: World, form: Form, whose: str) -> Iterable[Unit]:
    """The units that a form is about, or that fill it."""
    if whose == "subject":
        return world.scheme.roster.of(*world.groups_of(form))
    stages = [s for s in world.scheme.stages if form.form in s.form_ids]
    return [u for s in stages for u in world.scheme.recipients_of(s) if form.form in s.forms_for(u.group)]


def bounds(world: World) -> Iterator[Finding]:
    """Bounds that are no figure, or no day."""
    labels, known = world.scheme.roster.labels, world.scheme.roster.declared
    for placed in columns(world):
        for leaf in types(placed.column):
            for key in ("min", "max"):
                path = leaf.setting(key)
                if path not in labels or _bounds(leaf, known[path.partition(".")[2]]):
                    continue
                attribute = known[path.partition(".")[2]]
                why = Words(f"不能作 {leaf.name} 的 {key}", f"no {key} of a {leaf.name}")
                facts: dict[str, Any] = {"label": attribute.label, "type": attribute.type, "why": why}
                yield found("B134", where=placed.where(world.sources, *leaf.place(key)), value=path, **facts)


def _bounds(leaf: Leaf, attribute: Attribute) -> bool:
    """Whether an attribute can bound what a type takes."""
    if leaf.name == "date":
        return attribute.type == "date"
    return leaf.name not in NUMBERS or attribute.type in {"integer", "decimal"}


CHECKS = (declared, values, missing, bounds)
