"""One sheet part, as it stands in the file: cells with their stored text, and what surrounds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from kpixl.findings import Location
from kpixl.returns.grid import COLUMNS, ROWS, Area, Cell, a1, parse_area, parse_cell
from kpixl.returns.guard import Limits, RefusedError, exceeded, refuse
from kpixl.returns.markup import Attributes, OnEnd, OnStart, is_true, walk


class ScannedCell(NamedTuple):
    """A cell as stored.

    kind: as .xlsx has it (n, s, str, inlineStr, b, d, e), or `text` for one that is stored as it reads;
    text: None without a value; shared: the index of its shared formula;
    formula: None where it has none; empty where the text stands in the first cell of a shared formula.
    """

    row: int
    column: int
    kind: str
    style: str
    text: str | None
    formula: str | None
    shared: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawValidation:
    """A data validation. formula1, formula2 as stored (`"甲,乙"` for a list in place); areas zero-based.

    alert: what it does to an entry that it does not take (stop, warning, information, none), "" where the
    format's reader does not know; home: the cell that formulas are written for, None where the format does
    not say; complete: whether operator and formulas are known.
    """

    areas: tuple[Area, ...]
    type: str
    operator: str
    formula1: str
    formula2: str
    allow_blank: bool
    alert: str = ""
    home: Cell | None = None
    complete: bool = True


@dataclass(slots=True)
class Budget:
    """What all sheets of a workbook together have used of the limits."""

    limits: Limits
    cells: int = 0
    text: int = 0

    def add_cell(self) -> None:
        """Count a cell. Raises RefusedError beyond the limit."""
        self.cells += 1
        if self.cells > self.limits.cells:
            raise exceeded("F064", self.limits, "cells")

    def add_text(self, characters: int) -> None:
        """Count the text of a cell. Raises RefusedError beyond the limit."""
        self.text += characters
        if self.text > self.limits.text:
            raise exceeded("F066", self.limits, "text")


@dataclass(slots=True, kw_only=True)
class ScannedSheet:
    """All that a sheet says. rows, columns: how far the cells with a value or a formula reach.

    Its methods raise RefusedError beyond the limits.
    """

    limits: Limits
    cells: list[ScannedCell] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    validations: list[RawValidation] = field(default_factory=list)
    autofilter: str | None = None
    protected: bool = False
    rows: int = 0
    columns: int = 0
    validated: int = 0
    spans: int = 0

    def put(self, cell: ScannedCell, budget: Budget) -> None:
        """Take a cell."""
        budget.add_cell()
        if cell.row >= ROWS or cell.column >= COLUMNS:
            raise misplaced(f"{cell.row + 1}:{cell.column + 1}")
        if cell.text is not None or cell.formula is not None:
            self.reach(cell.row, cell.column)
        self.cells.append(cell)

    def reach(self, row: int, column: int) -> None:
        """Note a cell that holds something."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        if self.rows * self.columns > self.limits.area:
            raise exceeded("F065", self.limits, "area", where=Location(cell=a1(row, column)))

    def merge(self, area: Area) -> None:
        """Take a merged area."""
        self.merges.append(area)
        if len(self.merges) > self.limits.merges:
            raise exceeded("F067", self.limits, "merges")

    def validate(self, validation: RawValidation) -> None:
        """Take a data validation."""
        self.validated += len(validation.areas)
        if self.validated > self.limits.validations:
            raise exceeded("F071", self.limits, "validations")
        self.validations.append(validation)

    def hide_columns(self, first: int, last: int) -> None:
        """Note hidden columns, both ends included. Together they cannot be more than a sheet has."""
        columns = range(first, min(last + 1, COLUMNS))
        self.spans += max(1, len(columns))
        if self.spans > COLUMNS:
            raise misplaced(f"col {first + 1}:{last + 1}")
        self.hidden_columns.update(columns)


def scan_sheet(data: bytes, part: str, budget: Budget) -> ScannedSheet:
    """The facts of a worksheet part. Raises RefusedError; the finding's sheet is filled in by the caller."""
    scan = _Scan(budget)
    walk(data, part, budget.limits, scan.starts(), scan.ends())
    return scan.sheet


