"""What a workbook holds, before anything is written: sheets of keyed rows and columns, and the cells on them.

The writer, the reader and the check all ask the plan; nobody else knows where a value sits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from kpixl.addresses import Address, before_cell, column_letters
from kpixl.blueprint.expressions import RangeRef, Ref
from kpixl.layout.plan.cell import Cell, Role, Scalar
from kpixl.layout.plan.chart import Chart
from kpixl.layout.plan.frame import Line, Print, Stripe, View
from kpixl.layout.plan.keys import HERE, CellKey, Spot, anchored
from kpixl.layout.plan.places import Places, places_of

if TYPE_CHECKING:
    from kpixl.blueprint.expressions.operands import ColumnRange, Operand
    from kpixl.formats import WantedFormula
    from kpixl.layout.plan.body import Body


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A planned sheet. key: its identity (a form's id, `cover`, …); name: what the tab says.

    freeze: the first row that is not frozen; form: the form's id, where it is not the key; instance: where it
    is one copy of a repeated form; body: rows which are not laid out before they are written, behind all
    lines but the last `below`.
    """

    key: str
    name: str
    lines: tuple[Line, ...]
    stripes: tuple[Stripe, ...]
    cells: tuple[Cell, ...]
    print: Print = field(default_factory=Print)
    state: Literal["visible", "hidden", "veryHidden"] = "visible"
    freeze: str | None = None
    view: View = field(default_factory=View)
    protected: bool = True
    charts: tuple[Chart, ...] = ()
    form: str = ""
    instance: str = ""
    body: Body | None = None
    below: int = 0

    @property
    def of_form(self) -> str:
        """The form's id; of a sheet that is no form its key."""
        return self.form or self.key

    @cached_property
    def written(self) -> Mapping[str, str]:
        """What the hidden key column has for each line, by the line's key; without such a column the keys."""
        first = self.stripes[0].key
        keyed = (self.cells[number] for number in self.places.keys)
        keys = {c.spot.row: str(c.value) for c in keyed if c.spot.column == first and c.value is not None}
        return {line.key: keys.get(line.key, line.key) for line in self.lines}

    @cached_property
    def merged_over(self) -> Mapping[Spot, Scalar]:
        """What is printed in the merged cell over a row's cell, by the spot of the one below it."""
        tall = (c for c in self.cells if c.span[0] > 1 and c.role is Role.PRINTED)
        return {
            Spot(self.key, line.key, cell.spot.column): cell.value
            for cell in tall
            for line in self.lines[self.row(cell.spot.row) + 1 :][: cell.span[0] - 1]
        }

    @cached_property
    def start(self) -> Spot | None:
        """Where somebody begins: the first cell to fill, else its title, else the first that shows."""
        shown = [c for c in self.cells if c.role is not Role.HELPER]
        filled = (c.spot for c in shown if c.role is Role.INPUT)
        titled = (c.spot for c in shown if c.style.name == "title")
        others = (c.spot for c in shown[:1])
        return min(filled, key=self.address, default=None) or next(titled, None) or next(others, None)

    @property
    def purpose(self) -> Literal["fill", "look up", "internal"]:
        """What its recipient has it for."""
        if self.state != "visible":
            return "internal"
        return "fill" if any(c.role is Role.INPUT for c in self.cells) else "look up"

    @cached_property
    def row_index(self) -> Mapping[str, int]:
        """Zero-based row by key."""
        return {line.key: i for i, line in enumerate(self.lines)}

    @cached_property
    def column_index(self) -> Mapping[str, int]:
        """Zero-based column by key."""
        return {stripe.key: i for i, stripe in enumerate(self.stripes)}

    def holding(self, cells: tuple[Cell, ...]) -> Sheet:
        """The same sheet with other cells in the same places."""
        other = replace(self, cells=cells)
        vars(other).update({name: getattr(self, name) for name in _OF_PLACES})
        return other

    @cached_property
    def places(self) -> Places:
        """Where its cells are."""
        return places_of(self)

    def address(self, spot: Spot) -> Address:
        """Where a spot of this sheet is."""
        row = self.row_index[spot.row] if self.body is None else self.row(spot.row)
        return Address(row, self.column_index[spot.column])

    def row(self, key: str) -> int:
        """The zero-based row of a key; KeyError where there is none."""
        if self.body is None:
            return self.row_index[key]
        line = self.row_index.get(key)
        if line is not None and line < self.body_row:
            return line
        inside = self.body.number(key) if line is None else None
        if line is None and inside is None:
            raise KeyError(key)
        return self.body_row + inside if inside is not None else (line or 0) + len(self.body)

    @property
    def body_row(self) -> int:
        """The zero-based row in which the body begins."""
        return len(self.lines) - self.below

    @property
    def last_row(self) -> int:
        """The zero-based row of the last line, or of the last row of the body."""
        return len(self.lines) + (len(self.body) if self.body is not None else 0) - 1

    def every_cell(self) -> Iterator[Cell]:
        """The cells, those of the body made for it."""
        yield from self.cells
        for row in self.body or ():
            yield from row.cells()

    def cells_beside(self, spot: Spot) -> Sequence[Cell]:
        """The cells of a spot's row."""
        row = None if self.body is None or spot.row in self.row_index else self.body.row(spot.row)
        return self._by_row.get(spot.row, ()) if row is None else tuple(row.cells())

    @cached_property
    def _by_row(self) -> Mapping[str, Sequence[Cell]]:
        found: dict[str, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.spot.row, []).append(cell)
        return found

    def between(self, first: Spot, last: Spot) -> tuple[Spot, ...]:
        """The spots of a range one column wide, or one row high."""
        a, b = self.address(first), self.address(last)
        return tuple(
            Spot(self.key, self._key(r), self.stripes[c].key)
            for r in range(a.row, b.row + 1)
            for c in range(a.column, b.column + 1)
        )

    def _key(self, row: int) -> str:
        inside = row - self.body_row
        if self.body is None or inside < 0:
            return self.lines[row].key
        return self.body.key(inside) if inside < len(self.body) else self.lines[row - len(self.body)].key


