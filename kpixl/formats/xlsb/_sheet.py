"""One sheet of an .xlsb: its records as the same facts that a sheet of an .xlsx gives."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import NamedTuple

from kpixl.addresses import COLUMNS, ROWS, Cell
from kpixl.formats._facts import Budget, Runs, ScannedCell, ScannedSheet, is_flat, is_narrow, misplaced
from kpixl.formats._tokens import UNREADABLE, Surroundings, formula_text
from kpixl.formats.biff import HEIGHT, PARTS, TWIPS, number_text, small_number, truth, validation
from kpixl.formats.xlsb._records import Fields, take

_SHARED = b"\x01"
_HIDDEN_ROW = 0x10
_SHORT = 11
"""How much higher the numbers of cells are that leave out their column."""


class Neighbours(NamedTuple):
    """What a sheet needs of the rest.

    formulas: what they may refer to; struck: fonts that are struck out; pictures: whether a value may be one.
    """

    formulas: Surroundings
    struck: AbstractSet[int]
    pictures: bool = False


def scan_xlsb_sheet(data: bytes, part: str, around: Neighbours, budget: Budget) -> ScannedSheet:
    """The facts of a sheet part. Raises BadFileError."""
    scan = _Scan(around, budget)
    take(data, part, scan.actions())
    return scan.finished()


class _Scan:
    """The state of one pass: cells belong to the row before them, a shared formula to the cell before it."""

    def __init__(self, around: Neighbours, budget: Budget) -> None:
        self.around, self.struck, self.budget = around.formulas, around.struck, budget
        self.may_hold_pictures, self.has_more = around.pictures, False
        self.pictures: set[Cell] = set()
        self.sheet = ScannedSheet(limits=budget.limits)
        self.row = self.column = -1
        self.inside = False
        self.shared: dict[int, list[tuple[Cell, bytes]]] = {}
        self.sharing: list[tuple[int, int]] = []

    def actions(self) -> Mapping[int, Callable[[Fields], None]]:
        cells: Mapping[int, Callable[[Fields], None]] = {
            1: self.on_blank,
            2: self.on_small,
            3: self.on_error,
            4: self.on_boolean,
            5: self.on_number,
            6: self.on_text,
            7: self.on_shared_text,
        }
        in_rows: Mapping[int, Callable[[Fields], None]] = {
            0: self.on_row,
            **cells,
            **{number + _SHORT: partial(self.on_short, action) for number, action in cells.items()},
            8: self.on_formula_text,
            9: self.on_formula_number,
            10: self.on_formula_boolean,
            11: self.on_formula_error,
            62: self.on_rich_text,
            427: self.on_shared_formula,
            50: self.on_more,
        }
        return {
            **{number: partial(self.in_rows, action) for number, action in in_rows.items()},
            145: self.begin_rows,
            146: self.end_rows,
            60: self.on_columns,
            176: self.on_merge,
            64: self.on_validation,
            535: self.on_protection,
        }

    def finished(self) -> ScannedSheet:
        """The sheet, shared formulas put where they are used."""
        cells = self.sheet.cells
        for index, master in self.sharing:
            cell = cells[index]
            known = self.shared.get(master, [])
            tokens = next((tokens for first, tokens in known if first[1] <= cell.column), None)
            text = formula_text(tokens, self.around, (cell.row, cell.column)) if tokens else UNREADABLE
            cells[index] = cell._replace(formula=text)
        self.sheet.pictures = self.pictures
        return self.sheet

    def begin_rows(self, _fields: Fields) -> None:
        self.inside = True

    def end_rows(self, _fields: Fields) -> None:
        """What comes after the rows has records of the same numbers, which mean nothing of theirs."""
        self.inside = False

    def in_rows(self, action: Callable[[Fields], None], fields: Fields) -> None:
        if self.inside:
            action(fields)

    def on_short(self, action: Callable[[Fields], None], fields: Fields) -> None:
        """A cell right of the one before, which does not say so again."""
        fields.put_before(struct.pack("<L", self.column + 1))
        action(fields)

    def on_row(self, fields: Fields) -> None:
        self.row, _, height, _, flags = fields.numbers("<LLHBB")
        self.column = -1
        if self.row >= ROWS:
            raise misplaced(f"r={self.row + 1}")
        if flags & _HIDDEN_ROW or is_flat((height & HEIGHT) / TWIPS):
            self.sheet.hidden_rows.add(self.row)

    def place(self, fields: Fields) -> tuple[int, int]:
        """Column and style of a cell."""
        column, style = fields.numbers("<LL")
        if self.row < 0 or column >= COLUMNS:
            raise misplaced(f"{self.row + 1}:{column + 1}")
        self.column = column
        return column, style & 0xFFFFFF

    def put(
        self,
        place: tuple[int, int],
        kind: str,
        text: str | None,
        formula: str | None = None,
        *,
        runs: Runs = (),
    ) -> None:
        column, style = place
        if self.has_more:
            self.pictures.add((self.row, column))
            self.has_more = False
        cell = ScannedCell(self.row, column, kind, str(style), text, formula, None, runs=runs)
        self.sheet.put(cell, self.budget)

    def on_more(self, _fields: Fields) -> None:
        """The value of the next cell has more to it."""
        self.has_more = self.may_hold_pictures

    def on_blank(self, fields: Fields) -> None:
        self.put(self.place(fields), "n", None)

    def on_small(self, fields: Fields) -> None:
        self.put(self.place(fields), "n", number_text(small_number(*fields.numbers("<L"))))

    def on_error(self, fields: Fields) -> None:
        self.put(self.place(fields), *truth(*fields.numbers("<B"), is_error=1))

    def on_boolean(self, fields: Fields) -> None:
        self.put(self.place(fields), *truth(*fields.numbers("<B"), is_error=0))

    def on_number(self, fields: Fields) -> None:
        self.put(self.place(fields), "n", number_text(fields.real()))

    def on_text(self, fields: Fields) -> None:
        self.put(self.place(fields), "text", fields.text())

    def on_rich_text(self, fields: Fields) -> None:
        place, (text, runs) = self.place(fields), fields.rich(self.struck)
        self.put(place, "text", text, runs=runs)

    def on_shared_text(self, fields: Fields) -> None:
        self.put(self.place(fields), "s", str(*fields.numbers("<L")))

    def on_formula_text(self, fields: Fields) -> None:
        place, text = self.place(fields), fields.text()
        self.put(place, "text", text, self.formula(fields))

    def on_formula_number(self, fields: Fields) -> None:
        place, value = self.place(fields), fields.real()
        self.put(place, "n", number_text(value), self.formula(fields))

    def on_formula_boolean(self, fields: Fields) -> None:
        place, result = self.place(fields), truth(*fields.numbers("<B"), is_error=0)
        self.put(place, *result, self.formula(fields))

    def on_formula_error(self, fields: Fields) -> None:
        place, result = self.place(fields), truth(*fields.numbers("<B"), is_error=1)
        self.put(place, *result, self.formula(fields))

    def formula(self, fields: Fields) -> str:
        """The formula of the cell that is put next."""
        fields.numbers("<H")
        tokens = fields.formula()
        if tokens.startswith(_SHARED):
            self.sharing.append((len(self.sheet.cells), int.from_bytes(tokens[1:5], "little")))
            return ""
        return formula_text(tokens, self.around)

    def on_shared_formula(self, fields: Fields) -> None:
        first, _, left, _ = fields.numbers("<LLLL")
        self.shared.setdefault(first, []).append(((first, left), fields.formula()))

    def on_columns(self, fields: Fields) -> None:
        first, last, width, _, flags = fields.numbers("<LLLLH")
        if flags & 1 or is_narrow(width / PARTS):
            self.sheet.hide_columns(first, last)

    def on_merge(self, fields: Fields) -> None:
        first, last, left, right = fields.numbers("<LLLL")
        self.sheet.merge((first, left, last, right))

    def on_validation(self, fields: Fields) -> None:
        flags, count = fields.numbers("<LL")
        areas = []
        for _ in range(count):
            first, last, left, right = fields.numbers("<LLLL")
            areas.append((first, left, last, right))
        self.sheet.validate(validation(flags, tuple(areas)))

    def on_protection(self, fields: Fields) -> None:
        _, locked = fields.numbers("<HL")
        self.sheet.protected = bool(locked)
