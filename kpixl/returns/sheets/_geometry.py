"""Where the planned rows and columns of a sheet are in a return: found by their keys, never by position."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kpixl.addresses import Address, Area, before_cell, column_letters
from kpixl.blueprint.expressions import RangeRef, Ref
from kpixl.formats import RawCell, RawSheet
from kpixl.layout import Cell, Sheet, Spot
from kpixl.layout.plan.keys import HERE, anchored
from kpixl.layout.plan.places import area_of
from kpixl.rules.types import ValueType, concrete

MIN_SHARE = 0.5
"""The share of a sheet's keys that must be there for it to count as the planned sheet."""


class Held(NamedTuple):
    """A cell to fill that is not blank, where it stands, and what it holds."""

    cell: Cell
    at: Address
    raw: RawCell


class FreeRow(NamedTuple):
    """A row to fill freely, by the cells of it that are not blank."""

    held: Sequence[Held]

    @property
    def number(self) -> int:
        """As a person counts."""
        return self.held[0].at.row + 1

    @property
    def line(self) -> tuple[str, str]:
        """Its sheet and key on the plan."""
        spot = self.held[0].cell.spot
        return spot.sheet, spot.row


@dataclass(frozen=True)
class Geometry:
    """A planned sheet as it lies in a return.

    rows, columns: key → zero-based position; again: keys found more than once, with how often; doubled: the
    rows where these stand; keyed: by the hidden keys, else by what is printed (then keys and helper columns
    may be nowhere); issued: every key was seen where it was issued.
    """

    planned: Sheet
    raw: RawSheet
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    again: Mapping[str, int]
    doubled: frozenset[int] = frozenset()
    keyed: bool = True
    issued: bool = False

    def at(self, spot: Spot) -> Address | None:
        """Where a spot is; None where its row or column is gone or stands twice."""
        row, column = self.rows.get(spot.row), self.columns.get(spot.column)
        return None if row is None or column is None or spot.row in self.again else Address(row, column)

    def span(self, first: Spot, last: Spot) -> str | None:
        """What is left of a range, `$D$7:$D$26`, from its uppermost row to its lowest; None if nothing is.

        Every row's formula may name the same long column, or the rows above it: no row is looked at twice.
        """
        if (first, last) not in self._spans:
            self._spans[first, last] = self._span(self.planned.address(first), self.planned.address(last))
        return self._spans[first, last]

    @cached_property
    def _spans(self) -> dict[tuple[Spot, Spot], str | None]:
        return {}

    def _span(self, first: Address, last: Address) -> str | None:
        rows = _left(self._planned_rows[first.row : last.row + 1], in_order=self._in_order)
        columns = _left(
            [self.columns.get(s.key) for s in self.planned.stripes[first.column : last.column + 1]]
        )
        if not rows or not columns:
            return None
        ends = (Address(end(rows), end(columns)).fixed for end in (min, max))
        return ":".join(ends)

    @cached_property
    def _planned_rows(self) -> list[int | None]:
        """Where each planned row is, in the order of the plan; None where it is gone or stands twice."""
        return [None if ln.key in self.again else self.rows.get(ln.key) for ln in self.planned.lines]

    @cached_property
    def _in_order(self) -> bool:
        """Whether the rows that are left stand in the order of the plan: then the ends of a range say all."""
        left = [row for row in self._planned_rows if row is not None]
        return left == sorted(left)

    @property
    def whole(self) -> bool:
        """Whether every row and column is there, and every row once."""
        lines, stripes = self.planned.lines, self.planned.stripes
        if not self.keyed:
            shown = all(line.hidden or line.key in self.rows for line in lines)
            return shown and not self.again and all(s.hidden or s.key in self.columns for s in stripes)
        return not self.again and (len(self.rows), len(self.columns)) == (len(lines), len(stripes))

    @cached_property
    def in_place(self) -> bool:
        """Whether every row and column lies where it was issued, and every row is there once."""
        planned = self.planned
        return not self.again and (self.rows, self.columns) == (planned.row_index, planned.column_index)

    @cached_property
    def occupied(self) -> AbstractSet[str]:
        """Where anything stands."""
        return self.raw.occupied()

    @property
    def corner(self) -> object:
        """What stands where key row and key column meet: the key of the sheet that it is."""
        planned = self.planned
        return self.raw.at(self.rows[planned.lines[0].key], self.columns[planned.stripes[0].key]).value

    @cached_property
    def types(self) -> Mapping[tuple[str, str], Sequence[ValueType]]:
        """By table and column the types that its rows take: they may differ from row to row."""
        found: dict[tuple[str, str], dict[ValueType, None]] = defaultdict(dict)
        for cell in self.planned.cells:
            if cell.key is not None and cell.type is not None:
                found[cell.table, cell.key.column] |= dict.fromkeys(concrete(cell.type))
        return {place: [*kinds] for place, kinds in found.items()}

    @cached_property
    def merged_anew(self) -> Sequence[Area]:
        """The areas that are merged here and not on the plan.

        Where rows or columns were moved nobody can tell by those in which cells are merged downwards.
        """
        cells, places = self.planned.cells, self.planned.places
        if self.in_place:
            return sorted(frozenset(self.raw.merges) - places.merges)
        there = ((self.at(cells[n].spot), cells[n].span) for n in places.spanning)
        known = [area_of(at, span) for at, span in there if at is not None]
        deep = {(left, right) for top, left, bottom, right in known if bottom > top}
        others = frozenset(self.raw.merges) - frozenset(known)
        return sorted(area for area in others if (area[1], area[3]) not in deep)

    @cached_property
    def filled_freely(self) -> Sequence[FreeRow]:
        """What stands in each row to fill freely that is not blank."""
        rows = (FreeRow(tuple(self._held(numbers))) for numbers in self.planned.places.free)
        return [row for row in rows if row.held]

    def _held(self, numbers: Sequence[int]) -> Iterator[Held]:
        cells = self.planned.cells
        for number, at in self._standing(numbers):
            raw = self.raw.at(*at)
            if raw.error is not None or raw.formula is not None or str(raw.value).strip():
                yield Held(cells[number], at, raw)

    def _standing(self, numbers: Sequence[int]) -> Sequence[tuple[int, Address]]:
        """Those of the cells in which anything stands, by number, with their places."""
        cells, places, occupied = self.planned.cells, self.planned.places, self.occupied
        if self.in_place:
            a1, addresses = places.a1, places.addresses
            return [(number, addresses[number]) for number in numbers if a1[number] in occupied]
        there = ((number, self.at(cells[number].spot)) for number in numbers)
        return [(number, at) for number, at in there if at is not None and at.a1 in occupied]

    @cached_property
    def keyed_rows(self) -> frozenset[int]:
        """The rows that carry a key."""
        return frozenset(self.rows.values())


