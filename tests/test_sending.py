"""What an office says of its own post: which workbooks went out."""

import pytest

from kpixl.campaign import RefusedError
from tests.support import desks


@pytest.fixture
def issued(tmp_path):
    """A desk whose workbooks are made."""
    with desks.visited(tmp_path / "home") as there:
        there.post("/issue", {"which": "all", "stage": "self-check"})
        there.wait()
        yield there


def sent(there) -> list[str]:
    """The units whose workbooks went out."""
    return [line.unit.id for line in there.desk.status("self-check").every if line.standing.sent]


def test_all_are_marked_as_sent(issued):
    """By a button; the page says when."""
    issued.post("/issue/sent", {"which": "all", "stage": "self-check"})
    assert ["hedong", "hexi", "finance"] == sent(issued)


def test_those_that_are_ticked_are_marked(issued):
    """And no others."""
    issued.post("/issue/sent", {"which": "some", "unit": ["hexi"], "stage": "self-check"})
    assert ["hexi"] == sent(issued)


def test_what_was_sent_is_no_event_twice(issued):
    """A second press enters nothing; what is new is said."""
    assert ("hexi",) == issued.desk.campaign.sent(["河西镇"], stage="self-check")
    assert ("hedong",) == issued.desk.campaign.sent(["hexi", "hedong"], stage="self-check")


def test_a_workbook_that_is_not_made_was_not_sent(tmp_path):
    """The unit is named."""
    with desks.visited(tmp_path / "home") as there, pytest.raises(RefusedError, match="河西镇"):
        there.desk.campaign.sent(["hexi"], stage="self-check")
