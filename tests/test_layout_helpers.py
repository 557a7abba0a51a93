"""The hidden counts of a row, of however many columns."""

from functools import cache

import pytest

from kpixl.blueprint.expressions.functions_reasons import CODE
from kpixl.generate import build
from kpixl.layout import Computation, Plan, Role, Spot, lay_out
from tests.support.parity import checked, issuer
from tests.support.ruled import answers_of, package_of, scheme_of

MANY = (100, 400)
CODED = ("_lack", "_why")


@cache
def package(count):
    """A package with so many columns, each of which takes a number up to 9 and must be filled."""
    column = {"type": "integer", "min": 1, "max": 9, "required": True}
    return package_of(scheme_of([{"name": f"c{i}"} | column for i in range(count)]))


@cache
def plan(count) -> Plan:
    """Its plan."""
    return lay_out(package(count))


def counts(count, row):
    """What the hidden columns of the first row say: numbers, and how many codes."""
    made = plan(count)
    line = next(c.spot.row for c in made.by_spot.values() if c.role is Role.INPUT)
    run = Computation(made, answers_of([row]))
    told = {name: run.value(Spot("f", line, name)) for name in ("_filled", "_need", "_lack", "_why")}
    return {name: len(str(said or "")) // CODE if name in CODED else said for name, said in told.items()}


@pytest.mark.slow
@pytest.mark.parametrize("count", MANY)
class TestManyColumns:
    def test_nothing_is_too_much_for_a_formula(self, count):
        """Every hidden count has an Excel form; those of parts stand in columns of their own."""
        helpers = {
            c.spot.column: c.calculation for c in plan(count).by_spot.values() if c.role is Role.HELPER
        }
        lengths = [made.formula.length(lambda _: "AAAAA") for made in helpers.values() if made]
        assert max(lengths) <= 8_192
        assert "_why.2" in helpers

    def test_counts_what_is_missing_and_wrong(self, count):
        """Of a row with its last two columns filled, one of them wrongly."""
        row = {f"c{count - 1}": 10, f"c{count - 2}": 9}
        assert {"_filled": 1, "_need": count, "_lack": count - 2, "_why": 1} == counts(count, row)

    def test_counts_a_whole_row(self, count):
        """Where everything is filled, nothing is missing."""
        row = {f"c{i}": 1 for i in range(count)}
        assert {"_filled": 1, "_need": count, "_lack": 0, "_why": 0} == counts(count, row)

    def test_a_return_is_read(self, count):
        """A workbook of many columns comes back without an error."""
        answers = answers_of([{f"c{i}": 1 for i in range(count)}])
        data = build(package(count), answers, issuer=issuer(package(count))).data
        assert [] == [f.code for f in checked(package(count), data) if f.severity.value == "error"]


def test_what_fits_is_counted_at_once():
    """No further columns where one formula can count all."""
    assert not [s.key for s in plan(30).by_key["f"].stripes if "." in s.key]
