"""pandera schemas of a validators file: what does not pass them, as findings at cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kpixl.blueprint.model import Scheme
from kpixl.check.breaches import Breach, breach, breaches, overall
from kpixl.check.frames import Frames, field_name
from kpixl.findings import Finding
from kpixl.refusal import RefusedError
from kpixl.words import Words

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa
    from pandera.errors import SchemaError

MISSING = breach("R001", value=None, label="{entry.label}", line="{entry.line}", wanted=Words("内容", "it"))


def schema_findings(schema: Any, name: str, frames: Frames, scheme: Scheme) -> Iterator[Finding]:
    """What a schema finds in a frame, check by check.

    A check that raises, raises; a schema that the frame cannot meet (a wrong dtype, a column that the form
    does not have) raises pandera's error: both are mistakes of the validators file, never the sender's.
    """
    from pandera.errors import SchemaErrors  # noqa: PLC0415 - only where a validators file brings a schema

    made, frame = _schema(schema, scheme), frames[name]
    try:
        made.validate(frame, lazy=True)
    except SchemaErrors as failed:
        for error in failed.schema_errors:
            yield from _failure(error, name, frames, failed.data)


def _schema(schema: Any, scheme: Scheme) -> pa.DataFrameSchema:
    import pandera.pandas as pa  # noqa: PLC0415 - only where a validators file brings a schema

    if isinstance(schema, pa.DataFrameSchema):
        return schema
    is_model = isinstance(schema, type) and issubclass(schema, pa.DataFrameModel)
    made: pa.DataFrameSchema = schema.to_schema() if is_model else schema(scheme)
    return made


def _failure(error: SchemaError, name: str, frames: Frames, data: pd.DataFrame) -> Iterator[Finding]:
    """The findings of one check that did not pass. data: the frame as the schema's parsers left it."""
    from pandera.errors import SchemaErrorReason  # noqa: PLC0415 - only where a validators file brings a schema

    column = str(error.column_name or "")
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
        yield from breaches(_blank(data, name, frames, column), MISSING, frames, column)
        return
    if error.reason_code is SchemaErrorReason.CHECK_ERROR:
        error.check(data, *([column] if column else []))  # alone once more: pandera has lost what it raised
    if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK:
        raise error
    told = error.check.error
    if not isinstance(told, Breach):
        raise RefusedError(
            f"检查“{error.check.name}”没有写明不符合时怎么说：error=breach(…)。",
            f"The check {error.check.name!r} does not say what a breach of it is told as: error=breach(…).",
        )
    if isinstance(error.check_output, bool):
        yield overall(name, told, column)
    else:
        passed = error.check_output
        failing = data.loc[passed.index[~passed.astype(bool)]]
        if error.check.ignore_na and told.at in failing:  # as pandera passes over blanks of a column
            failing = failing.dropna(subset=told.at)
        yield from breaches(failing, told, frames, column)


def _blank(data: pd.DataFrame, name: str, frames: Frames, column: str) -> pd.DataFrame:
    """The rows whose cell is blank; an entry that is not valid and a lost cell have findings of their own."""
    own = [row.cells.get(field_name(column)) for row in frames.rows(name)]
    blank = [entry is not None and entry.valid and entry.value is None for entry in own]
    return data[blank]
