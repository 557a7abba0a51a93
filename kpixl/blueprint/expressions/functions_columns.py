"""Functions over whole columns: sum, count, sum_if, count_if, rank.

Valid values count; blank rows and texts among numbers do not.

Counting is SUMPRODUCT with EXACT and ISNUMBER: COUNTIF would read `<5` as a comparison and `*` as anything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import reduce

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import Formula, formula, listed
from kpixl.blueprint.expressions.function import Args, Engine, ExcelFace, Function, Reckon, Scope, always
from kpixl.blueprint.expressions.matching import matches, places, same
from kpixl.blueprint.expressions.nodes import Call, Name, Node, Value
from kpixl.blueprint.expressions.operands import ColumnOperand, ColumnRange, Kind
from kpixl.blueprint.expressions.pieces import (
    NEVER,
    Guards,
    Piece,
    combined,
    exact,
    filled_test,
    if_,
    known_guard,
    literal,
    united,
)
from kpixl.blueprint.expressions.rounding import CONTEXT

_ONE, _NONE = Decimal(1), Decimal(0)


def _added(values: Iterable[Value]) -> Decimal:
    return reduce(CONTEXT.add, (value for value in values if isinstance(value, Decimal)), _NONE)


def _total_of(engine: Engine, node: Node) -> Reckon[Value]:
    column, addend = engine.column(node), engine.addend(node)

    def total(scope: Scope) -> Value:
        found = column(scope)
        return _sum_of(found) if found else addend(scope)

    return total


def _sum_of(column: ColumnOperand) -> Value:
    total: Decimal = column.once("sum", lambda: _added(column.usable))
    return total


def _count_of(engine: Engine, node: Node) -> Reckon[Value]:
    column, operand = engine.column(node), engine.operand(node)

    def count(scope: Scope) -> Value:
        found = column(scope)
        if found:
            filled: int = found.once("filled", lambda: sum(value is not None for value in found.usable))
            return Decimal(filled)
        cell = operand(scope)
        return Decimal(not cell.blank) if cell.sound else None

    return count


def _evaluate_sum(engine: Engine, args: Args) -> Reckon[Value]:
    totals = [_total_of(engine, arg) for arg in args]

    def sum_(scope: Scope) -> Value:
        parts = [total(scope) for total in totals]
        return _added(parts) if all(isinstance(part, Decimal) for part in parts) else None

    return sum_


def _evaluate_count(engine: Engine, args: Args) -> Reckon[Value]:
    counts = [_count_of(engine, arg) for arg in args]

    def count(scope: Scope) -> Value:
        parts = [each(scope) for each in counts]
        return None if None in parts else _added(parts)

    return count


def _sum_piece(sheet: ExcelFace, node: Node) -> Piece:
    column = sheet.column(node)
    if column is None:
        return sheet.piece(node, "number", addend=True)
    return Piece(formula("SUM(", _numbers(column, "sum").range, ")"))


def _count_piece(sheet: ExcelFace, node: Node) -> Piece:
    column = sheet.column(node)
    if column is None:
        filled = Call("filled", (node,))
        surely, possibly = sheet.faces(filled)
        return Piece(if_(surely, literal(_ONE), literal(_NONE)), known_guard(surely, possibly))
    cells = column.range
    if column.kind in ("number", "date"):
        return Piece(formula("COUNT(", cells, ")"))
    if column.kind == "boolean":
        truths = [exact(cells, literal(text)) for text in (column.true_text, column.false_text)]
        return Piece(formula("SUMPRODUCT(", truths[0], "+", truths[1], ")"))
    return Piece(formula("SUMPRODUCT(--(", filled_test(cells), "))"))


def _sum(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    return combined((_sum_piece(sheet, arg) for arg in args), "+") if kind == "number" else NEVER


def _count(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    return combined((_count_piece(sheet, arg) for arg in args), "+") if kind == "number" else NEVER


def _numbers(column: ColumnRange, function: str) -> ColumnRange:
    if column.kind not in ("number", "any"):
        raise ExpressionError("column_kind", 0, {"function": function, "kind": column.kind})
    return column


def engine_column(engine: Engine, node: Node, function: str) -> Reckon[ColumnOperand]:
    """The column that an argument is; ExpressionError where it is none."""
    column = engine.column(node)

    def surely(scope: Scope) -> ColumnOperand:
        found = column(scope)
        if found is None:
            raise ExpressionError("not_column", 0, {"function": function, "name": getattr(node, "path", "")})
        return found

    return surely


def sheet_column(sheet: ExcelFace, node: Node, function: str) -> ColumnRange:
    """The range that an argument is; ExpressionError where it is none."""
    column = sheet.column(node)
    if column is None:
        raise ExpressionError("not_column", 0, {"function": function, "name": getattr(node, "path", "")})
    return column


def of_one_table(*columns: ColumnOperand) -> None:
    """Columns that are asked about row by row are equally long."""
    if len({len(column.items) for column in columns}) > 1:
        msg = "one column is shorter than the other"
        raise ValueError(msg)


Tell = Callable[[Sequence[int], ColumnOperand], Decimal]
"""What rows of a column come to."""


def _evaluate_over(function: str, tell: Tell) -> Callable[[Engine, Args], Reckon[Value]]:
    """A function of a column, and of columns each with the value that its rows must hold."""

    def evaluate(engine: Engine, args: Args) -> Reckon[Value]:
        told = engine_column(engine, args[0], function)
        looked_at = [engine_column(engine, arg, function) for arg in args[1::2]]
        values = [engine.value(arg) for arg in args[2::2]]

        def over(scope: Scope) -> Value:
            column, columns = told(scope), [each(scope) for each in looked_at]
            of_one_table(column, *columns)
            wanted = [value(scope) for value in values]
            if None in wanted:
                return None
            question = (function, *columns, *map(type, wanted), *wanted)
            total: Decimal = column.once(question, lambda: tell(_together(columns, wanted), column))
            return total

        return over

    return evaluate


def _summed(rows: Sequence[int], column: ColumnOperand) -> Decimal:
    return _added(column.usable[row] for row in rows)


def _filled(rows: Sequence[int], column: ColumnOperand) -> Decimal:
    return Decimal(sum(column.usable[row] is not None for row in rows))


def _evaluate_count_if(engine: Engine, args: Args) -> Reckon[Value]:
    count = _evaluate_over("count_if", lambda rows, _: Decimal(len(rows)))
    return count(engine, (args[0], *args))


def _together(columns: Sequence[ColumnOperand], wanted: Sequence[Value]) -> Sequence[int]:
    """The rows that hold all these values."""
    first, *others = zip(columns, wanted, strict=True)
    return [row for row in places(*first) if all(same(column.usable[row], value) for column, value in others)]


def _matches(sheet: ExcelFace, pairs: Args, function: str) -> Sequence[Piece]:
    every = zip(pairs[::2], pairs[1::2], strict=True)
    return [matches(sheet, sheet_column(sheet, c, function), v, function) for c, v in every]


def _sum_if(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    summed = _numbers(sheet_column(sheet, args[0], "sum_if"), "sum_if")
    found = _matches(sheet, args[1:], "sum_if")
    if kind != "number":
        return NEVER
    # as an argument of its own, so that a text among the numbers counts 0 instead of being an error
    value = listed([*(each.value for each in found), summed.range])
    return Piece(formula("SUMPRODUCT(", value, ")"), united(found))


def _filled_if(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    counted = sheet_column(sheet, args[0], "filled_if")
    found = _matches(sheet, args[1:], "filled_if")
    if kind != "number":
        return NEVER
    value = listed([*(each.value for each in found), _filled_cells(counted)])
    return Piece(formula("SUMPRODUCT(", value, ")"), united(found))


def _filled_cells(column: ColumnRange) -> Formula:
    """For each row 1 where it is filled with what its kind is, else 0."""
    cells = column.range
    if column.kind in ("number", "date"):
        return formula("--ISNUMBER(", cells, ")")
    if column.kind == "boolean":
        texts = [exact(cells, literal(text)) for text in (column.true_text, column.false_text)]
        return formula("(", texts[0], "+", texts[1], ")")
    return formula("--(", filled_test(cells), ")")


def _count_if(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    found = _matches(sheet, args, "count_if")
    if kind != "number":
        return NEVER
    # as arguments of their own: one of them may itself be a sum
    value = listed(each.value for each in found)
    return Piece(formula("SUMPRODUCT(", value, ")"), united(found))


def _evaluate_rank(engine: Engine, args: Args) -> Reckon[Value]:
    ranked, looked_at = engine.value(args[0]), engine_column(engine, args[1], "rank")

    def rank(scope: Scope) -> Value:
        value, column = ranked(scope), looked_at(scope)
        numbers: list[Decimal] = column.once(
            "numbers", lambda: sorted(each for each in column.usable if isinstance(each, Decimal))
        )
        if not isinstance(value, Decimal):
            return None
        first, behind = bisect_left(numbers, value), bisect_right(numbers, value)
        return _ONE + len(numbers) - behind if first < behind else None

    return rank


def _rank(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    numbers = _numbers(sheet_column(sheet, args[1], "rank"), "rank").range
    value = sheet.piece(args[0], "number")
    if kind != "number":
        return NEVER
    # RANK of a number that the column lacks is an error; a blank among the results of formulas is a text
    there = Guards(tests=(formula("SUMPRODUCT(--(", numbers, "=", value.value, "))>0"),))
    return Piece(formula("RANK(", value.value, ",", numbers, ")"), value.guards | there)


def _pairs(args: Args) -> None:
    _paired("count_if", args, 0)


def _column_and_pairs(args: Args) -> None:
    _paired("sum_if", args, 1)


def _paired(function: str, args: Args, before: int) -> None:
    """Behind the first few, columns each with its value."""
    if len(args) % 2 != before:
        wanted = f"{before + 2}, {before + 4}, …"
        raise ExpressionError("arguments", 0, {"function": function, "wanted": wanted, "given": len(args)})
    for position in (*range(before), *range(before, len(args), 2)):
        if not isinstance(args[position], Name):
            raise ExpressionError("needs_name", 0, {"function": function, "position": position + 1})


def _names_only(args: Args) -> None:
    for position, arg in enumerate(args, 1):
        if not isinstance(arg, Name):
            raise ExpressionError("needs_name", 0, {"function": "count", "position": position})


COLUMN_FUNCTIONS = (
    Function(
        name="sum",
        least=1,
        most=None,
        evaluate=_evaluate_sum,
        kind=always("number"),
        piece=_sum,
    ),
    Function(
        name="count",
        least=1,
        most=None,
        check=_names_only,
        evaluate=_evaluate_count,
        kind=always("number"),
        piece=_count,
    ),
    Function(
        name="sum_if",
        least=3,
        most=None,
        check=_column_and_pairs,
        evaluate=_evaluate_over("sum_if", _summed),
        kind=always("number"),
        piece=_sum_if,
    ),
    Function(
        name="count_if",
        least=2,
        most=None,
        check=_pairs,
        evaluate=_evaluate_count_if,
        kind=always("number"),
        piece=_count_if,
    ),
    Function(
        name="filled_if",
        least=3,
        most=None,
        evaluate=_evaluate_over("filled_if", _filled),
        kind=always("number"),
        piece=_filled_if,
        hidden=True,
    ),
    Function(
        name="rank",
        least=2,
        most=2,
        names=(1,),
        evaluate=_evaluate_rank,
        kind=always("number"),
        piece=_rank,
    ),
)
