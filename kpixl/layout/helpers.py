"""The hidden columns behind the cover's live progress: is the row used, what it needs, has, and has wrong."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kpixl.blueprint.expressions import And, Arithmetic, Call, Compare, If, Literal, Name, Node, Not, Or
from kpixl.blueprint.model import Column, Rule
from kpixl.layout.form_cell import ACTIVE, FormRow, sure, wrong
from kpixl.layout.keys import Spot
from kpixl.layout.meaning import AS_TEXT, Place
from kpixl.layout.plan import Cell, Role, Style
from kpixl.rules import TABLE_KINDS, sheet_kind

_ZERO, _ONE = Literal(Decimal(0)), Literal(Decimal(1))
FILLED, NEED, DONE, BAD = "_filled", "_need", "_done", "_bad"


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
    trees = {
        NEED: added([counted(n) for c in columns if (n := row.needed(c)) is not None]),
        DONE: added([counted(And((n, _filled(c)))) for c in columns if (n := row.needed(c)) is not None]),
        BAD: added([counted(t) for t in _wrongs(row, columns)]),
    }
    return [_helper(row.place, spots[name], tree) for name, tree in trees.items()]


def _filled(column: Column) -> Node:
    return Call("filled", (Name(column.name + AS_TEXT),))


def _wrongs(row: FormRow, columns: Sequence[Column]) -> list[Node]:
    names = {c.name for c in columns}
    broken = [wrong(c, row.place.type(c)) for c in columns]
    rules = [
        r
        for r in row.rules
        if r.severity == "error" and not r.trial and names & set(sheet_kind(r).columns(r))
    ]
    return broken + [Not(t) for r in rules if (t := row.tree(r)) is not None]


def use_helpers(
    row: FormRow, columns: Sequence[Column], spots: dict[str, Spot], position: int, least: int
) -> list[Cell]:
    """For a free row: is it filled, and does it count (filled, or among the first blank ones still needed).

    position: of the row in the table, from 1; least: rows that must be filled.
    """
    filled = counted(Or(tuple(_filled(c) for c in columns)))
    cells = [_helper(row.place, spots[FILLED], filled)]
    is_filled = Compare("==", Name(FILLED), _ONE)
    active: Node = If(is_filled, _ONE, _ZERO)
    if position <= least:
        blanks_so_far = Arithmetic("-", Literal(Decimal(position)), Call("sum", (Name("_above"),)))
        still_needed = Arithmetic("-", Literal(Decimal(least)), Call("sum", (Name("_all"),)))
        active = If(Or((is_filled, Compare("<=", blanks_so_far, still_needed))), _ONE, _ZERO)
    cells.append(_helper(row.place, spots[ACTIVE], active))
    return cells


def table_helper(place: Place, spot: Spot, rules: Sequence[Rule]) -> Cell:
    """How many of the table's own rules are broken; names are columns here."""
    trees: list[Node] = []
    for r in rules:
        tree = TABLE_KINDS[r.kind].tree(r) if r.severity == "error" and not r.trial else None
        if tree is not None:
            trees.append(counted(And((TABLE_KINDS[r.kind].started(r), Not(tree)))))
    return _helper(place, spot, added(trees))


def _helper(place: Place, spot: Spot, tree: Node) -> Cell:
    return Cell(
        spot=spot, role=Role.HELPER, calculation=place.calculation(tree, places=0), style=Style(name="helper")
    )
