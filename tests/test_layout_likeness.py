"""Rows that are laid out alike share what does not depend on the row."""

from decimal import Decimal

import pytest

from kpixl.blueprint.model import Scheme
from kpixl.layout import Cell, CellKey, Role, Spot, computed, lay_out
from kpixl.layout.rows.likeness import Likeness
from tests.support.ruled import UNIT, package_of, scheme_of

WEIGHTS = {f"r{i}": i % 3 for i in range(12)}
ITEMS = [{"id": row, "name": f"指标{row}", "weight": weight} for row, weight in WEIGHTS.items()]
COLUMNS = (
    {"name": "weight", "type": "integer", "from": "row.weight", "fill": None},
    {"name": "x", "type": "decimal", "required": True},
    {"name": "own", "type": "decimal", "formula": "weight * 2", "fill": None},
)


def plan_of(*columns):
    """The plan of a table that prints a row an item."""
    plain = scheme_of([*COLUMNS, *columns], lists={"rs": {"items": ITEMS}}).model_dump(by_alias=True)
    plain["forms"][0]["blocks"][0]["table"]["rows"] = {"for": "rs"}
    return lay_out(package_of(Scheme.model_validate(plain, by_alias=True)))


def cells(plan, column):
    """The cells of a column."""
    return [plan.by_cell_key[CellKey("f", "", UNIT, row, column)] for row in WEIGHTS]


def calculations(plan, column):
    """How many calculations stand in a column, below the first row, which may bind other cells."""
    return len({id(cell.calculation) for cell in cells(plan, column)[1:]})


def test_printed_rows_share_their_calculations():
    """Those that print other things, too."""
    assert calculations(plan_of(), "own") == 1


def test_rows_whose_formulas_hold_what_they_print_share_by_that():
    """A figure of the list in a formula: as many calculations as there are figures."""
    column = {"name": "scaled", "type": "decimal", "formula": "x * row.weight", "fill": None}
    assert calculations(plan_of(column), "scaled") == 3


@pytest.mark.parametrize("column", ["own", "scaled"])
def test_blank_rows_that_print_other_figures_have_results_of_their_own(column):
    """Whether a formula names the printed cell, or a computed one that names it."""
    plan = plan_of({"name": "scaled", "type": "decimal", "formula": "own + 0", "fill": None})
    values = computed(plan, {})
    found = [values[cell.spot] for cell in cells(plan, column)]
    assert found == [Decimal(2 * weight) for weight in WEIGHTS.values()]


def test_a_row_prints_its_own():
    """What is shared is not what is printed, nor whose it is."""
    printed = [(cell.value, cell.line) for cell in cells(plan_of(), "weight")]
    assert printed == [(Decimal(weight), f"指标{row}") for row, weight in WEIGHTS.items()]


@pytest.mark.parametrize("answer", [True, "1", Decimal(1), None])
def test_what_was_answered_is_told_from_what_looks_like_it(answer):
    """1, true, and the text 1 are three answers."""
    likeness = Likeness()
    likeness.keep({"row.weight": 1}, ())
    assert likeness.find(lambda _: answer) is None


def test_questions_follow_from_the_answers():
    """What one row is asked depends on what it answered before."""
    likeness = Likeness()
    asked = [{"a": 1, "b": 2}, {"a": 1, "b": 3}, {"a": 2, "c": 1}]
    kept = [[Cell(spot=Spot("f", str(number), "c1"), role=Role.INPUT)] for number in range(len(asked))]
    for heard, row in zip(asked, kept, strict=True):
        likeness.keep(heard, row)
    assert [likeness.find(heard.__getitem__) for heard in asked] == kept
