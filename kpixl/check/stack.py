"""The entries of many returns as rows with their cells, by form and table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.expressions.operands import ColumnOperand
from kpixl.blueprint.model import Scheme
from kpixl.findings import Location
from kpixl.returns import Entry, Record

FIELDS = "fields"
"""The name under which the fields of a form are stacked."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """A row of a form's table, or its fields, in one return.

    unit: the recipient, "" where nobody knows; number: the place of the form's copy in its workbook, from 1
    (0 of a form that stands once); sheet: of its first cell; cells: its entries by column.
    """

    unit: str
    form: str
    table: str
    instance: str
    subject: str
    row: str
    file: str
    sheet: str
    sha256: str
    number: int
    cells: dict[str, Entry] = field(default_factory=dict)

    def value(self, column: str) -> Value:
        """What a valid entry says; None where it is blank, not valid or gone."""
        entry = self.cells.get(column)
        return entry.value if entry is not None and entry.valid else None


class Together(list[Row]):
    """The rows of one table of one return. columns: those that rules see whole, made once for all rows."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: dict[str, ColumnOperand] = {}


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

    @cached_property
    def _tables(self) -> dict[tuple[str, str], str]:
        return table_of(self.scheme)

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[Row]]:
        """The rows keyed `form.table` (`form.fields`), those that somebody returned, by name."""
        rows: dict[str, dict[tuple[str, ...], Row]] = {}
        for record in self.records:
            for table, e, number in self._entries(record):
                whose = (record.name, e.key.instance, e.key.subject, e.key.row)
                of_table = rows.setdefault(f"{e.key.form}.{table}", {})
                if whose not in of_table:
                    of_table[whose] = _row(record, e, table, number)
                of_table[whose].cells[e.key.column] = e
        return {name: list(found.values()) for name, found in sorted(rows.items())}

    def _entries(self, record: Record) -> Iterator[tuple[str, Entry, int]]:
        """The entries of tables and fields, each with its table and the number of its form's copy."""
        copies = _copies(record)
        for e in record.entries:
            table = self._tables.get((e.key.form, e.key.column))
            if table is not None and not e.key.row.startswith("#"):
                yield table, e, copies.get((e.key.form, e.key.instance), 0)

    def rows(self, form: str, table: str) -> Sequence[Row]:
        """All rows of a table, or of the fields; none where nobody returned it."""
        return self.by_name.get(f"{form}.{table}", ())

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


def _copies(record: Record) -> dict[tuple[str, str], int]:
    """The number of each copy of the repeated forms, as they stand in the return."""
    copies = dict.fromkeys((e.key.form, e.key.instance) for e in record.entries if e.key.instance)
    forms = [form for form, _ in copies]
    return {copy: forms[: i + 1].count(copy[0]) for i, copy in enumerate(copies)}


def _row(record: Record, e: Entry, table: str, number: int) -> Row:
    return Row(
        unit=record.stamp.recipient if record.stamp else "",
        form=e.key.form,
        table=table,
        instance=e.key.instance,
        subject=e.key.subject,
        row=e.key.row,
        file=record.name,
        sheet=e.sheet,
        sha256=record.sha256,
        number=number,
    )
