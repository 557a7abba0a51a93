"""What forms ask in a stage that is dealt row by row: there are rows, and none of the fields around them."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.document import Steps
from kpixl.blueprint.expressions import names
from kpixl.blueprint.model import Form, Rule, Stage
from kpixl.blueprint.templates import is_path
from kpixl.findings import Finding, Location, found
from kpixl.linter.names import asked_of_column, asked_of_rule, bounds, parsed_or_none
from kpixl.linter.world import PlacedColumn, World, columns, every_rule
from kpixl.rules import kind_of
from kpixl.stage_names import calls_of, holds_in

_CARRIED = "carried."


def fields_asked(world: World) -> Iterator[Finding]:
    """Conditions, formulas and `from` of tables that name a field, in a stage where the workbook has none.

    A copy of a repeated form stands with its fields: most are about one unit.
    """
    for stage in world.scheme.stages:
        if stage.by_row is not None:
            forms = (form for form in world.scheme.forms if form.form in stage.form_ids)
            dealt = {form.form for form in forms if form.repeat is None}
            yield from _of_columns(world, stage, dealt)
            yield from _of_rules(world, stage, dealt)


def _of_columns(world: World, stage: Stage, dealt: set[str]) -> Iterator[Finding]:
    for placed in columns(world):
        column = placed.column
        if placed.table is None or placed.form.form not in dealt or not column.is_shown(stage.id):
            continue
        for steps, text in _texts(placed, stage, world.groups):
            yield from _told(placed.form, text, stage, placed.where(world.sources, *steps))


def _texts(placed: PlacedColumn, stage: Stage, groups: tuple[str, ...]) -> Iterator[tuple[Steps, str]]:
    """What a column asks in the stage, and where that stands."""
    column = placed.column
    computed = holds_in(stage.id, column.stage)
    yield from (t for t in asked_of_column(column) if computed or t[0] not in {("formula",), ("total",)})
    yield from ((steps, text) for _, steps, text in bounds(column))
    given = column.source
    if isinstance(given, dict):
        said = next((call for call in calls_of(stage.id) if call in given), None)
        cases = [said] if said else [case for case in given if case in groups]
        yield from ((("from", case), given[case]) for case in cases)
    elif given is not None:
        yield ("from",), given


def _of_rules(world: World, stage: Stage, dealt: set[str]) -> Iterator[Finding]:
    for ruled in every_rule(world):
        rule: Rule = ruled.rule
        if ruled.table is None or ruled.form.form not in dealt or not holds_in(stage.id, rule.stage):
            continue
        for key, text in asked_of_rule(rule):
            yield from _told(ruled.form, text, stage, ruled.where(world.sources, key))
        for each in kind_of(rule).names(rule):
            if each.among == "fields" and each.name in _fields(ruled.form):
                yield _finding(each.name, stage, ruled.where(world.sources, *each.steps))


def _told(form: Form, text: str, stage: Stage, where: Location) -> Iterator[Finding]:
    node = None if is_path(text) else parsed_or_none(text)
    asked = (text,) if is_path(text) else names(node) if node is not None else ()
    for name in asked:
        if name.removeprefix(_CARRIED) in _fields(form):
            yield _finding(name, stage, where)


def _fields(form: Form) -> frozenset[str]:
    return frozenset(form.fields_by_name) - {c.name for c in form.table_columns}


def _finding(name: str, stage: Stage, where: Location) -> Finding:
    return found("B136", where=where, value=name, stage=stage.id)


CHECKS = (fields_asked,)