@dataclass(frozen=True)
class KeyIndex:
    """A returned sheet with where its texts stand: looked up for each planned sheet that it could be."""

    raw: RawSheet

    @cached_property
    def printed(self) -> Mapping[str, list[tuple[int, int]]]:
        """The places of each text, blanks aside, in the sheet's order."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for text, places in self.texts.items():
            if spaceless := "".join(text.split()):
                found[spaceless] += places
        return {text: sorted(places) for text, places in found.items()}

    @cached_property
    def texts(self) -> Mapping[str, list[tuple[int, int]]]:
        """The places of each text."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, text in self.raw.texts():
            found[text].append(place)
        return found

    def of(self, keys: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """(row, column, key) of every cell that holds one of these keys, in the sheet's order."""
        texts = self.texts
        return iter(sorted((row, column, k) for k in keys if k in texts for row, column in texts[k]))


def as_issued(planned: Sheet, raw: RawSheet) -> Geometry | None:
    """The planned sheet in a returned one where all its keys stand as issued, and none a second time."""
    places, cells = planned.places, planned.cells
    if raw.unlike([(n, places.a1[n], str(cells[n].value)) for n in places.keys]):
        return None
    if raw.rows > len(planned.lines) or raw.columns > len(planned.stripes):
        keys = frozenset(cells[number].value for number in places.keys)
        beyond = (at for at in raw.beyond(places.known) if 0 in at)
        if any(raw.at(*at).value in keys for at in beyond):
            return None
    return Geometry(
        planned=planned, raw=raw, rows=planned.row_index, columns=planned.column_index, again={}, issued=True
    )


def geometry(planned: Sheet, index: KeyIndex) -> Geometry | None:
    """How the planned sheet lies in a returned one; None where too few of its keys are there."""
    first_line, first_stripe = planned.lines[0].key, planned.stripes[0].key
    line_keys = {written: key for key, written in planned.written.items() if key != first_line}
    stripe_keys = {stripe.key for stripe in planned.stripes} - {first_stripe}
    by_column: dict[int, list[tuple[int, str]]] = defaultdict(list)
    by_row: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row, column, written in index.of(line_keys):
        by_column[column].append((row, line_keys[written]))
    for row, column, key in index.of(stripe_keys):
        by_row[row].append((column, key))
    lines, stripes = _most(by_column), _most(by_row)
    if lines is None or stripes is None:
        return None
    (key_column, found_rows), (key_row, found_columns) = lines, stripes
    if len(found_rows) < MIN_SHARE * len(line_keys) or len(found_columns) < MIN_SHARE * len(stripe_keys):
        return None
    again = {k: n for k, n in Counter(key for _, key in found_rows).items() if n > 1}
    return Geometry(
        planned=planned,
        raw=index.raw,
        rows={first_line: key_row, **{key: row for row, key in sorted(found_rows, reverse=True)}},
        columns={
            first_stripe: key_column,
            **{key: column for column, key in sorted(found_columns, reverse=True)},
        },
        again=again,
        doubled=frozenset(row for row, key in found_rows if key in again),
    )


def _left(places: Sequence[int | None], *, in_order: bool = False) -> Sequence[int]:
    """The places that there are; of places in order the first and the last are enough."""
    there = (place for place in places if place is not None)
    if not in_order or (first := next(there, None)) is None:
        return [*there]
    return [first, next(place for place in reversed(places) if place is not None)]


def _most(found: Mapping[int, list[tuple[int, str]]]) -> tuple[int, list[tuple[int, str]]] | None:
    return max(found.items(), key=lambda item: (len(item[1]), -item[0]), default=None)


@dataclass(frozen=True, slots=True)
class ReturnedLocator:
    """Writes references as the returned file must have them; KeyError where a referenced cell is gone.

    here: what stands for the number of the formula's own row, where that of `home` is HERE.
    """

    home: Spot
    geometries: Mapping[str, Geometry]
    here: str = ""

    def __call__(self, ref: Ref | RangeRef) -> str:
        """`D7`, `D7:D26`, `附件2!D7`; without `$`, which programs set as they like."""
        if isinstance(ref, RangeRef):
            return self._range(ref)
        sheet, cell = self._place(ref.target)
        return f"{sheet}{cell}"

    def _range(self, ref: RangeRef) -> str:
        """From the uppermost to the lowest of its rows that are left: sorting them changes no formula."""
        if not isinstance(ref.first, Spot) or not isinstance(ref.last, Spot):
            raise KeyError(ref)
        first, last = anchored(ref.first, self.home), anchored(ref.last, self.home)
        span = self.geometries[first.sheet].span(first, last)
        if span is None:
            raise KeyError(ref)
        return f"{self._sheet(first)}{span}"

    def _place(self, target: object) -> tuple[str, str]:
        if not isinstance(target, Spot):
            raise KeyError(target)
        geometry, spot = self.geometries[target.sheet], anchored(target, self.home)
        if spot.row == HERE:
            return self._sheet(target), f"{column_letters(geometry.columns[spot.column])}{self.here}"
        at = geometry.at(spot)
        if at is None:
            raise KeyError(target)
        return self._sheet(target), at.a1

    def _sheet(self, target: Spot) -> str:
        return "" if target.sheet == self.home.sheet else before_cell(self.geometries[target.sheet].raw.name)
