"""Where one begins: workspaces that were open lately, a new one, another scheme, another year."""

import datetime as dt
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kpixl.campaign import WAITING, Workspace
from kpixl.campaign.workspace.rehearsing import due_from
from kpixl.desk.desk import today
from kpixl.desk.doors import Doors
from kpixl.desk.front import Front
from kpixl.desk.guarding import Guarded
from kpixl.desk.recent import Recent
from tests.support import cli, desks
from tests.support.blueprints import change
from tests.support.desks import OWN, PORT, stranger


@pytest.fixture
def front(tmp_path):
    """What is served where nothing is open yet; new workspaces may be made in one folder."""
    (tmp_path / "文档").mkdir()
    recent = Recent(tmp_path / "user" / "recent.json")
    made = Front(Doors(port=PORT), recent, {"documents": tmp_path / "文档"})
    yield made
    made.close()


@pytest.fixture
def browser(front) -> TestClient:
    """A browser that was let in."""
    made = stranger(Guarded(front, front.doors))
    assert made.get(front.doors.link()).status_code == 303
    return made


def post(browser: TestClient, path: str, **said: str):
    """What a form of the page does."""
    return browser.post(path, data=said, headers=OWN)


def test_a_new_campaign_is_made_where_its_name_says(browser, front, tmp_path):
    """From a reference scheme, in a folder that the page offered; its desk is open then."""
    assert (
        303
        == post(browser, "/start/new", name="2022 考核", scheme="zibo-2022", place="documents").status_code
    )
    assert (tmp_path / "文档" / "2022 考核" / "blueprints" / "zibo-2022").is_dir()
    assert front.desk is not None
    assert "首页" in browser.get("/").text


TABLE = (
    "<html><body><h1>统计表</h1><table><tr><td>项目</td><td>金额</td><td>备注</td></tr></table></body></html>"
)
FROM_NOTICE = {
    "a letter": ({"name": "考核", "place": "documents"}, "感谢大家。"),
    "no name": ({"name": "", "place": "documents"}, TABLE),
    "nowhere": ({"name": "考核", "place": "/var"}, TABLE),
}


@pytest.mark.parametrize("case", FROM_NOTICE)
def test_what_no_campaign_can_be_made_of_makes_none(browser, front, tmp_path, case):
    """The reason is said, and no folder is begun."""
    said, text = FROM_NOTICE[case]
    page = drafted(browser, front, said, text)
    assert re.search('class="say pre">[^<]+<', page.text)
    assert "/start/drafted" not in page.text
    assert front.desk is None
    assert [] == [*(tmp_path / "文档").iterdir()]


def drafted(browser: TestClient, front: Front, said: dict[str, str], text: str):
    """The page that follows a draft, when that is over; what is answered at once where none is begun."""
    files = {"files": ("通知.html", text.encode())}
    answer = browser.post("/start/draft", data=said, files=files, headers=OWN)
    if answer.status_code != 303:
        return answer
    desks.until(lambda: front.beginning.are_idle)
    return browser.get(answer.headers["location"])


def test_a_campaign_is_begun_from_a_notice(browser, front, tmp_path):
    """In the background; it is opened from the page that followed it, or from the first one."""
    page = drafted(browser, front, {"name": "考核", "place": "documents"}, TABLE)
    assert "起草了1张表" in page.text
    assert "/start/drafts/1" in browser.get("/").text
    answer = post(browser, "/start/drafted", number="1")
    assert answer.headers["location"].startswith("/forms/appraisal-")
    assert tmp_path / "文档" / "考核" == front.desk.workspace.root


@pytest.mark.parametrize("number", ["2", "", "x", "-1"])
def test_nothing_is_opened_that_was_not_drafted(browser, front, number):
    """Nor is anything cancelled."""
    assert 409 == post(browser, "/start/drafted", number=number).status_code
    assert 303 == post(browser, "/start/cancel", number=number).status_code
    assert 303 == browser.get("/start/drafts/7").status_code
    assert front.desk is None


@pytest.mark.parametrize("name", ["../出去", "..", "/etc/x", "a/../../b"])
def test_its_name_leads_out_of_no_folder(browser, tmp_path, name):
    """The folder lies in the place, or nothing is made."""
    post(browser, "/start/new", name=name, scheme="zibo-2022", place="documents")
    made = {path.parent.parent for path in tmp_path.rglob("zibo-2022")}
    assert {path.parent for path in made} <= {tmp_path / "文档"}


@pytest.mark.parametrize(
    "said",
    [
        {"name": "", "place": "documents"},
        {"name": "a", "place": "/var"},
        {"name": "a", "place": "documents", "scheme": "no-such"},
    ],
)
def test_what_cannot_be_made_is_said(browser, front, said):
    """A place is one that the page offered."""
    assert 409 == post(browser, "/start/new", **said).status_code
    assert front.desk is None


def test_a_workspace_is_opened_again_by_a_click(browser, front, tmp_path):
    """It is asked for by a name that says no path."""
    home = desks.workspace(tmp_path / "home")
    front.recent.add(home)
    [name] = re.findall(r'name="workspace" value="(\w+)" class', browser.get("/").text)
    post(browser, "/start/open", workspace=name)
    assert front.desk is not None
    assert home == front.desk.workspace.root


