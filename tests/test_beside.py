"""A stage with the answers of another one beside it: a department's figures for who decides."""

import shutil
from decimal import Decimal

import pytest

from kpixl.campaign import Campaign, Means
from kpixl.carry import next_packages
from kpixl.layout import CellKey, Role, first_packages, lay_out
from tests.support import beside, tiny
from tests.support.records import record_of

FIGURE = CellKey("report", "", "hedong", "t1", "figure")


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    """The tiny scheme, in which 财政局 gives its figures of the targets that it answers for."""
    own = tmp_path_factory.mktemp("home") / "blueprints" / "tiny"
    shutil.copytree(tiny.FOLDER, own)
    beside.declare(own)
    return Campaign.open(own, Means(key=tiny.KEY, password=tiny.PASSWORD, jobs=1))


@pytest.fixture(scope="module")
def reported(campaign):
    """What the units reported."""
    scheme = campaign.scheme
    return [record_of(p, tiny.answers(p.recipient)) for p in first_packages(scheme, scheme.stage())]


def test_the_department_gets_the_rows_that_it_has_figures_of(campaign, reported):
    """And those alone of the list, with nothing else to fill."""
    (package,) = next_packages(campaign.scheme, "figures", reported)
    keys = [key for key, cell in lay_out(package).by_cell_key.items() if cell.role is Role.INPUT]
    assert "finance" == package.recipient
    assert {"t1"} == {key.row for key in keys if key.subject == "hedong"}
    assert {"figure"} == {key.column for key in keys}


def test_who_decides_sees_its_figures(campaign, reported):
    """Printed and locked beside what the unit reported, with where they come from."""
    scheme = campaign.scheme
    (asked,) = next_packages(scheme, "figures", reported)
    given = record_of(asked, {FIGURE: Decimal(96)}, name="统计.xlsx")
    packages = {p.recipient: p for p in next_packages(scheme, "verification", [*reported, given])}
    answer = packages["finance"].carried[FIGURE]
    assert answer.origin is not None
    assert ("统计.xlsx", Decimal(96)) == (answer.origin.file, answer.value)
    cell = lay_out(packages["finance"]).by_cell_key[FIGURE]
    assert (Role.PRINTED, Decimal(96)) == (cell.role, cell.value)


def test_it_goes_on_without_them(campaign, reported):
    """What has not come back is blank; the workbook can be made anew with it later."""
    packages = {p.recipient: p for p in next_packages(campaign.scheme, "verification", reported)}
    assert lay_out(packages["finance"]).by_cell_key[FIGURE].value is None


def test_workbooks_are_made_of_both_folders(campaign, tmp_path):
    """Of what units and the department returned, whichever stage is named or none."""
    campaign.simulate(tmp_path / "units", stage="self-check")
    campaign.simulate(tmp_path / "figures", stage="figures", returns=[tmp_path / "units"])
    returns = [tmp_path / "units", tmp_path / "figures"]
    made = [campaign.generate(tmp_path / str(s), stage=s, returns=returns) for s in (None, "verification")]
    assert ["verification"] * 2 == [each.stage for each in made]
    seen = campaign.inspect(next(w.path for w in made[0].workbooks if w.unit == "finance")).as_dict()["cells"]
    (figure,) = [c for c in seen if (c["subject"], c["row"], c["field"]) == ("hedong", "t1", "figure")]
    assert "printed" == figure["role"]
    assert figure["value"] is not None


def test_a_later_stage_is_simulated_with_it(campaign, tmp_path):
    """The stages before it, beside it among them, by the same seed."""
    assert campaign.simulate(tmp_path / "out", stage="verification").returns
