"""The typed frames of accepted returns as files, so that work goes on in a notebook: CSV, Parquet, schema."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from kpixl.check import Frames, plain
from kpixl.marks import MARK, text_mark
from kpixl.report.table import BYTE_ORDER_MARK, harmless
from kpixl.words import Words

if TYPE_CHECKING:
    import pandas as pd

EXTRA = ("pyarrow", "yaml")
"""What the extra `kpixl[frames]` brings."""
CSV_ONLY = Words(
    "没有安装 kpixl[frames]（pyarrow、pandera[io]）：只写了 CSV，没有 Parquet 和 schema。",
    "kpixl[frames] (pyarrow, pandera[io]) is not installed: CSV only, no Parquet and no schema.",
)


def whole() -> bool:
    """Whether all kinds of files can be written: what the extra brings is there."""
    return all(find_spec(name) is not None for name in EXTRA)


def frame_files(frames: Frames) -> Iterator[tuple[str, bytes]]:
    """(file name, content) of every frame that has rows, and of the addresses of its cells beside it.

    `form.table.csv` and `form.table.cells.csv`; with the extra the same as .parquet, and
    `form.table.schema.yaml`, the pandera schema that the frame of the Parquet file meets.
    """
    for name in (name for name in frames if frames.rows(name)):
        of_file = _storable(frames[name])
        for stem, frame in ((name, of_file), (f"{name}.cells", frames.cells(name))):
            yield f"{stem}.csv", _csv(frame)
            if whole():
                yield f"{stem}.parquet", _parquet(frame)
        if whole():
            yield f"{name}.schema.yaml", _schema(of_file)


def _storable(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame, what is of several types in one column as texts: a column of a file has one."""
    mixed = [
        str(column)
        for column, values in frame.select_dtypes("object").items()
        if not values.dropna().map(lambda value: isinstance(value, Decimal)).all()
    ]
    texts = {column: frame[column].map(_text, na_action="ignore").astype("string") for column in mixed}
    return frame.assign(**texts)


def _text(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 for spreadsheets and pandas alike: figures exact, days ISO, no text a formula."""
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(frame.columns)
    for row in plain(frame):
        writer.writerow("" if value is None else _cell(value) for value in row.values())
    return out.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    return harmless(value) if isinstance(value, str) else _text(value)


def _parquet(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    marked = frame.copy(deep=False)
    marked.attrs[MARK] = "frames"
    marked.to_parquet(out, engine="pyarrow", index=False)
    return out.getvalue()


def _schema(frame: pd.DataFrame) -> bytes:
    """The pandera schema of a frame, as `pandera.io.pandas_io.from_yaml` reads it."""
    import pandera.pandas as pa  # noqa: PLC0415 - heavy, as the next
    from pandera.io.pandas_io import to_yaml  # noqa: PLC0415 - of the extra

    columns = {str(name): pa.Column(str(dtype), nullable=True) for name, dtype in frame.dtypes.items()}
    schema = to_yaml(pa.DataFrameSchema(columns, strict=True, ordered=True))
    return f"# {text_mark('frames')}\n{schema}".encode()
