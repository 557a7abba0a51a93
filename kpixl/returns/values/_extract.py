"""Gate values: what stands in the cells to fill, coerced with a trail, each with the cell it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import isfinite

from kpixl.addresses import Address
from kpixl.blueprint.expressions import CellOperand, Value
from kpixl.coerce import Coerced, coerce, says_as_above
from kpixl.findings import Finding, Location, Severity, found
from kpixl.formats import RawCell
from kpixl.layout import Cell, CellKey, Computation, Plan, Role, Spot
from kpixl.layout.plan.keys import anchored
from kpixl.returns.sheets._geometry import Geometry
from kpixl.returns.values._spelled import Spelled
from kpixl.rules.types import Listed, ValueType, concrete, instead_words, type_words
from kpixl.words import NO_WORDS


class Placed:
    """A planned cell as it came back.

    raw: what stands there, made when it is asked for; number: among the cells of its planned sheet.
    """

    __slots__ = ("_g", "_raw", "at", "cell", "number")

    def __init__(self, g: Geometry, number: int, at: Address) -> None:
        self._g, self.number, self.at = g, number, at
        self.cell: Cell = g.planned.cells[number]
        self._raw: RawCell | None = None

    @property
    def raw(self) -> RawCell:
        """What stands there."""
        if self._raw is None:
            self._raw = self._g.raw.at(*self.at)
        return self._raw

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self._g.raw.name

    @property
    def form(self) -> str:
        """The form of its sheet."""
        return self._g.planned.of_form

    @property
    def instance(self) -> str:
        """The copy of a form that its sheet is."""
        return self._g.planned.instance

    @property
    def a1(self) -> str:
        """Its address in the file, `D7`."""
        return self._g.planned.places.a1[self.number] if self._g.in_place else self.at.a1

    @property
    def types_beside(self) -> Sequence[ValueType]:
        """What the cells of its column take, in whatever row."""
        key = self.cell.key
        return self._g.types.get((self.cell.table, key.column), ()) if key else ()

    @property
    def active(self) -> Spot | None:
        """The cell that says whether its row counts; None where it always does."""
        return self._g.planned.places.active[self.number]

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all stands there."""
        return self.a1 not in self._g.occupied

    @property
    def where(self) -> Location:
        """Its place in the returned file."""
        key = self.cell.key
        place = Location(form=self.form, instance=self.instance or None, sheet=self.sheet, cell=self.a1)
        if key is None:
            return place
        return replace(
            place,
            form=key.form,
            subject=key.subject or None,
            instance=key.instance or None,
            field=key.column,
            row=key.row or None,
        )

    def told(self, finding: Finding) -> Finding:
        """A finding with this cell's place and names."""
        facts = {"label": self.cell.label, "line": self.cell.line, **finding.facts}
        return replace(finding, where=self.where, facts=facts)


