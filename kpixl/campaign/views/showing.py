"""Planned sheets as tables to look at: a form as it will be, what a return says, what a score sheet shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice

from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.issued.packages import only, packages_of
from kpixl.campaign.returned.checking import Returns
from kpixl.carry import NotAgainError, again
from kpixl.check import FileResult
from kpixl.findings import Finding, Severity
from kpixl.layout import Cell, CellKey, Plan, Role, Sheet, lay_out
from kpixl.rules.types import as_text

_PLACES = re.compile(r"0\.(0+)")
_CURRENCY = re.compile('"([^"]+)"')
_MOST_FROZEN = 3
_HEADS = ("head", "screen_head")
"""How the names of the styles of headings begin."""
_ORDER = {severity: number for number, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A cell. at: its address; style: what it is in the style sheet; role: to the recipient.

    span: rows, columns; figure: a number stands in it; wrong: the worst severity of what was found there, ""
    for nothing; scope: what it is the heading of, as HTML says it (`col`, `row`), "" of none.
    """

    at: str
    text: str
    style: str
    role: str
    span: tuple[int, int] = (1, 1)
    figure: bool = False
    wrong: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """A sheet: its visible rows and columns.

    widths: of the columns, in characters; frozen: how many rows stay in view; more: rows not shown.
    """

    key: str
    name: str
    widths: tuple[float, ...]
    rows: tuple[tuple[CellView, ...], ...]
    frozen: int = 0
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """A bar of a chart. share: of the longest, from 0 to 1; below: it is negative."""

    name: str
    text: str
    share: float
    below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """A chart of a score sheet. figures: what its bars are."""

    title: str
    figures: str
    bars: tuple[BarView, ...]


Shown = Callable[[Cell], tuple[str, bool, str]]
"""What a cell shows: its text, whether it is a figure, what is wrong with it."""


def shown_value(value: object, number_format: str | None) -> tuple[str, bool]:
    """A value as its cell shows it, and whether it is a figure."""
    if not isinstance(value, Decimal):
        return as_text(value), False  # type: ignore[arg-type]
    percent = "%" in (number_format or "")
    figure = value * 100 if percent else value
    places, group = _PLACES.search(number_format or ""), "," if "#,##0" in (number_format or "") else ""
    text = (
        f"{figure:{group}.{len(places[1])}f}" if places else f"{figure:{group}}" if group else as_text(figure)
    )
    sign = _CURRENCY.match(number_format or "")
    return (sign[1] if sign else "") + text + ("%" if percent else ""), True


def sheet_view(sheet: Sheet, shown: Shown, *, most: int | None = None) -> SheetView:
    """A sheet as a table. most: rows of it."""
    columns = [s for s in sheet.stripes if not s.hidden]
    wanted, by_row = {s.key for s in columns}, _by_row(sheet, most)
    lines, beyond = _printed(sheet), 0
    if sheet.body is not None:
        keys = list(islice(sheet.body.keys(), most))
        at, beyond = len(lines) - sheet.below, len(sheet.body) - len(keys)
        lines[at:at] = keys
    covered: set[tuple[str, str]] = set()
    rows = []
    for key in islice(lines, most):
        cells = {c.spot.column: c for c in by_row.get(key, ()) if c.spot.column in wanted}
        rows.append(_headed(tuple(_row(sheet, key, cells, covered, shown))))
    return SheetView(
        key=sheet.key,
        name=sheet.name,
        widths=tuple(s.width for s in columns),
        rows=tuple(rows),
        frozen=_frozen(sheet, lines),
        more=len(lines) + beyond - len(rows),
    )


def _printed(sheet: Sheet) -> list[str]:
    """The visible lines, but for what stands above the paper to keep headings in view."""
    first = sheet.row_index[sheet.print.rows[0]] if sheet.print.rows else 0
    return [line.key for line in sheet.lines[first:] if not line.hidden]


def _frozen(sheet: Sheet, lines: Sequence[str]) -> int:
    """How many visible rows stay in view; none where they would leave no room for the others."""
    above = lines.index(sheet.freeze) if sheet.freeze in lines else 0
    return above if above <= _MOST_FROZEN else 0


def _by_row(sheet: Sheet, most: int | None) -> dict[str, list[Cell]]:
    """The cells of each row; of the body, which is made for this, no more rows than are shown."""
    found: dict[str, list[Cell]] = {}
    body = (cell for row in islice(sheet.body or (), most) for cell in row.cells())
    for cell in chain(sheet.cells, body):
        found.setdefault(cell.spot.row, []).append(cell)
    return found


