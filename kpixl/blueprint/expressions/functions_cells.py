"""Functions that look at what a cell holds: blank, filled, is_number, is_integer, is_text; `in`, and once.

blank and filled are not applicable on an invalid cell. The is_ functions tell what a cell holds whether or
not its type takes it, so an invalid cell is an answer to them; on a blank cell they are not applicable.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import Formula, Ref, formula
from kpixl.blueprint.expressions.function import Args, Engine, ExcelFace, Function, Reckon, Scope, always
from kpixl.blueprint.expressions.matching import matches, places
from kpixl.blueprint.expressions.nodes import Call, Compare, If, Literal, Name, Node, Or, Value
from kpixl.blueprint.expressions.operands import CellOperand, ConstantColumn, Kind, is_blank
from kpixl.blueprint.expressions.pieces import (
    FALSE,
    TRUE,
    Guards,
    Piece,
    blank_test,
    exact,
    filled_test,
    if_,
    literal,
    not_,
    truth,
)
from kpixl.blueprint.expressions.pieces import rounded as rounded_formula
from kpixl.blueprint.expressions.rounding import rounded


def _default(args: Args) -> If:
    """`blank(x, default)` is `x if filled(x) else default`."""
    return If(Call("filled", args[:1]), args[0], args[1])


def _cell(sheet: ExcelFace, node: Node) -> CellOperand:
    found = sheet.resolved(node)
    if not isinstance(found, CellOperand):
        raise ExpressionError("column_alone", 0, {"name": getattr(node, "path", "")})
    return found


def _evaluate_filled(engine: Engine, args: Args) -> Reckon[Value]:
    operand = engine.operand(args[0])

    def filled(scope: Scope) -> bool | None:
        found = operand(scope)
        return not found.blank if found.sound else None

    return filled


def _evaluate_blank(engine: Engine, args: Args) -> Reckon[Value]:
    if len(args) == 2:
        return engine.value(_default(args))
    operand = engine.operand(args[0])

    def blank(scope: Scope) -> bool | None:
        found = operand(scope)
        return found.blank if found.sound else None

    return blank


def _filled(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:
    cell = _cell(sheet, args[0])
    if when_blank or cell.kind in ("text", "any"):
        return filled_test(cell.ref)
    if cell.kind == "boolean":
        return if_(exact(cell.ref, literal(cell.true_text)), TRUE, exact(cell.ref, literal(cell.false_text)))
    return formula("ISNUMBER(", cell.ref, ")")


def _blank(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:
    if len(args) == 2:
        return sheet.condition(_default(args), when_blank=when_blank)
    cell = _cell(sheet, args[0])
    if not when_blank or cell.kind in ("text", "any"):
        return blank_test(cell.ref)
    return not_(_filled(sheet, args, when_blank=False))


def _blank_piece(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    """Short forms where the default is always applicable: `N(x)` for 0, one test for text among numbers."""
    cell, default = sheet.resolved(args[0]), sheet.piece(args[1], kind)
    if isinstance(cell, CellOperand) and default.guards == Guards():
        if kind == "number" and cell.kind in ("number", "any"):
            if default.value == literal(Decimal(0)):
                return Piece(formula("N(", cell.ref, ")"), Guards(addends=(cell.ref,)))
            value = if_(formula("ISNUMBER(", cell.ref, ")"), formula(cell.ref), default.value)
            return Piece(value, Guards(addends=(cell.ref,)))
        if kind == cell.kind == "text":
            return Piece(if_(filled_test(cell.ref), formula(cell.ref), default.value))
    return sheet.piece(_default(args), kind)


def _blank_kind(sheet: ExcelFace, args: Args) -> Kind:
    return sheet.kind(_default(args)) if len(args) == 2 else "boolean"


def _holds(test: Callable[[Value], bool], sheet_test: Callable[[Ref], Formula], name: str) -> Function:
    """A function that tells what one cell holds; sheet_test is false on a blank cell."""

    def evaluate(engine: Engine, args: Args) -> Reckon[Value]:
        operand = engine.operand(args[0])

        def holds(scope: Scope) -> bool | None:
            found = operand(scope)
            return None if found.blank else test(found.value)

        return holds

    def condition(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:
        ref = _cell(sheet, args[0]).ref
        return if_(sheet_test(ref), TRUE, blank_test(ref) if when_blank else FALSE)

    return Function(
        name=name, least=1, most=1, names=(0,), evaluate=evaluate, kind=always("boolean"), condition=condition
    )


def _is_whole(value: Value) -> bool:
    return isinstance(value, Decimal) and value.is_finite() and rounded(value, 9) == rounded(value, 0)


def _whole_test(ref: Ref) -> Formula:
    return if_(formula("ISNUMBER(", ref, ")"), formula(rounded_formula(ref, 9), "=ROUND(", ref, ",0)"), FALSE)


def _one_of(args: Args) -> Or:
    return Or(tuple(Compare("==", args[0], item) for item in args[1:]))


def _evaluate_exact_in(engine: Engine, args: Args) -> Reckon[Value]:
    column, one_of, value = engine.column(args[1]), engine.value(_one_of(args)), engine.value(args[0])

    def exact_in(scope: Scope) -> Value:
        listed = column(scope)
        if listed is None:
            return one_of(scope)
        wanted = value(scope)
        return None if wanted is None else bool(places(listed, wanted))

    return exact_in


def _exact_in(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:
    listed = sheet.resolved(args[1]) if isinstance(args[1], Name) else None
    if isinstance(listed, ConstantColumn):
        items = tuple(Literal(value) for value in listed.values if not is_blank(value))
        return sheet.condition(_one_of((args[0], *items)), when_blank=when_blank)
    column = sheet.column(args[1])
    if column is None:
        return sheet.condition(_one_of(args), when_blank=when_blank)
    found = matches(sheet, column, args[0], "in")
    return found.guards.apply(formula("SUMPRODUCT(", found.value, ")>0"), truth(when_blank))


def _evaluate_once(engine: Engine, args: Args) -> Reckon[Value]:
    column, value = engine.column(args[1]), engine.value(args[0])

    def once(scope: Scope) -> bool | None:
        listed, wanted = column(scope), value(scope)
        return None if listed is None or wanted is None else len(places(listed, wanted)) == 1

    return once


def _once(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:
    column = sheet.column(args[1])
    if column is None:
        raise ExpressionError("not_column", 0, {"function": "once", "name": getattr(args[1], "path", "")})
    found = matches(sheet, column, args[0], "once")
    return found.guards.apply(formula("SUMPRODUCT(", found.value, ")=1"), truth(when_blank))


CELL_FUNCTIONS = (
    Function(
        name="blank",
        least=1,
        most=2,
        names=(0,),
        evaluate=_evaluate_blank,
        kind=_blank_kind,
        piece=_blank_piece,
        condition=_blank,
    ),
    Function(
        name="filled",
        least=1,
        most=1,
        names=(0,),
        evaluate=_evaluate_filled,
        kind=always("boolean"),
        condition=_filled,
    ),
    _holds(
        lambda value: isinstance(value, Decimal) and value.is_finite(),
        lambda ref: formula("ISNUMBER(", ref, ")"),
        "is_number",
    ),
    _holds(_is_whole, _whole_test, "is_integer"),
    _holds(
        lambda value: isinstance(value, str) and not is_blank(value),
        lambda ref: filled_test(formula("T(", ref, ")")),
        "is_text",
    ),
    Function(
        name="exact_in",
        least=2,
        most=None,
        evaluate=_evaluate_exact_in,
        kind=always("boolean"),
        condition=_exact_in,
        hidden=True,
    ),
    Function(
        name="once",
        least=2,
        most=2,
        evaluate=_evaluate_once,
        kind=always("boolean"),
        condition=_once,
        hidden=True,
    ),
)
