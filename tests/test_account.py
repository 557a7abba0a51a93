"""The account beside a check: what it says is what happened, and it changes nothing that a check says."""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from email.message import EmailMessage

import pytest

from kpixl.blueprint import digest, load_scheme
from kpixl.campaign import Campaign, Means, Trial, Workspace
from kpixl.carry import again
from kpixl.decisions import Decisions, written
from kpixl.generate import Issuer, build
from kpixl.layout import CellKey, first_packages
from kpixl.layout.package.feedback_mark import PROBLEMS
from kpixl.ledger import Draft, Ledger, Turn
from kpixl.outputs import remembering
from kpixl.refusal import RefusedError
from tests.support import accounts, cli, produced, tiny
from tests.support.blueprints import change
from tests.test_decisions import OVERSPENT, decision

DAY = dt.date(2022, 1, 5)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(cli.ROOT)}
STAGES = [pytest.param(*each, id=f"{each[0].name}-{each[1]}") for each in produced.stages()]


def said(campaign, folder, stage):
    """All that a check says and a merge makes of it."""
    result = campaign.check([folder], stage=stage)
    units = campaign.merge(result, folder.parent / "汇总.xlsx").units if result.accepted else ()
    assert result.unrecorded is None
    return result.as_dict(), units


def decisions_for(scheme, stage):
    """A veto, an excuse and an extension."""
    first, last = scheme.roster.appraised[0].id, scheme.roster.appraised[-1].id
    return Decisions(
        (
            decision("veto", unit=first, effect="no_award"),
            decision("excuse", unit=last, stage=stage),
            decision("extension", unit=first, stage=stage, until="2022-01-31"),
        )
    )


@dataclass(frozen=True)
class Offices:
    """A scheme as a function of files and decisions, and in a workspace that keeps an account and a cache."""

    alone: Campaign
    kept: Campaign

    @classmethod
    def of(cls, folder, stage, home):
        """Both, with the same decisions. home: becomes the workspace."""
        shutil.copytree(folder, home / "blueprints" / folder.name)
        shutil.copytree(produced.ROOT / "validators", home / "validators")
        scheme, file = load_scheme(folder), home / "决定.yaml"
        file.write_bytes(written(scheme, decisions_for(scheme, stage)))
        means = Means(key=produced.KEY, password=produced.PASSWORD, as_of=DAY, jobs=1, force=True)
        alone = Campaign.open(home / "blueprints" / folder.name, means).using(decisions=file)
        office = Workspace.at(home)
        own = office.means(key=produced.KEY, password=produced.PASSWORD)
        kept = office.open(folder.name, own).using(as_of=DAY, jobs=1, force=True)
        kept.import_decisions(file)
        return cls(alone, office.open(folder.name, kept.means))

    def agree(self, returns, stage):
        """Whether returns are judged alike: alone, read for the account, and remembered."""
        without = said(self.alone, returns, stage)
        assert without == said(self.kept, returns, stage)
        assert without == said(self.kept, returns, stage)


@pytest.mark.parametrize(("folder", "stage"), STAGES)
def test_ledger_and_cache_change_nothing(folder, stage, tmp_path):
    """With equal decisions: the same findings, acceptance and figures, read or remembered."""
    made, returns = produced.made(folder, stage), tmp_path / "收回"
    returns.mkdir()
    for form in made.forms:
        (returns / form.name).write_bytes(form.filled)
    first, last = made.forms[0], made.forms[-1]
    (returns / f"又{first.name}").write_bytes(first.issued.data)
    (returns / last.name).write_bytes(last.issued.data)
    Offices.of(folder, stage, tmp_path / "home").agree(returns, stage)


@pytest.mark.parametrize(("folder", "stage"), [p for p in STAGES if p.values[0] != tiny.FOLDER])
def test_nor_where_every_return_is_at_fault(folder, stage, tmp_path):
    """Of all recipients, with faults of every kind that the simulation knows."""
    offices, returns = Offices.of(folder, stage, tmp_path / "home"), tmp_path / "收回"
    made = offices.alone.simulate(returns, stage=stage, trial=Trial(seed=7, faults=1.0))
    assert any(each.faults for each in made.returns)
    offices.agree(returns, stage)


