"""What one recipient gets: (scheme, stage, round, period, part, recipient) → forms × subjects × rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

from kpixl.blueprint.model import Column, Contact, Form, Instruction, Scheme, Stage, Table, Unit
from kpixl.layout.edition import NOW
from kpixl.layout.package.facts import Facts, Scalar
from kpixl.layout.package.feedback_mark import Mark
from kpixl.layout.package.instances import ALONE, Instance, chosen, named
from kpixl.layout.package.terms import Terms
from kpixl.layout.plan.keys import CellKey
from kpixl.layout.standing_in import ISSUE_SIGN
from kpixl.stamp import Simulated
from kpixl.words import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a carried answer came from: the file's digest (sha256) and name, its sheet and cell."""

    sha256: str
    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A value that somebody gave, and where it stands."""

    value: Scalar
    origin: Origin | None = None


TableKey = tuple[str, str, str]
"""(form, instance, table); table "": the fields."""
Columns = tuple[tuple[str, tuple[str, ...]], ...]
"""Forms, each with the names of its columns and fields."""
Rows = Mapping[TableKey, tuple[tuple[str, str], ...]]
"""The (subject, row) pairs of each table, in order."""


@dataclass(frozen=True, kw_only=True)
class Package:
    """One workbook's content.

    recipient: who fills it; part: which of several workbooks that it fills, as people call it; parts: those
    that were issued together, this one among them; rows: of the tables whose rows are printed, and, in a
    stage that carries, of all that is dealt to the recipient; carried: answers of the stage before, printed
    here with their origin; marks: the problems of a return that this workbook gives back; given_back: answers
    that stand in it already;
    terms: until when and to whom it is to be returned, None for what the blueprint says; edition: the way
    in which it is laid out;
    stand_in, stands_for: whose it is, where that is nobody's own but stands for this one and all like it.
    """

    scheme: Scheme
    stage_id: str
    recipient: str
    part: str = ""
    parts: tuple[str, ...] = ()
    issue: int = 1
    simulated: Simulated = ""
    subjects: tuple[str, ...] = ()
    rows: Rows = field(default_factory=dict)
    carried: Mapping[CellKey, Answer] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    given_back: Mapping[CellKey, Scalar] | None = None
    terms: Terms | None = None
    edition: int = NOW
    stand_in: Unit | None = None
    stands_for: Package | None = None

    @property
    def stage(self) -> Stage:
        """The stage."""
        return self.scheme.stage(self.stage_id)

    @property
    def round(self) -> str:
        """The round of its stage; "" where that has none."""
        return self.stage.round

    @property
    def period(self) -> str:
        """The period of its stage; "" where that has none."""
        return self.stage.period

    @property
    def lang(self) -> Lang:
        """The language of what kpixl itself writes into the workbook: the scheme's."""
        return self.scheme.head.language

    @property
    def number(self) -> str:
        """Which issue it is, as its cover says it; of one that stands for others a sign of it."""
        return ISSUE_SIGN if self.stand_in is not None else str(self.issue)

    @property
    def bound(self) -> Terms:
        """Until when and to whom it is to be returned."""
        return self.terms or Terms(deadline=self.stage.deadline, contact=self.scheme.head.contact)

    @property
    def deadline(self) -> dt.date | None:
        """The last day on which it may come back; None where the notice says it."""
        return self.bound.deadline

    @property
    def contact(self) -> Contact | None:
        """Whom the recipient may ask, and where to return it to; None where the office says nothing."""
        return self.bound.contact

    def until(self, day: dt.date) -> Package:
        """The same with another deadline."""
        return replace(self, terms=replace(self.bound, deadline=day))

    def numbered(self, issue: int) -> Package:
        """The same with another number; its forms are not looked for again, they hang on no number."""
        made = replace(self, issue=issue)
        vars(made).update(forms=self.forms, asks=self.asks, _instances=self._instances, _chosen=self._chosen)
        return made

    @property
    def unit(self) -> Unit:
        """The recipient as the roster has it."""
        return self.unit_of(self.recipient)

    def unit_of(self, subject: str) -> Unit:
        """Whom an id means; KeyError for nobody."""
        standing = self.stand_in
        return standing if standing and standing.id == subject else self.scheme.roster.unit(subject)

    @property
    def instructions(self) -> tuple[str, ...]:
        """How to fill in, as far as it is about the recipient and its forms."""
        forms = frozenset(form.form for form in self.forms)
        told = self.stage.instructions
        return tuple(t if isinstance(t, str) else t.text for t in told if self._is_told(t, forms))

    def _is_told(self, instruction: str | Instruction, forms: AbstractSet[str]) -> bool:
        if isinstance(instruction, str):
            return True
        groups, wanted = instruction.groups, instruction.forms
        return (not groups or self.unit.group in groups) and (not wanted or not forms.isdisjoint(wanted))

    @property
    def about_itself(self) -> bool:
        """Whether the recipient fills it about itself and nobody else."""
        return self.subjects == (self.recipient,)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms of this workbook, in order: those of the group that hold something for the recipient."""
        if self.stands_for is not None:
            return self.stands_for.forms
        handed = self.scheme.forms_for(self.stage, self.unit.group)
        return tuple(f for f in handed if (self._has_rows if self._dealing(f) else self.may_hold)(f))

    def instances(self, form: Form) -> tuple[Instance, ...]:
        """The copies of a form, in order; one for a form that stands once."""
        if self.stands_for is not None:
            return self.stands_for.instances(form)
        if form.form not in self._instances:
            self._instances[form.form] = self._copies(form)
        return self._instances[form.form]

    @cached_property
    def _instances(self) -> dict[str, tuple[Instance, ...]]:
        return {}

    def _copies(self, form: Form) -> tuple[Instance, ...]:
        if self._dealing(form):
            return named(self.scheme, form, (i for f, i, _ in self.rows if f == form.form))
        return self._wanted(form)

    def _wanted(self, form: Form) -> tuple[Instance, ...]:
        if form.form not in self._chosen:
            units = [self.scheme.roster.unit(s) if s else None for s in self.about(form)]
            self._chosen[form.form] = chosen(self.scheme, self.stage_id, form, units, self.unit)
        return self._chosen[form.form]

    @cached_property
    def _chosen(self) -> dict[str, tuple[Instance, ...]]:
        return {}

    def about(self, form: Form) -> tuple[str, ...]:
        """The subjects of a form; "" of one that is about no unit."""
        return self.subjects if form.subject == "unit" else ("",)

    def shows(self, form: Form, column: Column) -> bool:
        """Whether a column of a form stands on its sheet: in this stage, and for one of its subjects."""
        condition = column.shown_when
        if condition is None or not column.is_shown(self.stage_id):
            return column.is_shown(self.stage_id)
        return any(self._facts(subject).meet(condition) for subject in self.about(form))

    @property
    def columns(self) -> Columns:
        """Its forms, each with the columns and fields that stand on its sheet."""
        every = ((f, (*f.fields, *f.table_columns)) for f in self.forms)
        return tuple((f.form, tuple(c.name for c in cs if self.shows(f, c))) for f, cs in every)

    def _facts(self, subject: str) -> Facts:
        """What is known of a subject ("" for none)."""
        unit = self.unit_of(subject) if subject else None
        shared = self.stand_in is not None
        return Facts(
            scheme=self.scheme, stage=self.stage_id, subject=unit, recipient=self.unit, shared=shared
        )

    @cached_property
    def asks(self) -> bool:
        """Whether its recipient fills anything; else it is for information only, and does not come back."""
        return any(self.fills_in(form) for form in self.forms)

    def fills_in(self, form: Form) -> bool:
        """Whether its recipient fills anything in a form."""
        if form.office:
            return False
        groups = {self.group(s) for s in self.about(form)}
        every = (*form.table_columns, *form.fields)
        return any(self.stage.asks(c, g) and self.shows(form, c) for c in every for g in groups)

    @property
    def guided(self) -> bool:
        """Whether its workbook says on a sheet of its own how it is filled in."""
        return self.scheme.head.guide and self.asks

    def _dealing(self, form: Form) -> bool:
        """Whether this stage deals the rows and copies of a form out, from what came back."""
        return bool(self.stage.deals and form.subject == "unit" and (form.tables or form.repeat))

    def _has_rows(self, form: Form) -> bool:
        return any(f == form.form for f, _, _ in self.rows)

    def may_hold(self, form: Form) -> bool:
        """Whether there is something in a form for the recipient, as far as the blueprint says."""
        idle = form.repeat is None and self.is_chosen_only(form)
        return bool(self._wanted(form)) and (self._has_rows(form) or not idle)

    def is_chosen_only(self, form: Form) -> bool:
        """Whether all tables of a form print rows that `where` chooses."""
        groups = {self.group(s) for s in self.about(form)}
        printed = [t.printed_for(g) for t in form.tables for g in groups]
        return bool(printed) and all(rows is not None and rows.where is not None for rows in printed)

    def group(self, subject: str) -> str | None:
        """The group that a subject is appraised in; None for rows about no unit."""
        return None if not subject else self.unit_of(subject).group


def first_packages(
    scheme: Scheme, stage: Stage, *, issue: int = 1, simulated: Simulated = ""
) -> tuple[Package, ...]:
    """The packages of a stage that carries nothing: one a unit, about itself, in the roster's order.

    A unit for which there is no form gets none.
    """
    if stage.by_row is not None:
        msg = f"stage {stage.id} is made from the returns of the one before"
        raise TypeError(msg)
    packages = (
        Package(
            scheme=scheme,
            stage_id=stage.id,
            recipient=u.id,
            subjects=(u.id,),
            issue=issue,
            simulated=simulated,
            rows=printed_rows(scheme, stage, (u.id,), u),
        )
        for u in scheme.recipients_of(stage)
    )
    return tuple(p for p in packages if p.forms)


def answers(scheme: Scheme, stage: Stage, unit: Unit) -> bool:
    """Whether there is any form for a unit to fill in a stage whose recipients are groups.

    Who only gets what the office prints has nothing to return. Of a stage that carries another one, as far as
    the blueprint says: what comes back may leave nothing.
    """
    bare = Package(scheme=scheme, stage_id=stage.id, recipient=unit.id, subjects=(unit.id,))

    def holds(form: Form) -> bool:  # its rows are chosen only where all hangs on them: that takes longest
        rows = printed_rows(scheme, stage, (unit.id,), unit) if bare.is_chosen_only(form) else {}
        return replace(bare, rows=rows).may_hold(form)

    return any(bare.fills_in(form) and holds(form) for form in scheme.forms_for(stage, unit.group))


def recipients(scheme: Scheme, stage: Stage) -> tuple[str, ...]:
    """Who is to return a workbook in a stage, in the roster's order: the units, or the rows' verifiers."""
    units = scheme.recipients_of(stage)
    return tuple(u.id for u in units if stage.by_row is not None or answers(scheme, stage, u))


def printed_rows(
    scheme: Scheme, stage: Stage, subjects: Iterable[str], recipient: Unit
) -> dict[TableKey, tuple[tuple[str, str], ...]]:
    """Rows that the blueprint prints for each subject."""
    subjects = tuple(subjects)
    rows: dict[TableKey, tuple[tuple[str, str], ...]] = {}
    for form in scheme.forms_for(stage, recipient.group):
        about = subjects if form.subject == "unit" else ("",)
        units = [scheme.roster.unit(s) if s else None for s in about]
        for instance in chosen(scheme, stage.id, form, units, recipient):
            for table in form.tables:
                keys = ((s, printed_keys(scheme, stage.id, table, s, instance, recipient)) for s in about)
                if pairs := tuple((s, row) for s, found in keys for row in found):
                    rows[form.form, instance.id, table.name] = pairs
    return rows


def printed_keys(
    scheme: Scheme,
    stage: str,
    table: Table,
    subject: str,
    instance: Instance = ALONE,
    recipient: Unit | None = None,
) -> tuple[str, ...]:
    """The keys of the rows that a table prints for a subject ("" for none), chosen by `where`.

    recipient: who fills the workbook; the subject itself, where it is not known yet.
    """
    unit = scheme.roster.unit(subject) if subject else None
    printed = table.printed_for(unit.group if unit else None)
    if printed is None:
        return ()
    if printed.where is None:
        return scheme.row_keys(printed)
    facts = Facts(scheme=scheme, stage=stage, subject=unit, recipient=recipient or unit, each=instance.each)
    items = scheme.lists[printed.source].items
    return tuple(str(item[printed.key]) for item in facts.chosen(items, printed.where))
