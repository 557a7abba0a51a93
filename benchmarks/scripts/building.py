"""A script that makes workbooks with XlsxWriter: the same sheets as an issued workbook, one a unit.

    python -m benchmarks.scripts.building ISSUED COUNT OUT

Values, formulas, merged cells, widths, formats, validations and protection; what it writes is read from the
issued workbook once, before the first is built.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from xlsxwriter import Workbook

VALIDATIONS = {
    "whole": "integer", "decimal": "decimal", "list": "list", "date": "date", "textLength": "length",
    "custom": "custom",
}  # fmt: skip
CRITERIA = {
    None: "between", "between": "between", "notBetween": "not between", "equal": "==", "notEqual": "!=",
    "greaterThan": ">", "lessThan": "<", "greaterThanOrEqual": ">=", "lessThanOrEqual": "<=",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What is written on a sheet. cells: row, column, value, look; looks are keys of formats."""

    name: str
    state: str
    cells: list[tuple[int, int, Any, tuple[Any, ...]]]
    merged: list[tuple[int, int, int, int]]
    widths: list[tuple[int, float]]
    validations: list[tuple[tuple[int, int, int, int], dict[str, Any]]]


def main() -> int:
    """Read the issued workbook once, build one a unit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("issued", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    sheets = [read(sheet) for sheet in load_workbook(asked.issued).worksheets]
    for number in range(1, asked.count + 1):
        build(sheets, asked.out / f"{number:05}.xlsx", f"第{number:05}单位")
    return 0


def read(sheet: Any) -> Sheet:
    """What is written on a sheet of an issued workbook."""
    cells = [
        (cell.row - 1, cell.column - 1, cell.value, _look(cell))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style
    ]
    widths = [(i, sheet.column_dimensions[get_column_letter(i + 1)].width) for i in range(sheet.max_column)]
    validations = [
        ((area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1), _options(given))
        for given in sheet.data_validations.dataValidation
        for area in given.sqref.ranges
        if given.type in VALIDATIONS
    ]
    merged = [(a.min_row - 1, a.min_col - 1, a.max_row - 1, a.max_col - 1) for a in sheet.merged_cells.ranges]
    return Sheet(sheet.title, sheet.sheet_state, cells, merged, widths, validations)


def _look(cell: Any) -> tuple[Any, ...]:
    return (
        bool(cell.font.b), cell.font.sz, cell.alignment.horizontal, bool(cell.alignment.wrap_text),
        cell.border.left.style, bool(cell.protection.locked), cell.number_format,
        cell.fill.fgColor.rgb if cell.fill.fill_type else None,
    )  # fmt: skip


def _options(given: Any) -> dict[str, Any]:
    options: dict[str, Any] = {"validate": VALIDATIONS[given.type], "ignore_blank": True}
    if given.type in {"list", "custom"}:
        return {**options, "value": _source(given.formula1)}
    options["criteria"] = CRITERIA[given.operator]
    names = ("minimum", "maximum") if "between" in options["criteria"] else ("value", "")
    pairs = zip(names, (given.formula1, given.formula2), strict=True)
    return {**options, **{name: f"={text}" for name, text in pairs if name}}


def _source(text: str) -> Any:
    return text.strip('"').split(",") if text.startswith('"') else f"={text}"


def build(sheets: list[Sheet], path: Path, unit: str) -> None:
    """A workbook with these sheets."""
    with Workbook(path, {"in_memory": True}) as book:
        formats: dict[tuple[Any, ...], Any] = {}
        for given in sheets:
            sheet = book.add_worksheet(given.name)
            for row, column, value, look in given.cells:
                if look not in formats:
                    formats[look] = book.add_format(_format(look))
                sheet.write(row, column, value, formats[look])
            for area in given.merged:
                sheet.merge_range(*area, unit if area[:2] == (0, 0) else "")
            for column, width in given.widths:
                sheet.set_column(column, column, width)
            for area, options in given.validations:
                sheet.data_validation(*area, options)
            sheet.protect("secret")
            if given.state != "visible":
                sheet.very_hidden()


def _format(look: tuple[Any, ...]) -> dict[str, Any]:
    bold, size, align, wrap, border, locked, number, fill = look
    made = {"bold": bold, "font_size": size, "text_wrap": wrap, "border": int(bool(border)), "locked": locked}
    made |= {"align": align} if align else {}
    made |= {"num_format": number} if number != "General" else {}
    return made | ({"bg_color": f"#{fill[-6:]}"} if isinstance(fill, str) else {})


if __name__ == "__main__":
    sys.exit(main())