@pytest.fixture
def home(tmp_path):
    """A workspace with a return that overspends and one that does not."""
    home = cli.workspace(tmp_path / "home")
    (home / "收回").mkdir()
    (home / "收回" / "河西镇.xlsx").write_bytes(tiny.built("hexi", OVERSPENT).data)
    (home / "收回" / "河东镇.xlsx").write_bytes(tiny.built("hedong").data)
    return home


def states(home, **more):
    """How each unit stands."""
    return {
        u["id"]: u["state"] for u in cli.kpixl_json("status", "tiny", "--workspace", home, *more)["units"]
    }


def check(home, *more):
    """The check of the workspace's returns, by the command."""
    return cli.kpixl("check", "tiny", home / "收回", "--workspace", home, "--as-of", "2022-01-05", *more)


class TestChecking:
    def test_records_what_came_and_how_it_was_judged(self, home):
        """A unit that returned nothing is missing."""
        check(home)
        assert {"hexi": "rejected", "hedong": "accepted", "finance": "missing"} == states(home)

    def test_the_same_again_is_no_event(self, home):
        """Neither the file nor its judgement."""
        check(home)
        before = accounts.said(accounts.ledger(home).path)
        check(home)
        assert before == accounts.said(accounts.ledger(home).path)

    def test_a_decision_changes_the_judgement(self, home):
        """And that is one."""
        check(home)
        waiver = ("--unit", "hexi", "--rule", "within_budget", "--reason", "同意")
        assert 0 == cli.kpixl("decide", "tiny", "waiver", *waiver, "--workspace", home).exit_code
        check(home)
        assert "accepted" == states(home)["hexi"]
        events = cli.kpixl_json("history", "tiny", "hexi", "--workspace", home)["events"]
        assert ["received", "judged", "decided", "judged"] == [e["what"] for e in events]

    def test_by_whom(self, home):
        """As --by says, else as the system does."""
        check(home, "--by", "王")
        assert {"王"} == {e.by for e in accounts.ledger(home).entries("tiny")}

    def test_with_decisions_from_elsewhere_nothing_is_recorded(self, home):
        """That judgement is another office's."""
        (home / "决定.yaml").write_bytes(written(tiny.scheme(), Decisions()))
        check(home, "--decisions", home / "决定.yaml")
        assert not accounts.ledger(home).path.exists()

    def test_a_ledger_that_cannot_be_written_is_said(self, home, monkeypatch):
        """The check stands, and says who is writing there."""
        monkeypatch.setattr("kpixl.outputs._lock.WAIT_SECONDS", 0.1)
        with remembering(home / ".kpixl"):
            done = check(home)
        assert 1 == done.exit_code
        assert "Not recorded" in done.stderr
        assert [] == accounts.ledger(home).entries("tiny")

    def test_nor_one_in_a_place_where_nothing_can_be_written(self, home):
        """A file stands where the folder should be; the check stands all the same."""
        (home / ".kpixl").write_bytes(b"")
        done = check(home)
        assert (1, True) == (done.exit_code, "Not recorded" in done.stderr)

    @pytest.mark.parametrize(
        ("verb", "more", "status"),
        [("check", ("收回", "--report", "报告"), 1), ("generate", ("--out", "印发"), 0)],
        ids=["check", "generate"],
    )
    def test_what_is_written_stands_where_it_cannot_be_recorded(self, verb, more, status, home, monkeypatch):
        """And it is said why the account does not know of it."""

        def busy(*_, **__):
            raise RefusedError("别人正在写", "somebody is writing")

        monkeypatch.chdir(home)
        monkeypatch.setattr(Ledger, "weigh", busy)
        done = cli.kpixl(verb, "tiny", *more, "--as-of", "2022-01-05")
        assert (status, True) == (done.exit_code, "Not recorded: somebody is writing" in done.stderr)
        assert any((home / more[-1]).iterdir())

    @pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there names of files are always text")
    def test_names_that_are_no_text_are_recorded(self, home):
        """With what is broken written out."""
        (home / "收回" / "河西镇.xlsx").rename(os.fsdecode(os.fsencode(home / "收回") + b"/\xff.xlsx"))
        check(home)
        (entry,) = accounts.ledger(home).entries("tiny", unit="hexi", what=("received",))
        assert entry.data["name"].endswith(".xlsx")

    def test_without_the_decisions_nothing_is_judged(self, home):
        """A damaged ledger is refused, for nobody knows what was decided."""
        accounts.ledger(home).path.parent.mkdir()
        accounts.ledger(home).path.write_bytes(b"no ledger" * 1000)
        assert 2 == check(home).exit_code

    def test_notices_are_told(self, home):
        """Whom a report's notices are for, once a day."""
        for _ in "12":
            check(home, "--report", home / "报告")
        told = [e.unit for e in accounts.ledger(home).entries("tiny", what=("told",))]
        assert ["hexi", "finance"] == told

    def test_who_was_told_is_told_no_more(self, home):
        """Unless all are wanted, or that unit."""
        first, again, every, one = (
            _noticed(home, *more) for more in ((), (), ("--all-notices",), ("--unit", "财政局"))
        )
        assert (["河西镇", "财政局"], []) == (first, again)
        assert (["河西镇", "财政局"], ["财政局"]) == (every, one)

    def test_what_is_issued(self, home):
        """Once, however often it is made."""
        for _ in "12":
            cli.kpixl("generate", "tiny", "--workspace", home, "--out", home / "发出")
        issued = [e.unit for e in accounts.ledger(home).entries("tiny", what=("issued",))]
        assert sorted(["hexi", "hedong", "finance"]) == sorted(issued)


