"""Functions for the conditions that guard an entry; the layout writes them, blueprints do not."""

from __future__ import annotations

from decimal import Decimal

from kpixl.blueprint.expressions.formula import Formula, formula
from kpixl.blueprint.expressions.function import Args, Engine, Function, Sheet, always
from kpixl.blueprint.expressions.nodes import Literal, Node, Value
from kpixl.blueprint.expressions.rounding import rounded
from kpixl.blueprint.expressions.operands import CellOperand
from kpixl.blueprint.expressions.pieces import FALSE, if_, literal, truth
from kpixl.blueprint.expressions.pieces import rounded as rounded_formula


def _bound(node: Node) -> Decimal | None:
    value = node.value if isinstance(node, Literal) else None
    return value if isinstance(value, Decimal) else None


def _evaluate_fits(engine: Engine, args: Args) -> Value:
    value = engine.operand(args[0]).value
    low, high, places = (_bound(a) for a in args[1:])
    if isinstance(value, bool) or not isinstance(value, Decimal) or not value.is_finite():
        return False
    over = high is not None and rounded(value - high, 9) > 0
    under = low is not None and rounded(value - low, 9) < 0
    exact = places is None or rounded(value - rounded(value, int(places)), 9) == 0
    return exact and not over and not under


def _fits(sheet: Sheet, args: Args, *, when_blank: bool) -> Formula:  # noqa: ARG001 - it is never blank
    cell = sheet.resolved(args[0])
    if not isinstance(cell, CellOperand):
        return truth(bool(cell))
    low, high, places = (_bound(a) for a in args[1:])
    tests = [formula("ISNUMBER(", cell.ref, ")")]
    if low is not None:
        tests.append(formula(_less(cell, low), ">=0"))
    if high is not None:
        tests.append(formula(_less(cell, high), "<=0"))
    if places is not None:
        tests.append(formula("ROUND(", cell.ref, "-", rounded_formula(cell.ref, int(places)), ",9)=0"))
    whole = tests[-1]
    for test in reversed(tests[:-1]):
        whole = if_(test, whole, FALSE)
    return whole


def _less(cell: CellOperand, bound: Decimal) -> Formula:
    return rounded_formula(cell.ref if bound == 0 else formula(cell.ref, "-", literal(bound)), 9)


def _is_true(sheet: Sheet, args: Args, *, when_blank: bool) -> Formula:  # noqa: ARG001 - it is never blank
    return sheet.condition(args[0], when_blank=False)


ENTRY_FUNCTIONS = (
    Function(
        name="is_true",
        least=1,
        most=1,
        evaluate=lambda engine, args: engine.value(args[0]) is True,
        kind=always("boolean"),
        condition=_is_true,
        hidden=True,
    ),
    Function(
        name="fits",
        least=4,
        most=4,
        evaluate=_evaluate_fits,
        kind=always("boolean"),
        condition=_fits,
        names=(0,),
        hidden=True,
    ),
)
"""is_true(condition): true where it surely is. fits(cell, low, high, places): a number within these; None: no limit."""
