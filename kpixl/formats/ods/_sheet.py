"""The sheets of an .ods as the same facts that a sheet of an .xlsx gives.

A run of equal cells or rows is written once with a count; what is empty is only counted past.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from kpixl.addresses import COLUMNS, ROWS, Area, parse_cell
from kpixl.formats._book import SheetDraft
from kpixl.formats._facts import (
    Budget,
    CellStyle,
    RawName,
    RawValidation,
    Runs,
    ScannedCell,
    ScannedSheet,
    misplaced,
)
from kpixl.formats._guard import exceeded
from kpixl.formats._markup import Attributes
from kpixl.formats._overlays import kept
from kpixl.formats.ods._conditions import condition
from kpixl.formats.ods._formulas import plain_formula, plain_reference
from kpixl.formats.ods._overlays import OverlayScan
from kpixl.formats.ods._paragraphs import Paragraphs, count_of
from kpixl.formats.ods._styles import OpenStyles
from kpixl.formats.ods._values import value_of

_CELLS = ("table:table-cell", "table:covered-table-cell")
_ASIDE = frozenset(
    {
        "office:annotation",
        "table:dde-link",
        "table:shapes",
        "table:tracked-changes",
        "text:note",
        "text:ruby-text",
    }
)
"""What may hold texts and tables that are not the sheet's."""
_FIRST_DAY_1904 = "1904-01-01"
_UNLOCKED, _PERCENT, _STRUCK = 1, 2, 4


