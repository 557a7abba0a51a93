"""What one return says otherwise than another: entry by entry, by their identity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpixl.blueprint.expressions import Value
from kpixl.findings import Finding
from kpixl.layout import Role
from kpixl.layout.plan.keys import CellKey
from kpixl.returns._inspect import plain
from kpixl.returns.records._entries import Entry
from kpixl.returns.records._record import Record

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
PRINTED, COMPUTED, FORMULA = "printed", "computed", "formula"
KINDS = (ADDED, REMOVED, CHANGED, PRINTED, COMPUTED, FORMULA)
_COMPUTED = frozenset({Role.FORMULA, Role.TOTAL})
_TAMPERED = frozenset({"T001", "T002", "T003", "T004", "T007"})
"""Codes of what is locked and not as issued; their value is what stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that differs. before, after: its entry in the older and the newer, None where it has none."""

    before: Entry | None
    after: Entry | None

    @property
    def entry(self) -> Entry:
        """The newer one, else the older."""
        there = self.after or self.before
        if there is None:
            raise ValueError(self)
        return there

    @property
    def kind(self) -> str:
        """One of KINDS: of entries, what became of them; else what it is that differs."""
        if self.entry.role in _COMPUTED:
            told = [e for e in (self.before, self.after) if e is not None]
            return COMPUTED if all(e.valid for e in told) else FORMULA
        if self.entry.role == Role.PRINTED:
            return PRINTED
        if self.before is not None and self.before.role in _COMPUTED:
            return FORMULA
        if said(self.before) is None:
            return ADDED
        return REMOVED if said(self.after) is None else CHANGED

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form (design contract: keys are only ever added)."""
        entry, key = self.entry, self.entry.key
        return {
            "form": key.form,
            "instance": key.instance or None,
            "subject": key.subject or None,
            "row": key.row or None,
            "line": entry.line or None,
            "field": key.column,
            "label": entry.label,
            "sheet": entry.sheet,
            "cell": entry.cell,
            "before": plain(said(self.before)),
            "after": plain(said(self.after)),
            "kind": self.kind,
        }


def said(entry: Entry | None) -> Value:
    """What an entry says: its value, the text that stands there where it is not what its type takes."""
    if entry is None:
        return None
    value = entry.value if entry.valid else entry.text
    return None if value == "" else value


def changes(before: Iterable[Entry], after: Iterable[Entry], *, shared: bool = False) -> tuple[Change, ...]:
    """What differs, in the order of the newer; then what only the older has.

    Values are compared, not their spelling. shared: only places that both have.
    """
    old, new = ({e.key: e for e in entries} for entries in (before, after))
    keys = [*new, *(key for key in old if key not in new)]
    compared = (Change(before=old.get(key), after=new.get(key)) for key in keys)
    there = (c for c in compared if not shared or (c.before and c.after))
    return tuple(c for c in there if not _alike(said(c.before), said(c.after)))


def _alike(before: Value, after: Value) -> bool:
    return before == after and isinstance(before, bool) is isinstance(after, bool)


def changed(before: Record, after: Record) -> tuple[Change, ...]:
    """What the newer of two returns says otherwise.

    Of returns of two stages only places that both have are compared. Those of two units are compared as if
    they were of one, where each is about one unit alone.
    """
    stages = {record.stamp.stage for record in (before, after) if record.stamp}
    loose = {key: finding for record in (before, after) for key, finding in _loose(record).items()}
    old, new = ([*_standing(record), *_labels(record, loose)] for record in (before, after))
    return changes(_about(old, before.subjects, after.subjects), new, shared=len(stages) > 1)


def _about(entries: Iterable[Entry], own: Sequence[str], others: Sequence[str]) -> Iterator[Entry]:
    """The entries about one unit as if they were about the other."""
    if len(own) != 1 or len(others) != 1:
        yield from entries
        return
    for entry in entries:
        mine = entry.key.subject == own[0]
        yield entry._replace(key=entry.key._replace(subject=others[0])) if mine else entry


def _standing(record: Record) -> Iterator[Entry]:
    """The entries, with what stands now in locked cells that are not as issued."""
    told = {(f.where.sheet, f.where.cell): f for f in record.findings if f.code in _TAMPERED}
    for entry in record.entries:
        finding = told.get((entry.sheet, entry.cell)) if entry.role != Role.INPUT else None
        yield entry if finding is None else entry._replace(text=_text(finding.value), valid=False)


def _loose(record: Record) -> dict[CellKey, Finding]:
    """What is told of printed cells that are no entry: labels, headings. They are known by their place."""
    told = [f for f in record.findings if f.code in _TAMPERED and f.where.field is None and f.where.cell]
    return {CellKey(f.where.form or "", f.where.instance or "", "", "", str(f.where.cell)): f for f in told}


def _labels(record: Record, loose: Mapping[CellKey, Finding]) -> Iterator[Entry]:
    """Printed cells that are no entry and not as issued in one of two returns, as they stand in this one."""
    own = _loose(record)
    for key, finding in loose.items():
        text = _text(own[key].value if key in own else finding.expected)
        yield Entry(
            key=key,
            role=Role.PRINTED.value,
            value=text,
            text=text,
            valid=True,
            sheet=finding.where.sheet or "",
            cell=finding.where.cell or "",
            label=_text(finding.facts.get("label")),
            line=_text(finding.facts.get("line")),
            type="text",
        )


def _text(value: object) -> str:
    return "" if value is None else str(value)
