"""Gate structure: every planned sheet, row and column is found by its key, or its loss is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import islice

from kpixl.addresses import column_letters
from kpixl.findings import Finding, Location, found
from kpixl.formats import RawSheet, RawWorkbook
from kpixl.layout import Package, Plan, Role, Sheet
from kpixl.layout.edition import ACTIVE
from kpixl.layout.rows.lists import LISTS
from kpixl.returns.sheets._foreign import Foreign, foreign_by_keys, foreign_by_name
from kpixl.returns.sheets._geometry import Geometry, KeyIndex, as_issued, geometry
from kpixl.returns.sheets._headings import best_likenesses
from kpixl.returns.sheets._inserted import blank_lines
from kpixl.returns.sheets._laid_over import laid_over
from kpixl.returns.sheets._stamp_sheet import carrier_state
from kpixl.returns.sheets._struck_out import struck_out
from kpixl.returns.sheets._typed_totals import totals_typed
from kpixl.words import Words

GRID = "c"
"""Grid columns are keyed c1, c2, …; helper columns begin with an underscore."""
LISTED = 100
"""How many values outside of a form are listed one by one."""
_LABELS = 3
"""How many of the things that are filled in a column name it."""


def find_sheets(
    plan: Plan, package: Package, book: RawWorkbook, identity_sheet: str | None, *, recognised: bool = False
) -> tuple[dict[str, Geometry], list[Finding]]:
    """Each planned sheet in the return, by key, with the findings of the gate.

    package: what the plan lays out; recognised: the workbook carries no stamp, which is told: it has what
    somebody copied, nothing else.
    """
    found_sheets: dict[str, Geometry] = {}
    fitting, foreign = _own_sheets(plan, package, key_indexes(book), identity_sheet)
    findings = [each.told(package) for each in foreign]
    replaced = {each.planned.key for each in foreign if each.planned}
    known = {identity_sheet, LISTS} | {g.raw.name for fits in fitting.values() for g in fits}
    known |= {each.raw.name for each in foreign}
    for planned in plan.sheets:
        if planned.key == LISTS:
            found_sheets |= (lists := _lists(planned, book))
            findings += () if recognised else _lists_state(planned, lists.get(LISTS))
            continue
        fits, named = fitting[planned.key], book.sheet(planned.name)
        known |= {named.name} if named else set()
        if len(fits) == 1:
            found_sheets[planned.key] = fits[0]
            findings += _state(fits[0], recognised=recognised)
        elif fits or (planned.key not in replaced and (not recognised or is_filled(planned))):
            findings.append(_lost(planned, fits, named))
    findings += [_extra(raw) for raw in book.sheets if raw.name not in known]
    carrier = book.sheet(identity_sheet) if identity_sheet else None
    findings += carrier_state(carrier) if carrier else ()
    return found_sheets, findings


def _own_sheets(
    plan: Plan, package: Package, indexes: Sequence[KeyIndex], identity_sheet: str | None
) -> tuple[dict[str, list[Geometry]], list[Foreign]]:
    """The returned sheets that each planned one could be, and those that are another unit's."""
    foreign = list(foreign_by_keys(plan, package, indexes))
    others = {each.raw.name for each in foreign}
    left = [index for index in indexes if index.raw.name not in others]
    fitting = fitting_sheets(plan, left, identity_sheet)
    by_name = {
        g.raw.name: each
        for fits in fitting.values()
        for g in fits
        if (each := foreign_by_name(package, g)) is not None
    }
    own = {key: [g for g in fits if g.raw.name not in by_name] for key, fits in fitting.items()}
    return own, [*foreign, *by_name.values()]


def key_indexes(book: RawWorkbook) -> list[KeyIndex]:
    """The sheets of a return, each with where its texts stand."""
    return [KeyIndex(raw) for raw in book.sheets if raw.kind == "worksheet"]


def fitting_sheets(
    plan: Plan, indexes: Sequence[KeyIndex], identity_sheet: str | None
) -> dict[str, list[Geometry]]:
    """The returned sheets that each planned one could be: by their keys, else by what is printed on them."""
    sheets = [planned for planned in plan.sheets if planned.key != LISTS]
    keys = {planned.key for planned in plan.sheets}
    standing, others = _standing(plan, indexes)
    fitting = {p.key: [*standing.get(p.key, ()), *_lying(p, others, keys - {p.key})] for p in sheets}
    taken = {identity_sheet, LISTS} | {g.raw.name for fits in fitting.values() for g in fits}
    lost = [planned for planned in sheets if not fitting[planned.key]]
    left = [index for index in indexes if index.raw.name not in taken]
    return fitting | (best_likenesses(lost, left) if lost and left else {})


