"""One returned file as one plain record: what the reader's process hands to everybody else. Picklable."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kpixl.findings import Finding, Severity
from kpixl.layout import Role
from kpixl.layout.keys import CellKey
from kpixl.layout.package import RowKey
from kpixl.returns._entries import Entries
from kpixl.stamp import Stamp

_OWN = frozenset({"F101", "I020"})
"""Codes that say that kpixl wrote a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A returned file.

    name: its display path; stamp: None where it has none; authentic: by the signature, None where there is no
    key; baseline: what was printed in it besides the blueprint; recognised: it carries no stamp, this one was
    made from what its forms show; blank: nothing is filled in; modified: the last modification recorded in
    the document, ISO text; rows: every row that counts; entries: everything
    read.
    """

    name: str
    sha256: str
    stamp: Stamp | None = None
    authentic: bool | None = None
    baseline: Mapping[str, Any] | None = None
    recognised: bool = False
    blank: bool = False
    modified: str = ""
    rows: Sequence[RowKey] = ()
    entries: Entries = field(default_factory=Entries.of)
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it has an error."""
        return any(f.severity is Severity.ERROR for f in self.findings)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Whom it is about, by the stamp or, where they are too many for it, by the baseline."""
        named = self.stamp.subjects if self.stamp else ()
        return named or tuple(str(s) for s in (self.baseline or {}).get("subjects", ()))

    @property
    def about(self) -> frozenset[str]:
        """Whom its answers are about, by what it says of itself and by what is in it; else its recipient."""
        named = {*self.subjects, *self.entries.subjects} - {""}
        return frozenset(named or ({self.stamp.recipient} if self.stamp else ()))

    def only(self, subjects: Collection[str]) -> Record:
        """What it says of these of its subjects, and what is wrong with that."""
        return replace(
            self,
            rows=tuple(row for row in self.rows if row.subject in subjects),
            entries=Entries.of(entry for entry in self.entries if entry.key.subject in subjects),
            findings=tuple(f for f in self.findings if f.where.subject in {None, *subjects}),
        )

    @property
    def own(self) -> tuple[Finding, ...]:
        """The note that says that kpixl wrote it and nobody has changed it since; none of another file."""
        return tuple(f for f in self.findings if f.code in _OWN)

    @property
    def answers(self) -> dict[CellKey, str]:
        """What is filled in, as it stands there."""
        return {e.key: e.text for e in self.entries if e.role == Role.INPUT and e.text}
