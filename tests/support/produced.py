"""Every workbook that kpixl writes for a scheme, stage by stage: issued, filled in, merged."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kpixl import carry
from kpixl.blueprint import digest, load_scheme
from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Scheme
from kpixl.check.gates import stacked, stacked_findings, torn
from kpixl.check.rows import Context
from kpixl.check.validator import Validator, load_validator
from kpixl.findings import Finding, Severity
from kpixl.generate import Built, Issuer, build
from kpixl.generate.naming import file_name, roster_position
from kpixl.layout import CellKey, Package, Plan, Spot, computed, first_packages
from kpixl.merge import Merged, merge
from kpixl.returns import Reader, Ready, Record, prepare
from kpixl.returns._reading import read_bytes
from kpixl.rules.types import as_text
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from kpixl.simulate.faults import Damage, Faultless, every_fault
from kpixl.simulate.faults.values import VALUES
from kpixl.simulate.filling import filled
from kpixl.stamp import Key
from tests.support import records, tiny

ROOT = Path(__file__).parents[2]
SCHEMES = (*sorted(path.parent for path in (ROOT / "blueprints").glob("*/scheme.yaml")), tiny.FOLDER)
"""Folders: every reference scheme, and the tests' own with every kind of type and rule."""
KEY = Key(b"a key for tests, 32 bytes long..")
PASSWORD = "口令"  # noqa: S105 - of workbooks that are thrown away
_DAY_ZERO = dt.date(1899, 12, 30)


@dataclass(frozen=True, kw_only=True)
class Form:
    """One recipient's workbook. filled: the issued one with these answers, by kpixl's own simulation."""

    package: Package
    issued: Built
    answers: Mapping[CellKey, Value]
    filled: bytes

    @property
    def name(self) -> str:
        """The file's name."""
        return file_name(self.package, roster_position(self.package))

    @property
    def plan(self) -> Plan:
        """Where everything stands."""
        return self.issued.plan

    def place(self, spot: Spot) -> tuple[str, str]:
        """The sheet's name and the A1 address of a spot."""
        sheet = self.plan.by_key[spot.sheet]
        return sheet.name, sheet.address(spot).a1

    def typed(self) -> Iterator[tuple[str, str, str | float]]:
        """Sheet, cell and value of every answer, as a spreadsheet program stores it."""
        for key, value in self.answers.items():
            if value is not None:
                yield *self.place(self.plan.by_cell_key[key].spot), stored(value)


def stored(value: Value) -> str | float:
    """A value as a cell holds it: a date as its serial number, yes and no as words."""
    if isinstance(value, dt.date):
        return float((value - _DAY_ZERO).days)
    return as_text(value) if isinstance(value, bool | str) else float(value or 0)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What a stage makes: its workbooks, what kpixl reads in the filled ones, and those merged."""

    folder: Path
    scheme: Scheme
    id: str
    forms: tuple[Form, ...]
    records: tuple[Record, ...]
    merged: Merged

    @property
    def sample(self) -> tuple[Form, ...]:
        """A workbook for each group of recipients, and the largest one."""
        groups = {form.package.unit.group: form.name for form in reversed(self.forms)}
        largest = max(self.forms, key=lambda form: len(form.plan.by_spot))
        return tuple(form for form in self.forms if form.name in {*groups.values(), largest.name})


@cache
def scheme_of(folder: Path) -> Scheme:
    """The scheme in a folder, loaded once."""
    return load_scheme(folder)


@cache
def ready(folder: Path) -> Ready:
    """A reader of the scheme's returns."""
    return prepare(Reader(scheme=scheme_of(folder), key=KEY))


@cache
def issuer(folder: Path) -> Issuer:
    """What the workbooks of a scheme are signed and locked with."""
    return Issuer.of(KEY, PASSWORD, digest(scheme_of(folder)))


@cache
def validator(folder: Path) -> Validator | None:
    """The scheme's validator, where it has one."""
    return load_validator(folder.parent.parent / "validators", scheme_of(folder).id)


def stages() -> list[tuple[Path, str]]:
    """Every stage of every scheme."""
    return [(folder, stage.id) for folder in SCHEMES for stage in scheme_of(folder).head.stages]


