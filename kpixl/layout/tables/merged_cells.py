"""Which cells of a table merge downwards: runs of rows in which a column prints the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from kpixl.blueprint.model import Column
from kpixl.layout.plan.cell import Role
from kpixl.layout.rows.meaning import Place
from kpixl.layout.rows.table_rows import TableRow

LOOSE = 10
"""The bond of rows of a table that share nothing."""
Spans = Mapping[tuple[int, str], range]
"""(position of a row from 0, column) → the positions of the rows that share its cell, if any do."""


@dataclass(frozen=True)
class Merged:
    """The cells of a table that rows share. entries, columns: all of its rows, top to bottom, and columns."""

    entries: Sequence[TableRow]
    columns: Sequence[Column]
    spans: Spans

    @cached_property
    def _positions(self) -> dict[int, int]:
        """Those of the rows from 0, by their objects' ids."""
        return {id(e): i for i, e in enumerate(self.entries)}

    def position(self, e: TableRow) -> int:
        """That of a row, from 0; 0 of one that is none of them."""
        return self._positions.get(id(e), 0)

    def sharing(self, e: TableRow, column: Column) -> range:
        """The rows that share a row's cell in a column; one where it is not merged."""
        at = self.position(e)
        return self.spans.get((at, column.name), range(at, at + 1))

    def bond(self, e: TableRow) -> int:
        """How closely a row belongs to the one above: by the cells that they share."""
        mine = self.position(e)
        return LOOSE + sum(self.sharing(e, c).start < mine for c in self.columns if self.spans)

    def above(self, e: TableRow) -> Mapping[int, TableRow]:
        """The columns in which another row's cell stands for a row's own, by their number, and that row."""
        if not self.spans:
            return {}
        first = {i: self.entries[self.sharing(e, c).start] for i, c in enumerate(self.columns)}
        return {i: row for i, row in first.items() if row is not e}

    def below(self, e: TableRow, column: Column) -> Sequence[TableRow]:
        """The further rows whose values a row's cell shows."""
        return [self.entries[i] for i in self.sharing(e, column)[1:]]

    def shape(self, e: TableRow) -> Hashable:
        """The columns in which a row's cell is merged: of how many rows, 0 where it is covered."""
        mine = self.position(e)
        shared = ((i, self.sharing(e, c)) for i, c in enumerate(self.columns if self.spans else ()))
        return tuple((i, len(s) if s.start == mine else 0) for i, s in shared if len(s) > 1)


def spans(
    merge: Sequence[str | tuple[str, ...]], places: Sequence[Place], columns: Mapping[str, Column]
) -> Spans:
    """The shared cells of a table. places: of its rows, top to bottom.

    The runs of an entry lie inside those of the one before. In a run the printed cells of its columns merge
    where they print the same, and so do those to fill, as far as the rows are about one unit.
    """
    found: dict[tuple[int, str], range] = {}
    around = [range(len(places))]
    for given in merge:
        names = (given,) if isinstance(given, str) else given
        around = [run for rows in around for run in _runs(columns[names[0]], rows, places)]
        for name in names:
            for run in (part for rows in around for part in _parts(columns[name], rows, places)):
                found |= {(position, name): run for position in run}
    return found


def _runs(column: Column, rows: range, places: Sequence[Place]) -> Iterator[range]:
    """The rows in runs that print the same; a row that prints nothing stands alone."""

    def shown(position: int) -> object:
        place = places[position]
        value = place.printed(column) if place.role(column) is Role.PRINTED else None
        return (position,) if value is None else (type(value), value)

    return _grouped(rows, shown)


def _parts(column: Column, rows: range, places: Sequence[Place]) -> Iterator[range]:
    """The runs of the column's cells in these rows that are one cell each, of two rows at least."""
    answered = 0

    def alike(position: int) -> object:
        nonlocal answered
        place = places[position]
        role, value = place.role(column), place.printed(column)
        if role is Role.INPUT:
            return role, place.subject
        if role is Role.PRINTED and place.is_answer(column):  # one cell to fill, in the stage before
            answered += value is not None
            return role, place.subject, answered
        return (role, value) if role is Role.PRINTED else (position,)

    return (part for part in _grouped(rows, alike) if len(part) > 1)


def _grouped(rows: range, key: Callable[[int], object]) -> Iterator[range]:
    for _, group in groupby(rows, key):
        positions = list(group)
        yield range(positions[0], positions[-1] + 1)
