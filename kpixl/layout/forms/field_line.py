"""A line of fields: where labels, cells and the words of a sentence stand on it."""

from __future__ import annotations

from dataclasses import dataclass

from kpixl.blueprint.model import Column

SIZE = 12
"""The size of their text in points."""
FIELD = 50
"""The bond of fields beneath each other: a page ends in the table below them rather."""
STEP = 2.2
"""The width of one step of indentation, in units of column width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A field on its line.

    first: the grid column of its label; label, count: how many grid columns label and cell take; over: those
    before the label, of a heading.
    """

    field: Column
    first: int
    label: int
    count: int
    over: int = 0

    @property
    def cell(self) -> int:
        """The grid column of its cell."""
        return self.first + self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A part of a sentence before or behind its blanks. first, count: the grid columns that it takes."""

    text: str
    first: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A line of a form outside tables.

    key: of the line on the sheet; text: printed over the whole line, or None; style: of the text; words: of a
    sentence, around its blanks; depth: how many steps it stands in; heading: the nearest text above it, for
    messages; bond: how closely it belongs to what stands above, if that is no text over it.
    """

    key: str
    text: str | None = None
    style: str = "label"
    slots: tuple[Slot, ...] = ()
    words: tuple[Words, ...] = ()
    depth: int = 0
    heading: str = ""
    bond: int = 0

    @property
    def boxed(self) -> bool:
        """Whether its labels and cells have borders, as the rows of a table."""
        return self.style == "head"
