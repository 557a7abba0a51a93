"""The rows of a table in a package, before they are laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpixl.blueprint.model import Form, FreeRows, Table
from kpixl.layout.package.instances import ALONE, Instance
from kpixl.layout.package.package import Package


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row to lay out: whose, its key, the list's item behind it, position from 1 and free or not.

    instance: the copy of the form that it stands in; own: whom it is about is who fills the workbook, alone.
    """

    subject: str
    row: str
    item: Mapping[str, Any]
    position: int
    free: FreeRows | None = None
    instance: Instance = ALONE
    own: bool = False

    def number(self, package: Package, table: Table) -> int | None:
        """Its place as expressions ask for it; None where its list has a number of its own."""
        printed = table.printed_for(package.group(self.subject))
        return self.position if package.scheme.numbers(printed) else None

    def line(self, table: str) -> str:
        """The row's key on the sheet: the same for all who get the same form about themselves."""
        return self._keyed(table, "" if self.own else self.subject)

    def written(self, table: str) -> str:
        """The same as the sheet's hidden column has it: nobody else's sheet has it."""
        return self._keyed(table, self.subject)

    def _keyed(self, table: str, subject: str) -> str:
        return f"{self.instance.prefix}{table}/{subject}/{self.row}"

    @property
    def spare(self) -> bool:
        """A free row that lies hidden until somebody needs it."""
        return self.free is not None and self.position > self.free.free


def entries(package: Package, form: Form, table: Table, instance: Instance = ALONE) -> list[TableRow]:
    """The rows of a table in this package: printed from lists or from the stage before, or the free ones."""
    found: list[TableRow] = []
    own = package.about_itself
    for subject, row in package.rows.get((form.form, instance.id, table.name), ()):
        printed = table.printed_for(package.group(subject))
        data = package.scheme.item(printed, row) if printed else {}
        found.append(TableRow(subject, row, data, len(found) + 1, None, instance, own))
    for subject in package.about(form):
        free = table.free_for(package.group(subject))
        if free and not package.stage.deals:
            found += [TableRow(subject, str(n), {}, n, free, instance, own) for n in range(1, free.most + 1)]
    return found


def single_subject(package: Package, form: Form, instance: Instance = ALONE) -> str:
    """Whom a copy of a form is about; "" where it is about several units or none."""
    if form.subject != "unit":
        return ""
    there = package.subjects
    if form.repeat is not None and len(there) > 1:
        rows = (pairs for (f, i, _), pairs in package.rows.items() if (f, i) == (form.form, instance.id))
        there = tuple(dict.fromkeys(subject for pairs in rows for subject, _ in pairs))
    return there[0] if len(there) == 1 else ""
