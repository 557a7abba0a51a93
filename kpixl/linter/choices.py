"""What choices, alternatives and units of measure name: lists, keys, columns, groups, units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kpixl.blueprint.document import Steps
from kpixl.blueprint.model import Choices
from kpixl.findings import Finding, Location, found
from kpixl.linter.names import KnownNames, expression
from kpixl.linter.world import Leaf, PlacedColumn, World, columns, types, unknown
from kpixl.words import Words

TAKES_ALL = frozenset({"text", "list"})
UNIT_TEXTS = ("name", "print")
NOTHING: frozenset[str] = frozenset()
_BETWEEN = re.compile("[、，,；;/|]")
"""What stands between choices that are written in one text."""


def lists(world: World) -> Iterator[Finding]:
    """Choices taken from a list, key, group or column that does not exist."""
    for placed in columns(world):
        for leaf in types(placed.column):
            given = leaf.setting("choices") if leaf.name == "choice" else None
            where = placed.where(world.sources, *leaf.place("choices"))
            if isinstance(given, str) and given not in world.scheme.lists:
                yield _no_list(world, placed, where, given)
            if isinstance(given, Choices):
                yield from _made(world, placed, leaf, given)


def _no_list(world: World, placed: PlacedColumn, where: Location, given: str) -> Finding:
    """A list that there is not, or several choices in one text."""
    if (parts := [part.strip() for part in _BETWEEN.split(given)])[1:]:
        meant = f"[{', '.join(parts)}]"
        why = Words(f"是一段文字：请写成 {meant}", f"are one text: write {meant}")
        return found("B120", where=where, key=placed.column.name, why=why)
    return unknown("B056", where, given, world.scheme.lists)


def _units(
    world: World, placed: PlacedColumn, steps: Steps, groups: tuple[str, ...], *, alone: bool
) -> Iterator[Finding]:
    """Choices that are the units of groups. alone: there are no others."""
    strange = [i for i, group in enumerate(groups) if group not in world.groups]
    for i in strange:
        yield unknown("B053", placed.where(world.sources, *steps, i), groups[i], world.groups)
    if alone and not strange and not world.scheme.roster.of(*groups):
        yield found("B072", where=placed.where(world.sources, *steps), key=placed.column.name)


def _made(world: World, placed: PlacedColumn, leaf: Leaf, given: Choices) -> Iterator[Finding]:
    steps = leaf.place("choices")
    for why in _amiss(world, placed, given):
        where = placed.where(world.sources, *steps)
        yield found("B120", where=where, key=placed.column.name, why=why)
    if given.list is not None:
        yield from _keys(world, placed, steps, given, given.list)
    if given.roster:
        yield from _units(world, placed, (*steps, "roster"), given.roster, alone=not given.plus)
    if given.column is not None:
        known = [f"{p.form.form}.{p.column.name}" for p in columns(world)]
        if given.column not in known:
            where = placed.where(world.sources, *steps, "column")
            yield unknown("B057", where, given.column, known, inside=world.scheme.id)


def _amiss(world: World, placed: PlacedColumn, given: Choices) -> Iterator[Words]:
    texts = [a.name for a in world.scheme.roster.attributes if a.type == "text"]
    if (given.by is None) != (given.parent is None):
        yield Words("里 by 和 parent 要一起写", "have only one of `by` and `parent`; they go together")
    for key in ("by", "where"):
        if getattr(given, key) is not None and given.list is None:
            yield Words(f"里 {key} 只能和 list 一起写", f"have `{key}` without a `list`")
    if given.name is not None and given.roster is not None and given.name not in (*UNIT_TEXTS, *texts):
        yield Words(
            "里 roster 的 name 只能是 name、print 或一个文字属性",
            "take `name`, `print` or an attribute that is a text of the units of a roster",
        )
    if isinstance(placed.column.type, tuple) and (given.by or given.column):
        yield Words(
            "在并列的类型里不能依赖别的单元格", "cannot depend on other cells where several types are open"
        )


def _keys(
    world: World, placed: PlacedColumn, steps: Steps, given: Choices, listing: str
) -> Iterator[Finding]:
    keys = world.keys(listing)
    if keys is None:
        yield unknown("B056", placed.where(world.sources, *steps, "list"), listing, world.scheme.lists)
        return
    for setting in ("name", "parent"):
        key = getattr(given, setting)
        if key is not None and key not in keys:
            where = placed.where(world.sources, *steps, setting)
            yield unknown("B057", where, key, keys, inside=listing)
    if given.where is not None:
        about = KnownNames(known=frozenset(f"row.{key}" for key in keys), columns=NOTHING, open=NOTHING)
        yield from expression(given.where, about, placed.where(world.sources, *steps, "where"))
    mine = placed.table.by_name if placed.table else placed.form.fields_by_name
    if given.by is not None and given.by not in mine:
        where = placed.where(world.sources, *steps, "by")
        yield unknown("B057", where, given.by, mine, inside=placed.form.form)


def units(world: World) -> Iterator[Finding]:
    """Units of columns that the lexicon does not have."""
    known = world.scheme.lexicon.names
    for placed in columns(world):
        for leaf in types(placed.column):
            unit = leaf.setting("unit") if leaf.name in ("money", "quantity") else None
            if unit is not None and world.scheme.lexicon.unit(unit) is None:
                yield unknown("B121", placed.where(world.sources, *leaf.place("unit")), unit, known)


def lexicon(world: World) -> Iterator[Finding]:
    """Units that stand in two classes of the lexicon."""
    classes: dict[str, str] = {}
    for i, measured in enumerate(world.scheme.lexicon.classes):
        for name in measured.names:
            first = classes.setdefault(name, measured.id)
            if first != measured.id:
                where = world.sources.lexicon("classes", i, "names", name)
                yield found("B122", where=where, value=name, first=first, second=measured.id)


def alternatives(world: World) -> Iterator[Finding]:
    """Types behind one that takes any text."""
    for placed in columns(world):
        leaves = list(types(placed.column)) if isinstance(placed.column.type, tuple) else []
        for before, leaf in pairwise(leaves):
            if before.name in TAKES_ALL:
                where = placed.where(world.sources, *leaf.steps)
                yield found("B123", where=where, key=placed.column.name, value=leaf.name, before=before.name)


CHECKS = (lists, units, lexicon, alternatives)
