"""The live formulas of a score sheet, as expression trees over the cells that they name."""

from __future__ import annotations

from decimal import Decimal

from kpixl.blueprint.expressions import Arithmetic, Call, Compare, If, Literal, Name, Node, RangeRef, Ref
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange, Resolved
from kpixl.layout import Calculation, Spot


def _made(tree: Node, places: int | None, **names: Resolved) -> Calculation:
    return Calculation(tree=tree, names=names, places=places)


def _cell(spot: Spot) -> CellOperand:
    return CellOperand(ref=Ref(spot), kind="number")


def _cells(area: RangeRef) -> ColumnRange:
    return ColumnRange(range=area, kind="number")


def same(spot: Spot) -> Calculation:
    """The number in another cell; blank where there is none."""
    return _made(Name("score"), None, score=_cell(spot))


def counted(area: RangeRef) -> Calculation:
    """How many numbers there are."""
    return _made(Call("count", (Name("figures"),)), 0, figures=_cells(area))


def summed(area: RangeRef, places: int) -> Calculation:
    """The sum."""
    return _made(Call("sum", (Name("figures"),)), places, figures=_cells(area))


def whole(area: RangeRef, items: int, places: int) -> Calculation:
    """The sum of the scores of all items; blank while one is missing."""
    complete = Compare("==", Call("count", (Name("scores"),)), Literal(Decimal(items)))
    tree = If(complete, Call("sum", (Name("scores"),)), Literal(None))
    return _made(tree, places, scores=_cells(area))


def vetoed(total: Calculation, veto: Spot) -> Calculation:
    """Zero while a veto stands in its cell, else the total."""
    tree = If(Call("filled", (Name("veto"),)), Literal(Decimal(0)), total.tree)
    names = {**total.names, "veto": CellOperand(ref=Ref(veto), kind="text")}
    return _made(tree, total.places, **names)


def share(score: Spot, points: Spot | RangeRef, places: int) -> Calculation:
    """The score as a share of the points, which stand in one cell or are summed up."""
    whole: Node = Name("points") if isinstance(points, Spot) else Call("sum", (Name("points"),))
    named = _cell(points) if isinstance(points, Spot) else _cells(points)
    return _made(Arithmetic("/", Name("score"), whole), places, score=_cell(score), points=named)


def ranked(score: Spot, scores: RangeRef) -> Calculation:
    """The rank of a total among all of its column; ties share one."""
    tree = Call("rank", (Name("score"), Name("scores")))
    return _made(tree, 0, score=_cell(score), scores=_cells(scores))
