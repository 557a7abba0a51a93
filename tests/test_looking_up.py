"""What stands beside a code in a list: computed while somebody types, and the same on return."""

from decimal import Decimal

import pytest

from tests.support import page_schemes

ROW = {"project": "改造", "code": "410403", "cost": 20}
"""A row of the scheme regions-2025 of docs/blueprint.md."""


@pytest.fixture
def campaign(tmp_path):
    """The scheme of the page."""
    return page_schemes.opened("regions-2025", tmp_path)


@pytest.fixture
def returned(campaign, tmp_path):
    """Makes a return of one row and what its rows beside it say."""
    return lambda **changes: page_schemes.filled(
        campaign, tmp_path / "return.xlsx", {("projects", "2"): {**ROW, **changes}}
    )


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({}, "name", "卫东区"),
        ({"other": "东区"}, "name", "东区"),
        ({}, "aid", Decimal("8.00")),
        ({}, "number", Decimal(2)),
    ],
)
def test_is_said_of_a_return(campaign, returned, changes, column, value):
    """The name and the figure of the code, a default that something was written over, the row's number."""
    assert value == page_schemes.value(campaign, returned(**changes), "2", column)


def test_an_unknown_code_is_an_error(campaign, returned):
    """At the code; what rests on it says nothing."""
    [found] = page_schemes.errors(campaign, returned(code="410499"))
    assert ("V006", "code") == (found.code, found.where.field)


def test_a_spreadsheet_program_computes_the_same(office, campaign, tmp_path, returned):
    """Of a return with a known code, with one that nobody knows, and of what is simulated."""
    campaign.simulate(tmp_path / "returns")
    simulated = list((tmp_path / "returns").glob("*.xlsx"))
    known, unknown = ([returned(code=code).rename(tmp_path / f"{code}.xlsx")] for code in ("410421", "1"))
    for file in (*simulated, *known, *unknown):
        assert [] == office.recalc(file).differences


def test_simulated_returns_are_accepted(campaign, tmp_path):
    """Codes are drawn from the list."""
    campaign.simulate(tmp_path / "returns")
    assert 1 == len(campaign.check([tmp_path / "returns"]).accepted)
