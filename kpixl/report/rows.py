"""Findings as rows of a table, the same for the page, the workbook and the CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpixl.findings import Finding
from kpixl.words import Lang

if TYPE_CHECKING:
    from kpixl.blueprint import Scheme
    from kpixl.check import CheckResult

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


def finding_rows(scheme: Scheme, result: CheckResult, lang: Lang) -> Iterator[FindingRow]:
    """Every finding, file by file in the result's order, then those on several files."""
    names = scheme.roster.names
    forms = {f.form: f.short_title for f in scheme.forms}
    for file in result.files:
        for f in file.findings:
            yield _row(f, names, forms, lang, file.path, file.unit)
    for f in result.findings:
        yield _row(f, names, forms, lang, f.where.path or "", None)


def _row(
    f: Finding, names: Mapping[str, str], forms: Mapping[str, str], lang: Lang, file: str, unit: str | None
) -> FindingRow:
    w = f.where
    return FindingRow(
        severity=f.severity.value,
        code=f.code,
        unit=names.get(w.unit or unit or "", ""),
        subject=names.get(w.subject or "", ""),
        form=forms.get(w.form or "", ""),
        sheet=w.sheet or "",
        cell=w.cell or "",
        row=str(f.facts.get("line") or w.row or ""),
        column=str(f.facts.get("label") or w.field or ""),
        value="" if f.value is None else str(f.value),
        message=f.message(lang),
        remedy=f.remedy(lang),
        file=file,
    )
