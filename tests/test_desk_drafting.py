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


def drafted(there) -> str:
    """The address of the forms of a scheme that was drafted."""
    answer = sent(there, "附件.html", NOTICE)
    assert 303 == answer.status_code, answer.text
    return there.get(answer.headers["location"]).headers["location"]


def version(page: str) -> str:
    """What the page says of the files that it shows."""
    return re.findall(r'name="of" value="(\w+)"', page)[0]


def test_a_document_becomes_a_scheme_of_the_workspace(visit):
    """Document and form stand side by side, with what lint says; the page of both is handed out."""
    page = visit.page(drafted(visit))
    assert page.count("培训班名称") >= 3
    assert "没有错误" in page
    [link] = re.findall(r'href="(/drafted/[^"]+)"', page)
    assert "培训班名称" in visit.get(link).text


def test_a_column_is_corrected(visit):
    """The page comes back with the column still chosen, and says what it takes now."""
    address = drafted(visit)
    page = visit.page(f"{address}&at=name")
    path = address.partition("?")[0]
    answer = visit.post(path, {"of": version(page), "at": "name", "do": "type:phone"})
    assert 303 == answer.status_code, answer.text
    after = visit.page(answer.headers["location"])
    assert 'value="type:phone" aria-pressed="true"' in after
    assert 409 == visit.post(path, {"of": version(page), "at": "name", "do": "type:date"}).status_code


def test_a_correction_is_taken_back(visit):
    """The files are as they were; then there is nothing left to undo."""
    path = drafted(visit).partition("?")[0]
    folder = visit.desk.workspace.place(path.split("/")[2]).folder
    before = {file.name: file.read_bytes() for file in folder.glob("*.yaml")}
    visit.post(path, {"of": version(visit.page(path)), "at": "name", "do": "type:phone"})
    page = visit.page(path)
    assert "撤销上一步" in page
    assert 303 == visit.post(f"{path}/undo", {"of": version(page), "at": "name"}).status_code
    assert before == {file.name: file.read_bytes() for file in folder.glob("*.yaml")}
    assert 409 == visit.post(f"{path}/undo", {"of": version(visit.page(path))}).status_code


def test_another_row_is_the_heading(visit):
    """The form is drafted anew: what was a row is the head."""
    address = drafted(visit)
    page = visit.page(address)
    rows = re.findall(r'name="row" value="first:([^"]+)"', page)
    path = address.partition("?")[0]
    answer = visit.post(f"{path}/heading", {"of": version(page), "row": f"last:{rows[1]}"})
    assert 303 == answer.status_code, answer.text
    scheme = visit.desk.workspace.scheme(path.split("/")[2])
    [table] = scheme.form(path.split("/")[3]).tables
    assert table.leaves[0].label == "1"


def test_a_pasted_list_becomes_the_roster(visit):
    """It is shown first, and taken when somebody says so."""
    path = drafted(visit).partition("?")[0].replace("/forms/", "/rosters/").rpartition("/")[0]
    page = visit.page(path)
    said = {"of": version(page), "units": "河东镇\n河西镇"}
    assert "用这2个单位作名单" in visit.post(path, said).text
    assert 303 == visit.post(path, {**said, "do": "enrol"}).status_code
    roster = visit.desk.workspace.scheme(path.rpartition("/")[2]).roster
    assert ["河东镇", "河西镇"] == [unit.name for unit in roster.units]


def test_a_file_with_a_list_is_shown(visit):
    """Its lines stand in the field, to be looked at."""
    path = drafted(visit).partition("?")[0].replace("/forms/", "/rosters/").rpartition("/")[0]
    scheme = path.rpartition("/")[2]
    files = {"files": ("名单.txt", "河东镇\n河西镇\n".encode())}
    answer = visit.browser.post(f"/roster-files?scheme={scheme}", files=files, headers=OWN)
    assert 303 == answer.status_code, answer.text
    assert "用这2个单位作名单" in visit.page(path)


@pytest.mark.parametrize(("name", "data"), [("信.txt", b"hello"), ("图.png", b"\x89PNG\r\n\x1a\n")])
def test_what_holds_no_form_makes_nothing(visit, name, data):
    """The reason is said, and nothing lies about."""
    assert 409 == sent(visit, name, data).status_code
    root = visit.desk.workspace.root
    assert ["tiny"] == [path.name for path in (root / "blueprints").iterdir()]


def test_a_scheme_made_by_hand_is_corrected_as_well(visit):
    """There is no document to show."""
    assert "没有原文可以对照" in visit.page("/forms/tiny/report")


def test_no_scheme_but_the_workspace_s_own_is_touched(visit):
    """Not one of the reference schemes, which others use."""
    assert 409 == visit.get("/forms/xinhua-2021").status_code
