"""Shapes of forms as offices draw them: what each part is taken for."""

from typing import Any

import pytest

from kpixl.draft.readers.html import read_html
from tests.support import drafting
from tests.support.cases import cases

CASES = cases("shapes")


def texts(form: Any) -> list[str]:
    """What is printed above and below."""
    blocks = form["blocks"]
    return [t for block in blocks for t in (*block.get("paragraphs", ()), *block.get("notes", ()))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_shape_is_known(case):
    """Each label has what the case says; nothing is left out."""
    document = read_html(f"<html><body>{case['page']}</body></html>".encode(), "a.html")
    scheme = drafting.scheme(document)
    [form] = [f for name, f in drafting.files(document).items() if name.startswith("form-1.")]
    columns = drafting.columns(form)
    for label, wanted in {**case.get("fields", {}), **case.get("heads", {})}.items():
        assert label in columns, [*columns]
        has = {"type": "text", **columns[label]}
        assert wanted == {key: has.get(key) for key in wanted}, label
    assert [] == [text for text in case.get("texts", ()) if text not in texts(form)]
    assert [] == [text.text for text in scheme.left]
    assert case.get("title", form["title"]) == form["title"]
