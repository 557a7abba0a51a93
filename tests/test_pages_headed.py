"""Pages that are read out: every heading of a table says of what it is one."""

import re
from pathlib import Path

import pytest

from kpixl.campaign.views.showing import plain_view
from kpixl.layout import lay_out
from tests.support import tiny

KPIXL = Path(__file__).parents[1] / "kpixl"
TEMPLATES = sorted(KPIXL.rglob("*.html"))
BARE = re.compile(r"<(?:th|\{\{ tag \}\})(?![^>]*\bscope=)(?=[ >])[^>]*>")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_headings_say_of_what(template):
    """A column or a row, as `scope` says it; also where a cell of a form is written as what it is."""
    assert [] == BARE.findall(template.read_text(encoding="utf-8"))


def test_heads_of_forms_are_headings():
    """Those of columns, and those of rows that stand in a box with what is filled in."""
    sheet = lay_out(tiny.package("hedong")).by_key["report"]
    scopes = {c.text: c.scope for row in plain_view(sheet).rows for c in row}
    assert ("col", "col", "") == (scopes["项目"], scopes["自查"], scopes["目标执行情况"])
