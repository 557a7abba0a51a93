"""填表说明 as a sheet of the workbook, where a scheme wants it."""

import pytest

from kpixl.campaign.views.guiding import guides
from kpixl.layout import lay_out
from kpixl.layout.guide.guide_sheet import GUIDE
from tests.support import page_schemes


@pytest.fixture
def campaign(tmp_path):
    """The scheme regions-2025 of docs/blueprint.md, which wants it."""
    return page_schemes.opened("regions-2025", tmp_path)


def sheets(campaign, lists: int = 0, **head: object):
    """The visible sheets of the workbook, by key; lists: so many regions; head: other keys of the scheme."""
    package = page_schemes.package(campaign)
    scheme = campaign.scheme
    regions = scheme.lists["regions"]
    items = tuple({**regions.items[0], "id": n} for n in range(lists)) or regions.items
    changed = scheme.model_copy(
        update={
            "head": scheme.head.model_copy(update=head),
            "lists": {"regions": regions.model_copy(update={"items": items})},
        }
    )
    plan = lay_out(page_schemes.package_of(changed, package))
    return {sheet.key: sheet for sheet in plan.sheets if sheet.state == "visible"}


def test_it_stands_behind_the_cover(campaign):
    """Before the forms."""
    assert ["cover", GUIDE, "projects"] == list(sheets(campaign))


def test_it_stands_where_it_is_wanted_only(campaign):
    """Without the key there is none."""
    assert ["cover", "projects"] == list(sheets(campaign, guide=False))


def test_it_says_what_explain_says(campaign):
    """Each column that is filled in, and each rule."""
    said = [str(cell.value) for cell in sheets(campaign)[GUIDE].cells]
    [guide] = guides(campaign.scheme, "projects")
    assert [] == [text for text in guide.wanted("zh") if text not in said]
    assert "1. 项目：不超过60个字的文字；必填" in said


def test_a_long_list_is_cut(campaign):
    """A line of the sheet is read, not scrolled through; a cell would not hold thousands of choices."""
    [cell] = [c for c in sheets(campaign, lists=5_000)[GUIDE].cells if str(c.value).startswith("2. ")]
    assert str(cell.value).endswith("…")
