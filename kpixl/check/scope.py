"""What names mean in a rule checked on a frame: the row's entries, the table's columns, known facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from kpixl.blueprint.expressions import Kind, Value
from kpixl.blueprint.expressions.operands import ColumnOperand, Operand
from kpixl.blueprint.model import Column, Form, Scheme, Table
from kpixl.check.stack import Row, Together
from kpixl.layout import ALONE, Instance, Package
from kpixl.layout.rows.meaning import Place
from kpixl.returns import Cells, Statement
from kpixl.rules.types import CellType, Listed, ValueType, settle


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One row of a return as expressions see it.

    rows: all rows of the same table, copy, subject and file; fields: of the same form.
    """

    scheme: Scheme
    stage: str
    form: Form
    table: Table | None
    row: Row
    fields: Cells
    rows: Sequence[Row] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    _known: dict[str, Operand | ColumnOperand] = field(default_factory=dict, init=False, compare=False)

    @cached_property
    def place(self) -> Place:
        """The row as the layout placed it, for the facts that are no entries."""
        row = self.row
        package = Package(scheme=self.scheme, stage_id=self.stage, recipient=row.unit, carried=row.carried)
        return Place(
            package=package,
            form=self.form,
            subject=self.row.subject,
            row=self.row.row,
            item=self._item(package),
            number=self._number(package),
            instance=self._instance(),
            columns=self.columns,
        )

    def _instance(self) -> Instance:
        """The copy of the form; of an item that an older version's list had, its id alone."""
        key, number = self.row.instance, self.row.number
        repeat = self.form.repeat
        data = self.scheme.lists[repeat.source].by(repeat.key).get(key, {}) if repeat else {}
        return Instance(id=key, number=number, item=data) if key else ALONE

    def _number(self, package: Package) -> int | None:
        """The row's place in its table, as its form printed it: of free rows blank ones count, too."""
        if self.table is None:
            return None
        group = package.group(self.row.subject)
        if not self.scheme.numbers(self.table.printed_for(group)):
            return None
        free = self.table.free_for(group) is not None and not package.stage.deals
        return int(self.row.row) if free else self.row.position

    def _item(self, package: Package) -> Mapping[str, Any]:
        printed = self.table.printed_for(package.group(self.row.subject)) if self.table else None
        if printed is None:
            return {}
        try:
            return self.scheme.item(printed, self.row.row)
        except KeyError:  # a row of an older version's list
            return {}

    def __call__(self, path: str) -> Operand | ColumnOperand:
        """The operand that a name stands for, the same for all rules."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._found(path)
        return known

    def _found(self, path: str) -> Operand | ColumnOperand:
        table = self.table.name if self.table else ""
        head, dot, name = path.rpartition(".")
        if dot and head == table:
            return self._column(name)
        return self._alone(path, self.row.cells.said(path))

    def as_columns(self, path: str) -> Operand | ColumnOperand:
        """The operand of a name in a rule over the table: a column's name is the whole column."""
        if any(path in r.cells for r in self.rows):
            return self._column(path)
        return self._alone(path, None)

    def _column(self, name: str) -> ColumnOperand:
        kept = self.rows.columns if isinstance(self.rows, Together) else {}
        if name not in kept:
            kept[name] = self._whole(name)
        return kept[name]

    def _whole(self, name: str) -> ColumnOperand:
        return ColumnOperand(items=tuple(self._operand(r.cells.said(name), name) for r in self.rows))

    def _alone(self, path: str, said: Statement | None) -> Operand | ColumnOperand:
        """A cell of the row, a field of the form, or a fact; a list among the facts as a column."""
        said = said or self.fields.said(path)
        if said is None and path in self.columns:
            # its column or row is gone, which has a finding of its own, or another row's merged cell holds
            # it: nobody knows what stood there, unless the unit has no such column
            return Operand(value=None, valid=not self.place.has(self.columns[path]))
        if said:
            return self._operand(said, path)
        listed = self.place.facts.operand(path)
        return listed if isinstance(listed, ColumnOperand) else Operand(value=self.place.fact(path))

    def _operand(self, said: Statement | None, name: str) -> Operand:
        column = self.columns.get(name)
        required = bool(column and column.required)
        if said is None:
            return Operand(value=None, valid=False)
        return Operand(value=said.value, required=required, valid=said.valid, kind=_kind(said.type))

    def type(self, name: str) -> CellType:
        """The type of a column in this row, settled where the entries settle it."""
        kind = self.place.type(self.columns[name])
        return kind if isinstance(kind, Listed) else settle(kind, self) or kind

    def value(self, name: str) -> Value:
        """A valid entry's value, of the row or else a field of the form; None otherwise."""
        said = self.row.cells.said(name) or self.fields.said(name)
        return said.value if said and said.valid else None


@cache
def _kind(name: str) -> Kind:
    """What an entry holds, by the type under which it is kept."""
    return ValueType(name=name).kind
