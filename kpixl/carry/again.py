"""A return once more: its answers in a clean workbook of the current version, marked where they are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Scheme
from kpixl.findings import Finding, Lang, Severity
from kpixl.layout import CellKey, Package, Plan, Role, from_baseline, lay_out
from kpixl.layout.mark import Mark
from kpixl.returns.record import Entry, Record

_MENDED = ("F", "I", "T")
"""Gates whose problems a clean workbook has no more. What structure lost, its sender must fill in."""
_UNREADABLE = frozenset({"V009", "V011"})
"""Codes of entries that are no entries: errors and formulas. They are shown, not carried in."""
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


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

    scheme: the current version; an answer of an older one goes to the cell of the same identity. findings: of
    the return; errors and warnings are marked. The issue number is one higher than the return's. Raises
    NotAgainError.
    """
    package = _package(scheme, record)
    plan = lay_out(package)
    open_ = {k for k, c in plan.by_cell_key.items() if c.role is Role.INPUT}
    told = sorted((f for f in findings if f.severity is not Severity.NOTE), key=lambda f: _ORDER[f.severity])
    bare = {_key(f) for f in told if f.code in _UNREADABLE}
    entries = record.entries if record else ()
    given = [e for e in entries if e.role == Role.INPUT and e.text and e.key not in bare]
    answers = {e.key: _answer(e) for e in given if e.key in open_}
    dropped = tuple(e for e in given if e.key not in open_)
    lang: Lang = scheme.head.language
    marks = [_mark(f, plan, lang, answers) for f in told] + [_lost(e) for e in dropped]
    return Again(package=replace(package, marks=tuple(marks)), answers=answers, dropped=dropped)


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
        return replace(from_baseline(package, record.baseline), marks=())
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
    key = _key(f)
    place = "!".join(p for p in (f.where.sheet, f.where.cell) if p)
    known = key if key in plan.by_cell_key else None
    return Mark(
        key=known,
        code=f.code,
        severity=f.severity.value,
        message=f.message(lang),
        remedy=f.remedy(lang),
        value=answers.get(known) if known else None,
        text="" if f.value is None else str(f.value),
        place=place,
        mended=f.code.startswith(_MENDED),
        lost=f.code.startswith("S"),
    )


def _lost(e: Entry) -> Mark:
    said = f"“{e.line}”的“{e.label}”" if e.line else f"“{e.label}”"
    return Mark(
        code="",
        severity="warning",
        message=f"{said}在现在的表中没有对应的位置，没有带入。",
        remedy="请在适当的位置补填。",
        text=e.text,
        place=f"{e.sheet}!{e.cell}",
        lost=True,
    )