def test_from_last_year_is_one_click_on_the_first_page(browser, front, tmp_path):
    """It opens the campaign where the scheme of another year is made of it."""
    home = desks.workspace(tmp_path / "home")
    front.recent.add(home)
    [name] = re.findall(r'value="(\w+)" formaction="/start/next"', browser.get("/").text)
    answer = post(browser, "/start/next", workspace=name)
    path, _, place = answer.headers["location"].partition("#")
    assert f'<form id="{place}"' in browser.get(path).text


@pytest.mark.parametrize("name", ["", "0" * 16, "/", ".."])
def test_no_other_folder_is_opened(browser, front, name):
    """But those on the list."""
    assert 409 == post(browser, "/start/open", workspace=name).status_code
    assert front.desk is None


def test_the_list_forgets_what_has_gone(tmp_path):
    """And what is no workspace; the last one stands first, each once."""
    recent, homes = Recent(tmp_path / "recent.json"), [desks.workspace(tmp_path / name) for name in "ab"]
    for path in (*homes, tmp_path / "gone", homes[0]):
        recent.add(path)
    assert homes == list(recent.workspaces.values())


@pytest.mark.parametrize("content", ["", "{}", "[1]", "\x00", '["relative"]'])
def test_a_damaged_list_is_an_empty_one(tmp_path, content):
    """Nothing is lost with it."""
    (tmp_path / "recent.json").write_text(content, encoding="utf-8")
    assert {} == Recent(tmp_path / "recent.json").workspaces


def test_one_leaves_a_desk_for_another(browser, front, tmp_path):
    """What was at work there ends; the first page is that where one begins."""
    front.open(tiny_workspace(tmp_path))
    left = front.desk
    post(browser, "/settings/leave")
    assert left.closing.is_set()
    assert "/start/new" in browser.get("/").text


def tiny_workspace(tmp_path: Path) -> Workspace:
    """A workspace, opened."""
    return Workspace.at(desks.workspace(tmp_path / "home"))


def test_next_year_is_made_and_turned_to(browser, front, tmp_path):
    """As `roll` makes it; its returns will lie in a folder of their own once the old year has an account."""
    front.open(tiny_workspace(tmp_path))
    page = post(browser, "/settings/roll", year="2022").text
    assert "tiny-2022" in page
    assert 409 == post(browser, "/settings/roll", year="x").status_code
    post(browser, "/settings/scheme", scheme="tiny-2022")
    assert "tiny-2022" == front.desk.scheme
    assert 409 == post(browser, "/settings/scheme", scheme="zibo-2022").status_code


def test_next_year_takes_what_it_asks_for(browser, front, tmp_path):
    """From the returns of this year, which the desk knows; who has none is told."""
    home = desks.workspace(tmp_path / "home")
    folder = home / "blueprints" / "tiny"
    asked = (
        "attributes: [{name: before, label: 上年幅度, last_year: report.claimed.t1}]\nvalues: values.csv\n"
    )
    change(folder / "roster.yaml", "groups:", f"{asked}groups:")
    (folder / "values.csv").write_text("unit\n", encoding="utf-8")
    front.open(Workspace.at(home))
    cli.kpixl("simulate", "tiny", "--out", front.desk.inbox("self-check").folder, "--workspace", home)
    page = post(browser, "/settings/roll", year="2022").text
    values = (home / "blueprints" / "tiny-2022" / "values.csv").read_text(encoding="utf-8-sig")
    assert "河东镇" in values
    assert "values.csv" in page


def test_quitting_ends_the_server(browser, front):
    """From the first page, too."""
    assert "已经停止" in post(browser, "/start/quit").text
    assert front.closing.is_set()


def test_it_speaks_both_languages(browser):
    """And keeps the one that was chosen."""
    post(browser, "/start/language", lang="en")
    assert '<html lang="en">' in browser.get("/").text


def test_a_rehearsal_is_under_way_and_in_time(tmp_path):
    """Some returns have come, others wait to be dropped; a second time the same is opened."""
    home = Workspace.at(desks.workspace(tmp_path / "office"))
    made = [home.rehearse(tmp_path / "demo", "tiny").root for _ in "12"]
    there = Workspace.at(tmp_path / "demo")
    returned = there.inbox("tiny", "self-check").signature
    waiting = list((tmp_path / "demo" / WAITING).rglob("*.xlsx"))
    expected = there.books("tiny").expected
    assert (made[0], 2, 1) == (made[1], len(returned), len(waiting))
    assert today() < (expected.stages[0].due or today())


def test_deadlines_of_the_past_are_moved():
    """In their order; nothing else in the text."""
    head = "  deadline: 2022-01-10\n  deadlines: 2022年\n  deadline: 2022-02-15\ncreated: 2021-12-01\n"
    moved = due_from(head, dt.date(2026, 1, 1))
    assert head.replace("2022-01-10", "2026-01-15").replace("2022-02-15", "2026-01-29") == moved
