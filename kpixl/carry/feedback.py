"""A return once more: its answers in a clean workbook of the current version, marked where they are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Scheme
from kpixl.findings import Finding, Location, Severity, found
from kpixl.layout import Cell, CellKey, Computation, Package, Plan, Role, Sheet, from_baseline, lay_out
from kpixl.layout.package.feedback_mark import PROBLEMS, Mark, Tells, decoded, reason_key
from kpixl.returns import Entry, Record
from kpixl.rules import SheetRule, every_kind
from kpixl.words import Lang

_MENDED = ("F", "I", "T", "S016", "S022")
"""How the codes begin whose problems a clean workbook has no more."""
_CARRIED = frozenset({"S017", "S020", "S023"})
"""The codes of structure of which no entry is lost: what else is, its sender must fill in."""
_PASSED_ON = frozenset({"S020"})
"""The codes of notes that its sender is told of: what a person said where no entry stands."""
_UNREADABLE = frozenset({"V009", "V011", "V019"})
"""Codes of entries that are no entries: errors, formulas, pictures. They are shown, not carried in."""


_MISSED = ("R001", "S")
"""How the codes begin of what has to be filled in."""


class NotAgainError(Exception):
    """Nothing can be made of a return: nobody knows whose it is, or what was printed in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What a feedback workbook is built from. dropped: answers that have no place in it."""

    package: Package
    answers: Mapping[CellKey, Value]
    dropped: tuple[Entry, ...]


def again(scheme: Scheme, record: Record | None, findings: Iterable[Finding]) -> Again:
    """The package and answers of a feedback workbook.

    scheme: the current version, whose terms hold; an answer of an older one goes to the cell of the same
    identity. findings: of the return; errors, warnings and what a person said beside the entries are marked.
    The issue number is one higher than the return's. Raises NotAgainError.
    """
    package = _package(scheme, record)
    plan = lay_out(package)
    open_ = {k for k, c in plan.by_cell_key.items() if c.role is Role.INPUT}
    told = [
        f for f in findings if not f.internal and (f.severity is not Severity.NOTE or f.code in _PASSED_ON)
    ]
    bare = {_key(f) for f in told if f.code in _UNREADABLE}
    entries = record.entries if record else ()
    given = [e for e in entries if e.role == Role.INPUT and e.text and e.key not in bare]
    given = [e for e in given if e.key.form != PROBLEMS]
    answers = {e.key: _answer(e) for e in given if e.key in open_}
    dropped = tuple(e for e in given if e.key not in open_)
    lang: Lang = scheme.head.language
    seen = Computation(plan, answers)
    marks = [_mark(f, lang, seen) for f in told]
    marks += [_without_place(e, lang, seen) for e in dropped]
    marks.sort(key=_urgency)
    answers |= _said_before(record, marks)
    return Again(
        package=replace(package, marks=tuple(marks), given_back=answers), answers=answers, dropped=dropped
    )


def answered(record: Record) -> Iterator[tuple[Mark, Entry]]:
    """What a return says of the warnings that its feedback workbook listed: that they are right, and why."""
    entries = record.entries if PROBLEMS in record.entries.layout.forms else ()
    marks = decoded((record.baseline or {}).get("marks", ())) if entries else ()
    said = [e for e in entries if e.key.form == PROBLEMS and e.text] if marks else ()
    return ((marks[int(entry.key.row) - 1], entry) for entry in said)


def _said_before(record: Record | None, marks: Sequence[Mark]) -> dict[CellKey, Value]:
    """The same for the new list, where the same is found once more: nobody has to say it twice."""
    reasons = {(m.key, m.code, m.rule, m.value): e.text for m, e in (answered(record) if record else ())}
    lines = {reason_key(n): (m.key, m.code, m.rule, m.value) for n, m in enumerate(marks, start=1) if m.asks}
    return {key: reasons[same] for key, same in lines.items() if same in reasons}


def _package(scheme: Scheme, record: Record | None) -> Package:
    stamp = record.stamp if record else None
    if record is None or stamp is None or record.baseline is None:
        raise NotAgainError
    package = Package(
        scheme=scheme,
        stage_id=stamp.stage,
        recipient=stamp.recipient,
        part=stamp.part,
        issue=stamp.issue + 1,
        simulated=stamp.simulated,
    )
    try:
        return replace(from_baseline(package, record.baseline), marks=(), terms=None)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise NotAgainError from error


def _answer(e: Entry) -> Value:
    return e.value if e.valid else e.text


def _key(f: Finding) -> CellKey | None:
    w = f.where
    if w.form is None or w.field is None:
        return None
    return CellKey(w.form, w.instance or "", w.subject or "", w.row or "", w.field)


def _mark(f: Finding, lang: Lang, seen: Computation) -> Mark:
    """seen: the clean workbook with the answers in it."""
    plan = seen.plan
    mended = f.code.startswith(_MENDED)
    lost = f.code.startswith("S") and not mended and f.code not in _CARRIED
    cell = _cell(f, plan)
    key = cell.key if cell else None
    sheet = next((s.key for s in plan.sheets if s.of_form == f.where.form and _of_copy(s, f)), "")
    return Mark(
        key=key,
        sheet=cell.spot.sheet if cell else sheet,
        code=f.code,
        severity=f.severity.value,
        message=f.to_unit(lang),
        remedy=f.afresh(lang),
        value=seen.inputs.get(key) if key else None,
        text="" if f.value is None else str(f.value),
        place="!".join(p for p in (f.where.sheet, f.where.cell) if p),
        mended=mended,
        lost=lost,
        asks=f.severity is Severity.WARNING and cell is not None and cell.role is Role.INPUT and not mended,
        rule=f.rule or "",
        tells=_tells(f, cell, seen),
    )


def _tells(f: Finding, cell: Cell | None, seen: Computation) -> Tells:
    """By what the workbook can tell that a problem has been corrected."""
    in_workbook = {kind.code for kind in every_kind() if isinstance(kind, SheetRule)}
    typed, shown = f.code.startswith("V"), f.code in in_workbook or f.code.startswith(_MISSED)
    if cell is None or not (typed or shown):
        return "change"
    meant = {"missing", "wrong"} if f.severity is Severity.ERROR else {"missing", "wrong", "doubt"}
    if any(h.kind in meant and seen.result(h.test, cell.spot) is True for h in cell.highlights):
        return "colour"
    return "type" if typed else "change"


def _urgency(mark: Mark) -> tuple[bool, bool, bool]:
    """What is to be changed comes first, then what is to be filled in again, last what has been mended."""
    return mark.mended, mark.key is None, mark.severity != Severity.ERROR


def _cell(f: Finding, plan: Plan) -> Cell | None:
    """The cell that a finding is about; of a lost row or column the first one to fill."""
    key = _key(f)
    if key is not None and key in plan.by_cell_key:
        return plan.by_cell_key[key]
    w = f.where
    if not f.code.startswith("S") or w.form is None or (w.row is None and w.field is None):
        return None
    asked = {"form": w.form, "instance": w.instance, "subject": w.subject, "row": w.row, "column": w.field}
    wanted = {part: value for part, value in asked.items() if value is not None}
    inputs = (c for k, c in plan.by_cell_key.items() if c.role is Role.INPUT and _fits(k, wanted))
    return next(inputs, None)


def _fits(key: CellKey, wanted: Mapping[str, str]) -> bool:
    return all(getattr(key, part) == value for part, value in wanted.items())


def _of_copy(sheet: Sheet, f: Finding) -> bool:
    """Whether a sheet of the form may be the one that the finding means."""
    return sheet.instance in {"", f.where.instance or ""}


def _without_place(e: Entry, lang: Lang, seen: Computation) -> Mark:
    """An answer of an older version whose row or column is gone: said with its old place."""
    where = Location(form=e.key.form, instance=e.key.instance or None, sheet=e.sheet, cell=e.cell)
    finding = found("S015", where=where, value=e.text, label=e.label, line=e.line)
    return _mark(finding, lang, seen)
