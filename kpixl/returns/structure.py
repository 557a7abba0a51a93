"""Gate structure: every planned sheet, row and column is found by its key, or its loss is reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from kpixl.findings import Finding, Location, found
from kpixl.layout import Plan, Role, Sheet, column_letters
from kpixl.layout.lists import LISTS
from kpixl.returns.geometry import Geometry, KeyIndex, geometry
from kpixl.returns.raw import RawSheet, RawWorkbook

GRID = "c"
"""Grid columns are keyed c1, c2, …; helper columns begin with an underscore."""
LISTED = 100
"""How many values outside of a form are listed one by one."""


def find_sheets(
    plan: Plan, book: RawWorkbook, identity_sheet: str | None
) -> tuple[dict[str, Geometry], list[Finding]]:
    """Each planned sheet in the return, by key, with the findings of the gate."""
    found_sheets: dict[str, Geometry] = {}
    findings: list[Finding] = []
    known = {identity_sheet, LISTS}
    keys = {planned.key for planned in plan.sheets}
    indexes = [KeyIndex(raw) for raw in book.sheets if raw.kind == "worksheet"]
    for planned in plan.sheets:
        if planned.key == LISTS:
            found_sheets |= _lists(planned, book)
            continue
        others = keys - {planned.key}
        fits = [g for i in indexes if (g := geometry(planned, i)) and g.corner not in others]
        named = book.sheet(planned.name)
        known |= {g.raw.name for g in fits} | ({named.name} if named else set())
        if len(fits) == 1:
            found_sheets[planned.key] = fits[0]
            findings += _state(fits[0])
        else:
            findings.append(_lost(planned, fits, named))
    findings += [_extra(raw) for raw in book.sheets if raw.name not in known]
    return found_sheets, findings


def _lists(planned: Sheet, book: RawWorkbook) -> dict[str, Geometry]:
    """The hidden sheet with lists, which has no keys: nobody can reach it to move anything."""
    raw = book.sheet(planned.name)
    if raw is None:
        return {}
    rows, columns = planned.row_index, planned.column_index
    return {LISTS: Geometry(planned=planned, raw=raw, rows=rows, columns=columns, again={})}


def _lost(planned: Sheet, fits: list[Geometry], named: RawSheet | None) -> Finding:
    where = _where(planned)
    if fits:
        return found("S013", where=where, sheet_name=planned.name, count=len(fits))
    if named is not None:
        return found("S002", where=_where(planned, named.name), sheet_name=planned.name)
    return found("S001", where=where, sheet_name=planned.name)


def _where(planned: Sheet, name: str | None = None) -> Location:
    return Location(form=planned.of_form, instance=planned.instance or None, sheet=name)


def _extra(raw: RawSheet) -> Finding:
    return found("S009", where=Location(sheet=raw.name), sheet_name=raw.name)


def _state(g: Geometry) -> Iterator[Finding]:
    where = _where(g.planned, g.raw.name)
    if g.raw.name != g.planned.name:
        yield found("S010", where=where, sheet_name=g.planned.name, now=g.raw.name)
    if g.raw.state != "visible" and g.planned.state == "visible":
        yield found("S011", where=where, sheet_name=g.raw.name)
    if not g.raw.protected and g.planned.protected:
        yield found("T006", where=where, sheet_name=g.raw.name)
    yield from _rows(g, where)
    yield from _columns(g, where)
    yield from _first(_strays(g, where), where)


def _rows(g: Geometry, where: Location) -> Iterator[Finding]:
    labels = line_labels(g.planned)
    for line in g.planned.lines[1:]:
        if line.key not in g.rows:
            yield found("S003", where=where, label=labels.get(line.key, line.key))
        elif line.key in g.again:
            yield found("S005", where=where, label=labels.get(line.key, line.key), count=g.again[line.key])
        elif not line.hidden and g.rows[line.key] in g.raw.hidden_rows:
            yield found("S008", where=where, number=g.rows[line.key] + 1)
    order = [g.rows[line.key] for line in g.planned.lines if line.key in g.rows and line.key not in g.again]
    places = [g.columns[s.key] for s in g.planned.stripes if s.key in g.columns]
    if order != sorted(order) or places != sorted(places):
        yield found("S007", where=where)


def _columns(g: Geometry, where: Location) -> Iterator[Finding]:
    labels = column_labels(g.planned)
    for stripe in g.planned.stripes[1:]:
        at = g.columns.get(stripe.key)
        if at is None:
            code = "S006" if stripe.key.startswith(GRID) else "T008"
            yield found(code, where=where, label=labels.get(stripe.key, stripe.key))
        elif not stripe.hidden and at in g.raw.hidden_columns:
            yield found("S008", where=where, number=column_letters(at))


def line_labels(planned: Sheet) -> Mapping[str, str]:
    """What a person calls each row: its own name, else the first text printed in it."""
    labels: dict[str, str] = {}
    for cell in planned.cells:
        if cell.role is not Role.HELPER:
            text = cell.line or (cell.value if isinstance(cell.value, str) else "")
            if text:
                labels.setdefault(cell.spot.row, text.replace("\n", ""))
    return labels


def column_labels(planned: Sheet) -> Mapping[str, str]:
    """What a person calls each column: the label of its first cell with a value's identity."""
    labels: dict[str, str] = {}
    for cell in planned.cells:
        if cell.key is not None and cell.label:
            labels.setdefault(cell.spot.column, cell.label)
    return labels


def _strays(g: Geometry, where: Location) -> Iterator[Finding]:
    """Values in cells that the plan does not know: in an inserted row, or outside the form."""
    planned = {at for cell in g.planned.cells if (at := g.at(cell.spot)) is not None}
    again = _repeated_rows(g)
    last = max(g.keyed_rows)
    for (row, column), cell in sorted(g.raw.cells.items()):
        blank = cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())
        if (blank and cell.formula is None) or (row, column) in planned or row in again:
            continue
        place = replace(where, cell=f"{column_letters(column)}{row + 1}")
        inserted = row not in g.keyed_rows and row < last
        yield found(
            "S004" if inserted else "S012", where=place, value=_short(cell.text or cell.value), number=row + 1
        )


def _first(findings: Iterator[Finding], where: Location) -> Iterator[Finding]:
    """The first hundred, and how many more there are: whole tables get pasted beside a form."""
    listed = list(islice(findings, LISTED))
    yield from listed
    more = sum(1 for _ in findings)
    if more:
        yield found("F087", where=where, count=more, same=listed[-1].code)


def _repeated_rows(g: Geometry) -> set[int]:
    """Rows that carry a key which stands twice: they have their own finding."""
    key_column = g.columns[g.planned.stripes[0].key]
    return {row for (row, column), c in g.raw.cells.items() if column == key_column and c.value in g.again}


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
