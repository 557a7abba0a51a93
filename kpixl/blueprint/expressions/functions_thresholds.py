"""Functions of thresholds and quantities: their parts, and the band that a figure falls into. All check only.

What is no threshold (a state, any other text) has no sign, value or unit: the result is not applicable.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kpixl.blueprint.bands import band
from kpixl.blueprint.expressions.function import Args, Engine, Function, Reckon, Scope, always
from kpixl.blueprint.expressions.nodes import Value
from kpixl.blueprint.expressions.operands import Kind
from kpixl.blueprint.measures import Threshold, parse_quantity, parse_threshold, plain_number
from kpixl.blueprint.model.lexicon import Lexicon


def figure(value: Value, lexicon: Lexicon) -> Threshold | None:
    """The threshold or quantity that an argument holds; None for a blank and for other texts."""
    if isinstance(value, Decimal):
        value = plain_number(value)
    return parse_threshold(value, lexicon) if isinstance(value, str) else None


def _part(name: str, kind: Kind, part: Callable[[Threshold], Value], *, signed: bool = True) -> Function:
    def evaluate(engine: Engine, args: Args) -> Reckon[Value]:
        value = engine.value(args[0])

        def part_of(scope: Scope) -> Value:
            found = figure(value(scope), scope.lexicon)
            return None if found is None or (not signed and found.sign) else part(found)

        return part_of

    return Function(name=name, least=1, most=1, evaluate=evaluate, kind=always(kind))


def _evaluate_band(engine: Engine, args: Args) -> Reckon[Value]:
    value, *edges = (engine.value(arg) for arg in args)

    def band_of(scope: Scope) -> Value:
        actual = value(scope)
        if isinstance(actual, Decimal):
            actual = plain_number(actual)
        if not isinstance(actual, str):
            return None
        bands = [_edge(edge(scope), scope.lexicon) for edge in edges]
        found = parse_quantity(actual, scope.lexicon) or Threshold(state=actual)
        place = band(found, bands, scope.lexicon)
        return None if place is None else Decimal(place)

    return band_of


def _edge(value: Value, lexicon: Lexicon) -> Threshold | None:
    """A text that is no threshold is a state: its column's type has taken it as one."""
    return (figure(value, lexicon) or Threshold(state=value)) if isinstance(value, str) else None


THRESHOLD_FUNCTIONS = (
    _part("threshold_sign", "text", lambda t: t.sign or None),
    _part("threshold_value", "number", lambda t: t.base),
    _part("threshold_unit", "text", lambda t: t.unit or None),
    _part("quantity_value", "number", lambda t: t.base, signed=False),
    _part("quantity_unit", "text", lambda t: t.unit or None, signed=False),
    _part("unit_class", "text", lambda t: t.measure or None),
    Function(name="band", least=2, most=None, evaluate=_evaluate_band, kind=always("number")),
)