@dataclass(slots=True)
class _Cell:
    """A cell, or a run of equal ones, while its row is read."""

    attributes: Attributes
    column: int
    count: int
    style: int
    kind: str = "n"
    text: str | None = None
    formula: str | None = None
    shown: str | None = None
    runs: Runs = ()


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read."""

    name: str
    state: str
    scanned: ScannedSheet
    column_ends: list[int] = field(default_factory=list)
    column_styles: list[str] = field(default_factory=list)
    row: int = 0
    row_count: int = 1
    column: int = 0
    cells: list[_Cell] = field(default_factory=list)
    areas: dict[str, list[Area]] = field(default_factory=dict)
    ruled: int = 0
    overlays: OverlayScan = field(default_factory=OverlayScan)


class OpenSheets:
    """Gathers the sheets from the tags of content.xml. styles: what those of the document say."""

    STYLES: ClassVar = tuple(
        CellStyle(
            locked=not index & _UNLOCKED,
            number_format="0%" if index & _PERCENT else "General",
            struck=bool(index & _STRUCK),
        )
        for index in range(8)
    )

    def __init__(self, budget: Budget, styles: OpenStyles) -> None:
        """Begin with nothing."""
        self.budget, self.limits, self._hidden = budget, budget.limits, styles.hidden
        self._locked, self._struck = styles.said(styles.locked), styles.said(styles.struck)
        self.names: list[RawName] = []
        self.date1904 = self.structure_locked = False
        self._done: list[SheetDraft] = []
        self._rules: dict[str, Attributes] = {}
        self._sheet: _Sheet | None = None
        self._cell: _Cell | None = None
        self._aside = 0
        self._foreign = False
        self._paragraphs = Paragraphs(self.limits, self._struck)

    def drafts(self) -> Iterator[SheetDraft]:
        """The sheets in their order."""
        yield from self._done

    def start(self, name: str, attributes: Attributes) -> None:
        """A tag begins."""
        if self._sheet is not None:
            self._sheet.overlays.start(name, attributes, self._place(self._sheet))
        if self._aside or name in _ASIDE or self._strange(name):
            self._aside += 1
        elif name.startswith("text:"):
            if self._cell is not None:
                self._paragraphs.start(name, attributes)
        elif name in _CELLS:
            self._start_cell(attributes)
        elif self._sheet is not None:
            self._start_in_sheet(self._sheet, name, attributes)
        else:
            self._start_outside(name, attributes)

    def _place(self, sheet: _Sheet) -> tuple[int, int] | None:
        """Of the cell that is being read."""
        return None if self._cell is None else (sheet.row, self._cell.column)

    def _strange(self, name: str) -> bool:
        """Whether no program looks here for what the element holds: in a text, in a cell, in a sheet."""
        if self._paragraphs.is_open:
            return not name.startswith("text:")
        if self._cell is not None:
            return name != "text:p"
        return name.startswith("draw:") or (self._sheet is not None and not name.startswith("table:"))

    def end(self, name: str) -> None:
        """A tag ends."""
        if self._sheet is not None:
            self._sheet.overlays.end(name)
        if self._aside:
            self._aside -= 1
        elif name.startswith("text:"):
            self._paragraphs.end(name)
        elif name in _CELLS:
            self._end_cell()
        elif name == "table:table-row" and self._sheet is not None:
            self._end_row(self._sheet)
        elif name == "table:table" and self._sheet is not None:
            self._end_sheet(self._sheet)

    def text(self, text: str) -> None:
        """Text among the tags."""
        if not self._aside:
            self._paragraphs.add(text)
        elif self._sheet is not None:
            self._sheet.overlays.text(text)

    def _start_outside(self, name: str, attributes: Attributes) -> None:
        match name:
            case "office:spreadsheet":
                self.structure_locked = attributes.get("table:structure-protected") == "true"
            case "table:null-date":
                self.date1904 = attributes.get("table:date-value") == _FIRST_DAY_1904
            case "table:content-validation":
                self._rules[attributes.get("table:name", "")] = attributes
            case "table:named-range" | "table:named-expression":
                self._name(attributes, None)
            case "table:table":
                self._start_sheet(attributes)

    def _start_sheet(self, attributes: Attributes) -> None:
        hidden = attributes.get("table:style-name") in self._hidden
        self._foreign = False
        self._sheet = _Sheet(
            name=attributes.get("table:name", ""),
            state="hidden" if hidden else "visible",
            scanned=ScannedSheet(limits=self.limits, protected=attributes.get("table:protected") == "true"),
        )

    def _start_in_sheet(self, sheet: _Sheet, name: str, attributes: Attributes) -> None:
        match name:
            case "table:table-source":  # what is kept of another file that formulas point to
                self._foreign = True
            case "table:table":
                self._aside += 1
            case "table:table-column":
                self._column(sheet, attributes)
            case "table:table-row":
                self._start_row(sheet, attributes)
            case "table:named-range" | "table:named-expression":
                self._name(attributes, sheet.name)

    def _name(self, attributes: Attributes, scope: str | None) -> None:
        area = attributes.get("table:cell-range-address")
        text = (
            plain_formula(attributes.get("table:expression", "")) if area is None else plain_reference(area)
        )
        self.names.append(
            RawName(name=attributes.get("table:name", ""), scope=scope, text=text, hidden=False)
        )
        if len(self.names) > self.limits.names:
            raise exceeded("F069", self.limits, "names")

    def _column(self, sheet: _Sheet, attributes: Attributes) -> None:
        count = count_of(attributes.get("table:number-columns-repeated"))
        first = sheet.column_ends[-1] if sheet.column_ends else 0
        if self._is_hidden(attributes) and first < COLUMNS:
            sheet.scanned.hide_columns(first, first + count - 1)
        sheet.column_ends.append(first + count)
        sheet.column_styles.append(attributes.get("table:default-cell-style-name", ""))
        if len(sheet.column_ends) > COLUMNS:
            raise misplaced(f"table-column ×{len(sheet.column_ends)}")

    def _start_row(self, sheet: _Sheet, attributes: Attributes) -> None:
        sheet.row_count = count_of(attributes.get("table:number-rows-repeated"))
        sheet.column = 0
        sheet.cells = []
        if self._is_hidden(attributes):
            sheet.scanned.hidden_rows.update(range(sheet.row, min(sheet.row + sheet.row_count, ROWS)))

    def _is_hidden(self, attributes: Attributes) -> bool:
        """Whether a row or column does not show."""
        by_style = attributes.get("table:style-name") in self._hidden
        return by_style or attributes.get("table:visibility") in ("collapse", "filter")

    def _start_cell(self, attributes: Attributes) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        count = count_of(attributes.get("table:number-columns-repeated"))
        self._cell = _Cell(attributes, sheet.column, count, self._style(sheet, attributes))
        self._paragraphs.clear()
        sheet.column += count

    def _style(self, sheet: _Sheet, attributes: Attributes) -> int:
        name = attributes.get("table:style-name")
        if name is None:
            at = bisect_right(sheet.column_ends, sheet.column)
            name = sheet.column_styles[at] if at < len(sheet.column_styles) else ""
        unlocked = 0 if self._locked.get(name, True) else _UNLOCKED
        struck = _STRUCK if self._struck.get(name, False) else 0
        return unlocked | struck | (_PERCENT if attributes.get("office:value-type") == "percentage" else 0)

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or self._sheet is None:
            return
        formula = cell.attributes.get("table:formula")
        cell.formula = None if formula is None else plain_formula(formula)
        shown, there = self._paragraphs.shown, self._paragraphs.there
        cell.kind, cell.text = value_of(cell.attributes, shown, there=there)
        cell.shown = shown if there and cell.kind in ("n", "d") else None
        cell.runs = self._paragraphs.runs
        self._sheet.cells.append(cell)

    def _end_row(self, sheet: _Sheet) -> None:
        held = sum(cell.count for cell in sheet.cells if cell.text is not None or cell.formula is not None)
        if held * sheet.row_count > self.limits.cells:
            raise exceeded("F064", self.limits, "cells")
        for cell in sheet.cells:
            self._surroundings(sheet, cell)
            if cell.text is not None or cell.formula is not None:
                self._put(sheet, cell, sheet.row_count, cell.count)
            elif cell.style and sheet.row_count == 1:
                self._put(sheet, cell, 1, min(cell.count, COLUMNS - cell.column))
        sheet.row += sheet.row_count

    def _put(self, sheet: _Sheet, cell: _Cell, rows: int, columns: int) -> None:
        for row in range(sheet.row, sheet.row + rows):
            for column in range(cell.column, cell.column + columns):
                stored = (cell.kind, str(cell.style), cell.text, cell.formula, None, cell.shown, cell.runs)
                made = ScannedCell(row, column, *stored)
                sheet.scanned.put(made, self.budget)

    def _surroundings(self, sheet: _Sheet, cell: _Cell) -> None:
        """What lies over a cell: a merged area, a data validation."""
        deep = count_of(cell.attributes.get("table:number-rows-spanned"))
        wide = count_of(cell.attributes.get("table:number-columns-spanned"))
        if deep > 1 or wide > 1:
            sheet.scanned.merge((sheet.row, cell.column, sheet.row + deep - 1, cell.column + wide - 1))
        rule = cell.attributes.get("table:content-validation-name")
        if rule is not None:
            last = sheet.row + sheet.row_count - 1, cell.column + cell.count - 1
            sheet.areas.setdefault(rule, []).append((sheet.row, cell.column, *last))
            sheet.ruled += 1
            if sheet.ruled > self.limits.validations:
                raise exceeded("F071", self.limits, "validations")

    def _end_sheet(self, sheet: _Sheet) -> None:
        for name, areas in sheet.areas.items():
            rule = self._rules.get(name)
            if rule is not None:
                sheet.scanned.validate(_validation(rule, tuple(areas)))
        if not self._foreign:
            overlays = tuple(kept(sheet.overlays.found))
            self._done.append(
                SheetDraft(name=sheet.name, state=sheet.state, scanned=sheet.scanned, overlays=overlays)
            )
        self._sheet = None


def _validation(rule: Attributes, areas: tuple[Area, ...]) -> RawValidation:
    said = condition(plain_formula(rule.get("table:condition", "")))
    home = plain_reference(rule.get("table:base-cell-address", "")).rpartition("!")[2]
    return RawValidation(
        areas=areas,
        type=said.type,
        operator=said.operator,
        formula1=said.formula1,
        formula2=said.formula2,
        allow_blank=rule.get("table:allow-empty-cell") != "false",
        home=parse_cell(home),
        complete=said.known,
    )
