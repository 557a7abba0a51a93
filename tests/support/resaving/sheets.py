"""Worksheets, rows and cells as a program writes them."""

from __future__ import annotations

from itertools import groupby

from kpixl.addresses import Address, parse_area, parse_cell
from tests.support.resaving.content import UnsaveableError
from tests.support.resaving.formulas import share
from tests.support.resaving.habits import SheetHabits
from tests.support.resaving.markup import Element
from tests.support.resaving.validations import rewrite_validations

_BLOCK = 16
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection",
    "protectedRanges", "autoFilter", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "ignoredErrors", "drawing", "legacyDrawing", "tableParts", "extLst",
)  # fmt: skip
_FEW = range(2, 9)


def rewrite(sheet: Element, number: int, habits: SheetHabits) -> None:
    """Rewrite a worksheet. number: its place among the sheets."""
    sheet.attributes = dict(habits.root)
    if habits.uids:
        sheet.attributes["xr:uid"] = f"{{00000000-0001-{number:02d}00-0000-000000000000}}"
    data = sheet.need("sheetData")
    if habits.covered:
        _add_covered(sheet)
    for row in data.children:
        _row(row, habits)
    if habits.spans:
        _spans(data, habits)
    if habits.shared:
        share(data)
    _fill_up(data, habits.rows)
    _head(sheet, habits)
    _protect(sheet, habits)
    rewrite_validations(sheet, habits)
    if habits.phonetic:
        sheet.children.append(Element.of("phoneticPr", fontId="1", type="noConversion"))
    sheet.sort(_ORDER)


def _row(row: Element, habits: SheetHabits) -> None:
    cells = [cell for cell in row.children if cell.children or "s" in cell.attributes]
    for cell in cells:
        _cell(cell, habits)
    row.children = cells
    row.attributes.pop("spans", None)
    if habits.ascent:
        row.attributes["x14ac:dyDescent"] = habits.ascent
    row.ordered(habits.row)


def _cell(cell: Element, habits: SheetHabits) -> None:
    cell.ordered(("r", "s", "t"))
    kind, value = cell.attributes.get("t", "n"), cell.first("v")
    if kind == "n":
        cell.attributes.pop("t", None)
        if value is not None and habits.decimals:
            value.text = repr(float(value.text))
    if kind == "b" and value is not None and habits.words:
        value.text = "true" if value.text in ("1", "true") else "false"


def _spans(data: Element, habits: SheetHabits) -> None:
    """First and last column of each block of rows, on each of its rows."""

    def block(row: Element) -> int:
        return (int(row.attributes["r"]) - 1) // _BLOCK

    for _, grouped in groupby(data.children, block):
        rows = list(grouped)
        columns = [_place(cell).column for row in rows for cell in row.children]
        for row in rows if columns else ():
            row.attributes["spans"] = f"{min(columns) + 1}:{max(columns) + 1}"
            row.ordered(habits.row)


def _place(cell: Element) -> Address:
    place = parse_cell(cell.attributes.get("r", ""))
    if place is None:
        raise UnsaveableError("a cell that is nowhere")
    return Address(*place)


def _add_covered(sheet: Element) -> None:
    """Cells under merged ones, with the format of the cell that is shown."""
    rows = {int(row.attributes["r"]) - 1: row for row in sheet.need("sheetData").children}
    for merged in (each for group in sheet.every("mergeCells") for each in group.children):
        top, left, bottom, right = parse_area(merged.attributes["ref"]) or (0, 0, -1, -1)
        shown = {_place(cell): cell.attributes.get("s") for cell in rows[top].children if top in rows}
        style = shown.get(Address(top, left))
        for number in range(top, bottom + 1):
            row = rows.get(number)
            if row is not None and style is not None:
                there = {_place(cell).column for cell in row.children}
                row.children += [
                    Element.of("c", r=Address(number, column).a1, s=style)
                    for column in range(left, right + 1)
                    if column not in there
                ]
                row.children.sort(key=lambda cell: _place(cell).column)


def _fill_up(data: Element, rows: int) -> None:
    """Blank rows to the end of what the program shows."""
    there = {int(row.attributes["r"]) for row in data.children}
    data.children += [Element.of("row", r=str(n)) for n in range(1, rows + 1) if n not in there]
    data.children.sort(key=lambda row: int(row.attributes["r"]))


def _head(sheet: Element, habits: SheetHabits) -> None:
    format_ = sheet.first("sheetFormatPr") or Element("sheetFormatPr")
    format_.attributes = {**habits.format}
    if habits.outline:
        _outline(sheet, format_)
    sheet.put(format_)
    if habits.properties and sheet.first("sheetPr") is None:
        sheet.children.append(Element("sheetPr"))
    if not habits.dimension:
        sheet.drop("dimension")
    for column in (each for group in sheet.every("cols") for each in group.children):
        if habits.pixels and "width" in column.attributes:
            width = int(float(column.attributes["width"]) * habits.pixels) / habits.pixels
            column.attributes["width"] = f"{int(width * 256) / 256:.10g}"


def _outline(sheet: Element, format_: Element) -> None:
    """Levels as if rows and columns were grouped, where few are used."""
    cells = [_place(cell) for row in sheet.need("sheetData").children for cell in row.children]
    rows, columns = ({each[i] for each in cells} or {0} for i in (0, 1))
    for name, used in (("outlineLevelRow", rows), ("outlineLevelCol", columns)):
        if len(range(min(used), max(used) + 1)) in _FEW:
            format_.attributes[name] = str(max(used))


def _protect(sheet: Element, habits: SheetHabits) -> None:
    protection = sheet.first("sheetProtection")
    on = protection is not None and protection.attributes.get("sheet") in ("1", "true")
    if not habits.protected:
        sheet.drop("sheetProtection")
    elif on and protection is not None:
        protection.ordered(habits.protection)
    elif habits.remnant:
        sheet.put(Element("sheetProtection", dict(habits.remnant)))
