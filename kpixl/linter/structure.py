"""Ids that two things share, and columns that nobody can fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpixl.blueprint.document import Steps
from kpixl.blueprint.model import Column, FreeRows
from kpixl.findings import Finding, Location, found
from kpixl.linter.world import PlacedColumn, World, by_hand, columns, fillers, tables
from kpixl.words import Words


def _twice(named: Iterable[tuple[str, Location]], what: Words) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, where in named:
        if name in seen:
            yield found("B061", where=where, value=name, what=what)
        seen.add(name)


def ids(world: World) -> Iterator[Finding]:
    """Groups, units and their attributes, stages and their forms, rounds and periods with one id."""
    roster, at = world.scheme.roster, world.sources
    groups = ((g.id, at.roster("groups", i, "id")) for i, g in enumerate(roster.groups))
    yield from _twice(groups, Words("组", "group"))
    units = ((u.id, at.roster("units", i, "id")) for i, u in enumerate(roster.units))
    yield from _twice(units, Words("单位", "unit"))
    own = ((a.name, at.roster("attributes", i, "name")) for i, a in enumerate(roster.attributes))
    yield from _twice(own, Words("单位属性", "attribute of units"))
    stages = world.scheme.head.stages
    yield from _twice(
        ((s.id, at.head("stages", i, "id")) for i, s in enumerate(stages)), Words("阶段", "stage")
    )
    for i, stage in enumerate(stages):
        for case, forms in stage.handed.items():
            steps: Steps = ("stages", i, "forms", *([case] if case else []))
            yield from _twice(((f, at.head(*steps, j)) for j, f in enumerate(forms)), Words("表单", "form"))
        for key in ("rounds", "periods"):
            told = enumerate(getattr(stage, key))
            named = ((getattr(n, "name", n), at.head("stages", i, key, j)) for j, n in told)
            yield from _twice(named, Words("轮次或期间", "round or period"))


def without_effect(world: World) -> Iterator[Finding]:
    """Figures that add up over periods in a form that is never asked for twice."""
    several = {form for stage in world.scheme.stages if stage.anew for form in stage.form_ids}
    for placed in columns(world):
        if placed.column.cumulative and placed.form.form not in several:
            where = placed.where(world.sources, "cumulative")
            yield found("B111", where=where, key="cumulative", value=placed.column.name)


def parts_of_forms(world: World) -> Iterator[Finding]:
    """Columns, tables and rules of one form with one name."""
    for form in world.scheme.forms:
        seen: set[str] = set()
        for placed in (p for p in columns(world) if p.form is form):
            if placed.column.name in seen:
                yield found("B062", where=placed.where(world.sources, "name"), value=placed.column.name)
            seen.add(placed.column.name)
        mine = [t for t in tables(world) if t.form is form]
        yield from _twice(
            ((t.table.name, t.where(world.sources, "name")) for t in mine), Words("表", "table")
        )
        rules = ((str(r.id), t.where(world.sources, *s, "id")) for t in mine for s, r in t.rules() if r.id)
        yield from _twice(rules, Words("规则", "rule"))


def filled(world: World) -> Iterator[Finding]:
    """Columns that nobody fills, and formulas beside another way to fill."""
    for placed in columns(world):
        column = placed.column
        if column.fill is None and column.source is None and not column.computed:
            yield found("B067", where=placed.where(world.sources), value=column.name, where_case="")
        else:
            yield from _cases(world, placed)
        if why := _clash(column):
            where = placed.where(world.sources, _how(column))
            yield found("B068", where=where, value=column.name, why=why)


def of_the_office(world: World) -> Iterator[Finding]:
    """What somebody is to fill in a form of the office's own: columns, and rows without a list."""
    for placed in columns(world):
        if placed.form.office and by_hand(placed.column):
            where = placed.where(world.sources, "fill")
            yield found("B138", where=where, value=placed.column.name)
    for table in tables(world):
        if table.form.office and any(isinstance(rows, FreeRows) for rows in table.table.cases.values()):
            yield found("B138", where=table.where(world.sources, "rows"), value=table.table.name)


def _cases(world: World, placed: PlacedColumn) -> Iterator[Finding]:
    """Groups that get the form and for which no case says what stands in the column."""
    column = placed.column
    if isinstance(column.fill, str) or isinstance(column.source, str) or column.computed:
        return
    said = {*(column.fill or ()), *(column.source or ())}
    if said & set(world.stages):  # by stage: in the others the column is locked and empty
        return
    for group in world.groups_of(placed.form):
        if group not in said:
            yield found(
                "B067", where=placed.where(world.sources), value=column.name, where_case=f" ({group})"
            )


def _how(column: Column) -> str:
    """The key that says how it is computed, else who fills it."""
    return "formula" if column.formula else "score" if column.score else "fill"


def _clash(column: Column) -> Words | None:
    by = fillers(column)
    if column.formula is not None and column.score is not None:
        return Words("既有 formula 又有 score", "has both formula and score")
    if not column.computed:
        return (
            Words("由公式计算，但没有 formula", "is computed, but has no formula")
            if "formula" in by
            else None
        )
    if column.source is not None:
        return Words("既有 from 又有 formula", "has both from and formula")
    if by - {"formula"}:
        who = ", ".join(sorted(by - {"formula"}))
        return Words(f"有 formula，又由 {who} 填写", f"has a formula and is filled by {who} as well")
    return None


def required(world: World) -> Iterator[Finding]:
    """Printed or computed columns of which filling or leaving blank is demanded."""
    for placed in columns(world):
        if by_hand(placed.column) or placed.form.office:
            continue
        for key in ("required", "required_when", "forbidden_when"):
            if getattr(placed.column, key):
                yield found("B078", where=placed.where(world.sources, key), key=placed.column.name, value=key)


def rows(world: World) -> Iterator[Finding]:
    """Tables with rows by group that leave out a group which gets the form."""
    for table in tables(world):
        for group in world.groups_of(table.form):
            if not table.table.cases.keys() & {group, None}:
                where = table.where(world.sources, "rows")
                yield found("B088", where=where, value=group, table=table.table.name)


CHECKS = (ids, without_effect, parts_of_forms, filled, of_the_office, required, rows)
