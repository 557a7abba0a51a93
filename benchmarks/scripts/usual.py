"""The usual script: read every sheet of every return, check the columns of numbers, stack, write.

    python -m benchmarks.scripts.usual RETURNS OUT [--engine openpyxl|calamine]

It sees values only: no formula, lock, validation, stamp or printed text is compared.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

HEAD = 4


def main() -> int:
    """Read, check, stack, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("returns", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--engine", default="openpyxl", choices=["openpyxl", "calamine"])
    asked = parser.parse_args()
    stacked: dict[str, list[pd.DataFrame]] = {}
    wrong = 0
    for path in sorted(asked.returns.rglob("*.xlsx")):
        for name, frame in pd.read_excel(path, sheet_name=None, header=None, engine=asked.engine).items():
            body = frame.iloc[HEAD:].copy()
            body.columns = [f"c{i}" for i in range(len(body.columns))]
            wrong += _wrong(body)
            stacked.setdefault(str(name), []).append(body.assign(file=path.name))
    with pd.ExcelWriter(asked.out, engine="openpyxl") as book:
        for name, frames in stacked.items():
            pd.concat(frames).to_excel(book, sheet_name=name[:31], index=False)
    print(f"{sum(map(len, stacked.values()))} sheets, {wrong} wrong")
    return 0


def _wrong(body: pd.DataFrame) -> int:
    """How many values one call of pandera finds wrong in a sheet: numbers beyond all reason."""
    numbers = [c for c in body.columns if pd.to_numeric(body[c], errors="coerce").notna().mean() > 0.5]
    checks = pa.Check.in_range(-1e12, 1e12)
    schema = pa.DataFrameSchema({c: pa.Column(float, checks, nullable=True) for c in numbers})
    values = body[numbers].apply(pd.to_numeric, errors="coerce").astype(float)
    try:
        schema.validate(values, lazy=True)
    except SchemaErrors as errors:
        return len(errors.failure_cases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
