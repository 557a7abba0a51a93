"""Names in expressions, paths and settings of forms: each must mean something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kpixl.blueprint.document import Steps
from kpixl.blueprint.expressions import ExpressionError, Node, check_only, functions, names, parse
from kpixl.blueprint.listed import LISTED
from kpixl.blueprint.model import SUBJECT, Column, Form, Rule, Table
from kpixl.findings import Finding, Location, found
from kpixl.linter.world import (
    Leaf,
    PlacedColumn,
    PlacedTable,
    World,
    columns,
    conditions,
    every_rule,
    tables,
    types,
    unknown,
)
from kpixl.rules import kind_of
from kpixl.words import Words

UNIT_KEYS = ("id", "name", "print", "group", "leader")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """The names that an expression can use.

    columns: whole columns, as `table.column`; open: what cannot be judged (`row.`), as its list is missing.
    """

    known: frozenset[str]
    columns: frozenset[str]
    open: frozenset[str]

    def has(self, name: str) -> bool:
        """The name means something here."""
        return name in self.known | self.columns or any(name.startswith(start) for start in self.open)


def everywhere(world: World) -> KnownNames:
    """What is known of a workbook whichever form and row is asked about."""
    known = {
        *("group", "stage", "round", "period", "scheme.year", "scheme.title", "scheme.issuer"),
        *(f"{whose}.{key}" for whose in ("subject", "recipient") for key in UNIT_KEYS),
        *world.scheme.roster.labels,
        *(f"scheme.{key}" for key in world.scheme.head.settings),
    }
    return KnownNames(known=frozenset(known), columns=frozenset(), open=frozenset())


def scope(world: World, form: Form, table: Table | None, *, own: bool = True) -> KnownNames:
    """What expressions of a table (or of fields) can name; own: the form's columns included."""
    mine = [*form.by_name]
    carried = any(s.carries and form.form in s.form_ids for s in world.scheme.stages)
    keys = [world.keys(rows.source) for rows in (table.printed if table else ())]
    each = world.keys(form.repeat.source) if form.repeat else frozenset()
    known = {
        *everywhere(world).known,
        *(f"each.{key}" for key in (*(each or ()), "number", "number_zh") if form.repeat),
        *(f"carried.{name}" for name in mine if carried),
        *(f"row.{key}" for some in keys for key in some or ()),
        *(["row.number"] if table else []),
        *(mine if own else ()),
    }
    whole = {f"{t.name}.{c.name}" for t in ((table,) if table else form.tables) for c in t.leaves if own}
    whole |= {f"{LISTED}{name}.{key}" for name in world.scheme.lists for key in world.keys(name) or ()}
    open_ = frozenset(["row."] if None in keys else []) | frozenset(["each."] if each is None else [])
    return KnownNames(known=frozenset(known), columns=frozenset(whole), open=open_)


def expressions(world: World) -> Iterator[Finding]:
    """Expressions that do not parse, or that name what is not there."""
    for placed in columns(world):
        about = scope(world, placed.form, placed.table)
        for steps, text in asked_of_column(placed.column):
            yield from expression(text, about, placed.where(world.sources, *steps))
        about = scope(
            world, placed.form, placed.table, own=False
        )  # a bound is settled when the form is printed
        for leaf, steps, text in bounds(placed.column):
            where = placed.where(world.sources, *steps)
            if leaf.name == "date" and _is_meant_as_day(text):
                yield found("B030", where=where, key=str(steps[-1]), value=text)
            else:
                yield from expression(text, about, where)
    for ruled in every_rule(world):
        about = scope(world, ruled.form, ruled.table)
        for key, text in asked_of_rule(ruled.rule):
            yield from expression(text, about, ruled.where(world.sources, key))


def asked_of_column(column: Column) -> Iterator[tuple[Steps, str]]:
    """The expressions of a column, but for bounds and `from`, and where they stand."""
    yield from computing(column)
    for key in ("total", "required_when", "forbidden_when"):
        if (text := getattr(column, key)) is not None:
            yield (key,), text
    yield from conditions(column)
    hint = column.simulate
    if hint is not None and hint.figure is not None and hint.figure.of is not None:
        yield ("simulate", "figure", "of"), hint.figure.of
    if hint is not None and hint.like is not None:
        yield ("simulate", "like"), hint.like


def computing(column: Column) -> Iterator[tuple[Steps, str]]:
    """The expressions that a column computes with, and where they stand."""
    if column.formula is not None:
        yield ("formula",), column.formula
    for key in ("actual", "target", "points") if column.score else ():
        if (text := getattr(column.score, key)) is not None:
            yield ("score", key), text


def _is_meant_as_day(text: str) -> bool:
    """Whether it is meant as a day, though it is none as a day is written: 2024-1-1, 2024/01/01."""
    return text[:1].isdigit()


