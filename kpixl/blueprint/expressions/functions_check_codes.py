"""Functions behind the check code of a printed form; the layout writes them, blueprints do not.

- gauge(cell, takes_numbers, choice, …): a number for what was typed in a cell: which of the choices it is,
  else what its number comes to, else how long its text is; 0 of a blank.
- check_code(column, …): the sums of columns of such numbers, each row with a weight of its own, as two groups
  of four digits.

What counts is what stands in the cell, whatever its type makes of it: the spreadsheet sees no more. All
figures stay below 2^53, and what MOD divides below what Excel 2007 takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from kpixl.blueprint.expressions.formula import Formula, RangeRef, Ref, formula, listed
from kpixl.blueprint.expressions.function import Args, Engine, ExcelFace, Function, Reckon, Scope, always
from kpixl.blueprint.expressions.functions_columns import engine_column, sheet_column
from kpixl.blueprint.expressions.lengths import text_length
from kpixl.blueprint.expressions.nodes import Literal, Value
from kpixl.blueprint.expressions.operands import ColumnOperand, Kind
from kpixl.blueprint.expressions.pieces import NEVER, Piece, exact, if_, literal
from kpixl.blueprint.expressions.rounding import rounded

_PLACES = 4
"""Decimals of a number that count."""
_GAUGE, _BELOW_ZERO, _CHOICE = 9_973, 5_003, 11
"""A number counts by its rest and one more, a negative one so much more; a choice by its place, so many
times."""
_GROUPS = ((89, 1, 9_973), (97, 2, 9_967))
"""Of each group: the weights of rows begin anew after so many, to which power their places are taken, and
what the sum is divided by."""
_DAY_ZERO = dt.date(1899, 12, 30)
_TRUTHS = {True: "是", False: "否"}


def _evaluate_gauge(engine: Engine, args: Args) -> Reckon[Value]:
    operand = engine.operand(args[0])
    choices = [arg.value for arg in args[2:] if isinstance(arg, Literal)]
    takes_numbers = _is_true(args)
    return lambda scope: _gauged(operand(scope).value, choices, takes_numbers=takes_numbers)


def _is_true(args: Args) -> bool:
    return isinstance(args[1], Literal) and args[1].value is True


def _gauged(value: Value, choices: Sequence[Value], *, takes_numbers: bool) -> Decimal:
    """What was typed as a number."""
    said = _TRUTHS[value] if isinstance(value, bool) else value
    if said in choices:
        return Decimal(_CHOICE * (1 + choices.index(said)))
    number = Decimal((said - _DAY_ZERO).days) if isinstance(said, dt.date) else said
    if isinstance(number, Decimal) and takes_numbers:
        return _rest(number)
    text = f"{number.normalize():f}" if isinstance(number, Decimal) else number or ""
    return Decimal(text_length(text))


def _rest(number: Decimal) -> Decimal:
    """What a number comes to: that of its size without a sign, divided, and more where it is below zero."""
    whole = rounded(abs(number), _PLACES).scaleb(_PLACES)
    times = (whole / _GAUGE).to_integral_value(rounding=ROUND_FLOOR)
    return 1 + whole - _GAUGE * times + (_BELOW_ZERO if number < 0 else 0)


def _gauge(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    if kind != "number":
        return NEVER
    cell = sheet.cell(args[0], "gauge")
    value = formula("LEN(", cell, ")")
    if _is_true(args):
        value = if_(formula("ISNUMBER(", cell, ")"), _rest_of(cell), value)
    choices = [arg.value for arg in args[2:] if isinstance(arg, Literal)]
    for place, choice in reversed(list(enumerate(choices, start=1))):
        value = if_(exact(cell, literal(choice)), literal(Decimal(_CHOICE * place)), value)
    return Piece(value)


def _rest_of(cell: Ref) -> Formula:
    size = formula("ROUND(ROUND(ROUND(ABS(", cell, f"),9),{_PLACES})*{10**_PLACES},0)")
    return formula("1+", size, f"-{_GAUGE}*INT(", size, f"/{_GAUGE})+{_BELOW_ZERO}*(", cell, "<0)")


def _evaluate_check_code(engine: Engine, args: Args) -> Reckon[Value]:
    columns = [engine_column(engine, arg, "check_code") for arg in args]

    def check_code(scope: Scope) -> Value:
        found = [column(scope) for column in columns]
        return "-".join(f"{_sum(found, *group):04d}" for group in _GROUPS)

    return check_code


def _sum(columns: Sequence[ColumnOperand], turn: int, power: int, divisor: int) -> int:
    """The rest of the sum of columns: each row with its weight, each column with its place."""
    total = Decimal(0)
    for place, column in enumerate(columns, start=1):
        for row, number in enumerate(column.usable, start=1):
            if isinstance(number, Decimal):
                total += place * (row**power % turn + 1) * number
    return int(total % divisor)


def _check_code(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    ranges = [sheet_column(sheet, arg, "check_code").range for arg in args]
    if kind != "text":
        return NEVER
    groups = (_group_of(ranges, *group) for group in _GROUPS)
    return Piece(listed(groups, '&"-"&'))


def _group_of(ranges: Sequence[RangeRef], turn: int, power: int, divisor: int) -> Formula:
    sums = (_weighed(place, cells, turn, power) for place, cells in enumerate(ranges, start=1))
    return formula("TEXT(MOD(", listed(sums, "+"), f',{divisor}),"0000")')


def _weighed(place: int, cells: RangeRef, turn: int, power: int) -> Formula:
    # as arguments of their own, so that a text among the numbers counts 0 instead of being an error
    row = formula("(ROW(", cells, ")-ROW(", Ref(cells.first, row_absolute=True, column_absolute=True), ")+1)")
    weight = formula("MOD(", row, f"^{power}" if power > 1 else "", f",{turn})+1")
    return formula(f"{place}*SUMPRODUCT(", weight, ",", cells, ")")


CHECK_CODE_FUNCTIONS = (
    Function(
        name="gauge",
        least=2,
        most=None,
        names=(0,),
        evaluate=_evaluate_gauge,
        kind=always("number"),
        piece=_gauge,
        hidden=True,
    ),
    Function(
        name="check_code",
        least=1,
        most=None,
        evaluate=_evaluate_check_code,
        kind=always("text"),
        piece=_check_code,
        hidden=True,
        tells_text=True,
    ),
)
