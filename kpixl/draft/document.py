"""A document as blocks, whatever it was read from: what stands there, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kpixl.words import Words

_BLANKS = re.compile(r"\s+")


def flat(text: str) -> str:
    """A text without any blanks or line breaks: labels are padded and broken to look well."""
    return _BLANKS.sub("", text)


def one_line(text: str) -> str:
    """A text on one line: blanks between Chinese characters are padding, between others they count."""
    spaced = _BLANKS.sub(" ", text.strip())
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) (?=[0-9%±])", "", spaced)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: in which file, and there in words."""

    file: str
    at: Words

    def words(self) -> Words:
        """Both."""
        return Words(f"{self.file} {self.at.zh}", f"{self.file} {self.at.en}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a grid, merged or not. Rows and columns count from zero.

    open: the document itself lets it be filled (unlocked, with a validation); choices: of its drop-down list;
    number_format: of a spreadsheet; figure: the value is stored as a number; formula: without `=`.
    """

    row: int
    column: int
    text: str = ""
    high: int = 1
    wide: int = 1
    at: Words
    open: bool = False
    choices: tuple[str, ...] = ()
    number_format: str = ""
    figure: bool = False
    formula: str = ""

    @property
    def said(self) -> str:
        """Its text without blanks."""
        return flat(self.text)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. heading: the document sets it off from running text."""

    text: str
    place: Place
    heading: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table as it stands in the document.

    certain: merged cells are known, not inferred from blanks; headed: the heading's rows, as somebody says.
    """

    cells: tuple[Cell, ...]
    place: Place
    certain: bool = True
    headed: range | None = None

    @cached_property
    def rows(self) -> int:
        """How many."""
        return max((c.row + c.high for c in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """How many."""
        return max((c.column + c.wide for c in self.cells), default=0)

    @cached_property
    def _covering(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.high)
            for column in range(cell.column, cell.column + cell.wide)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place, where one does."""
        return self._covering.get((row, column))

    def text(self, row: int, column: int) -> str:
        """What stands there, also in a merged cell; without padding."""
        cell = self.at(row, column)
        return one_line(cell.text) if cell else ""

    def starting(self, row: int) -> list[Cell]:
        """The cells that begin in a row, from left to right."""
        return sorted((c for c in self.cells if c.row == row), key=lambda c: c.column)

    def part(self, rows: range) -> Grid:
        """Some of its rows; a cell that reaches into them from above is cut."""
        said = self.headed or range(0)
        inside = bool(said) and said.start >= rows.start and said.stop <= rows.stop
        headed = range(said.start - rows.start, said.stop - rows.start) if inside else None
        return replace(self, cells=tuple(_cut(self.cells, rows)), headed=headed)

    def row_at(self, at: str) -> int | None:
        """The row in which a cell begins that stands there in the document; None where none does."""
        return next((cell.row for cell in self.cells if cell.at.zh == at), None)

    def place_of(self, cell: Cell) -> Place:
        """Where a cell stands in the document."""
        return Place(self.place.file, cell.at)


def _cut(cells: Iterable[Cell], rows: range) -> Iterator[Cell]:
    for cell in cells:
        first, last = max(cell.row, rows.start), min(cell.row + cell.high, rows.stop)
        if first < last:
            yield replace(cell, row=first - rows.start, high=last - first)


Block = Text | Grid


@dataclass(frozen=True, kw_only=True)
class Document:
    """What was read of one file. remarks: what the reader could not take over, with its place."""

    file: str
    blocks: tuple[Block, ...]
    remarks: tuple[tuple[Place, Words], ...] = field(default=())

    def with_heading(self, first: str, last: str) -> Document:
        """The same with rows of a table as its heading. first, last: where cells stand that begin in them."""
        return replace(self, blocks=tuple(_headed(block, first, last) for block in self.blocks))

    @property
    def texts(self) -> Sequence[Text]:
        """The paragraphs."""
        return [block for block in self.blocks if isinstance(block, Text)]

    @property
    def grids(self) -> Sequence[Grid]:
        """The tables."""
        return [block for block in self.blocks if isinstance(block, Grid)]


def _headed(block: Block, first: str, last: str) -> Block:
    if isinstance(block, Text):
        return block
    start, end = block.row_at(first), block.row_at(last)
    if start is None or end is None or start > end:
        return block
    return replace(block, headed=range(start, end + 1))
