"""The stacked frames as rows, found by form and column, and by what stands in the same return."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kpixl.blueprint.model import Scheme
from kpixl.check.scope import Row

if TYPE_CHECKING:
    from kpixl.check.validator import Frames

FIELDS = "fields"
"""The name under which the fields of a form are stacked."""


def table_of(scheme: Scheme) -> dict[tuple[str, str], str]:
    """(form, column) → the table that the column belongs to, `fields` for fields."""
    tables = {(f.form, name): t.name for f in scheme.forms for t in f.tables for name in t.by_name}
    return tables | {(f.form, name): FIELDS for f in scheme.forms for name in f.fields_by_name}


class Stack:
    """The frames of all returns. data: keyed `form.table`."""

    def __init__(self, scheme: Scheme, data: Frames) -> None:
        self._scheme, self._data = scheme, data
        self._rows: dict[str, list[Row]] = {}
        self._by_file: dict[str, dict[str, list[Row]]] = {}

    @cached_property
    def _tables(self) -> dict[tuple[str, str], str]:
        return table_of(self._scheme)

    def rows(self, form: str, table: str) -> list[Row]:
        """All rows of a table, or of the fields; none where nobody returned it."""
        name = f"{form}.{table}"
        if name not in self._rows:
            frame = self._data.get(name)
            records = [] if frame is None else frame.to_dict("records")
            self._rows[name] = [{str(key): value for key, value in row.items()} for row in records]
        return self._rows[name]

    def beside(self, row: Row, form: str, column: str) -> Sequence[Row]:
        """The rows of another form with this column, in the same return and about the same subject.

        Of a form that stands several times, the copy with the same name as the row's own, if it has one.
        """
        table = self._tables[form, column]
        name = f"{form}.{table}"
        if name not in self._by_file:
            by_file = self._by_file[name] = defaultdict(list)
            for each in self.rows(form, table):
                by_file[each["file"]].append(each)
        found = [r for r in self._by_file[name].get(row["file"], ()) if r["subject"] in {row["subject"], ""}]
        same = [r for r in found if row["instance"] and r["instance"] == row["instance"]]
        return same or found
