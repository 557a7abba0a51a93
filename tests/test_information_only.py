"""A recipient with nothing to fill: its workbook says so, and nobody waits for it."""

import pytest

from kpixl.campaign import Campaign, Means
from kpixl.campaign.basis.basis import Declared
from kpixl.campaign.standing.expected import Expected
from kpixl.layout import CellKey, first_packages, lay_out, recipients
from tests.support import produced
from tests.support.cli import kpixl, kpixl_json
from tests.support.simulated import KEY

pytestmark = pytest.mark.slow  # a whole reference scheme

CHONGQING = next(f for f in produced.SCHEMES if f.name == "chongqing-2021")
INFORMED = {"organization", "audit", "public-security", "economic-zone", "fire-brigade"}
MEANS = Means(key=KEY, password="test")  # noqa: S106 - locks nothing but what the test makes


@pytest.fixture(scope="module")
def scheme():
    """The scheme in which five units only get what others lead."""
    return produced.scheme_of(CHONGQING)


@pytest.fixture(scope="module")
def plans(scheme):
    """Their workbooks, by unit, and one of another unit."""
    wanted = INFORMED | {"finance"}
    packages = (p for p in first_packages(scheme, scheme.stage()) if p.recipient in wanted)
    return {p.recipient: lay_out(p) for p in packages}


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    """The workbooks as they are sent, with the list of them."""
    folder = tmp_path_factory.mktemp("issued")
    Campaign.open(CHONGQING, MEANS).generate(folder / "out", units=["audit", "finance"])
    return folder / "out"


def test_is_not_awaited(scheme):
    """The five have workbooks and are not among those who return one."""
    made = {p.recipient for p in first_packages(scheme, scheme.stage())}
    assert INFORMED == made - set(recipients(scheme, scheme.stage()))


def test_the_account_does_not_wait_for_it(scheme):
    """Neither status nor reminders name it."""
    declared = Declared(scheme=scheme, folder=CHONGQING, validators=CHONGQING.parents[1] / "validators")
    stage = Expected.of(declared).stages[0]
    assert not INFORMED & set(stage.recipients)


@pytest.mark.parametrize("unit", sorted(INFORMED))
def test_its_cover_says_so(plans, unit):
    """In place of a deadline and of how to fill in; of each form it says that nothing is to be filled."""
    cover = plans[unit].by_key["cover"]
    texts = [c.value for c in cover.cells if isinstance(c.value, str)]
    assert "仅供知晓，不用报回" in texts
    states = [c.value for c in cover.cells if c.spot.row.startswith("progress/") and c.spot.column == "c7"]
    assert {"不用填"} == set(states)
    assert not any(text.startswith("问题和原因") for text in texts)


def test_any_other_cover_has_its_deadline(plans):
    """And counters."""
    fact = plans["finance"].by_cell_key[CellKey("cover", "", "", "deadline", "fact")]
    assert "2021年11月15日" == fact.value


def test_what_comes_back_all_the_same_is_ignored(issued):
    """With a note; it is neither accepted nor missing."""
    result = Campaign.open(CHONGQING, MEANS).check([issued])
    found = {f.unit: (f.status, [x.code for x in f.findings]) for f in result.files}
    assert ("ignored", ["I022"]) == found["audit"]
    assert not INFORMED & {*result.missing, *result.expected}


def test_it_is_said_when_workbooks_are_made(tmp_path):
    """On the terminal and in JSON."""
    named = ("chongqing-2021", "--unit", "区审计局", "--out")
    assert "仅供知晓" in kpixl("generate", *named, tmp_path / "a", "--lang", "zh").stderr
    made = kpixl_json("generate", *named, tmp_path / "b")
    assert [False] == [workbook["awaited"] for workbook in made["workbooks"]]


def test_it_returns_nothing_in_a_simulation(tmp_path):
    """Only who has something to fill sends something."""
    made = Campaign.open(CHONGQING, MEANS).simulate(tmp_path)
    assert not INFORMED & {each.unit for each in made.returns}
