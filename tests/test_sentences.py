"""Blanks inside a sentence and tick boxes: typed cells, between words that read like the paper's."""

from decimal import Decimal
from itertools import pairwise

import pytest

from kpixl.blueprint.templates import parted
from kpixl.campaign.views.showing import plain_view
from kpixl.layout import Role, lay_out
from tests.support import page_schemes

ROW = {"held": 3, "people": 40, "day": None, "topic": "安全生产", "yes": "☑", "no": "□", "open": True}
"""What the scheme activities-2025 of docs/blueprint.md asks."""


@pytest.fixture
def campaign(tmp_path):
    """The scheme of the page."""
    return page_schemes.opened("activities-2025", tmp_path)


@pytest.fixture
def sheet(campaign):
    """Its form as it is laid out."""
    return lay_out(page_schemes.package(campaign)).by_key["activities"]


def returned(campaign, tmp_path, **changes):
    """A return with these blanks filled in."""
    return page_schemes.filled(campaign, tmp_path / "return.xlsx", {("activities", ""): {**ROW, **changes}})


def lines(sheet):
    """The visible cells, line by line, left to right; a blank as its field's name in braces."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for cell in sheet.cells:
        if cell.role in {Role.PRINTED, Role.INPUT} and not cell.spot.row.startswith("#"):
            text = f"{{{cell.key.column}}}" if cell.role is Role.INPUT and cell.key else str(cell.value)
            place = sheet.column_index[cell.spot.column]
            found.setdefault(cell.spot.row, []).append((place, cell.span[1], text))
    return [sorted(cells) for cells in found.values()]


def test_a_text_is_parted_at_its_blanks():
    """What stands in other braces is no blank."""
    assert ["出席{a.b}", "x", "次，", "y", ""] == parted("出席{a.b}{x}次，{y}", {"x", "y"})


def test_words_and_blanks_follow_each_other(sheet):
    """As the sentence has them, its paths filled in, whatever the lines."""
    read = "".join(text for cells in lines(sheet) for _, _, text in cells)
    assert read.startswith("2025年组织活动{held}次，参加{people}人，其中最近一次在{day}，主题为{topic}。")


def test_nothing_stands_between_them(sheet):
    """Each begins where the one before ends."""
    for cells in lines(sheet):
        assert all(place + count == following[0] for (place, count, _), following in pairwise(cells))


def test_a_blank_is_a_cell_of_its_type(campaign, tmp_path):
    """Its value is what the type makes of it."""
    file = returned(campaign, tmp_path)
    assert Decimal(3) == page_schemes.value(campaign, file, "", "held")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"held": "很多"}, [("V001", "held")]),
        ({"people": None}, [("R002", "people")]),
        ({"no": "☑"}, [("R005", "yes")]),
        ({"yes": "□"}, [("R005", "yes")]),
    ],
)
def test_a_blank_has_rules(campaign, tmp_path, changes, expected):
    """Types, conditions, and that one of two boxes is ticked."""
    found = page_schemes.errors(campaign, returned(campaign, tmp_path, **changes))
    assert expected == [(f.code, f.where.field) for f in found]


def test_a_box_is_issued_empty(campaign, tmp_path):
    """The default stands in its cell, and in no other."""
    campaign.generate(tmp_path / "issued")
    [file] = (tmp_path / "issued").rglob("*.xlsx")
    [record] = campaign.check([file]).files
    texts = {f.where.field for f in record.findings if f.code == "R001"}
    assert {"held", "open"} == texts


def test_a_box_is_shown_before_it_goes_out(sheet):
    """With its default, on the page of the preview."""
    shown = {cell.text for row in plain_view(sheet).rows for cell in row}
    assert "□" in shown


def test_a_spreadsheet_program_says_the_same(office, campaign, tmp_path):
    """Of simulated returns, and of one with both boxes ticked."""
    campaign.simulate(tmp_path / "returns")
    for file in (*(tmp_path / "returns").glob("*.xlsx"), returned(campaign, tmp_path, no="☑")):
        assert [] == office.recalc(file).differences
