"""What a workspace remembers of its issues, said of returns: notes, which change no acceptance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.basis.memory import issue_group
from kpixl.check import CheckResult, FileResult
from kpixl.findings import Finding, found


def reminded(basis: Basis, result: CheckResult) -> CheckResult:
    """The result with a note on every return that is not of the latest issue."""
    latest = cache(basis.means.latest)

    def of(file: FileResult) -> Iterator[Finding]:
        record = file.record
        stamp = record.stamp if record and not record.recognised else None
        if stamp is None or file.unit is None or file.status == "ignored":
            return
        group = issue_group(stamp.scheme, stamp.stage, stamp.round, stamp.period)
        known = latest(group, stamp.part).get(file.unit, 0)
        if stamp.issue < known:
            note = found("U018", issue=stamp.issue, latest=known, unit_name=file.unit_name)
            yield note.at(unit=file.unit)

    files = tuple(replace(file, findings=(*file.findings, *of(file))) for file in result.files)
    return replace(result, files=files)
