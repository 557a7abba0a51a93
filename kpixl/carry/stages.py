"""From the accepted returns of one stage to the workbooks of the next: who gets which rows and answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kpixl.blueprint.model import Form, Scheme, Stage, Table, Unit
from kpixl.carry.said import given_in, passed_on
from kpixl.carry.splitting import AS_DECLARED, Parts, split
from kpixl.layout import Answer, CellKey, Instance, Package, first_packages, printed_rows
from kpixl.layout.package.instances import chosen
from kpixl.layout.package.package import answers, printed_keys
from kpixl.layout.plan.keys import RowKey
from kpixl.layout.rows.dealing import dealt_to
from kpixl.returns import Record
from kpixl.stamp import Simulated


def next_packages(
    scheme: Scheme,
    stage_id: str,
    accepted: Sequence[Record],
    *,
    issue: int = 1,
    simulated: Simulated = "",
    parts: Parts = AS_DECLARED,
) -> tuple[Package, ...]:
    """The packages of a stage that carries another one's answers, in the roster's order, outside units last.

    accepted: the accepted records of the stage before, of rounds before that one, whose answers hold where no
    later round had them in its workbooks, and of stages beside this one. A row goes to the unit that the
    stage's path names for it; where it names none, one that the roster does not know, or the row's own
    subject, it goes to `rest`. In a stage whose recipients are groups, each unit gets its own rows. A
    recipient without rows gets no package, one whose rows are split several; in a later period, who has not
    answered before gets one all the same. Packages made of simulated answers are simulated, whatever
    `simulated` says. TypeError for a stage that carries nothing.
    """
    stage = scheme.stage(stage_id)
    if stage.carries is None:
        msg = f"stage {stage_id} is no later stage"
        raise TypeError(msg)
    records = tuple(sorted(accepted, key=lambda r: r.name))
    carrier = _Carrier(scheme=scheme, stage=stage, every=records)
    if not stage.deals:
        return tuple(carrier.again(issue=issue, simulated=simulated))
    packages = _dealt(carrier, issue=issue, simulated=simulated)
    return tuple(each for p in packages for each in split(p, parts.way(p), parts.name))


def _dealt(carrier: _Carrier, *, issue: int, simulated: Simulated) -> tuple[Package, ...]:
    """The packages of whoever gets a row."""
    routed: dict[str, list[RowKey]] = {}
    for row in carrier.rows():
        recipient = carrier.recipient(row)
        if recipient is not None:
            routed.setdefault(recipient, []).append(row)
    recipients = (u for u in sorted(carrier.scheme.roster.units, key=lambda u: u.outside) if u.id in routed)
    return tuple(carrier.package(u, routed[u.id], issue=issue, simulated=simulated) for u in recipients)


def foreseen(scheme: Scheme, stage_id: str) -> tuple[Package, ...]:
    """The packages of any stage as they would be if every unit had returned it and written a few rows.

    To look at before anything has come back: no answers are in them.
    """
    stage = scheme.stage(stage_id)
    if not stage.deals:
        return first_packages(scheme, stage)
    return _dealt(_Foreseen(scheme=scheme, stage=stage, every=()), issue=1, simulated="")


def omitted(scheme: Scheme, stage_id: str, accepted: Sequence[Record]) -> tuple[str, ...]:
    """The ids of the appraised units that no accepted return is about, in the roster's order."""
    before = scheme.stage(scheme.stage(stage_id).carries)
    there = {subject for r in accepted for subject in r.subjects}
    units = (u for u in scheme.roster.of(*scheme.groups_of(before)) if u.id not in there)
    return tuple(u.id for u in units if answers(scheme, before, u))


