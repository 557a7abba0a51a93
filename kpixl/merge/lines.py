"""The rows of a stacked table, each made when it is asked for: what units have alike is kept once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from kpixl.layout import Instance
from kpixl.layout.rows.table_rows import TableRow
from kpixl.pieces import Pieces

Kind = Sequence[tuple[Instance, str, Mapping[str, object]]]
"""The rows of a unit that other units may have, too: copy, key, and the list's item behind it."""


class Lines(Pieces[TableRow]):
    """The rows of a table, unit by unit; a piece is those of one unit."""

    def __init__(self) -> None:
        super().__init__()
        self._units: list[tuple[str, Kind]] = []

    def add(self, unit: str, kind: Kind) -> None:
        """Those of one more unit."""
        self._units.append((unit, kind))
        self._grow(len(kind))

    def of(self, unit: str) -> Sequence[TableRow]:
        """Those of a unit."""
        place = self._places.get(unit)
        return () if place is None else self._piece(place)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {unit: place for place, (unit, _) in enumerate(self._units)}

    def _piece(self, place: int) -> list[TableRow]:
        unit, kind = self._units[place]
        first = self._ends[place] - len(kind) + 1
        return [
            TableRow(unit, row, item, number, instance=instance)
            for number, (instance, row, item) in enumerate(kind, first)
        ]
