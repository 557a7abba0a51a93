"""Scoring methods: what they give, in the engine as in a spreadsheet program."""

from decimal import Decimal

import pytest

from kpixl.layout import CellKey, Computation, Role, lay_out
from tests.support import scored
from tests.support.cases import cases
from tests.support.ruled import value
from tests.support.scored import FORM, METHODS, UNIT, answers_of, earned, package_of, random_rows, scheme_of

CASES = cases("methods")
EACH = [(name, case) for name, cases in CASES.items() for case in cases]
_ASKED = ("done", "rated", "finished")
SHORT = 25
"""Rows of each method that a spreadsheet program reckons here; tests/full_methods.py takes 2,000."""


def test_every_method_has_cases():
    """Each way to score, lower is better, cap and floor."""
    assert CASES.keys() == METHODS.keys()


@pytest.mark.parametrize(("name", "case"), EACH, ids=str)
def test_what_a_method_gives(name, case):
    """As reckoned by hand."""
    item = {"id": "1", "points": Decimal(str(case["points"])), "goal": Decimal(str(case["goal"]))}
    answers = answers_of([{key: value(case[key]) for key in _ASKED if key in case}])
    assert value(case["earned"]) == earned(scheme_of(name, [item]), answers)


@pytest.mark.parametrize("name", METHODS)
def test_a_spreadsheet_program_reckons_the_same(office, tmp_path, name):
    """To the last digit, for random rows and for those at an edge."""
    (tmp_path / "得分.xlsx").write_bytes(scored.workbook(name, SHORT))
    outcome = office.recalc(tmp_path / "得分.xlsx")
    assert [] == outcome.differences
    assert len([c for c in outcome.cells if c.sheet == "表"]) >= SHORT


def test_a_row_that_names_no_method_is_not_scored():
    """Nothing is scored unless it is declared, target by target."""
    scheme = scheme_of("按比例", [{"id": "1", "points": 10, "goal": 10}])
    items = tuple({**item, "method": None} for item in scheme.lists["targets"].items)
    lists = {"targets": scheme.lists["targets"].model_copy(update={"items": items})}
    plan = lay_out(package_of(scheme.model_copy(update={"lists": lists})))
    cell = plan.by_cell_key[CellKey(FORM, "", UNIT, "1", "earned")]
    answers = answers_of([{"done": Decimal(5)}])
    assert (Role.FORMULA, None) == (cell.role, Computation(plan, answers).value(cell.spot))


def test_random_rows_reach_every_share():
    """Full points, some, none, and rows that are not scored: else agreement would mean little."""
    items, rows = random_rows(400, "分档")
    scheme, answers = scheme_of("分档", items), answers_of(rows)
    plan = lay_out(package_of(scheme))
    run = Computation(plan, answers)
    shares = set()
    for number, item in enumerate(items, 1):
        got = run.value(plan.by_cell_key[CellKey(FORM, "", UNIT, str(number), "earned")].spot)
        shares.add(None if got is None else round(got / item["points"], 1))
    assert {None, 0, Decimal("0.6"), Decimal("0.8"), 1} <= shares