@pytest.mark.processes
@pytest.mark.slow
def test_two_runs_at_once_enter_everything_once(home):
    """Both finish, and no return was received twice."""
    run = [sys.executable, "-m", "kpixl", "check", "tiny", "收回", "--as-of", "2022-01-05"]
    both = [subprocess.Popen(run, cwd=home, stdout=subprocess.DEVNULL, env=ENVIRONMENT) for _ in "12"]
    assert [1, 1] == [each.wait() for each in both]
    entries = accounts.ledger(home).entries("tiny", what=("received", "judged"))
    assert 4 == len(entries)
    assert 4 == len({(e.what, e.file) for e in entries})


class TestDeciding:
    def decide(self, home, *arguments):
        """Run the command in the workspace."""
        return cli.kpixl("decide", "tiny", *arguments, "--workspace", home)

    def test_what_is_revoked_no_longer_holds(self, home):
        """It stays in the account, and so does why."""
        self.decide(home, "excuse", "--unit", "finance", "--stage", "self-check", "--reason", "撤并")
        assert "excused" == states(home)["finance"]
        number = cli.kpixl_json("decide", "tiny", "list", "--workspace", home)["decisions"][0]["number"]
        assert 0 == self.decide(home, "revoke", str(number), "--reason", "有误").exit_code
        assert "missing" == states(home)["finance"]
        events = cli.kpixl_json("history", "tiny", "finance", "--workspace", home)["events"]
        assert ["撤并", "有误"] == [e["why"] for e in events]

    def test_what_was_recorded_by_mistake_is_taken_back(self, home):
        """The return is missing again, until it is checked once more."""
        check(home)
        mine = [e.id for e in accounts.ledger(home).entries("tiny", unit="hedong")]
        for number in mine:
            assert 0 == self.decide(home, "revoke", str(number), "--reason", "试查").exit_code
        assert "missing" == states(home)["hedong"]
        assert 2 == self.decide(home, "revoke", str(mine[0]), "--reason", "试查").exit_code
        check(home)
        assert "accepted" == states(home)["hedong"]

    def test_the_same_twice_is_one(self, home):
        """Nothing is recorded again."""
        for _ in "12":
            self.decide(
                home, "veto", "--unit", "hexi", "--effect", "zero", "--reason", "事故", "--on", "2022-01-04"
            )
        assert 1 == len(accounts.ledger(home).entries("tiny"))

    def test_a_file_of_decisions_goes_round(self, home, tmp_path):
        """Exported, imported elsewhere, exported again: the same bytes."""
        self.decide(home, "veto", "--unit", "hexi", "--effect", "zero", "--reason", "事故")
        self.decide(home, "export", str(tmp_path / "a.yaml"))
        other = cli.workspace(tmp_path / "other")
        assert 0 == self.decide(other, "import", str(tmp_path / "a.yaml")).exit_code
        self.decide(other, "export", str(tmp_path / "b.yaml"))
        assert (tmp_path / "a.yaml").read_bytes() == (tmp_path / "b.yaml").read_bytes()

    def test_a_return_is_named_by_its_digest(self, home):
        """The first digits will do."""
        check(home)
        file = accounts.ledger(home).entries("tiny", unit="hexi")[0].file
        more = ("--unit", "hexi", "--stage", "self-check", "--file", file[:8], "--reason", "来函")
        assert 0 == self.decide(home, "counting", *more).exit_code
        assert file == accounts.campaign(home).decisions.counting("self-check")["hexi"]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ("veto --unit hexi --reason x", "also takes --effect"),
            ("veto --unit hexi --effect zero --reason x --rule y", "no use for --rule"),
            ("excuse --unit 河 --stage self-check --reason x", "There is no unit"),
            ("revoke 7 --reason x", "No entry that holds has the number 7"),
            ("revoke seven --reason x", "is no number"),
            ("import nothing.yaml", "nothing.yaml"),
            ("counting --unit hexi --stage self-check --file ffff --reason x", "received file"),
            ("veto --unit hexi --effect zero --reason " + "x" * 2001, "'reason' cannot be"),
            ("veto --unit hexi --effect zero --document \udcff --reason x", "'document' cannot be"),
            ("figure --unit hexi --cell A1 --value 1 --reason x", "is no cell"),
            ("figure --unit hexi --cell 附件1!A1 --value 1 --reason x", "fills nothing in"),
        ],
    )
    def test_wrong_use_is_one_line(self, home, arguments, said):
        """With the remedy, and exit status 2."""
        done = self.decide(home, *arguments.split())
        assert 2 == done.exit_code
        assert said in done.stderr
        assert "Traceback" not in done.stderr

    def test_outside_of_a_workspace_there_is_no_account(self, tmp_path, monkeypatch):
        """One line says what to do."""
        monkeypatch.chdir(tmp_path)
        for command in (("decide", "xinhua-2021", "list"), ("status",), ("history", "xinhua-2021", "a")):
            done = cli.kpixl(*command)
            assert (2, True) == (done.exit_code, "kpixl init" in done.stderr)