@dataclass(frozen=True, kw_only=True)
class _Carrier:
    """Deals the rows of a stage. every: record, in an order that does not depend on how they were read."""

    scheme: Scheme
    stage: Stage
    every: tuple[Record, ...]

    @cached_property
    def by_round(self) -> tuple[tuple[Record, ...], ...]:
        """The records of rounds before the last, round by round, then the last ones."""
        stages = (*(s.id for s in self.scheme.rounds_before(self.stage)), self.stage.carries)
        return tuple(tuple(r for r in self.every if r.stamp and r.stamp.stage == s) for s in stages)

    @property
    def records(self) -> tuple[Record, ...]:
        """Those of the stage before."""
        return self.by_round[-1]

    @cached_property
    def subjects(self) -> tuple[Unit, ...]:
        """Whom the returns are about, group by group in the roster's order."""
        there = {subject for r in self.records for subject in r.subjects}
        return tuple(u for u in self.scheme.roster.appraised if u.id in there)

    @cached_property
    def used(self) -> dict[RowKey, list[str]]:
        """The rows in use of each table, by its key with row "", as the last returns with it have them."""
        used: dict[RowKey, list[str]] = {}
        for records in self.by_round:
            found: dict[RowKey, list[str]] = {}
            for key in (RowKey(*row) for r in records for row in r.rows):
                found.setdefault(key._replace(row=""), []).append(key.row)
            used |= found
        return used

    @cached_property
    def answers(self) -> dict[CellKey, Answer]:
        """Every valid answer with its place, the last that was given."""
        said: dict[CellKey, Answer] = {}
        for record in (r for records in self.by_round for r in records):
            given, open_ = given_in(record)
            said = {k: a for k, a in said.items() if k not in open_} if open_ & said.keys() else said
            said |= passed_on(self.scheme, record, open_) | given
        for record in (r for r in self.every if r.stamp and r.stamp.stage in self.stage.beside):
            said |= given_in(record)[0]
        return said

    def again(self, *, issue: int, simulated: Simulated) -> Iterator[Package]:
        """The packages of a stage that asks once more what it asked before, whoever it asks about itself."""
        there = {u.id for u in self.subjects}
        own: dict[CellKey, Answer]
        for package in first_packages(self.scheme, self.stage, issue=issue):
            if self.stage.anew or package.recipient in there:
                own = {k: a for k, a in self.answers.items() if k.subject == package.recipient}
                yield replace(package, simulated=simulated or self.simulated, carried=own)

    def rows(self) -> Iterator[RowKey]:
        """Every row to be dealt: subject by subject, form by form, in the list's or the return's order."""
        for unit in self.subjects:
            for form in self.scheme.forms_of(self.stage):
                if form.subject == "unit":
                    for instance in chosen(self.scheme, self.stage.id, form, (unit,), unit):
                        yield from self._copy(form, instance, unit)

    def _copy(self, form: Form, instance: Instance, unit: Unit) -> Iterator[RowKey]:
        """The rows of one copy of a form in which this stage has something to fill about the unit."""
        if any(self.stage.asks(field, unit.group) for field in form.fields):
            yield RowKey(form.form, instance.id, "", unit.id, "")
        for table in form.tables:
            if any(self.stage.asks(column, unit.group) for column in table.leaves):
                key = RowKey(form.form, instance.id, table.name, unit.id, "")
                yield from (key._replace(row=row) for row in self._of(key, table, unit, instance))

    def _of(self, key: RowKey, table: Table, unit: Unit, instance: Instance) -> Sequence[str]:
        if table.free_for(unit.group):
            return self.used.get(key, ())
        return printed_keys(self.scheme, self.stage.id, table, unit.id, instance)

    def recipient(self, key: RowKey) -> str | None:
        """Who gets a row; None where it is of no group that the stage addresses."""
        return dealt_to(self.scheme, self.stage, key)

    @cached_property
    def simulated(self) -> Simulated:
        """What the returns were filled with; random answers among them outweigh published ones."""
        words = {r.stamp.simulated for r in self.records if r.stamp}
        kinds: tuple[Simulated, ...] = ("random", "published")
        return next((kind for kind in kinds if kind in words), "")

    def package(self, unit: Unit, routed: Sequence[RowKey], *, issue: int, simulated: Simulated) -> Package:
        """The package of one recipient with its rows."""
        rows = printed_rows(self.scheme, self.stage, (), unit)
        for key in routed:
            rows[key[:3]] = (*rows.get(key[:3], ()), (key.subject, key.row))
        kept = {(key.form, key.instance, key.subject, row) for key in routed for row in (key.row, "")}
        return Package(
            scheme=self.scheme,
            stage_id=self.stage.id,
            recipient=unit.id,
            issue=issue,
            simulated=simulated or self.simulated,
            subjects=tuple(dict.fromkeys(key.subject for key in routed)),
            rows=rows,
            carried={k: a for k, a in self.answers.items() if (k.form, k.instance, k.subject, k.row) in kept},
        )


_WRITTEN = 3
"""Rows that somebody is thought to have written into a table of free rows."""


@dataclass(frozen=True, kw_only=True)
class _Foreseen(_Carrier):
    """Deals the rows of returns that have not come back yet."""

    @cached_property
    def subjects(self) -> tuple[Unit, ...]:
        """Who gets a workbook of the stage before."""
        before = self.scheme.stage(self.stage.carries)
        return self.scheme.roster.of(*self.scheme.groups_of(before))

    def _of(self, key: RowKey, table: Table, unit: Unit, instance: Instance) -> Sequence[str]:
        free = table.free_for(unit.group)
        if free is None:
            return super()._of(key, table, unit, instance)
        return tuple(str(number) for number in range(1, min(free.most, _WRITTEN) + 1))
