"""A workbook of any format: each visible sheet as grids, with its merges, locks, lists and number formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kpixl.addresses import a1
from kpixl.draft.document import Block, Cell, Document, Grid, Place, Text
from kpixl.draft.readers._grids import compact
from kpixl.formats import BadFileError, RawCell, RawSheet, RawWorkbook, read_workbook
from kpixl.limits import Limits
from kpixl.words import Words

_BLANK_ROWS = 60
_MOST_COLUMNS = 120
_MOST_CELLS = 60_000


def read_sheets(data: bytes, name: str, limits: Limits) -> Document:
    """The document in a workbook. BadFileError where it cannot be read."""
    book = read_workbook(data, limits)
    if not isinstance(book, RawWorkbook):
        raise BadFileError(book[0])
    blocks: list[Block] = []
    visible = [s for s in book.sheets if s.state == "visible" and s.kind == "worksheet" and s.cells]
    for sheet in visible:
        blocks += _Sheet(sheet, name, several=len(visible) > 1).blocks()
    return Document(file=name, blocks=tuple(blocks))


@dataclass
class _Sheet:
    """A sheet, read from the top. several: it is one of several sheets, whose name may say what it is."""

    sheet: RawSheet
    file: str
    several: bool

    def blocks(self) -> Iterator[Block]:
        """Its grids; rows that were never touched divide them."""
        rows, columns = self._rows(), self._columns()
        if not rows or not columns:
            return
        if self.several:
            place = Place(self.file, Words(f"工作表“{self.sheet.name}”", f"sheet {self.sheet.name!r}"))
            yield Text(self.sheet.name, place, heading=True)
        for run in _runs(rows):
            for part in self._parts(run):
                last = max(self._extent(row) for row in part)
                grid = self._grid(part, [c for c in columns if c <= last])
                yield from _as_text(grid) if grid.columns == 1 else [grid]

    def _parts(self, rows: Sequence[int]) -> Iterator[list[int]]:
        """Rows that belong together: a line of another width than the table beside it is none of it."""
        part = [rows[0]]
        for before, row in pairwise(rows):
            differ = self._extent(before) != self._extent(row)
            if differ and (self._is_line(before) or self._is_line(row)):
                yield part
                part = []
            part.append(row)
        yield part

    def _is_line(self, row: int) -> bool:
        """Whether one text is all that stands in a row."""
        said = [c for c in self._by_row.get(row, ()) if self.sheet.at(row, c).text.strip()]
        return len(said) == 1 and said[0] == 0

    def _extent(self, row: int) -> int:
        """The last column of a row that was ever touched."""
        merged = (a[3] for a in self._areas() if a[0] <= row <= a[2])
        return min(max([*self._by_row.get(row, (0,)), *merged]), _MOST_COLUMNS)

    def _rows(self) -> list[int]:
        """The rows to look at: those with a value, and blank ones that are laid out to be filled."""
        last = self.sheet.rows
        stored = {row for row, _ in self.sheet.cells} | {
            r for a in self._areas() for r in range(a[0], a[2] + 1)
        }
        shown = (row for row in sorted(stored) if row not in self.sheet.hidden_rows)
        return [row for row in shown if row < last + _BLANK_ROWS][: _MOST_CELLS // 4]

    def _columns(self) -> list[int]:
        last = max([self.sheet.columns, *(area[3] + 1 for area in self._said_areas())], default=0)
        return [c for c in range(min(last, _MOST_COLUMNS)) if c not in self.sheet.hidden_columns]

    def _areas(self) -> list[tuple[int, int, int, int]]:
        return [area for area in self.sheet.merges if area[2] - area[0] < _BLANK_ROWS * 10]

    def _said_areas(self) -> list[tuple[int, int, int, int]]:
        """The merged areas that say something: a title may reach further than the table below it."""
        return [a for a in self._areas() if self.sheet.at(a[0], a[1]).text.strip() and a[3] < _MOST_COLUMNS]

    def _grid(self, rows: Sequence[int], columns: Sequence[int]) -> Grid:
        at_row = {row: number for number, row in enumerate(rows)}
        at_column = {column: number for number, column in enumerate(columns)}
        merged = {(a[0], a[1]): a for a in self._areas()}
        covered = {
            (row, column)
            for a in merged.values()
            for row in range(a[0], a[2] + 1)
            for column in range(a[1], min(a[3], _MOST_COLUMNS) + 1)
        }
        cells = []
        lists = self._lists()
        for row in rows:
            alone = self._alone(row)
            for column in columns:
                area = merged.get((row, column))
                if (row, column) in covered and area is None:
                    continue
                high = sum(r in at_row for r in range(row, area[2] + 1)) if area else 1
                wide = sum(c in at_column for c in range(column, area[3] + 1)) if area else 1
                if alone == column:
                    wide = len(columns) - at_column[column]
                raw = self.sheet.at(row, column)
                cells.append(
                    self._cell(raw, (row, column), (at_row[row], at_column[column]), (high, wide), lists)
                )
                if alone == column:
                    break
        first = self.sheet.name
        place = Place(
            self.file, Words(f"{first}!{a1(rows[0], columns[0])}", f"{first}!{a1(rows[0], columns[0])}")
        )
        return compact(Grid(cells=tuple(cells), place=place))

    def _alone(self, row: int) -> int | None:
        """The first column, where nothing else was ever touched in a row and something stands in it."""
        stored = self._by_row.get(row, ())
        merged = any(a[0] <= row <= a[2] for a in self._areas())
        one = len(stored) == 1 and stored[0] == 0 and not merged
        return 0 if one and self.sheet.at(row, 0).text.strip() else None

    @cached_property
    def _by_row(self) -> Mapping[int, Sequence[int]]:
        """The columns of the cells that are stored, by row."""
        found: dict[int, list[int]] = {}
        for row, column in self.sheet.cells:
            found.setdefault(row, []).append(column)
        return found

    def _cell(
        self,
        raw: RawCell,
        source: tuple[int, int],
        at: tuple[int, int],
        span: tuple[int, int],
        lists: Mapping[tuple[int, int], tuple[str, ...]],
    ) -> Cell:
        where = f"{self.sheet.name}!{a1(*source)}"
        figure = isinstance(raw.value, int | float) and not isinstance(raw.value, bool)
        return Cell(
            row=at[0],
            column=at[1],
            text=_shown(raw),
            high=span[0],
            wide=span[1],
            at=Words(where, where),
            open=self.sheet.protected and not raw.locked,
            choices=lists.get(source, ()),
            number_format=raw.number_format,
            figure=figure,
            formula=raw.formula or "",
        )

    def _lists(self) -> dict[tuple[int, int], tuple[str, ...]]:
        """The drop-down lists that are written out, by cell."""
        found: dict[tuple[int, int], tuple[str, ...]] = {}
        for validation in self.sheet.validations:
            text = validation.formula1
            if validation.type != "list" or not text.startswith('"'):
                continue
            choices = tuple(c.strip() for c in text.strip('"').split(",") if c.strip())
            for top, left, bottom, right in validation.areas:
                for row in range(top, min(bottom, top + _BLANK_ROWS * 10) + 1):
                    found |= {(row, column): choices for column in range(left, min(right, _MOST_COLUMNS) + 1)}
        return found


def _shown(raw: RawCell) -> str:
    """What a cell shows: a number as its format has it, where that is certain."""
    if raw.value is None:
        return ""
    if isinstance(raw.value, str):
        return raw.value
    return raw.face or raw.text


def _runs(rows: Sequence[int]) -> Iterator[list[int]]:
    """Rows that stand next to each other."""
    run = [rows[0]]
    for before, row in pairwise(rows):
        if row > before + 1:
            yield run
            run = []
        run.append(row)
    yield run


def _as_text(grid: Grid) -> Iterator[Text]:
    """A grid of one column is text."""
    yield from (Text(c.text.strip(), grid.place_of(c)) for c in grid.cells if c.said)
