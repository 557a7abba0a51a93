"""The engine's figures: formulas that rest on formulas, however many."""

import pytest

from kpixl.layout import Computation, lay_out
from tests.support.ruled import ROWS, answers_of, package_of, scheme_of, spot_of

COUNT = 300


def chain(formula):
    """The plan of a column `x` to fill and of computed ones, each of which rests on one behind it."""
    computed = [
        {"name": f"c{i}", "type": "decimal", "fill": None, "formula": formula.format(i + 1)}
        for i in range(COUNT)
    ]
    last = {"name": f"c{COUNT}", "type": "decimal", "fill": None, "formula": "x + 1"}
    return lay_out(package_of(scheme_of([{"name": "x", "type": "decimal"}, *computed, last])))


@pytest.mark.parametrize(
    ("formula", "result"),
    [("c{} + 1", COUNT + 2), ("count(t.c{}) + 1", ROWS + 1)],
    ids=["cells", "whole columns"],
)
def test_a_long_chain_of_formulas_is_computed(formula, result):
    """Hundreds of formulas, each resting on the next."""
    plan = chain(formula)
    assert result == Computation(plan, answers_of([{"x": 1}])).value(spot_of(plan, "c0"))
