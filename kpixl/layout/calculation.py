"""An expression with what its names stand for: the one source of the formula and of the engine's figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from kpixl.blueprint.expressions import (
    ExpressionError,
    Formula,
    Node,
    RangeRef,
    Ref,
    condition_formula,
    value_formula,
)
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange, Constant, ConstantColumn, Resolved

Shape = Constant | ConstantColumn | tuple[Any, ...]
"""What a name stands for but for its place; of a cell and a column the kind and its fields."""


@dataclass(frozen=True, kw_only=True)
class Calculation:
    """An expression with what its names stand for: the one source of the formula and of the engine's figure.

    condition: the result is TRUE or FALSE, when_blank where the expression is not applicable; else a value
    with `places`. brief: its formula is, where it can be.
    """

    tree: Node
    names: Mapping[str, Resolved]
    places: int | None = None
    condition: bool = False
    when_blank: bool = True
    brief: bool = False

    @cached_property
    def formula(self) -> Formula:
        """The Excel form, its cells as spots."""
        shapes = tuple((name, _shape(named)) for name, named in sorted(self.names.items()))
        when_blank = self.when_blank if self.condition else None
        made = _compiled(self.tree, shapes, self.places, when_blank=when_blank, brief=self.brief)
        return Formula(tuple(p if isinstance(p, str) else _put_back(p, self.names) for p in made.parts))

    @property
    def fits(self) -> bool:
        """Whether a spreadsheet can hold the formula."""
        try:
            return bool(self.formula.parts)
        except ExpressionError as error:
            return error.code != "excel_limit"


@lru_cache(maxsize=4096)
def _compiled(
    tree: Node,
    shapes: tuple[tuple[str, Shape], ...],
    places: int | None,
    *,
    when_blank: bool | None,
    brief: bool,
) -> Formula:
    """The formula with its names in the cells' places: the rows of a table share it, so it is made once.

    when_blank: of a condition; None of a value.
    """
    names = {name: _at(name, shape) for name, shape in shapes}
    if when_blank is not None:
        return condition_formula(tree, names.__getitem__, when_blank=when_blank, brief=brief)
    return value_formula(tree, names.__getitem__, places, brief=brief)


def _shape(named: Resolved) -> Shape:
    """What a name stands for, without the place."""
    match named:
        case CellOperand(ref, kind, required, yes, no):
            return CellOperand, kind, required, yes, no, ref.row_absolute, ref.column_absolute
        case ColumnRange(_, kind, yes, no):
            return ColumnRange, kind, yes, no
    return named


def _at(name: str, shape: Shape) -> Resolved:
    """What has that shape, with the name for its place."""
    match shape:
        case (_, kind, required, yes, no, row_absolute, column_absolute):
            return CellOperand(Ref(name, row_absolute, column_absolute), kind, required, yes, no)
        case (_, kind, yes, no):
            return ColumnRange(RangeRef(name, name), kind, yes, no)
        case Constant() | ConstantColumn():
            return shape
    raise TypeError(shape)


def _put_back(part: Ref | RangeRef, names: Mapping[str, Resolved]) -> Ref | RangeRef:
    """The place that a name stands for; of a column the first cell, where the formula asks for that."""
    named = names[str(part.first if isinstance(part, RangeRef) else part.target)]
    match named:
        case CellOperand(ref=ref):
            return ref
        case ColumnRange(range=area):
            return replace(part, target=area.first) if isinstance(part, Ref) else area
    raise TypeError(named)
