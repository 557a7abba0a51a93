"""Frames: the entries of many returns stacked by form and table; one row a (subject, row), with its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kpixl.findings import Location
from kpixl.returns import Entry, Record

if TYPE_CHECKING:
    import pandas as pd

PLACE = ("unit", "form", "table", "instance", "subject", "row", "file", "sheet", "sha256")
CELLS = "_cells"
"""The column that holds, for each row, the entries by field name."""
NUMBER = "_number"
"""The column with the place of the form's copy in its workbook, from 1; 0 of a form that stands once."""


def frames(records: Sequence[Record], table_of: dict[tuple[str, str], str]) -> dict[str, pd.DataFrame]:
    """Stacked frames keyed `form.table`. table_of: (form, column) → the table's name, `fields` for fields.

    Values are Decimal, str, bool, date or None in object columns; an invalid entry is None there and
    itself in `_cells`.
    """
    import pandas as pd  # noqa: PLC0415 - heavy: only where there is something to stack

    rows: dict[str, dict[tuple[str, ...], dict[str, Any]]] = {}
    for record in records:
        copies = _copies(record)
        for e in record.entries:
            table = table_of.get((e.key.form, e.key.column))
            if table is None or e.key.row.startswith("#"):
                continue
            place = (record.name, e.key.instance, e.key.subject, e.key.row)
            of_table = rows.setdefault(f"{e.key.form}.{table}", {})
            if place not in of_table:
                of_table[place] = {
                    **_row(record, e, table),
                    NUMBER: copies.get((e.key.form, e.key.instance), 0),
                }
            row = of_table[place]
            if e.key.column not in PLACE:  # a column called like one of these is in `_cells` alone
                row[e.key.column] = e.value if e.valid else None
            row[CELLS][e.key.column] = e
    return {name: pd.DataFrame(list(found.values()), dtype=object) for name, found in sorted(rows.items())}


def _copies(record: Record) -> dict[tuple[str, str], int]:
    """The number of each copy of the repeated forms, as they stand in the return."""
    copies = dict.fromkeys((e.key.form, e.key.instance) for e in record.entries if e.key.instance)
    forms = [form for form, _ in copies]
    return {copy: forms[: i + 1].count(copy[0]) for i, copy in enumerate(copies)}


def _row(record: Record, e: Entry, table: str) -> dict[str, Any]:
    unit = record.stamp.recipient if record.stamp else None
    place = (
        unit,
        e.key.form,
        table,
        e.key.instance,
        e.key.subject,
        e.key.row,
        record.name,
        e.sheet,
        record.sha256,
    )
    return {**dict(zip(PLACE, place, strict=True)), CELLS: {}}


def place(row: Any, column: str) -> Location:
    """The place of a field in a frame's row."""
    e: Entry = row[CELLS][column]
    return Location(
        unit=row["unit"],
        subject=e.key.subject or None,
        form=e.key.form,
        instance=e.key.instance or None,
        sheet=e.sheet,
        cell=e.cell,
        field=column,
        row=e.key.row or None,
        path=row["file"],
    )
