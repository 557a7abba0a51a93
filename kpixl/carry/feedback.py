"""A return once more: its answers in a clean workbook of the current version, marked where they are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Scheme
from kpixl.findings import Finding, Location, Severity, found
from kpixl.layout import Cell, CellKey, Package, Plan, Role, Sheet, from_baseline, lay_out
from kpixl.layout.feedback_mark import PROBLEMS, Mark
from kpixl.returns import Entry, Record
from kpixl.words import Lang

_MENDED = ("F", "I", "T", "S016", "S022")
"""How the codes begin whose problems a clean workbook has no more."""
_CARRIED = frozenset({"S017", "S020", "S023"})
"""The codes of structure of which no entry is lost: what else is, its sender must fill in."""
_PASSED_ON = frozenset({"S020"})
"""The codes of notes that its sender is told of: what a person said where no entry stands."""
_UNREADABLE = frozenset({"V009", "V011", "V019"})
"""Codes of entries that are no entries: errors, formulas, pictures. They are shown, not carried in."""


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
    given = [e for e in given if e.key.form != PROBLEMS]  # what it said of the problems is said to the office
    answers = {e.key: _answer(e) for e in given if e.key in open_}
    dropped = tuple(e for e in given if e.key not in open_)
    lang: Lang = scheme.head.language
    marks = [_mark(f, plan, lang, answers) for f in told]
    marks += [_without_place(e, plan, lang) for e in dropped]
    marks.sort(key=_urgency)
    return Again(
        package=replace(package, marks=tuple(marks), given_back=answers), answers=answers, dropped=dropped
    )


def _is_told(f: Finding) -> bool:
    return not f.internal and (f.severity is not Severity.NOTE or f.code in _PASSED_ON)


def _package(scheme: Scheme, record: Record | None) -> Package:
    stamp = record.stamp if record else None
    if record is None or stamp is None or record.baseline is None:
        raise NotAgainError
    package = Package(
        scheme=scheme,
        stage_id=stamp.stage,
        recipient=stamp.recipient,
        round=stamp.round,
        period=stamp.period,
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


def _mark(f: Finding, plan: Plan, lang: Lang, answers: Mapping[CellKey, Value]) -> Mark:
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
        value=answers.get(key) if key else None,
        text="" if f.value is None else str(f.value),
        place="!".join(p for p in (f.where.sheet, f.where.cell) if p),
        mended=mended,
        lost=lost,
        asks=f.severity is Severity.WARNING and cell is not None and cell.role is Role.INPUT and not mended,
        rule=f.rule or "",
    )


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


def _without_place(e: Entry, plan: Plan, lang: Lang) -> Mark:
    """An answer of an older version whose row or column is gone: said with its old place."""
    where = Location(form=e.key.form, instance=e.key.instance or None, sheet=e.sheet, cell=e.cell)
    finding = found("S015", where=where, value=e.text, label=e.label, line=e.line)
    return _mark(finding, plan, lang, {})
