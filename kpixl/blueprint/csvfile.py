"""Reads a list in CSV: UTF-8 with or without byte order mark, the keys in the first line, one item a line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.blueprint.document import Document, SourcePlace, Steps, read_text, unwritable
from kpixl.blueprint.yamlfile import number
from kpixl.findings import Finding, Location, found
from kpixl.words import Words

Read = Callable[[Path], tuple[str, tuple[Finding, ...]]]
_WORDS = {"true": True, "false": False}
_SEPARATORS = {
    ";": Words("分号“;”", "semicolons"),
    "，": Words("全角逗号“，”", "full-width commas “，”"),
    "、": Words("顿号“、”", "“、”"),
    "\t": Words("制表符", "tabs"),
}
"""What parts the cells of a file that somebody takes for a CSV file, and is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of cells. line: its number; columns: where its cells start; sheet: of a workbook."""

    cells: list[str]
    line: int
    columns: list[int]
    sheet: str = ""

    def place(self, file: str, cell: int = 0) -> SourcePlace:
        """Where one of its cells stands."""
        return SourcePlace(file=file, line=self.line, column=self.columns[cell], sheet=self.sheet)


class _OpenQuoteError(Exception):
    """A record whose quotes do not match. line: where it starts."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A CSV file as it is written: the names in its first line, the lines below."""

    file: str
    header: Line | None = None
    lines: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def names(self) -> list[str]:
        """What its columns are called."""
        return [cell.strip() for cell in self.header.cells] if self.header else []


def read_table(path: Path, read: Read = read_text) -> CsvTable:
    """The cells of a CSV file, texts all of them. read: gives its text."""
    text, findings = read(path)
    file = str(path)
    if findings:
        return CsvTable(file=file, findings=findings)
    try:
        header, *lines = [r for r in _records(text) if any(c.strip() for c in r.cells)]
    except _OpenQuoteError as error:
        where = Location(path=file, line=error.line, column=1)
        return CsvTable(file=file, findings=(found("B016", where=where),))
    return table_of(file, header, lines)


def table_of(file: str, header: Line, lines: list[Line]) -> CsvTable:
    """The table of these lines, or what is wrong with them."""
    wrong = (*_header(header, file), *_lengths(header, lines, file))
    if wrong:
        return CsvTable(file=file, findings=wrong)
    return CsvTable(file=file, header=header, lines=tuple(lines))


def read_csv(path: Path) -> Document:
    """The items in a CSV file: see `items_of`."""
    return items_of(read_table(path))


def items_of(table: CsvTable) -> Document:
    """The items as a list of mappings. A blank cell is no key; plain numbers, true, false are themselves."""
    if table.findings:
        return Document(file=table.file, findings=table.findings)
    return _document(table)


def _records(text: str) -> Iterator[Line]:
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines, strict=True)
    start = 0
    try:
        for cells in reader:
            yield Line(cells=cells, line=start + 1, columns=_starts("".join(lines[start : reader.line_num])))
            start = reader.line_num
    except csv.Error:
        raise _OpenQuoteError(start + 1) from None


def _starts(record: str) -> list[int]:
    """The columns (from 1) at which a record's cells start, counted from the record's start."""
    starts, quoted = [1], False
    for position, character in enumerate(record, 1):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            starts.append(position + 1)
    return starts


def _header(header: Line, file: str) -> Iterator[Finding]:
    first, *others = header.cells
    if not others and (other := next((sign for sign in _SEPARATORS if sign in first), None)):
        where = Location(path=file, line=header.line, column=first.index(other) + 1)
        yield found("B019", where=where, value=_SEPARATORS[other])
    seen: set[str] = set()
    for i, cell in enumerate(header.cells):
        name, where = cell.strip(), header.place(file, i).location
        if not name:
            yield found("B012", where=where, value=i + 1)
        elif name in seen:
            yield found("B006", where=where, value=name, first=header.line)
        seen.add(name)


def _lengths(header: Line, records: list[Line], file: str) -> Iterator[Finding]:
    for record in records:
        if len(record.cells) != len(header.cells):
            where = record.place(file).location
            yield found("B011", where=where, value=len(record.cells), expected=len(header.cells))


def _document(table: CsvTable) -> Document:
    keys, file = table.names, table.file
    values: dict[Steps, SourcePlace] = {(): SourcePlace(file=file, line=1, column=1)}
    items: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for i, line in enumerate(table.lines):
        values[(i,)] = line.place(file)
        for j, (key, cell) in enumerate(zip(keys, line.cells, strict=True)):
            values[(i, key)] = line.place(file, j)
            findings += unwritable(cell, values[i, key])
        items.append({k: as_value(c.strip()) for k, c in zip(keys, line.cells, strict=True) if c.strip()})
    return Document(file=file, data=items, values=values, keys=values, findings=tuple(findings))


def as_value(cell: str) -> Any:
    """What a cell says: plain numbers, true, false are themselves."""
    if cell.lower() in _WORDS:
        return _WORDS[cell.lower()]
    exact = number(cell)
    return cell if exact is None else exact
