"""The engine's figures for a plan: every computed cell from the cells it names, never from a cached value."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any, cast

from kpixl.blueprint.expressions import evaluate, holds, rounded
from kpixl.blueprint.expressions.nodes import Value
from kpixl.blueprint.expressions.operands import (
    BLANKS,
    CellOperand,
    ColumnOperand,
    ColumnRange,
    Constant,
    ConstantColumn,
    Kind,
    LookUp,
    Operand,
    Resolved,
)
from kpixl.layout.plan.calculation import Blank, Calculation
from kpixl.layout.plan.cell import Cell, Role
from kpixl.layout.plan.keys import CellKey, Spot, anchored
from kpixl.layout.plan.plan import Plan
from kpixl.rules.types import ValueType, as_text, settle

Inputs = Mapping[CellKey, Value]
Row = tuple[str, str]

NOTHING_ELSE: Inputs = MappingProxyType({})
NOWHERE = Spot("", "", "")
"""No cell: enough for a calculation that names no cell of its own row."""
_COLUMNS_KEPT = 64
_ROWS_KEPT = 64
_FIGURES_KEPT = 1_000
"""Of one calculation."""
_NO_TEXTS = (bool, Decimal, dt.date)
_INPUT = Role.INPUT
"""Named here: to look one up in its enumeration takes longer than all else that is asked of a cell."""
OperandsOfRow = dict[int, tuple[Resolved, Operand]]
"""By the id of what is named, with what is named, so that nothing else takes its id."""
_UNKNOWN = object()
_DEEP = 20
"""Formulas one behind the other that are computed when they are asked for; beyond, in order."""


class Computation:
    """Values of all cells of a plan, each computed once when it is first asked for.

    inputs: what stands in the cells to fill, as it was read: a text in a number's place stays a text;
    busy: (sheet, row) of the rows with an entry, where that is known; typed: of cells in which something
    else was typed than was read of it, what that is.
    """

    def __init__(
        self,
        plan: Plan,
        inputs: Inputs,
        busy: AbstractSet[Row] | None = None,
        typed: Inputs = NOTHING_ELSE,
    ) -> None:
        self.plan, self.inputs, self.typed = plan, inputs, typed
        if busy is not None:
            self._busy = busy
        self._cells = plan.by_spot
        self._known: dict[Spot, Any] = {}
        self._idle: dict[int, dict[tuple[str, ...], Value]] = defaultdict(dict)
        self._columns: dict[ColumnRange, ColumnOperand] = {}
        self._operands: dict[tuple[str, str], OperandsOfRow] = {}
        self._depth = 0
        self._row: tuple[str, str] = ("", "")
        self._of_row: dict[str, Value] = {}

    def value(self, spot: Spot) -> Value:
        """The cell's value: printed, entered or computed; None where there is no such cell."""
        cell = self._cells.get(spot)
        if cell is None:
            return self._in_body(spot)
        if cell.calculation is None:  # as given(), which is asked a thousand times for a workbook
            return cell.value if cell.role is not _INPUT else self.inputs.get(cell.key) if cell.key else None
        known = self._known.get(spot, _UNKNOWN)
        if known is not _UNKNOWN:
            return cast("Value", known)
        if self._depth >= _DEEP:
            self._compute_below(spot)
        self._depth += 1
        figure = self._known[spot] = self._result(cell, cell.calculation)
        self._depth -= 1
        return figure

    def _in_body(self, spot: Spot) -> Value:
        """The value of a cell of a body: a figure is kept while its row is asked about, of a million rows."""
        cell = self.plan.cell(spot)
        if cell is None or cell.calculation is None:
            return self.given(cell)
        if spot in self._known:
            return cast("Value", self._known[spot])
        if self._row != cell.spot[:2]:
            self._row, self._of_row = cell.spot[:2], {}
        known = self._of_row
        if cell.spot.column not in known:
            known[cell.spot.column] = self.result(cell.calculation, cell.spot)
        return known[cell.spot.column]

    def given(self, cell: Cell | None) -> Value:
        """What is entered or printed in a cell that computes nothing."""
        if cell is None or cell.role is not _INPUT:
            return cell.value if cell else None
        return self.inputs.get(cell.key) if cell.key else None

    def _typed(self, spot: Spot) -> Value:
        """What was typed in a cell."""
        cell = self.plan.cell(spot)
        key = cell.key if cell else None
        return self.typed[key] if key is not None and key in self.typed else self.value(spot)

    def _compute_below(self, spot: Spot) -> None:
        """First all that a cell rests on, the lowest first: formulas may stand in any number in a row."""
        waiting, opened = [spot], {spot}
        while waiting:
            below = self.rests_on(waiting[-1])
            open_ = [s for s in below if s not in self._known and s not in opened and self._computes(s)]
            if open_:
                waiting += open_
                opened.update(open_)
                continue
            lowest = waiting.pop()
            cell = self.plan.cell(lowest)
            if lowest != spot and cell is not None and cell.calculation is not None:
                self._known[lowest] = self._result(cell, cell.calculation)

    def rests_on(self, spot: Spot, *, columns: bool = True) -> Iterator[Spot]:
        """The cells that a cell's calculation names. columns: those of columns among them."""
        cell = self.plan.cell(spot)
        for named in cell.calculation.names.values() if cell and cell.calculation else ():
            if isinstance(named, CellOperand):
                yield anchored(_spot(named.ref.target), spot)
            elif columns and isinstance(named, ColumnRange):
                yield from self._spots(named)

    def looks_at(self, wanted: AbstractSet[Spot]) -> bool:
        """Whether a calculation names one of these cells, itself or in a column."""
        computed = [cell for cell in self.plan.by_spot.values() if cell.calculation is not None]
        if any(spot in wanted for cell in computed for spot in self.rests_on(cell.spot, columns=False)):
            return True
        named = (each for cell in computed if cell.calculation for each in cell.calculation.names.values())
        columns = dict.fromkeys(each for each in named if isinstance(each, ColumnRange))
        return any(spot in wanted for column in columns for spot in self._spots(column))

    def _spots(self, column: ColumnRange) -> tuple[Spot, ...]:
        first, last = _spot(column.range.first), _spot(column.range.last)
        if self.plan.in_body(first):
            return self.plan.by_key[first.sheet].between(first, last)
        known = self.plan.known.ranges.get((first, last))
        if known is None:
            known = self.plan.known.ranges[first, last] = self.plan.by_key[first.sheet].between(first, last)
        return known

    def _computes(self, spot: Spot) -> bool:
        cell = self.plan.cell(spot)
        return cell is not None and cell.calculation is not None

    def _result(self, cell: Cell, calculation: Calculation) -> Value:
        if calculation.names and cell.spot[:2] in self._busy:
            return self.result(calculation, cell.spot)
        known = self.plan.known
        figure: Any = known.still.get(cell.spot, _UNKNOWN)
        if figure is not _UNKNOWN:
            return cast("Value", figure)
        # rows laid out alike share their calculations, and blank ones that print the same the results
        blank = calculation.blank
        columns, alone = blank.beside or self._beside(cell, blank)
        printed = tuple([self._printed(cell.spot, c) for c in columns])
        kept = blank.figures if alone else self._idle[id(calculation)]
        if printed not in kept:
            if len(kept) == _FIGURES_KEPT:
                kept.clear()
            kept[printed] = self.result(calculation, cell.spot)
        if alone and known.own.isdisjoint(cell.spot._replace(column=c) for c in columns):
            known.still[cell.spot] = kept[printed]
        return kept[printed]

    def _beside(self, cell: Cell, blank: Blank) -> tuple[tuple[str, ...], bool]:
        """The columns with what is printed beside it that a calculation rests on; whether on nothing else."""
        found: dict[str, None] = {}
        waiting, alone = {cell.spot: None}, True
        while waiting:
            at = waiting.popitem()[0]
            found[at.column] = None
            below = [*self.rests_on(at, columns=False)]
            here = [s for s in below if s[:2] == cell.spot[:2]]
            alone = alone and len(here) == len(below) and not self._names_columns(at)
            waiting |= {s: None for s in here if s.column not in found}
        printed = tuple(sorted(c for c in found if self._is_printed(cell.spot._replace(column=c))))
        blank.beside = printed, alone
        return blank.beside

    def _names_columns(self, spot: Spot) -> bool:
        cell = self.plan.cell(spot)
        named = cell.calculation.names.values() if cell and cell.calculation else ()
        return any(isinstance(each, ColumnRange) for each in named)

    def _is_printed(self, spot: Spot) -> bool:
        cell = self.plan.cell(spot)
        return cell is not None and cell.role is not Role.INPUT and cell.calculation is None

    def _printed(self, spot: Spot, column: str) -> str:
        """What is printed in a column of a cell's row."""
        cell = self.plan.cell(spot._replace(column=column))
        return repr(cell.value if cell else None)

    @cached_property
    def _busy(self) -> AbstractSet[Row]:
        """(sheet, row) of the rows with an entry."""
        filled = {key for key, value in self.inputs.items() if value is not None}
        return {c.spot[:2] for c in self.plan.by_spot.values() if c.key in filled}

    def result(self, calculation: Calculation, home: Spot = NOWHERE) -> Value:
        """What a calculation gives in the cell `home`, as its formula shows it."""
        look_up = _Names(self, calculation.names, home).__getitem__
        if calculation.condition:
            truth = holds(calculation.tree, look_up)
            return calculation.when_blank if truth is None else truth
        value = evaluate(calculation.tree, look_up)
        if isinstance(value, Decimal) and calculation.places is not None:
            return rounded(value, calculation.places)
        return value

    def type(self, cell: Cell) -> ValueType | None:
        """The type that a cell has with these values; None where its condition is not applicable."""
        return None if cell.type is None else settle(cell.type, self.seen_from(cell))

    def seen_from(self, cell: Cell) -> LookUp:
        """What the names stand for that the type of a cell depends on."""
        return lambda path: self.operand(cell.names[path], cell.spot)

    def operands(self, home: Spot) -> OperandsOfRow:
        """Those found of a row's cells, kept for its other calculations: they name the same cells."""
        found = self._operands.get(home[:2])
        if found is None:
            if len(self._operands) >= _ROWS_KEPT:
                self._operands.pop(next(iter(self._operands)))
            found = self._operands[home[:2]] = {}
        return found

    def operand(self, named: Resolved, home: Spot) -> Operand | ColumnOperand:
        """What something named stands for, seen from `home`, as the entries are now."""
        if isinstance(named, CellOperand):  # by far the most
            target = named.ref.target
            spot = anchored(target if isinstance(target, Spot) else _spot(target), home)
            value = self._typed(spot) if named.typed else self.value(spot)
            kind, required = named.kind, named.required
            return BLANKS[kind, required] if value is None else _seen(value, kind, required=required)
        match named:
            case Constant(value, required):
                return Operand(value=value, required=required)
            case ConstantColumn(values):
                return ColumnOperand(items=tuple(Operand(value=v) for v in values))
            case ColumnRange():
                return self._column(named)
        msg = f"unknown operand {named!r}"
        raise TypeError(msg)

    def _column(self, column: ColumnRange) -> ColumnOperand:
        """All cells of a range; the last few are kept, since every row asks for the same long list."""
        found = self._columns.get(column)
        if found is None:
            found = ColumnOperand(items=tuple(self._items(column)))
            if len(self._columns) >= _COLUMNS_KEPT:
                self._columns.pop(next(iter(self._columns)))
            self._columns[column] = found
        return found

    def _items(self, column: ColumnRange) -> Sequence[Operand]:
        """Its cells; in rows where nothing is filled in they are mostly what they are in every return."""
        kind, spots, still = column.kind, self._spots(column), self.plan.known.columns
        if self.plan.in_body(spots[0]):
            return [_seen(self.value(spot), kind) for spot in spots]
        known = still.get(column)
        if known is None:
            known = still[column] = [(spot, spot[:2], self._idle_item(spot, kind)) for spot in spots]
        busy, value = self._busy, self.value
        return [
            item if item is not None and row not in busy else _seen(value(spot), kind)
            for spot, row, item in known
        ]

    def _idle_item(self, spot: Spot, kind: Kind) -> Operand | None:
        """What a cell is to a column while nothing is filled in in its row; None where that hangs on more."""
        cell = self._cells.get(spot)
        if cell is None or spot in self.plan.known.own:
            return None
        if cell.calculation is None:
            return _seen(None if cell.role is Role.INPUT else cell.value, kind)
        if cell.calculation.names and spot[:2] in self._busy:
            return None
        self.value(spot)
        still = self.plan.known.still
        return _seen(still[spot], kind) if spot in still else None


