"""A filled workbook on its way to being faulty: what is touched already, what the check must find."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from kpixl.blueprint.expressions import CellOperand, ColumnRange, Value
from kpixl.generate import Built, Issuer
from kpixl.layout import (
    Calculation,
    Cell,
    CellKey,
    Computation,
    Package,
    Plan,
    Role,
    Spot,
    computed,
    standing,
)
from kpixl.simulate.book import Book, MovedCell, Tab
from kpixl.simulate.filling import filled
from kpixl.simulate.sheetxml import CellXml
from kpixl.simulate.tables import FilledRow, FilledTable, filled_tables

T = TypeVar("T")
_WHOLE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault that was put in: the code of the finding that it must give.

    sheet, cell (A1): those of the finished file, None where the finding has none.
    """

    code: str
    sheet: str | None = None
    cell: str | None = None

    def as_dict(self) -> dict[str, str | None]:
        """The public JSON form."""
        return {"code": self.code, "sheet": self.sheet, "cell": self.cell}


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A kind of fault. apply: puts one in, or returns False and changes nothing where that cannot be.

    alone: it hides every other fault of the same file.
    """

    code: str
    apply: Callable[[Damage], bool]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Expected:
    code: str
    tab: Tab | None = None
    mark: MovedCell | None = None


def _reads(calculation: Calculation, sheet: str, rows: AbstractSet[tuple[str, str]]) -> bool:
    ranges = (n.range for n in calculation.names.values() if isinstance(n, ColumnRange))
    cells = (n.ref for n in calculation.names.values() if isinstance(n, CellOperand))
    spots = (*(r.first for r in ranges), *(c.target for c in cells))
    return any(isinstance(s, Spot) and (s.sheet == sheet or (s.sheet, s.row) in rows) for s in spots)


@dataclass(frozen=True, kw_only=True)
class Faultless:
    """A return before any fault: what is known of it is worked out once, however often it is damaged."""

    package: Package
    built: Built
    answers: Mapping[CellKey, Value]
    issuer: Issuer

    @cached_property
    def results(self) -> Mapping[Spot, Value]:
        """The value of every cell."""
        return computed(self.built.plan, self.answers)

    @cached_property
    def tables(self) -> tuple[FilledTable, ...]:
        """What the recipient fills."""
        return filled_tables(self.package, self.built.plan)

    def book(self) -> Book:
        """Its workbook, to be edited."""
        return filled(self.built, self.results, standing(self.package, self.built.plan))


class Damage:
    """One return with its faults. raw: its bytes, where they are not those of the edited workbook."""

    def __init__(self, faultless: Faultless, rng: random.Random) -> None:
        self.package, self.built, self.issuer = faultless.package, faultless.built, faultless.issuer
        self.plan: Plan = faultless.built.plan
        self.inputs: dict[CellKey, Value] = dict(faultless.answers)
        self.book: Book = faultless.book()
        self.rng = rng
        self.raw: bytes | None = None
        self.kept: set[Spot] = set()
        self._faultless = faultless
        self._tabs = {sheet.key: self.book.tab(sheet.name) for sheet in self.plan.sheets}
        self._touched: set[tuple[str, str]] = set()
        self._expected: list[_Expected] = []

    @property
    def tables(self) -> tuple[FilledTable, ...]:
        """What the recipient fills."""
        return self._faultless.tables

    def run(self) -> Computation:
        """The figures as things stand."""
        return Computation(self.plan, self.inputs)

    def trial(self, changes: Mapping[CellKey, Value]) -> Computation:
        """The figures if these entries were changed."""
        return Computation(self.plan, {**self.inputs, **changes})

    # Where faults may go: none disturbs another.

    def free(self, sheet: str, *lines: str) -> bool:
        """Whether these rows are untouched; without rows: whether the whole sheet is."""
        if not lines:
            return all(touched != sheet for touched, _ in self._touched)
        return self._touched.isdisjoint((sheet, line) for line in (_WHOLE, *lines))

    def touch(self, sheet: str, *lines: str) -> None:
        """Keep these rows (none: the whole sheet) from further faults."""
        self._touched |= {(sheet, line) for line in lines or (_WHOLE,)}

    def free_with_readers(self, sheet: str) -> bool:
        """Whether a whole sheet is untouched, and so is every row elsewhere whose formulas read from it."""
        return self.free(sheet) and all(self.free(*row) for row in self._readers(sheet))

    def touch_with_readers(self, sheet: str) -> None:
        """Keep such a sheet and such rows from further faults."""
        self._touched |= {(sheet, _WHOLE), *self._readers(sheet)}

    def _readers(self, sheet: str) -> set[tuple[str, str]]:
        """(sheet, row) of all whose formulas read from it, or from such a row."""
        cells = [c for s in self.plan.sheets if s.key != sheet for c in s.cells if c.calculation]
        found: set[tuple[str, str]] = set()
        while True:
            reading = [c for c in cells if c.calculation and _reads(c.calculation, sheet, found)]
            more = {(c.spot.sheet, c.spot.row) for c in reading}
            if more == found:
                return found
            found = more

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in random order."""
        return self.rng.sample(items, len(items))

    def rows(self) -> Iterator[tuple[FilledTable, FilledRow]]:
        """The untouched rows that hold something, in random order."""
        run = self.run()
        every = [(table, row) for table in self.tables for row in table.rows]
        for table, row in self.shuffled(every):
            if row.used(run) and self.free(table.sheet, *row.lines):
                yield table, row

    def cells(self, *roles: Role) -> Iterator[Cell]:
        """Planned cells of these roles in untouched rows, in random order."""
        every = [c for c in self.plan.by_spot.values() if c.role in roles]
        return (c for c in self.shuffled(every) if self.free(c.spot.sheet, c.spot.row))

    # Editing.

    def tab(self, sheet: str) -> Tab:
        """The sheet of a plan's key."""
        return self._tabs[sheet]

    def mark(self, spot: Spot) -> MovedCell:
        """The cell of a spot."""
        return MovedCell(self.tab(spot.sheet), *self.plan.by_key[spot.sheet].address(spot), since=0)

    def cell(self, spot: Spot) -> CellXml | None:
        """The cell of a spot as the file has it now; None where it is gone."""
        place = self.book.place(self.mark(spot))
        return None if place is None else self.tab(spot.sheet).xml.cell(*place)

    def line(self, sheet: str, line: str) -> int:
        """The zero-based number of a row as the file has it now."""
        place = self.book.place(self.mark(Spot(sheet, line, self.plan.by_key[sheet].stripes[0].key)))
        if place is None:
            raise ValueError(f"the row {line} is gone")
        return place.row

    def enter(self, changes: Mapping[CellKey, Value]) -> None:
        """Entries as somebody types them; formulas follow when the file is finished."""
        for key, value in changes.items():
            self.inputs[key] = value
            cell = self.cell(self.plan.by_cell_key[key].spot)
            if cell is not None:
                self.book.set_value(cell, value)

    # Findings.

    def expect(self, code: str, spot: Spot | None = None) -> None:
        """The finding that the fault must give, at a cell of the plan."""
        self._expected.append(_Expected(code, mark=None if spot is None else self.mark(spot)))

    def expect_at(self, code: str, mark: MovedCell) -> None:
        """The finding, at a cell that the plan does not have."""
        self._expected.append(_Expected(code, mark=mark))

    def expect_on(self, code: str, tab: Tab) -> None:
        """The finding, on a sheet as a whole."""
        self._expected.append(_Expected(code, tab=tab))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults, with their places in the file as it is now."""
        return tuple(self._fault(e) for e in self._expected)

    def _fault(self, expected: _Expected) -> Fault:
        mark, tab = expected.mark, expected.tab
        if mark is None:
            return Fault(code=expected.code, sheet=tab.name if tab else None)
        place = self.book.place(mark)
        return Fault(code=expected.code, sheet=mark.tab.name, cell=place.a1 if place else None)

    def finished(self) -> bytes:
        """The file's bytes, formulas computed anew as a program does when it saves."""
        if self.raw is not None:
            return self.raw
        results = self._results()
        if self._expected or results is not self._faultless.results:  # else each formula has its figure
            self._set(results)
        return self.book.data()

    def _set(self, results: Mapping[Spot, Value]) -> None:
        for spot, value in results.items():
            if self.plan.by_spot[spot].calculation is not None and spot not in self.kept:
                cell = self.cell(spot)
                if cell is not None and cell.formula is not None and cell.kind != "e":
                    self.book.set_result(cell, value)

    def _results(self) -> Mapping[Spot, Value]:
        """The value of every cell as things stand: equal numbers need not be written alike."""
        if repr(self.inputs) == repr(dict(self._faultless.answers)):
            return self._faultless.results
        return computed(self.plan, self.inputs)
