"""Plain text: paragraphs, and tables in the two ways in which programs write them.

Either a cell ends at a line break followed by a tab and an empty line ends a row, or a row is one line whose
cells tabs split.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kpixl.draft.document import Block, Document, Grid, Place, Text
from kpixl.draft.spans import inferred_grid
from kpixl.words import Words

_RULE = re.compile(r"[-—=:|\s]+")
_EMPHASIS = re.compile(r"^\s*\*{1,3}|\*{1,3}\s*$|^\s*#{1,6}\s+")
_MARK = re.compile(r"^\[bookmark: [^\]]*\]\s*")
_ATTACHMENT = re.compile(r"^\s*附\s*[件表]\s*[\d一二三四五六七八九十]*\s*[：:]?\s*$")
_CONTENTS = re.compile(r"^\s*\d*\s*$")
_SHORT = 12
_NEAR = 60


def read_plain(text: str, file: str) -> Document:
    """The document in a text."""
    lines = [line.rstrip("\r") for line in text.replace("\r\n", "\n").split("\n")]
    return Document(file=file, blocks=tuple(_Lines(lines, file).blocks()))


@dataclass
class _Lines:
    """The lines of a text, read from the top."""

    lines: Sequence[str]
    file: str
    at: int = 0
    _told: list[Block] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        """What stands there, in order."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if _is_row(line):
                yield from self._rows_of_lines()
            elif _is_cell(line):
                yield self._cells_on_lines()
            else:
                text = _MARK.sub("", _EMPHASIS.sub("", line)).strip()
                if text:
                    yield Text(text, self._place(self.at), heading=text != line.strip())
                self.at += 1

    def _place(self, number: int) -> Place:
        return Place(self.file, Words(f"第{number + 1}行", f"line {number + 1}"))

    # one line a row

    def _rows_of_lines(self) -> Iterator[Block]:
        """A table of one line a row; a page's end leaves an empty line in it."""
        rows: list[list[str]] = []
        places: list[int] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip() and self._goes_on(rows):
                self.at += 1
                continue
            if "\t" not in line.strip("\r\n") or not line.strip():
                break
            cells = [cell.strip() for cell in line.split("\t")]
            if not _RULE.fullmatch("".join(cells)):
                rows.append(cells)
                places.append(self.at + 1)
            self.at += 1
        if _are_contents(rows):
            yield from (
                Text(" ".join(row).strip(), self._place(at - 1)) for row, at in zip(rows, places, strict=True)
            )
        elif rows:
            yield inferred_grid(_squared(rows), places, self.file)

    def _goes_on(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether the table goes on behind empty lines: with a row, and not with its heading again."""
        follows = self._next_line(self.at)
        if follows is None or not _is_row(self.lines[follows]):
            return False
        cells = [cell.strip() for cell in self.lines[follows].split("\t")]
        return bool(rows) and cells[:3] != list(rows[0][:3])

    def _next_line(self, start: int) -> int | None:
        return next((i for i in range(start, len(self.lines)) if self.lines[i].strip()), None)

    # one line a cell

    def _cells_on_lines(self) -> Grid:
        """A table of one line a cell."""
        rows: list[list[str]] = []
        places: list[int] = []
        blanks = 0
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if _is_cell(line):
                if not rows or self._begins_row(rows, blanks):
                    rows.append([])
                    places.append(self.at + 1)
                rows[-1].append(line[1:])
                blanks = 0
            elif not line.strip(" \r"):
                blanks += 1
            elif not _ATTACHMENT.match(line) and self._is_of_cell(rows, blanks):
                rows[-1][-1] += "\n" + line
                blanks = 0
            else:
                break
            self.at += 1
        return inferred_grid(rows, places, self.file)

    def _begins_row(self, rows: Sequence[Sequence[str]], blanks: int) -> bool:
        """One empty line ends a row; two a cell that ends with an empty paragraph, unless the row is full."""
        if blanks == 2:
            return len(rows) > 1 and len(rows[-1]) >= max(map(len, rows[:-1]))
        return blanks > 0

    def _is_of_cell(self, rows: Sequence[Sequence[str]], blanks: int) -> bool:
        """Whether a line without a tab goes on with the cell above."""
        if blanks <= 1:
            return blanks == 0 or self._cell_follows()
        short = len(rows) > 1 and len(rows[-1]) < max(map(len, rows[:-1]))
        return short and self._cell_follows()

    def _cell_follows(self) -> bool:
        """Whether only short lines stand before the next cell."""
        for line in self.lines[self.at : self.at + _NEAR]:
            if _is_cell(line):
                return True
            if len(line.strip()) > _SHORT:
                return False
        return False


def _is_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:]


def _is_row(line: str) -> bool:
    return "\t" in line[1:] and bool(line.strip())


def _squared(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows of equal length: a row that misses cells misses them at its end; a column nobody uses goes."""
    width = max(max((i + 1 for i, text in enumerate(row) if text), default=1) for row in rows)
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _are_contents(rows: Sequence[Sequence[str]]) -> bool:
    """A table of contents: texts, each with the number of a page, or a single line with a tab in it."""
    two = all(len(row) <= 2 for row in rows)
    return two and (len(rows) < 2 or all(len(row) < 2 or _CONTENTS.match(row[1]) for row in rows))
