"""A check at a glance: who returned what in which state, form by form; what fuller reports are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from kpixl.decisions import told
from kpixl.findings import Finding, Severity
from kpixl.report.groups import CodeCount, Remark, by_code, remarks
from kpixl.words import LANGS, Lang

if TYPE_CHECKING:
    from kpixl.blueprint import Scheme
    from kpixl.check import CheckResult, FileResult, Status

State = Literal["accepted", "rejected", "duplicate", "ignored", "missing"]
FILE_STATES: Final[tuple[Status, ...]] = ("accepted", "rejected", "duplicate", "ignored")
"""What may become of a file."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings of each severity."""

    error: int = 0
    warning: int = 0
    note: int = 0

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Counts:
        """Those of these findings."""
        tally = dict.fromkeys(Severity, 0)
        for f in findings:
            tally[f.severity] += 1
        return cls(tally[Severity.ERROR], tally[Severity.WARNING], tally[Severity.NOTE])

    def __getitem__(self, severity: str) -> int:
        number: int = getattr(self, severity)
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientLine:
    """A recipient, or a file of nobody known. unit: its id, ""; file: as displayed, "" where nothing came.

    forms: by form id, `` for what is about the file; link: to the file from where the report lies; read: the
    forms that could be read; suggested: of a file of nobody known the unit whose name its own holds, if any;
    reason: why it is rejected, the first error.
    """

    unit: str
    name: str
    group: str
    state: State
    file: str = ""
    link: str = ""
    read: frozenset[str] = frozenset()
    modified: str = ""
    suggested: str = ""
    reason: Finding | None = None
    total: Counts = Counts()
    forms: Mapping[str, Counts] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What a report shows of a check.

    forms: (id, title) of the stage; deadline: of the stage; overdue: it is past on the day of the check, so
    the missing are late; states: how many units there are of each; files: how many files of each; remarks:
    the notes that stand out; rules: by code, the most frequent first; decisions: that it was checked with, as
    people read them.
    """

    title: str
    stage: str
    issuer: str
    day: dt.date | None
    deadline: dt.date | None
    forms: Sequence[tuple[str, str]]
    lines: Sequence[RecipientLine]
    states: Mapping[str, int]
    files: Mapping[str, int]
    counts: Counts
    remarks: Sequence[Remark]
    rules: Sequence[CodeCount]
    across: Sequence[Finding]
    decisions: Mapping[Lang, Sequence[tuple[str, ...]]]

    @property
    def overdue(self) -> bool:
        """The deadline is past."""
        return bool(self.day and self.deadline and self.day > self.deadline)

    @property
    def missing(self) -> list[RecipientLine]:
        """Who has not returned anything."""
        return [line for line in self.lines if line.state == "missing"]

    @property
    def strays(self) -> list[RecipientLine]:
        """The files of which nobody can be told anything, for nobody knows whose they are."""
        return [line for line in self.lines if line.state == "rejected" and not line.unit]


def overview(
    scheme: Scheme, result: CheckResult, *, day: dt.date | None = None, links: Mapping[str, str] | None = None
) -> Overview:
    """The overview of a check. links: from a file's displayed name to where it is, seen from the report."""
    stage = scheme.stage(result.stage)
    lines = list(_lines(scheme, result, links or {}))
    return Overview(
        title=scheme.head.title,
        stage=stage.name,
        issuer=scheme.head.issuer,
        day=day,
        deadline=stage.deadline,
        forms=[(f.form, f.short_title) for f in scheme.forms_of(stage) if not f.office],
        lines=lines,
        states=result.all_units,
        files={s: len(result.by_status(s)) for s in FILE_STATES},
        counts=Counts.of(result.all_findings),
        remarks=remarks(result),
        rules=by_code([*(f.findings for f in result.files), result.findings]),
        across=result.findings,
        decisions={lang: [told(d, scheme, lang) for d in result.decisions.made] for lang in LANGS},
    )


def _lines(scheme: Scheme, result: CheckResult, links: Mapping[str, str]) -> Iterator[RecipientLine]:
    """By the roster, then files of nobody known; who is missing stands in its place."""
    place = scheme.roster.places
    found = [_of_file(scheme, f, links) for f in result.files]
    found += [_missing(scheme, unit) for unit in result.missing]
    yield from sorted(found, key=lambda line: (place.get(line.unit, len(place)), line.file))


def _of_file(scheme: Scheme, file: FileResult, links: Mapping[str, str]) -> RecipientLine:
    own: dict[str, list[Finding]] = {}
    for f in file.findings:
        own.setdefault(f.where.form or "", []).append(f)
    return RecipientLine(
        unit=file.unit or "",
        name=file.unit_name or "",
        group=_group(scheme, file.unit),
        state=file.status,
        file=file.path,
        link=links.get(file.path, ""),
        read=file.record.entries.layout.forms if file.record else frozenset(),
        modified=file.record.modified[:16].replace("T", " ") if file.record else "",
        total=Counts.of(file.findings),
        forms={form: Counts.of(some) for form, some in own.items()},
        suggested="" if file.unit else suggested(scheme, file.path),
        reason=next((f for f in file.findings if f.severity is Severity.ERROR), None),
    )


def suggested(scheme: Scheme, path: str) -> str:
    """The name of the unit that a file's name suggests, or else the folder that it lies in; "" for none."""
    name = path.replace("\\", "/").rpartition("/")[2]
    unit = scheme.roster.mentioned(name) or scheme.roster.mentioned(path)
    return unit.name if unit else ""


def _missing(scheme: Scheme, unit: str) -> RecipientLine:
    return RecipientLine(
        unit=unit, name=scheme.roster.unit(unit).name, group=_group(scheme, unit), state="missing"
    )  # fmt: skip


def _group(scheme: Scheme, unit: str | None) -> str:
    return scheme.roster.group_name(scheme.roster.unit(unit).group) if unit else ""
