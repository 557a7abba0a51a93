"""A scheme from the attachment of a notice, at the desk."""

import re
import tempfile
import threading

import pytest

from kpixl.campaign import CancelledError
from kpixl.words import Words
from tests.support import desks
from tests.support.desks import OWN
from tests.support.in_process import DoneHere

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


def drafting(there, name: str = "附件.html", data: bytes = NOTICE) -> str:
    """The address of the page that follows a draft, when that is over."""
    answer = sent(there, name, data)
    assert 303 == answer.status_code, answer.text
    there.wait()
    return answer.headers["location"]


def drafted(there) -> str:
    """The address of the forms of a scheme that was drafted."""
    [forms] = re.findall(r'big" href="(/forms/[^"?]+)', there.page(drafting(there)))
    return there.get(forms).headers["location"]


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
    assert "没有起草成" in visit.page(drafting(visit, name, data))
    root = visit.desk.workspace.root
    assert ["tiny"] == [path.name for path in (root / "blueprints").iterdir()]


def test_a_draft_is_a_job_like_others(visit, monkeypatch):
    """Its page says how far it is, again and again, and cancels it; another one is made meanwhile."""
    begun, go_on = threading.Event(), threading.Event()
    real = DoneHere.do

    def slow(hand, verb, given, look):
        look.moved(1, 3, Words("读取文件", "reading files"))
        begun.set()
        go_on.wait(20)
        if look.stopped():
            raise CancelledError
        return real(hand, verb, given, look)

    monkeypatch.setattr(DoneHere, "do", slow)
    first, second = (sent(visit, "附件.html", NOTICE).headers["location"] for _ in "12")
    assert first != second
    begun.wait(20)
    assert ["读取文件 1/3"] * 2 == [re.findall("读取文件 ./.", visit.page(first))[0] for _ in "12"]
    [cancel] = set(re.findall(r'action="(/jobs/\d+/cancel)"', visit.page(first)[:-1])) - set(
        re.findall(r'action="(/jobs/\d+/cancel)"', visit.page(second).partition('id="jobs"')[0])
    )
    visit.post(cancel)
    go_on.set()
    visit.wait()
    assert "已取消" in visit.page(first)
    assert "起草好了" in visit.page(second)


def test_what_was_sent_lies_nowhere_when_the_draft_is_over(visit, monkeypatch, tmp_path):
    """But for the workspace's own copy; however it ended."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    drafting(visit)
    drafting(visit, "信.txt", b"hello")
    assert [] == [*tmp_path.glob("kpixl-draft-*")]


def test_a_draft_of_which_nobody_knows_any_more_leads_to_its_forms(visit):
    """After another start, say."""
    page = drafting(visit)
    visit.desk.jobs._told.clear()
    assert page.replace("/drafts/", "/forms/") == visit.get(page).headers["location"].partition("?")[0]


def test_a_scheme_made_by_hand_is_corrected_as_well(visit):
    """There is no document to show."""
    assert "没有原文可以对照" in visit.page("/forms/tiny/report")


def test_no_scheme_but_the_workspace_s_own_is_touched(visit):
    """Not one of the reference schemes, which others use."""
    assert 409 == visit.get("/forms/xinhua-2021").status_code
