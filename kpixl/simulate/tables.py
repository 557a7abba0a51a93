"""The rows of a workbook that somebody fills, the rules that bind them, and which of these are broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from kpixl.blueprint.expressions import ColumnOperand, Node, Operand, RangeRef, Value, holds
from kpixl.blueprint.model import Column, Form, FreeRows, Rule, Table
from kpixl.layout import Calculation, Cell, Computation, Instance, Package, Plan, Role, Spot
from kpixl.layout.package.instances import sheet_key
from kpixl.layout.rows.meaning import Place
from kpixl.layout.rows.table_rows import TableRow, entries, single_subject
from kpixl.layout.rows.tree import laid
from kpixl.rules import (
    ENTRY_KINDS,
    ROW_KINDS,
    SELECTED,
    TABLE_KINDS,
    entry_rules,
    form_rules,
    mentioned,
    row_rules,
    table_rules,
    unit_rules,
)
from kpixl.rules.types import CellType, Dynamic, Listed, ValueType, parsed

RowValues = dict[str, Value]


@dataclass(frozen=True, kw_only=True)
class FilledRow:
    """A row of a table, or the fields of a form. inputs: the cells to fill by column, left to right.

    covered: the columns to fill whose cell another row has.
    """

    place: Place
    inputs: Mapping[str, Cell]
    rules: tuple[Rule, ...]
    free: FreeRows | None = None
    covered: frozenset[str] = frozenset()
    entry_rules: tuple[Rule, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The keys of the sheet's rows that it stands in: one for a table's row."""
        return tuple(dict.fromkeys(cell.spot.row for cell in self.inputs.values()))

    @cached_property
    def conditions(self) -> tuple[tuple[Rule, Calculation], ...]:
        """The rules that an entry can break, each with the condition that must hold."""
        bound = [r for r in self.rules if set(ROW_KINDS[r.kind].columns(r)) & set(self.inputs)]
        whole = (r for r in bound if not self.covered or self.covered.isdisjoint(mentioned(r)))
        judged = [r for r in whole if not r.trial]
        trees = [(r, ROW_KINDS[r.kind].tree(r)) for r in judged]
        return tuple((r, self.place.calculation(tree, condition=True, when_blank=True)) for r, tree in trees)

    def broken(self, run: Computation) -> Iterator[Rule]:
        """The rules that do not hold."""
        yield from (rule for rule, condition in self.conditions if run.result(condition) is False)
        lexicon = self.place.package.scheme.lexicon
        for rule in self.judged:
            if self.asks(rule, run) and ENTRY_KINDS[rule.kind].breaches(rule, self.values(run), lexicon):
                yield rule

    @property
    def judged(self) -> tuple[Rule, ...]:
        """The rules over entries that an entry can break."""
        bound = (r for r in self.entry_rules if set(ENTRY_KINDS[r.kind].columns(r)) & set(self.inputs))
        return tuple(r for r in bound if not r.trial)

    def asks(self, rule: Rule, run: Computation) -> bool:
        """Whether the rule's `when` lets it hold here."""
        return rule.when is None or self.truth(parsed(rule.when), run) is True

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
        return kind.settled(run.seen_from(self.inputs[column])) if isinstance(kind, Listed) else kind

    def values(self, run: Computation) -> RowValues:
        """What stands in the row, printed or filled, by column."""
        shown = self.place.spots.items()
        return {name: None if name in self.covered else run.value(spot) for name, spot in shown}

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
    def instance(self) -> Instance:
        """The copy of the form."""
        return self.rows[0].place.instance

    @property
    def sheet(self) -> str:
        """The key of its sheet."""
        return sheet_key(self.form, self.instance)

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
            kind = TABLE_KINDS[rule.kind]
            named, counts = set(kind.columns(rule)), kind.counts(rule) is not None
            bound = [r for r in self.rows if counts or named & set(r.inputs)]
            counted = [r for r in bound if r.used(run)]
            if kind.when_of == "table":
                counted = counted if counted and self._asks(rule, counted, run) else []
            else:
                counted = [r for r in counted if r.asks(rule, run)]
            if counted and not rule.trial:
                yield rule, counted

    def breached(self, run: Computation) -> Iterator[tuple[Rule, list[FilledRow]]]:
        """The table's rules that do not hold."""
        for rule, counted in self.in_force(run):
            if TABLE_KINDS[rule.kind].breaches(rule, self.values(rule, counted, run), self.fields(run)):
                yield rule, counted

    def _asks(self, rule: Rule, counted: Sequence[FilledRow], run: Computation) -> bool:
        """Whether a `when` holds for the table: a column's name is the whole column."""
        if rule.when is None:
            return True
        rows, place = [r.values(run) for r in counted], counted[0].place

        def look_up(path: str) -> Operand | ColumnOperand:
            if self.table and path in self.table.by_name:
                return ColumnOperand(items=tuple(Operand(value=r.get(path)) for r in rows))
            return Operand(value=rows[0].get(path, place.fact(path)))

        return holds(parsed(rule.when), look_up, place.package.scheme.lexicon) is True

    def values(self, rule: Rule, counted: Sequence[FilledRow], run: Computation) -> list[RowValues]:
        """What stands in the rows, as a rule over them sees it."""
        kind = TABLE_KINDS[rule.kind]
        counting, found = kind.counts(rule), list[RowValues]()
        for row in counted:
            seen = row.values(run)
            if counting is not None and counting.chosen is not None:
                seen[SELECTED] = row.truth(counting.chosen, run) is True
            for column in row.covered.intersection(kind.shared(rule)) if found else ():
                seen[column] = found[-1][column]
            found.append(seen)
        return found

    @property
    def form_rules(self) -> tuple[Rule, ...]:
        """The rules that compare it with another form."""
        stage = self.rows[0].place.package.stage_id
        declared = self.table.rules if self.table else self.form.field_rules
        return tuple(r for r in form_rules(declared, stage) if not r.trial)

    @property
    def unit_rules(self) -> tuple[Rule, ...]:
        """The rules over the returns of all units."""
        stage = self.rows[0].place.package.stage_id
        return tuple(r for r in unit_rules(self.table, stage) if not r.trial) if self.table else ()

    def fields(self, run: Computation) -> RowValues:
        """The values of the form's fields."""
        spots = self.rows[0].place.spots
        return {f.name: run.value(spots[f.name]) for f in self.form.fields if f.name in spots}


