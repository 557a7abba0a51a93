"""A person at a unit who gets a feedback workbook: reads its list, types where that says, sends it back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

import openpyxl

from kpixl import carry
from kpixl.blueprint.expressions import Value
from kpixl.carry import Again, NotAgainError, again
from kpixl.findings import Finding
from kpixl.generate import Built, build
from kpixl.layout import Cell, CellKey, Package, Plan, Role, computed, first_packages
from kpixl.returns import Record
from kpixl.returns._reading import read_bytes
from kpixl.simulate.answers import answers
from kpixl.simulate.book import Book
from kpixl.simulate.chance import chance
from kpixl.simulate.faults import Damage, FaultKind, Faultless, every_fault
from tests.support import produced
from tests.support.written import cell_at

Answers = Mapping[CellKey, Value]
LIST = "问题清单"
MENDED = "已恢复"
_QUOTED = re.compile("“([^”]*)”")
_FIRST_ROW = 2


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A line of the list of problems, as it stands on the sheet."""

    severity: str
    form: str
    place: str
    value: str
    message: str
    remedy: str
    state: str

    @property
    def text(self) -> str:
        """All that it says."""
        return self.message + self.remedy

    @property
    def names(self) -> set[str]:
        """What it puts in quotation marks: sheets, rows, columns, values; several together parted by 、."""
        said = _QUOTED.findall(self.text)
        return {*said, *(name for each in said for name in each.rstrip("…").split("、"))}


def problems(workbook: bytes) -> list[Problem]:
    """The lines of a feedback workbook's list."""
    sheet = openpyxl.load_workbook(BytesIO(workbook), data_only=True, read_only=True)[LIST]
    rows = ([c.value for c in row][1:] for row in sheet.iter_rows(min_row=_FIRST_ROW))
    return [Problem(**_texts(row[1:8])) for row in rows if isinstance(row[0], int)]


def _texts(values: Sequence[object]) -> dict[str, str]:
    return dict(zip(Problem.__dataclass_fields__, ("" if v is None else str(v) for v in values), strict=True))


