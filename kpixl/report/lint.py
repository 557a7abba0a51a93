"""Findings of blueprints as lines that editors understand: `file:line:column: severity CODE message`.

Of one in a workbook sheet and cell stand in place of line and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kpixl.findings import Finding
from kpixl.report.words import WORDS
from kpixl.words import Lang


def finding_lines(findings: Iterable[Finding], lang: Lang) -> Iterator[str]:
    """Two lines a finding: where and what, then what to do."""
    for finding in findings:
        where = finding.where
        cell = f"{where.sheet}!{where.cell}" if where.sheet and where.cell else where.sheet
        parts = (shown(where.path or ""), where.line, where.column, cell)
        place = ":".join(str(part) for part in parts if part)
        head = f"{place}: " if place else ""
        severity = WORDS[finding.severity][lang]
        yield f"{head}{severity} {finding.code} {finding.message(lang)}"
        yield f"    → {finding.remedy(lang)}"


def shown(path: str) -> str:
    """A path as seen from here: relative where it lies below."""
    try:
        return str(Path(path).relative_to(Path.cwd())) if path else path
    except ValueError:
        return path
