"""Cells that are made when somebody asks for them: of most, nobody ever does."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from functools import cached_property
from typing import Any, Generic, TypeVar

from kpixl.addresses import Cell, column_index, column_letters
from kpixl.formats._facts import Stored

Made = TypeVar("Made")


class AskedCells(Mapping[Cell, Made], Generic[Made]):
    """The cells of a sheet by zero-based (row, column), in their order.

    stored: as the part has them, by address (`D7`).
    """

    def __init__(self, stored: Mapping[str, Stored], make: Callable[[Stored], Made]) -> None:
        """make: gives a cell for what is stored."""
        self.stored = stored
        self._make = make
        self._made: dict[Cell, Made] = {}

    def __getitem__(self, place: Cell) -> Made:
        if place not in self._made:
            row, column = place
            self._made[place] = self._make(self.stored[f"{column_letters(column)}{row + 1}"])
        return self._made[place]

    def get(self, place: Cell, default: Any = None) -> Any:
        """The cell there, or the default; without the detour by an exception."""
        row, column = place
        there = place in self._made or f"{column_letters(column)}{row + 1}" in self.stored
        return self[place] if there else default

    def __iter__(self) -> Iterator[Cell]:
        for address, letters, *_ in self.stored.values():
            yield int(address[len(letters) :]) - 1, column_index(letters)

    def __len__(self) -> int:
        return len(self.stored)

    def items(self) -> ItemsView[Cell, Made]:
        """All of them, made."""
        return self._every.items()

    def values(self) -> ValuesView[Made]:
        """All of them, made."""
        return self._every.values()

    @cached_property
    def _every(self) -> dict[Cell, Made]:
        return {place: self[place] for place in self}

    def __reduce__(self) -> tuple[type[dict[Cell, Made]], tuple[dict[Cell, Made]]]:
        # what makes them knows the whole workbook: they travel without it
        return dict, (self._every,)
