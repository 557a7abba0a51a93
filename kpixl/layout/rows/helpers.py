"""The hidden columns behind the cover's live progress: is the row used, what it needs, lacks, and has wrong.

What is too much for one formula is counted in several, in columns of their own further right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from kpixl.blueprint.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    If,
    Literal,
    Name,
    Node,
    Not,
    Or,
)
from kpixl.blueprint.model import Column, Rule
from kpixl.layout.edition import ACTIVE, BAD, CODE, DONE, DOUBT, FILLED, FIRST, LACK, NEED, WHY
from kpixl.layout.pages.sheet import grid_place
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Role, Style
from kpixl.layout.plan.keys import HERE, Spot
from kpixl.layout.rows.check_code import gauges
from kpixl.layout.rows.conditions import mistyped, sure, wrong
from kpixl.layout.rows.form_cell import FormRow, flat
from kpixl.layout.rows.meaning import AS_TEXT, Place
from kpixl.layout.rows.reasons import reason
from kpixl.layout.standing_in import cut
from kpixl.rules import TABLE_KINDS, sheet_kind
from kpixl.rules.types import CellType, type_words
from kpixl.words import Lang, Words

_LONGEST = 120
"""Characters of a reason: what two lines of the cover hold."""
_ZERO, _ONE = Literal(Decimal(0)), Literal(Decimal(1))
_DOUBTFUL = Words("请核对：", "Look at it: ")
_WANTED = Words("“{label}”应填{wanted}", "“{label}” takes {wanted}")
_MOST_TERMS = 180
"""More of them never fit into a formula, and would nest too deep to be looked at."""
Join = Callable[[Sequence[Node]], Node]


def added(terms: Sequence[Node]) -> Node:
    """The sum; 0 of none."""
    if not terms:
        return _ZERO
    total = terms[0]
    for term in terms[1:]:
        total = Arithmetic("+", total, term)
    return total


def counted(condition: Node) -> Node:
    """1 where the condition surely holds, else 0."""
    return If(sure(condition), _ONE, _ZERO)


def row_helpers(row: FormRow, columns: Sequence[Column], spots: dict[str, Spot]) -> list[Cell]:
    """What the cover asks of one row; columns: the ones to fill."""
    needed = [(c, n) for c in columns if (n := row.conditions.on(c).needed) is not None]
    why = Reasons(row, columns)
    told: dict[str, tuple[Sequence[Node], Join]] = {NEED: ([counted(n) for _, n in needed], added)}
    if CODE in spots:
        told[CODE] = gauges(row.place, columns), added
    if row.place.package.edition == FIRST:
        told[DONE] = [counted(And((n, _filled(c)))) for c, n in needed], added
        told[BAD] = [counted(t) for t, _ in why.errors], added
    else:
        told[NEED] = [counted(n) for _, n in needed], added_alike
        told[LACK] = [_coded(n, _empty(why, c)) for c, n in needed], together
        told[WHY] = [_coded(*each) for each in why.errors], together
        if why.doubts:
            told[DOUBT] = [_coded(*each) for each in why.doubts], together
    return [c for name, (terms, join) in told.items() for c in _joined(row.place, spots[name], terms, join)]


def _filled(column: Column) -> Node:
    return Call("filled", (Name(column.name + AS_TEXT),))


def _empty(why: Reasons, column: Column) -> Node:
    return _coded(Not(_filled(column)), why.missing(column))


def _coded(condition: Node, code: Node) -> Node:
    return Call("codes", (condition, code))


def added_alike(terms: Sequence[Node]) -> Node:
    """The sum of counts, those of the same condition counted at once."""
    times = Counter(terms)
    return added([_times(term, count) for term, count in times.items()])


def _times(term: Node, count: int) -> Node:
    return If(term.condition, Literal(Decimal(count)), _ZERO) if isinstance(term, If) and count > 1 else term


def together(terms: Sequence[Node]) -> Node:
    """The codes of all, one behind the other; what is under the same condition is asked under one."""
    if terms and all(isinstance(term, Name) for term in terms):
        parts = (Name(f"{term.path}{AS_TEXT}") for term in terms if isinstance(term, Name))
        return Call("join", (*parts, Literal("")))
    under: dict[Node, list[Node]] = defaultdict(list)
    for term in terms:
        if isinstance(term, Call):
            condition, code = term.args
            under[condition].append(code)
    return Call("codes", tuple(part for pair in under.items() for part in _under(*pair)))


def _under(condition: Node, codes: Sequence[Node]) -> Iterator[Node]:
    inner = [part for code in codes if isinstance(code, Call) for part in code.args]
    every = [Call("codes", tuple(inner))] if inner else codes
    for code in every:
        yield from (condition, code)


class _Labels(Mapping[str, str]):
    """What the columns of a row are called: asked for those alone of which something is said."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def __getitem__(self, name: str) -> str:
        return flat(self._place.label(self._place.columns[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._place.columns)

    def __len__(self) -> int:
        return len(self._place.columns)


@dataclass(frozen=True)
class Reasons:
    """What can be wrong in a row, each with its condition and its reason in words. columns: those to fill."""

    row: FormRow
    columns: Sequence[Column]

    @property
    def errors(self) -> list[tuple[Node, Name]]:
        """What a cell does not take, and the rules that are broken."""
        place = self.row.place
        unfit = wrong if place.package.edition == FIRST else mistyped
        typed = [(unfit(c, kind), self._typed(c, kind)) for c in self.columns for kind in [place.type(c)]]
        return typed + self._broken(self.row.conditions.errors)

    @property
    def doubts(self) -> list[tuple[Node, Name]]:
        """The rules that warn."""
        return self._broken(self.row.conditions.warnings, _DOUBTFUL[self._lang])

    def missing(self, column: Column) -> Name:
        """What an empty cell takes."""
        return self._typed(column, self.row.place.type(column))

    def _broken(self, rules: Sequence[Rule], before: str = "") -> list[tuple[Node, Name]]:
        filled = [c.name for c in self.columns]
        bound = ((r, [n for n in sheet_kind(r).columns(r) if n in filled]) for r in rules)
        trees = ((r, of[0], self.row.conditions.tree(r)) for r, of in bound if of)
        told = ((tree, name, before + self._asked(r)) for r, name, tree in trees if tree is not None)
        return [(Not(tree), self._reason(name, words)) for tree, name, words in told]

    def _typed(self, column: Column, kind: CellType) -> Name:
        told = {"label": self._label(column), "wanted": type_words(kind)[self._lang]}
        return self._reason(column.name, _WANTED[self._lang].format(**told))

    def _asked(self, rule: Rule) -> str:
        return sheet_kind(rule).words(rule, self._labels)[self._lang]

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return _Labels(self.row.place)

    def _label(self, column: Column) -> str:
        return flat(self.row.place.label(column))

    def _reason(self, column: str, words: str) -> Name:
        return reason(grid_place(self.row.place.spots[column]), cut(words, _LONGEST))

    @property
    def _lang(self) -> Lang:
        return self.row.place.package.lang


def use_helpers(
    row: FormRow, columns: Sequence[Column], spots: dict[str, Spot], position: int, least: int
) -> list[Cell]:
    """For a free row: is it filled, and does it count (filled, or among the first blank ones still needed).

    position: of the row in the table, from 1; least: rows that must be filled.
    """
    cells = _joined(row.place, spots[FILLED], [_filled(c) for c in columns], _any_of)
    is_filled = Compare("==", Name(FILLED), _ONE)
    active: Node = If(is_filled, _ONE, _ZERO)
    if position <= least:
        blanks_so_far = Arithmetic("-", Literal(Decimal(position)), Call("sum", (Name("_above"),)))
        still_needed = Arithmetic("-", Literal(Decimal(least)), Call("sum", (Name("_all"),)))
        active = If(Or((is_filled, Compare("<=", blanks_so_far, still_needed))), _ONE, _ZERO)
    cells.append(_helper(spots[ACTIVE], row.place.calculation(active, places=0)))
    return cells


def table_helper(place: Place, spot: Spot, rules: Sequence[Rule]) -> list[Cell]:
    """Which of the table's own rules are broken; names are columns here."""
    broken: list[tuple[Node, Rule]] = []
    for r in rules:
        tree = TABLE_KINDS[r.kind].tree(r) if r.severity == "error" and not r.trial else None
        if tree is not None:
            broken.append((And((TABLE_KINDS[r.kind].started(r), Not(tree))), r))
    if place.package.edition == FIRST:
        return _joined(place, spot, [counted(condition) for condition, _ in broken], added)
    return _joined(place, spot, [_coded(c, _of_table(place, r)) for c, r in broken], together)


def _of_table(place: Place, rule: Rule) -> Name:
    """The reason of a rule that looks at a whole table, at the head of the first column that it binds."""
    labels = {name: flat(place.label(column)) for name, column in place.columns.items()}
    kind = TABLE_KINDS[rule.kind]
    first = next(n for n in (*kind.columns(rule), *place.columns) if n in place.ranges)
    where = place.ranges[first].first
    if not isinstance(where, Spot):
        raise TypeError(where)
    return reason(grid_place(where), cut(kind.words(rule, labels)[place.package.lang], _LONGEST))


def _any_of(terms: Sequence[Node]) -> Node:
    """1 where one of the terms is true, or a count; else 0."""
    truths = (Compare(">", t, _ZERO) if isinstance(t, Name) else t for t in terms)
    return counted(Or(tuple(truths)))


def _joined(place: Place, spot: Spot, terms: Sequence[Node], join: Join) -> list[Cell]:
    """The terms joined in one cell; where that is too much for a formula, in parts and then the parts."""
    calculations = _fitting(place, terms, join)
    if len(calculations) == 1:
        return [_helper(spot, calculations[0])]
    parts = [f"{spot.column}.{i + 1}" for i in range(len(calculations))]
    cells = [_helper(spot._replace(column=p), c) for p, c in zip(parts, calculations, strict=True)]
    beside = {part: Spot(spot.sheet, HERE, part) for part in parts}
    whole = replace(place, spots={**place.spots, **beside})
    return [*cells, _helper(spot, whole.calculation(join([Name(part) for part in parts]), places=0))]


def _fitting(place: Place, terms: Sequence[Node], join: Join) -> list[Calculation]:
    """The terms in as many runs, halved again and again, as fit into a formula each."""
    if len(terms) <= _MOST_TERMS:
        whole = place.calculation(join(terms), places=0)
        if len(terms) < 2 or whole.fits:
            return [whole]
    half = len(terms) // 2
    return [*_fitting(place, terms[:half], join), *_fitting(place, terms[half:], join)]


def _helper(spot: Spot, calculation: Calculation) -> Cell:
    return Cell(spot=spot, role=Role.HELPER, calculation=calculation, style=Style(name="helper"))
