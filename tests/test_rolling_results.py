"""Next year's scheme takes from this year's returns what it asks for, from accepted ones alone."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.blueprint import load_scheme
from kpixl.campaign import Workspace
from kpixl.refusal import RefusedError
from tests.support import cli
from tests.support.blueprints import change

OWN = Path(__file__).parent / "cases" / "own"
ASKED = """{name: last_year, label: 上年得分, type: decimal, last_year: report.bonus.d3}"""
LIST = """last_year:
  report.duties: {name: row.name, kind: row.kind, given: bonus, outcome: result}
items: done.csv
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The workspace, what a year's returns say by the check, and what was rolled."""
    home = tmp_path_factory.mktemp("年") / "考核"
    folder = Path(shutil.copytree(OWN, home / "blueprints" / "own"))
    change(folder / "roster.yaml", "{name: last_year, label: 上年得分, type: decimal}", ASKED)
    change(
        folder / "scheme.yaml", "lists: {duties: duties.csv}", "lists: {duties: duties.csv, done: done.yaml}"
    )
    change(
        folder / "report.yaml",
        "places: 1, min: 0, fill: unit",
        "places: 1, min: 0, required: true, fill: unit",
    )
    (folder / "done.yaml").write_text(LIST, encoding="utf-8")
    (folder / "done.csv").write_text("id,unit,name\n", encoding="utf-8")
    office, returns = Workspace.at(home), home / "收回"
    assert 0 == cli.kpixl("simulate", "own", "--out", returns, "--workspace", home).exit_code
    next(returns.glob("*河中镇*")).unlink()
    result = office.open("own").check([returns])
    entries = {e.key: e.value for record in result.accepted for e in record.entries}
    return office, entries, office.roll("own", 2025, [returns])


def lines(file):
    """The lines of a CSV file as mappings."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_units_have_what_they_entered(told):
    """Cell by cell, as the attribute names it."""
    _, entries, rolled = told
    given = {
        k.subject: v for k, v in entries.items() if (k.row, k.column) == ("d3", "bonus") and v is not None
    }
    roster = load_scheme(rolled.folder).roster
    assert given == {u.id: v for u in roster.units if (v := roster.attribute(u, "last_year")) is not None}
    assert given


def test_a_unit_without_a_return_has_nothing(told):
    """The year before the last is no last year."""
    _, _, rolled = told
    assert "" == next(
        line["上年得分"] for line in lines(rolled.folder / "values.csv") if "河中镇" == line["单位"]
    )


def test_it_is_told(told):
    """By what it lacks."""
    assert "河中镇" in told[2].lacking["上年得分"]


def test_other_columns_stay(told):
    """Letter by letter."""
    codes = [[x["单位代码"] for x in lines(folder / "values.csv")] for folder in (OWN, told[2].folder)]
    assert codes[0] == codes[1]


def test_rows_become_items(told):
    """Each with what was entered, and what was printed beside it."""
    _, entries, rolled = told
    wanted = {f"{k.subject}-{k.row}": v for k, v in entries.items() if k.column == "bonus" and v is not None}
    found = {x["id"]: Decimal(x["given"]) for x in lines(rolled.folder / "done.csv") if x["given"]}
    assert wanted == found
    names = {str(d["id"]): d["name"] for d in told[0].scheme("own").lists["duties"].items}
    assert all(names[x["id"].partition("-")[2]] == x["name"] for x in lines(rolled.folder / "done.csv"))


def test_it_says_how_many(told):
    """By file."""
    _, _, rolled = told
    assert len(lines(rolled.folder / "done.csv")) == rolled.taken["blueprints/own-2025/done.csv"]


def test_the_new_scheme_is_sound(told):
    """It can be issued at once."""
    assert not [f for f in Workspace.at(told[0].root).lint("own-2025") if f.severity == "error"]


def test_a_scheme_that_asks_for_nothing_is_told_so(told, tmp_path):
    """Rather than that nothing is done with the returns."""
    home = cli.workspace(tmp_path / "home")
    with pytest.raises(RefusedError, match="last_year"):
        Workspace.at(home).roll("tiny", 2031, [told[0].root / "收回"])


def test_a_path_without_returns_is_refused(told):
    """As the check refuses it."""
    with pytest.raises(RefusedError, match="could be a return"):
        told[0].roll("own", 2026, [told[2].folder / "roster.yaml"])


def test_the_returns_stay_as_they_are(told):
    """And the scheme of this year."""
    assert "90.5" in (told[0].root / "blueprints" / "own" / "values.csv").read_text(encoding="utf-8")
