"""The typed frames of accepted returns as files, so that work goes on in a notebook: CSV, Parquet, schema.

They are written some rows at a time, so that however many there are, no more than these are made.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from decimal import Decimal
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeVar

from kpixl.blueprint.expressions import Value
from kpixl.check import Frames, field_name, plain
from kpixl.marks import MARK, text_mark
from kpixl.report.table import BYTE_ORDER_MARK, harmless
from kpixl.words import Words

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

EXTRA = ("pyarrow", "yaml")
"""What the extra `kpixl[frames]` brings."""
CSV_ONLY = Words(
    "没有安装 kpixl[frames]（pyarrow、pandera[io]）：只写了 CSV，没有 Parquet 和 schema。",
    "kpixl[frames] (pyarrow, pandera[io]) is not installed: CSV only, no Parquet and no schema.",
)

ROWS = 20_000
"""Rows that are made and written at once."""
Opening = Callable[[str], AbstractContextManager[IO[bytes]]]
"""Opens a file of a name to write into."""
_WIDE, _WIDEST = 38, 76
"""Digits that a figure of Parquet has at most, in 128 bits and in 256."""


def whole() -> bool:
    """Whether all kinds of files can be written: what the extra brings is there."""
    return all(find_spec(name) is not None for name in EXTRA)


def write_frames(frames: Frames, opening: Opening, *, parquet_only: bool = False) -> Iterator[str]:
    """Write every frame that has rows, and the addresses of its cells beside it; the names of the files.

    `form.table.csv` and `form.table.cells.csv`; with the extra the same as .parquet, and
    `form.table.schema.yaml`, the pandera schema that the frame of the Parquet file meets.
    """
    kinds: dict[str, type[_Csv | _Parquet]] = {} if parquet_only else {"csv": _Csv}
    kinds |= {"parquet": _Parquet} if whole() else {}
    for name in (name for name in frames if frames.rows(name)):
        figures = _figures(frames, name)
        with ExitStack() as files:
            values, cells = (
                {end: _begun(files, kind, opening(f"{stem}.{end}"), own) for end, kind in kinds.items()}
                for stem, own in ((name, figures), (f"{name}.cells", {}))
            )
            for made, places in frames.parts(name, ROWS):
                stored = _storable(made, figures)
                for end in kinds:
                    values[end].add(stored)
                    cells[end].add(places)
        yield from (f"{stem}.{end}" for stem in (name, f"{name}.cells") for end in kinds)
        if whole() and not parquet_only:
            with opening(f"{name}.schema.yaml") as out:
                out.write(_schema(stored))
            yield f"{name}.schema.yaml"


_Kind = TypeVar("_Kind", bound="_Csv | _Parquet")


def _begun(
    files: ExitStack,
    kind: type[_Kind],
    opened: AbstractContextManager[IO[bytes]],
    figures: Mapping[str, _Digits | None],
) -> _Kind:
    """A file that is written in parts; closed with the others, whatever happens."""
    made = kind(files.enter_context(opened), figures)
    files.callback(made.close)
    return made


class _Digits(NamedTuple):
    """Of the figures of a column, at most: before the point, and behind it."""

    before: int
    behind: int


def _figures(frames: Frames, name: str) -> Mapping[str, _Digits | None]:
    """The columns of a frame that hold any objects; None where they are not figures alone."""
    first, _ = next(frames.parts(name, 1))
    objects = [str(column) for column in first.select_dtypes("object")]
    most: dict[str, _Digits | None] = dict.fromkeys(objects, _Digits(0, 0))
    for row in frames.rows(name):
        for column, digits in most.items():
            if digits is not None:
                most[column] = _with(digits, row.value(field_name(column)))
    return most


def _with(most: _Digits, value: Value) -> _Digits | None:
    """The most digits, those of one more value among them; None where it is no figure."""
    if not isinstance(value, Decimal):
        return most if value is None else None
    _, digits, exponent = value.as_tuple()
    behind, before = max(0, -int(exponent)), max(0, len(digits) + int(exponent))
    return _Digits(max(most.before, before), max(most.behind, behind))


def _storable(frame: pd.DataFrame, figures: Mapping[str, _Digits | None]) -> pd.DataFrame:
    """Some rows, what is of several types in one column as texts: a column of a file has one."""
    mixed = [column for column, digits in figures.items() if digits is None]
    texts = {column: frame[column].map(_text, na_action="ignore").astype("string") for column in mixed}
    return frame.assign(**texts)


def _text(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


class _Csv:
    """A file in UTF-8 for spreadsheets and pandas alike: figures exact, days ISO, no text a formula."""

    def __init__(self, file: IO[bytes], _figures: Mapping[str, _Digits | None]) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._text.write(BYTE_ORDER_MARK)
        self._headed = False

    def add(self, frame: pd.DataFrame) -> None:
        """Some more rows."""
        if not self._headed:
            self._writer.writerow(frame.columns)
            self._headed = True
        for row in plain(frame):
            self._writer.writerow("" if value is None else _cell(value) for value in row.values())

    def close(self) -> None:
        """What was added is in the file, which stays open."""
        self._text.detach()


class _Parquet:
    """A file whose columns are of the types that they have over all rows."""

    def __init__(self, file: IO[bytes], figures: Mapping[str, _Digits | None]) -> None:
        self._file, self._figures = file, figures
        self._writer: pq.ParquetWriter | None = None

    def add(self, frame: pd.DataFrame) -> None:
        """Some more rows."""
        import pyarrow as pa  # noqa: PLC0415 - of the extra, as the next
        import pyarrow.parquet as pq  # noqa: PLC0415

        if self._writer is None:
            self._writer = pq.ParquetWriter(self._file, self._typed(pa.Schema.from_pandas(frame)))
        schema = self._writer.schema
        table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
        self._writer.write_table(table.replace_schema_metadata(schema.metadata))

    def _typed(self, schema: pa.Schema) -> pa.Schema:
        """As the first rows have it, with room for all figures, and what the file is."""
        import pyarrow as pa  # noqa: PLC0415 - of the extra

        for column in schema.names:
            digits = self._figures.get(column)
            if digits is not None and any(digits):
                size = min(max(1, sum(digits)), _WIDEST)
                kind = (pa.decimal128 if size <= _WIDE else pa.decimal256)(size, digits.behind)
                schema = schema.set(schema.get_field_index(column), pa.field(column, kind))
        marked = {b"PANDAS_ATTRS": json.dumps({MARK: "frames"}).encode()}
        return schema.with_metadata({**(schema.metadata or {}), **marked})

    def close(self) -> None:
        """What was added is in the file, which stays open."""
        if self._writer is not None:
            self._writer.close()


def _cell(value: Any) -> str:
    return harmless(value) if isinstance(value, str) else _text(value)


def _schema(frame: pd.DataFrame) -> bytes:
    """The pandera schema of a frame, as `pandera.io.pandas_io.from_yaml` reads it."""
    import pandera.pandas as pa  # noqa: PLC0415 - heavy, as the next
    from pandera.io.pandas_io import to_yaml  # noqa: PLC0415 - of the extra

    columns = {str(name): pa.Column(str(dtype), nullable=True) for name, dtype in frame.dtypes.items()}
    schema = to_yaml(pa.DataFrameSchema(columns, strict=True, ordered=True))
    return f"# {text_mark('frames')}\n{schema}".encode()
