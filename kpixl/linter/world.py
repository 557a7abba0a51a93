"""What the checks of a scheme look things up in, and the parts of forms with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from kpixl.blueprint.document import Steps
from kpixl.blueprint.load import Sources
from kpixl.blueprint.model import (
    Column,
    ColumnGroup,
    Conditional,
    Form,
    Item,
    Matrix,
    PrintedRows,
    Repeat,
    Roster,
    Rule,
    Scheme,
    Stage,
    Table,
    Typed,
)
from kpixl.blueprint.problems import hint
from kpixl.blueprint.templates import parted
from kpixl.findings import Finding, Location, found

TypeSetting = Literal["min", "max", "places", "max_length", "choices", "unit", "separator", "states"]


@dataclass(frozen=True, kw_only=True)
class World:
    """A scheme and the files behind it."""

    scheme: Scheme
    sources: Sources

    @property
    def groups(self) -> tuple[str, ...]:
        """The ids of the roster's groups."""
        return self.scheme.roster.group_ids

    @property
    def stages(self) -> tuple[str, ...]:
        """All that stages are called, in order."""
        return self.scheme.stage_calls

    def keys(self, listing: str) -> frozenset[str] | None:
        """The keys of a list's items, those of nested mappings dotted; None without such a list.

        Those that it has next year are known this year, when there may be no item yet.
        """
        return self._keys.get(listing)

    @cached_property
    def _keys(self) -> Mapping[str, frozenset[str]]:
        """Those of each list, for each is asked about hundreds of times."""
        lists = self.scheme.lists.items()
        return {
            name: frozenset([*found.later, *(key for item in found.items for key in _dotted(item))])
            for name, found in lists
        }

    def forms_of(self, stage: Stage) -> Iterator[tuple[str, Steps, str]]:
        """What a stage hands out: (group, the place of the form's id below `forms`, the form's id)."""
        for case, forms in stage.handed.items():
            groups = self.scheme.groups_of(stage) if case is None else (case,)
            steps: Steps = () if case is None else (case,)
            yield from ((g, (*steps, i), form) for g in groups for i, form in enumerate(forms))

    def groups_of(self, form: Form) -> tuple[str, ...]:
        """The groups that the form is handed out to, in any stage."""
        used = {g for s in self.scheme.stages for g, _, form_id in self.forms_of(s) if form_id == form.form}
        return tuple(g for g in self.groups if g in used)


def _dotted(item: dict[str, Any], before: str = "") -> Iterator[str]:
    for key, value in item.items():
        yield before + key
        if isinstance(value, dict):
            yield from _dotted(value, f"{before}{key}.")


def unknown(code: str, where: Location, value: str, known: Iterable[str], **facts: Any) -> Finding:
    """A finding on a name that is not among the known, with the nearest of them as a suggestion."""
    return found(code, where=where, value=value, **facts, **hint(value, known))