def bounds(column: Column) -> Iterator[tuple[Leaf, Steps, str]]:
    """The bounds of its types that are not written out, and where they stand."""
    for leaf in types(column):
        for key in ("min", "max"):
            text = leaf.setting(key)
            if isinstance(text, str) and not (leaf.name == "date" and is_day(text)):
                yield leaf, leaf.place(key), text


def is_day(text: str) -> bool:
    """The text is a date like 2021-12-31."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def asked_of_rule(rule: Rule) -> Iterator[tuple[str, str]]:
    """The expressions of a rule by their keys."""
    if rule.when is not None:
        yield "when", rule.when
    yield from kind_of(rule).conditions(rule).items()


def expression(text: str, about: KnownNames, where: Location) -> Iterator[Finding]:
    """What is wrong with one expression."""
    try:
        node = parse(text)
        for name in names(node):
            if not about.has(name):
                known = about.columns if name.startswith(LISTED) else about.known
                yield unknown("B051", where, name, known, expression=text)
    except ExpressionError as error:
        yield unusable(text, error, where)


def parsed_or_none(text: str) -> Node | None:
    """The tree of an expression; None where it has none, which `expressions` tells."""
    try:
        return parse(text)
    except ExpressionError:
        return None


def unusable(text: str, error: ExpressionError, where: Location) -> Finding:
    """The finding on an expression that cannot be used."""
    problem = Words(error.message("zh"), error.message("en"))
    return found("B050", where=where, value=text, problem=problem, at=error.column or 1)


def formulas(world: World) -> Iterator[Finding]:
    """Formulas that a spreadsheet cannot compute."""
    for placed in columns(world):
        for steps, text in computing(placed.column):
            node = parsed_or_none(text)
            if node is not None and check_only(node):
                error = ExpressionError("no_excel", 0, {"function": ", ".join(functions(node))})
                yield unusable(text, error, placed.where(world.sources, *steps))


def cases(world: World) -> Iterator[Finding]:
    """Settings by case whose key is neither a group nor a stage, and stages that do not exist."""
    for placed in columns(world):
        column = placed.column
        for key, setting in (("label", column.label), ("fill", column.fill), ("from", column.source)):
            for case in setting if isinstance(setting, dict) else ():
                if case not in (*world.groups, *world.stages):
                    where = placed.where(world.sources, key, case)
                    yield unknown("B060", where, case, (*world.groups, *world.stages))
        yield from _stages(world, placed)
    for form in world.scheme.forms:
        for steps, stage in _stages_of(form):
            if stage not in world.stages:
                yield unknown("B054", world.sources.form(form.form, *steps), stage, world.stages)


def _stages_of(form: Form) -> Iterator[tuple[Steps, str]]:
    """The stages that a form names, its columns aside."""
    yield from ((("pages", stage), stage) for stage in form.pages)
    yield from ((("sealed", i), stage) for i, stage in enumerate(form.sealed))
    for i, block in enumerate(form.blocks):
        yield from ((("blocks", i, "shown", j), stage) for j, stage in enumerate(block.shown or ()))


def _stages(world: World, placed: PlacedColumn) -> Iterator[Finding]:
    named: list[tuple[Steps, str]] = [(("shown", i), s) for i, s in enumerate(placed.column.shown or ())]
    if placed.column.stage is not None:
        named.append((("stage",), placed.column.stage))
    for steps, stage in named:
        if stage not in world.stages:
            yield unknown("B054", placed.where(world.sources, *steps), stage, world.stages)


def tables_of(world: World) -> Iterator[Finding]:
    """Groups, lists, columns and stages that tables name."""
    for table in tables(world):
        for group in table.table.cases:
            if group is not None and group not in world.groups:
                yield unknown("B053", table.where(world.sources, "rows", group), group, world.groups)
        for steps, printed in table.rows():
            if printed.source not in world.scheme.lists:
                where = table.where(world.sources, *steps, "for")
                yield unknown("B056", where, printed.source, world.scheme.lists)
        yield from _columns_of(world, table)


def _columns_of(world: World, table: PlacedTable) -> Iterator[Finding]:
    mine = table.table.by_name
    named: list[tuple[Steps, str]] = [(("totals", i), n) for i, n in enumerate(table.table.totals)]
    named += [(("subtotals", i), n) for i, n in enumerate(table.table.subtotals) if n != SUBJECT]
    named += list(_merged(table.table))
    if table.table.named_by is not None:
        named.append((("named_by",), table.table.named_by))
    for steps, name in named:
        if name not in mine:
            yield unknown("B057", table.where(world.sources, *steps), name, mine, inside=_told(table))


def _merged(table: Table) -> Iterator[tuple[Steps, str]]:
    for i, given in enumerate(table.merge):
        if isinstance(given, str):
            yield ("merge", i), given
        else:
            yield from ((("merge", i, j), name) for j, name in enumerate(given))


def _told(table: PlacedTable) -> str:
    return f"{table.form.form}.{table.table.name}"


CHECKS = (expressions, formulas, cases, tables_of)