def made(folder: Path, stage: str, *, whole: bool = False) -> Stage:
    """What a stage makes. whole: for every recipient; else, in a first stage, for one of each group."""
    return _made(folder, stage, whole)


@cache
def _made(folder: Path, stage: str, whole: bool) -> Stage:  # noqa: FBT001 - a cache tells how it is called apart
    scheme = scheme_of(folder)
    forms = tuple(_form(folder, package) for package in _packages(folder, stage, whole=whole))
    read = tuple(_read(folder, form) for form in forms)
    result = records.checked(scheme, stage, read)
    merged = merge(scheme, result, validator=validator(folder))
    return Stage(folder=folder, scheme=scheme, id=stage, forms=forms, records=read, merged=merged)


def _packages(folder: Path, stage: str, *, whole: bool) -> Sequence[Package]:
    scheme = scheme_of(folder)
    wanted = scheme.stage(stage)
    if wanted.carries is not None:
        return carry.next_packages(scheme, stage, made(folder, wanted.carries, whole=whole).records)
    packages = first_packages(scheme, wanted)
    first = {p.unit.group: p.recipient for p in reversed(packages)}
    return packages if whole else [p for p in packages if p.recipient in first.values()]


def _form(folder: Path, package: Package) -> Form:
    issued = build(package, {}, issuer=issuer(folder))
    given = answers(package, issued.plan, chance(1, package.scheme.id, package.stage_id, package.recipient))
    data = filled(issued, computed(issued.plan, given)).data()
    return Form(package=package, issued=issued, answers=given, filled=data)


def _read(folder: Path, form: Form) -> Record:
    record = read_bytes(ready(folder), form.filled)
    return replace(record, name=form.name, sha256=hashlib.sha256(form.filled).hexdigest())


def judged(folder: Path, record: Record) -> list[Finding]:
    """The errors and warnings of one return, looked at for itself."""
    every = [*record.findings]
    if not any(f.code[0] in "FI" and f.severity is Severity.ERROR for f in every) and record.stamp:
        scheme = scheme_of(folder)
        context = Context(scheme=scheme, stage=record.stamp.stage, torn=torn([record]), complete=False)
        every += stacked_findings(context, stacked(scheme, [record]), validator(folder))
    return [f for f in every if f.severity is not Severity.NOTE]


def given_back(folder: Path, stage: str, *, whole: bool = False) -> tuple[str, bytes]:
    """Name and bytes of the feedback on the smallest return: with wrong and missing entries, lost rows."""
    return _given_back(folder, stage, whole)


@cache
def _given_back(folder: Path, stage: str, whole: bool) -> tuple[str, bytes]:  # noqa: FBT001 - as above
    answered = (f for f in made(folder, stage, whole=whole).forms if f.answers)
    form = min(answered, key=lambda form: len(form.plan.by_spot))
    sound = Faultless(package=form.package, built=form.issued, answers=form.answers, issuer=issuer(folder))
    damage = Damage(sound, chance(1, "feedback"))
    for kind in (*VALUES, *(k for k in every_fault() if k.code in {"R001", "S003", "S012", "T001", "T003"})):
        kind.apply(damage)
    record = replace(read_bytes(ready(folder), damage.finished()), name=form.name)
    again = carry.again(scheme_of(folder), record, judged(folder, record))
    return form.name, build(again.package, again.answers, issuer=issuer(folder)).data


def workbooks(folder: Path, stage: str, *, whole: bool = False) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the workbooks of a stage: blank, filled, one given back, and merged.

    whole: all, not a sample.
    """
    done = made(folder, stage, whole=whole)
    for form in done.forms if whole else done.sample:
        yield f"issued-{form.name}", form.issued.data
        yield f"filled-{form.name}", form.filled
    name, data = given_back(folder, stage, whole=whole)
    yield f"feedback-{name}", data
    yield "merged.xlsx", done.merged.data


def label(parameter: object) -> str:
    """What pytest calls a parameter: a scheme by the name of its folder."""
    return parameter.name if isinstance(parameter, Path) else str(parameter)
