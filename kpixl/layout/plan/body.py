"""Rows below those that a sheet lays out, made one after the other and not kept: there may be a million."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kpixl.layout.plan.cell import Cell, Link, Scalar
from kpixl.layout.plan.keys import CellKey, Spot

NO_LINKS: Mapping[int, Link] = {}


class BodyRow(NamedTuple):
    """A row. model: cells of a row laid out alike, one a column of the grid, which many rows share.

    values: what is printed in them; links: by column; about: the identity of the values but for their
    columns, which those that have one have from the model; label: the row as a person calls it.
    """

    key: str
    height: float
    model: tuple[Cell, ...]
    values: Sequence[Scalar]
    links: Mapping[int, Link] = NO_LINKS
    about: CellKey | None = None
    label: str = ""

    def cells(self) -> Iterator[Cell]:
        """Its cells as a plan has them."""
        for i, (cell, value) in enumerate(zip(self.model, self.values, strict=True)):
            key = self.about._replace(column=cell.key.column) if self.about and cell.key else None
            made = cell.moved(cell.spot._replace(row=self.key), key, self.label, value)
            yield made._replace(link=self.links[i]) if i in self.links else made


class Body(ABC):
    """The rows of a sheet below the others; nobody fills anything in them."""

    def __init__(self) -> None:
        self._last: tuple[int, BodyRow] | None = None
        self._cells: dict[str, Cell] = {}

    @abstractmethod
    def __len__(self) -> int:
        """How many rows."""

    @abstractmethod
    def keys(self) -> Iterator[str]:
        """The keys of the rows."""

    @abstractmethod
    def _made(self) -> Iterator[BodyRow]:
        """Every row anew."""

    @abstractmethod
    def _row(self, number: int) -> BodyRow:
        """One row anew."""

    @abstractmethod
    def _number(self, key: str) -> int | None:
        """The place of a row among them, from 0; None where there is none of that key."""

    def __iter__(self) -> Iterator[BodyRow]:
        for number, row in enumerate(self._made()):
            self._hold(number, row)
            yield row

    def _hold(self, number: int, row: BodyRow) -> BodyRow:
        self._last, self._cells = (number, row), {}
        return row

    def number(self, key: str) -> int | None:
        """The place of a row among them, from 0; None where there is none of that key."""
        if self._last is not None and self._last[1].key == key:
            return self._last[0]
        return self._number(key)

    def row(self, key: str) -> BodyRow | None:
        """The row of that key."""
        if self._last is not None and self._last[1].key == key:
            return self._last[1]
        number = self._number(key)
        return None if number is None else self._hold(number, self._row(number))

    def key(self, number: int) -> str:
        """The key of a row by its place."""
        return self._row(number).key

    def cell(self, spot: Spot) -> Cell | None:
        """The cell in that place; the cells of the row that was asked for last are kept."""
        row = self.row(spot.row)
        if row is not None and not self._cells:
            self._cells = {cell.spot.column: cell for cell in row.cells()}
        return self._cells.get(spot.column) if row is not None else None
