"""Which of several returns of one recipient count, and what is said of the others.

Of two that are about the same rows one counts. Where they are about different ones, as the workbooks of two
waves of a verification are, or its parts, they count beside each other, each for its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from kpixl.blueprint.model import Scheme
from kpixl.check.result import Evidence, Status
from kpixl.claims import Claim, Rows, Share, lacking_of, left_to
from kpixl.findings import Finding, Severity, found
from kpixl.layout import Role
from kpixl.layout.plan.keys import RowKey
from kpixl.returns import Kept, Record, Source
from kpixl.words import Words

_NAMED = 5
"""So many units or rows are named, the others counted."""
_BY_ISSUE = Words("按印发次数", "by the number of its issue")
_BY_DATE = Words("按记录的修改时间", "by the date of its last change")
_BY_NAME = Words("按文件名", "by its name")
_BY_STAMP = Words("按身份信息", "by its stamp")
_SAME_DATE = Words("两份记录的修改时间相同", "both record the same date of their last change")


@dataclass(slots=True)
class ReturnedFile:
    """A file on its way to its result. stands: for its recipient, alone or beside others."""

    source: Source
    record: Record | None = None
    status: Status = "accepted"
    findings: list[Finding] = field(default_factory=list)
    stands: bool = False
    evidence: tuple[Evidence, ...] = ()
    wanting: tuple[str, ...] = ()

    @property
    def identified(self) -> bool:
        """Whether its identity can be relied on, so that it may stand for its recipient."""
        record = self.record
        if record is None or record.stamp is None:
            return False
        return not any(
            f.code.startswith(("F", "I")) and f.severity is Severity.ERROR for f in record.findings
        )


@dataclass(frozen=True)
class _Rival:
    """A return among those of one recipient."""

    file: ReturnedFile
    record: Record
    issue: int
    decided: bool

    @property
    def name(self) -> str:
        return self.file.source.name

    @cached_property
    def share(self) -> Share[RowKey]:
        """What it answers for, whatever of it counts."""
        return self.record.share

    @property
    def claim(self) -> Claim:
        """What it has for itself."""
        record = self.record
        return Claim(
            decided=self.decided,
            filled=not record.blank,
            stamped=not record.recognised,
            issue=self.issue,
            modified=record.modified,
            name=self.name,
        )


def choose(
    files: Sequence[ReturnedFile], scheme: Scheme, decided: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Of several returns of one recipient the highest issue counts, then the latest change, then the name.

    One in which something is filled in counts before a blank one, and one that carries its stamp before one
    that was only recognised. An earlier one counts for whom no later one is about. decided: unit → digest of
    the file that is to count, before all others.
    """
    by_recipient: dict[str, list[_Rival]] = {}
    for f in files:
        if f.status == "accepted" and f.identified and f.record and f.record.stamp:
            stamp = f.record.stamp
            by_recipient.setdefault(stamp.recipient, []).append(
                _Rival(f, f.record, stamp.issue, decided.get(stamp.recipient) == f.record.sha256)
            )
    for unit, rivals in sorted(by_recipient.items()):
        _choose_among(sorted(rivals, key=lambda rival: rival.claim), unit, scheme)


def _choose_among(rivals: Sequence[_Rival], unit: str, scheme: Scheme) -> None:
    """Of the returns of one recipient, the one that counts before all others last."""
    *others, kept = rivals
    name = scheme.roster.unit(unit).name
    facts: dict[str, Any] = {"kept": kept.name, "count": len(rivals), "unit_name": name}
    kept.file.stands = True
    later = [kept]
    for other in reversed(others):
        left = left_to(other.share, [rival.share for rival in later])
        if left:
            notes = _beside(other, later, left, scheme, facts)
            _count_beside(other, left, [note.at(unit=unit) for note in notes])
            later.append(other)
        else:
            other.file.status = "duplicate"
            other.file.findings.append(_left_out(other, kept, facts).at(unit=unit))
    if kept.record.blank and not kept.record.failed:
        kept.file.findings.append(found("U017", **facts).at(unit=unit))
    issued = kept.record.parts
    if lacking := lacking_of(issued, [rival.share.part for rival in later]):
        said = Words("、".join(lacking), ", ".join(lacking))
        told = found("U027", count=len(issued), lacking=said, unit_name=name)
        kept.file.findings.append(told.at(unit=unit))


def _count_beside(other: _Rival, left: Rows[RowKey], notes: Sequence[Finding]) -> None:
    """Let a return count for those of its rows that no later one is about. notes: say so."""
    file = other.file
    file.stands, file.record = True, other.record.only(left)
    file.findings = [*Kept.of(left, other.share).told(file.findings), *notes]


def _beside(
    other: _Rival, later: Sequence[_Rival], left: Rows[RowKey], scheme: Scheme, facts: Mapping[str, Any]
) -> Iterator[Finding]:
    """What is said of a return that counts beside later ones: for whom, and which of its rows do not."""
    names = [u.name for u in scheme.roster.units if u.id in left]
    yield found("U025", units=_some(names, Words("个单位", "units")), **facts)
    lost = {s: rows - left.get(s, frozenset()) for s, rows in other.share.rows.items()}
    named = _named(other.record, lost)
    if named:
        by = [
            rival.name for rival in later if any(lost[s] & rival.share.rows.get(s, frozenset()) for s in lost)
        ]
        rows = _some(named, Words("行", "rows"))
        yield found(
            "U026", later=Words("、".join(by), ", ".join(by)), rows=rows, count_rows=len(named), **facts
        )


def _named(record: Record, rows: Rows[RowKey]) -> list[str]:
    """What people call rows of a return, in the order in which they stand there."""
    places = {(r.form, r.instance, r.subject, r.row) for each in rows.values() for r in each}
    own = (e for e in record.entries if e.role == Role.INPUT and e.key[:4] in places)
    return list(dict.fromkeys(f"“{entry.line}”" for entry in own))


def _some(names: Sequence[str], counted: Words) -> Words:
    """The names; of many the first. counted: what they name."""
    if len(names) <= _NAMED:
        return Words("、".join(names), ", ".join(names))
    shown, more = names[:_NAMED], len(names) - _NAMED
    return Words(
        f"{'、'.join(shown)}等{len(names)}{counted.zh}", f"{', '.join(shown)} and {more} more {counted.en}"
    )


def _left_out(other: _Rival, kept: _Rival, facts: dict[str, Any]) -> Finding:
    """Why a return does not count."""
    if other.record.sha256 == kept.record.sha256:
        return found("U002", **facts)
    if kept.decided:
        return found("U020", **facts)
    if other.record.blank:
        return found("U015", **facts)
    undated = [rival.name for rival in (kept, other) if not rival.record.modified]
    if not _differ(other.record, kept.record) or not (undated or _rule(other, kept) is _BY_NAME):
        return found("U001", **facts)
    named = "、".join(f"“{name}”" for name in undated), " and ".join(map(repr, undated))
    why = Words(f"{named[0]}没有记录修改时间", f"{named[1]} records no date of its last change")
    return found(
        "U016", other=other.name, why=why if undated else _SAME_DATE, rule=_rule(other, kept), **facts
    )


def _differ(one: Record, other: Record) -> bool:
    """Whether it matters which of two returns counts."""
    return one.answers != other.answers or one.failed != other.failed


def _rule(other: _Rival, kept: _Rival) -> Words:
    """By what the one that counts comes before another one."""
    if kept.record.recognised != other.record.recognised:
        return _BY_STAMP
    if kept.issue != other.issue:
        return _BY_ISSUE
    return _BY_NAME if kept.record.modified == other.record.modified else _BY_DATE
