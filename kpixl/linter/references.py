"""What scheme.yaml and the matrices name: groups, stages, forms, units, lists, rules."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.document import Steps
from kpixl.blueprint.model import ByRow, Form, ScoreSheet, Stage
from kpixl.blueprint.model.stage import Round, Time
from kpixl.findings import Finding, Location, entries, found
from kpixl.linter.world import World, matrices, tables, unknown, unknown_unit
from kpixl.words import Words


def stages(world: World) -> Iterator[Finding]:
    """Groups, units, forms and stages that a stage names."""
    for i, stage in enumerate(world.scheme.head.stages):
        yield from _told(world, stage, stage, ("stages", i))
        for key in ("rounds", "periods"):
            for j, told in enumerate(getattr(stage, key)):
                if isinstance(told, Round):
                    made = stage.at(Time(), told, carries=None)
                    yield from _told(world, made, told, ("stages", i, key, j))
        if stage.carries is not None:
            yield from _carries(world, stage, ("stages", i, "carries"))


def _told(world: World, stage: Stage, told: Stage | Round, steps: Steps) -> Iterator[Finding]:
    """What a stage, or one of its rounds or periods, says of its own."""
    if told.recipients is not None:
        yield from _recipients(world, stage, (*steps, "recipients"))
    if told.forms is not None:
        yield from _forms(world, stage, (*steps, "forms"))
    if told.instructions is not None:
        yield from _instructions(world, stage, (*steps, "instructions"))


def _recipients(world: World, stage: Stage, steps: Steps) -> Iterator[Finding]:
    if stage.by_row is not None:
        rest = stage.by_row.rest
        if world.scheme.roster.find(rest) is None:
            yield unknown_unit("B058", world.sources.head(*steps, "rest"), rest, world.scheme.roster)
        if stage.by_row.by:
            yield from _by(world, stage, stage.by_row.by, (*steps, "by"))
        yield from _split(world, stage.by_row, (*steps, "split"))
    for i, group in enumerate(stage.groups):
        yield from _group(world, group, world.sources.head(*steps, "groups", i))


def _split(world: World, to: ByRow, steps: Steps) -> Iterator[Finding]:
    """Those whose rows are split are units."""
    for unit in to.split if isinstance(to.split, dict) else ():
        if world.scheme.roster.find(unit) is None:
            yield unknown_unit("B058", world.sources.head(*steps, unit), unit, world.scheme.roster)


def _group(world: World, group: str, where: Location) -> Iterator[Finding]:
    if group not in world.groups:
        yield unknown("B053", where, group, world.groups)


def _by(world: World, stage: Stage, path: str, steps: Steps) -> Iterator[Finding]:
    """The path leads to a key of a list whose rows the stage prints, and its values are units."""
    named = {form for _, _, form in world.forms_of(stage)}
    printed = {rows.source for t in tables(world) if t.form.form in named for _, rows in t.rows()}
    known = {f"row.{key}" for listing in printed for key in world.keys(listing) or ()}
    if path not in known:
        yield unknown("B052", world.sources.head(*steps), path, known, key="by")
    key = path.removeprefix("row.")
    for listing in sorted(printed & set(world.scheme.lists)):
        for i, item in enumerate(world.scheme.lists[listing].items):
            value = item.get(key)
            if value is not None and world.scheme.roster.named(str(value)) is None:
                where = world.sources.listing(listing, "items", i, key)
                yield unknown_unit("B058", where, str(value), world.scheme.roster)


def _forms(world: World, stage: Stage, steps: Steps) -> Iterator[Finding]:
    known = world.scheme.form_ids
    told: set[Steps] = set()
    for _, inner, form in world.forms_of(stage):
        where = world.sources.head(*steps, *inner)
        if form not in known and inner not in told:
            yield unknown("B055", where, form, known)
            told.add(inner)
    for case in stage.handed:
        if case is not None:
            yield from _group(world, case, world.sources.head(*steps, case))
    for group in world.scheme.groups_of(stage):
        if not stage.handed.keys() & {group, None}:
            yield found("B089", where=world.sources.head(*steps), value=group, stage=stage.id)


def _instructions(world: World, stage: Stage, steps: Steps) -> Iterator[Finding]:
    """For whom an instruction is meant."""
    for i, told in enumerate(stage.instructions):
        for n, group in enumerate(() if isinstance(told, str) else told.groups):
            yield from _group(world, group, world.sources.head(*steps, i, "groups", n))
        for n, form in enumerate(() if isinstance(told, str) else told.forms):
            if form not in world.scheme.form_ids:
                yield unknown("B055", world.sources.head(*steps, i, "forms", n), form, world.scheme.form_ids)


def _carries(world: World, stage: Stage, steps: Steps) -> Iterator[Finding]:
    where = world.sources.head(*steps)
    if stage.carries not in world.stages:
        yield unknown("B054", where, str(stage.carries), world.stages)
    elif not world.scheme.is_before(stage.carries, stage.id):
        yield found("B066", where=where, value=stage.carries, stage=stage.id)
    yield from _beside(world, stage, steps)


def _beside(world: World, stage: Stage, steps: Steps) -> Iterator[Finding]:
    """Stages beside that there are not, that come later, or that carry another one."""
    for i, name in enumerate(stage.beside):
        where = world.sources.head(*steps[:-1], "beside", i)
        other = world.scheme.find_stage(name)
        if other is None:
            yield unknown("B054", where, name, world.stages)
        elif other.carries != stage.carries or not world.scheme.is_before(name, stage.id):
            yield found("B145", where=where, value=name, stage=stage.id)


def scoring(world: World) -> Iterator[Finding]:
    """The stage, columns and groups that scoring names."""
    said = world.scheme.head.scoring
    if said is None:
        return
    if said.stage not in world.stages:
        yield unknown("B054", world.sources.head("scoring", "stage"), said.stage, world.stages)
    for key, path in (("score", said.score), ("points", said.points)):
        if path is not None:
            yield from _column(world, path, world.sources.head("scoring", key))
    for i, awards in enumerate(said.awards):
        yield from _group(world, awards.group, world.sources.head("scoring", "awards", i, "group"))


def _column(world: World, path: str, where: Location) -> Iterator[Finding]:
    """A path `form.column`."""
    form_id, _, column = path.partition(".")
    form = world.scheme.find_form(form_id)
    if form is None:
        yield unknown("B055", where, form_id, world.scheme.form_ids)
        return
    known = [c.name for c in form.table_columns]
    if column not in known:
        yield unknown("B057", where, column, known, inside=form_id)


def score_sheet(world: World) -> Iterator[Finding]:
    """The forms and groups of the consolidated workbook, and the forms that are published."""
    for i, form_id in enumerate(world.scheme.head.publication):
        if (form := world.scheme.find_form(form_id)) is None or not form.office:
            known = (form.form for form in world.scheme.forms if form.office)
            yield unknown("B055", world.sources.head("publication", i), form_id, known)
    sheet = world.scheme.head.score_sheet
    if sheet is None:
        return
    for steps, form_id in _sheet_forms(sheet):
        where = world.sources.head("score_sheet", *steps)
        form = world.scheme.find_form(form_id)
        if form is None:
            yield unknown("B055", where, form_id, world.scheme.form_ids)
        elif why := _misplaced(form, str(steps[0])):
            yield found("B070", where=where, value=form_id, why=why)
    for group in sheet.lists:
        yield from _group(world, group, world.sources.head("score_sheet", "lists", group))


def _sheet_forms(sheet: ScoreSheet) -> Iterator[tuple[Steps, str]]:
    yield from ((("forms", i), form) for i, form in enumerate(sheet.forms))
    yield from ((("appendix", i), form) for i, form in enumerate(sheet.appendix))


def _misplaced(form: Form, key: str) -> Words | None:
    if key == "forms" and form.matrix is None:
        return Words("它没有 matrix", "it has no matrix")
    if key == "appendix" and not form.office:
        return Words("它不是 office 表单", "it is no office form")
    return None


def matrix(world: World) -> Iterator[Finding]:
    """The group, list, keys and cells that a matrix names."""
    for form, part, steps in matrices(world):
        yield from _group(world, part.units, world.sources.form(form.form, *steps, "units"))
        yield from _column(world, part.cells, world.sources.form(form.form, *steps, "cells"))
        keys = world.keys(part.items)
        if keys is None:
            where = world.sources.form(form.form, *steps, "items")
            yield unknown("B056", where, part.items, world.scheme.lists)
            continue
        for key in ("heading", "points"):
            if (name := getattr(part, key)) not in keys:
                where = world.sources.form(form.form, *steps, key)
                yield unknown("B057", where, name, keys, inside=part.items)


def waivers(world: World) -> Iterator[Finding]:
    """The units and rules that waivers name."""
    roster = world.scheme.roster
    rules = {str(rule.id) for t in tables(world) for _, rule in t.rules() if rule.id} | set(entries())
    for i, waiver in enumerate(world.scheme.head.waivers):
        if roster.find(waiver.unit) is None:
            yield unknown_unit("B058", world.sources.head("waivers", i, "unit"), waiver.unit, roster)
        if waiver.rule not in rules:
            yield unknown("B059", world.sources.head("waivers", i, "rule"), waiver.rule, rules)


def vetoes(world: World) -> Iterator[Finding]:
    """The units that vetoes name."""
    roster = world.scheme.roster
    appraised = {u.id for u in roster.appraised}
    for i, veto in enumerate(world.scheme.head.vetoes):
        if veto.unit not in appraised:
            yield unknown_unit("B058", world.sources.head("vetoes", i, "unit"), veto.unit, roster)


def unused(world: World) -> Iterator[Finding]:
    """Forms that stand in no stage and not in the score sheet."""
    head = world.scheme.head
    used = {form for s in world.scheme.stages for form in s.form_ids}
    if head.score_sheet is not None:
        used |= {form for _, form in _sheet_forms(head.score_sheet)}
    for form in world.scheme.forms:
        if form.form not in used:
            yield found("B086", where=world.sources.form(form.form, "form"), value=form.form)


CHECKS = (stages, scoring, score_sheet, matrix, waivers, vetoes, unused)