def _seen(value: Value, kind: Kind, *, required: bool = False) -> Operand:
    """A cell's value as an operand of that kind: a text column sees the text that stands in the cell."""
    if value is None:
        return BLANKS[kind, required]
    if kind == "text" and isinstance(value, _NO_TEXTS):
        value = as_text(value)
    return Operand(value, required=required, kind=kind)


class _Names(dict[str, Operand | ColumnOperand]):
    """What the names of a calculation stand for in a cell, found when they are first asked for."""

    def __init__(self, run: Computation, named: Mapping[str, Resolved], home: Spot) -> None:
        super().__init__()
        self._run, self._named, self._home = run, named, home
        self._row = run.operands(home)

    def __missing__(self, path: str) -> Operand | ColumnOperand:
        named = self._named[path]
        kept = self._row.get(id(named))
        if kept is not None:
            self[path] = kept[1]
            return kept[1]
        found = self[path] = self._run.operand(named, self._home)
        if isinstance(found, Operand):
            self._row[id(named)] = named, found
        return found


def _spot(target: object) -> Spot:
    if not isinstance(target, Spot):
        msg = f"a reference must name a spot, not {target!r}"
        raise TypeError(msg)
    return target


def computed(plan: Plan, inputs: Inputs) -> dict[Spot, Value]:
    """The value of every cell of the plan."""
    run = Computation(plan, inputs)
    cells = plan.by_spot.items()
    return {spot: run.given(cell) if cell.calculation is None else run.value(spot) for spot, cell in cells}