_OF_PLACES = ("row_index", "column_index", "places")
"""What a sheet has worked out that is the same for any cells in these places."""


@dataclass(eq=False, kw_only=True)
class Known:
    """What was found out of a plan and holds for all that are bound to the same template.

    spelled: the formulas of a file where everything lies as it was issued, by their cells; hidden: those of
    the hidden cells of each sheet; guarded: the data validations of sheets that lie so, where nothing is to
    be said of them; still: the figures of rows where nothing is filled in, by cell, where what is printed
    beside is the same for all; own: the cells where it is not; ranges: the spots from one to another;
    columns: the same of what is named as one, each with its row and what it is while nothing is filled in
    there, None where that hangs on more.
    """

    spelled: dict[Spot, str | None] = field(default_factory=dict)
    hidden: dict[str, Sequence[WantedFormula]] = field(default_factory=dict)
    guarded: set[object] = field(default_factory=set)
    still: dict[Spot, Scalar] = field(default_factory=dict)
    own: AbstractSet[Spot] = frozenset()
    ranges: dict[tuple[Spot, Spot], tuple[Spot, ...]] = field(default_factory=dict)
    columns: dict[ColumnRange, Sequence[tuple[Spot, tuple[str, str], Operand | None]]] = field(
        default_factory=dict
    )


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A planned workbook. names: defined names and what they stand for."""

    sheets: tuple[Sheet, ...]
    names: Mapping[str, RangeRef | Ref] = field(default_factory=dict)
    known: Known = field(default_factory=Known, repr=False, compare=False)

    @cached_property
    def by_key(self) -> Mapping[str, Sheet]:
        """Sheets by key."""
        return {s.key: s for s in self.sheets}

    @cached_property
    def by_spot(self) -> Mapping[Spot, Cell]:
        """Cells by spot; none of a body."""
        return {c.spot: c for s in self.sheets for c in s.cells}

    def cell(self, spot: Spot) -> Cell | None:
        """The cell in that place, be it in a body."""
        found = self.by_spot.get(spot)
        body = self._bodies.get(spot.sheet) if found is None and self._bodies else None
        return found if body is None else body.cell(spot)

    def at(self, spot: Spot) -> Cell:
        """The same; KeyError where there is none."""
        found = self.cell(spot)
        if found is None:
            raise KeyError(spot)
        return found

    def beside(self, spot: Spot) -> Sequence[Cell]:
        """The cells of a spot's row."""
        return self.by_key[spot.sheet].cells_beside(spot)

    @cached_property
    def _bodies(self) -> Mapping[str, Body]:
        return {s.key: s.body for s in self.sheets if s.body is not None}

    def in_body(self, spot: Spot) -> bool:
        """Whether the spot is in rows that are not laid out before they are asked for."""
        return bool(self._bodies) and spot not in self.by_spot

    @cached_property
    def by_cell_key(self) -> Mapping[CellKey, Cell]:
        """Cells that hold a value of a form, by its identity; what is printed twice by its first place."""
        found: dict[CellKey, Cell] = {}
        for s in self.sheets:
            for c in s.cells:
                if c.key is not None:
                    found.setdefault(c.key, c)
        return found

    def locate(self, home: Spot, here: str = "") -> Locator:
        """References as a formula in the cell `home` writes them.

        here: what stands for the number of the formula's own row, where that of `home` is HERE.
        """
        return Locator(self, home, here)


@dataclass(frozen=True, slots=True)
class Locator:
    """Turns references into A1 text, with the sheet's name where it is another one."""

    plan: Plan
    home: Spot
    here: str = ""

    def __call__(self, ref: Ref | RangeRef) -> str:
        """`D7`, `$D$7:$D$26`, `'附件2'!D7`."""
        if isinstance(ref, RangeRef):
            first, last = (self._absolute(s) for s in (ref.first, ref.last))
            return f"{self._sheet(ref.first)}{first}:{last}"
        spot = self._spot(ref.target)
        letters, number = self._at(spot)
        column = ("$" if ref.column_absolute else "") + letters
        return f"{self._sheet(spot)}{column}{'$' if ref.row_absolute else ''}{number}"

    def _absolute(self, target: object) -> str:
        letters, number = self._at(self._spot(target))
        return f"${letters}${number}"

    def _at(self, spot: Spot) -> tuple[str, str]:
        """The letters of a spot's column and the number of its row, as written."""
        sheet = self.plan.by_key[spot.sheet]
        number = self.here if spot.row == HERE else str(sheet.row(spot.row) + 1)
        return column_letters(sheet.column_index[spot.column]), number

    def _sheet(self, target: object) -> str:
        spot = self._spot(target)
        return "" if spot.sheet == self.home.sheet else before_cell(self.plan.by_key[spot.sheet].name)

    def _spot(self, target: object) -> Spot:
        if not isinstance(target, Spot):
            msg = f"a reference must name a spot, not {target!r}"
            raise TypeError(msg)
        return anchored(target, self.home)
