"""Functions for the conditions that guard an entry; the layout writes them, blueprints do not.

is_true(condition): true where it surely is, else false. fits(cell, low, high, places): a number within the
bounds with no more places than that, or a day within bounds that are days; a bound of None is no bound. What
the cell's column is said to hold does not matter. Neither is ever not applicable.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import Formula, Ref, formula
from kpixl.blueprint.expressions.function import Args, Engine, ExcelFace, Function, Reckon, Scope, always
from kpixl.blueprint.expressions.nodes import Literal, Node, Value
from kpixl.blueprint.expressions.operands import CellOperand
from kpixl.blueprint.expressions.pieces import FALSE, if_, literal
from kpixl.blueprint.expressions.pieces import rounded as rounded_formula
from kpixl.blueprint.expressions.rounding import CONTEXT, rounded


def _limits(args: Args) -> tuple[Decimal | None, Decimal | None, int | None]:
    low, high, places = (_limit(arg) for arg in args[1:])
    return low, high, None if places is None else int(places)


def _limit(node: Node) -> Decimal | None:
    value = node.value if isinstance(node, Literal) else None
    return value if isinstance(value, Decimal) else None


def _days(args: Args) -> tuple[dt.date | None, dt.date | None] | None:
    """The bounds where they are days; None where the function is about numbers."""
    low, high = (arg.value if isinstance(arg, Literal) else None for arg in args[1:3])
    days = low if isinstance(low, dt.date) else None, high if isinstance(high, dt.date) else None
    return None if days == (None, None) else days


def _evaluate_fits(engine: Engine, args: Args) -> Reckon[Value]:
    operand, days, (low, high, places) = engine.operand(args[0]), _days(args), _limits(args)
    first, last = days or (None, None)

    def is_day(scope: Scope) -> bool:
        value = operand(scope).value
        return isinstance(value, dt.date) and (first or value) <= value <= (last or value)

    def fits(scope: Scope) -> bool:
        value = operand(scope).value
        if not isinstance(value, Decimal) or not value.is_finite():
            return False
        return (
            (low is None or _difference(value, low) >= 0)
            and (high is None or _difference(value, high) <= 0)
            and (places is None or _difference(value, rounded(value, places)) == 0)
        )

    return is_day if days else fits


def _difference(value: Decimal, other: Decimal) -> Decimal:
    return rounded(CONTEXT.subtract(value, other), 9)


def _fits(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:  # noqa: ARG001 - it is always applicable
    cell = sheet.resolved(args[0])
    if not isinstance(cell, CellOperand):
        raise ExpressionError("column_alone", 0, {"name": getattr(args[0], "path", "")})
    days = _days(args)
    tests = [
        formula("ISNUMBER(", cell.ref, ")"),
        *(_day_tests(cell.ref, *days) if days else _number_tests(cell.ref, *_limits(args))),
    ]
    made = tests[-1]
    for test in reversed(tests[:-1]):
        made = if_(test, made, FALSE)
    return made


def _day_tests(ref: Ref, low: dt.date | None, high: dt.date | None) -> list[Formula]:
    bounds = ((">=", low), ("<=", high))
    return [formula("INT(", ref, ")", sign, literal(day)) for sign, day in bounds if day is not None]


def _number_tests(ref: Ref, low: Decimal | None, high: Decimal | None, places: int | None) -> list[Formula]:
    tests = []
    if low is not None:
        tests.append(_less(ref, literal(low)) + ">=0")
    if high is not None:
        tests.append(_less(ref, literal(high)) + "<=0")
    if places is not None:
        tests.append(_less(ref, rounded_formula(ref, places)) + "=0")
    return tests


def _less(ref: Ref, other: Formula) -> Formula:
    return rounded_formula(ref if other == literal(Decimal(0)) else formula(ref, "-", other), 9)


def _evaluate_is_true(engine: Engine, args: Args) -> Reckon[Value]:
    value = engine.value(args[0])
    return lambda scope: value(scope) is True


def _is_true(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:  # noqa: ARG001 - likewise
    return sheet.condition(args[0], when_blank=False)


ENTRY_FUNCTIONS = (
    Function(
        name="is_true",
        least=1,
        most=1,
        evaluate=_evaluate_is_true,
        kind=always("boolean"),
        condition=_is_true,
        hidden=True,
    ),
    Function(
        name="fits",
        least=4,
        most=4,
        names=(0,),
        evaluate=_evaluate_fits,
        kind=always("boolean"),
        condition=_fits,
        hidden=True,
    ),
)
