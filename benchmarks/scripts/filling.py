"""A script that makes workbooks by filling in a template with openpyxl, one a unit.

python -m benchmarks.scripts.filling TEMPLATE COUNT OUT
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook


def fill(template: bytes, name: str) -> bytes:
    """Load, put a unit's name, save."""
    book, target = load_workbook(BytesIO(template)), BytesIO()
    for sheet in book.worksheets:
        sheet["A1"] = name
    book.save(target)
    return target.getvalue()


def main() -> int:
    """The template for every unit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("template", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for number in range(1, asked.count + 1):
        made = fill(asked.template.read_bytes(), f"第{number:05}单位")
        (asked.out / f"{number:05}.xlsx").write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
