"""An expression with what its names stand for: the one source of the formula and of the engine's figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
from kpixl.blueprint.expressions.nodes import Value
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange, Constant, ConstantColumn, Resolved

Shape = Constant | ConstantColumn | tuple[Any, ...]
"""What a name stands for but for its place; of a cell and a column the kind and its fields."""


@dataclass(slots=True)
class Blank:
    """What was found of a calculation where nothing is filled in: the same in each plan that has its row.

    beside: the columns of its row on whose printed values it rests, and whether on nothing else; figures:
    where it rests on nothing else, by these values.
    """

    beside: tuple[tuple[str, ...], bool] | None = None
    figures: dict[tuple[str, ...], Value] = field(default_factory=dict)


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
        """The Excel form, its cells as spots: one for all rows and calculations that read the same."""
        named = sorted(self.names.items())
        shapes = tuple([(name, _shape(each)) for name, each in named])
        when_blank = self.when_blank if self.condition else None
        made = _compiled(self.tree, shapes, self.places, when_blank=when_blank, brief=self.brief)
        return _placed(made, tuple([_place(each) for _, each in named]))

    @cached_property
    def blank(self) -> Blank:
        """What was found of it where nothing is filled in."""
        return Blank()

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
) -> _Compiled:
    """The formula with its names in the cells' places: the rows of a table share it, so it is made once.

    when_blank: of a condition; None of a value.
    """
    names = {name: _at(name, shape) for name, shape in shapes}
    if when_blank is not None:
        made = condition_formula(tree, names.__getitem__, when_blank=when_blank, brief=brief)
    else:
        made = value_formula(tree, names.__getitem__, places, brief=brief)
    return _Compiled(made, tuple(names))


@dataclass(frozen=True, slots=True, eq=False)
class _Compiled:
    """A formula with names where its cells will be, and all the names: found again by itself."""

    formula: Formula
    names: tuple[str, ...]


@lru_cache(maxsize=4096)
def _placed(made: _Compiled, places: tuple[Ref | RangeRef | None, ...]) -> Formula:
    """The formula with these places for its names, in their order."""
    at = dict(zip(made.names, places, strict=True))
    return Formula(tuple([p if isinstance(p, str) else _put_back(p, at) for p in made.formula.parts]))


def _place(named: Resolved) -> Ref | RangeRef | None:
    """Where that stands what a name stands for; None of what is known without a cell."""
    match named:
        case CellOperand(ref=ref):
            return ref
        case ColumnRange(range=area):
            return area
    return None


def _shape(named: Resolved) -> Shape:
    """What a name stands for, without the place."""
    match named:
        case CellOperand(ref, kind, required, yes, no, typed):
            return CellOperand, kind, required, yes, no, typed, ref.row_absolute, ref.column_absolute
        case ColumnRange(_, kind, yes, no):
            return ColumnRange, kind, yes, no
    return named


def _at(name: str, shape: Shape) -> Resolved:
    """What has that shape, with the name for its place."""
    match shape:
        case (_, kind, required, yes, no, typed, row_absolute, column_absolute):
            return CellOperand(Ref(name, row_absolute, column_absolute), kind, required, yes, no, typed)
        case (_, kind, yes, no):
            return ColumnRange(RangeRef(name, name), kind, yes, no)
        case Constant() | ConstantColumn():
            return shape
    raise TypeError(shape)


def _put_back(part: Ref | RangeRef, places: Mapping[str, Ref | RangeRef | None]) -> Ref | RangeRef:
    """The place that a name stands for; of a column the first cell, where the formula asks for that."""
    place = places[str(part.first if isinstance(part, RangeRef) else part.target)]
    if place is None:
        raise TypeError(part)
    if isinstance(part, Ref) and isinstance(place, RangeRef):
        return replace(part, target=place.first)
    return place
