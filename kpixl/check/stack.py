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
from kpixl.returns import Cells, Layout, Record

if TYPE_CHECKING:
    from kpixl.check.scope import Scope

FIELDS = "fields"
"""The name under which the fields of a form are stacked."""


class Row:
    """A row of a form's table, or its fields, in one return. There are millions, so it keeps nothing twice.

    part: the row of the return's layout; carried: what its workbook has from before; cells: its entries by
    column.
    """

    __slots__ = ("_part", "_record", "carried", "cells")

    def __init__(self, record: Record, part: _Part, carried: Mapping[CellKey, Answer]) -> None:
        self._record, self._part, self.carried = record, part, carried
        self.cells = Cells(record.entries, part.columns)

    @property
    def unit(self) -> str:
        """The recipient, "" where nobody knows."""
        return self._record.stamp.recipient if self._record.stamp else ""

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
        return self._record.entries.subjects[self._part.subject]

    @property
    def row(self) -> str:
        """Its key in the table."""
        return self._part.row

    @property
    def file(self) -> str:
        """The return."""
        return self._record.name

    @property
    def sheet(self) -> str:
        """The sheet of its first cell."""
        return self._part.sheet

    @property
    def sha256(self) -> str:
        """The digest of the return."""
        return self._record.sha256

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


class _Carried(Mapping[CellKey, Answer]):
    """The answers that a return has from before; looked for when a rule first asks."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @cached_property
    def _known(self) -> dict[CellKey, Answer]:
        return carried_in(self._record.baseline or {})

    def __getitem__(self, key: CellKey) -> Answer:
        return self._known[key]

    def __iter__(self) -> Iterator[CellKey]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


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


class Stack:
    """The rows of these returns below each other, found by form and table, and by what stands beside them."""

    def __init__(self, scheme: Scheme, records: Sequence[Record]) -> None:
        self.scheme, self.records = scheme, records
        self._by_file: dict[str, dict[str, list[Row]]] = {}
        self._by_subject: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._known: dict[Layout, tuple[_Part, ...]] = {}

    @cached_property
    def _tables(self) -> dict[tuple[str, str], str]:
        return table_of(self.scheme)

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[Row]]:
        """The rows keyed `form.table` (`form.fields`), those that somebody returned, by name."""
        rows: dict[str, list[Row]] = {}
        for record in self.records:
            carried = _Carried(record)
            for part in self._parts(record.entries.layout):
                rows.setdefault(f"{part.form}.{part.table}", []).append(Row(record, part, carried))
        return dict(sorted(rows.items()))

    def _parts(self, layout: Layout) -> Sequence[_Part]:
        """The rows of tables and fields in a layout, which many returns share, in order."""
        if layout not in self._known:
            self._known[layout] = tuple(self._found(layout))
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

    def rows(self, form: str, table: str) -> Sequence[Row]:
        """All rows of a table, or of the fields; none where nobody returned it."""
        return self.by_name.get(f"{form}.{table}", ())

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
        table = self._tables[form, column]
        name = f"{form}.{table}"
        if name not in self._by_file:
            by_file = self._by_file[name] = defaultdict(list)
            for each in self.rows(form, table):
                by_file[each.file].append(each)
        found = [r for r in self._by_file[name].get(row.file, ()) if r.subject in {row.subject, ""}]
        same = [r for r in found if row.instance and r.instance == row.instance]
        return same or found


def _copies(layout: Layout) -> dict[tuple[str, str], int]:
    """The number of each copy of the repeated forms, as they stand in the return."""
    numbers: dict[tuple[str, str], int] = {}
    counted: Counter[str] = Counter()
    for form, instance in dict.fromkeys(line[:2] for line in layout.lines):
        if instance:
            counted[form] += 1
            numbers[form, instance] = counted[form]
    return numbers


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
