"""One returned file as one plain record: what the reader's process hands to everybody else. Picklable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kpixl.claims import Rows, Share
from kpixl.findings import Finding, Location, Severity
from kpixl.layout import Role
from kpixl.layout.package.baseline import PARTS
from kpixl.layout.plan.keys import CellKey, RowKey
from kpixl.returns.records._entries import Entries
from kpixl.stamp import Stamp

_OWN = frozenset({"F101", "I020"})
"""Codes that say that kpixl wrote a file."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a return counts. whole: of whom all does; places: (form, copy, subject, row) of the others."""

    whole: frozenset[str]
    places: frozenset[tuple[str, str, str, str]]

    @classmethod
    def of(cls, left: Rows[RowKey], share: Share[RowKey]) -> Kept:
        """By the rows that are left of a share."""
        whole = frozenset(subject for subject, rows in left.items() if rows == share.rows[subject])
        rows = [row for subject, own in left.items() if subject not in whole for row in own]
        places = (place for row in rows for place in (_place(row), _place(row._replace(row=""))))
        return cls(whole, frozenset(places))

    def has(self, form: str, instance: str, subject: str, row: str) -> bool:
        """Whether a row is among it. The fields of a copy go with its rows."""
        return subject in self.whole or (form, instance, subject, row) in self.places

    def told(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings on it, and those on nobody's rows."""
        return tuple(f for f in findings if self._concerns(f.where))

    def _concerns(self, where: Location) -> bool:
        if where.subject is None or where.row is None:
            return where.subject in {None, *self.whole, *(place[2] for place in self.places)}
        return self.has(where.form or "", where.instance or "", where.subject, where.row)


def _place(row: RowKey) -> tuple[str, str, str, str]:
    return row.form, row.instance, row.subject, row.row


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A returned file.

    name: its display path; stamp: None where it has none; authentic: by the signature, None where there is no
    key; baseline: what was printed in it besides the blueprint; recognised: it carries no stamp, this one was
    made from what its forms show; blank: nothing is filled in; modified: the last modification recorded in
    the document, ISO text; code: the check code that it shows, where it comes back sealed; rows: every row
    that counts; dealt: in a stage that
    deals rows out, those that its recipient got; entries: everything read.
    """

    name: str
    sha256: str
    stamp: Stamp | None = None
    authentic: bool | None = None
    baseline: Mapping[str, Any] | None = None
    recognised: bool = False
    blank: bool = False
    modified: str = ""
    code: str = ""
    rows: Sequence[RowKey] = ()
    dealt: Sequence[RowKey] = ()
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
    def parts(self) -> tuple[str, ...]:
        """The parts that were issued with it, its own among them; none where it was issued whole."""
        return tuple(str(part) for part in (self.baseline or {}).get(PARTS, ()))

    @property
    def about(self) -> frozenset[str]:
        """Whom its answers are about, by what it says of itself and by what is in it; else its recipient."""
        named = {*self.subjects, *self.entries.subjects} - {""}
        return frozenset(named or ({self.stamp.recipient} if self.stamp else ()))

    @property
    def share(self) -> Share[RowKey]:
        """What it answers for: the rows that were dealt to it; where none were, all about its subjects."""
        rows: dict[str, set[RowKey]] = {}
        for row in self.dealt or (RowKey("", "", "", subject, "") for subject in self.about):
            rows.setdefault(row.subject, set()).add(row)
        return Share(part=self.stamp.part if self.stamp else "", rows=rows)

    def only(self, left: Rows[RowKey]) -> Record:
        """What it says of these of its rows, and what is wrong with that. left: of those of its share."""
        kept = Kept.of(left, self.share)
        return replace(
            self,
            rows=tuple(row for row in self.rows if kept.has(*_place(row))),
            dealt=tuple(row for row in self.dealt if kept.has(*_place(row))),
            entries=Entries.of(entry for entry in self.entries if kept.has(*entry.key[:4])),
            findings=kept.told(self.findings),
        )

    @property
    def own(self) -> tuple[Finding, ...]:
        """The note that says that kpixl wrote it and nobody has changed it since; none of another file."""
        return tuple(f for f in self.findings if f.code in _OWN)

    @property
    def answers(self) -> dict[CellKey, str]:
        """What is filled in, as it stands there."""
        return {e.key: e.text for e in self.entries if e.role == Role.INPUT and e.text}