@dataclass(frozen=True)
class Desk:
    """A feedback workbook that lies open, and what its sender knows: the right answers."""

    built: Built
    held: Answers
    right: Answers

    @property
    def plan(self) -> Plan:
        """Where everything stands."""
        return self.built.plan

    def typed(self) -> dict[CellKey, Value]:
        """What is typed, line by line: the right answer wherever the list sends its reader."""
        listed = [p for p in problems(self.built.data) if p.state != MENDED]
        cells = [cell for problem in listed for cell in self._meant(problem)]
        return {c.key: self.right.get(c.key) for c in cells if c.key is not None and c.role is Role.INPUT}

    def sent_back(self) -> bytes:
        """The workbook with that in it, saved by a program that computes."""
        plan, typed = self.plan, self.typed()
        book = Book(self.built.data)
        for key, value in typed.items():
            book.set_value(cell_at(book, plan, plan.by_cell_key[key].spot), value)
        for spot, result in computed(plan, {**self.held, **typed}).items():
            if plan.by_spot[spot].calculation is not None:
                book.set_result(cell_at(book, plan, spot), result)
        return book.data()

    def _meant(self, problem: Problem) -> Iterator[Cell]:
        """The cells that a line of the list speaks of."""
        sheets = [s for s in self.plan.sheets if s.name == problem.form]
        cells = [c for s in sheets for c in s.cells if c.role is Role.INPUT]
        at = next((c for s in sheets for c in s.cells if s.address(c.spot).a1 == problem.place), None)
        if at is None:
            yield from (c for c in cells if problem.form in problem.names and c.key not in self.held)
            return
        yield at
        row = [c for c in cells if c.spot.row == at.spot.row]
        fields = [c for c in cells if not c.table]
        column = [c for c in cells if c.label == at.label or c.spot.column == at.spot.column]
        yield from (c for c in (*row, *fields) if c.label in problem.text)
        yield from (c for c in row if re.search("这一行|重复的一行", problem.text))
        yield from (
            c for c in column if re.search("这一列|一列的|各行的|行一模一样|重复的一行", problem.text)
        )
        yield from (c for c in cells if "行，请补填" in problem.text and c.table == at.table)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a damaged return. codes: of the faults put in; unreadable: nothing could be made of it.

    told: the codes that the check found; left: what it says of the corrected one, but not of one without
    faults.
    """

    codes: tuple[str, ...]
    unreadable: bool = False
    told: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Correction:
    """One recipient's workbook of a scheme: damaged, checked, given back, corrected, checked again."""

    case: "Case"
    package: Package
    built: Built
    right: Answers

    @classmethod
    def of(cls, case: "Case", package: Package) -> "Correction":
        """With random right answers."""
        built = build(package, {}, issuer=produced.issuer(case.folder))
        right = answers(package, built.plan, chance(case.seed, package.scheme.id, package.recipient))
        return cls(case, package, built, right)

    @cached_property
    def record(self) -> Record:
        """The return without faults, read."""
        return self._read(self.faultless.book().data())

    @cached_property
    def faultless(self) -> Faultless:
        """What its damaged returns have in common."""
        issuer = produced.issuer(self.case.folder)
        return Faultless(package=self.package, built=self.built, answers=self.right, issuer=issuer)

    def spoken_of_anyway(self) -> set[tuple[str, str | None]]:
        """Warnings that random answers get: (code, cell)."""
        return {(f.code, f.where.cell) for f in self._judged(self.record)}

    def outcomes(self, kinds: Sequence[FaultKind]) -> Iterator[Outcome]:
        """Of these kinds, as many as possible in a return, in as many returns as that takes."""
        anyway = self.spoken_of_anyway()
        left, alone = [k for k in kinds if not k.alone], [k for k in kinds if k.alone]
        for kind in alone:
            damage = self._damage(kind.code)
            if kind.apply(damage):
                yield self._outcome(damage, anyway)
        possible = cache(lambda kind: kind.apply(self._damage(kind.code)))
        while left:
            damage = self._damage(*(k.code for k in left))
            done = [k for k in left if k.apply(damage)]
            left = [k for k in left if k not in done and possible(k)]
            if done:
                yield self._outcome(damage, anyway)

    def after(self, kind: FaultKind, *, types: bool) -> list[str]:
        """The codes of a return with such a fault as it comes back; types: whether it was corrected."""
        damage = self._damage(kind.code)
        kind.apply(damage)
        record = self._read(damage.finished())
        made = again(self.package.scheme, record, self._judged(record))
        back = self._corrected(made) if types else self._read(self._given_back(made).data)
        return [f.code for f in self._judged(back)]

    def _given_back(self, made: Again) -> Built:
        return build(made.package, made.answers, issuer=produced.issuer(self.case.folder))

    def _damage(self, *seed: str) -> Damage:
        return Damage(self.faultless, chance(self.case.seed, *seed))

    def _outcome(self, damage: Damage, anyway: set[tuple[str, str | None]]) -> Outcome:
        codes = tuple(dict.fromkeys(f.code for f in damage.faults))
        record = self._read(damage.finished())
        findings = self._judged(record)
        told = tuple(dict.fromkeys(f.code for f in (*record.findings, *findings)))
        try:
            made = again(self.package.scheme, record, findings)
        except NotAgainError:
            return Outcome(codes=codes, unreadable=True, told=told)
        left = [f for f in self._judged(self._corrected(made)) if (f.code, f.where.cell) not in anyway]
        said = tuple(f"{f.code} {f.where.sheet}!{f.where.cell} {f.message()}" for f in left)
        return Outcome(codes=codes, told=told, left=said)

    def _corrected(self, made: Again) -> Record:
        built = self._given_back(made)
        if not made.package.marks:
            return self._read(built.data)
        return self._read(Desk(built, made.answers, self.right).sent_back())

    def _read(self, data: bytes) -> Record:
        return replace(
            read_bytes(produced.ready(self.case.folder), data), name=f"{self.package.recipient}.xlsx"
        )

    def _judged(self, record: Record) -> list[Finding]:
        return produced.judged(self.case.folder, record)


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a scheme's test damages: the workbooks of these recipients of its first stage, in this order.

    only: recipient → the only kinds to try, where a workbook is large and the others fit elsewhere.
    """

    folder: Path
    recipients: tuple[str, ...]
    seed: int = 2
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def corrections(self) -> Iterator["Correction"]:
        """Of these workbooks, and of the smallest one of each stage after the first."""
        scheme = produced.scheme_of(self.folder)
        before: dict[str, list[Record]] = {}
        for stage in scheme.head.stages:
            if stage.carries is None:
                every = {p.recipient: p for p in first_packages(scheme, stage, simulated="random")}
                chosen = [every[recipient] for recipient in self.recipients]
            else:
                own = carry.next_packages(scheme, stage.id, before[stage.carries], simulated="random")
                chosen = sorted(own, key=lambda p: sum(map(len, p.rows.values())))[:1]
            made = [Correction.of(self, p) for p in chosen]
            yield from made
            before[stage.id] = [each.record for each in made]

    def outcomes(self) -> Iterator[Outcome]:
        """What became of every kind of fault that the scheme leaves room for; rules are broken first."""
        left = [*reversed(every_fault())]
        for correction in self.corrections():
            only = self.only.get(correction.package.recipient)
            for outcome in correction.outcomes([k for k in left if only is None or k.code in only]):
                yield outcome
                left = [k for k in left if k.code not in outcome.codes]
