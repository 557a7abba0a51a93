"""What the records of an .xls sheet put over its cells: comments, text boxes, pictures, other shapes."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kpixl.addresses import Cell
from kpixl.formats._overlays import Overlay, drawn, kept
from kpixl.formats.biff._records import BiffRecord, Run

_ANCHOR = struct.pack("<HL", 0xF010, 18)
"""How the place of a shape begins in a drawing: what follows is a record of 18 bytes."""
_NOTE, _PICTURE = 0x19, 0x08
_SHAPES = frozenset({0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x08, 0x09, 0x1E})
"""Kinds of objects that are drawn; others are buttons, lists and what drops them down."""


@dataclass(slots=True)
class _Drawn:
    kind: int
    place: Cell | None
    text: str = ""


@dataclass(slots=True)
class OverlayScan:
    """Gathers them while the records of a sheet go by: a drawing, its object, its text; at last comments."""

    place: Cell | None = None
    objects: dict[int, _Drawn] = field(default_factory=dict)
    notes: dict[int, Cell] = field(default_factory=dict)
    last: _Drawn | None = None

    def actions(self) -> Mapping[int, Callable[[BiffRecord], None]]:
        """What to do with the records of each number."""
        return {0xEC: self._on_drawing, 0x5D: self._on_object, 0x1B6: self._on_text, 0x1C: self._on_note}

    def finished(self) -> tuple[Overlay, ...]:
        """All of them."""
        return tuple(kept(self._found()))

    def _found(self) -> Iterator[Overlay]:
        for number, each in self.objects.items():
            if each.kind == _NOTE and number in self.notes:
                yield Overlay("comment", self.notes[number], each.text)
            elif each.kind in _SHAPES:
                yield drawn(each.place, each.text, is_picture=each.kind == _PICTURE)

    def _on_drawing(self, record: BiffRecord) -> None:
        data = b"".join(record.pieces)
        at = data.rfind(_ANCHOR)
        if at >= 0 and len(data) >= at + len(_ANCHOR) + 8:
            column, row = struct.unpack_from("<2xH2xH", data, at + len(_ANCHOR))
            self.place = row, column

    def _on_object(self, record: BiffRecord) -> None:
        kind, number = struct.unpack_from("<4xHH", record.data)
        self.last = self.objects[number] = _Drawn(kind, self.place)

    def _on_text(self, record: BiffRecord) -> None:
        (length,) = struct.unpack_from("<10xH", record.data)
        if self.last is not None and length and len(record.pieces) > 1:
            self.last.text = Run(record.pieces[1:]).characters(length).replace("\r", "\n")

    def _on_note(self, record: BiffRecord) -> None:
        row, column, number = struct.unpack_from("<HH2xH", record.data)
        self.notes[number] = row, column
