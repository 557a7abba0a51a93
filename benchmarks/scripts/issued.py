"""What stands in an issued workbook, as the calls that a script would make for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.cell_range import CellRange

_VALIDATIONS = {
    "none": "any", "whole": "integer", "decimal": "decimal", "list": "list", "date": "date",
    "textLength": "length", "custom": "custom",
}  # fmt: skip
_CRITERIA = {
    None: "between", "between": "between", "notBetween": "not between", "equal": "==", "notEqual": "!=",
    "greaterThan": ">", "lessThan": "<", "greaterThanOrEqual": ">=", "lessThanOrEqual": "<=",
}  # fmt: skip
_LINES = ("thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot")
_SIDES = ("left", "right", "top", "bottom")
_VERTICAL = {"center": "vcenter"}
_PADDING = 0.7109375
"""What a file adds to the width of a column."""
_STACKED = 255, 270
"""Characters one below the other, as the file and as XlsxWriter have it."""

Area = tuple[int, int, int, int]
Look = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Page:
    """How a sheet shows and is printed."""

    paper: int
    landscape: bool
    margins: tuple[float, ...]
    header: str
    footer: str
    frozen: tuple[int, int] | None
    breaks: tuple[int, ...]
    area: Area | None
    repeated: tuple[int, int] | None


@dataclass(frozen=True)
class Sheet:
    """What is written on a sheet. looks are numbers among those of the book."""

    name: str
    state: str
    columns: list[tuple[int, float, bool]]
    rows: list[tuple[int, float | None, bool]]
    merged: list[tuple[Area, int]]
    cells: list[tuple[int, int, Any, int]]
    links: list[tuple[int, int, str, str, int]]
    validations: list[tuple[Area, dict[str, Any]]]
    highlights: list[tuple[Area, dict[str, Any], int]]
    page: Page


@dataclass(frozen=True)
class Book:
    """What is written into a workbook. looks: what XlsxWriter's formats are made of."""

    sheets: list[Sheet]
    looks: list[Look]
    names: list[tuple[str, str]]
    properties: list[tuple[str, str]]


def read(book: Any) -> Book:
    """What a workbook that openpyxl has loaded holds."""
    looks: dict[Look, int] = {}
    return Book(
        sheets=[_sheet(sheet, looks) for sheet in book.worksheets],
        looks=list(looks),
        names=[(name, given.attr_text) for name, given in book.defined_names.items()],
        properties=[(given.name, given.value) for given in book.custom_doc_props.props],
    )


def _sheet(sheet: Any, looks: dict[Look, int]) -> Sheet:
    def numbered(look: Look) -> int:
        return looks.setdefault(look, len(looks))

    cells = [c for row in sheet.iter_rows() for c in row if not isinstance(c, MergedCell) and c.has_style]
    look = {(cell.row, cell.column): numbered(_look(cell, cell.fill.fgColor)) for cell in cells}
    rules = [(each.sqref, rule) for each in sheet.conditional_formatting for rule in each.rules]
    return Sheet(
        name=sheet.title,
        state=sheet.sheet_state,
        columns=[
            (number - 1, round(given.width - _PADDING, 2), bool(given.hidden))
            for given in sheet.column_dimensions.values()
            for number in range(given.min, given.max + 1)
        ],
        rows=[
            (number - 1, row.height, bool(row.hidden))
            for number, row in sorted(sheet.row_dimensions.items())
            if row.height is not None or row.hidden
        ],
        merged=[
            (_area(a), look[a.min_row, a.min_col]) for a in sorted(sheet.merged_cells.ranges, key=_place)
        ],
        cells=[(c.row - 1, c.column - 1, c.value, look[c.row, c.column]) for c in cells if not c.hyperlink],
        links=[
            (c.row - 1, c.column - 1, c.hyperlink.location, c.value, look[c.row, c.column])
            for c in cells
            if c.hyperlink
        ],
        validations=[_validation(given) for given in sheet.data_validations.dataValidation],
        highlights=[
            _highlight(areas, rule, numbered(_look(rule.dxf, rule.dxf.fill and rule.dxf.fill.bgColor)))
            for areas, rule in sorted(rules, key=lambda each: each[1].priority)
        ],
        page=_page(sheet),
    )


def _place(area: Any) -> tuple[int, int]:
    return area.min_col, area.min_row


def _area(area: Any) -> Area:
    return area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1


