"""Functions of lists on the hidden sheet; the layout writes them, blueprints do not.

is_listed(list, x): x is one of the list's texts. stands_beside(above, choices, parent, x): x is among the
choices beside the parent's text; where the parent says none of the texts of `above`, among all of them.
Texts are equal letter by letter. Neither is ever not applicable.
"""

from __future__ import annotations

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import Formula, Piecewise, RangeRef, formula
from kpixl.blueprint.expressions.function import Args, Engine, ExcelFace, Function, Reckon, Scope, always
from kpixl.blueprint.expressions.nodes import Node, Value
from kpixl.blueprint.expressions.operands import ColumnRange, Constant
from kpixl.blueprint.expressions.pieces import exact, if_, literal


def _texts(engine: Engine, node: Node) -> Reckon[list[Value]]:
    column = engine.column(node)

    def texts(scope: Scope) -> list[Value]:
        found = column(scope)
        if found is None:
            name = getattr(node, "path", "")
            raise ExpressionError("not_column", 0, {"function": "is_listed", "name": name})
        return [item.value for item in found.items]

    return texts


def _range(sheet: ExcelFace, node: Node) -> RangeRef:
    column = sheet.column(node)
    if not isinstance(column, ColumnRange):
        raise ExpressionError("not_column", 0, {"function": "is_listed", "name": getattr(node, "path", "")})
    return column.range


def _evaluate_is_listed(engine: Engine, args: Args) -> Reckon[Value]:
    texts, operand = _texts(engine, args[0]), engine.operand(args[1])
    return lambda scope: operand(scope).value in [text for text in texts(scope) if text]


def _is_listed(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:  # noqa: ARG001 - it is always applicable
    return formula(_count(_range(sheet, args[0]), _text(sheet, args[1], "is_listed")), ">0")


def _evaluate_stands_beside(engine: Engine, args: Args) -> Reckon[Value]:
    lists = [_texts(engine, arg) for arg in args[:2]]
    operands = [engine.operand(arg) for arg in args[2:]]

    def stands_beside(scope: Scope) -> bool:
        above, choices = (texts(scope) for texts in lists)
        parent, text = (operand(scope).value for operand in operands)
        beside = [choice for over, choice in zip(above, choices, strict=True) if over == parent]
        return text in (beside or choices)

    return stands_beside


def _stands_beside(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:  # noqa: ARG001 - likewise
    above, choices = (_range(sheet, arg) for arg in args[:2])
    parent, text = (_text(sheet, arg, "stands_beside") for arg in args[2:])
    both = formula("SUMPRODUCT(", exact(above, parent), "*", exact(choices, text), ")>0")
    return if_(formula(_count(above, parent), ">0"), both, formula(_count(choices, text), ">0"))


def _text(sheet: ExcelFace, node: Node, function: str) -> Formula:
    """The text in a cell, or one that is known."""
    found = sheet.resolved(node)
    if isinstance(found, Constant):
        return literal(found.value)
    return formula(sheet.cell(node, function), '&""')


def _count(cells: Piecewise, text: Formula) -> Formula:
    return formula("SUMPRODUCT(--", exact(cells, text), ")")


def choices_beside(above: Formula, choices: Formula, every: Formula, parent: Formula) -> Formula:
    """The source of a drop-down list: the choices beside the parent's text, or if there are none all.

    above, choices, every: names of lists that begin in the first row of their sheet; equal texts of `above`
    stand together. By position, so that a text may hold what no name may.
    """
    count = _count(above, parent)
    last = formula("SUMPRODUCT(MAX(", exact(above, parent), "*ROW(", above, ")))")
    return if_(count, formula("OFFSET(", choices, ",", last, "-", count, ",0,", count, ",1)"), every)


def texts_of(cells: Formula) -> Formula:
    """The source of a drop-down list: the cells down to the last that shows a text, at least one."""
    last = formula("SUMPRODUCT(MAX((LEN(", cells, ")>0)*ROW(", cells, ")))")
    return formula("OFFSET(", cells, ",0,0,MAX(1,", last, "),1)")


CHOICE_FUNCTIONS = (
    Function(
        name="is_listed",
        least=2,
        most=2,
        names=(0, 1),
        evaluate=_evaluate_is_listed,
        kind=always("boolean"),
        condition=_is_listed,
        hidden=True,
    ),
    Function(
        name="stands_beside",
        least=4,
        most=4,
        names=(0, 1, 2, 3),
        evaluate=_evaluate_stands_beside,
        kind=always("boolean"),
        condition=_stands_beside,
        hidden=True,
    ),
)