class _Scan:
    """The state of one pass. Rows and cells without an address follow the one before."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.sheet = ScannedSheet(limits=budget.limits)
        self.row = self.column = -1
        self.kind = self.style = ""
        self.text: str | None = None
        self.formula: str | None = None
        self.shared: str | None = None
        self.pieces: list[str] = []
        self.inline = self.reading = False
        self.validation: dict[str, str] | None = None

    def starts(self) -> Mapping[str, OnStart]:
        return {
            "row": self.on_row,
            "c": self.on_cell,
            "f": self.on_formula,
            "is": self.on_inline,
            "rPh": self.on_reading,
            "col": self.on_column,
            "mergeCell": self.on_merge,
            "sheetProtection": self.on_protection,
            "autoFilter": self.on_filter,
            "dataValidation": self.on_validation,
            "x14:dataValidation": self.on_validation,
        }

    def ends(self) -> Mapping[str, OnEnd]:
        kept = {
            "formula1": "formula1",
            "formula2": "formula2",
            "x14:formula1": "formula1",
            "x14:formula2": "formula2",
            "xm:sqref": "sqref",
        }
        return {
            "c": self.end_cell,
            "f": self.end_formula,
            "v": self.end_value,
            "t": self.end_text,
            "is": self.end_inline,
            "rPh": self.end_reading,
            "dataValidation": self.end_validation,
            "x14:dataValidation": self.end_validation,
            **{name: partial(self.keep, key) for name, key in kept.items()},
        }

    def on_row(self, attributes: Attributes) -> None:
        text = attributes.get("r")
        self.row = self.row + 1 if text is None else _row_number(text)
        self.column = -1
        if self.row >= ROWS:
            raise misplaced(f"r={self.row + 1}")
        if is_true(attributes.get("hidden")):
            self.sheet.hidden_rows.add(self.row)

    def on_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        if address is None:
            place: Cell | None = (self.row, self.column + 1)
        else:
            place = parse_cell(address)
        if self.row < 0 or place is None or place[0] != self.row or place[1] >= COLUMNS:
            raise misplaced(address or f"{self.row + 1}:{self.column + 2}")
        self.column = place[1]
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.text = self.formula = self.shared = None
        self.budget.add_cell()

    def on_formula(self, attributes: Attributes) -> None:
        self.shared = attributes.get("si") if attributes.get("t") == "shared" else None

    def on_inline(self, _attributes: Attributes) -> None:
        self.inline = True
        self.pieces.clear()

    def on_reading(self, _attributes: Attributes) -> None:
        self.reading = True

    def end_reading(self, _text: str) -> None:
        self.reading = False

    def end_formula(self, text: str) -> None:
        self.formula = text

    def end_value(self, text: str) -> None:
        self.text = text

    def end_text(self, text: str) -> None:
        if self.inline and not self.reading:
            self.pieces.append(text)

    def end_inline(self, _text: str) -> None:
        self.inline = False
        self.text = "".join(self.pieces)

    def end_cell(self, _text: str) -> None:
        if self.text is not None or self.formula is not None:
            self.sheet.reach(self.row, self.column)
        self.sheet.cells.append(
            ScannedCell(self.row, self.column, self.kind, self.style, self.text, self.formula, self.shared)
        )

    def on_column(self, attributes: Attributes) -> None:
        if is_true(attributes.get("hidden")):
            first, last = _row_number(attributes.get("min", "")), _row_number(attributes.get("max", ""))
            self.sheet.hide_columns(first, last)

    def on_merge(self, attributes: Attributes) -> None:
        self.sheet.merge(_area(attributes.get("ref", "")))

    def on_protection(self, attributes: Attributes) -> None:
        self.sheet.protected = is_true(attributes.get("sheet"))

    def on_filter(self, attributes: Attributes) -> None:
        self.sheet.autofilter = self.sheet.autofilter or attributes.get("ref")

    def on_validation(self, attributes: Attributes) -> None:
        self.validation = dict(attributes)

    def keep(self, name: str, text: str) -> None:
        if self.validation is not None:
            self.validation[name] = text.strip()

    def end_validation(self, _text: str) -> None:
        known, self.validation = self.validation or {}, None
        areas = tuple(_area(area) for area in known.get("sqref", "").split())
        self.sheet.validate(
            RawValidation(
                areas=areas,
                type=known.get("type", "none"),
                operator=known.get("operator", "between"),
                formula1=known.get("formula1", ""),
                formula2=known.get("formula2", ""),
                allow_blank=is_true(known.get("allowBlank")),
                alert=known.get("errorStyle", "stop") if is_true(known.get("showErrorMessage")) else "none",
            )
        )


def _row_number(text: str) -> int:
    """A one-based number of the file, zero-based."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and 1 <= int(text) <= ROWS):
        raise misplaced(text[:20])
    return int(text) - 1


def _area(text: str) -> Area:
    area = parse_area(text)
    if area is None:
        raise misplaced(text[:40])
    return area


def misplaced(value: str) -> RefusedError:
    """The refusal of a row or cell that can be nowhere."""
    return refuse("F081", value=value)