def _standing(plan: Plan, indexes: Sequence[KeyIndex]) -> tuple[dict[str, list[Geometry]], list[KeyIndex]]:
    """The returned sheets where all keys stand as issued, by the plan's; and the others."""
    standing: dict[str, list[Geometry]] = {}
    others: list[KeyIndex] = []
    for index in indexes:
        corner = index.raw.at(0, 0).value
        planned = plan.by_key.get(corner) if isinstance(corner, str) and corner != LISTS else None
        found_there = as_issued(planned, index.raw) if planned else None
        if found_there is None:
            others.append(index)
        else:
            standing.setdefault(found_there.planned.key, []).append(found_there)
    return standing, others


def _lying(planned: Sheet, indexes: Sequence[KeyIndex], others: AbstractSet[str]) -> Iterator[Geometry]:
    """A planned sheet in those returned ones where it could lie. others: the keys of other sheets."""
    for index in indexes:
        found_there = geometry(planned, index)
        if found_there is not None and found_there.corner not in others:
            yield found_there


def is_filled(planned: Sheet) -> bool:
    """Whether there is anything to fill on it."""
    return any(cell.role is Role.INPUT for cell in planned.cells)


def _lists(planned: Sheet, book: RawWorkbook) -> dict[str, Geometry]:
    """The hidden sheet with lists, which has no keys: nobody can reach it to move anything."""
    raw = book.sheet(planned.name)
    if raw is None:
        return {}
    rows, columns = planned.row_index, planned.column_index
    return {LISTS: Geometry(planned=planned, raw=raw, rows=rows, columns=columns, again={})}


def _lists_state(planned: Sheet, g: Geometry | None) -> Iterator[Finding]:
    """Drop-downs read that sheet, nothing else does."""
    where = _where(planned, planned.name)
    if g is None:
        yield found("T008", where=where)
    elif not g.raw.protected and planned.protected:
        yield found("T006", where=where, sheet_name=g.raw.name)


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


def _state(g: Geometry, *, recognised: bool) -> Iterator[Finding]:
    where = _where(g.planned, g.raw.name)
    if not g.keyed and not recognised:
        yield found("S016", where=where, sheet_name=g.raw.name)
    if g.raw.name != g.planned.name and g.keyed:
        yield found("S010", where=where, sheet_name=g.planned.name, now=g.raw.name)
    if g.raw.state != "visible" and g.planned.state == "visible":
        yield found("S011", where=where, sheet_name=g.raw.name)
    if not g.raw.protected and g.planned.protected and g.keyed:
        yield found("T006", where=where, sheet_name=g.raw.name)
    hidden = g.planned.places
    as_planned = g.raw.hidden_rows <= hidden.hidden_rows and g.raw.hidden_columns <= hidden.hidden_columns
    if not g.in_place or not as_planned:
        yield from _rows(g, where)
        yield from _columns(g, where)
    if g.keyed and not g.in_place:
        yield from blank_lines(g, where)
    yield from totals_typed(g, where)
    yield from laid_over(g, where)
    yield from struck_out(g, where)
    yield from _first(_strays(g, where), where)


def _rows(g: Geometry, where: Location) -> Iterator[Finding]:
    labels = line_labels(g.planned)
    hidden: list[int] = []
    for line in g.planned.lines[1:]:
        if line.key not in g.rows:
            if g.keyed or (not line.hidden and _in_table_or_filled(g.planned, line.key)):
                yield found("S003", where=_in_row(g, line.key, where), label=labels.get(line.key, line.key))
        elif line.key in g.again:
            place, label = _in_row(g, line.key, where), labels.get(line.key, line.key)
            yield found("S005", where=place, label=label, count=g.again[line.key])
        elif not line.hidden and g.rows[line.key] in g.raw.hidden_rows:
            hidden.append(g.rows[line.key])
    if hidden:
        shown = _runs(hidden, lambda row: row + 1)
        yield found("S008", where=where, number=shown, what=Words(f"第{shown}行", f"Row {shown}"))
    order = [g.rows[line.key] for line in g.planned.lines if line.key in g.rows and line.key not in g.again]
    places = [g.columns[s.key] for s in g.planned.stripes if s.key in g.columns]
    if order != sorted(order) or places != sorted(places):
        yield found("S007", where=where)


def _in_table_or_filled(planned: Sheet, line: str) -> bool:
    """Whether a row, found by what is printed in it, is missed: a title is not, nor a blank spare row."""
    cells = [c for c in planned.cells if c.spot.row == line]
    printed = any(c.role is Role.PRINTED and c.value is not None for c in cells)
    return printed and any(c.role is Role.INPUT or c.table for c in cells)


