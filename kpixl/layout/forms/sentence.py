"""A sentence with blanks: words and cells to fill one behind the other, over as many lines as they take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kpixl.blueprint.expressions import Kind
from kpixl.blueprint.model import Column, Item
from kpixl.blueprint.templates import parted
from kpixl.layout.forms.field_line import SIZE, STEP, FieldLine, Slot, Words
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.pages.text_height import PADDING, text_width
from kpixl.layout.plan.frame import TIGHT
from kpixl.layout.standing_in import looked_at
from kpixl.rules.types import CellType
from kpixl.rules.types.faces import most_characters

_WIDE: Mapping[Kind, float] = {"number": 8.0, "date": 12.0, "boolean": 5.0}
"""How wide a blank is that its field does not say."""
_LEAST, _MOST = 4.0, 24.0
"""The same of texts, which say how long they are."""
_NOT_IN_FRONT = "，。；：？！、）》”’％%"


@dataclass
class Sentence:
    """Deals one sentence to lines. printed: grid columns in print; kind: what a field takes."""

    builder: SheetBuilder
    printed: int
    depth: int
    heading: str
    kind: Callable[[Column], CellType]
    _at: int = field(default=0, init=False)
    _words: list[Words] = field(default_factory=list, init=False)
    _slots: list[Slot] = field(default_factory=list, init=False)
    _made: list[tuple[tuple[Words, ...], tuple[Slot, ...]]] = field(default_factory=list, init=False)

    def lines(
        self, prefix: str, filled: Callable[[str], str], item: Item, blanks: Mapping[str, Column]
    ) -> Iterator[FieldLine]:
        """The lines. prefix: before their keys; filled: a text with its paths filled in."""
        for place, part in enumerate(parted(item.text or "", blanks)):
            if place % 2:
                self._blank(blanks[part])
            else:
                self._say(looked_at(filled(part)))
        self._end()
        first = item.fields[0].name
        for number, (words, slots) in enumerate(self._made):
            name = slots[0].field.name if slots else f"{first}#{number}"
            yield FieldLine(
                key=f"{prefix}fields/{name}",
                words=words,
                slots=slots,
                depth=self.depth,
                heading=self.heading,
                bond=TIGHT if number else 1 + self.depth,
            )

    def _say(self, text: str) -> None:
        """Words, parted where the line ends."""
        while text:
            room = self.builder.room(self._at, self.printed - self._at) - PADDING - self._indent
            fits = _fitting(text, room)
            if fits == 0 and self._at:
                self._end()
                continue
            said, text = text[: max(fits, 1)], text[max(fits, 1) :]
            count = self._columns(text_width(said, SIZE) + PADDING + self._indent)
            self._words.append(Words(text=said, first=self._at, count=count))
            self._at += count
            if text or self._at >= self.printed:
                self._end()

    def _blank(self, blank: Column) -> None:
        """A cell to fill; on the next line where this one has no room for it."""
        width = blank.width or self._width(self.kind(blank))
        if self._at and self.builder.room(self._at, self.printed - self._at) < width:
            self._end()
        count = self._columns(width)
        self._slots.append(Slot(field=blank, first=self._at, label=0, count=count))
        self._at += count
        if self._at >= self.printed:
            self._end()

    @staticmethod
    def _width(kind: CellType) -> float:
        longest = text_width("字", SIZE) * most_characters(kind) + PADDING
        return _WIDE.get(kind.kind) or min(_MOST, max(_LEAST, longest))

    @property
    def _indent(self) -> float:
        return 0.0 if self._at else STEP * self.depth

    def _columns(self, width: float) -> int:
        """How many grid columns from here are so wide; the rest of the line at most, one at least."""
        left = self.printed - self._at
        counts = (n for n in range(1, left) if self.builder.room(self._at, n) >= width)
        return next(counts, max(left, 1))

    def _end(self) -> None:
        if self._words or self._slots:
            self._made.append((tuple(self._words), tuple(self._slots)))
        self._words, self._slots, self._at = [], [], 0


def _fitting(text: str, room: float) -> int:
    """How many characters of a text have room; a line does not begin with what ends a clause."""
    fits = next((n for n in range(len(text), 0, -1) if text_width(text[:n], SIZE) <= room), 0)
    while 0 < fits < len(text) and text[fits] in _NOT_IN_FRONT:
        fits -= 1
    return fits
