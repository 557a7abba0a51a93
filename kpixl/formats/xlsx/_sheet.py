"""One sheet part, as it stands in the file: cells with their stored text, and what surrounds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from kpixl.addresses import COLUMNS, ROWS, Area, Cell, a1, parse_area, parse_cell
from kpixl.findings import Location
from kpixl.formats._facts import (
    Budget,
    RawValidation,
    Runs,
    ScannedCell,
    ScannedSheet,
    is_flat,
    is_narrow,
    misplaced,
)
from kpixl.formats._guard import BadFileError, refuse
from kpixl.formats._markup import Attributes, OnEnd, OnStart, Shape, is_true, size_of, walk
from kpixl.formats._remembered import Remembered
from kpixl.formats.xlsx._runs import RunScan
from kpixl.formats.xlsx._tiles import tiles
from kpixl.limits import Limits

_SHAPE = Shape(
    homes={
        "sheetData": ("worksheet",),
        "row": ("sheetData",),
        "c": ("row",),
        "f": ("c",),
        "v": ("c",),
        "is": ("c",),
        "t": ("is", "r", "rPh"),
    },
    leaves=("f", "v", "t"),
    single={"worksheet": ("sheetData",), "is": ("t",), "r": ("t",)},
)
"""Elsewhere other programs do not read them, or read them as something else."""


def scan_sheet(data: bytes, part: str, budget: Budget) -> ScannedSheet:
    """The facts of a worksheet part. Raises BadFileError; the finding's sheet is filled in by the caller."""
    return _tiled(data, part, budget) or _walked(data, part, budget)


def _walked(data: bytes, part: str, budget: Budget) -> ScannedSheet:
    scan = _Scan(budget)
    walk(data, part, budget.limits, scan.starts(), scan.ends(), _SHAPE)
    return scan.sheet


def _tiled(data: bytes, part: str, budget: Budget) -> ScannedSheet | None:
    """The same without a walk through the rows; None where nothing but that tells what is in them."""
    limits = budget.limits
    rows = tiles(data, limits.cells - budget.cells)
    rest = None if rows is None or rows.rows * rows.columns > limits.area else _rest(rows.rest, part, limits)
    if rows is None or rest is None:
        return None
    budget.cells += len(rows.cells)
    return replace(
        rest,
        cells=[],
        stored=rows.cells,
        hidden_rows=rows.hidden,
        rows=rows.rows,
        columns=rows.columns,
    )


@Remembered
def _rest(data: bytes, part: str, limits: Limits) -> ScannedSheet | None:
    """What surrounds the rows, the one that stands in for them apart; None where that is not certain."""
    try:
        scanned = _walked(data, part, Budget(limits))
    except BadFileError:
        return None
    return scanned if [ScannedCell(0, 0, "n", "0", "", None, None)] == scanned.cells else None


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
        self.inline = RunScan()
        self.runs: Runs = ()
        self.validation: dict[str, str] | None = None

    def starts(self) -> Mapping[str, OnStart]:
        return {
            **self.inline.starts(),
            "row": self.on_row,
            "c": self.on_cell,
            "f": self.on_formula,
            "is": self.on_inline,
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
            **self.inline.ends(),
            "c": self.end_cell,
            "f": self.end_formula,
            "v": self.end_value,
            "is": self.end_inline,
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
        if is_true(attributes.get("hidden")) or is_flat(size_of(attributes.get("ht"))):
            self.sheet.hidden_rows.add(self.row)

    def on_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        if address is None:
            place: Cell | None = (self.row, self.column + 1)
        else:
            place = parse_cell(address)
        if place is None or place[0] != self.row or place[1] >= COLUMNS:
            raise misplaced(address or f"{self.row + 1}:{self.column + 2}")
        self.column = place[1]
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.text = self.formula = self.shared = None
        self.runs = ()
        self.budget.add_cell()

    def on_formula(self, attributes: Attributes) -> None:
        self.shared = attributes.get("si") if attributes.get("t") == "shared" else None

    def on_inline(self, _attributes: Attributes) -> None:
        self.inline.clear()

    def end_formula(self, text: str) -> None:
        self.once(self.formula, "f")
        self.formula = text

    def end_value(self, text: str) -> None:
        self.once(self.text, "v")
        self.text = text

    def once(self, before: str | None, name: str) -> None:
        """Raise BadFileError where the cell had its formula or its value already."""
        if before is not None:
            raise refuse("F084", where=Location(cell=a1(self.row, self.column)), value=f"<{name}> ×2")

    def end_inline(self, _text: str) -> None:
        self.once(self.text, "is")
        self.text, self.runs = self.inline.text, self.inline.runs

    def end_cell(self, _text: str) -> None:
        if self.text is not None or self.formula is not None:
            self.sheet.reach(self.row, self.column)
        stored = (self.kind, self.style, self.text, self.formula, self.shared)
        self.sheet.cells.append(ScannedCell(self.row, self.column, *stored, runs=self.runs))

    def on_column(self, attributes: Attributes) -> None:
        if is_true(attributes.get("hidden")) or is_narrow(size_of(attributes.get("width"))):
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
