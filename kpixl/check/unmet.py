"""Decisions that nothing in the returns answers to: told, so that none is thought to hold that does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpixl.check.result import FileResult
from kpixl.check.rows import Context
from kpixl.decisions import AssignmentDecision, CountingDecision, FigureDecision, cell_of, what, whom
from kpixl.findings import Finding, found


def unmet(context: Context, files: Sequence[FileResult]) -> Iterator[Finding]:
    """Decisions on files that are not there, and on figures that no return has."""
    there = {(f.unit, f.sha256) for f in files}
    for decision in context.decisions.made:
        if getattr(decision, "stage", context.stage) != context.stage:
            continue
        if isinstance(decision, CountingDecision | AssignmentDecision):
            if (decision.unit, decision.file) not in there:
                yield _told(context, decision)
        elif isinstance(decision, FigureDecision) and not _has(decision, files):
            yield _told(context, decision)


def _has(decision: FigureDecision, files: Sequence[FileResult]) -> bool:
    """Whether the unit has no return yet, or one in which the figure took its place."""
    own = [f for f in files if f.unit == decision.unit and f.status in {"accepted", "rejected"}]
    put = (x.where for f in own for x in f.findings if x.code == "U022")
    cells = {(w.form, w.instance or "", w.subject or "", w.row or "", w.field) for w in put}
    return not own or cell_of(decision) in cells


def _told(context: Context, decision: CountingDecision | AssignmentDecision | FigureDecision) -> Finding:
    said = what(decision, context.scheme)
    return found("U021", unit_name=whom(decision, context.scheme), what=said).at(unit=decision.unit)
