"""Where every figure of a score sheet comes from, as a Parquet file to look into with whatever reads that."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from kpixl.marks import text_mark
from kpixl.merge import Origin
from kpixl.rules.types import as_text

_AT_ONCE = 50_000
_COLUMNS = pa.schema(
    [*((name, pa.string()) for name in Origin._fields), ("figure", pa.float64())],
    metadata={"kpixl": text_mark("frames")},
)
"""Values are texts, exact; those that are numbers stand a second time to reckon with."""


def write_origins(file: IO[bytes], origins: Iterable[Origin]) -> None:
    """Write the file, some rows at a time."""
    rest = iter(origins)
    with pq.ParquetWriter(file, _COLUMNS, compression="zstd") as writer:
        while some := list(islice(rest, _AT_ONCE)):
            columns = dict(zip(Origin._fields, zip(*some, strict=True), strict=True))
            values = columns["value"]
            columns["value"] = tuple(map(as_text, values))
            figures = [float(value) if isinstance(value, Decimal) else None for value in values]
            writer.write_table(pa.table({**columns, "figure": figures}, schema=_COLUMNS))
