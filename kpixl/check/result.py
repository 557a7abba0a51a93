"""What a check says: every file with its status and findings, and what concerns several files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from kpixl.containers import Mail
from kpixl.decisions import NO_DECISIONS, Decisions
from kpixl.findings import Finding, Severity, visible
from kpixl.returns import Record
from kpixl.version import __version__
from kpixl.words import Lang, Words

Status = Literal["accepted", "rejected", "duplicate", "ignored"]
UnitState = Literal["accepted", "rejected", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file that a return names as proof, and that came beside it.

    name: as it is named; path: as shown; place: the file on disk (of a member the archive or mail).
    """

    name: str
    path: str
    sha256: str
    place: Path | None = None

    def as_dict(self) -> dict[str, str]:
        """The public JSON form."""
        return {"name": self.name, "path": self.path, "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """One file.

    path: as shown to people; given: as a program opens it from where the user stands (a member of a zip as
    `outer.zip!inner`); unit: the recipient's id, None where nobody knows; record: None for ignored files that
    were not read; place: the file on disk (of a member the archive or mail), None where it came from none;
    mail: what the mail says of itself that it came by, of several in one another the innermost; evidence:
    the files that it names as proof and that came beside it; wanting: the names of those that did not.
    """

    path: str
    given: str
    sha256: str
    status: Status
    unit: str | None = None
    unit_name: str | None = None
    authentic: bool | None = None
    findings: tuple[Finding, ...] = ()
    record: Record | None = None
    place: Path | None = None
    mail: Mail | None = None
    stands: bool = False
    evidence: tuple[Evidence, ...] = ()
    wanting: tuple[str, ...] = ()

    @property
    def code(self) -> str | None:
        """The check code that its printed forms show; None where they do not come back sealed."""
        return (self.record.code or None) if self.record else None

    @property
    def sender(self) -> str | None:
        """Who sent the mail that it came by; None where it came by none, or the mail does not say."""
        return visible(self.mail.sender) if self.mail and self.mail.sender else None

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        return {
            "path": self.given,
            "sha256": self.sha256,
            "unit": self.unit,
            "unit_name": self.unit_name,
            "authentic": self.authentic,
            "status": self.status,
            "sender": self.sender,
            "code": self.code,
            "evidence": [each.as_dict() for each in self.evidence],
            "findings": [f.as_dict(lang) for f in self.findings],
        }


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """The outcome over a folder.

    stage: the one that was checked; expected: ids of the recipients whose returns are, without those who are
    excused; missing: those of them without an accepted or rejected return of their own; findings: those on
    several files; decisions: what it was checked with; unrecorded: why the account does not know of it, where
    it was to.
    """

    scheme: str
    stage: str
    files: tuple[FileResult, ...]
    findings: tuple[Finding, ...] = ()
    expected: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=())
    decisions: Decisions = NO_DECISIONS
    unrecorded: Words | None = None

    def by_status(self, status: Status) -> tuple[FileResult, ...]:
        """The files of a status."""
        return tuple(f for f in self.files if f.status == status)

    @property
    def accepted(self) -> tuple[Record, ...]:
        """The records of the accepted files."""
        return tuple(f.record for f in self.by_status("accepted") if f.record is not None)

    @cached_property
    def counting(self) -> tuple[FileResult, ...]:
        """The files that stand for somebody.

        No duplicate does, nothing that is ignored, and no return that cannot be relied on of a unit that sent
        another one which was accepted.
        """
        done = {f.unit for f in self.by_status("accepted")}
        rejected = {
            f.path for f in self.by_status("rejected") if f.stands or f.unit is None or f.unit not in done
        }
        return tuple(f for f in self.files if f.status == "accepted" or f.path in rejected)

    @cached_property
    def units(self) -> Mapping[str, UnitState]:
        """How it stands with each of the expected units: accepted, rejected, or missing."""
        return {unit: self.judged.get(unit, "missing") for unit in self.expected}

    @cached_property
    def judged(self) -> Mapping[str, UnitState]:
        """Whether the returns of each unit that sent one are accepted: all that count beside each other."""
        states: dict[str, UnitState] = {}
        for file in sorted(self.counting, key=lambda f: f.status):  # accepted ones first
            if file.unit is not None:
                states[file.unit] = "accepted" if file.status == "accepted" else "rejected"
        return states

    @property
    def failed(self) -> bool:
        """Whether there is an error in a file that counts, or one over several files."""
        findings = (*(f for file in self.counting for f in file.findings), *self.findings)
        return any(f.severity is Severity.ERROR for f in findings)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """All findings, file by file, then those on several files."""
        return (*(f for file in self.files for f in file.findings), *self.findings)

    @property
    def unit_counts(self) -> dict[UnitState, int]:
        """How many of the expected units are in each state."""
        tally = Counter(self.units.values())
        return {state: tally[state] for state in get_args(UnitState)}

    @property
    def all_units(self) -> dict[str, int]:
        """The same with those that nobody expected, and last those that are excused and sent none."""
        tally = Counter(self.judged.values())
        excused = self.decisions.excused(self.stage).keys() - self.judged.keys()
        known = {"accepted": tally["accepted"], "rejected": tally["rejected"], "missing": len(self.missing)}
        return {**known, "excused": len(excused)}

    def count(self, severity: Severity) -> int:
        """How many findings of a severity."""
        return sum(f.severity is severity for f in self.all_findings)

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form (design contract)."""
        return {
            **self.head(),
            "files": [f.as_dict(lang) for f in self.files],
            "findings": [f.as_dict(lang) for f in self.findings],
        }

    def head(self) -> dict[str, Any]:
        """The public JSON form without files and findings."""
        counted = {f"{s.value}s": self.count(s) for s in Severity}
        statuses = {s: len(self.by_status(s)) for s in ("accepted", "rejected", "ignored")}
        return {
            "kpixl": __version__,
            "scheme": self.scheme,
            "stage": self.stage,
            "summary": {
                "files": len(self.files) - statuses["ignored"],
                "accepted": statuses["accepted"],
                "rejected": statuses["rejected"],
                "duplicates": len(self.by_status("duplicate")),
                "ignored": statuses["ignored"],
                **counted,
                "missing_units": list(self.missing),
                "units": {"expected": len(self.expected), **self.unit_counts},
            },
            "decisions": [d.model_dump(mode="json", exclude_none=True) for d in self.decisions.made],
        }
