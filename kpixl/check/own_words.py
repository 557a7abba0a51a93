"""Rows that are called by their number, in findings by what was entered in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kpixl.blueprint.model import Form, Scheme
from kpixl.findings import Finding
from kpixl.layout.tables.row_label import in_own_words
from kpixl.returns import Entry, Record

Row = tuple[str, str, str, str]
"""Form, copy, subject and key of a row."""


def with_own_words(findings: Iterable[Finding], record: Record | None, scheme: Scheme) -> Iterator[Finding]:
    """The findings on a return; `line`, what a person calls the row, in the words of the row."""
    names: Mapping[Row, str] | None = None
    for finding in findings:
        line = finding.facts.get("line")
        if record is None or finding.where.row is None or not isinstance(line, str):
            yield finding
            continue
        if in_own_words(line, line) is not None and names is None:
            names = _names(record, scheme)
        said = in_own_words(line, (names or {}).get(_row(finding), ""))
        yield finding if said is None else replace(finding, facts={**finding.facts, "line": said})


def _row(finding: Finding) -> Row:
    w = finding.where
    return w.form or "", w.instance or "", w.subject or "", w.row or ""


def _names(record: Record, scheme: Scheme) -> Mapping[Row, str]:
    """By row the text of the column that tells rows apart: the declared one, the first required, any."""
    found: dict[Row, tuple[int, str]] = {}
    telling: dict[str, Mapping[str, int]] = {}
    for e in record.entries:
        if not e.key.row or not _is_text(e):
            continue
        form = e.key.form
        if form not in telling:
            telling[form] = _telling(scheme.find_form(form))
        row, rank = (form, e.key.instance, e.key.subject, e.key.row), telling[form].get(e.key.column, 0)
        if row not in found or rank > found[row][0]:
            found[row] = (rank, str(e.value))
    return {row: text for row, (_, text) in found.items()}


def _is_text(e: Entry) -> bool:
    return e.type == "text" and e.valid and isinstance(e.value, str) and bool(e.value.strip())


def _telling(form: Form | None) -> Mapping[str, int]:
    """How well columns tell rows apart: those that must be filled, better the declared ones."""
    if form is None:  # it is no more
        return {}
    required = {c.name: 1 for c in form.table_columns if c.required}
    return required | {t.named_by: 2 for t in form.tables if t.named_by is not None}
