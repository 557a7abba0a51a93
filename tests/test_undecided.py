"""What is published is decided: ties and disputes that are open keep a score sheet back."""

import pytest

from kpixl.campaign import RefusedError
from kpixl.campaign.decided.undecided import refuse_undecided
from kpixl.findings import found
from tests.support import accounts, cli, tiny

TIE = found("U005", level="优秀单位", places=1, names="甲、乙", score="98")
TWICE = found("U008", unit_name="河东镇", names="就业人数")
NOTE = found("U014", unit_name="河东镇", effect="得零分", matters="事故")


def test_a_tie_is_refused():
    """The line says which, and what to do."""
    with pytest.raises(RefusedError) as told:
        refuse_undecided(tiny.campaign(), [NOTE, TIE])
    line = told.value.words["zh"]
    assert "\n" not in line
    for part in ("1处并列", "“优秀单位”还剩1个名额", "kpixl decide", "--undecided"):
        assert part in line


def test_ties_and_disputes_are_counted_apart():
    """Each in its own words."""
    with pytest.raises(RefusedError, match="2 ties and 1 dispute still"):
        refuse_undecided(tiny.campaign(), [TIE, TIE, TWICE])


def test_what_is_settled_keeps_nothing_back():
    """A veto that holds is no question."""
    refuse_undecided(tiny.campaign(), [NOTE])


CELL = "附件1!H10"


@pytest.fixture
def office(tmp_path):
    """Decide in a workspace with the tiny scheme."""
    home = cli.workspace(tmp_path / "考核")

    def decide(*said):
        return cli.kpixl("decide", "tiny", *said, "--workspace", home, "--lang", "zh")

    return home, decide


def test_a_dispute_is_open_until_the_figure_is_decided(office):
    """It stands among the requests meanwhile."""
    home, decide = office
    decide("dispute", "--unit", "河西镇", "--cell", CELL, "--reason", "与台账不符", "--raised-by", "审计局")
    (entry,) = accounts.campaign(home).requests()
    assert ("hexi", CELL, "与台账不符", "审计局") == (
        entry.unit, entry.data["place"], entry.why, entry.person
    )  # fmt: skip
    assert "与台账不符" in decide("requests").stdout
    decide("figure", "--unit", "河西镇", "--cell", CELL, "--value", "80", "--reason", "复核")
    assert () == accounts.campaign(home).requests()


def test_a_dispute_may_be_turned_down(office):
    """With the reason; there is nothing to waive about it."""
    home, decide = office
    decide("dispute", "--unit", "河西镇", "--cell", CELL, "--reason", "与台账不符")
    (entry,) = accounts.campaign(home).requests()
    assert 2 == decide("grant", str(entry.id)).exit_code
    decide("refuse", str(entry.id), "--reason", "已核对")
    assert () == accounts.campaign(home).requests()


def test_where_nothing_is_filled_in_nothing_is_disputed(office):
    """The cell is refused."""
    _, decide = office
    assert 2 == decide("dispute", "--unit", "河西镇", "--cell", "附件1!A1", "--reason", "x").exit_code
