"""Where the cells of a planned sheet are, sorted by what somebody wants with them.

None of it depends on what a recipient is called: sheets that are bound to one template share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kpixl.addresses import Address, Area
from kpixl.layout.edition import ACTIVE
from kpixl.rules.types.valuetype import ValueType

if TYPE_CHECKING:
    from kpixl.layout.plan.keys import Spot
    from kpixl.layout.plan.plan import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The cells of a sheet by their numbers, from 0.

    addresses, a1: where each is; known: where any is; keys: those with the keys of rows and columns;
    helpers: other hidden ones that compute; inputs: those to fill; settled: of these, those whose type hangs
    on nothing; texts: other texts that are printed, hidden or not; bare: those that neither print nor
    compute; checked: other locked ones; entries: those that hold a value of the form, in order, with the cell
    that says whether their row counts, None where all do; active: the same by cell; heads: what is printed
    outside of tables; free: the cells to fill of each row to fill freely; hidden_rows, hidden_columns: of the
    sheet; spanning: those that are merged areas; merges: these.
    """

    addresses: Sequence[Address]
    a1: Sequence[str]
    known: frozenset[str]
    keys: Sequence[int]
    helpers: Sequence[int]
    inputs: Sequence[int]
    settled: frozenset[int]
    texts: Sequence[int]
    bare: Sequence[int]
    checked: Sequence[int]
    entries: Sequence[tuple[Spot | None, Sequence[int]]]
    heads: Sequence[int]
    free: Sequence[Sequence[int]]
    active: Sequence[Spot | None]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    spanning: Sequence[int]
    merges: frozenset[Area]


def area_of(at: Address, span: tuple[int, int]) -> Area:
    """The area that a cell of so many rows and columns covers."""
    rows, columns = span
    return at.row, at.column, at.row + rows - 1, at.column + columns - 1


def places_of(sheet: Sheet) -> Places:
    """Those of a sheet."""
    addresses = tuple(sheet.address(cell.spot) for cell in sheet.cells)
    a1 = tuple(address.a1 for address in addresses)
    row, column = sheet.lines[0].key, sheet.stripes[0].key
    active = {c.spot.row: c.spot for c in sheet.cells if c.spot.column == ACTIVE}
    numbered = tuple(enumerate(sheet.cells))
    spanning = tuple(n for n, c in numbered if c.span != (1, 1))
    locked = [(n, c) for n, c in numbered if c.role != "input"]
    still = [(n, c) for n, c in locked if c.calculation is None]
    keys = tuple(n for n, c in still if c.spot.row == row or c.spot.column == column)
    helpers = tuple(n for n, c in locked if c.role == "helper" and c.calculation is not None)
    seen = {*keys, *helpers}
    texts = tuple(n for n, c in still if isinstance(c.value, str) and n not in seen)
    bare = tuple(n for n, c in still if c.value is None and n not in seen)
    seen |= {*texts, *bare}
    return Places(
        addresses=addresses,
        a1=a1,
        known=frozenset(a1),
        keys=keys,
        helpers=helpers,
        inputs=tuple(n for n, c in numbered if c.role == "input"),
        settled=frozenset(n for n, c in numbered if c.role == "input" and isinstance(c.type, ValueType)),
        texts=texts,
        bare=bare,
        checked=tuple(n for n, _ in locked if n not in seen),
        entries=tuple(_entries(sheet, active)),
        heads=tuple(n for n, c in numbered if c.role == "printed" and not c.table),
        free=tuple(_free(sheet, active).values()),
        active=tuple(active.get(c.spot.row) for c in sheet.cells),
        hidden_rows=frozenset(n for n, line in enumerate(sheet.lines) if line.hidden),
        hidden_columns=frozenset(n for n, stripe in enumerate(sheet.stripes) if stripe.hidden),
        spanning=spanning,
        merges=frozenset(area_of(addresses[n], sheet.cells[n].span) for n in spanning),
    )


def _entries(sheet: Sheet, active: Mapping[str, Spot]) -> Iterator[tuple[Spot | None, Sequence[int]]]:
    told = ((n, c) for n, c in enumerate(sheet.cells) if c.role != "helper" and c.key is not None)
    for says, cells in groupby(told, lambda each: active.get(each[1].spot.row)):
        yield says, tuple(number for number, _ in cells)


def _free(sheet: Sheet, active: Mapping[str, Spot]) -> Mapping[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for number, cell in enumerate(sheet.cells):
        if cell.role == "input" and cell.table and cell.spot.row in active:
            rows.setdefault(cell.spot.row, []).append(number)
    return rows
