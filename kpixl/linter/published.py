"""Published data against the scheme: every form, unit, row and column that they name is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kpixl.blueprint.document import Steps
from kpixl.blueprint.model import (
    Column,
    Figure,
    Form,
    PrintedRows,
    Published,
    PublishedReturn,
    Stage,
    Table,
    Unit,
)
from kpixl.blueprint.published import ROW, SUBJECT, TOTAL, PublishedFile, stage_of
from kpixl.findings import Finding, Location, found
from kpixl.linter.world import World, fillers, unknown, unknown_unit
from kpixl.words import Words

_ROW = Words("行", "row")
_COPY = Words("项", "item")


def check(world: World, files: Sequence[PublishedFile]) -> Iterator[Finding]:
    """What does not fit the scheme, at its line of the published files."""
    seen: set[tuple[str, str | None]] = set()
    for file in files:
        content = file.content
        form = world.scheme.find_form(content.published)
        same = (content.published, stage_of(world.scheme, content))
        if form is None:
            yield unknown("B055", _place(file, ("published",)), content.published, world.scheme.form_ids)
        elif content.stage is not None and content.stage not in world.stages:
            yield unknown("B054", _place(file, ("stage",)), content.stage, world.stages)
        elif same in seen:
            where = _place(file, ("published",))
            yield found("B061", where=where, value=content.published, what=Words("表单", "form"))
        else:
            yield from _Data(world=world, file=file, form=form).findings()
        seen.add(same)


def _place(file: PublishedFile, steps: Steps) -> Location:
    return replace(file.document.place(steps).location, form=file.content.published)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Data:
    """The published data of a form that the scheme has."""

    world: World
    file: PublishedFile
    form: Form

    @property
    def content(self) -> Published:
        return self.file.content

    def findings(self) -> Iterator[Finding]:
        roster = self.world.scheme.roster
        for i, given in enumerate(self.content.returns):
            steps: Steps = ("returns", i)
            unit = roster.find(given.unit)
            if unit is None:
                yield unknown_unit("B058", self.where(*steps, "unit"), given.unit, roster)
            else:
                yield from self._return(given, unit, steps)
        for i, figure in enumerate(self.content.figures):
            yield from self._figure(figure, ("figures", i))

    def where(self, *steps: str | int) -> Location:
        return _place(self.file, steps)

    def _return(self, given: PublishedReturn, unit: Unit, steps: Steps) -> Iterator[Finding]:
        stage = stage_of(self.world.scheme, self.content)
        if stage is None or not _gets(self.world.scheme.stage(stage), unit, self.form.form):
            where = self.where(*steps, "unit")
            yield found("B094", where=where, value=unit.id, stage=stage, form=self.form.form)
            return
        yield from self._instance(given.instance, (*steps, "instance"))
        yield from self._row(self.form.fields_by_name, given.fields, (*steps, "fields"))
        for name, rows in given.tables.items():
            inner: Steps = (*steps, "tables", name)
            table = self.form.find_table(name)
            if table is None:
                known = [t.name for t in self.form.tables]
                yield unknown("B057", self.where(*inner), name, known, inside=self.form.form)
            elif not isinstance(rows, str):
                yield from self._table(table, rows, unit, inner)

    def _instance(self, instance: str, steps: Steps) -> Iterator[Finding]:
        """Which copy of a repeated form it is; none of another form."""
        known = self._instances()
        if instance not in known:
            inside = self.form.repeat.source if self.form.repeat else self.form.form
            yield unknown("B097", self.where(*steps), instance, known, inside=inside, what=_COPY)

    def _instances(self) -> tuple[str, ...]:
        repeat = self.form.repeat
        if repeat is None:
            return ("",)
        listing = self.world.scheme.lists.get(repeat.source)
        return tuple(str(item.get(repeat.key)) for item in listing.items) if listing else ()

    def _table(
        self, table: Table, rows: Sequence[Mapping[str, Any]], unit: Unit, steps: Steps
    ) -> Iterator[Finding]:
        printed, free = table.printed_for(unit.group), table.free_for(unit.group)
        most = free.most if free else 0
        if printed is not None:
            yield from self._named_rows(table, printed, rows, steps)
        elif len(rows) > most:
            yield found("B098", where=self.where(*steps), value=len(rows), expected=most, table=table.name)
        for i, row in enumerate(rows):
            yield from self._row(table.by_name, _answers(row, table.by_name), (*steps, i))

    def _named_rows(
        self, table: Table, source: PrintedRows, rows: Sequence[Mapping[str, Any]], steps: Steps
    ) -> Iterator[Finding]:
        """Rows that have no key, one that the list does not have, or another row's."""
        known, seen = self._keys(source), set[tuple[str, str]]()
        for i, row in enumerate(rows):
            if ROW not in row:
                yield found("B021", where=self.where(*steps, i), value=ROW)
                continue
            where, key = self.where(*steps, i, ROW), str(row[ROW])
            if key not in known:
                yield unknown("B097", where, key, known, inside=table.name, what=_ROW)
            same = (str(row.get(SUBJECT, "")), key)
            if same in seen:
                yield found("B061", where=where, value=key, what=Words("行", "row"))
            seen.add(same)

    def _keys(self, source: PrintedRows) -> tuple[str, ...]:
        listing = self.world.scheme.lists.get(source.source)
        return tuple(str(item.get(source.key)) for item in listing.items) if listing else ()

    def _row(self, columns: Mapping[str, Column], row: Mapping[str, Any], steps: Steps) -> Iterator[Finding]:
        for name, value in row.items():
            where = self.where(*steps, name)
            if name not in columns:
                yield unknown("B057", where, name, columns, inside=self.form.form)
            elif not fillers(columns[name]) & {"unit", "verifier"}:
                yield found("B096", where=where, value=name)
            elif not _is_entry(value):
                yield found("B099", where=where, key=name)

    def _figure(self, figure: Figure, steps: Steps) -> Iterator[Finding]:
        columns = self.form.by_name
        if figure.column not in columns:
            where = self.where(*steps, "column")
            yield unknown("B057", where, figure.column, columns, inside=self.form.form)
            return
        roster = self.world.scheme.roster
        if figure.unit is not None and roster.find(figure.unit) is None:
            yield unknown_unit("B058", self.where(*steps, "unit"), figure.unit, roster)
        if figure.instance or figure.unit is not None:
            yield from self._instance(figure.instance, (*steps, "instance"))
        yield from self._figure_row(figure, columns[figure.column], steps)

    def _figure_row(self, figure: Figure, column: Column, steps: Steps) -> Iterator[Finding]:
        table = self.form.table_of(column.name)
        known = [key for rows in table.printed for key in self._keys(rows)] if table else []
        known += [str(i + 1) for rows in table.free for i in range(rows.most)] if table else []
        if figure.row not in (*known, "", TOTAL) or (table is None and figure.row):
            where = self.where(*steps, "row")
            yield unknown("B097", where, figure.row, [*known, TOTAL], inside=self.form.form, what=_ROW)
        elif self.form.office:
            for source in table.printed if table else ():
                yield from self._printed(figure, column, source, steps)

    def _printed(
        self, figure: Figure, column: Column, source: PrintedRows, steps: Steps
    ) -> Iterator[Finding]:
        """An office form's figure, as the list has it, against the published one."""
        if not isinstance(column.source, str) or source.source not in self.world.scheme.lists:
            return
        key = column.source.removeprefix("row.")
        items = self.world.scheme.lists[source.source].items
        wanted = [i for i in items if figure.row in ("", TOTAL, str(i.get(source.key)))]
        figures = [f for f in (_figure(item.get(key)) for item in wanted) if f is not None]
        if figures and sum(figures) != figure.value:
            facts: dict[str, Any] = {"value": str(sum(figures)), "row": figure.row or TOTAL}
            where = self.where(*steps, "value")
            facts |= {"expected": str(figure.value), "form": self.form.form}
            yield found("B095", where=where, key=figure.column, **facts)


def _answers(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    """A row without the keys that name it, unless a column is called so."""
    names = {ROW, SUBJECT} - set(columns)
    return {name: value for name, value in row.items() if name not in names}


def _gets(stage: Stage, unit: Unit, form: str) -> bool:
    """Whether a unit may get the form; rows decide that where recipients are named by rows."""
    return stage.by_row is not None or (stage.addresses(unit) and form in stage.forms_for(unit.group))


def _figure(value: Any) -> Decimal | None:
    """The figure that a list's item prints; of several names how many they are."""
    if isinstance(value, list | tuple):
        return Decimal(len(value))
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _is_entry(value: Any) -> bool:
    texts = isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    return texts or isinstance(value, str | bool | int | Decimal)
