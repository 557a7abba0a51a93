"""What an .ods puts over the cells of a sheet: comments, frames with texts or pictures, other shapes."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpixl.addresses import Cell, parse_cell
from kpixl.formats._markup import Attributes
from kpixl.formats._overlays import Overlay, drawn
from kpixl.formats.ods._formulas import plain_reference

_COMMENT = "office:annotation"
_FORMS = "draw:control"


@dataclass(slots=True)
class OverlayScan:
    """Gathers those of a sheet: what one holds belongs to it."""

    found: list[Overlay] = field(default_factory=list)
    depth: int = 0
    name: str = ""
    label: str = ""
    place: Cell | None = None
    is_picture: bool = False
    is_text: bool = False
    pieces: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: Attributes, place: Cell | None) -> None:
        """An element begins. place: of the cell that holds it."""
        if self.depth:
            self.depth += 1
            self.is_picture |= name == "draw:image"
            self.is_text |= name == "text:p"
        elif name == _COMMENT or name.startswith("draw:"):
            end = plain_reference(attributes.get("table:end-cell-address", "")).rpartition("!")[2]
            self.depth, self.name, self.label = 1, name, attributes.get("draw:name", "")
            self.place = place or parse_cell(end)
            self.is_picture = self.is_text = False
            self.pieces.clear()

    def text(self, text: str) -> None:
        """Text stands there."""
        if self.depth and self.is_text:
            self.pieces.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if not self.depth:
            return
        self.depth -= 1
        if name == "text:p":
            self.is_text = False
            self.pieces.append("\n")
        if not self.depth and name == self.name != _FORMS:
            text = "".join(self.pieces)
            shape = drawn(self.place, text, is_picture=self.is_picture, name=self.label)
            self.found.append(Overlay("comment", self.place, text) if name == _COMMENT else shape)
