"""Cells that are made when somebody asks for them: of most, nobody ever does."""

from __future__ import annotations

import re
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from functools import cached_property
from html import escape
from typing import Any, Generic, NamedTuple, TypeVar

from kpixl.addresses import Cell, column_letters
from kpixl.formats._facts import ESCAPE, Stored
from kpixl.formats._stored import TEXTS, StoredCells, place_of, plain

Made = TypeVar("Made")
_WRITTEN_OTHERWISE = re.compile(f"[\x00-\x1f]|{ESCAPE.pattern}")
_NOTHING = object()


WantedText = tuple[int, str, str]
"""A text that should stand in a cell: what the cell is called by whoever asks, its address (`D7`), the text.

A plain tuple, for there are a thousand in a workbook.
"""


class WantedFormula(NamedTuple):
    """A formula that should.

    written: as it mostly stands in XML; None where it has what is written in several ways.
    """

    number: int
    address: str
    formula: str
    written: str | None

    @classmethod
    def of(cls, number: int, address: str, formula: str) -> WantedFormula:
        """That formula there."""
        otherwise = _WRITTEN_OTHERWISE.search(formula) is not None
        return cls(number, address, formula, None if otherwise else escape(formula, quote=False))


class AskedCells(Mapping[Cell, Made], Generic[Made]):
    """The cells of a sheet by zero-based (row, column), in their order.

    stored: as the part has them, no two with one address.
    """

    def __init__(
        self, stored: StoredCells, make: Callable[[Stored, Cell], Made], shared: Mapping[str, str]
    ) -> None:
        """make: gives the cell, in its place, for what is stored; shared: texts by what cells say."""
        self.stored = stored
        self._make, self._shared = make, shared
        self._made: dict[Cell, Made] = {}

    def __getitem__(self, place: Cell) -> Made:
        made: Made = self.get(place, _NOTHING)
        if made is _NOTHING:
            raise KeyError(place)
        return made

    def get(self, place: Cell, default: Any = None) -> Any:
        """The cell there, or the default."""
        if place in self._made:
            return self._made[place]
        row, column = place
        stored = self.stored.by_address.get(f"{column_letters(column)}{row + 1}")
        return default if stored is None else self._made.setdefault(place, self._make(stored, place))

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self.stored.by_address)

    def items(self) -> ItemsView[Cell, Made]:
        """All of them, made."""
        return self._every.items()

    def values(self) -> ValuesView[Made]:
        """All of them, made."""
        return self._every.values()

    @cached_property
    def _every(self) -> dict[Cell, Made]:
        made = self._made
        return {
            place: made[place] if place in made else made.setdefault(place, self._make(cell, place))
            for place, cell in zip(self._places, self.stored.by_address.values(), strict=True)
        }

    @cached_property
    def _places(self) -> Sequence[Cell]:
        return [place_of(cell) for cell in self.stored.by_address.values()]

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        """All texts, by address; those that cells have of their own hold no escapes."""
        shared, cells = self._shared, self.stored.by_address
        return {
            address: shared[value] if kind == "s" else plain(value) if "&" in value else value
            for address, value in self.stored.values.items()
            if (kind := cells[address][3]) in TEXTS
        }

    def unlike(self, wanted: Iterable[WantedText]) -> list[int]:
        """The numbers of those where that text does not stand, or stands as a result; nothing is made."""
        text_at, formulas = self._texts.get, self.stored.formulas
        return [n for n, address, text in wanted if text_at(address) != text or address in formulas]

    def misspelled(self, wanted: Iterable[WantedFormula]) -> list[int]:
        """The numbers of those where that formula does not stand, written out as it is; nothing is made."""
        get = self.stored.by_address.get
        return [
            number
            for number, address, _, written in wanted
            if (c := get(address)) is None or not c[4] or c[5] != written
        ]

    @cached_property
    def occupied(self) -> AbstractSet[str]:
        """The addresses where a value or a formula stands; nothing is made."""
        return self.stored.values.keys() | self.stored.formulas

    @cached_property
    def said(self) -> list[str]:
        """All texts; nothing is made."""
        return [*self._texts.values()]

    def beyond(self, addresses: AbstractSet[str]) -> list[Cell]:
        """The places of all others that hold a formula or more than blanks; nothing is made."""
        return self._held(self.stored.by_address.keys() - addresses)

    def texts(self) -> list[tuple[Cell, str]]:
        """The places that hold a text, and the text; nothing is made."""
        cells = self.stored.by_address
        return [(place_of(cells[address]), text) for address, text in self._texts.items()]

    def filled(self) -> list[Cell]:
        """The places that hold a formula or more than blanks; nothing is made."""
        return self._held(self.stored.by_address)

    def _held(self, addresses: Iterable[str]) -> list[Cell]:
        """The places of those of these cells that hold a formula or more than blanks."""
        cells, formulas, values, texts = (
            self.stored.by_address, self.stored.formulas, self.stored.values, self._texts,
        )  # fmt: skip
        return [
            place_of(cells[a]) for a in addresses if a in formulas or texts.get(a, values.get(a, "")).strip()
        ]

    def __reduce__(self) -> tuple[type[dict[Cell, Made]], tuple[dict[Cell, Made]]]:
        # what makes them knows the whole workbook: they travel without it
        return dict, (self._every,)
