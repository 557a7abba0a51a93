"""The hidden columns behind the cover's live progress: is the row used, what it needs, has, and has wrong.

What is too much for one formula is counted in several, in columns of their own further right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

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
from kpixl.layout.calculation import Calculation
from kpixl.layout.cell import Cell, Role, Style
from kpixl.layout.conditions import sure, wrong
from kpixl.layout.form_cell import FormRow
from kpixl.layout.keys import HERE, Spot
from kpixl.layout.meaning import AS_TEXT, Place
from kpixl.layout.places import ACTIVE
from kpixl.rules import TABLE_KINDS, sheet_kind

_ZERO, _ONE = Literal(Decimal(0)), Literal(Decimal(1))
FILLED, NEED, DONE, BAD = "_filled", "_need", "_done", "_bad"
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
    """The counts of one row; columns: the ones to fill."""
    needed = [(c, n) for c in columns if (n := row.conditions.on(c).needed) is not None]
    terms = {
        NEED: [counted(n) for _, n in needed],
        DONE: [counted(And((n, _filled(c)))) for c, n in needed],
        BAD: [counted(t) for t in _wrongs(row, columns)],
    }
    return [cell for name, some in terms.items() for cell in _joined(row.place, spots[name], some, added)]


def _filled(column: Column) -> Node:
    return Call("filled", (Name(column.name + AS_TEXT),))


def _wrongs(row: FormRow, columns: Sequence[Column]) -> list[Node]:
    names = {c.name for c in columns}
    broken = [wrong(c, row.place.type(c)) for c in columns]
    rules = [r for r in row.conditions.errors if names & set(sheet_kind(r).columns(r))]
    return broken + [Not(t) for r in rules if (t := row.conditions.tree(r)) is not None]


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
    """How many of the table's own rules are broken; names are columns here."""
    trees: list[Node] = []
    for r in rules:
        tree = TABLE_KINDS[r.kind].tree(r) if r.severity == "error" and not r.trial else None
        if tree is not None:
            trees.append(counted(And((TABLE_KINDS[r.kind].started(r), Not(tree)))))
    return _joined(place, spot, trees, added)


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
