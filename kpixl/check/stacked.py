"""The gates that look at all returns at once: rows, tables, forms, units; pandera on stacked frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kpixl.blueprint.model import Form, Scheme, Table
from kpixl.check.frames import CELLS, frames
from kpixl.check.rows import Context, RowCheck, RowRules
from kpixl.check.scope import Row
from kpixl.check.tables import table_findings
from kpixl.check.validator import Frames, Validator
from kpixl.findings import Finding
from kpixl.returns.record import Record

if TYPE_CHECKING:
    import pandas as pd

FIELDS = "fields"


def table_of(scheme: Scheme) -> dict[tuple[str, str], str]:
    """(form, column) → the table that the column belongs to, `fields` for fields."""
    tables = {(f.form, c.name): t.name for f in scheme.forms for t in f.tables for c in t.leaves}
    return tables | {(f.form, c.name): FIELDS for f in scheme.forms for c in f.fields}


def stacked(scheme: Scheme, records: Sequence[Record]) -> Frames:
    """The frames of these records, keyed `form.table`."""
    return frames(records, table_of(scheme))


def stacked_findings(context: Context, data: Frames, validator: Validator | None) -> list[Finding]:
    """Findings of the gates rows, tables, forms and units, each with its file in `where.path`."""
    findings: list[Finding] = []
    for form in context.scheme.forms:
        for table in (None, *form.tables):
            frame = data.get(f"{form.form}.{table.name if table else FIELDS}")
            if frame is not None:
                findings += _of_frame(context, form, table, frame, data)
    if validator is not None:
        for name, checks in sorted(validator.frame_checks.items()):
            findings += [f for check in checks if name in data for f in check(data[name], context.scheme)]
        findings += [f for check in validator.returns_checks for f in check(data, context.scheme)]
    return findings


def _of_frame(
    context: Context, form: Form, table: Table | None, frame: pd.DataFrame, data: Frames
) -> list[Finding]:
    rules = RowRules(context=context, form=form, table=table)
    rows: list[Row] = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    together = [list(group) for _, group in groupby(rows, key=_same_table)]
    peers = [group for group in together for _ in group]
    checks = list(rules.checks())
    outcomes = {check.name: [check.holds(row, peers[i]) for i, row in enumerate(rows)] for check in checks}
    findings = [check.finding(rows[i], peers[i]) for check, i in _failures(checks, outcomes)]
    for group in together:
        findings += [f for _, f in table_findings(rules, group, _fields(form, group[0], data))]
    return findings


def _same_table(row: Row) -> tuple[Any, ...]:
    return row["file"], row["instance"], row["subject"]


def _fields(form: Form, row: Row, data: Frames) -> Mapping[str, Any]:
    """The valid fields of the form that the row belongs to."""
    frame = data.get(f"{form.form}.{FIELDS}")
    if frame is None:
        return {}
    own = frame[(frame["file"] == row["file"]) & (frame["subject"] == row["subject"])]
    return {n: e.value for cells in own[CELLS] for n, e in cells.items() if e.valid}


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
