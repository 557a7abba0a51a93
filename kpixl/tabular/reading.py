"""From the bytes of a workbook to its sheets: headings, rows, and where each cell stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kpixl.blueprint.document import SourcePlace
from kpixl.findings import Finding
from kpixl.formats import RawSheet, read_workbook
from kpixl.limits import Limits
from kpixl.tabular import sheets as s
from kpixl.tabular.cell import CellValue
from kpixl.tabular.shape import families


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row's cells by their columns, blanks left out. columns: where these are."""

    cells: Mapping[str, CellValue]
    place: SourcePlace
    headings: Mapping[str, SourcePlace]

    def at(self, name: str) -> SourcePlace:
        """Where the cell of a column is; the row where there is no such column."""
        column = self.headings.get(name, self.place).column
        return replace(self.place, column=column)


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet. top: the line of its headings."""

    name: str
    top: ReadRow
    headings: Mapping[str, SourcePlace]
    rows: tuple[ReadRow, ...]


def _place(book: str, sheet: str, line: int, column: int = 0) -> SourcePlace:
    return SourcePlace(file=book, sheet=sheet, line=line + 1, column=column + 1)


def read_sheets(book: Path, limits: Limits) -> Mapping[str, ReadSheet] | tuple[Finding, ...]:
    """The sheets of a workbook by their names, or why it cannot be read."""
    raw = read_workbook(book.read_bytes(), limits)
    if isinstance(raw, tuple):
        return tuple(finding.at(path=str(book)) for finding in raw)
    two_lines = {s.OUTLINE, *(family.title for family in families())}
    return {sheet.name: _read(sheet, str(book), 1 if sheet.name in two_lines else 0) for sheet in raw.sheets}


def _read(sheet: RawSheet, book: str, heads: int) -> ReadSheet:
    """heads: the line of the keys, from 0."""
    headings: dict[str, SourcePlace] = {}
    for column in range(sheet.columns):
        name = sheet.at(heads, column).text.strip()
        if name and name not in headings:
            headings[name] = _place(book, sheet.name, heads, column)
    top = ReadRow({}, _place(book, sheet.name, heads), headings)
    return ReadSheet(sheet.name, top, headings, tuple(_rows(sheet, top, heads + 1)))


def _rows(sheet: RawSheet, top: ReadRow, first: int) -> Iterator[ReadRow]:
    for line in range(first, sheet.rows):
        cells = {}
        for name, place in top.headings.items():
            value = sheet.at(line, place.column - 1).value
            if value is not None and not (isinstance(value, str) and not value.strip()):
                cells[name] = value.date() if isinstance(value, dt.datetime) else value
        if cells:
            yield ReadRow(cells, _place(top.place.file, sheet.name, line), top.headings)
