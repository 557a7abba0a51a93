"""Room for what is filled in: rows as high as the texts that a workbook already holds when it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpixl.blueprint.expressions import Value
from kpixl.layout.pages.paging import in_pages
from kpixl.layout.pages.text_height import MOST_HEIGHT, full_height
from kpixl.layout.plan.cell import Cell, Role
from kpixl.layout.plan.frame import Line
from kpixl.layout.plan.keys import CellKey
from kpixl.layout.plan.plan import Plan, Sheet


def with_room(plan: Plan, answers: Mapping[CellKey, Value]) -> Plan:
    """The plan with rows high enough for the answers' texts, up to Excel's limit; nothing else changes."""
    texts = {key: value for key, value in answers.items() if isinstance(value, str)}
    return replace(plan, sheets=tuple(_raised(s, texts) for s in plan.sheets)) if texts else plan


def _raised(sheet: Sheet, texts: Mapping[CellKey, str]) -> Sheet:
    lines = list(sheet.lines)
    for cell in sheet.cells:
        if cell.role is Role.INPUT and cell.key is not None and cell.key in texts:
            _raise(lines, sheet, cell, texts[cell.key])
    if lines == [*sheet.lines]:
        return sheet
    raised = replace(sheet, lines=tuple(lines))
    return in_pages(raised) if sheet.print.title else raised


def _raise(lines: list[Line], sheet: Sheet, cell: Cell, text: str) -> None:
    """Make the cell's lines together high enough, each as much."""
    (row, column), (rows, columns) = sheet.address(cell.spot), cell.span
    width = sum(stripe.width for stripe in sheet.stripes[column : column + columns])
    lack = full_height(text, width) - sum(line.height or 0 for line in lines[row : row + rows])
    for number in range(row, row + rows) if lack > 0 else ():
        own = lines[number].height or 0
        lines[number] = replace(lines[number], height=min(MOST_HEIGHT, round(own + lack / rows, 1)))
