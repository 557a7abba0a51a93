"""The rows of a workbook that somebody fills, the rules that bind them, and which of these are broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kpixl.blueprint.expressions import Node, RangeRef, Value
from kpixl.blueprint.model import Column, Form, FreeRows, Rule, Table, leaves
from kpixl.layout import Calculation, Cell, Computation, Package, Plan, Role, Spot
from kpixl.layout.package import is_shown
from kpixl.layout.place import Place
from kpixl.layout.table import Entry, entries, in_print_order, shown_tree, single_subject
from kpixl.rules import ROW_KINDS, TABLE_KINDS, row_rules, table_rules
from kpixl.rules.types import CellType, Dynamic, ValueType, parsed

RowValues = dict[str, Value]


@dataclass(frozen=True, kw_only=True)
class FilledRow:
    """A row of a table, or the fields of a form. inputs: the cells to fill by column, left to right."""

    place: Place
    inputs: Mapping[str, Cell]
    rules: tuple[Rule, ...]
    free: FreeRows | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The keys of the sheet's rows that it stands in: one for a table's row."""
        return tuple(dict.fromkeys(cell.spot.row for cell in self.inputs.values()))

    @cached_property
    def conditions(self) -> tuple[tuple[Rule, Calculation], ...]:
        """The rules that an entry can break, each with the condition that must hold."""
        bound = [r for r in self.rules if set(ROW_KINDS[r.kind].columns(r)) & set(self.inputs)]
        trees = [(r, ROW_KINDS[r.kind].tree(r)) for r in bound if not r.trial]
        return tuple((r, self.place.calculation(tree, condition=True, when_blank=True)) for r, tree in trees)

    def broken(self, run: Computation) -> Iterator[Rule]:
        """The rules that do not hold."""
        return (rule for rule, condition in self.conditions if run.result(condition) is False)

    def truth(self, tree: Node, run: Computation) -> bool | None:
        """Whether a condition holds in this row; None where it is not applicable."""
        condition = self.place.calculation(tree, condition=True, when_blank=False)
        surely = run.result(condition)
        return bool(surely) if surely == run.result(replace(condition, when_blank=True)) else None

    def settled(self, column: str, run: Computation) -> ValueType | None:
        """The type of an input as the row's values settle it; None where they leave it open."""
        kind: CellType | None = self.inputs[column].type
        while isinstance(kind, Dynamic):
            truth = self.truth(kind.condition, run)
            if truth is None:
                return None
            kind = kind.then if truth else kind.otherwise
        return kind

    def values(self, run: Computation) -> RowValues:
        """What stands in the row, printed or filled, by column."""
        return {name: run.value(spot) for name, spot in self.place.spots.items()}

    def used(self, run: Computation) -> bool:
        """Whether anything is filled in."""
        return any(run.value(cell.spot) is not None for cell in self.inputs.values())


@dataclass(frozen=True, kw_only=True)
class FilledTable:
    """A table with its rows, for one subject; or the fields of a form (table None, one row)."""

    form: Form
    table: Table | None
    rows: tuple[FilledRow, ...]
    rules: tuple[Rule, ...] = ()

    @property
    def name(self) -> str:
        """`form/table`, for messages."""
        return f"{self.form.form}/{self.table.name if self.table else 'fields'}"

    @property
    def free(self) -> FreeRows | None:
        """How many rows may be filled, where that is free."""
        return self.rows[0].free

    def in_force(self, run: Computation) -> Iterator[tuple[Rule, list[FilledRow]]]:
        """The table's rules that entries can break here, each with the rows that it counts."""
        for rule in self.rules:
            named = TABLE_KINDS[rule.kind].columns(rule)
            counted = [r for r in self.rows if r.used(run) and set(named) & set(r.inputs)]
            if rule.when is not None:
                counted = [r for r in counted if r.truth(parsed(rule.when), run)]
            if counted and not rule.trial:
                yield rule, counted

    def breached(self, run: Computation) -> Iterator[tuple[Rule, list[FilledRow]]]:
        """The table's rules that do not hold."""
        for rule, counted in self.in_force(run):
            if TABLE_KINDS[rule.kind].breaches(rule, [r.values(run) for r in counted], self.fields(run)):
                yield rule, counted

    def fields(self, run: Computation) -> RowValues:
        """The values of the form's fields."""
        spots = self.rows[0].place.spots
        return {f.name: run.value(spots[f.name]) for f in self.form.fields if f.name in spots}


def filled_tables(package: Package, plan: Plan) -> tuple[FilledTable, ...]:
    """Every table, and every form's fields, in which the package's recipient fills something in."""
    found: list[FilledTable] = []
    for form in package.forms:
        found += _fields(package, plan, form)
        for block in form.blocks:
            if block.table is not None and is_shown(block.shown, package.stage_id):
                found += _table(package, plan, form, block.table)
    return tuple(found)


def _fields(package: Package, plan: Plan, form: Form) -> list[FilledTable]:
    columns = {f.name: f for f in form.fields}
    place = Place(
        package=package,
        form=form,
        subject=single_subject(package, form),
        columns=columns,
        spots=_field_spots(plan, form),
    )
    rules = row_rules((), form.fields, package.stage_id)
    row = FilledRow(place=place, inputs=_inputs(plan, place, form.fields), rules=rules)
    return [FilledTable(form=form, table=None, rows=(row,))] if row.inputs else []


def _field_spots(plan: Plan, form: Form) -> dict[str, Spot]:
    cells = plan.by_key[form.form].cells
    return {c.key.column: c.spot for c in cells if c.key is not None and not c.key.row}


def _table(package: Package, plan: Plan, form: Form, table: Table) -> list[FilledTable]:
    laid = entries(package, form, table)
    rules = row_rules(table.rules, table.leaves, package.stage_id)
    rows: dict[str, list[FilledRow]] = {}
    for entry in laid:
        place = _place(package, plan, form, (table, laid, entry))
        inputs = _inputs(plan, place, table.leaves)
        if inputs:
            row = FilledRow(place=place, inputs=inputs, rules=rules, free=entry.free)
            rows.setdefault(entry.subject, []).append(row)
    whole = table_rules(table, package.stage_id)
    return [FilledTable(form=form, table=table, rows=tuple(found), rules=whole) for found in rows.values()]


def _place(package: Package, plan: Plan, form: Form, at: tuple[Table, list[Entry], Entry]) -> Place:
    table, laid, entry = at
    shown = leaves(tuple(in_print_order(shown_tree(table.columns, package.stage_id))))
    grid = {column.name: f"c{i}" for i, column in enumerate(shown, 1)}

    def spot(of: Entry, column: str) -> Spot:
        return Spot(form.form, of.line(table.name), grid[column])

    ranges = {f"{table.name}.{c}": RangeRef(spot(laid[0], c), spot(laid[-1], c)) for c in grid}
    return Place(
        package=package,
        form=form,
        subject=entry.subject,
        row=entry.row,
        item=entry.item,
        columns={c.name: c for c in table.leaves} | {f.name: f for f in form.fields},
        spots={**_field_spots(plan, form), **{c: spot(entry, c) for c in grid}},
        ranges=ranges,
    )


def _inputs(plan: Plan, place: Place, columns: tuple[Column, ...]) -> dict[str, Cell]:
    cells = {c.name: plan.by_cell_key.get(place.key(c.name)) for c in columns}
    return {name: cell for name, cell in cells.items() if cell is not None and cell.role is Role.INPUT}
