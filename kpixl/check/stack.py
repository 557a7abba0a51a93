"""The entries of many returns as rows with their cells, by form and table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.expressions.operands import ColumnOperand
from kpixl.blueprint.model import Scheme
from kpixl.findings import Location
from kpixl.layout import Answer, CellKey, carried_in
from kpixl.pieces import Pieces
from kpixl.returns import NO_CELLS, Cells, Layout, Record

if TYPE_CHECKING:
    from kpixl.check.scope import Scope

FIELDS = "fields"
"""The name under which the fields of a form are stacked."""


class Row:
    """A row of a form's table, or its fields, in one return. There are millions: each is made when asked for.

    part: the row of the return's layout; carried: what its workbook has from before; cells: its entries by
    column.
    """

    __slots__ = ("_part", "carried", "cells", "record")

    def __init__(self, carried: Carried, part: _Part) -> None:
        self.record, self._part, self.carried = carried.record, part, carried
        self.cells = Cells(carried.record.entries, part.columns)

    @property
    def unit(self) -> str:
        """The recipient, "" where nobody knows."""
        return self.record.stamp.recipient if self.record.stamp else ""

    @property
    def form(self) -> str:
        """The form."""
        return self._part.form

    @property
    def table(self) -> str:
        """The table, or `fields`."""
        return self._part.table

    @property
    def instance(self) -> str:
        """The copy of the form."""
        return self._part.instance

    @property
    def subject(self) -> str:
        """Whom the row is about."""
        return self.record.entries.subjects[self._part.subject]

    @property
    def row(self) -> str:
        """Its key in the table."""
        return self._part.row

    @property
    def file(self) -> str:
        """The return."""
        return self.record.name

    @property
    def sheet(self) -> str:
        """The sheet of its first cell."""
        return self._part.sheet

    @property
    def sha256(self) -> str:
        """The digest of the return."""
        return self.record.sha256

    @property
    def position(self) -> int:
        """Its place among the rows of its table that came back, from 1."""
        return self._part.position

    @property
    def number(self) -> int:
        """The place of the form's copy in its workbook, from 1; 0 of a form that stands once."""
        return self._part.number

    def value(self, column: str) -> Value:
        """What a valid entry says; None where it is blank, not valid or gone."""
        return self.cells.value(column)

    def told(self, column: str) -> str:
        """Where an entry stands, in words: file, sheet and cell; "" where it is gone."""
        line = self.cells.line(column)
        return f"{self.file} {self.sheet}!{line.cell}" if line else ""

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What tells it from the other rows of its table: return, copy, subject and key."""
        return self.file, self.instance, self.subject, self.row


class Carried(Mapping[CellKey, Answer]):
    """A return, and the answers that it has from before; looked for when a rule first asks."""

    __slots__ = ("_known", "record")

    def __init__(self, record: Record) -> None:
        self.record = record
        self._known: dict[CellKey, Answer] | None = None

    @property
    def _answers(self) -> dict[CellKey, Answer]:
        if self._known is None:
            self._known = carried_in(self.record.baseline or {})
        return self._known

    def __getitem__(self, key: CellKey) -> Answer:
        return self._answers[key]

    def __iter__(self) -> Iterator[CellKey]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


class Together(list[Row]):
    """The rows of one table of one return.

    columns: those that rules see whole, made once for all rows; scopes: the rows as expressions see them,
    made once for all rules.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__(rows)
        self.columns: dict[str, ColumnOperand] = {}
        self.scopes: dict[Row, Scope] = {}


def place(row: Row, column: str) -> Location:
    """The place of a row's cell."""
    e = row.cells[column]
    return Location(
        unit=row.unit or None,
        subject=e.key.subject or None,
        form=e.key.form,
        instance=e.key.instance or None,
        sheet=e.sheet,
        cell=e.cell,
        field=column,
        row=e.key.row or None,
        path=row.file,
    )


def table_of(scheme: Scheme) -> dict[tuple[str, str], str]:
    """(form, column) → the table that the column belongs to, `fields` for fields."""
    tables = {(f.form, name): t.name for f in scheme.forms for t in f.tables for name in t.by_name}
    return tables | {(f.form, name): FIELDS for f in scheme.forms for name in f.fields_by_name}


class StackedRows(Pieces[Row]):
    """The rows of a table, or of the fields, in many returns; a piece is those of one return."""

    def __init__(self) -> None:
        super().__init__()
        self._returns: list[tuple[Carried, Sequence[_Part]]] = []

    def add(self, one: Carried, parts: Sequence[_Part]) -> None:
        """Those of one more return. parts: of its layout, which other returns share."""
        self._returns.append((one, parts))
        self._grow(len(parts))

    def _piece(self, place: int) -> list[Row]:
        return _rows(*self._returns[place])


def _rows(one: Carried, parts: Iterable[_Part]) -> list[Row]:
    """These rows of a return."""
    return [Row(one, part) for part in parts]


