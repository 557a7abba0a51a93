"""The gates that look at all returns at once: rows, tables, forms, units; pandera on stacked frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kpixl.blueprint.model import Scheme
from kpixl.check.entries import entry_checks, once
from kpixl.check.forms import form_findings
from kpixl.check.frames import CELLS, frames
from kpixl.check.rows import Context, RowCheck, RowRules
from kpixl.check.scope import Row
from kpixl.check.stack import FIELDS, Stack, table_of
from kpixl.check.tables import table_findings
from kpixl.check.units import unit_findings
from kpixl.check.validator import Frames, Validator
from kpixl.findings import Finding
from kpixl.returns import Record

if TYPE_CHECKING:
    import pandas as pd

TORN = frozenset({"S001", "S002", "S003", "S005", "S006", "S013"})
"""Codes of forms, rows and columns that are gone or stand twice."""


def stacked(scheme: Scheme, records: Sequence[Record]) -> Frames:
    """The frames of these records, keyed `form.table`."""
    return frames(records, table_of(scheme))


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


def stacked_findings(context: Context, data: Frames, validator: Validator | None) -> list[Finding]:
    """Findings of the gates rows, tables, forms and units, each with its file in `where.path`."""
    stack = Stack(context.scheme, data)
    findings: list[Finding] = []
    for form in context.scheme.forms:
        fields = {(r["file"], r["instance"], r["subject"]): r[CELLS] for r in stack.rows(form.form, FIELDS)}
        for table in (None, *form.tables):
            rows = stack.rows(form.form, table.name if table else FIELDS)
            rules = RowRules(context=context, form=form, table=table, fields=fields)
            findings += _of_frame(rules, rows) if rows else []
            findings += form_findings(rules, rows, stack)
            findings += unit_findings(rules, rows)
    if validator is not None:
        findings += validator.findings(data, context.scheme)
    return findings


def _of_frame(rules: RowRules, rows: Sequence[Row]) -> list[Finding]:
    together: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        together.setdefault(_same_table(row), []).append(row)
    peers = [together[_same_table(row)] for row in rows]
    findings = _judged(list(rules.checks()), rows, peers)
    findings += once(_judged(list(entry_checks(rules)), rows, peers))
    for group in together.values():
        if not rules.context.is_torn(group[0]["file"], rules.form.form, group[0]["instance"]):
            findings += table_findings(rules, group)
    return findings


def _judged(checks: Sequence[RowCheck], rows: Sequence[Row], peers: Sequence[Sequence[Row]]) -> list[Finding]:
    outcomes = {check.name: [check.holds(row, peers[i]) for i, row in enumerate(rows)] for check in checks}
    failures = _failures(checks, outcomes)
    return [finding for check, i in failures for finding in check.findings(rows[i], peers[i])]


def _same_table(row: Row) -> tuple[Any, ...]:
    return row["file"], row["instance"], row["subject"]


def _failures(
    checks: Sequence[RowCheck], outcomes: Mapping[str, list[bool | None]]
) -> Iterator[tuple[RowCheck, int]]:
    """(check, row) of everything that does not hold, by pandera in one pass over the whole frame."""
    import pandas as pd  # noqa: PLC0415 - heavy, as the two below
    import pandera.pandas as pa  # noqa: PLC0415
    from pandera.errors import SchemaErrorReason, SchemaErrors  # noqa: PLC0415

    if not checks:
        return
    columns = {c.name: pa.Column(object, pa.Check(_not_false, name=c.code), nullable=True) for c in checks}
    by_name = {c.name: c for c in checks}
    try:
        pa.DataFrameSchema(columns).validate(pd.DataFrame(outcomes, dtype=object), lazy=True)
    except SchemaErrors as failed:
        for error in failed.schema_errors:
            if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK:
                raise  # a mistake of kpixl's own, never the sender's
        cases = failed.failure_cases
        for name, index in zip(cases["column"], cases["index"], strict=True):
            yield by_name[str(name)], int(index)


def _not_false(outcomes: pd.Series[Any]) -> pd.Series[bool]:
    return outcomes.map(lambda outcome: outcome is not False)
