"""A scheme from the attachment of a notice, at the desk."""

import re

import pytest

from tests.support import desks
from tests.support.desks import OWN

NOTICE = """<html><body><h1>培训情况统计表</h1><table border="1">
<tr><th>序号</th><th>培训班名称</th><th>人数</th><th>开班日期</th></tr>
<tr><td>1</td><td></td><td></td><td></td></tr><tr><td>2</td><td></td><td></td><td></td></tr>
</table><p>填报单位：</p></body></html>""".encode()


@pytest.fixture
def visit(tmp_path):
    """A desk of a new workspace."""
    with desks.visited(tmp_path / "home") as there:
        yield there


def sent(there, name: str, data: bytes):
    """What is answered to a document that is sent."""
    return there.browser.post("/settings/draft", files={"files": (name, data)}, headers=OWN)


def test_a_document_becomes_a_scheme_of_the_workspace(visit):
    """Its page says what lint says, and hands out the page that shows both side by side."""
    answer = sent(visit, "附件.html", NOTICE)
    assert 303 == answer.status_code, answer.text
    page = visit.page(answer.headers["location"])
    [link] = re.findall(r'href="(/settings/drafted/[^"?]+/page)', page)
    assert "培训班名称" in visit.get(link).text
    assert answer.headers["location"].rpartition("/")[2] in visit.page("/settings")


@pytest.mark.parametrize(("name", "data"), [("信.txt", b"hello"), ("图.png", b"\x89PNG\r\n\x1a\n")])
def test_what_holds_no_form_makes_nothing(visit, name, data):
    """The reason is said, and nothing lies about."""
    assert 409 == sent(visit, name, data).status_code
    root = visit.desk.workspace.root
    assert ["tiny"] == [path.name for path in (root / "blueprints").iterdir()]
    assert not list(root.glob(".kpixl-draft-*"))


def test_another_scheme_is_no_draft(visit):
    """Nor is a path."""
    assert 409 == visit.get("/settings/drafted/tiny").status_code
