"""generate, simulate, inspect, check, merge on a small scheme."""

import hashlib
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.cli.console import print_some
from kpixl.cli.options import Session
from kpixl.stamp import PUBLISHED_KEY
from tests.support import cli, tiny
from tests.support.blueprints import change
from tests.support.cli import kpixl, kpixl_json, kpixl_process

pytestmark = pytest.mark.slow  # many whole commands

UNITS = ("hedong", "hexi", "finance")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A workspace with the tiny scheme and the tests' key, and the folder that commands are called in."""
    folder = cli.workspace(tmp_path / "home")
    (folder / "key").write_bytes(tiny.KEY.secret)
    (folder / "password").write_text("密码", encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KPIXL_KEY_FILE", "key")
    monkeypatch.setenv("KPIXL_PASSWORD_FILE", "password")
    return folder


@pytest.fixture
def returns(home):
    """The returns of all three units, right and complete."""
    return give(home / "returns", {unit: tiny.built(unit).data for unit in UNITS})


def give(folder: Path, files: dict[str, bytes]) -> Path:
    """A folder with these returns."""
    folder.mkdir()
    for name, data in files.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    return folder


def digests(folder: Path) -> dict[str, str]:
    """File name → SHA-256 of a folder's files."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


class TestGenerate:
    def test_makes_one_workbook_a_unit(self, home):
        """Named by the place in the roster and the unit; each listed with its digest."""
        made = kpixl_json("generate", "tiny", "--out", "out")["workbooks"]
        assert {"01-河东镇.xlsx", "02-河西镇.xlsx", "03-财政局.xlsx"} == set(digests(home / "out"))
        assert list(UNITS) == [w["unit"] for w in made]
        assert {Path(w["path"]).name: w["sha256"] for w in made} == digests(home / "out")

    @pytest.mark.slow
    def test_makes_the_same_bytes_each_time(self, home):
        """Same inputs, same bytes, also by several processes."""
        kpixl("generate", "tiny", "--out", "a")
        kpixl("generate", "tiny", "--out", "b", "--jobs", "2")
        assert digests(home / "a") == digests(home / "b")

    def test_goes_under_the_workspace_by_default(self, home):
        """generated/SCHEME/STAGE."""
        kpixl("generate", "tiny")
        assert 3 == len(digests(home / "generated" / "tiny" / "self-check"))

    @pytest.mark.parametrize("name", ["hexi", "河西镇", "西镇"])
    def test_makes_only_the_units_named(self, home, name):
        """By id, name or alias."""
        kpixl("generate", "tiny", "--out", "out", "--unit", name)
        assert ["02-河西镇.xlsx"] == list(digests(home / "out"))

    @pytest.mark.slow
    def test_a_changed_blueprint_counts_the_issue_on(self, home):
        """The office's second version of a form is issue 2, and older ones can still be read."""
        kpixl("generate", "tiny", "--out", "a")
        change(home / "blueprints" / "tiny" / "scheme.yaml", 'version: "3"', 'version: "4"')
        kpixl("generate", "tiny", "--out", "b")
        stamps = [kpixl_json("inspect", f"{folder}/01-河东镇.xlsx")["stamp"] for folder in "ab"]
        assert [("3", 1), ("4", 2)] == [(s["version"], s["issue"]) for s in stamps]

    @pytest.mark.slow
    def test_stores_what_was_issued(self, home):
        """The snapshot has the digest that the stamp names."""
        kpixl("generate", "tiny", "--out", "a")
        digest = kpixl_json("inspect", "a/01-河东镇.xlsx")["stamp"]["digest"]
        assert [f"{digest}.json"] == [p.name for p in (home / ".kpixl" / "snapshots").iterdir()]

    @pytest.mark.slow
    def test_makes_the_next_stage_from_accepted_returns(self, home, returns):
        """One workbook a verifier, none omitted."""
        made = kpixl_json("generate", "tiny", "--returns", returns, "--out", "next")
        assert ["finance", "panel"] == [w["unit"] for w in made["workbooks"]]
        assert [] == made["omitted_units"]
        assert "verification" == kpixl_json("inspect", "next/04-考核组.xlsx")["stamp"]["stage"]

    def test_names_the_units_it_leaves_out(self, returns):
        """Whose return is not accepted."""
        (returns / "hexi.xlsx").unlink()
        assert ["hexi"] == kpixl_json("generate", "tiny", "--returns", returns, "--out", "next")[
            "omitted_units"
        ]

    def test_refuses_a_stage_that_does_not_follow(self, returns):
        """Self-check returns make no self-check workbooks."""
        done = kpixl("generate", "tiny", "--returns", returns, "--stage", "self-check")
        assert (2, True) == (done.exit_code, "make the stage 'verification'" in done.stderr)

    def test_refuses_returns_none_of_which_is_accepted(self, home):
        """Blank workbooks make no next stage."""
        kpixl("generate", "tiny", "--out", "blank")
        done = kpixl("generate", "tiny", "--returns", "blank")
        assert (2, True) == (done.exit_code, "No return was accepted" in done.stderr)

    def test_outside_a_workspace_signs_with_the_published_key(self, tmp_path, monkeypatch):
        """And writes nothing but the workbooks."""
        monkeypatch.chdir(tmp_path)
        kpixl("generate", "xinhua-2021", "--unit", "jiaodian", "--out", "out")
        assert ["out"] == [p.name for p in tmp_path.iterdir()]
        with zipfile.ZipFile(tmp_path / "out" / "01-焦店镇政府.xlsx") as book:
            properties = book.read("docProps/custom.xml").decode()
        assert f"kpixl1.{PUBLISHED_KEY.id}." in properties


class TestSecrets:
    def test_are_made_at_first_need(self, tmp_path, monkeypatch):
        """Without files named, generate makes the workspace's own and check knows them."""
        folder = cli.workspace(tmp_path / "own")
        monkeypatch.chdir(folder)
        kpixl("generate", "tiny", "--out", "out")
        assert (folder / ".kpixl" / "secrets.json").is_file()
        assert {True} == {f["authentic"] for f in kpixl_json("check", "tiny", "out")["files"]}

    def test_a_second_machine_needs_the_key(self, home, tmp_path, monkeypatch):
        """Without it a return checks the same, authentic is null and one note a file says so."""
        kpixl("generate", "tiny", "--out", "out", "--unit", "hedong")
        monkeypatch.delenv("KPIXL_KEY_FILE")
        second = cli.workspace(tmp_path / "second")
        without = kpixl_json("check", "tiny", home / "out", "--workspace", second)["files"][0]
        key = ("--key-file", home / "key")
        with_it = kpixl_json("check", "tiny", home / "out", "--workspace", second, *key)["files"][0]
        assert (None, True) == (without["authentic"], with_it["authentic"])
        assert ["I005"] == [f["code"] for f in without["findings"] if f not in with_it["findings"]]
        assert not (second / ".kpixl" / "secrets.json").exists()

    @pytest.mark.parametrize("name", ["KPIXL_KEY", "KPIXL_KEY_FILE"])
    def test_come_from_the_environment(self, home, returns, monkeypatch, name):
        """As a file's name, or itself."""
        monkeypatch.delenv("KPIXL_KEY_FILE")
        monkeypatch.setenv(name, {"KPIXL_KEY": tiny.KEY.secret.decode(), "KPIXL_KEY_FILE": "key"}[name])
        assert {True} == {f["authentic"] for f in kpixl_json("check", "tiny", returns)["files"]}


class TestSimulate:
    @pytest.mark.slow
    def test_makes_returns_that_say_so(self, home):
        """Each is listed with its faults, and its stamp says that it is simulated."""
        made = kpixl_json("simulate", "tiny", "--out", "out", "--seed", "5")["returns"]
        assert list(UNITS) == [r["unit"] for r in made]
        assert [[]] * 3 == [r["faults"] for r in made]
        assert kpixl_json("inspect", made[0]["path"])["stamp"]["simulated"]

    def test_equal_seeds_make_equal_returns(self, home):
        """Other seeds make others."""
        for name, seed in {"a": "1", "b": "1", "c": "2"}.items():
            kpixl("simulate", "tiny", "--out", name, "--seed", seed, "--answers", "random")
        assert digests(home / "a") == digests(home / "b") != digests(home / "c")

    def test_lists_the_faults_it_puts_in(self, home):
        """Code, sheet and cell of each, in every return."""
        made = kpixl_json("simulate", "tiny", "--out", "out", "--faults", "1.0")["returns"]
        assert all(r["faults"] for r in made)
        assert {"code", "sheet", "cell"} == set(made[0]["faults"][0])

    def test_makes_the_stage_after_returns(self, returns):
        """Verifiers return what they got from accepted self-checks."""
        made = kpixl_json("simulate", "tiny", "--returns", returns, "--out", "next")["returns"]
        assert ["finance", "panel"] == [r["unit"] for r in made]

    def test_simulates_the_stages_before(self, home):
        """A later stage needs no returns; only its own are left behind."""
        made = kpixl_json("simulate", "tiny", "--stage", "verification", "--out", "late")["returns"]
        assert {r["unit"] for r in made} <= {"finance", "panel"}
        assert sorted(Path(r["path"]).name for r in made) == list(digests(home / "late"))


@pytest.mark.slow
class TestInspect:
    def test_shows_stamp_and_cells(self, returns):
        """The keys of the contract."""
        seen = kpixl_json("inspect", returns / "hedong.xlsx")
        assert {"scheme", "version", "stage", "round", "period", "unit", "digest", "authentic"} <= set(
            seen["stamp"]
        )
        keys = "sheet cell role form instance subject field label row type required accepts min max value"
        assert {frozenset(keys.split())} == {frozenset(cell) for cell in seen["cells"]}

    def test_text_has_a_line_a_cell(self, returns):
        """After the stamp."""
        seen = kpixl_json("inspect", returns / "hedong.xlsx")
        lines = kpixl("inspect", returns / "hedong.xlsx").stdout.strip().split("\n")
        assert len(seen["stamp"]) + len(seen["cells"]) == len(lines)

    def test_speaks_chinese(self, returns):
        """Names of the stamp, roles and types are those that people use."""
        said = kpixl("inspect", returns / "hedong.xlsx", env={"KPIXL_LANG": "zh"}).stdout
        assert said.startswith("方案")
        words = {word for line in said.splitlines() if "!" in line for word in line.split()[1:3]}
        assert [] == [word for word in words if re.fullmatch(r"[a-z_|]+[*]?", word)], words

    @pytest.mark.parametrize(("name", "content"), [("a.xlsx", b"no workbook"), ("b.txt", "说明".encode())])
    def test_no_workbook_is_said(self, home, name, content):
        """Status 1, no stamp, no cells, and why."""
        (home / "sent").mkdir()
        (home / "sent" / name).write_bytes(content)
        done = kpixl("inspect", f"sent/{name}", "--format", "json")
        seen = json.loads(done.stdout)
        assert (1, None, []) == (done.exit_code, seen["stamp"], seen["cells"])
        assert seen["findings"]


class TestCheck:
    def test_right_returns_are_accepted(self, returns):
        """Status 0, and the summary counts them."""
        done = kpixl("check", "tiny", returns, "--format", "json")
        said = json.loads(done.stdout)
        assert (0, "self-check") == (done.exit_code, said["stage"])
        wanted = {"files": 3, "accepted": 3, "rejected": 0, "errors": 0, "missing_units": []}
        assert wanted == {key: said["summary"][key] for key in wanted}

    def test_an_error_gives_status_1(self, home):
        """A workbook that nobody filled in."""
        kpixl("generate", "tiny", "--out", "blank", "--unit", "hedong")
        done = kpixl("check", "tiny", "blank")
        assert (1, "") == (done.exit_code, done.stderr)
        assert "河东镇  [rejected]" in done.stdout

    def test_speaks_the_language_asked_for(self, returns):
        """Messages and headings."""
        (returns / "hexi.xlsx").unlink()
        assert "未报回（1）：河西镇" in kpixl("check", "tiny", returns, "--lang", "zh").stdout
        assert "Not returned (1): 河西镇" in kpixl("check", "tiny", returns).stdout

    def test_writes_a_report(self, home, returns):
        """The same JSON, for people as page, workbook and texts."""
        said = kpixl_json("check", "tiny", returns, "--report", "report")
        assert [
            "findings.csv",
            "notices.txt",
            "notices.xlsx",
            "report.html",
            "report.json",
            "report.txt",
            "report.xlsx",
        ] == sorted(digests(home / "report"))
        assert said == json.loads((home / "report" / "report.json").read_text(encoding="utf-8"))

    def test_inputs_stay_as_they_are(self, returns):
        """A check reads."""
        before = digests(returns)
        kpixl("check", "tiny", returns)
        assert before == digests(returns)

    def test_judges_waivers_by_the_day(self, home):
        """--as-of decides whether a waiver still holds."""
        spent = {tiny.report("hexi", "t1", "spent"): Decimal(200)}
        give(home / "returns", {"hexi": tiny.built("hexi", spent).data})
        codes = [
            [
                f["severity"]
                for f in kpixl_json("check", "tiny", "returns", "--as-of", day)["files"][0]["findings"]
            ]
            for day in ("2021-12-31", "2022-01-01")
        ]
        assert "error" not in codes[0]
        assert "error" in codes[1]


class TestMerge:
    def test_writes_the_workbook_and_lists_the_units(self, home, returns):
        """A stage without scores gives the consolidated table of its answers."""
        done = kpixl("merge", "tiny", returns, "--out", "out/all.xlsx", "--format", "json")
        said = json.loads(done.stdout)
        assert (0, "out/all.xlsx") == (done.exit_code, Path(said["score_sheet"]).as_posix())
        assert zipfile.is_zipfile(home / "out" / "all.xlsx")
        assert list(UNITS) == [u["id"] for u in said["units"]]
        assert {"id", "name", "group", "score", "rank", "award"} == set(said["units"][0])

    def test_lists_what_is_left_out(self, home, returns):
        """A rejected return is named, and gives status 1."""
        kpixl("generate", "tiny", "--out", "blank", "--unit", "hexi")
        (returns / "hexi.xlsx").write_bytes((home / "blank" / "02-河西镇.xlsx").read_bytes())
        done = kpixl("merge", "tiny", returns)
        assert (1, True) == (done.exit_code, "Left out: 河西镇 (rejected)" in done.stdout)
        assert (home / "generated" / "tiny" / "score-sheet.xlsx").is_file()

    def test_what_was_sent_again_and_accepted_is_not_left_out(self, home, returns):
        """A blank return beside one that was accepted is neither named nor gives status 1."""
        kpixl("generate", "tiny", "--out", "blank", "--unit", "hexi")
        (returns / "first.xlsx").write_bytes((home / "blank" / "02-河西镇.xlsx").read_bytes())
        done = kpixl("merge", "tiny", returns)
        assert (0, False) == (done.exit_code, "Left out" in done.stdout)

    def test_refuses_where_nothing_is_accepted(self, home):
        """No empty score sheet."""
        kpixl("generate", "tiny", "--out", "blank", "--unit", "hexi")
        assert 2 == kpixl("merge", "tiny", "blank").exit_code
        assert not (home / "generated").exists()


@pytest.mark.slow
def test_json_is_all_there_is_on_standard_output(home, returns):
    """In a process of its own, with everything that libraries may say."""
    done = kpixl_process("check", "tiny", returns, "--format", "json", cwd=home)
    assert 3 == json.loads(done.stdout)["summary"]["accepted"]
    assert "" == done.stderr


@pytest.mark.usefixtures("home")
def test_quiet_says_no_more_than_was_asked_for():
    """No summary, no progress."""
    done = kpixl("generate", "tiny", "--out", "a", "-q")
    assert ("", "") == (done.stdout, done.stderr)
    assert "3 workbooks" in kpixl("generate", "tiny", "--out", "a").stderr


def test_a_quiet_check_says_the_counts_alone(returns):
    """No problem, no notice; the exit status says the rest."""
    done = kpixl("check", "tiny", returns, "-q", "--report", "report")
    assert "accepted" in done.stdout
    assert "" not in done.stdout.splitlines()
    assert "" == done.stderr


@pytest.mark.parametrize(("count", "lines"), [(10, 10), (11, 11), (48, 11)])
def test_of_a_long_list_the_first_are_printed(capsys, count, lines):
    """And how many more there are."""
    print_some(Session(lang="zh", quiet=False), [f"{n}.xlsx" for n in range(count)])
    said = capsys.readouterr().out.splitlines()
    assert lines == len(said)
    assert ("……还有38个" == said[-1]) is (count > 11)
