"""A CSV file with a line a unit, to be filled in: its own columns and lines stay as they are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpixl.blueprint.attributes import unit_column
from kpixl.blueprint.csvfile import CsvTable
from kpixl.blueprint.model import Roster


@dataclass(frozen=True, kw_only=True)
class UnitLines:
    """heads: of the columns; whose: the column of units' names; lines: all; of: the units', by their ids."""

    heads: list[str]
    whose: int
    lines: list[list[str]]
    of: dict[str, list[str]]

    def added(self, name: str) -> list[str]:
        """A line more, for who is called so."""
        line = [name if i == self.whose else "" for i in range(len(self.heads))]
        self.lines.append(line)
        return line

    @property
    def all(self) -> list[list[str]]:
        """Every line, that of the headings first."""
        return [self.heads, *self.lines]


def unit_lines(table: CsvTable, roster: Roster, heads: Sequence[str]) -> UnitLines:
    """The lines of a table, each as long as these headings, the first of which are its own."""
    whose = unit_column(table) or 0
    lines = [[*line.cells, *[""] * (len(heads) - len(line.cells))] for line in table.lines]
    of = {unit.id: line for line in lines if (unit := roster.named(line[whose].strip())) is not None}
    return UnitLines(heads=[*heads], whose=whose, lines=lines, of=of)


def csv_bytes(lines: Iterable[Sequence[str]]) -> bytes:
    """Lines as a CSV file with a mark in front, by which Excel knows UTF-8."""
    written = io.StringIO()
    csv.writer(written).writerows(lines)
    return written.getvalue().encode("utf-8-sig")
