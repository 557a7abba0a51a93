"""A package as a planned workbook: cover, forms, defined names, lists too long for a validation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kpixl.blueprint.expressions import RangeRef, Ref
from kpixl.layout.cover import cover_sheet
from kpixl.layout.entry import INLINE_LIMIT
from kpixl.layout.form import form_sheet
from kpixl.layout.keys import Spot
from kpixl.layout.package import Package
from kpixl.layout.plan import Cell, Line, Plan, Role, Sheet, Stripe, Style

LISTS = "_lists"


def lay_out(package: Package) -> Plan:
    """The plan of a package's workbook: what is printed, computed or to fill, and where it stands. Pure."""
    forms = [form_sheet(package, form) for form in package.forms]
    sheets = [cover_sheet(package, forms), *forms]
    names = {name: ref for sheet in forms for name, ref in _names(sheet)}
    long = sorted(
        {
            c.validation.choices
            for s in sheets
            for c in s.cells
            if c.validation and _is_long(c.validation.choices)
        }
    )
    if not long:
        return Plan(sheets=tuple(sheets), names=names)
    sources = {choices: f"kp.list{i + 1}" for i, choices in enumerate(long)}
    sheets = [_with_sources(s, sources) for s in sheets]
    lists = _lists_sheet(sources)
    ranges = {
        name: RangeRef(Spot(LISTS, "1", name), Spot(LISTS, str(len(choices)), name))
        for choices, name in sources.items()
    }
    return Plan(sheets=(*sheets, lists), names={**names, **ranges})


def _is_long(choices: tuple[str, ...]) -> bool:
    return len(",".join(choices)) > INLINE_LIMIT or any("," in c or '"' in c for c in choices)


def _with_sources(sheet: Sheet, sources: dict[tuple[str, ...], str]) -> Sheet:
    def sourced(cell: Cell) -> Cell:
        v = cell.validation
        return (
            replace(cell, validation=replace(v, source=sources[v.choices]))
            if v and v.choices in sources
            else cell
        )

    return replace(sheet, cells=tuple(sourced(c) for c in sheet.cells))


def _lists_sheet(sources: dict[tuple[str, ...], str]) -> Sheet:
    longest = max(len(choices) for choices in sources)
    return Sheet(
        key=LISTS,
        name=LISTS,
        lines=tuple(Line(key=str(i + 1)) for i in range(longest)),
        stripes=tuple(Stripe(key=name) for name in sources.values()),
        cells=tuple(
            Cell(spot=Spot(LISTS, str(i + 1), name), role=Role.HELPER, value=c, style=Style(name="key"))
            for choices, name in sources.items()
            for i, c in enumerate(choices)
        ),
        state="veryHidden",
    )


def _names(sheet: Sheet) -> Iterator[tuple[str, RangeRef | Ref]]:
    """A defined name for every column to fill and every field: the second way to find them in a return."""
    columns: dict[str, list[Cell]] = {}
    for cell in sheet.cells:
        if cell.role is Role.INPUT and cell.key is not None:
            columns.setdefault(cell.key.column, []).append(cell)
    for column, cells in columns.items():
        name = f"kp.{sheet.key.replace('-', '_')}.{column}"
        yield name, RangeRef(cells[0].spot, cells[-1].spot)
