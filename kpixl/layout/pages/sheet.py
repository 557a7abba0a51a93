"""Collects the lines and cells of one sheet from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from kpixl.layout.edition import HELPERS, NOW
from kpixl.layout.pages.text_height import MOST_HEIGHT, height
from kpixl.layout.plan.cell import Cell, Role, Style
from kpixl.layout.plan.frame import Line, Print, Stripe, View
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Sheet
from kpixl.words import Lang, Words

COVER = "cover"
"""The key of the cover."""
KEY, _GRID = "_key", "c"
_BACK, _BACK_HEIGHT = Words("← 返回填报说明", "← Back to the cover"), 16.0
TOTAL = Words("合计", "Total")
HEADING_SIZES = {
    "attachment": 16,
    "title": 20,
    "subtitle": 14,
    "note": 10.5,
    "paragraph": 12,
    "head": 11,
    "body": 11,
    "label": 12,
}


def add_way_back(b: SheetBuilder, count: int, prefix: str = "") -> None:
    """A line that leads to the cover, above all that is printed. count: of the grid columns that it takes."""
    line = b.line(f"{prefix}#back", _BACK_HEIGHT)
    said, look = _BACK[b.lang], Style(name="way_back")
    b.put(Cell(spot=b.spot(line, 0), role=Role.PRINTED, value=said, link=COVER, style=look, span=(1, count)))


def grid_key(place: int) -> str:
    """The key of the grid column in that place, from 0."""
    return f"{_GRID}{place + 1}"


def grid_place(spot: Spot) -> int:
    """The place of a grid column on its sheet, from 0: behind the column with the keys."""
    return int(spot.column.removeprefix(_GRID))


@dataclass
class SheetBuilder:
    """A sheet in the making. key: its identity; widths: of the grid columns, keyed c1, c2, and so on.

    lang: of what kpixl itself writes on it; helpers: the keys of the hidden columns right of the grid; share:
    how high a row to fill is at first, at most; wanted: how high lines would be if a page has room, by key;
    gap: by how much several columns are wider together, where that is not negligible.
    """

    key: str
    name: str
    widths: Sequence[float]
    lang: Lang = "zh"
    helpers: Sequence[str] = HELPERS[NOW]
    share: float = MOST_HEIGHT
    gap: float = 0.0
    wanted: dict[str, float] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _written: dict[str, str] = field(default_factory=dict)

    @cached_property
    def grid(self) -> tuple[str, ...]:
        """The keys of the grid columns."""
        return tuple(map(grid_key, range(len(self.widths))))

    def spot(self, row: str, column: int | str) -> Spot:
        """A spot by row key and grid position (or helper's key)."""
        return Spot(self.key, row, self.grid[column] if isinstance(column, int) else column)

    def helper_spots(self, row: str) -> dict[str, Spot]:
        """The hidden cells of a row, by their columns."""
        return {each: self.spot(row, each) for each in self.helpers}

    def line(
        self,
        key: str,
        height: float | None = None,
        *,
        hidden: bool = False,
        written: str | None = None,
        bond: int = 0,
    ) -> str:
        """A new line below; its key. written: what the hidden column says of it, where not the key."""
        self._numbers[key] = len(self.lines)
        if written is not None:
            self._written[key] = written
        self.lines.append(Line(key=key, height=height, hidden=hidden, bond=bond))
        return key

    def let_grow(self, key: str) -> None:
        """Leave it to the program to make a line higher for what is typed in its cells."""
        self._replace(key, grows=True)

    def _replace(self, key: str, **changed: Any) -> None:
        number = self._numbers[key]
        self.lines[number] = replace(self.lines[number], **changed)

    def put(self, cell: Cell) -> None:
        """One cell."""
        self.cells.append(cell)

    def text(self, key: str, text: str, style: str, *, count: int | None = None, bond: int = 0) -> None:
        """A printed text on a line of its own, over the grid or its first columns, as high as it needs."""
        count = len(self.widths) if count is None else count
        size = HEADING_SIZES.get(style, 11)
        self.line(key, height(text, self.room(0, count), size), bond=bond)
        self.printed(key, text, style, count=count)

    def printed(
        self, row: str, text: str, style: str, *, first: int = 0, count: int = 1, rows: int = 1
    ) -> None:
        """A printed text on a line that is there."""
        self.put(
            Cell(
                spot=self.spot(row, first),
                role=Role.PRINTED,
                value=text,
                label=text,
                style=Style(name=style),
                span=(rows, count),
            )
        )

    def raise_line(self, key: str, needed: float) -> None:
        """Make a line at least that high."""
        if (self.lines[self._numbers[key]].height or 0) < needed:
            self._replace(key, height=needed)

    def stretch(self, keys: Sequence[str], needed: float) -> None:
        """Make these lines together at least that high, each as much."""
        lack = needed - sum(self.lines[self._numbers[key]].height or 0 for key in keys)
        for key in keys if lack > 0 else ():
            own = self.lines[self._numbers[key]].height or 0
            self.raise_line(key, min(MOST_HEIGHT, round(own + lack / len(keys), 1)))

    def room(self, first: int, count: int) -> float:
        """The width of some grid columns."""
        return sum(self.widths[first : first + count]) + self.gap * max(count - 1, 0)

    def sheet(
        self, page: Print, *, helpers: bool, freeze: str | None = None, view: View | None = None
    ) -> Sheet:
        """The finished sheet: key row and key column in front, helper columns behind, all hidden."""
        stripes = [Stripe(key=KEY, hidden=True)]
        stripes += [Stripe(key=k, width=w) for k, w in zip(self.grid, self.widths, strict=True)]
        stripes += [Stripe(key=h, hidden=True) for h in (*self.helpers, *self._parts())] if helpers else []
        keys = [
            self._key_cell(Spot(self.key, KEY, s.key), self.key if s.key == KEY else s.key) for s in stripes
        ]
        keys += [self._key_of(line) for line in self.lines]
        return Sheet(
            key=self.key,
            name=self.name,
            lines=(Line(key=KEY, hidden=True), *self.lines),
            stripes=tuple(stripes),
            cells=(*keys, *self.cells),
            print=replace(page, columns=page.columns or (self.grid[0], self.grid[-1])),
            freeze=freeze,
            view=view or View(),
        )

    def _parts(self) -> list[str]:
        """The columns of what one formula of a helper column cannot count."""
        known = {KEY, *self.grid, *self.helpers}
        used = {cell.spot.column for cell in self.cells} - known
        return sorted(used, key=self._rank)

    def _rank(self, part: str) -> tuple[int, int]:
        column, _, number = part.partition(".")
        return self.helpers.index(column), int(number)

    def _key_of(self, line: Line) -> Cell:
        """The key of a line; of one that grows in letters that keep it from shrinking to a text's height."""
        cell = self._key_cell(Spot(self.key, line.key, KEY), self._written.get(line.key, line.key))
        return cell._replace(style=Style(name="tall_key")) if line.grows else cell

    @staticmethod
    def _key_cell(spot: Spot, text: str) -> Cell:
        return Cell(spot=spot, role=Role.HELPER, value=text, style=Style(name="key"))