class _Return:
    """The rows of one return, made when they are asked for. parts: by `form.table`."""

    def __init__(self, one: Carried, parts: Mapping[str, Sequence[_Part]]) -> None:
        self.one, self._parts = one, parts
        self._rows: dict[str, list[Row]] = {}
        self._fields: dict[str, Mapping[tuple[str, str], Cells]] = {}

    def rows(self, name: str) -> Sequence[Row]:
        """Those of a table, or of the fields."""
        if name not in self._rows:
            self._rows[name] = _rows(self.one, self._parts.get(name, ()))
        return self._rows[name]

    def fields(self, form: str) -> Mapping[tuple[str, str], Cells]:
        """The fields of a form by copy and subject."""
        if form not in self._fields:
            fields = self.rows(f"{form}.{FIELDS}")
            self._fields[form] = {(row.instance, row.subject): row.cells for row in fields}
        return self._fields[form]


class Stack:
    """The rows of these returns below each other, found by form and table, and by what stands beside them.

    Of no row is anything held but its return and what that has in common with others.
    """

    def __init__(self, scheme: Scheme, records: Sequence[Record]) -> None:
        self.scheme, self.records = scheme, records
        self._last: _Return | None = None
        self._by_subject: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._known: dict[Layout, Mapping[str, Sequence[_Part]]] = {}

    @cached_property
    def _tables(self) -> dict[tuple[str, str], str]:
        return table_of(self.scheme)

    @cached_property
    def by_name(self) -> Mapping[str, StackedRows]:
        """The rows keyed `form.table` (`form.fields`), those that somebody returned, by name."""
        rows: dict[str, StackedRows] = {}
        for one in map(Carried, self.records):
            for name, parts in self._parts(one.record.entries.layout).items():
                rows.setdefault(name, StackedRows()).add(one, parts)
        return dict(sorted(rows.items()))

    def _parts(self, layout: Layout) -> Mapping[str, Sequence[_Part]]:
        """The rows of each table and of the fields in a layout, which many returns share, in order."""
        if layout not in self._known:
            found: dict[str, list[_Part]] = {}
            for part in self._found(layout):
                found.setdefault(f"{part.form}.{part.table}", []).append(part)
            self._known[layout] = {name: tuple(parts) for name, parts in found.items()}
        return self._known[layout]

    def _found(self, layout: Layout) -> Iterator[_Part]:
        found: dict[tuple[str, str, str, int, str], dict[str, int]] = {}
        for number, (form, instance, subject, row, column, *_) in enumerate(layout.lines):
            table = self._tables.get((form, column))
            if table is not None and not row.startswith("#"):
                found.setdefault((form, table, instance, subject, row), {})[column] = number
        copies, counted = _copies(layout), Counter[tuple[str, str, str]]()
        for place, columns in found.items():
            sheet = layout.lines[next(iter(columns.values()))].sheet
            counted[place[:3]] += 1
            yield _Part(*place, columns, copies.get((place[0], place[2]), 0), sheet, counted[place[:3]])

    def rows(self, form: str, table: str) -> StackedRows:
        """All rows of a table, or of the fields; none where nobody returned it."""
        return self.by_name.get(f"{form}.{table}", NO_ROWS)

    def about(self, subject: str, form: str, column: str) -> Sequence[Row]:
        """The rows of a form with this column, about a subject, in whosever return."""
        name = form, self._tables[form, column]
        if name not in self._by_subject:
            by_subject = self._by_subject[name] = defaultdict(list)
            for each in self.rows(*name):
                by_subject[each.subject].append(each)
        return self._by_subject[name].get(subject, ())

    def beside(self, row: Row, form: str, column: str) -> Sequence[Row]:
        """The rows of another form with this column, in the same return and about the same subject.

        Of a form that stands several times, the copy with the same name as the row's own, if it has one.
        """
        there = self._in(row.carried).rows(f"{form}.{self._tables[form, column]}")
        found = [r for r in there if r.subject in {row.subject, ""}]
        same = [r for r in found if row.instance and r.instance == row.instance]
        return same or found

    def fields_of(self, row: Row, form: str) -> Cells:
        """The fields of the form that a row stands in: those about whom it is about, else about nobody."""
        fields = self._in(row.carried).fields(form)
        own, shared = ((row.instance, subject) for subject in (row.subject, ""))
        return fields.get(own) or fields.get(shared) or NO_CELLS

    def _in(self, one: Carried) -> _Return:
        """The rows of one return; those of the last one are kept."""
        if self._last is None or self._last.one is not one:
            self._last = _Return(one, self._parts(one.record.entries.layout))
        return self._last


def _copies(layout: Layout) -> dict[tuple[str, str], int]:
    """The number of each copy of the repeated forms, as they stand in the return."""
    numbers: dict[tuple[str, str], int] = {}
    counted: Counter[str] = Counter()
    for form, instance in dict.fromkeys(line[:2] for line in layout.lines):
        if instance:
            counted[form] += 1
            numbers[form, instance] = counted[form]
    return numbers


NO_ROWS = StackedRows()


class _Part(NamedTuple):
    """A row of a layout.

    subject: its place in the return; columns: the numbers of its lines; number: of the form's copy; sheet: of
    its first cell; position: among the rows of its table, from 1.
    """

    form: str
    table: str
    instance: str
    subject: int
    row: str
    columns: Mapping[str, int]
    number: int
    sheet: str
    position: int
