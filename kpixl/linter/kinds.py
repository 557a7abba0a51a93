"""What rules name and ask for: columns, forms, settings and stages, types that they can judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from kpixl.blueprint.document import Steps
from kpixl.findings import Finding, found
from kpixl.linter.world import PlacedRule, World, by_hand, every_rule, types, unknown
from kpixl.rules import Named, demand_of, kind_of


def named(world: World) -> Iterator[Finding]:
    """Columns, fields, settings and forms that do not exist."""
    for placed in every_rule(world):
        for each in kind_of(placed.rule).names(placed.rule):
            where = placed.where(world.sources, *each.steps)
            known, inside = _known(world, placed, each)
            if known is None or each.name in known:
                continue
            if each.among == "forms":
                yield unknown("B055", where, each.name, known)
            else:
                yield unknown("B057", where, each.name, known, inside=inside)


def _known(world: World, placed: PlacedRule, each: Named) -> tuple[Iterable[str] | None, str]:
    """What there is to name, and inside what; None where the other form is missing."""
    match each.among:
        case "forms":
            return world.scheme.form_ids, ""
        case "other":
            form = world.scheme.find_form(each.form)
            return (None if form is None else form.by_name), each.form
        case "settings":
            return [n for n, v in world.scheme.head.settings.items() if isinstance(v, Decimal)], "settings"
        case "fields":
            return placed.form.fields_by_name, placed.form.form
    return placed.columns, placed.called


def stages(world: World) -> Iterator[Finding]:
    """Stages that do not exist."""
    for placed in every_rule(world):
        stage = placed.rule.stage
        if stage is not None and stage not in world.stages:
            yield unknown("B054", placed.where(world.sources, "stage"), stage, world.stages)


def unfit(world: World) -> Iterator[Finding]:
    """Columns of a type that a rule says nothing about: it would never hold, nor ever be broken."""
    for placed in every_rule(world):
        for name, wanted in kind_of(placed.rule).judges(placed.rule).items():
            column = placed.columns.get(name)
            kinds = {leaf.name for leaf in types(column)} if column is not None else wanted
            if column is not None and not column.computed and not kinds & wanted:
                where = placed.where(world.sources, *_setting(placed, name))
                facts: dict[str, Any] = {
                    "key": name,
                    "kind": placed.rule.kind,
                    "types": ", ".join(sorted(wanted)),
                }
                yield found("B102", where=where, value=", ".join(sorted(kinds)), **facts)


def _setting(placed: PlacedRule, name: str) -> Steps:
    """The setting by which a rule names a column."""
    return next((n.steps[:1] for n in kind_of(placed.rule).names(placed.rule) if n.name == name), ())


def demanded(world: World) -> Iterator[Finding]:
    """Columns that are printed or computed, and of which a rule demands that they be filled or blank."""
    for placed in every_rule(world):
        demand = demand_of(placed.rule)
        column = placed.columns.get(demand.column) if demand is not None else None
        if demand is not None and column is not None and not by_hand(column):
            where = placed.where(world.sources, *_setting(placed, demand.column))
            yield found("B078", where=where, key=demand.column, value=placed.rule.kind)


def idle(world: World) -> Iterator[Finding]:
    """Rules that can never say anything, or whose settings do not fit together."""
    for placed in every_rule(world):
        for why in kind_of(placed.rule).idle(placed.rule, free=placed.free):
            where = placed.where(world.sources, *why.steps)
            yield found("B103", where=where, kind=placed.rule.kind, why=why.why)


CHECKS = (named, stages, unfit, demanded, idle)
