"""Functions of numbers: min and max (of dates too, and of whole columns), abs, round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import formula, listed
from kpixl.blueprint.expressions.function import Args, Engine, ExcelFace, Function, Reckon, Scope, always
from kpixl.blueprint.expressions.nodes import Literal, Node, Value
from kpixl.blueprint.expressions.operands import ColumnOperand, Kind
from kpixl.blueprint.expressions.pieces import NEVER, Guards, Piece, united
from kpixl.blueprint.expressions.pieces import rounded as rounded_formula
from kpixl.blueprint.expressions.rounding import CONTEXT, rounded


def _candidates(engine: Engine, node: Node, pick: Callable[..., Value]) -> Reckon[list[Value]]:
    """What an argument gives to choose from: of a column of one kind what it would choose there itself."""
    column, value = engine.column(node), engine.value(node)

    def candidates(scope: Scope) -> list[Value]:
        found = column(scope)
        if found is None:
            return [value(scope)]
        chosen: list[Value] = found.once(("candidates", pick), lambda: _chosen(found, pick))
        return chosen

    return candidates


def _chosen(column: ColumnOperand, pick: Callable[..., Value]) -> list[Value]:
    values: list[Value] = [each for each in column.usable if isinstance(each, Decimal | date)]
    return [pick(values)] if values and _of_one_kind(values) else values or [None]


def _of_one_kind(values: list[Value]) -> bool:
    return any(all(isinstance(value, kind) for value in values) for kind in (Decimal, date))


def _extreme(name: str, pick: Callable[..., Value]) -> Function:
    def evaluate(engine: Engine, args: Args) -> Reckon[Value]:
        parts = [_candidates(engine, arg, pick) for arg in args]

        def extreme(scope: Scope) -> Value:
            values = [value for candidates in parts for value in candidates(scope)]
            return pick(values) if _of_one_kind(values) else None

        return extreme

    def kind(sheet: ExcelFace, args: Args) -> Kind:
        column = sheet.column(args[0])
        found = column.kind if column else sheet.kind(args[0])
        return "number" if found == "any" else found

    def piece(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
        if kind not in ("number", "date"):
            return NEVER
        pieces = [_range_or_value(sheet, arg, kind) for arg in args]
        value = formula(f"{name.upper()}(", listed(piece.value for piece in pieces), ")")
        whole_days = formula("INT(", value, ")") if kind == "date" else value
        return Piece(whole_days, united(pieces))

    return Function(name=name, least=1, most=None, evaluate=evaluate, kind=kind, piece=piece)


def _range_or_value(sheet: ExcelFace, node: Node, kind: Kind) -> Piece:
    column = sheet.column(node)
    if column is None:
        return sheet.piece(node, kind)
    if column.kind != kind and (kind, column.kind) != ("number", "any"):
        return NEVER
    return Piece(formula(column.range), Guards(tests=(formula("COUNT(", column.range, ")>0"),)))


def _evaluate_abs(engine: Engine, args: Args) -> Reckon[Value]:
    value = engine.value(args[0])

    def absolute(scope: Scope) -> Value:
        number = value(scope)
        return CONTEXT.abs(number) if isinstance(number, Decimal) else None

    return absolute


def _abs(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    piece = sheet.piece(args[0], kind) if kind == "number" else NEVER
    return Piece(formula("ABS(", piece.value, ")"), piece.guards)


def _places(args: Args) -> int:
    written = args[1].value if len(args) == 2 and isinstance(args[1], Literal) else Decimal(0)
    return int(written) if isinstance(written, Decimal) else 0


def _check_places(args: Args) -> None:
    if len(args) == 1:
        return
    written = args[1].value if isinstance(args[1], Literal) else None
    if not isinstance(written, Decimal) or written not in range(10):
        raise ExpressionError("needs_literal", 0, {"function": "round", "position": 2, "what": "0 … 9"})


def _evaluate_round(engine: Engine, args: Args) -> Reckon[Value]:
    value, places = engine.value(args[0]), _places(args)

    def round_(scope: Scope) -> Value:
        number = value(scope)
        return rounded(number, places) if isinstance(number, Decimal) else None

    return round_


def _round(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    piece = sheet.piece(args[0], kind) if kind == "number" else NEVER
    return Piece(rounded_formula(piece.value, _places(args)), piece.guards)


NUMBER_FUNCTIONS = (
    _extreme("min", min),
    _extreme("max", max),
    Function(
        name="abs",
        least=1,
        most=1,
        evaluate=_evaluate_abs,
        kind=always("number"),
        piece=_abs,
    ),
    Function(
        name="round",
        least=1,
        most=2,
        check=_check_places,
        evaluate=_evaluate_round,
        kind=always("number"),
        piece=_round,
    ),
)