def _spread(areas: Any) -> tuple[Area, dict[str, Any]]:
    """The first of several areas, and all of them as XlsxWriter takes them."""
    ordered = sorted(areas.ranges, key=_place)
    return _area(ordered[0]), {"multi_range": " ".join(area.coord for area in ordered)}


def _highlight(areas: Any, rule: Any, look: int) -> tuple[Area, dict[str, Any], int]:
    first, options = _spread(areas)
    if rule.type == "containsBlanks":
        return first, {**options, "type": "blanks"}, look
    return first, {**options, "type": "formula", "criteria": f"={rule.formula[0]}"}, look


def _validation(given: Any) -> tuple[Area, dict[str, Any]]:
    first, options = _spread(given.sqref)
    texts = {
        "input_title": given.promptTitle,
        "input_message": given.prompt,
        "error_title": given.errorTitle,
        "error_message": given.error,
    }
    options |= {name: text for name, text in texts.items() if text}
    options |= {"validate": _VALIDATIONS[given.type or "none"], "error_type": given.errorStyle or "stop"}
    return first, options | _limits(given)


def _limits(given: Any) -> dict[str, Any]:
    if given.type in {"list", "custom"}:
        return {"value": _source(given.formula1)}
    if given.formula1 is None:
        return {}
    criteria = _CRITERIA[given.operator]
    names = ("minimum", "maximum") if "between" in criteria else ("value", "")
    pairs = zip(names, (given.formula1, given.formula2), strict=True)
    return {"criteria": criteria, **{name: f"={text}" for name, text in pairs if name}}


def _source(text: str) -> Any:
    return text.strip('"').split(",") if text.startswith('"') else f"={text}"


def _look(given: Any, fill: Any) -> Look:
    """The properties of a format; given: a cell, or what a conditional format lays over one."""
    made: dict[str, Any] = {}
    if given.font is not None:
        font = given.font
        made |= {"bold": bool(font.b), "italic": bool(font.i), "underline": int(bool(font.u))}
        made |= {"font_name": font.name, "font_size": font.sz, "font_color": _colour(font.color)}
    if given.alignment is not None:
        at = given.alignment
        made |= {
            "align": at.horizontal,
            "valign": _VERTICAL.get(at.vertical, at.vertical),
            "text_wrap": bool(at.wrap_text),
        }
        made |= {"indent": int(at.indent), "rotation": _STACKED[1] if at.textRotation == _STACKED[0] else 0}
    for side in _SIDES if given.border is not None else ():
        line = getattr(given.border, side)
        if line is not None and line.style:
            made |= {side: _LINES.index(line.style) + 1, f"{side}_color": _colour(line.color)}
    made |= {"bg_color": _colour(fill), "num_format": _shown(given)}
    locked = given.protection is None or bool(given.protection.locked)
    return ("locked", locked), *((name, value) for name, value in made.items() if value)


def _shown(given: Any) -> Any:
    code = getattr(given, "number_format", "General")
    return None if code == "General" else code


def _colour(given: Any) -> str | None:
    rgb = getattr(given, "rgb", None)
    return f"#{rgb[-6:]}" if isinstance(rgb, str) and rgb != "00000000" else None


def _page(sheet: Any) -> Page:
    setup, margins = sheet.page_setup, sheet.page_margins
    frozen = sheet.freeze_panes
    return Page(
        paper=int(setup.paperSize or 0),
        landscape=setup.orientation == "landscape",
        margins=(margins.left, margins.right, margins.top, margins.bottom),
        header=_told(sheet.HeaderFooter.oddHeader),
        footer=_told(sheet.HeaderFooter.oddFooter),
        frozen=_begin(frozen) if frozen else None,
        breaks=tuple(each.id for each in sheet.row_breaks.brk),
        area=_corners(sheet.print_area) if sheet.print_area else None,
        repeated=_repeated(sheet.print_title_rows),
    )


def _told(given: Any) -> str:
    """What stands above or below each page."""
    parts = (("&L", given.left), ("&C", given.center), ("&R", given.right))
    return "".join(f"{sign}{part.text}" for sign, part in parts if part.text)


def _begin(text: str) -> tuple[int, int]:
    row, column = coordinate_to_tuple(text)
    return row - 1, column - 1


def _corners(text: str) -> Area:
    return _area(CellRange(text.rpartition("!")[2].replace("$", "")))


def _repeated(text: str | None) -> tuple[int, int] | None:
    if not text:
        return None
    first, _, last = text.replace("$", "").partition(":")
    return int(first) - 1, int(last or first) - 1
