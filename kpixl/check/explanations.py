"""What units say of warnings in a feedback workbook: that it is right as it is, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpixl.carry import answered
from kpixl.findings import Finding, Location, found
from kpixl.layout.package.feedback_mark import Mark
from kpixl.returns import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A warning that its unit calls right. why: in its words; where: they stand in the return."""

    mark: Mark
    why: str
    where: Location

    @property
    def note(self) -> Finding:
        """What the office is told."""
        return found("U024", where=self.where, value=self.why, what=self.mark.message)


def explained(record: Record) -> Iterator[Explained]:
    """What a return says of the warnings of the one before."""
    for mark, entry in answered(record):
        key, recipient = mark.key, record.stamp.recipient if record.stamp else None
        where = Location(
            unit=recipient,
            subject=key.subject if key else None,
            form=key.form if key else None,
            instance=key.instance or None if key else None,
            row=key.row or None if key else None,
            field=key.column if key else None,
            sheet=entry.sheet,
            cell=entry.cell,
        )
        yield Explained(mark=mark, why=entry.text, where=where)
