"""Cells that are made when somebody asks for them: of most, nobody ever does."""

from __future__ import annotations

import re
from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from html import escape
from typing import Any, Generic, TypeVar

from kpixl.addresses import Cell, column_letters
from kpixl.formats._facts import ESCAPE, Stored
from kpixl.formats._stored import TEXTS, place_of

Made = TypeVar("Made")
_WRITTEN_OTHERWISE = re.compile(f"[\x00-\x1f]|{ESCAPE.pattern}")
_NOTHING = object()


@lru_cache(maxsize=4096)
def _in_xml(formula: str) -> str | None:
    """A formula as it mostly stands in XML; None where it has what is written otherwise."""
    return None if _WRITTEN_OTHERWISE.search(formula) else escape(formula, quote=False)


class AskedCells(Mapping[Cell, Made], Generic[Made]):
    """The cells of a sheet by zero-based (row, column), in their order.

    stored: as the part has them, by address (`D7`).
    """

    def __init__(
        self,
        stored: Mapping[str, Stored],
        make: Callable[[Stored, Cell], Made],
        text: Callable[[Stored], str],
    ) -> None:
        """make, text: give the cell, at its place, and its text for what is stored."""
        self.stored = stored
        self._make, self._text = make, text
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
        stored = self.stored.get(f"{column_letters(column)}{row + 1}")
        return default if stored is None else self._made.setdefault(place, self._make(stored, place))

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._places)

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
        made = self._made
        return {
            place: made[place] if place in made else made.setdefault(place, self._make(cell, place))
            for place, cell in zip(self._places, self.stored.values(), strict=True)
        }

    @cached_property
    def _places(self) -> Sequence[Cell]:
        return [place_of(cell) for cell in self.stored.values()]

    def holds(self, address: str, text: str) -> bool:
        """Whether that text and no formula stands there (`D7`); nothing is made."""
        c = self.stored.get(address)
        return c is not None and not c[4] and bool(c[6]) and c[3] in TEXTS and self._text(c) == text

    def spells(self, address: str, formula: str) -> bool:
        """Whether that very formula stands there, written out as it is; nothing is made."""
        c = self.stored.get(address)
        return c is not None and bool(c[4]) and c[5] == _in_xml(formula)

    def is_blank(self, address: str) -> bool:
        """Whether neither a value nor a formula stands there; nothing is made."""
        c = self.stored.get(address)
        return c is None or not (c[4] or c[6])

    def said(self) -> list[str]:
        """All texts; nothing is made."""
        return [self._text(c) for c in self.stored.values() if c[6] and c[3] in TEXTS]

    def beyond(self, addresses: AbstractSet[str]) -> list[Cell]:
        """The places of all others that hold a formula or more than blanks; nothing is made."""
        others = (self.stored[address] for address in self.stored.keys() - addresses)
        return [place_of(c) for c in others if c[4] or (c[6] and self._text(c).strip())]

    def texts(self) -> list[tuple[Cell, str]]:
        """The places that hold a text, and the text; nothing is made."""
        return [(place_of(c), self._text(c)) for c in self.stored.values() if c[6] and c[3] in TEXTS]

    def filled(self) -> list[Cell]:
        """The places that hold a formula or more than blanks; nothing is made."""
        return [place_of(c) for c in self.stored.values() if c[4] or (c[6] and self._text(c).strip())]

    def __reduce__(self) -> tuple[type[dict[Cell, Made]], tuple[dict[Cell, Made]]]:
        # what makes them knows the whole workbook: they travel without it
        return dict, (self._every,)
