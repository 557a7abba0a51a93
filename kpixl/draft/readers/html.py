"""A page: its paragraphs and tables, with their merged cells; scripts and menus say nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from kpixl.draft.document import Block, Cell, Document, Grid, Place, Text
from kpixl.draft.readers import decoded
from kpixl.draft.readers._grids import compact
from kpixl.words import Words

_BLOCKS = frozenset(
    {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "title", "dd", "dt"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "head", "nav", "footer", "noscript", "template", "button", "select"})
_MOST_WIDE = 200


def read_html(data: bytes, name: str) -> Document:
    """The document in a page."""
    page = _Page(name)
    page.feed(decoded(data))
    page.close()
    return Document(file=name, blocks=tuple(page.finished()))


@dataclass
class _Table:
    """A table that is being read: its cells by place."""

    line: int
    cells: list[Cell] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    row: int = -1
    column: int = 0
    text: list[str] = field(default_factory=list)
    span: tuple[int, int] | None = None


class _Page(HTMLParser):
    """Goes through a page from the top."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self._file = file
        self._blocks: list[Block] = []
        self._said: list[str] = []
        self._silent = 0
        self._heading = False
        self._tables: list[_Table] = []

    def finished(self) -> list[Block]:
        """All that was read."""
        self._end_text()
        while self._tables:
            self._end_table()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """A tag begins."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._end_text()
            self._tables.append(_Table(line=self.getpos()[0]))
        elif self._tables:
            self._in_table(tag, dict(attrs))
        elif tag in _BLOCKS:
            self._end_text()
            self._heading = tag in _HEADINGS
        elif tag == "br":
            self._end_text()

    def _in_table(self, tag: str, attrs: dict[str, str | None]) -> None:
        table = self._tables[-1]
        if tag == "tr":
            self._end_cell()
            table.row, table.column = table.row + 1, 0
        elif tag in {"td", "th"}:
            self._end_cell()
            table.row = max(table.row, 0)
            table.span = _number(attrs.get("rowspan")), _number(attrs.get("colspan"))
        elif tag in _BLOCKS | {"br"}:
            table.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A tag ends."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._tables:
            self._end_table()
        elif self._tables and tag in {"td", "th", "tr"}:
            self._end_cell()
        elif not self._tables and tag in _BLOCKS:
            self._end_text()

    def handle_data(self, data: str) -> None:
        """Some text."""
        if self._silent:
            return
        said = re.sub(r"\s+", " ", data)
        if self._tables and self._tables[-1].span:
            self._tables[-1].text.append(said)
        elif not self._tables:
            self._said.append(said)

    def _end_text(self) -> None:
        said = "".join(self._said).strip()
        self._said = []
        if said:
            self._blocks.append(Text(said, self._place(self.getpos()[0]), heading=self._heading))
        self._heading = False

    def _place(self, line: int) -> Place:
        return Place(self._file, Words(f"第{line}行", f"line {line}"))

    def _end_cell(self) -> None:
        table = self._tables[-1]
        if table.span is None:
            return
        while (table.row, table.column) in table.taken:
            table.column += 1
        high, wide = table.span
        text = re.sub(r" *\n\s*", "\n", "".join(table.text)).strip()
        line = self.getpos()[0]
        at = Words(f"第{line}行（表第{table.row + 1}行）", f"line {line} (row {table.row + 1})")
        table.cells.append(Cell(row=table.row, column=table.column, text=text, high=high, wide=wide, at=at))
        table.taken |= {
            (r, c)
            for r in range(table.row, table.row + high)
            for c in range(table.column, table.column + wide)
        }
        table.column += wide
        table.text, table.span = [], None

    def _end_table(self) -> None:
        self._end_cell()
        table = self._tables.pop()
        if self._tables:  # a table in a cell is text of that cell
            said = "\n".join(c.text for c in table.cells if c.text)
            self._tables[-1].text.append(f"\n{said}\n")
        elif table.cells:
            grid = Grid(cells=tuple(table.cells), place=self._place(table.line))
            self._blocks.append(compact(grid))


def _number(said: str | None) -> int:
    return max(1, min(int(said), _MOST_WIDE)) if said and said.strip().isdigit() else 1
