"""From the accepted returns of one stage to the workbooks of the next: who gets which rows and answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kpixl.blueprint.expressions import is_blank
from kpixl.blueprint.model import (
    ByRow,
    Column,
    Form,
    FreeRows,
    PrintedRows,
    Scheme,
    Stage,
    Table,
    ToGroups,
    Unit,
)
from kpixl.layout import Answer, CellKey, Origin, Package, Role, printed_rows
from kpixl.layout.package import RowKey, filler, is_shown, item, printed_keys, row_source, stage_forms
from kpixl.layout.place import Place
from kpixl.returns.record import Record


def next_packages(
    scheme: Scheme, stage_id: str, accepted: Sequence[Record], *, issue: int = 1, simulated: bool = False
) -> tuple[Package, ...]:
    """The packages of a stage that carries another one's answers, in the roster's order, outside units last.

    accepted: the accepted records of the stage before. A row goes to the unit that the stage's path names
    for it; where it names none, one that the roster does not know, or the row's own subject, it goes to
    `rest`. In a stage whose recipients are groups, each unit gets its own rows. A recipient without rows
    gets no package. Packages made of simulated answers are simulated, whatever `simulated` says. TypeError
    for a stage that carries nothing.
    """
    stage = scheme.stage(stage_id)
    if stage.carries is None:
        msg = f"stage {stage_id} is no later stage"
        raise TypeError(msg)
    carrier = _Carrier(scheme=scheme, stage=stage, records=tuple(sorted(accepted, key=lambda r: r.name)))
    routed: dict[str, list[RowKey]] = {}
    for row in carrier.rows():
        recipient = carrier.recipient(row)
        if recipient is not None:
            routed.setdefault(recipient, []).append(row)
    recipients = (u for u in sorted(scheme.roster.units, key=lambda u: u.outside) if u.id in routed)
    return tuple(carrier.package(u, routed[u.id], issue=issue, simulated=simulated) for u in recipients)


def omitted(scheme: Scheme, stage_id: str, accepted: Sequence[Record]) -> tuple[str, ...]:
    """The ids of the appraised units that no accepted return is about, in the roster's order."""
    before = scheme.stage(scheme.stage(stage_id).carries)
    groups = (
        before.recipients.groups
        if isinstance(before.recipients, ToGroups)
        else [g.id for g in scheme.roster.groups]
    )
    there = {subject for r in accepted if r.stamp for subject in r.stamp.subjects}
    return tuple(u.id for u in scheme.roster.of(*groups) if u.id not in there)


@dataclass(frozen=True, kw_only=True)
class _Carrier:
    """Deals the rows of a stage. records: in an order that does not depend on how they were read."""

    scheme: Scheme
    stage: Stage
    records: tuple[Record, ...]

    @cached_property
    def subjects(self) -> tuple[Unit, ...]:
        """Whom the returns are about, group by group in the roster's order."""
        there = {subject for r in self.records if r.stamp for subject in r.stamp.subjects}
        roster = self.scheme.roster
        return tuple(u for g in roster.groups for u in roster.of(g.id) if u.id in there)

    @cached_property
    def used(self) -> dict[tuple[str, str, str], list[str]]:
        """The rows in use by (form, table, subject), as the returns have them."""
        found: dict[tuple[str, str, str], list[str]] = {}
        for form, table, subject, row in (row for r in self.records for row in r.rows):
            found.setdefault((form, table, subject), []).append(row)
        return found

    @cached_property
    def answers(self) -> dict[CellKey, Answer]:
        """Every valid answer with its place."""
        return {
            e.key: Answer(
                value=e.value, origin=Origin(sha256=r.sha256, file=r.name, sheet=e.sheet, cell=e.cell)
            )
            for r in self.records
            for e in r.entries
            if e.role == Role.INPUT and e.valid and not is_blank(e.value)
        }

    def rows(self) -> Iterator[RowKey]:
        """Every row to be dealt: subject by subject, form by form, in the list's or the return's order."""
        for unit in self.subjects:
            for form, table in self._tables(unit):
                for row in self._of(form, table, unit):
                    yield form.form, table.name, unit.id, row

    def _tables(self, unit: Unit) -> Iterator[tuple[Form, Table]]:
        """The tables in which this stage has something to fill about the unit."""
        for form in stage_forms(self.scheme, self.stage):
            for table in form.tables if form.subject == "unit" else ():
                if any(self._to_fill(column, unit) for column in table.leaves):
                    yield form, table

    def _to_fill(self, column: Column, unit: Unit) -> bool:
        shown = is_shown(column.shown, self.stage.id)
        return shown and filler(column, unit.group, self.stage.id) == self.stage.fills

    def _of(self, form: Form, table: Table, unit: Unit) -> Sequence[str]:
        source = row_source(table, unit.group)
        if isinstance(source, PrintedRows):
            return printed_keys(self.scheme, self.stage.id, table, unit.id)
        return self.used.get((form.form, table.name, unit.id), ()) if isinstance(source, FreeRows) else ()

    def recipient(self, key: RowKey) -> str | None:
        """Who gets a row; None where it is of no group that the stage addresses."""
        form, table, subject, row = key
        to = self.stage.recipients
        if isinstance(to, ToGroups):
            return subject if self.scheme.roster.unit(subject).group in to.groups else None
        named = self._named(to, form, table, subject, row)
        return to.rest if named is None or named.id == subject else named.id

    def _named(self, to: ByRow, form: str, table: str, subject: str, row: str) -> Unit | None:
        declared = self.scheme.form(form)
        source = row_source(
            next(t for t in declared.tables if t.name == table), self.scheme.roster.unit(subject).group
        )
        data = item(self.scheme, source, row) if isinstance(source, PrintedRows) else {}
        about = Package(scheme=self.scheme, stage_id=self.stage.id, recipient=subject)
        name = Place(package=about, form=declared, subject=subject, row=row, item=data).fact(to.by)
        return self.scheme.roster.named(name) if isinstance(name, str) else None

    def package(self, unit: Unit, routed: Sequence[RowKey], *, issue: int, simulated: bool) -> Package:
        """The package of one recipient with its rows."""
        rows = printed_rows(self.scheme, self.stage, (), unit.group)
        for form, table, subject, row in routed:
            rows[form, table] = (*rows.get((form, table), ()), (subject, row))
        kept = {(form, subject, row) for form, _, subject, row in routed}
        kept |= {(form, subject, "") for form, _, subject, _ in routed}
        return Package(
            scheme=self.scheme,
            stage_id=self.stage.id,
            recipient=unit.id,
            issue=issue,
            simulated=simulated or any(r.stamp.simulated for r in self.records if r.stamp),
            subjects=tuple(dict.fromkeys(subject for _, _, subject, _ in routed)),
            rows=rows,
            carried={k: a for k, a in self.answers.items() if (k.form, k.subject, k.row) in kept},
        )