def unknown_unit(code: str, where: Location, name: str, roster: Roster, **facts: Any) -> Finding:
    """The same for a unit: short names are soon alike (商务局, 税务局), so it must be very near."""
    every = [each for u in roster.units for each in (u.id, *u.names)]
    return found(code, where=where, value=name, **facts, **hint(name, every, 0.8))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedColumn:
    """A column or field, and where it stands. table: None for a field."""

    form: Form
    table: Table | None
    column: Column
    steps: Steps

    def where(self, sources: Sources, *steps: str | int) -> Location:
        """The place of the column or of one of its settings."""
        return replace(sources.form(self.form.form, *self.steps, *steps), field=self.column.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTable:
    """A table, and where it stands."""

    form: Form
    table: Table
    steps: Steps

    def where(self, sources: Sources, *steps: str | int) -> Location:
        """The place of the table or of one of its parts."""
        return sources.form(self.form.form, *self.steps, *steps)

    def rows(self) -> Iterator[tuple[Steps, PrintedRows]]:
        """Its printed rows, one for each case."""
        for case, rows in self.table.cases.items():
            if isinstance(rows, PrintedRows):
                yield ("rows",) if case is None else ("rows", case), rows

    def rules(self) -> Iterator[tuple[Steps, Rule]]:
        """Its rules."""
        yield from ((("rules", i), rule) for i, rule in enumerate(self.table.rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRule:
    """A rule, and where it stands. table: None for a rule over fields."""

    form: Form
    table: Table | None
    rule: Rule
    steps: Steps

    def where(self, sources: Sources, *steps: str | int) -> Location:
        """The place of the rule or of one of its settings."""
        return sources.form(self.form.form, *self.steps, *steps)

    @property
    def columns(self) -> Mapping[str, Column]:
        """The columns of its table, or the fields of its form, by name."""
        return self.table.by_name if self.table else self.form.fields_by_name

    @property
    def called(self) -> str:
        """What these stand in."""
        return f"{self.form.form}.{self.table.name}" if self.table else self.form.form

    @property
    def free(self) -> bool:
        """Whether all its rows are filled freely."""
        return self.table is not None and not self.table.printed


def tables(world: World) -> Iterator[PlacedTable]:
    """All tables of all forms."""
    for form in world.scheme.forms:
        for i, block in enumerate(form.blocks):
            if block.table is not None:
                yield PlacedTable(form=form, table=block.table, steps=("blocks", i, "table"))


def matrices(world: World) -> Iterator[tuple[Form, Matrix, Steps]]:
    """All matrices of all forms."""
    for form in world.scheme.forms:
        for i, block in enumerate(form.blocks):
            if block.matrix is not None:
                yield form, block.matrix, ("blocks", i, "matrix")


def columns(world: World) -> Iterator[PlacedColumn]:
    """All columns and fields of all forms."""
    for form in world.scheme.forms:
        for i, block in enumerate(form.blocks):
            if block.table is not None:
                for steps, column in _leaves(block.table.columns, ("blocks", i, "table", "columns")):
                    yield PlacedColumn(form=form, table=block.table, column=column, steps=steps)
            for j, column in enumerate(block.fields or ()):
                yield PlacedColumn(form=form, table=None, column=column, steps=("blocks", i, "fields", j))
            for steps, item in told(block.narrative or (), ("blocks", i, "narrative")):
                for j, column in enumerate(item.fields):
                    yield PlacedColumn(form=form, table=None, column=column, steps=(*steps, "fields", j))


def told(items: tuple[Item, ...], steps: Steps) -> Iterator[tuple[Steps, Item]]:
    """The lines of a narrative, those below others too, in order."""
    for i, item in enumerate(items):
        yield (*steps, i), item
        yield from told(item.items, (*steps, i, "items"))


def narratives(world: World) -> Iterator[tuple[Form, Steps, Item]]:
    """The lines of all narratives, and where they stand."""
    for form in world.scheme.forms:
        for i, block in enumerate(form.blocks):
            for steps, item in told(block.narrative or (), ("blocks", i, "narrative")):
                yield form, steps, item


def every_rule(world: World) -> Iterator[PlacedRule]:
    """The rules of all tables, and those over the fields of all forms."""
    for table in tables(world):
        for steps, rule in table.rules():
            yield PlacedRule(form=table.form, table=table.table, rule=rule, steps=(*table.steps, *steps))
    for form in world.scheme.forms:
        for i, block in enumerate(form.blocks):
            for j, rule in enumerate(block.rules):
                yield PlacedRule(form=form, table=None, rule=rule, steps=("blocks", i, "rules", j))


def repeats(world: World) -> Iterator[tuple[Form, Repeat]]:
    """The forms that stand several times."""
    yield from ((f, f.repeat) for f in world.scheme.forms if f.repeat is not None)


def texts(world: World) -> Iterator[tuple[Form, Steps, str]]:
    """The texts of all forms that may hold paths in braces, but for the labels of columns and fields."""
    for form in world.scheme.forms:
        for key in ("attachment", "title", "sheet"):
            if (text := getattr(form, key)) is not None:
                yield form, (key,), text
        for i, block in enumerate(form.blocks):
            for key in ("notes", "paragraphs"):
                for j, text in enumerate(getattr(block, key) or ()):
                    yield form, ("blocks", i, key, j), text
            for steps, item in told(block.narrative or (), ("blocks", i, "narrative")):
                if item.text is not None:
                    yield form, (*steps, "text"), "".join(parted(item.text, item.blanks)[::2])


def _leaves(nodes: tuple[Column | ColumnGroup, ...], steps: Steps) -> Iterator[tuple[Steps, Column]]:
    for i, node in enumerate(nodes):
        if isinstance(node, ColumnGroup):
            yield from _leaves(node.columns, (*steps, i, "columns"))
        else:
            yield (*steps, i), node


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One type that a column can have: its own settings, else the column's."""

    name: str
    own: Typed | None
    column: Column
    steps: Steps

    def setting(self, name: TypeSetting) -> Any:
        """A setting as it holds for this type."""
        return getattr(self.own if self._says(name) else self.column, name)

    def place(self, name: TypeSetting) -> Steps:
        """Where the setting stands, below the column."""
        return (*self.steps, name) if self._says(name) else (name,)

    def _says(self, name: TypeSetting) -> bool:
        return self.own is not None and getattr(self.own, name) not in (None, ())


def types(column: Column) -> Iterator[Leaf]:
    """The types that a column can have."""
    return _types(column, column.type, ("type",))


def _types(column: Column, spec: Any, steps: Steps) -> Iterator[Leaf]:
    if isinstance(spec, Conditional):
        yield from _types(column, spec.then, (*steps, "then"))
        yield from _types(column, spec.otherwise, (*steps, "else"))
    elif isinstance(spec, tuple):
        for i, each in enumerate(spec):
            yield from _types(column, each, (*steps, i))
    else:
        own = spec if isinstance(spec, Typed) else None
        yield Leaf(name=own.type if own else spec, own=own, column=column, steps=steps)


def conditions(column: Column) -> Iterator[tuple[Steps, str]]:
    """The conditions that a column's type depends on."""
    return _conditions(column.type, ("type",))


def _conditions(spec: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    if isinstance(spec, Conditional):
        yield (*steps, "when"), spec.when
        yield from _conditions(spec.then, (*steps, "then"))
        yield from _conditions(spec.otherwise, (*steps, "else"))


def by_hand(column: Column) -> bool:
    """Whether a unit or a verifier fills the column, in any case."""
    return bool(fillers(column) & {"unit", "verifier"})


def fillers(column: Column) -> frozenset[str]:
    """Who fills the column, in any case; nobody where `from` prints it in every case."""
    if isinstance(column.source, str) and column.open_when is None:
        return frozenset()
    if isinstance(column.fill, dict):
        return frozenset(column.fill.values())
    return frozenset({column.fill}) if column.fill else frozenset()