@dataclass(kw_only=True)
class Filled:
    """The cells to fill, but for blank ones whose type does not depend on others: they say nothing.

    values: by identity, what the engine reckons with; typed: what was typed instead, where that is something
    else; coerced: with trail and validity; types: as settled; rows: (sheet, row) of those with a value.
    """

    values: dict[CellKey, Value] = field(default_factory=dict)
    typed: dict[CellKey, Value] = field(default_factory=dict)
    coerced: dict[CellKey, Coerced] = field(default_factory=dict)
    types: dict[CellKey, str] = field(default_factory=dict)
    rows: set[tuple[str, str]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def every_cell(geometries: Mapping[str, Geometry]) -> Iterator[Placed]:
    """Every planned cell that is still there, with what the return holds in it."""
    for g in geometries.values():
        yield from _placed(g, range(len(g.planned.cells)))


def inputs(geometries: Mapping[str, Geometry]) -> Iterator[Placed]:
    """Those to fill."""
    for g in geometries.values():
        yield from _placed(g, g.planned.places.inputs)


def telling_inputs(geometries: Mapping[str, Geometry]) -> Iterator[Placed]:
    """Those to fill but for blank ones whose type hangs on nothing: these say nothing."""
    for g in geometries.values():
        places = g.planned.places
        if not g.in_place:
            every = _placed(g, places.inputs)
            yield from (p for p in every if p.number not in places.settled or not p.is_blank)
            continue
        a1, settled, occupied = places.a1, places.settled, g.occupied
        yield from _placed(g, [n for n in places.inputs if a1[n] in occupied or n not in settled])


def telling_locked(geometries: Mapping[str, Geometry], spelled: Spelled) -> Iterator[Placed]:
    """The others but for those that are seen, all of a sheet at one go, to be as they were issued."""
    for g in geometries.values():
        places, cells = g.planned.places, g.planned.cells
        if not g.in_place:
            yield from _placed(g, [n for n, cell in enumerate(cells) if cell.role is not Role.INPUT])
            continue
        a1, occupied = places.a1, g.occupied
        told = g.raw.unlike([(n, a1[n], str(cells[n].value)) for n in places.texts])
        bare = [n for n in places.bare if a1[n] in occupied]
        # keys that stand as issued were seen when they were looked for
        keys = () if g.issued else places.keys
        yield from _placed(g, sorted([*keys, *told, *bare, *spelled.strange(g), *places.checked]))


def entry_cells(geometries: Mapping[str, Geometry], in_use: Callable[[Spot], bool]) -> Iterator[Placed]:
    """Those that hold a value of a form, of rows that count: free ones where filled or still needed."""
    for g in geometries.values():
        for says, numbers in g.planned.places.entries:
            if says is None or in_use(says):
                yield from _placed(g, numbers)


def _placed(g: Geometry, numbers: Iterable[int]) -> Iterator[Placed]:
    if g.in_place:
        addresses = g.planned.places.addresses
        yield from (Placed(g, number, addresses[number]) for number in numbers)
        return
    cells = g.planned.cells
    spots = ((number, g.at(cells[number].spot)) for number in numbers)
    yield from (Placed(g, number, at) for number, at in spots if at is not None)


def fill_in(plan: Plan, cells: Iterable[Placed], *, date1904: bool = False) -> Filled:
    """The coerced entries. Types that depend on the row are settled after the cells that settle them.

    cells: those to fill that say something.
    """
    filled = Filled()
    keyed = [p for p in cells if p.cell.key is not None]
    later = [p for p in keyed if not isinstance(p.cell.type, ValueType)]
    for p in keyed:
        if isinstance(p.cell.type, ValueType):
            _take(filled, p, p.cell.type, coerce(p.raw, p.cell.type, date1904=date1904))
    while later:
        now, later = _ready(later)
        settled = Computation(plan, dict(filled.values), {*filled.rows})
        for p in now:
            kind = settled.type(p.cell)
            if kind is None:
                _take_unsettled(filled, p, date1904=date1904)
            else:
                _take(filled, p, kind, coerce(p.raw, kind, date1904=date1904))
    return filled


def _ready(later: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Those whose types no other one of them settles, and the rest; all of them where they go in a circle.

    A choice among what stands in another column comes last.
    """
    waiting = {p.cell.spot for p in later}
    open_ = [_mirrors(p.cell) or bool(waiting.intersection(_settling(p.cell))) for p in later]
    if all(open_):
        return later, []
    sides = list(zip(later, open_, strict=True))
    return [p for p, waits in sides if not waits], [p for p, waits in sides if waits]


def _mirrors(cell: Cell) -> bool:
    """Whether its type depends on what stands in another column."""
    return isinstance(cell.type, Listed) and bool(cell.type.column)


def _settling(cell: Cell) -> Iterator[Spot]:
    """The cells that a cell's type depends on."""
    for named in cell.names.values():
        if isinstance(named, CellOperand) and isinstance(named.ref.target, Spot):
            yield anchored(named.ref.target, cell.spot)


def _take(filled: Filled, p: Placed, kind: ValueType, coerced: Coerced) -> None:
    key = p.cell.key
    if key is None:
        return
    if p.cell.table and says_as_above(coerced.text):
        coerced = _as_above(coerced, down=p.cell.down)
    filled.coerced[key] = coerced
    value = filled.values[key] = coerced.value if coerced.valid else coerced.text
    typed = p.raw.value
    if isinstance(typed, str) and typed != value:
        filled.typed[key] = typed
    elif isinstance(typed, float) and isinstance(value, str) and isfinite(typed):
        filled.typed[key] = Decimal(repr(typed))
    if value is not None or key in filled.typed:
        filled.rows.add(p.cell.spot[:2])
    filled.types[key] = kind.shown
    filled.findings += [p.told(_fitting(f, p, kind)) for f in coerced.findings]


def _as_above(coerced: Coerced, *, down: bool) -> Coerced:
    """An entry that says “as above”. down: whether a blank means that in its column."""
    if down:
        blank = replace(coerced, value=None, text="", valid=True)
        return replace(blank, findings=(found("V111", value=coerced.text),))
    told = (found("V112", value=coerced.text),) if coerced.valid and coerced.value is not None else ()
    return replace(coerced, findings=(*coerced.findings, *told))


def _fitting(f: Finding, p: Placed, kind: ValueType) -> Finding:
    """An error in the words of its cell: whether it may stay blank, and what another row would take."""
    facts = dict(f.facts)
    if p.cell.required and "blank" in facts:
        facts["blank"] = NO_WORDS
    others = (k for k in p.types_beside if k.name != kind.name) if f.code in _INSTEAD else ()
    taken = next((k for k in others if coerce(p.raw, k).valid), None)
    if taken is not None:
        facts[_INSTEAD[f.code]] = instead_words(kind, taken)
    return replace(f, facts=facts)


_INSTEAD = {"V001": "instead", "V006": "hint"}
"""The fact that says what the row takes, by the code of what it does not."""


def _take_unsettled(filled: Filled, p: Placed, *, date1904: bool) -> None:
    """The row does not say which type holds: the first that fits, as the cause is reported elsewhere.

    What none of them takes is wrong in any case.
    """
    tries = list[tuple[ValueType, Coerced]]()
    for kind in concrete(p.cell.type) if p.cell.type else ():
        coerced = coerce(p.raw, kind, date1904=date1904)
        if coerced.valid:
            told = tuple(f for f in coerced.findings if f.severity is Severity.WARNING)
            _take(filled, p, kind, coerced if told == coerced.findings else replace(coerced, findings=told))
            return
        tries.append((kind, coerced))
    kind, coerced = tries[-1]
    _take(filled, p, kind, replace(coerced, findings=_unfit(p, tries)))


def _unfit(p: Placed, tries: list[tuple[ValueType, Coerced]]) -> tuple[Finding, ...]:
    """What all types say of an entry, if it is the same; else that it is of none of them."""
    errors = [f for _, coerced in tries for f in coerced.findings if f.severity is Severity.ERROR]
    if len({f.code for f in errors}) == 1 or p.cell.type is None:
        return tuple(errors[-1:])
    return (found("V017", value=errors[-1].value, wanted=type_words(p.cell.type)),)
