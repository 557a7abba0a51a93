"""The accepted returns of a stage together: every answer by its identity, every row in use in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType

from kpixl.blueprint.model import (
    Column,
    ColumnGroup,
    Form,
    FreeRows,
    Item,
    PrintedRows,
    Scheme,
    Stage,
    Table,
    Unit,
)
from kpixl.layout import CellKey, Instance, Package
from kpixl.layout.package.facts import Facts
from kpixl.layout.package.instances import named
from kpixl.layout.pages.text_height import PADDING, text_width
from kpixl.layout.plan.cell import FileCell
from kpixl.layout.rows.table_rows import TableRow
from kpixl.merge.given import Given, GivenAnswers, Numbers, PrintedAnswers
from kpixl.merge.lines import Kind, Lines
from kpixl.returns import Record

FIELDS = "fields"
Rows = tuple[tuple[str, str], ...]
"""The rows of a subject: copy and key."""
_NOTHING: Mapping[str, object] = MappingProxyType({})
_HOLLOW = re.compile(r"（\s*）|\(\s*\)")
_UNIT_NAMED = frozenset({"subject.print", "subject.name"})
_LONGEST_PATH = 1_000
_LONGEST_HEAD = 40
_LEAST_FILE, _WIDEST_FILE = 28.0, 80.0


@dataclass(frozen=True, kw_only=True)
class AcceptedAnswers:
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
    ) -> AcceptedAnswers:
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

    @cached_property
    def file_width(self) -> float:
        """Of a column with the files' names: as links they do not wrap in LibreOffice."""
        longest = max((text_width(record.name) for record in self.records), default=0.0)
        return min(_WIDEST_FILE, max(_LEAST_FILE, round(longest + PADDING, 1)))

    @property
    def simulated(self) -> int:
        """How many of the returns are simulated."""
        return sum(bool(r.stamp.simulated) for r in self.records if r.stamp)

    @cached_property
    def given(self) -> GivenAnswers:
        """Every valid entry; of one that two returns have, the first.

        In a form about nobody in particular the subject is whoever returned it, so that returns stay apart.
        """
        return GivenAnswers(self.records)

    @cached_property
    def subjects(self) -> tuple[Unit, ...]:
        """Whom the returns are about, group by group in the roster's order."""
        there = {subject for r in self.records for subject in r.subjects}
        return tuple(u for u in self.scheme.roster.appraised if u.id in there)

    def _owners(self, form: Form) -> tuple[Unit, ...]:
        """Whose rows a form has: its subjects, or those who returned it."""
        if form.subject == "unit":
            return self.subjects
        there = {r.stamp.recipient for r in self.records if r.stamp}
        return tuple(u for u in self.scheme.roster.units if u.id in there)

    @cached_property
    def package(self) -> Package:
        """All of it as one package, for the layout: what any return prints or holds is printed in it."""
        return Package(
            scheme=self.scheme,
            stage_id=self.stage.id,
            recipient=self.scheme.roster.units[0].id,
            subjects=tuple(u.id for u in self.subjects),
            carried=PrintedAnswers(self.given),
        )

    def forms(self) -> Iterator[tuple[Form, tuple[Table, ...]]]:
        """The forms that somebody fills in this stage, with the tables to stack; their fields are one."""
        for form in self.scheme.forms_of(self.stage):
            tables = tuple(t for t in (_field_table(form), *form.tables) if t is not None and self._filled(t))
            if tables:
                yield form, tables

    def title(self, text: str) -> str:
        """A title or a sheet's name without what it says of a single copy or unit."""
        return _HOLLOW.sub("", Facts(scheme=self.scheme, stage=self.stage.id).filled(text)).strip()

    def sheet_name(self, form: Form) -> str:
        """What the sheets with a form's stacked answers are called after."""
        return self.title(form.sheet_name) or form.attachment or self.title(form.title)

    def _filled(self, table: Table) -> bool:
        groups = (None, *self.scheme.roster.group_ids)
        return any(self.stage.asks(c, group) for c in table.leaves for group in groups)

    def lines(self, form: Form, table: Table) -> Lines:
        """The rows of a table that somebody filled in, in the order of roster and list, copy by copy."""
        if (form.form, table.name) not in self._lines:
            self._lines[form.form, table.name] = self._lined(form, table)
        return self._lines[form.form, table.name]

    @cached_property
    def _lines(self) -> dict[tuple[str, str], Lines]:
        return {}

    def _lined(self, form: Form, table: Table) -> Lines:
        used, made = self._used(form, table), Lines()
        kinds: dict[tuple[str | None, Rows], Kind] = {}
        for unit in self._owners(form):
            rows = used.get(unit.id, ())
            if (unit.group, rows) not in kinds:
                kinds[unit.group, rows] = tuple(self._kind(form, table.printed_for(unit.group), rows))
            made.add(unit.id, kinds[unit.group, rows])
        return made

    def _kind(
        self, form: Form, source: PrintedRows | None, rows: Rows
    ) -> Iterator[tuple[Instance, str, Mapping[str, object]]]:
        """Such rows in order, copy by copy. source: where those come from that are printed."""
        printed, copies = self._items(source), dict[str, list[str]]()
        for copy, row in rows:
            copies.setdefault(copy, []).append(row)
        for instance in self._instances(form, list(copies)):
            for row in _ordered(printed, copies[instance.id]):
                yield instance, row, printed.get(row, _NOTHING)

    def _instances(self, form: Form, ids: Sequence[str]) -> list[Instance]:
        """The copies of a form by id, in the list's order; those of an older version's list behind."""
        known = [i for i in named(self.scheme, form, ids) if i.id in ids]
        return known + [Instance(id=i) for i in sorted(set(ids) - {k.id for k in known})]

    @property
    def copies(self) -> dict[str, str]:
        """What the copies of this stage's repeated forms are called, by id."""
        repeats = [f.repeat for f in self.scheme.forms_of(self.stage) if f.repeat is not None]
        items = ((i, r.key) for r in repeats for i in self.scheme.lists[r.source].items)
        return {str(item[key]): Instance(id=str(item[key]), item=item).name for item, key in items}

    def key(self, form_id: str, line: TableRow, column: str) -> CellKey:
        """The identity of a column's value in a row."""
        return CellKey(form_id, line.instance.id, line.subject, line.row, column)

    def beside(self, form_id: str, line: TableRow) -> Sequence[tuple[Record, Numbers]]:
        """The entries of a row."""
        return self.given.beside(form_id, line.instance.id, line.subject, line.row)

    def name_of(self, form_id: str, line: TableRow) -> str:
        """What a person calls a row: the list's name for it, else the first text of it that names no unit.

        In a form that stands several times the name of the copy comes first.
        """
        return "·".join(name for name in (line.instance.name, self._row_name(form_id, line)) if name)

    def _row_name(self, form_id: str, line: TableRow) -> str:
        listed = line.item.get("name") or line.item.get("title")
        if listed or not line.row:
            return str(listed or "")
        form = self.scheme.form(form_id)
        declared = {table.named_by for table in form.tables}
        for column in sorted(form.table_columns, key=lambda column: column.name not in declared):
            given = self.given.get(self.key(form_id, line, column.name))
            text = given.entry.value if given and given.entry.type == "text" else None
            if isinstance(text, str) and self.scheme.roster.named(text) is None:
                return text
        return f"第{line.row}行"

    def names_unit(self, column: Column) -> bool:
        """Whether the column prints whom its rows are about."""
        return column.source_for(None, self.stage.id) in _UNIT_NAMED

    def _items(self, printed: PrintedRows | None) -> Mapping[str, Mapping[str, object]]:
        """The items behind printed rows, in the list's order."""
        if printed is None:
            return {}
        if printed not in self._listed:
            keys = self.scheme.row_keys(printed)
            self._listed[printed] = {key: self.scheme.item(printed, key) for key in keys}
        return self._listed[printed]

    @cached_property
    def _listed(self) -> dict[PrintedRows, Mapping[str, Mapping[str, object]]]:
        return {}

    def _used(self, form: Form, table: Table) -> Mapping[str, Rows]:
        """Rows with an answer or a computed figure, by subject; of those that are alike the first."""
        used: dict[str, Rows] = {}
        known: dict[Rows, Rows] = {}
        asked = self.given.asked(form.form, table.by_name)
        for subject, keys in groupby(asked, key=attrgetter("subject")):
            rows = tuple(dict.fromkeys([*used.get(subject, ()), *((k.instance, k.row) for k in keys)]))
            used[subject] = known.setdefault(rows, rows)
        return used


def _ordered(printed: Mapping[str, object], rows: Sequence[str]) -> list[str]:
    """In the list's order; rows of an older version's list behind."""
    order = {row: place for place, row in enumerate(printed)}
    return sorted(rows, key=lambda row: order.get(row, len(order)))


def _field_table(form: Form) -> Table | None:
    """The form's fields as a table with one row a unit; what a narrative says above them is their heading."""
    own = (f for b in form.blocks for f in b.fields or ())
    told = (n for b in form.blocks for n in _headed(b.narrative or ()))
    columns = (*own, *told)
    return Table(name=FIELDS, columns=columns, rows=FreeRows(free=1)) if columns else None


def _headed(items: Sequence[Item]) -> Iterator[Column | ColumnGroup]:
    """The fields of a narrative's lines, under the text that they stand below.

    A long text heads nothing, nor does one that speaks of a single copy.
    """
    for each in items:
        below = tuple(_headed(each.items))
        yield from each.fields
        if each.text and below and len(each.text) <= _LONGEST_HEAD and "{each." not in each.text:
            yield ColumnGroup(label=each.text, columns=below)
        else:
            yield from below
