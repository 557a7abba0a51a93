"""What the pages of the desk show and do: the same as the command line, over the same folder."""

import io
import re
import shutil
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import Any
from unittest.mock import Mock

import openpyxl
import pytest

from kpixl.campaign import Workspace
from kpixl.desk.asking import Asked
from kpixl.desk.desk import ALL
from kpixl.desk.screens.home import ORDER
from kpixl.desk.screens.scores import Open, undecided
from kpixl.findings import Finding, found
from kpixl.scoring import Standing
from tests.support import accounts, cli, desks, tiny

SCREENS = (
    "/", "/issue", "/returns", "/chase", "/units", "/units/hexi", "/units/hexi/form", "/verification",
    "/scores", "/journal", "/scheme", "/scheme/edit", "/settings", "/preview/hedong", "/codes/R001",
)  # fmt: skip
OVERSPENT = {tiny.report("hexi", "t1", "spent"): Decimal(200)}


def in_sections(page: str) -> str:
    """The text of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def statuses(there) -> list[str]:
    """What became of the files of the first stage."""
    return [f.status for f in there.desk.checked("self-check").result.files]


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """Workbooks are out; one return is accepted, one rejected, one of nobody known."""
    with desks.visited(tmp_path_factory.mktemp("desk") / "home") as there:
        there.post("/issue", {"which": "all", "stage": "self-check"})
        there.wait()
        there.drop(
            ("河东.xlsx", tiny.built("hedong").data), ("河西.xlsx", tiny.built("hexi", OVERSPENT).data)
        )
        there.drop(("不知.xlsx", b"no workbook"))
        there.settle()
        yield there


@pytest.fixture
def fresh(tmp_path):
    """A desk of a new workspace."""
    with desks.visited(tmp_path / "home") as there:
        yield there


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_speaks_both_languages(visit, path, language):
    """That of the browser."""
    page = visit.page(path, headers={"accept-language": language})
    assert f'<html lang="{language}">' in page
    assert ("退出" in page) == (language == "zh-CN")


def test_a_language_is_chosen_for_good(fresh):
    """By the switch, whatever the browser says."""
    fresh.post("/settings/language", {"lang": "en", "back": "/units"})
    assert '<html lang="en">' in fresh.page("/units")


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/settings/quit", ""])
def test_the_switch_leads_to_no_other_place(fresh, back):
    """But to the first page."""
    answer = fresh.post("/settings/language", {"lang": "zh", "back": back})
    assert answer.headers["location"].startswith("/?stage=")


def test_the_first_page_counts_the_units(visit):
    """As `status` does, each count a filter."""
    page = visit.page("/")
    for state, n in zip(ORDER, (1, 1, 0, 1, 0), strict=True):
        assert re.search(rf'state={state}"><span class="dot {state}"></span>[^<]+<b>{n}</b>', page)


@pytest.mark.parametrize(("done", "path"), [("", "/issue"), ("issued", "/returns")])
def test_the_next_step_is_one_button(fresh, done, path):
    """First to issue, then to take in."""
    if done:
        fresh.post("/issue", {"which": "all"})
        fresh.wait()
    [step] = re.findall(r'class="button primary big" href="([^"?]+)', fresh.page("/"))
    assert path == step


def test_the_next_step_is_to_have_returns_corrected(visit):
    """Where some are rejected."""
    assert 'primary big" href="/chase' in visit.page("/")


def test_what_waits_for_a_decision_is_said_on_the_first_page(visit):
    """Files of nobody known, with where to say whose they are."""
    assert re.search(r'href="/returns[^"]+status=nobody">1份', visit.page("/"))


def test_workbooks_are_handed_out_as_they_are_issued(visit):
    """One zip of all, each alone, and the list of whom they go to."""
    with zipfile.ZipFile(io.BytesIO(visit.get("/issue/all.zip").content)) as archive:
        names = archive.namelist()
    assert ["1-河东镇.xlsx", "2-河西镇.xlsx", "3-财政局.xlsx"] == [re.sub("^0+", "", name) for name in names]
    one = visit.get("/issue/hedong")
    issued = visit.desk.workspace.output / "tiny" / "self-check" / names[0]
    assert issued.read_bytes() == one.content
    assert "attachment" in one.headers["content-disposition"]
    assert visit.get("/issue/list").content.startswith(b"PK")


def test_only_the_chosen_are_made(fresh):
    """The others are not."""
    fresh.post("/issue", {"which": "some", "unit": ["finance"]})
    fresh.wait()
    assert 1 == len(list((fresh.desk.workspace.output / "tiny" / "self-check").glob("*.xlsx")))
    assert 409 == fresh.post("/issue", {"which": "some"}).status_code


def test_a_form_is_looked_at_before_it_goes_out(visit):
    """With the cells that are to be filled in."""
    page = visit.page("/preview/hedong?sheet=report")
    assert re.search('class="[^"]* input"', page)
    assert "附件1" in page


def test_each_file_has_its_result(visit):
    """Whose it is, what came of it and why; what nobody knows stands first."""
    page = visit.page("/returns")
    assert ["不知.xlsx", "河西.xlsx", "河东.xlsx"] == re.findall(
        r'<th scope="row"><span title="[^"]*">([^<]+)', page
    )
    assert "退回" in page


def test_counts_are_filters(visit):
    """Only files of that state are listed."""
    page = visit.page("/returns?status=accepted")
    assert ["河东.xlsx"] == re.findall(r'<th scope="row"><span title="[^"]*">([^<]+)', page)


def test_what_is_filtered_is_what_is_exported(visit):
    """As `status` writes it with the same filters."""
    status = visit.desk.status("self-check", visit_wanted())
    assert status.workbook("zh") == visit.get("/units/table?state=rejected").content
    assert ["河西镇"] == re.findall(
        r'<th scope="row"><a href="/units/[^"]+">([^<]+)', visit.page("/units?state=rejected")
    )


def visit_wanted():
    """Rejected units."""
    return replace(ALL, states=("rejected",))


def test_units_are_found_by_any_name(visit):
    """An alias will do."""
    assert ["河西镇"] == re.findall(
        r'<th scope="row"><a href="/units/[^"]+">([^<]+)', visit.page("/units?q=西镇")
    )


def test_a_unit_shows_its_problems_as_the_check_says_them(visit):
    """With cell, message and remedy of the catalogue."""
    [file] = (f for f in visit.desk.checked("self-check").result.files if f.unit == "hexi")
    error = next(f for f in file.findings if f.severity == "error")
    text = in_sections(visit.page("/units/hexi"))
    assert f"{error.where.sheet}!{error.where.cell}" in text
    assert error.message("zh") in text
    assert error.remedy("zh") in text


def test_the_form_of_a_return_is_shown_with_the_problem_marked(visit):
    """The cell has what was filled in."""
    page = visit.page("/units/hexi/form")
    assert re.search(r'<td class="[^"]* error"[^>]*>200<', page)


def test_who_needs_a_call_is_told_why(visit):
    """Rejected and missing units, nobody else; with the notice to copy."""
    page = visit.page("/chase")
    assert ["河西镇", "财政局"] == re.findall(r'<th scope="row"><a href="/units/[^"]+">([^<]+)', page)
    assert "退回通知" in page
    assert "催报通知" in page


def test_notices_are_written_once_and_noted(fresh):
    """A second time nobody is left to be told."""
    fresh.drop(("河西.xlsx", tiny.built("hexi", OVERSPENT).data))
    fresh.settle()
    for _ in "12":
        fresh.post("/chase/tell", {"which": "all"})
        fresh.wait()
    told = [
        e for e in accounts.said(fresh.desk.workspace.root / ".kpixl" / accounts.LEDGER) if e[1] == "told"
    ]
    assert ["hexi", "hedong", "finance"] == [e[3] for e in told]
    assert fresh.get("/chase/report/notices.xlsx").content.startswith(b"PK")
    assert 409 == fresh.get("/chase/report/secrets.json").status_code


def test_feedback_workbooks_are_made_and_handed_out(fresh):
    """One for each rejected return."""
    fresh.drop(("河西.xlsx", tiny.built("hexi", OVERSPENT).data))
    fresh.settle()
    fresh.post("/chase/feedback", {"which": "all"})
    fresh.wait()
    assert fresh.get("/chase/feedback/hexi").content.startswith(b"PK")
    with zipfile.ZipFile(io.BytesIO(fresh.get("/chase/feedback.zip").content)) as archive:
        assert 1 == len(archive.namelist())


class TestDecisions:
    def held(self, visit) -> list[Any]:
        """What holds."""
        return [each.decision for each in visit.desk.campaign.recorded()]

    def test_they_are_made_in_bulk(self, fresh):
        """More time for every unit that is ticked, with one reason."""
        said = {
            "kind": "extension",
            "unit": ["hedong", "hexi"],
            "until": "2030-01-01",
            "reason": "停电",
            "screen": "/chase",
        }
        fresh.post("/decisions?stage=self-check", said)
        assert [("hedong", "停电"), ("hexi", "停电")] == [(d.unit, d.reason) for d in self.held(fresh)]
        assert "2030-01-01" in fresh.page("/units")

    def test_two_tabs_decide_the_same_once(self, fresh):
        """The second finds it decided."""
        said = {"kind": "excuse", "unit": "finance", "reason": "新设单位", "screen": "/chase"}
        assert [303, 303] == [fresh.post("/decisions", said).status_code for _ in "12"]
        assert 1 == len(self.held(fresh))

    @pytest.mark.parametrize(
        "said",
        [
            {"kind": "excuse", "unit": "finance", "reason": ""},
            {"kind": "excuse", "reason": "没有单位"},
            {"kind": "excuse", "unit": "nobody", "reason": "没有这个单位"},
            {"kind": "extension", "unit": "hexi", "until": "tomorrow", "reason": "停电"},
            {"kind": "figure", "unit": "hexi", "reason": "不在这里"},
            {},
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, fresh, said):
        """And nothing is recorded."""
        answer = fresh.post("/decisions", said)
        assert (409, []) == (answer.status_code, self.held(fresh))
        assert "kpixl" in answer.text

    def test_a_decision_is_taken_back(self, fresh):
        """By its number, with a reason."""
        fresh.post("/decisions", {"kind": "excuse", "unit": "finance", "reason": "新设单位"})
        number = fresh.desk.campaign.recorded()[0].entry.id
        fresh.post(f"/decisions/{number}/revoke", {"reason": "弄错了", "screen": "/journal"})
        assert [] == self.held(fresh)

    def test_a_waiver_makes_a_return_accepted(self, fresh):
        """With the check that follows of itself."""
        fresh.drop(("河西.xlsx", tiny.built("hexi", OVERSPENT).data))
        fresh.settle()
        [rule] = re.findall(r'<option value="(\w+)">\w+ \w+</option>', fresh.page("/units/hexi"))
        fresh.post("/decisions", {"kind": "waiver", "unit": "hexi", "rule": rule, "reason": "已批准"})
        fresh.settle()
        assert ["accepted"] == statuses(fresh)

    def test_a_file_of_nobody_known_is_given_to_a_unit(self, fresh):
        """By its digest, with a reason."""
        fresh.drop(("不知.xlsx", b"no workbook"))
        fresh.settle()
        [digest] = re.findall(r'name="file" value="(\w{64})"', fresh.page("/returns"))
        fresh.post("/decisions", {"kind": "assignment", "file": digest, "unit": "hexi", "reason": "来电说明"})
        assert [("hexi", digest)] == [(d.unit, d.file) for d in self.held(fresh)]


def test_the_consolidated_workbook_is_the_command_line_s(fresh):
    """Byte for byte, over the same folder, day and decisions."""
    fresh.drop(("河东.xlsx", tiny.built("hedong").data), ("财政.xlsx", tiny.built("finance").data))
    fresh.post("/decisions?stage=self-check", {"kind": "excuse", "unit": "hexi", "reason": "新设单位"})
    fresh.settle()
    fresh.post("/scores", {"stage": "self-check"})
    fresh.wait()
    made = fresh.get("/scores/score-sheet").content
    root = fresh.desk.workspace.root
    done = cli.kpixl("merge", "tiny", root / "returns" / "self-check", "--workspace", root)
    assert 0 == done.exit_code
    again = (root / "generated" / "tiny" / "score-sheet.xlsx").read_bytes()
    assert made == again


def test_the_command_line_sees_what_the_desk_did(fresh):
    """One account, one folder: `status` counts what was dropped, `check` reads it."""
    fresh.drop(("河东.xlsx", tiny.built("hedong").data))
    fresh.settle()
    root = fresh.desk.workspace.root
    assert 1 == cli.kpixl_json("status", "tiny", "--workspace", root)["summary"]["accepted"]
    found = cli.kpixl_json("check", "tiny", root / "returns" / "self-check", "--workspace", root)
    assert 1 == found["summary"]["accepted"]


def test_the_desk_sees_what_the_command_line_decided(fresh):
    """The next check follows of itself."""
    fresh.drop(("河西.xlsx", tiny.built("hexi", OVERSPENT).data))
    fresh.settle()
    root = fresh.desk.workspace.root
    waiver = ("--unit", "hexi", "--rule", "within_budget", "--reason", "已批准")
    cli.kpixl("decide", "tiny", "waiver", *waiver, "--workspace", root)
    fresh.settle()
    assert ["accepted"] == statuses(fresh)


def test_a_changed_blueprint_is_another_campaign(fresh):
    """What is opened next is as it says now; what was opened before stays."""
    before = fresh.desk.campaign
    head = fresh.desk.workspace.root / "blueprints" / "tiny" / "scheme.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("年终考核", "年中考核"), encoding="utf-8")
    assert ("年终考核", "年中考核") == (before.scheme.head.title, fresh.desk.campaign.scheme.head.title)


def test_a_broken_blueprint_is_said_with_its_places(fresh):
    """On a page, not as a fault."""
    head = fresh.desk.workspace.root / "blueprints" / "tiny" / "scheme.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    answer = fresh.get("/scheme")
    assert 500 == answer.status_code
    assert "scheme.yaml:" in answer.text


def test_a_figure_is_followed_to_the_cell(visit):
    """Down to the file that it comes from."""
    page = visit.page("/scores?sheet=附件1明细")
    [first, *_] = re.findall(r'<a href="(/figure[^"]+)">', page)
    text = in_sections(visit.page(first.replace("&amp;", "&")))
    assert "河东.xlsx" in text


def test_a_cell_that_is_none_is_refused(visit):
    """In words."""
    assert 409 == visit.get("/figure?cell=x").status_code


def test_the_record_has_filters(visit):
    """By what happened, and by any text."""
    rows = r'<td class="n">(\d+)</td>'
    every = re.findall(rows, visit.page("/journal"))
    issued = re.findall(rows, visit.page("/journal?what=issued"))
    assert (3, True) == (len(issued), set(issued) < set(every))
    assert [] == re.findall(rows, visit.page("/journal?q=没有这个词"))


def test_the_record_that_is_filtered_is_exported(visit):
    """As a workbook, which kpixl knows again."""
    data = visit.get("/journal/table?what=issued").content
    sheet = openpyxl.load_workbook(io.BytesIO(data))["台账记录"]
    assert ["印发", "印发", "印发"] == [row[2].value for row in sheet.iter_rows(min_row=3)]
    visit.drop(("台账.xlsx", data))
    visit.settle()
    assert {"台账.xlsx": "ignored"}.items() <= {
        f.path.rpartition("/")[2]: f.status for f in visit.desk.checked("self-check").result.files
    }.items()


def test_a_backup_is_made_and_handed_out(fresh):
    """Under a password that is typed twice."""
    assert 409 == fresh.post("/settings/backup", {"password": "a", "again": "b"}).status_code
    fresh.post("/issue", {"which": "all"})
    fresh.wait()
    fresh.post("/settings/backup", {"password": "足够长的备份密码", "again": "足够长的备份密码"})
    [name] = re.findall(r'/settings/backups/([^"?]+)', fresh.page("/settings"))
    assert fresh.get(f"/settings/backups/{name}").content
    for other in ("..%2F..%2Fsecrets.json", "secrets.json"):
        assert 200 != fresh.get(f"/settings/backups/{other}").status_code


def test_another_browser_gets_a_link_of_its_own(visit):
    """It works once, and stands on no other page."""
    [link] = re.findall(r'<code id="link">([^<]+)</code>', visit.post("/settings/link").text)
    assert 303 == desks.stranger(visit.browser.app).get(link).status_code
    assert "key=" not in visit.page("/settings")


def test_what_was_taken_in_survives_the_desk(tmp_path):
    """A desk that is started again finds returns, decisions and record."""
    with desks.visited(tmp_path / "home") as first:
        first.drop(("河东.xlsx", tiny.built("hedong").data))
        first.settle()
    with desks.opened(tmp_path / "home") as second:
        second.settle()
        assert 1 == second.desk.status("self-check").summary["accepted"]
        assert ["accepted"] == statuses(second)


def test_quitting_says_that_nothing_is_lost(fresh):
    """And the desk closes."""
    assert "已经停止" in fresh.post("/settings/quit").text
    assert fresh.desk.closing.is_set()


class TestReturnsOfOtherStagesAndSchemes:
    def test_a_file_of_another_stage_is_moved_there(self, fresh):
        """By a click; nothing else is moved."""
        fresh.drop(("河东.xlsx", tiny.built("hedong").data), stage="verification")
        fresh.settle()
        page = fresh.page("/returns?stage=verification")
        [digest] = re.findall(r'returns/move[^>]+>\s*<input type="hidden" name="file" value="(\w+)"', page)
        assert 409 == fresh.post("/returns/move?stage=verification", {"file": "0" * 64}).status_code
        fresh.post("/returns/move?stage=verification", {"file": digest})
        fresh.settle()
        assert ["accepted"] == statuses(fresh)

    def test_another_scheme_has_a_folder_of_its_own(self, tmp_path):
        """The one that the account begins with needs none, also when another has joined it."""
        root = desks.workspace(tmp_path / "home")
        shutil.copytree(tiny.FOLDER, root / "blueprints" / "next")
        home = Workspace.at(root)
        places = [home.inbox(scheme, "self-check").folder for scheme in ("next", "tiny")]
        with desks.opened(root, "tiny") as there:
            there.post("/issue", {"which": "all"})
            there.wait()
        places += [home.inbox(scheme, "self-check").folder for scheme in ("next", "tiny")]
        assert ["self-check", "self-check", "next/self-check", "self-check"] == [
            place.relative_to(root / "returns").as_posix() for place in places
        ]


def test_a_disputed_figure_is_decided_by_its_cell(fresh):
    """As the return has it; the next check takes what was decided."""
    fresh.drop(("河西.xlsx", tiny.built("hexi", OVERSPENT).data))
    fresh.settle()
    [file] = fresh.desk.checked("self-check").result.files
    where = next(f.where for f in file.findings if f.severity == "error")
    said = {
        "kind": "figure",
        "unit": "hexi",
        "cell": f"{where.sheet}!{where.cell}",
        "value": "80",
        "reason": "核实",
    }
    assert 303 == fresh.post("/decisions", said).status_code
    fresh.settle()
    assert ["accepted"] == statuses(fresh)


def test_an_older_return_is_made_to_count(fresh):
    """By its digest."""
    old, new = (
        tiny.built("hexi", {tiny.report("hexi", "t1", "spent"): Decimal(70)}),
        tiny.built("hexi", OVERSPENT),
    )
    fresh.drop(("a.xlsx", old.data), ("b.xlsx", new.data))
    fresh.settle()
    [digest] = re.findall(r'value="counting">.*?name="file" value="(\w+)"', fresh.page("/units/hexi"))
    fresh.post("/decisions", {"kind": "counting", "unit": "hexi", "file": digest, "reason": "盖章的一份"})
    fresh.settle()
    assert "accepted" in statuses(fresh)


def test_only_a_group_s_workbooks_are_made(fresh):
    """The others are not."""
    fresh.post("/issue", {"which": "group", "of_group": "towns"})
    fresh.wait()
    assert 2 == len(list((fresh.desk.workspace.output / "tiny" / "self-check").glob("*.xlsx")))


def test_the_password_is_shown_when_somebody_asks_for_it(fresh):
    """On no page otherwise."""
    assert 'id="password"' not in fresh.page("/settings")
    assert (
        f'<code id="password">{tiny.PASSWORD}</code>' in fresh.post("/settings/password", {"sure": "1"}).text
    )


class TestAwards:
    """What is left to decide of the awards, as merging finds it."""

    @pytest.fixture
    def asked(self, fresh):
        """A request for the page."""
        return Asked(desk=fresh.desk, lang="zh", path="/scores", query={}, parts={}, given={})

    def left(self, asked, finding: Finding) -> list[Open]:
        """What the page asks for where merging found this."""
        units = [
            Standing(id=unit.id, name=unit.name, group=unit.group or "")
            for unit in tiny.scheme().roster.units
        ]
        return list(undecided(asked, Mock(units=units, findings=[finding])))

    def test_of_a_tie_one_of_those_who_tie_is_chosen(self, asked):
        """With the level that is short of places."""
        tie = found("U005", level="优秀", places=1, names="河东镇、河西镇", score="95")
        [left] = self.left(asked, tie)
        assert ("优秀", "towns", [("hedong", "河东镇"), ("hexi", "河西镇")]) == (
            left.level,
            left.group,
            left.units,
        )
        assert tie.message("zh") == left.said["zh"]

    def test_places_that_are_left_are_confirmed_for_a_group(self, asked):
        """Which one is chosen on the page where several have such a level."""
        [left] = self.left(asked, found("U007", level="先进", places=3, given=2))
        assert ("先进", "", []) == (left.level, left.group, left.units)

    def test_anything_else_is_no_matter_of_a_decision(self, asked):
        """It is listed as what it is."""
        assert [] == self.left(asked, found("U006", unit_name="河东镇", reason="未报"))