class TestStatus:
    def test_the_roster_is_remembered(self, home):
        """As long as no file of the blueprint changes."""
        check(home)
        first = states(home)
        expected = home / ".kpixl" / "expected-tiny.json"
        assert expected.is_file()
        roster = home / "blueprints" / "tiny" / "roster.yaml"
        text = roster.read_text(encoding="utf-8")
        roster.write_text(text.replace("财政局", "财政和国资局"), encoding="utf-8")
        names = {u["name"] for u in cli.kpixl_json("status", "tiny", "--workspace", home)["units"]}
        assert "财政和国资局" in names
        assert first == states(home)

    def test_a_damaged_memory_is_made_anew(self, home):
        """It may be deleted at any time."""
        first = states(home)
        (home / ".kpixl" / "expected-tiny.json").write_text("{", encoding="utf-8")
        assert first == states(home)

    def test_the_latest_stage_is_meant(self, home):
        """Of those that anything came back of."""
        assert "self-check" == cli.kpixl_json("status", "tiny", "--workspace", home)["stage"]
        draft = Draft(what="issued", turn=Turn(scheme="tiny", stage="verification"), unit="panel")
        accounts.ledger(home).add([draft], at=dt.datetime(2022, 1, 3, tzinfo=dt.UTC), by="王")
        assert "verification" == cli.kpixl_json("status", "tiny", "--workspace", home)["stage"]


