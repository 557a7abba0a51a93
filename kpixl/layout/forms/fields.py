"""Where the fields of a form stand: a line each, or beside each other on the lines of a narrative."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from kpixl.blueprint.model import Block, Column, Item
from kpixl.layout.forms.field_line import FIELD, SIZE, STEP, FieldLine, Slot
from kpixl.layout.forms.sentence import Sentence
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.pages.text_height import text_width
from kpixl.layout.plan.frame import TIGHT
from kpixl.layout.standing_in import measured
from kpixl.rules.types import CellType

_MOST_LABEL = 0.6
"""The share of a line that a label takes at most; a longer one stands on the line above."""


@dataclass
class Lines:
    """Deals the fields of one copy of a form to lines.

    stands: whether a field stands on the sheet; prefix: before the keys; label: what a field is called here;
    filled: a text with its paths filled in; kind: what a field takes; printed: grid columns in print.
    """

    builder: SheetBuilder
    stands: Callable[[Column], bool]
    prefix: str
    label: Callable[[Column], str]
    filled: Callable[[str], str]
    kind: Callable[[Column], CellType]
    printed: int
    _texts: int = field(default=0, init=False)

    def of(self, block: Block) -> tuple[FieldLine, ...]:
        """The lines of a block of fields or of a narrative; none of any other."""
        fields = [f for f in block.fields or () if self.stands(f)]
        long = [f.name for f in fields if block.labels == "above" and self._is_long(f)]
        if block.boxed:
            plain: Iterator[FieldLine] = self._boxed(fields, long)
        else:
            lines = (self._above(f, "label") if f.name in long else (self._alone(f),) for f in fields)
            plain = (line for some in lines for line in some)
        return (*plain, *self._told(block.narrative or (), 0, ""))

    def _is_long(self, f: Column) -> bool:
        """Whether a label would leave its answer less than half of the line."""
        return 2 * measured(text_width, self.label(f), SIZE) > self.builder.room(0, self.printed)

    def _above(self, f: Column, style: str) -> Iterator[FieldLine]:
        """A field below its label, as wide as the line."""
        key, said = f"{self.prefix}fields/{f.name}", " ".join(filter(None, (f.over, self.label(f))))
        yield FieldLine(key=f"{key}#label", text=said, style=style, bond=FIELD)
        slot = Slot(field=f, first=0, label=0, count=self.printed)
        yield FieldLine(key=key, style=style, slots=(slot,), bond=TIGHT)

    def _boxed(self, fields: Sequence[Column], long: Collection[str]) -> Iterator[FieldLine]:
        """Fields as rows of a table: their labels, or what is printed over them, are equally wide.

        long: those whose labels stand above them.
        """
        beside = [f for f in fields if f.name not in long]
        lead = max((self._columns(0, f.over or self.label(f)) for f in beside), default=1)
        if any(f.over for f in beside):  # behind the heading there are a label and an answer
            lead = max(1, min(lead, self.printed - 2))
        for f in fields:
            if f.name in long:
                yield from self._above(f, "head")
                continue
            first = lead if f.over else 0
            label = self._columns(lead, self.label(f)) if f.over else lead
            count = self.printed - first - label
            slot = Slot(field=f, first=first, label=label, count=count, over=first)
            yield FieldLine(key=f"{self.prefix}fields/{f.name}", style="head", slots=(slot,), bond=FIELD)

    def _columns(self, first: int, text: str) -> int:
        """How many grid columns a text takes; one at least stays behind it."""
        needed, most = measured(text_width, text, SIZE), max(1, self.printed - 1 - first)
        rooms = (self.builder.room(first, count) >= needed for count in range(1, most))
        return next((count for count, fits in enumerate(rooms, 1) if fits), most)

    def _alone(self, f: Column) -> FieldLine:
        """A field on a line of its own; one grid column at least stays for its cell."""
        count = self._columns(0, self.label(f))
        slot = Slot(field=f, first=0, label=count, count=self.printed - count)
        return FieldLine(key=f"{self.prefix}fields/{f.name}", slots=(slot,), bond=FIELD)

    def _told(self, items: Sequence[Item], depth: int, heading: str) -> Iterator[FieldLine]:
        for item in items:
            fields = [f for f in item.fields if self.stands(f)]
            below = heading
            if item.text is not None and item.fields:
                sentence = Sentence(self.builder, self.printed, depth, heading, self.kind)
                yield from sentence.lines(self.prefix, self.filled, item, {f.name: f for f in fields})
            elif item.text is not None:
                self._texts += 1
                below = self.filled(item.text)
                key, style = f"{self.prefix}#text{self._texts}", "label" if depth else "heading"
                yield FieldLine(key=key, text=below, style=style, depth=depth, bond=1 + depth)
            elif fields:
                yield from self._beside(fields, depth, heading)
            yield from self._told(item.items, depth + 1, below)

    def _beside(self, fields: Sequence[Column], depth: int, heading: str) -> Iterator[FieldLine]:
        """Fields side by side; where the grid has no room for that, one below the other."""
        if len(fields) > 1 and 2 * len(fields) > self.printed:
            for f in fields:
                yield from self._beside((f,), depth, heading)
            return
        key = f"{self.prefix}fields/{fields[0].name}"
        needed = [measured(text_width, self.label(f), SIZE) for f in fields]
        needed[0] += STEP * depth
        slots = tuple(self._dealt(fields, needed))
        if len(fields) == 1 and needed[0] > _MOST_LABEL * self.builder.room(0, self.printed):
            yield FieldLine(key=f"{key}#label", text=self.label(fields[0]), depth=depth, bond=1 + depth)
            slots = (Slot(field=fields[0], first=0, label=0, count=self.printed),)
        yield FieldLine(key=key, slots=slots, depth=depth, heading=heading, bond=1 + depth)

    def _dealt(self, fields: Sequence[Column], needed: Sequence[float]) -> Iterator[Slot]:
        """Labels as wide as they need, the rest shared by the cells."""
        room = self.builder.room(0, self.printed) / len(fields)
        first, left = 0, len(fields)
        for f, wanted in zip(fields, needed, strict=True):
            end = self.printed - 2 * (left - 1)  # the others need two columns each
            stop = end if left == 1 else self._reach(first, room, end)
            label = self._reach(first, min(wanted, _MOST_LABEL * room), stop - 1) - first
            yield Slot(field=f, first=first, label=label, count=stop - first - label)
            first, left = stop, left - 1

    def _reach(self, first: int, wanted: float, most: int) -> int:
        """The column before which that width lies, from `first`: at least one column, at most `most`."""
        for stop in range(first + 1, most):
            if self.builder.room(first, stop - first) >= wanted:
                return stop
        return max(first + 1, most)
