"""The engine's figures: formulas that rest on formulas, however many."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kpixl.blueprint.expressions import (
    FUNCTIONS,
    Call,
    CellOperand,
    ColumnRange,
    Compare,
    Constant,
    ConstantColumn,
    Literal,
    Name,
    RangeRef,
    Ref,
)
from kpixl.layout import Calculation, Computation, computed, lay_out
from kpixl.layout.pages.sheet import COVER
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


def table(*formulas):
    """The plan of a column `x` to fill and of computed ones beside it, and answers that fill every row."""
    computed = [
        {"name": f"c{i}", "type": "decimal", "fill": None, "formula": formula}
        for i, formula in enumerate(formulas)
    ]
    plan = lay_out(package_of(scheme_of([{"name": "x", "type": "decimal"}, *computed])))
    return plan, answers_of([{"x": i} for i in range(ROWS)])


def test_an_expression_is_made_ready_once(monkeypatch):
    """However many rows and returns it is computed for: two expressions, each of which calls `abs` once."""
    made, record = [], FUNCTIONS["abs"]

    def counted(engine, args):
        made.append(args)
        return record.evaluate(engine, args)

    monkeypatch.setitem(FUNCTIONS, "abs", replace(record, evaluate=counted))
    plan, answers = table("abs(x) - 17", "abs(x) + 17")
    for _ in range(2):
        computed(plan, answers)
    assert len(made) == 2


def test_a_cell_is_looked_at_once_a_row(monkeypatch):
    """What the calculations of a form's row name is found for the first of them."""
    found, operand = [], Computation.operand

    def counted(run, named, home):
        found.extend([(home[:2], id(named))] if home[0] != COVER else [])
        return operand(run, named, home)

    monkeypatch.setattr(Computation, "operand", counted)
    plan, answers = table("x - 1", "x + 1")
    computed(plan, answers)
    assert 0 < len(found) == len(set(found))


def compared(name, value):
    """A cell compared with a value that the blueprint writes."""
    named = {name: CellOperand(ref=Ref(target="x"), kind="any")}
    return Calculation(tree=Compare("==", Name(name), Literal(value)), names=named, condition=True)


def known(name, value):
    """A value that is known when the workbook is made."""
    return Calculation(tree=Name(name), names={name: Constant(value)})


def counted(name, value):
    """A list of them."""
    return Calculation(tree=Call("count", (Name(name),)), names={name: ConstantColumn((value,))})


def test_the_place_in_a_column_is_counted_from_its_first_cell():
    """The formula of a place has the column and its first cell, each where the layout has it."""
    column = ColumnRange(range=RangeRef("first", "last"), kind="number")
    place = Calculation(tree=Call("lone", (Name("turns"),)), names={"turns": column})
    first = Ref("first", row_absolute=True, column_absolute=True)
    assert {column.range, first} == set(place.formula.refs())


@pytest.mark.parametrize("made", [compared, known, counted])
@pytest.mark.parametrize("values", [(True, Decimal(1)), (Decimal(1), True)], ids=["yes first", "1 first"])
def test_1_and_yes_are_not_taken_for_each_other(made, values):
    """Calculations that differ in that alone are two, whichever is made first; so are their formulas."""
    one, other = (made(f"{made.__name__} {values}", value) for value in values)
    assert one != other
    assert made is counted or one.formula != other.formula
