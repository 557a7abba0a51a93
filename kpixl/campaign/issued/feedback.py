"""feedback: what came back, made anew with its answers in it and every problem marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.blueprint import Scheme
from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.basis.schemes import unit_of
from kpixl.campaign.issued.generating import numbered, record_issued, remember
from kpixl.campaign.issued.packages import extended
from kpixl.campaign.returned.checking import Returns, checked
from kpixl.carry import Again, NotAgainError, again
from kpixl.check import CheckResult, FileResult
from kpixl.findings import Finding, Severity
from kpixl.generate import build, file_name, roster_position
from kpixl.outputs import OutputFolder, Outputs
from kpixl.words import Words

FEEDBACK = "feedback"
"""What is given back to be corrected, beside what is issued anew."""
MARKING = Words("生成反馈工作簿", "making feedback workbooks")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackWorkbook:
    """One workbook. unit: the recipient's id; problems: marked; dropped: answers without a place in it."""

    unit: str
    path: Path
    sha256: str
    problems: int
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A rejected file of which no workbook can be made: nobody knows whose it is, or it cannot be read.

    errors: what the check says of it, which is what its sender must be told.
    """

    path: str
    unit: str | None
    errors: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What was made.

    result: of the check that it says back; unrecorded: why the account does not know of it, where it was to.
    """

    workbooks: tuple[FeedbackWorkbook, ...]
    skipped: tuple[Skipped, ...]
    result: CheckResult
    unrecorded: Words | None = None

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        return {
            "workbooks": [
                {"unit": w.unit, "path": str(w.path), "sha256": w.sha256, "problems": w.problems,
                 "dropped": w.dropped}
                for w in self.workbooks
            ],
            "skipped": [
                {"path": s.path, "unit": s.unit, "codes": [e.code for e in s.errors]} for s in self.skipped
            ],
        }  # fmt: skip


def feedback(
    basis: Basis,
    returns: Returns,
    out: PathLike | None = None,
    *,
    stage: str | None = None,
    units: Iterable[str] = (),
    every: bool = False,
) -> Feedback:
    """Make a clean workbook for each rejected return: its answers carried in, every problem marked."""
    scheme = basis.scheme
    result = checked(basis, returns, stage=stage)
    wanted = {unit_of(scheme, name).id for name in units}
    files = [f for f in result.counting if f.status == "rejected" or every]
    files = [f for f in files if not wanted or f.unit in wanted]
    target = basis.place(out, f"{result.stage}-feedback")
    made, skipped = _again(scheme, files)
    with Outputs(basis.guard(result)) as outputs:
        folder = outputs.into(target)
        folder.expect(_names(made))
        remember(basis)
        workbooks = tuple(_written(basis, made, folder))
    unrecorded = record_issued(basis, [a.package for a in made], workbooks, FEEDBACK)
    return Feedback(workbooks=workbooks, skipped=tuple(skipped), result=result, unrecorded=unrecorded)


def _again(scheme: Scheme, files: Sequence[FileResult]) -> tuple[list[Again], list[Skipped]]:
    """The latest return of each recipient once more, of several that count beside each other each.

    Then what cannot be.
    """
    made: dict[tuple[str, str, frozenset[str]], Again] = {}
    skipped: list[Skipped] = []
    for file in files:
        try:
            one = again(scheme, file.record, file.findings)
        except NotAgainError:
            errors = tuple(f for f in file.findings if f.severity is Severity.ERROR)
            skipped.append(Skipped(path=file.given, unit=file.unit, errors=errors))
            continue
        whom = file.record.about if file.record else frozenset()
        made[one.package.recipient, one.package.part, whom] = one
    return list(made.values()), skipped


def _names(made: Sequence[Again]) -> list[str]:
    """What the workbooks are called: a second one of a recipient by its number as well."""
    names = [Path(file_name(a.package, roster_position(a.package))) for a in made]
    times = [names[:n].count(name) for n, name in enumerate(names, start=1)]
    return [f"{p.stem}（{n}）{p.suffix}" if n > 1 else p.name for p, n in zip(names, times, strict=True)]


def _written(basis: Basis, made: Sequence[Again], folder: OutputFolder) -> Iterator[FeedbackWorkbook]:
    issuer = basis.issuer
    deadlines = basis.decisions.deadlines(made[0].package.stage_id) if made else {}
    packages = numbered(basis, extended((a.package for a in made), deadlines), FEEDBACK)
    named = zip(made, packages, _names(made), strict=True)
    for one, numbered_, name in basis.watch.over(named, len(made), MARKING):
        package = numbered_.numbered(max(numbered_.issue, one.package.issue))
        data = build(package, one.answers, issuer=issuer).data
        sha256 = folder.write(name, data)
        problems = sum(m.severity == Severity.ERROR for m in package.marks)
        yield FeedbackWorkbook(
            unit=package.recipient,
            path=folder.folder / name,
            sha256=sha256,
            problems=problems,
            dropped=len(one.dropped),
        )
