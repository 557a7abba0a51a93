"""What rules name and ask for: columns of their table, other forms, types that they can judge."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kpixl.blueprint.document import Steps
from kpixl.blueprint.model import (
    AllOrNone,
    Copied,
    CopiedBlock,
    Count,
    ForbiddenWhen,
    GroupTotal,
    Measure,
    Ordered,
    Outlier,
    References,
    RequiredWhen,
    Rule,
    SameAs,
    Total,
    Unique,
)
from kpixl.findings import Finding, found
from kpixl.linter.world import PlacedTable, World, tables, types, unknown
from kpixl.words import Words

NUMBERS = frozenset({"integer", "decimal", "money", "percent"})
FIGURES = frozenset({"threshold", "quantity"})
_SEVERAL = (AllOrNone, Unique, Ordered, Measure, CopiedBlock)
_ONE = (RequiredWhen, ForbiddenWhen, Total, GroupTotal, SameAs, References, Outlier, Copied)


def bound(rule: Rule) -> Iterator[tuple[Steps, str]]:
    """(place below the rule, name) of the columns of the rule's own table that it names by their settings."""
    if isinstance(rule, _SEVERAL):
        yield from ((("of", i), name) for i, name in enumerate(rule.of))
    if isinstance(rule, _ONE):
        yield ("of",), rule.of
    if isinstance(rule, GroupTotal):
        yield ("by",), rule.by
        if isinstance(rule.equals, str):
            yield ("equals",), rule.equals
    if isinstance(rule, Measure) and rule.named is not None:
        yield ("named",), rule.named
    if isinstance(rule, SameAs):
        yield from ((("match", name), name) for name in rule.match)


def elsewhere(world: World) -> Iterator[Finding]:
    """Forms that do not exist, and columns that the other form does not have."""
    for table in tables(world):
        for steps, rule in table.rules():
            if isinstance(rule, SameAs | References):
                yield from _of_the_other(world, table, steps, rule)


def _of_the_other(
    world: World, table: PlacedTable, steps: Steps, rule: SameAs | References
) -> Iterator[Finding]:
    form = world.scheme.find_form(rule.form)
    if form is None:
        yield unknown("B055", table.where(world.sources, *steps, "form"), rule.form, world.scheme.form_ids)
        return
    named: list[tuple[Steps, str]] = [(("column",), rule.column)]
    if isinstance(rule, SameAs):
        named += [(("match", mine), theirs) for mine, theirs in rule.match.items()]
    for more, name in named:
        if name not in form.by_name:
            where = table.where(world.sources, *steps, *more)
            yield unknown("B057", where, name, form.by_name, inside=rule.form)


def stated(world: World) -> Iterator[Finding]:
    """Totals that equal what does not exist: a field of the form or, over all units, a setting."""
    for table in tables(world):
        for steps, rule in table.rules():
            if isinstance(rule, Total) and isinstance(rule.equals, str):
                fields = [*table.form.fields_by_name]
                over_all = rule.across == "units"
                figures = [n for n, v in world.scheme.head.settings.items() if isinstance(v, Decimal)]
                known, inside = (figures, "settings") if over_all else (fields, table.form.form)
                if rule.equals not in known:
                    where = table.where(world.sources, *steps, "equals")
                    yield unknown("B057", where, rule.equals, known, inside=inside)


def unfit(world: World) -> Iterator[Finding]:
    """Columns of a type that a rule says nothing about: it would never hold, nor ever be broken."""
    for table in tables(world):
        columns = table.table.by_name
        for steps, rule in table.rules():
            for name, wanted in _wanted(rule):
                column = columns.get(name)
                kinds = {leaf.name for leaf in types(column)} if column is not None else wanted
                if column is not None and column.formula is None and not kinds & wanted:
                    where = table.where(world.sources, *steps, "of")
                    facts: dict[str, Any] = {
                        "key": name,
                        "kind": rule.kind,
                        "types": ", ".join(sorted(wanted)),
                    }
                    yield found("B102", where=where, value=", ".join(sorted(kinds)), **facts)


def _wanted(rule: Rule) -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(rule, Total | GroupTotal | Outlier):
        yield rule.of, NUMBERS
    if isinstance(rule, Ordered):
        yield from ((name, frozenset({"threshold"})) for name in rule.of)
    if isinstance(rule, Measure):
        yield from ((name, FIGURES) for name in rule.of)
    if isinstance(rule, Copied):
        yield rule.of, frozenset({"text"})


def idle(world: World) -> Iterator[Finding]:
    """Rules that can never say anything, or whose settings do not fit together."""
    for table in tables(world):
        for steps, rule in table.rules():
            for key, zh, en in _idle(table, rule):
                where = table.where(world.sources, *steps, *key)
                yield found("B103", where=where, kind=rule.kind, why=Words(zh, en))


def _idle(table: PlacedTable, rule: Rule) -> Iterator[tuple[Steps, str, str]]:
    if isinstance(rule, Count):
        if rule.min is None and rule.max is None:
            yield ("kind",), "没有写 min 或 max", "it has neither `min` nor `max`"
        elif rule.min is not None and rule.max is not None and rule.min > rule.max:
            yield ("min",), "min 大于 max", "`min` is greater than `max`"
    if isinstance(rule, Ordered) and rule.labels and len(rule.labels) != len(rule.of):
        yield ("labels",), "labels 与 of 的个数不同", "`labels` and `of` differ in number"
    if isinstance(rule, Outlier) and not table.table.printed:
        yield (
            ("of",),
            "自由填写的行无法与其他单位的行对应",
            "rows to fill freely have no counterpart elsewhere",
        )


CHECKS = (elsewhere, stated, unfit, idle)
