"""A script that does kpixl's work with openpyxl: values and formulas, what is locked, what is validated.

    python -m benchmarks.scripts.thorough ISSUED RETURNS OUT

Every return is loaded twice (values, formulas) and compared with the workbook of that name that was issued:
formulas, locked cells, protection, data validations. Then the entries are stacked and written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook


def main() -> int:
    """Compare, stack, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("issued", type=Path)
    parser.add_argument("returns", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    issued = {path.name: path for path in sorted(asked.issued.rglob("*.xlsx"))}
    book = Workbook(write_only=True)
    sheet = book.create_sheet("汇总")
    wrong = rows = 0
    for path in sorted(asked.returns.rglob("*.xlsx")):
        sent, formulas = load_workbook(issued[path.name]), load_workbook(path)
        values = load_workbook(path, data_only=True)
        wrong += sum(1 for _ in _differences(sent, formulas))
        for row in _entries(sent, values):
            sheet.append([path.name, *row])
            rows += 1
    book.save(asked.out)
    print(f"{len(issued)} returns, {rows} rows, {wrong} wrong")
    return 0


def _differences(sent: Any, back: Any) -> Iterator[str]:
    """What is not as it was issued."""
    for sheet in sent.worksheets:
        if sheet.title not in back.sheetnames:
            yield sheet.title
            continue
        now = back[sheet.title]
        if sheet.protection.sheet and not now.protection.sheet:
            yield f"{sheet.title}: protection"
        if len(sheet.data_validations.dataValidation) != len(now.data_validations.dataValidation):
            yield f"{sheet.title}: validations"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.protection.locked and cell.value != now[cell.coordinate].value:
                    yield f"{sheet.title}!{cell.coordinate}"


def _entries(sent: Any, values: Any) -> Iterator[list[Any]]:
    """The rows with something to fill, as they came back."""
    for sheet in sent.worksheets:
        if sheet.title in values.sheetnames:
            now = values[sheet.title]
            for row in sheet.iter_rows():
                if any(not cell.protection.locked for cell in row):
                    yield [now[cell.coordinate].value for cell in row]


if __name__ == "__main__":
    sys.exit(main())
