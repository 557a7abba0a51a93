"""A script that makes workbooks by filling in a template with openpyxl, one a unit.

python -m benchmarks.scripts.filling TEMPLATE COUNT OUT
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from openpyxl import load_workbook


def main() -> int:
    """Load, put the unit's name, save; once a unit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("template", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for number in range(1, asked.count + 1):
        book = load_workbook(asked.template)
        for sheet in book.worksheets:
            sheet["A1"] = f"第{number:05}单位"
        book.save(asked.out / f"{number:05}.xlsx")
    return 0


if __name__ == "__main__":
    sys.exit(main())