class TestRequests:
    """A warning that the unit calls right travels from the feedback workbook to the office."""

    WHY = "本单位确有此情况"

    @pytest.fixture
    def number(self, home):
        """The request that came with a feedback workbook in which a unit has answered a warning."""
        rule = "{id: within_budget, kind: expression,"
        change(home / "blueprints" / "tiny" / "report.yaml", rule, f"{rule} severity: warning,")
        scheme = load_scheme(home / "blueprints" / "tiny")
        issuer = Issuer.of(tiny.KEY, tiny.PASSWORD, digest(scheme))
        package = next(p for p in first_packages(scheme, scheme.stage()) if p.recipient == "hexi")
        (home / "收回" / "河西镇.xlsx").write_bytes(
            build(package, {**tiny.answers("hexi"), **OVERSPENT}, issuer=issuer).data
        )
        first = accounts.campaign(home, as_of=DAY).check([home / "收回"])
        returned = next(f for f in first.files if f.unit == "hexi")
        made = again(scheme, returned.record, returned.findings)
        (number,) = (n for n, mark in enumerate(made.package.marks, 1) if mark.asks)
        said = {CellKey(PROBLEMS, "", "", str(number), "reason"): self.WHY}
        data = build(made.package, {**made.answers, **said}, issuer=issuer).data
        (home / "收回" / "反馈.xlsx").write_bytes(data)
        check(home)
        requests = cli.kpixl_json("decide", "tiny", "requests", "--workspace", home)["requests"]
        assert [("hexi", "within_budget", self.WHY)] == [(r["unit"], r["rule"], r["why"]) for r in requests]
        return str(requests[0]["number"])

    def found(self, home):
        """The codes that the check finds in the unit's return that counts."""
        files = cli.kpixl_json("check", "tiny", home / "收回", "--workspace", home)["files"]
        return {f["code"] for file in files if file["unit"] == "hexi" for f in file["findings"]}

    def test_the_office_is_told(self, home, number):
        """At the unit's words, in every report."""
        assert number
        assert "U024" in self.found(home)

    def test_the_office_reads_who_says_what(self, home, number):
        """By the unit's name, and how to answer."""
        said = cli.kpixl("decide", "tiny", "requests", "--workspace", home, "--lang", "zh").stdout
        assert "河西镇" in said
        assert f"单位说明：{self.WHY}" in said
        assert "kpixl decide tiny grant 编号" in said

    def test_nothing_asked_is_said(self, home):
        """An empty answer might be a mistake."""
        said = cli.kpixl("decide", "tiny", "requests", "--workspace", home, "--lang", "zh").stdout
        assert "没有待定的申请。" == said.strip()

    def test_what_is_granted_is_told_no_more(self, home, number):
        """There is nothing left to decide."""
        cli.kpixl("decide", "tiny", "grant", number, "--workspace", home)
        assert "U024" not in self.found(home)

    def test_what_is_granted_is_a_waiver(self, home, number):
        """With the unit's reason, and no request any more."""
        assert 0 == cli.kpixl("decide", "tiny", "grant", number, "--workspace", home).exit_code
        (waiver,) = accounts.campaign(home).decisions.waivers
        assert ("hexi", "within_budget", self.WHY) == (waiver.unit, waiver.rule, waiver.reason)
        assert () == accounts.campaign(home).requests()

    def test_what_is_refused_is_gone(self, home, number):
        """The account keeps why."""
        refused = cli.kpixl("decide", "tiny", "refuse", number, "--reason", "证据不足", "--workspace", home)
        assert 0 == refused.exit_code
        assert () == accounts.campaign(home).requests()
        assert "证据不足" == accounts.ledger(home).entries("tiny", what=("revoked",))[0].why

    def test_the_same_return_asks_once(self, home, number):
        """However often it is checked."""
        check(home)
        assert [number] == [str(e.id) for e in accounts.campaign(home).requests()]

    def test_nobody_else_has_that_request(self, home, number):
        """One line, with those that there are."""
        done = cli.kpixl("decide", "tiny", "grant", "9999", "--workspace", home)
        assert (2, True) == (done.exit_code, number in done.stderr)


