"""`lookup`: what stands in one column beside a value in another one, of a list or of a table.

Codes are compared as the texts that they show: the number 410402 and the text are one code. Exactly, and from
the top, which MATCH does not do: it finds `abc` for `ABC` and takes `*` for anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import Formula, Piecewise, formula
from kpixl.blueprint.expressions.function import Args, Engine, ExcelFace, Function, Reckon, Scope
from kpixl.blueprint.expressions.functions_columns import engine_column, of_one_table, sheet_column
from kpixl.blueprint.expressions.nodes import Node, Value
from kpixl.blueprint.expressions.operands import ColumnOperand, ColumnRange, Kind
from kpixl.blueprint.expressions.pieces import (
    NEVER,
    Guards,
    Piece,
    exact,
    filled_test,
    if_,
    literal,
    truth,
)

_NAME = "lookup"
_LOOKED_AT = frozenset({"text", "number", "any"})
"""What codes are: of days and of yes or no a cell shows another text in every program."""


def _face(value: Value) -> str | None:
    """A code as its cell shows it; None of what is none."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if isinstance(value, str) else None


def _first_rows(column: ColumnOperand) -> Mapping[str, int]:
    """The first row of each code."""
    found: dict[str, int] = {}
    for row, value in enumerate(column.usable):
        face = _face(value)
        if face is not None:
            found.setdefault(face, row)
    return found


def _evaluate(engine: Engine, args: Args) -> Reckon[Value]:
    code = engine.value(args[0])
    looked_at, answers = (engine_column(engine, arg, _NAME) for arg in args[1:])

    def lookup(scope: Scope) -> Value:
        codes, beside = looked_at(scope), answers(scope)
        of_one_table(codes, beside)
        rows: Mapping[str, int] = codes.once("codes", lambda: _first_rows(codes))
        row = rows.get(_face(code(scope)) or "")
        return None if row is None else beside.usable[row]

    return lookup


def _answers(sheet: ExcelFace, args: Args) -> ColumnRange:
    return sheet_column(sheet, args[2], _NAME)


def _found(sheet: ExcelFace, args: Args) -> tuple[Guards, Formula]:
    """Where there is such a code, and the cell beside it."""
    codes, answers = sheet_column(sheet, args[1], _NAME), _answers(sheet, args)
    kind = sheet.kind(args[0])
    for each in (kind, codes.kind):
        if each not in _LOOKED_AT:
            raise ExpressionError("column_kind", 0, {"function": _NAME, "kind": each})
    guards, code = _shown(sheet, args[0], kind)
    same = formula("EXACT(", codes.range, '&"",', code, ")")
    rows = formula("ROWS(", codes.range, ")")
    # from the end, so that of equal codes the first is found; a blank is no code
    height = formula("(", rows, "+MIN(ROW(", codes.range, "))-ROW(", codes.range, "))")
    place = formula(rows, "+1-SUMPRODUCT(MAX(", same, "*", height, "))")
    there = Guards(tests=(formula("SUMPRODUCT(--", same, ")>0"),))
    return guards | there, formula("INDEX(", answers.range, ",", place, ")")


def _shown(sheet: ExcelFace, node: Node, kind: Kind) -> tuple[Guards, Formula]:
    """A code as a text, and where there is one."""
    if kind == "any":
        ref: Piecewise = sheet.cell(node, _NAME)
        return Guards(tests=(filled_test(ref),)), formula(ref, '&""')
    piece = sheet.piece(node, kind)
    return piece.guards, formula(piece.value, '&""')


def _piece(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    answers = _answers(sheet, args)
    if kind not in {"number", "text", "date"} or answers.kind not in {kind, "any"}:
        return NEVER
    guards, beside = _found(sheet, args)
    if kind == "text":
        test = filled_test(formula("T(", beside, ")") if answers.kind == "any" else beside)
    else:
        test = formula("ISNUMBER(", beside, ")")
    return Piece(beside, guards | Guards(tests=(test,)))


def _condition(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:
    answers = _answers(sheet, args)
    if answers.kind != "boolean":
        raise ExpressionError("not_condition")
    guards, beside = _found(sheet, args)
    texts = [exact(beside, literal(text)) for text in (answers.true_text, answers.false_text)]
    told = if_(texts[1], truth(value=False), truth(value=True)) if when_blank else texts[0]
    return guards.apply(told, truth(when_blank))


def _kind(sheet: ExcelFace, args: Args) -> Kind:
    return _answers(sheet, args).kind


LOOKUP_FUNCTIONS = (
    Function(
        name=_NAME,
        least=3,
        most=3,
        names=(1, 2),
        evaluate=_evaluate,
        kind=_kind,
        piece=_piece,
        condition=_condition,
    ),
)
