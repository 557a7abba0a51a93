"""Long lists come in parts."""

import re

import pytest

from kpixl.desk import paging
from tests.support import desks

ROWS = r'<th scope="row"><a href="/units/(\w+)'


@pytest.fixture
def visit(tmp_path, monkeypatch):
    """A desk whose parts are two rows long."""
    monkeypatch.setattr(paging.part, "__defaults__", (2,))
    with desks.visited(tmp_path / "home") as there:
        yield there


@pytest.mark.parametrize("screen", ["/units", "/issue", "/chase"])
def test_a_part_leads_to_the_next(visit, screen):
    """All units are on one of them, and filters stay."""
    first = visit.page(f"{screen}?state=missing")
    [onward] = {link for link in desks.links(first) if "from=2" in link}
    found = re.findall(ROWS, first), re.findall(ROWS, visit.page(onward.replace("&amp;", "&")))
    assert (["hedong", "hexi"], ["finance"]) == found
    assert "state=missing" in onward


@pytest.mark.parametrize("start", ["-1", "99", "x", ""])
def test_a_part_that_is_not_there_is_the_first(visit, start):
    """Whatever an address says."""
    assert ["hedong", "hexi"] == re.findall(ROWS, visit.page(f"/units?from={start}"))


def test_a_second_list_of_a_page_turns_by_itself(visit):
    """Who is waited for, beside who gets a workbook of a later stage."""
    first = visit.page("/verification")
    [onward] = {link for link in desks.links(first) if "waiting=2" in link}
    assert ["finance"] == re.findall(ROWS, visit.page(onward.replace("&amp;", "&")))[-1:]
    assert "finance" not in first.partition("还在等")[2]
