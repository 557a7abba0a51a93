"""The gates that look at all returns at once: rows, tables, forms, units; then the validators file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kpixl.blueprint.model import Scheme
from kpixl.check.entry_rules import entry_checks, once
from kpixl.check.forms import form_findings
from kpixl.check.frames import Frames
from kpixl.check.rows import Context, RowCheck, RowRules
from kpixl.check.stack import FIELDS, Row, Stack, StackedRows, Together
from kpixl.check.tables import table_findings
from kpixl.check.units import unit_findings
from kpixl.check.validator import Validator
from kpixl.findings import Finding
from kpixl.returns import Record

TORN = frozenset({"S001", "S002", "S003", "S005", "S006", "S013", "S019"})
"""Codes of forms, rows and columns that are gone or stand twice."""


def stacked(scheme: Scheme, records: Sequence[Record]) -> Stack:
    """The rows of these records."""
    return Stack(scheme, records)


def torn(records: Sequence[Record]) -> frozenset[tuple[str, str, str]]:
    """(file, form, copy) of the tables that did not come back whole: what they sum up to follows from that.

    copy: "" where the sheet is not that of one copy.
    """
    return frozenset(
        (r.name, f.where.form, f.where.instance or "")
        for r in records
        for f in r.findings
        if f.code in TORN and f.where.form is not None
    )


def stacked_findings(context: Context, stack: Stack, validator: Validator | None) -> list[Finding]:
    """Findings of the gates rows, tables, forms and units, each with its file in `where.path`."""
    findings: list[Finding] = []
    for form in context.scheme.forms:
        for table in (None, *form.tables):
            rows = stack.rows(form.form, table.name if table else FIELDS)
            rules = RowRules(context=context, form=form, table=table, stack=stack)
            findings += _of_table(rules, rows) if rows else []
            findings += form_findings(rules, rows, stack)
            findings += unit_findings(rules, rows)
    if validator is not None:
        findings += validator.findings(Frames(stack, validator.numbers), context.scheme)
    return findings


def _of_table(rules: RowRules, rows: StackedRows) -> list[Finding]:
    """Findings on the rows of a table, one return's after the other."""
    checks, of_entries = list(rules.checks()), list(entry_checks(rules))
    findings: list[Finding] = []
    for group in (group for returned in rows.pieces() for group in _grouped(returned)):
        findings += _judged(checks, group)
        findings += once(_judged(of_entries, group))
        if not rules.context.is_torn(group[0].file, rules.form.form, group[0].instance):
            findings += table_findings(rules, group)
    return findings


def _grouped(rows: Iterable[Row]) -> Iterator[Together]:
    """The rows of one return, those of one copy about one subject together."""
    together: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        together[row.instance, row.subject].append(row)
    return map(Together, together.values())


def _judged(checks: Sequence[RowCheck], rows: Sequence[Row]) -> list[Finding]:
    """What does not hold, check by check, from the first row to the last."""
    failures = ((check, row) for check in checks for row in rows if check.holds(row, rows) is False)
    return [finding for check, row in failures for finding in check.findings(row, rows)]
