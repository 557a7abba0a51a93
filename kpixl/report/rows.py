"""Findings as rows of a table, the same for the page, the workbook and the CSV file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpixl.findings import Finding, Location, Severity
from kpixl.words import Lang

if TYPE_CHECKING:
    from kpixl.blueprint import Scheme
    from kpixl.check import CheckResult, FileResult
    from kpixl.returns import Record

COLUMNS = (
    "severity", "code", "unit", "subject", "form", "sheet", "cell", "row", "column", "value", "message",
    "remedy", "file",
)  # fmt: skip
"""The columns of a table of findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding, its units and form by name; row, column: as a person calls them."""

    severity: str
    code: str
    unit: str = ""
    subject: str = ""
    form: str = ""
    sheet: str = ""
    cell: str = ""
    row: str = ""
    column: str = ""
    value: str = ""
    message: str
    remedy: str
    file: str = ""


def finding_rows(
    scheme: Scheme, result: CheckResult, lang: Lang, *, severities: Collection[Severity] = tuple(Severity)
) -> Iterator[FindingRow]:
    """Every finding of these severities, file by file in the result's order, then those on several files."""
    names = scheme.roster.names
    forms = {f.form: f.short_title for f in scheme.forms}
    for file in result.files:
        yield from (_row(f, names, forms, lang, file) for f in file.findings if f.severity in severities)
    yield from (_row(f, names, forms, lang) for f in result.findings if f.severity in severities)


def worst_first(scheme: Scheme, result: CheckResult, lang: Lang) -> Iterator[FindingRow]:
    """Errors, then warnings, then notes; in three walks, so that memory holds one row."""
    for severity in Severity:
        yield from finding_rows(scheme, result, lang, severities=(severity,))


def _row(
    f: Finding, names: Mapping[str, str], forms: Mapping[str, str], lang: Lang, file: FileResult | None = None
) -> FindingRow:
    w, unit = f.where, file.unit if file else None
    row, column = _called(f, file.record if file else None)
    return FindingRow(
        severity=f.severity.value,
        code=f.code,
        unit=names.get(w.unit or unit or "", ""),
        subject=names.get(w.subject or "", ""),
        form=forms.get(w.form or "", ""),
        sheet=w.sheet or "",
        cell=w.cell or "",
        row=row,
        column=column,
        value="" if f.value is None else str(f.value),
        message=f.message(lang),
        remedy=f.remedy(lang),
        file=file.path if file else w.path or "",
    )


def _called(f: Finding, record: Record | None) -> tuple[str, str]:
    """Row and column as a person calls them; what is about a whole row is labelled by that."""
    line, label, w = str(f.facts.get("line") or ""), str(f.facts.get("label") or ""), f.where
    if w.row and not w.field:
        return line or label or _words(w, record), ""
    return line or _words(w, record), label or w.field or ""


def _words(where: Location, record: Record | None) -> str:
    """The words of a row, as the return has them."""
    if record is None or not where.row:
        return ""
    lines = record.entries.layout.rows
    return lines.get((where.form or "", where.instance or "", where.row), "")
