"""Documents of Word and Excel made of a neutral document: titles, paragraphs, tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl.styles import Alignment, Border, Side

from kpixl.draft.document import Block, Cell, Document, Grid, Text
from kpixl.draft.lines import attachment
from kpixl.draft.segments import Columns, Pairs, segments

_LINE = Side(style="thin")
_BOXED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def as_drawn(grid: Grid) -> Grid:
    """A grid of a text with its cells merged as they would be drawn."""
    if grid.certain:
        return grid
    cells: list[Cell] = []
    row = 0
    for part in segments(grid):
        if isinstance(part, Columns):
            cells += [replace(cell, row=cell.row + row) for cell in part.grid.cells]
            row += part.grid.rows
        elif isinstance(part, Pairs):
            cells += _boxes(part, row, grid.columns)
            row += len({pair.label.row for pair in part.pairs})
        else:
            cells.append(Cell(row=row, column=0, wide=grid.columns, text=part.text, at=part.place.at))
            row += 1
    return replace(grid, cells=tuple(cells), certain=True)


def _boxes(pairs: Pairs, top: int, columns: int) -> Iterator[Cell]:
    """Labels and values, a row each; the value reaches to the end."""
    for number, pair in enumerate(pairs.pairs):
        texts = [*([pair.over] if pair.over else []), pair.label.text, pair.value.text if pair.value else ""]
        for column, text in enumerate(texts):
            wide = columns - column if column == len(texts) - 1 else 1
            yield Cell(row=top + number, column=column, text=text, wide=wide, at=pair.place.at)


def word(document: Document) -> bytes:
    """A document of Word: titles in the middle, tables with merged cells."""
    made = docx.Document()
    for block in document.blocks:
        if isinstance(block, Text):
            paragraph = made.add_paragraph(block.text)
            if block.heading:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            _table(made, as_drawn(block))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _table(made: Any, grid: Grid) -> None:
    table = made.add_table(rows=grid.rows, cols=grid.columns)
    table.style = "Table Grid"
    rows = [list(row.cells) for row in table.rows]
    for cell in grid.cells:
        first = rows[cell.row][cell.column]
        if cell.high > 1 or cell.wide > 1:
            first = first.merge(rows[cell.row + cell.high - 1][cell.column + cell.wide - 1])
        first.text = cell.text
    made.add_paragraph("")


def excel(document: Document) -> bytes:
    """A workbook: a sheet for each attachment, what stands above and below tables in merged rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for number, blocks in enumerate(_by_attachment(document.blocks), start=1):
        _sheet(book.create_sheet(f"Sheet{number}"), blocks)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _by_attachment(blocks: Iterable[Block]) -> list[list[Block]]:
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Text) and attachment(block.text) and parts[-1]:
            parts.append([])
        parts[-1].append(block)
    return parts


def _sheet(sheet: Any, blocks: Iterable[Block]) -> None:
    row = 1
    wide = max((b.columns for b in blocks if isinstance(b, Grid)), default=1)
    for block in blocks:
        if isinstance(block, Text):
            sheet.cell(row, 1, block.text)
            if wide > 1:
                sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=wide)
            row += 1
        else:
            row = _drawn(sheet, as_drawn(block), row) + 1


def _drawn(sheet: Any, grid: Grid, top: int) -> int:
    """Draw a table; the row below it."""
    for row in range(grid.rows):
        for column in range(grid.columns):
            sheet.cell(top + row, 1 + column).border = _BOXED
    for cell in grid.cells:
        at = sheet.cell(top + cell.row, 1 + cell.column)
        at.value = _stored(cell.text)
        at.alignment = Alignment(wrap_text=True)
        if cell.high > 1 or cell.wide > 1:
            sheet.merge_cells(
                start_row=top + cell.row,
                end_row=top + cell.row + cell.high - 1,
                start_column=1 + cell.column,
                end_column=cell.column + cell.wide,
            )
    return top + grid.rows


def _stored(text: str) -> str | float | None:
    """A figure as a number, as people type it."""
    said = text.strip()
    try:
        return float(said) if said and said[0] in "0123456789" and len(said) < 12 else said or None
    except ValueError:
        return said