def filled_tables(package: Package, plan: Plan) -> tuple[FilledTable, ...]:
    """Every table, and the fields of every form, in which the package's recipient fills something in."""
    copies = ((form, instance) for form in package.forms for instance in package.instances(form))
    return tuple(t for form, instance in copies for t in _Copy(package, plan, form, instance).tables())


@dataclass(frozen=True)
class _Copy:
    """One copy of a form in a planned workbook."""

    package: Package
    plan: Plan
    form: Form
    instance: Instance

    def tables(self) -> Iterator[FilledTable]:
        """Its fields, then its tables."""
        yield from self._fields()
        for block in self.form.blocks:
            if block.table is not None and block.is_shown(self.package.stage_id):
                yield from self._table(block.table)

    @cached_property
    def _cells(self) -> tuple[Cell, ...]:
        """The cells of its sheet."""
        return self.plan.by_key[sheet_key(self.form, self.instance)].cells

    @cached_property
    def _field_spots(self) -> dict[str, Spot]:
        mine = (c for c in self._cells if c.key is not None and c.key.instance == self.instance.id)
        return {c.key.column: c.spot for c in mine if c.key is not None and not c.key.row}

    @cached_property
    def _owners(self) -> dict[Spot, Cell]:
        """The merged cells, by every spot that they cover."""
        sheet = self.plan.by_key[sheet_key(self.form, self.instance)]
        return {
            c.spot._replace(row=sheet.lines[sheet.row_index[c.spot.row] + i].key): c
            for c in self._cells
            if c.table
            for i in range(1, c.span[0])
        }

    def _fields(self) -> Iterator[FilledTable]:
        place = Place(
            package=self.package,
            form=self.form,
            subject=single_subject(self.package, self.form, self.instance),
            instance=self.instance,
            columns=self.form.fields_by_name,
            spots=self._field_spots,
        )
        rules = row_rules(self.form.field_rules, self.form.fields, self.package.stage_id)
        row = FilledRow(place=place, inputs=self._inputs(place, self.form.fields), rules=rules)
        if row.inputs:
            yield FilledTable(form=self.form, table=None, rows=(row,))

    def _table(self, table: Table) -> Iterator[FilledTable]:
        laid = entries(self.package, self.form, table, self.instance)
        rules = row_rules(table.rules, table.leaves, self.package.stage_id)
        judged = entry_rules(table, self.package.stage_id)
        named = frozenset(n for r in table.rules for n in mentioned(r))
        rows: dict[str, list[FilledRow]] = {}
        spots = self._spots(table, laid)
        ends = ((c, first, spots[-1][c]) for c, first in (spots[0].items() if spots else ()))
        ranges = {f"{table.name}.{c}": RangeRef(first, last) for c, first, last in ends}
        for entry, own in zip(laid, spots, strict=True):
            place = self._place(table, entry, own, ranges)
            inputs = self._inputs(place, table.leaves, named)
            if inputs:
                row = FilledRow(
                    place=place,
                    inputs=inputs,
                    rules=rules,
                    free=entry.free,
                    covered=frozenset(c for c, at in own.items() if self._is_covered(at)),
                    entry_rules=judged,
                )
                rows.setdefault(entry.subject, []).append(row)
        whole = table_rules(table, self.package.stage_id)
        for found in rows.values():
            yield FilledTable(form=self.form, table=table, rows=tuple(found), rules=whole)

    def _is_covered(self, at: Spot) -> bool:
        """Whether a merged cell that is to be filled covers a spot."""
        return at in self._owners and self._owners[at].role is Role.INPUT

    def _spots(self, table: Table, rows: Sequence[TableRow]) -> list[dict[str, Spot]]:
        """Where the columns of each row are on the sheet, whatever covers them."""
        sheet = sheet_key(self.form, self.instance)
        shown = laid(table.columns, partial(self.package.shows, self.form))
        grid = [(column.name, f"c{i}") for i, column in enumerate(shown, 1)]
        lines = (row.line(table.name) for row in rows)
        return [{column: Spot(sheet, line, at) for column, at in grid} for line in lines]

    def _place(
        self, table: Table, entry: TableRow, own: Mapping[str, Spot], ranges: Mapping[str, RangeRef]
    ) -> Place:
        owners = self._owners
        here = {c: owners[at].spot if at in owners else at for c, at in own.items()} if owners else own
        return Place(
            package=self.package,
            form=self.form,
            subject=entry.subject,
            row=entry.row,
            item=entry.item,
            number=entry.number(self.package, table),
            instance=self.instance,
            columns={**table.by_name, **self.form.fields_by_name},
            spots={**self._field_spots, **here},
            ranges=ranges,
        )

    def _inputs(
        self, place: Place, columns: tuple[Column, ...], named: frozenset[str] = frozenset()
    ) -> dict[str, Cell]:
        cells = {c.name: self.plan.by_cell_key.get(place.key(c.name)) for c in columns}
        return {
            name: _asked(cell, named)
            for name, cell in cells.items()
            if cell is not None and cell.role is Role.INPUT
        }


def _asked(cell: Cell, named: frozenset[str]) -> Cell:
    """A cell whose blank means as above: filled where a rule looks at it; in the first row, if required."""
    if not cell.down or cell.key is None:
        return cell
    return cell._replace(required=cell.key.column in named or (cell.required and cell.key.row == "1"))
