"""A matrix on a sheet: units down, a list's items across with their points, columns added on the right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from kpixl.blueprint.expressions import RangeRef
from kpixl.blueprint.listed import scalar
from kpixl.blueprint.model import Form, Matrix, Scheme, Unit
from kpixl.layout.pages.screen import SMALL, USUAL, zoom
from kpixl.layout.pages.sheet import KEY, SheetBuilder
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.cell import Cell, Role, Scalar, Style
from kpixl.layout.plan.frame import Line, View
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Sheet

CORNER_WIDTHS = (5.0, 12.0)
ITEM_WIDTH = 7.0
_ROW_HEIGHT = 27.0
_CHARACTER = 16.5
"""Height in points of one character of stacked text at 11 points, line spacing included."""
_HEAD_LINES = 2
_SCREEN, _SCREEN_SIZE = "#screen", 9
"""The row of headings that is seen and not printed, and the size of its texts in points."""
_HEAD, _STACKED, _NUMBER = Style(name="head"), Style(name="head", vertical=True), Style(name="number")
_SCORE = Style(name="number", align="right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A column right of the items that the attachment does not print, and is marked as such."""

    name: str
    label: str
    width: float
    align: Literal["left", "center", "right"] = "center"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Where everything of a matrix is. form: the form's id; items: of the list, left to right."""

    form: str
    matrix: Matrix
    units: tuple[Unit, ...]
    items: tuple[Mapping[str, Any], ...]
    additions: tuple[Addition, ...] = ()

    @classmethod
    def of(cls, scheme: Scheme, form: Form, additions: Sequence[Addition] = ()) -> Grid | None:
        """The grid of a form's matrix; None where the form has none."""
        if form.matrix is None:
            return None
        return cls(
            form=form.form,
            matrix=form.matrix,
            units=scheme.roster.of(form.matrix.units),
            items=scheme.lists[form.matrix.items].items,
            additions=tuple(additions),
        )

    @property
    def widths(self) -> list[float]:
        """Of the grid columns: the corner, the items, what is added."""
        return [*CORNER_WIDTHS, *[ITEM_WIDTH] * len(self.items), *(a.width for a in self.additions)]

    @property
    def keys(self) -> tuple[str, ...]:
        """The items' keys."""
        return tuple(str(item[self.matrix.key]) for item in self.items)

    @property
    def head(self) -> tuple[str, str]:
        """The first and the last of the head rows."""
        return self.line("#numbers"), self.line("#points")

    def line(self, row: str) -> str:
        """The sheet's key of a row: a unit's id, or `#numbers`, `#names`, `#points`."""
        return f"{self.matrix.name}{row}" if row.startswith("#") else f"{self.matrix.name}/{row}"

    def spot(self, row: str, column: str) -> Spot:
        """The place of an item (by key) or an addition (by name) in a row."""
        columns = [*self.keys, *(a.name for a in self.additions)]
        return Spot(self.form, self.line(row), f"c{columns.index(column) + len(CORNER_WIDTHS) + 1}")

    def across(self, row: str) -> RangeRef:
        """The items' cells of a row."""
        return RangeRef(self.spot(row, self.keys[0]), self.spot(row, self.keys[-1]))

    def down(self, column: str) -> RangeRef:
        """A column's cells over all units."""
        return RangeRef(self.spot(self.units[0].id, column), self.spot(self.units[-1].id, column))


