"""A check of the tiny scheme as reports get it: one return with problems, one without, one unit missing."""

from typing import Any

from kpixl.check import CheckResult, FileResult
from kpixl.check.result import Status
from kpixl.findings import Finding, Location, Severity, found
from kpixl.returns import Record
from tests.support.tiny import scheme

EVIL = "</script><script>alert(1)</script>=1+1"
"""What a unit might write to trouble whoever reads the report."""


def checked(copies: int = 1) -> CheckResult:
    """The result. copies: of the same error, one cell below the other."""
    first, second, third = (u.id for u in scheme().roster.of(*(g.id for g in scheme().roster.groups)))
    blanks = [_in_report(f"E{n}", "R001", label="支出", wanted="数") for n in range(7, 7 + copies)]
    others = [_in_report("B9", "C001", value=EVIL, label="备注", other="B8", words=EVIL), found("I010")]
    return CheckResult(
        scheme=scheme().id,
        stage="self-check",
        files=(_file(first, "rejected", (*blanks, *others)), _file(second, "accepted", (found("I010"),))),
        findings=(),
        missing=(third,),
    )


def _in_report(cell: str, code: str, **facts: Any) -> Finding:
    where = Location(form="report", sheet="附件1", cell=cell, field="spent")
    severity = Severity.WARNING if code == "C001" else None
    return found(code, where=where, severity=severity, **facts)


def _file(unit: str, status: Status, findings: tuple[Finding, ...]) -> FileResult:
    named = scheme().roster.unit(unit).name
    return FileResult(
        path=f"returns/{named}.xlsx",
        given=f"returns/{named}.xlsx",
        sha256="0" * 64,
        status=status,
        unit=unit,
        unit_name=named,
        findings=findings,
        record=Record(name=named, sha256="0" * 64, modified="2021-12-03T16:20:00"),
    )