def _row(
    sheet: Sheet, key: str, cells: Mapping[str, Cell], covered: set[tuple[str, str]], shown: Shown
) -> Iterator[CellView]:
    """The cells of a row; what a merged area covers is left out."""
    for stripe in sheet.stripes:
        if stripe.hidden or (key, stripe.key) in covered:
            continue
        cell = cells.get(stripe.key)
        if cell is None:
            yield CellView(at="", text="", style="", role="")
            continue
        if cell.span != (1, 1):
            covered |= _covered(sheet, cell)
        text, figure, wrong = shown(cell)
        yield CellView(
            at=sheet.address(cell.spot).a1,
            text=text,
            style=cell.style.name,
            role=str(cell.role),
            span=_visible_span(sheet, cell),
            figure=figure,
            wrong=wrong,
        )


def _headed(row: tuple[CellView, ...]) -> tuple[CellView, ...]:
    """A row whose headings say of what: of what is below, where there is nothing else, else of the row."""
    heads = [cell.style.startswith(_HEADS) for cell in row]
    if not any(heads):
        return row
    alone = all(head or not cell.text for head, cell in zip(heads, row, strict=True))
    scope = "col" if alone else "row"
    return tuple(replace(c, scope=scope) if head else c for head, c in zip(heads, row, strict=True))


def _area(sheet: Sheet, cell: Cell) -> tuple[list[str], list[str]]:
    """The visible rows and columns that a cell takes."""
    at, (high, wide) = sheet.address(cell.spot), cell.span
    lines = sheet.lines[at.row : at.row + high]
    stripes = sheet.stripes[at.column : at.column + wide]
    return [x.key for x in lines if not x.hidden], [x.key for x in stripes if not x.hidden]


def _covered(sheet: Sheet, cell: Cell) -> set[tuple[str, str]]:
    rows, columns = _area(sheet, cell)
    return {(row, column) for row in rows for column in columns}


def _visible_span(sheet: Sheet, cell: Cell) -> tuple[int, int]:
    if cell.span == (1, 1):
        return cell.span
    rows, columns = _area(sheet, cell)
    return max(1, len(rows)), max(1, len(columns))


def _forms(plan: Plan, shown: Shown) -> tuple[SheetView, ...]:
    return tuple(sheet_view(sheet, shown) for sheet in plan.sheets if sheet.state == "visible")


def previewed(
    basis: Basis, unit: str, *, stage: str | None = None, returns: Returns = ()
) -> tuple[SheetView, ...]:
    """The sheets of a unit's workbook as it would be issued. RefusedError where it gets none."""
    dealt = packages_of(basis, stage=stage, returns=returns)
    [package] = only(dealt, [unit], basis.scheme)

    return _forms(lay_out(package), _as_issued)


def plain_view(sheet: Sheet, *, most: int | None = None) -> SheetView:
    """A sheet as a table, as it is issued. most: rows of it."""
    return sheet_view(sheet, _as_issued, most=most)


def _as_issued(cell: Cell) -> tuple[str, bool, str]:
    there = cell.default if cell.role is Role.INPUT else cell.value
    return *shown_value(there, cell.style.number_format), ""


def filled_in(basis: Basis, file: FileResult) -> tuple[SheetView, ...]:
    """The sheets of a return with what was filled in, and what is wrong; none where it cannot be read."""
    try:
        one = again(basis.scheme, file.record, ())
    except NotAgainError:
        return ()
    entries = {e.key: e for e in file.record.entries} if file.record else {}
    marks = _marks(file)

    def shown(cell: Cell) -> tuple[str, bool, str]:
        entry = entries.get(cell.key) if cell.key is not None else None
        if entry is None:
            return *shown_value(cell.value, cell.style.number_format), ""
        text = entry.text or shown_value(entry.value, cell.style.number_format)[0]
        return text, isinstance(entry.value, Decimal), marks.get(entry.key, "")

    return _forms(lay_out(one.package), shown)


def _marks(file: FileResult) -> dict[CellKey, str]:
    """The worst that was found at each value."""
    there = {(e.sheet, e.cell): e.key for e in file.record.entries} if file.record else {}
    found: dict[CellKey, Severity] = {}
    for finding in _worst_last(file.findings):
        key = there.get((finding.where.sheet or "", finding.where.cell or ""))
        if key is not None:
            found[key] = finding.severity
    return {key: severity.value for key, severity in found.items()}


def _worst_last(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: -_ORDER[f.severity])
