"""The gates that look at all returns at once: rows, tables, forms, units; pandera on stacked frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kpixl.blueprint.model import Scheme
from kpixl.check.frames import CELLS, frames
from kpixl.check.rows import Context, Fields, RowCheck, RowRules
from kpixl.check.scope import Row
from kpixl.check.tables import table_findings
from kpixl.check.validator import Frames, Validator
from kpixl.findings import Finding
from kpixl.returns.record import Record

if TYPE_CHECKING:
    import pandas as pd

FIELDS = "fields"
TORN = frozenset({"S003", "S005", "S006"})
"""Codes of rows and columns that are gone or stand twice."""


def table_of(scheme: Scheme) -> dict[tuple[str, str], str]:
    """(form, column) → the table that the column belongs to, `fields` for fields."""
    tables = {(f.form, c.name): t.name for f in scheme.forms for t in f.tables for c in t.leaves}
    return tables | {(f.form, c.name): FIELDS for f in scheme.forms for c in f.fields}


def stacked(scheme: Scheme, records: Sequence[Record]) -> Frames:
    """The frames of these records, keyed `form.table`."""
    return frames(records, table_of(scheme))


def torn(records: Sequence[Record]) -> frozenset[tuple[str, str]]:
    """(file, form) of the tables that did not come back whole: what they sum up to follows from that."""
    return frozenset(
        (r.name, f.where.form)
        for r in records
        for f in r.findings
        if f.code in TORN and f.where.form is not None
    )


def stacked_findings(context: Context, data: Frames, validator: Validator | None) -> list[Finding]:
    """Findings of the gates rows, tables, forms and units, each with its file in `where.path`."""
    findings: list[Finding] = []
    for form in context.scheme.forms:
        for table in (None, *form.tables):
            frame = data.get(f"{form.form}.{table.name if table else FIELDS}")
            if frame is not None:
                fields = _fields(data.get(f"{form.form}.{FIELDS}"))
                rules = RowRules(context=context, form=form, table=table, fields=fields)
                findings += _of_frame(rules, _rows(frame))
    if validator is not None:
        for name, checks in sorted(validator.frame_checks.items()):
            findings += [f for check in checks if name in data for f in check(data[name], context.scheme)]
        findings += [f for check in validator.returns_checks for f in check(data, context.scheme)]
    return findings


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _fields(frame: pd.DataFrame | None) -> Fields:
    """The fields of a form, by file and subject."""
    rows = [] if frame is None else _rows(frame)
    return {(row["file"], row["subject"]): row[CELLS] for row in rows}


def _of_frame(rules: RowRules, rows: Sequence[Row]) -> list[Finding]:
    together: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        together.setdefault(_same_table(row), []).append(row)
    peers = [together[_same_table(row)] for row in rows]
    checks = list(rules.checks())
    outcomes = {check.name: [check.holds(row, peers[i]) for i, row in enumerate(rows)] for check in checks}
    findings = [check.finding(rows[i], peers[i]) for check, i in _failures(checks, outcomes)]
    for group in together.values():
        if (group[0]["file"], rules.form.form) not in rules.context.torn:
            findings += table_findings(rules, group)
    return findings


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
