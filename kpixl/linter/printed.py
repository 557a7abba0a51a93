"""What is settled when a workbook is made: `from`, paths in texts, which rows and copies there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kpixl.blueprint.document import Steps
from kpixl.blueprint.expressions import ExpressionError, Literal, names, parse
from kpixl.blueprint.model import Form, PrintedRows
from kpixl.blueprint.templates import is_path, parted, slots
from kpixl.findings import Finding, Location, found
from kpixl.linter.names import KnownNames, computing, everywhere, expression, parsed_or_none, scope
from kpixl.linter.world import (
    PlacedColumn,
    World,
    by_hand,
    columns,
    conditions,
    fillers,
    narratives,
    repeats,
    tables,
    texts,
    unknown,
)
from kpixl.rules.types import ValueType, breach, cell_type
from kpixl.words import Words


def wheres(world: World) -> Iterator[Finding]:
    """Which rows, columns and copies there are, and which printed cells are open all the same."""
    for table in tables(world):
        about = scope(world, table.form, table.table, own=False)
        for steps, rows in table.rows():
            if rows.where is not None:
                yield from expression(
                    rows.where, _unnumbered(world, about, rows), table.where(world.sources, *steps, "where")
                )
    for placed in columns(world):
        if placed.column.open_when is not None:
            about = scope(world, placed.form, placed.table, own=False)
            where = placed.where(world.sources, "open_when")
            yield from expression(placed.column.open_when, about, where)
        if placed.column.shown_when is not None:  # the same for all rows and copies, which share a grid
            where = placed.where(world.sources, "shown_when")
            yield from expression(placed.column.shown_when, everywhere(world), where)
    for form, repeat in repeats(world):
        if repeat.where is not None:
            where = world.sources.form(form.form, "repeat", "where")
            yield from expression(repeat.where, scope(world, form, None, own=False), where)


def _unnumbered(world: World, about: KnownNames, rows: PrintedRows) -> KnownNames:
    """The names that say which rows are printed: they are numbered when that is known."""
    own = "number" in (world.keys(rows.source) or ())
    return about if own else replace(about, known=about.known - {"row.number"})


def paths(world: World) -> Iterator[Finding]:
    """What `from` prints: a path that leads nowhere, or an expression that names what is not known yet."""
    for placed in columns(world):
        about = scope(world, placed.form, placed.table, own=False)
        for case, source in _by_case(placed.column.source):
            where = placed.where(world.sources, "from", *case)
            if not is_path(source):
                yield from expression(source, about, where)
            elif not about.has(source):
                yield unknown("B052", where, source, about.known, key="from")


def defaults(world: World) -> Iterator[Finding]:
    """What stands in a cell to fill: it is known when the workbook is made, and its column takes it."""
    for placed in columns(world):
        text, where = placed.column.default, placed.where(world.sources, "default")
        if text is None:
            continue
        yield from expression(text, scope(world, placed.form, placed.table, own=False), where)
        if why := _no_default(world, placed):
            yield found("B143", where=where, value=placed.column.name, why=why)


def _no_default(world: World, placed: PlacedColumn) -> Words | None:
    if not by_hand(placed.column):
        return Words("这一栏没有人填写", "nobody fills the column")
    if placed.table is not None and placed.table.free and not placed.table.printed:
        return Words(
            "空行里预填了就算填过，只能在印好的行或表外栏目里写",
            "a row to fill would count as filled: only printed rows and fields have defaults",
        )
    tree = parsed_or_none(placed.column.default or "")
    kind = cell_type(placed.column, world.scheme, lambda _: None, lambda _: None)
    if isinstance(tree, Literal) and isinstance(kind, ValueType) and breach(kind, tree.value):
        return Words("它的类型不接受这个内容", "its type does not take it")
    return None


def _by_case(setting: str | dict[str, str] | None) -> Iterator[tuple[Steps, str]]:
    """(the steps to it, the text) for each case of a setting."""
    if isinstance(setting, dict):
        yield from (((case,), text) for case, text in setting.items())
    elif setting is not None:
        yield (), setting


def templates(world: World) -> Iterator[Finding]:
    """Paths in braces that lead nowhere. The head of a table stands above all rows, so it knows none."""
    for form, steps, text in texts(world):
        about = scope(world, _once(form, steps), None, own=False)
        yield from _slots(text, about, world.sources.form(form.form, *steps))
    for placed in columns(world):
        about = scope(world, placed.form, None, own=False)
        for case, text in _by_case(placed.column.label):
            yield from _slots(text, about, placed.where(world.sources, "label", *case))


def sentences(world: World) -> Iterator[Finding]:
    """Blanks that do not stand in their sentence, or stand there twice."""
    for form, steps, item in narratives(world):
        there = Counter(parted(item.text or "", item.blanks)[1::2])
        for i, field in enumerate(item.fields):
            if item.text is not None and there[field.name] != 1:
                where = world.sources.form(form.form, *steps, "fields", i)
                yield found("B142", where=where, value=field.name, count=there[field.name])


def _once(form: Form, steps: Steps) -> Form:
    """The form as its heads see it: over all sections of a sheet stands one title, of no copy."""
    heads = form.repeat is not None and form.repeat.layout == "sections" and len(steps) == 1
    return form.model_copy(update={"repeat": None}) if heads else form


def _slots(text: str, about: KnownNames, where: Location) -> Iterator[Finding]:
    for path in slots(text):
        if not about.has(path):
            yield unknown("B052", where, path, about.known, key="{}")


def copies(world: World) -> Iterator[Finding]:
    """The list that a repeated form stands for, and its key."""
    for form, repeat in repeats(world):
        keys = world.keys(repeat.source)
        if keys is None:
            where = world.sources.form(form.form, "repeat", "for")
            yield unknown("B056", where, repeat.source, world.scheme.lists)
        elif repeat.key not in keys:
            where = world.sources.form(form.form, "repeat", "key")
            yield unknown("B057", where, repeat.key, keys, inside=repeat.source)


def above(world: World) -> Iterator[Finding]:
    """`down` where no row above can be meant, and formulas and types that rest on such a column."""
    for placed in columns(world):
        why = _never_above(placed) if placed.column.down else None
        if why:
            where = placed.where(world.sources, "down")
            yield found("B110", where=where, value=placed.column.name, why=why)
        yield from _rests_on_above(world, placed)


def _never_above(placed: PlacedColumn) -> Words | None:
    if placed.table is None or not placed.table.free:
        return Words("只有自由填写的行才能“同上”", "only rows to fill can mean the row above")
    if not fillers(placed.column) & {"unit", "verifier"}:
        return Words("这一列没有人填写", "nobody fills the column")
    return None


def _rests_on_above(world: World, placed: PlacedColumn) -> Iterator[Finding]:
    down = {c.name for c in placed.table.leaves if c.down} if placed.table else set()
    for steps, text in (*computing(placed.column), *conditions(placed.column)) if down else ():
        for name in _named(text) & down:
            why = Words("公式看不出空白表示同上", "a formula does not see that a blank means the row above")
            where = placed.where(world.sources, *steps)
            yield found("B110", where=where, value=name, why=why)


def _named(text: str) -> set[str]:
    try:
        return set(names(parse(text)))
    except ExpressionError:  # told as an expression that does not parse
        return set()


CHECKS = (wheres, paths, defaults, templates, sentences, copies, above)