class TestPurge:
    """What units sent and who they were goes; what came of it stays."""

    @pytest.fixture
    def over(self, home):
        """A workspace whose campaign is over: returns, one of them by mail, contacts, a score sheet."""
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "李四 <li@example.cn>", "报送"
        mail.set_content("见附件")
        (home / "收回" / "河东镇.xlsx").unlink()
        data = tiny.built("hedong").data
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename="河东镇.xlsx")
        (home / "收回" / "来信.eml").write_bytes(mail.as_bytes())
        (home / "收回" / "说明.xlsx").write_bytes(b"PK no workbook")
        contacts = home / "blueprints" / "tiny" / "contacts.csv"
        contacts.write_text("单位,联系人,电话\n河西镇,张三,0375-1\n", encoding="utf-8")
        check(home)
        states(home)
        return home

    def purge(self, home, *more):
        """Run the command."""
        arguments = ("tiny", home / "收回", "--reason", "结束", "--workspace", home)
        return cli.kpixl("purge", *arguments, *more, typed="n\n")

    def test_senders_are_in_the_account_until_then(self, over):
        """Their mails said so."""
        events = cli.kpixl_json("history", "tiny", "hedong", "--workspace", over)["events"]
        assert "李四 <li@example.cn>" in [e["person"] for e in events]

    def test_what_goes(self, over):
        """Contacts, senders, what is remembered to be quick, the returns that the account knows."""
        assert 0 == self.purge(over, "--yes").exit_code
        assert not (over / "blueprints" / "tiny" / "contacts.csv").exists()
        assert not (over / "收回" / "河西镇.xlsx").exists()
        assert ["ledger.sqlite"] == [p.name for p in (over / ".kpixl").glob("*.*") if p.name != ".gitignore"]
        for secret in ("李四", "张三"):
            assert secret.encode() not in (over / ".kpixl" / "ledger.sqlite").read_bytes()

    def test_what_stays(self, over):
        """The account with its results, and files that it does not know."""
        before = [e.data for e in accounts.ledger(over).entries("tiny", what=("judged",))]
        self.purge(over, "--yes")
        assert before == [e.data for e in accounts.ledger(over).entries("tiny", what=("judged",))]
        last = accounts.ledger(over).entries("tiny")[-1]
        assert ("purged", "结束") == (last.what, last.why)

    def test_a_path_that_is_not_there(self, over):
        """Is refused before anything goes."""
        done = cli.kpixl("purge", "tiny", over / "没有", "--reason", "x", "--yes", "--workspace", over)
        assert (2, True) == (done.exit_code, (over / "blueprints" / "tiny" / "contacts.csv").exists())

    def test_it_asks_first(self, over):
        """Without a yes nothing goes."""
        assert 1 == self.purge(over).exit_code
        assert (over / "收回" / "河西镇.xlsx").exists()
        assert (over / "blueprints" / "tiny" / "contacts.csv").exists()


def _noticed(home, *more) -> list[str]:
    """The units to whom a check writes notices."""
    check(home, "--report", home / "报告", "--lang", "zh", *more)
    text = (home / "报告" / "notices.txt").read_text(encoding="utf-8")
    return re.findall("—— (.*) · ", text)
