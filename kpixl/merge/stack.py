"""The accepted returns of a stage together: every answer by its identity, every row in use in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kpixl.blueprint.expressions import is_blank
from kpixl.blueprint.model import Column, Form, FreeRows, PrintedRows, Scheme, Stage, Table, Unit
from kpixl.layout import Answer, CellKey, Origin, Package, Role
from kpixl.layout.package import filler, is_shown, item, list_rows, row_source, stage_forms
from kpixl.layout.plan import FileCell
from kpixl.layout.table import Entry as Line
from kpixl.returns.record import Entry, Record

FIELDS = "fields"
_LONGEST_PATH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An entry and the return that it stands in."""

    entry: Entry
    record: Record

    @property
    def recipient(self) -> str:
        """Who returned it; "" where nobody knows."""
        return self.record.stamp.recipient if self.record.stamp else ""


@dataclass(frozen=True, kw_only=True)
class Stack:
    """The accepted records of one stage, sorted, so that nothing depends on the order they were read in.

    paths: where a returned file is, seen from the score sheet, by its displayed name; the displayed names
    themselves, which begin with the folder that was searched, where nothing else is said.
    """

    scheme: Scheme
    stage: Stage
    records: tuple[Record, ...]
    paths: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, scheme: Scheme, stage_id: str, records: Sequence[Record], paths: Mapping[str, str] | None = None
    ) -> Stack:
        """The stack of these records."""
        ordered = tuple(sorted(records, key=lambda r: (r.name, r.sha256)))
        return cls(scheme=scheme, stage=scheme.stage(stage_id), records=ordered, paths=paths or {})

    def link(self, file: str, sheet: str | None, cell: str | None) -> FileCell | None:
        """The link to a cell of a returned file; None where none leads there (in a zip, an odd name)."""
        path = self.paths.get(file, file)
        odd = "!" in file or "#" in path or "://" in path or len(path) > _LONGEST_PATH
        return (
            None if odd or not path or not sheet or not cell else FileCell(file=path, sheet=sheet, cell=cell)
        )

    def link_of(self, given: Given) -> FileCell | None:
        """The link to an entry's own cell."""
        return self.link(given.record.name, given.entry.sheet, given.entry.cell)

    @property
    def simulated(self) -> int:
        """How many of the returns are simulated."""
        return sum(r.stamp.simulated for r in self.records if r.stamp)

    @cached_property
    def given(self) -> Mapping[CellKey, Given]:
        """Every valid entry; of one that two returns have, the first."""
        found: dict[CellKey, Given] = {}
        for record in self.records:
            for e in record.entries:
                if e.valid:
                    found.setdefault(e.key, Given(entry=e, record=record))
        return found

    @cached_property
    def subjects(self) -> tuple[Unit, ...]:
        """Whom the returns are about, group by group in the roster's order."""
        there = {subject for r in self.records if r.stamp for subject in r.stamp.subjects}
        roster = self.scheme.roster
        return tuple(u for g in roster.groups for u in roster.of(g.id) if u.id in there)

    @cached_property
    def package(self) -> Package:
        """All of it as one package, for the layout: what any return prints or holds is printed in it."""
        carried = {
            key: Answer(value=g.entry.value, origin=_origin(g))
            for key, g in self.given.items()
            if g.entry.role == Role.PRINTED
        }
        return Package(
            scheme=self.scheme,
            stage_id=self.stage.id,
            recipient=self.scheme.roster.units[0].id,
            subjects=tuple(u.id for u in self.subjects),
            carried=carried,
        )

    def forms(self) -> Iterator[tuple[Form, tuple[Table, ...]]]:
        """The forms about units that somebody fills in this stage, with the tables to stack."""
        for form in stage_forms(self.scheme, self.stage):
            tables = tuple(t for t in (_field_table(form), *form.tables) if t is not None and self._filled(t))
            if form.subject == "unit" and tables:
                yield form, tables

    def _filled(self, table: Table) -> bool:
        groups = [g.id for g in self.scheme.roster.groups]
        return any(self._fills(c, group) for c in table.leaves for group in groups)

    def _fills(self, column: Column, group: str) -> bool:
        return (
            is_shown(column.shown, self.stage.id) and filler(column, group, self.stage.id) == self.stage.fills
        )

    def lines(self, form: Form, table: Table) -> list[Line]:
        """The rows of a table that somebody filled in, in the order of roster and list."""
        used = self._used(form, table)
        found: list[Line] = []
        for unit in self.subjects:
            source = row_source(table, unit.group)
            for row in self._ordered(source, used.get(unit.id, ())):
                found.append(Line(unit.id, row, self._item(source, row), len(found) + 1))
        return found

    def name_of(self, form_id: str, line: Line) -> str:
        """What a person calls a row: the list's name for it, else the first text that was entered in it."""
        listed = line.item.get("name") or line.item.get("title")
        if listed:
            return str(listed)
        for column in (c.name for t in self.scheme.form(form_id).tables for c in t.leaves):
            given = self.given.get(CellKey(form_id, "", line.subject, line.row, column))
            if given and given.entry.type == "text" and isinstance(given.entry.value, str):
                return given.entry.value
        return f"第{line.row}行" if line.row else ""

    def _ordered(self, source: PrintedRows | FreeRows | None, rows: Sequence[str]) -> list[str]:
        """In the list's order; rows of an older version's list behind."""
        listed = list_rows(self.scheme, source) if isinstance(source, PrintedRows) else ()
        return sorted(rows, key=lambda row: listed.index(row) if row in listed else len(listed))

    def _item(self, source: PrintedRows | FreeRows | None, row: str) -> Mapping[str, object]:
        if isinstance(source, PrintedRows) and row in list_rows(self.scheme, source):
            return item(self.scheme, source, row)
        return {}

    def _used(self, form: Form, table: Table) -> dict[str, list[str]]:
        """Rows with an answer or a computed figure, by subject."""
        names = {c.name for c in table.leaves}
        used: dict[str, dict[str, None]] = {}
        for key, g in self.given.items():
            mine = key.form == form.form and key.column in names and not key.row.startswith("#")
            if mine and g.entry.role in (Role.INPUT, Role.FORMULA) and not is_blank(g.entry.value):
                used.setdefault(key.subject, {}).setdefault(key.row)
        return {subject: list(rows) for subject, rows in used.items()}


def _origin(given: Given) -> Origin:
    e = given.entry
    return Origin(sha256=given.record.sha256, file=given.record.name, sheet=e.sheet, cell=e.cell)


def _field_table(form: Form) -> Table | None:
    """The form's fields as a table with one row a unit."""
    if not form.fields:
        return None
    return Table(name=FIELDS, columns=form.fields, rows=FreeRows(free=1))