def _runs(numbers: Iterable[int], shown: Callable[[int], int | str]) -> int | str:
    """A number, or several in words, neighbours as a run: `5—9、12`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [str(shown(r[0])) if len(r) == 1 else f"{shown(r[0])}—{shown(r[-1])}" for r in runs]
    return shown(runs[0][0]) if len(runs) == len(runs[0]) == 1 else "、".join(words)


def _in_row(g: Geometry, line: str, where: Location) -> Location:
    """The place of a row, which may not stand in the file any more: by what identifies it."""
    keys = (c.key for c in g.planned.cells if c.spot.row == line and c.key is not None)
    key = next(keys, None)
    if key is None:
        return where
    copy, subject, row = key.instance or where.instance, key.subject or None, key.row or None
    return replace(where, instance=copy, subject=subject, row=row)


def _in_column(g: Geometry, column: str, where: Location) -> Location:
    """The place of a column that is gone: by the first thing that is filled in there."""
    cells = (c for c in g.planned.cells if c.spot.column == column and c.role is Role.INPUT)
    key = next((c.key for c in cells if c.key is not None), None)
    return replace(where, field=key.column if key else None)


def _columns(g: Geometry, where: Location) -> Iterator[Finding]:
    labels = column_labels(g.planned)
    hidden: list[int] = []
    for stripe in g.planned.stripes[1:]:
        at = g.columns.get(stripe.key)
        if at is None:
            code = "S006" if stripe.key.startswith(GRID) else "T008"
            if g.keyed or code == "S006":
                label = labels.get(stripe.key, stripe.key)
                yield found(code, where=_in_column(g, stripe.key, where), label=label)
        elif not stripe.hidden and at in g.raw.hidden_columns:
            hidden.append(at)
    if hidden:
        shown = _runs(hidden, column_letters)
        yield found("S008", where=where, number=shown, what=Words(f"{shown}列", f"Column {shown}"))


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
    """What a person calls each column: what is filled in there, else its first cell with an identity."""
    known = [c for c in planned.cells if c.key is not None and c.label]
    filled: dict[str, dict[str, None]] = {}
    for cell in known:
        if cell.role is Role.INPUT:
            filled.setdefault(cell.spot.column, {})[cell.label] = None
    first = {c.spot.column: c.label for c in reversed(known)}
    return first | {column: _joined([*labels]) for column, labels in filled.items()}


def _joined(labels: Sequence[str]) -> str:
    """A few of them; a sheet of fields has many in a column."""
    return "、".join(labels[:_LABELS]) + ("…" if len(labels) > _LABELS else "")


def _strays(g: Geometry, where: Location) -> Iterator[Finding]:
    """Values in cells that the plan does not know: in an inserted row one finding each, or outside."""
    own = frozenset() if g.keyed else _keys(g.planned)
    rows: dict[int, list[tuple[int, str]]] = {}
    for row, column in sorted(at for at in _beyond(g) if at[0] not in g.doubled):
        cell = g.raw.at(row, column)
        blank = cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())
        if blank and cell.formula is None:
            continue
        if cell.value not in own:
            rows.setdefault(row, []).append((column, _short(cell.text or cell.value)))
    first, last = min(g.keyed_rows), max(g.keyed_rows)
    filled = _filled_freely(g) if rows else frozenset()
    for row, cells in rows.items():
        inserted = row not in g.keyed_rows and first < row < last
        below = row > last and 2 * sum(column in filled for column, _ in cells) > max(2, len(filled))
        told = [(cells[0][0], _short("、".join(text for _, text in cells)))] if inserted or below else cells
        for column, text in told:
            place = replace(where, cell=f"{column_letters(column)}{row + 1}")
            code = "S004" if inserted else "S018" if below else "S012"
            yield found(code, where=place, value=text, number=row + 1)


def _beyond(g: Geometry) -> Sequence[tuple[int, int]]:
    """Where something stands and nothing is planned."""
    if g.in_place:
        return g.raw.beyond(g.planned.places.known)
    planned = {at for cell in g.planned.cells if (at := g.at(cell.spot)) is not None}
    return [at for at in g.raw.filled() if at not in planned]


def _filled_freely(g: Geometry) -> frozenset[int]:
    """The columns that are filled in rows to fill freely: more than half of them make one more such row."""
    free = {cell.spot.row for cell in g.planned.cells if cell.spot.column == ACTIVE}
    cells = (c for c in g.planned.cells if c.role is Role.INPUT and c.table and c.spot.row in free)
    return frozenset(at.column for cell in cells if (at := g.at(cell.spot)) is not None)


def _keys(planned: Sheet) -> frozenset[str]:
    """The texts of its hidden keys: some of them may be left where most are gone."""
    return frozenset({planned.key, *planned.written.values(), *(s.key for s in planned.stripes)})


def _first(findings: Iterator[Finding], where: Location) -> Iterator[Finding]:
    """The first hundred, and how many more there are: whole tables get pasted beside a form."""
    listed = list(islice(findings, LISTED))
    yield from listed
    more = sum(1 for _ in findings)
    if more:
        yield found("F087", where=where, count=more, same=listed[-1].code)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