class MatrixBlock:
    """Lays a matrix out on a builder, its score cells empty."""

    def __init__(self, builder: SheetBuilder, grid: Grid) -> None:
        self.builder, self.grid = builder, grid

    def lay(self) -> tuple[str, str]:
        """The whole matrix; the keys of its head rows, first and last."""
        self._heads()
        self._points()
        for unit in self.grid.units:
            self._row(unit)
        for first in self.grid.units[:1]:
            spot = self.builder.spot(self.grid.line(first.id), 0)
            self._put(spot, self.grid.matrix.rows_label, _STACKED, (len(self.grid.units), 1))
        return self.grid.head

    def _heads(self) -> None:
        grid, matrix = self.grid, self.grid.matrix
        longest = max((len(str(item[matrix.heading])) for item in grid.items), default=1)
        self.builder.line(grid.line("#numbers"), _ROW_HEIGHT)
        self.builder.line(grid.line("#names"), min(409.0, longest * _CHARACTER + 8))
        self._put(self.builder.spot(grid.line("#numbers"), 0), None, _HEAD, (_HEAD_LINES, len(CORNER_WIDTHS)))
        for number, (key, item) in enumerate(zip(grid.keys, grid.items, strict=True), 1):
            self._put(grid.spot("#numbers", key), scalar(number), _HEAD)
            self._put(grid.spot("#names", key), str(item[matrix.heading]), _STACKED)
        for addition in grid.additions:
            spot, look = grid.spot("#numbers", addition.name), Style(name="head", addition=True)
            self._put(spot, addition.label, look, (_HEAD_LINES, 1))

    def _points(self) -> None:
        grid, line = self.grid, self.builder.line(self.grid.line("#points"), _ROW_HEIGHT)
        self._put(self.builder.spot(line, 0), grid.matrix.points_label, _HEAD, (1, len(CORNER_WIDTHS)))
        for key, item in zip(grid.keys, grid.items, strict=True):
            self._put(grid.spot("#points", key), scalar(item.get(grid.matrix.points)), _NUMBER)
        for addition in grid.additions:
            self._put(grid.spot("#points", addition.name), None, _NUMBER)

    def _row(self, unit: Unit) -> None:
        grid, line = self.grid, self.builder.line(self.grid.line(unit.id), _ROW_HEIGHT)
        self._put(self.builder.spot(line, 1), unit.short, _HEAD)
        for key in grid.keys:
            self._put(grid.spot(unit.id, key), None, _SCORE)
        for addition in grid.additions:
            self._put(grid.spot(unit.id, addition.name), None, Style(name="number", align=addition.align))

    def _put(self, spot: Spot, value: Scalar, style: Style, span: tuple[int, int] = (1, 1)) -> None:
        self.builder.put(Cell(spot=spot, role=Role.PRINTED, value=value, style=style, span=span))


def on_screen(sheet: Sheet, grid: Grid, corner: str, seen: Sequence[str]) -> Sheet:
    """The sheet as it is worked with: a low row of headings and the units' names stay in view.

    That row stands above all that is printed; title and tall heads of the attachment are scrolled off.
    corner: the heading of the units; seen: the added columns up to which a small screen shows everything,
    and one of usual width.
    """
    beside = len(CORNER_WIDTHS)
    widths, names = grid.widths, [a.name for a in grid.additions]
    ends = (beside + len(grid.items) + names.index(name) + 1 for name in seen)
    view = View(
        column=sheet.stripes[beside + 1].key,
        first=grid.line("#points"),
        zoom=min(zoom(widths[:end], screen) for end, screen in zip(ends, (SMALL, USUAL), strict=True)),
    )
    cells = tuple(_screen_heads(sheet.key, corner, grid))
    own = zip(cells, [sum(CORNER_WIDTHS), *widths[beside:]], strict=True)
    needed = (height(str(cell.value), width, _SCREEN_SIZE) for cell, width in own)
    key = Cell(spot=Spot(sheet.key, _SCREEN, KEY), role=Role.HELPER, value=_SCREEN, style=Style(name="key"))
    return replace(
        sheet,
        lines=(sheet.lines[0], Line(key=_SCREEN, height=max(needed)), *sheet.lines[1:]),
        cells=(*sheet.cells, key, *cells),
        freeze=sheet.lines[1].key,
        view=view,
    )


def _screen_heads(sheet: str, corner: str, grid: Grid) -> Iterator[Cell]:
    """What is seen above the units' names, the items and the columns added."""
    plain = Cell(spot=Spot(sheet, _SCREEN, "c1"), role=Role.PRINTED, style=Style(name="screen_head"))
    yield plain._replace(value=corner, span=(1, len(CORNER_WIDTHS)))
    texts = [*(str(item[grid.matrix.heading]) for item in grid.items), *(a.label for a in grid.additions)]
    for place, text in enumerate(texts, len(CORNER_WIDTHS) + 1):
        yield plain._replace(spot=plain.spot._replace(column=f"c{place}"), value=text)
