"""Plans that recipients share: laid out once for who stands in for them, then bound to each."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from threading import RLock
from typing import Any, NamedTuple

from kpixl.blueprint.model import Scheme
from kpixl.layout.package.package import Package
from kpixl.layout.plan.cell import Cell, Validation
from kpixl.layout.plan.keys import CellKey
from kpixl.layout.plan.plan import Plan, Sheet
from kpixl.layout.standing_in import (
    Measures,
    OwnWordsError,
    Words,
    asked_of,
    has_signs,
    looked_at,
    measuring,
    stand_in,
    words_of,
)

Kind = tuple[Any, ...]
_Differing = tuple[Sequence["_Own"], "_Mine"]
"""What differs on a sheet."""
LayOut = Callable[[Package], Plan]
_MOST_CELLS = 300_000
"""Of all templates that are kept; the oldest are let go."""
_MOST_KINDS = 1_000
_MOST_TEMPLATES = 8
"""Of one kind, which differ in how high a row must be for a name."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A cell that is another one for each recipient: its place among those of its sheet, and what differs.

    mine: its key names the recipient; said: label, line or value do; guarded: its validation or comment.
    """

    place: int
    cell: Cell
    mine: bool
    said: bool
    guarded: bool


class _Mine(NamedTuple):
    """The cells of which nothing but the key is another one for each recipient: there are a thousand.

    places: among those of their sheet; keys: all forms of their keys, all copies, and so on, without the
    subjects; before, behind: what stands before the keys, and behind them, likewise.
    """

    places: Sequence[int]
    keys: tuple[Sequence[str], ...]
    before: tuple[Sequence[Any], ...]
    behind: tuple[Sequence[Any], ...]

    @classmethod
    def of(cls, cells: Mapping[int, Cell]) -> _Mine:
        """These cells, by their places."""
        keys = [*zip(*[cell.key for cell in cells.values() if cell.key is not None], strict=True)]
        fields = [*zip(*cells.values(), strict=True)]
        return cls([*cells], tuple(keys), tuple(fields[:_KEY]), tuple(fields[_KEY + 1 :]))

    def put(self, cells: list[Cell], subject: str) -> None:
        """Those of a subject in their places."""
        if self.places:
            forms, copies, _, rows, columns = self.keys
            keys = map(_new, repeat(CellKey), zip(forms, copies, repeat(subject), rows, columns))
            made = map(_new, repeat(Cell), zip(*self.before, keys, *self.behind, strict=True))
            for place, cell in zip(self.places, made, strict=True):
                cells[place] = cell


_KEY = Cell._fields.index("key")
_new = tuple.__new__


class Template:
    """A plan with signs for what each recipient is called, and for texts that it has of its own."""

    def __init__(self, package: Package, plan: Plan, measures: Measures, own: Sequence[str] = ()) -> None:
        """package: of who stands in. OwnWordsError where a sheet or a choice is called as the recipient.

        own: the attributes for which it has signs.
        """
        self.package, self.plan, self._measures, self.own = package, plan, measures, own
        self._differing = [self._of_sheet(sheet) for sheet in plan.sheets]
        every = chain.from_iterable(own for own, _ in self._differing)
        plan.known.own = frozenset(each.cell.spot for each in every if each.said)
        self.cells = sum(len(sheet.cells) for sheet in plan.sheets)

    @classmethod
    def of(cls, package: Package, lay_out: LayOut, own: Sequence[str] = ()) -> Template:
        """That of a package and of all like it. Raises OwnWordsError where there are none."""
        standing = _standing_in(package, own)
        with measuring(_words(package, own)) as measures:
            plan = lay_out(standing)
        return cls(standing, plan, measures, own)

    def _of_sheet(self, sheet: Sheet) -> _Differing:
        looked_at(sheet.name)
        own: list[_Own] = []
        mine: dict[int, Cell] = {}
        for place, cell in enumerate(sheet.cells):
            for choice in cell.validation.choices if cell.validation else ():
                looked_at(choice)
            key = cell.key if cell.key is not None and cell.key.subject == self.package.recipient else None
            said = any(isinstance(t, str) and has_signs(t) for t in (cell.label, cell.line, cell.value))
            guarded = bool(cell.also) or any(map(has_signs, _guarding(cell)))
            if said or guarded:
                own.append(_Own(place, cell, key is not None, said, guarded))
            elif key is not None:
                mine[place] = cell
        return own, _Mine.of(mine)

    def fits(self, package: Package) -> bool:
        """Whether what was measured is the same for another package of the kind."""
        return self._measures.hold(_words(package, self.own))

    def bound(self, package: Package) -> Plan:
        """The plan of a package that it fits."""
        words, pairs = _words(package, self.own), zip(self.plan.sheets, self._differing, strict=True)
        sheets = tuple(_sheet(sheet, differing, package.recipient, words) for sheet, differing in pairs)
        return replace(self.plan, sheets=sheets)


def _words(package: Package, own: Sequence[str]) -> Words:
    return words_of(package.unit, package.number, own)


def _guarding(cell: Cell) -> Iterator[str]:
    yield cell.comment
    if cell.validation is not None:
        yield from (*cell.validation.prompt, *cell.validation.error)


def _sheet(sheet: Sheet, differing: _Differing, subject: str, words: Words) -> Sheet:
    own, mine = differing
    if not own and not mine.places:
        return sheet
    cells = [*sheet.cells]
    mine.put(cells, subject)
    for each in own:
        cells[each.place] = _cell(each, subject, words)
    return sheet.holding(tuple(cells))


def _cell(own: _Own, subject: str, words: Words) -> Cell:
    cell = own.cell
    key, label, line, value = cell.key, cell.label, cell.line, cell.value
    if own.mine and key is not None:
        key = CellKey(key.form, key.instance, subject, key.row, key.column)
    if own.said:
        label, line = label.translate(words), line.translate(words)
        value = value.translate(words) if isinstance(value, str) else value
    made = cell.said(key, label, line, value)
    if not own.guarded:
        return made
    v = cell.validation
    return made._replace(
        comment=cell.comment.translate(words),
        validation=v and _validation(v, words),
        also=tuple(k._replace(subject=k.subject.translate(words)) for k in cell.also),
    )


def _validation(v: Validation, words: Words) -> Validation:
    (head, text), (wrong, wanted) = v.prompt, v.error
    return replace(
        v,
        prompt=(head.translate(words), text.translate(words)),
        error=(wrong.translate(words), wanted.translate(words)),
    )


def _standing_in(package: Package, own: Sequence[str]) -> Package:
    """The package of who stands in for its recipient."""
    standing = stand_in(package.unit, own)
    rows = {
        table: tuple((standing.id if subject else "", row) for subject, row in pairs)
        for table, pairs in package.rows.items()
    }
    return replace(
        package,
        recipient=standing.id,
        subjects=(standing.id,),
        rows=rows,
        given_back=None,
        stands_for=package,
        stand_in=standing,
    )


def kind_of(package: Package) -> Kind | None:
    """What packages have in common whose plans differ in what their recipients are called and have, alone.

    None for one that is shared with nobody: about others, with answers or problems of its own.
    """
    if not package.about_itself or package.stage.carries or package.marks:
        return None
    own, unit = package.recipient, package.unit
    if any(subject not in {"", own} for pairs in package.rows.values() for subject, _ in pairs):
        return None
    return (
        id(package.scheme),
        package.stage_id,
        (package.part, package.simulated, package.bound, package.edition),
        (unit.group, unit.leader is None and package.scheme.asks_for_leaders, unit.short == unit.name),
        _attributes(package),
        tuple((f.form, tuple(i.id for i in package.instances(f))) for f in package.forms),
        tuple((table, tuple((s == own, r) for s, r in pairs)) for table, pairs in package.rows.items()),
    )


def _attributes(package: Package) -> tuple[str, ...]:
    """The attributes that a recipient has."""
    return tuple(name for name in package.scheme.roster.declared if name in package.unit.attributes)


@dataclass
class _Known:
    """What is known of a kind. scheme: kept, so that nothing else takes its id; alone: none can be shared."""

    scheme: Scheme
    alone: bool = False
    templates: list[Template] = field(default_factory=list)


class Templates:
    """The templates of this process, made where a second package of a kind comes; the oldest are let go.

    Whoever asks while another thread has one made, as pages of the desk do, waits for it.
    """

    def __init__(self, lay_out: LayOut) -> None:
        """lay_out: makes the plan of one package."""
        self._lay_out = lay_out
        self._known: OrderedDict[Kind, _Known] = OrderedDict()
        self._rests_on: defaultdict[Kind, frozenset[str]] = defaultdict(frozenset)
        self._signed: dict[int, tuple[Scheme, bool]] = {}
        self._alone = RLock()

    def of(self, package: Package) -> Template | None:
        """The template of a package; None where it is to be laid out by itself."""
        alike = kind_of(package)
        if alike is None:
            return None
        with self._alone:
            return self._of(package, alike)

    def _of(self, package: Package, alike: Kind) -> Template | None:
        own, given = self._own(package), package.unit.attributes
        kind = (*alike, *((name, repr(given[name])) for name in _attributes(package) if name not in own))
        known = self._known.get(kind)
        if known is None:
            self._known[kind] = _Known(package.scheme)
            self._let_go()
            return None
        self._known.move_to_end(kind)
        return self._fitting(known, package)

    def _fitting(self, known: _Known, package: Package) -> Template | None:
        for template in known.templates:
            if template.fits(package):
                return template
        if known.alone or len(known.templates) == _MOST_TEMPLATES:
            return None
        if self._writes_signs(known.scheme):
            known.alone = True
            return None
        own = self._own(package)
        try:
            known.templates.append(Template.of(package, self._lay_out, own))
        except OwnWordsError as error:
            asked = asked_of(error, own)
            known.alone = not asked
            self._rests_on[id(package.scheme), package.stage_id] |= asked
            # it is the first of the kind that is known now, and would be laid out once more in any case
            return self.of(package) or self.of(package) if asked else None
        self._let_go()
        return known.templates[-1]

    def _own(self, package: Package) -> tuple[str, ...]:
        """The attributes of a recipient on which nothing in its stage is known to rest."""
        rests_on = self._rests_on[id(package.scheme), package.stage_id]
        return tuple(name for name in _attributes(package) if name not in rests_on)

    def _let_go(self) -> None:
        while len(self._known) > _MOST_KINDS or (len(self._known) > 1 and self._cells() > _MOST_CELLS):
            self._known.popitem(last=False)

    def _cells(self) -> int:
        return sum(template.cells for known in self._known.values() for template in known.templates)

    def _writes_signs(self, scheme: Scheme) -> bool:
        """Whether a scheme itself writes what stands for something here."""
        if id(scheme) not in self._signed:
            self._signed = {id(scheme): (scheme, has_signs(scheme.model_dump_json()))}
        return self._signed[id(scheme)][1]
