"""Wrong use: one line with the remedy, status 2, no traceback, nothing written."""

import os

import pytest

from kpixl.cli.failures import said
from kpixl.generate import ExcelRefused
from tests.support import cli
from tests.support.blueprints import change
from tests.support.cli import kpixl, kpixl_process


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A workspace with the tiny scheme, and the folder that commands are called in."""
    folder = cli.workspace(tmp_path / "home")
    (folder / "empty").mkdir()
    (folder / "notes").mkdir()
    (folder / "notes" / "notes.txt").write_text("说明", encoding="utf-8")
    (folder / "file").write_text("", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def names(folder):
    """Everything in a folder, in depth."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


WRONG = {
    "no such command": (["chek"], "No such command 'chek'"),
    "no such option": (["schemes", "--frob"], "No such option '--frob'"),
    "argument missing": (["check", "tiny"], "Missing argument 'PATH...'"),
    "bad date": (["check", "tiny", "empty", "--as-of", "31.1.2022"], "does not match"),
    "bad rate": (["simulate", "tiny", "--faults", "2"], "not in the range"),
    "unknown scheme": (["generate", "tinny"], "did you mean 'tiny'?"),
    "no workspace": (["schemes", "--workspace", "empty"], "kpixl init"),
    "unknown unit": (["generate", "tiny", "--unit", "河东乡"], "There is no unit '河东乡'; did you mean"),
    "unit of another stage": (["generate", "tiny", "--unit", "考核组"], "no workbook in the stage"),
    "unknown stage": (["generate", "tiny", "--stage", "verificaton"], "did you mean 'verification'?"),
    "later stage alone": (["generate", "tiny", "--stage", "verification"], "--returns"),
    "missing path": (["check", "tiny", "nowhere"], "There is no 'nowhere'"),
    "empty folder": (["check", "tiny", "empty"], "Nothing under empty could be a return"),
    "no workbook in it": (["merge", "tiny", "notes"], "Nothing under notes could be a return"),
    "inspect a folder": (["inspect", "empty"], "is no file"),
    "out below a file": (["generate", "tiny", "--out", "file/x"], "Cannot write"),
    "out is a file": (["simulate", "tiny", "--out", "file"], "Cannot write"),
    "unknown code": (["explain", "V01"], "did you mean"),
    "missing key file": (["generate", "tiny", "--key-file", "nowhere"], "cannot use 'nowhere'"),
    "empty password": (["generate", "tiny", "--password-file", "file"], "nothing to use"),
}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("arguments", "words"), WRONG.values(), ids=WRONG.keys())
def test_one_line_and_status_2(arguments, words):
    """The line says what is wrong; standard output stays empty."""
    done = kpixl(*arguments)
    assert (2, "") == (done.exit_code, done.stdout)
    assert 1 == len(done.stderr.strip().split("\n"))
    assert words in done.stderr


@pytest.mark.parametrize("arguments", [case[0] for case in WRONG.values()], ids=WRONG.keys())
def test_nothing_is_written(home, arguments):
    """But what a workspace remembers: no output, whole or in part."""
    before = names(home)
    kpixl(*arguments)
    assert before == [name for name in names(home) if not name.startswith(".kpixl")]


@pytest.mark.usefixtures("home")
def test_speaks_the_language_asked_for():
    """--lang counts for failures too, and for those before a command begins."""
    assert "没有考核方案“tinny”" in kpixl("generate", "tinny", "--lang", "zh").stderr
    assert "没有考核方案“tinny”" in kpixl("generate", "tinny", "--lang=zh").stderr
    assert (
        "没有考核方案" in kpixl("generate", "tinny", env={"KPIXL_LANG": None, "LC_ALL": "zh_CN.UTF-8"}).stderr
    )
    assert "There is no scheme" in kpixl("generate", "x", env={"KPIXL_LANG": None, "LC_ALL": "C"}).stderr


@pytest.mark.parametrize("verb", [["generate", "tiny"], ["check", "tiny", "notes"], ["demo", "tiny"]])
def test_a_broken_blueprint_is_said_with_its_places(home, verb):
    """Every error with file, line and column; status 2; nothing generated."""
    change(home / "blueprints" / "tiny" / "scheme.yaml", "title: 年终考核", "titel: 年终考核")
    done = kpixl(*verb)
    assert (2, "") == (done.exit_code, done.stdout)
    assert "scheme.yaml:3:1: error B" in done.stderr
    assert not (home / "generated").exists()


def test_a_placeholder_is_told_in_one_line(home):
    """A name that the office must still settle is said on standard error; workbooks are made."""
    roster = home / "blueprints" / "tiny" / "roster.yaml"
    change(roster, "name: 财政局, group: offices}", "name: 有关部门, group: offices, placeholder: true}")
    done = kpixl("generate", "tiny")
    assert (0, 3) == (done.exit_code, len(done.stdout.splitlines()))
    assert 1 == len([line for line in done.stderr.splitlines() if "有关部门" in line])


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "第6行（函数 score）运行出错"), ("en", "line 6 (function score)")]
)
def test_a_function_of_a_validators_file_that_fails_is_said(home, lang, words):
    """With file, line and function, in one line, no traceback."""
    change(home / "blueprints" / "tiny" / "scheme.yaml", "waivers:", "scoring: {stage: self-check}\nwaivers:")
    (home / "validators").mkdir()
    (home / "validators" / "tiny.py").write_text(
        "from kpixl.check import Validator\n\nvalidator = Validator('tiny')\n\n"
        "@validator.score\ndef score(frames, scheme): return frames['nothing']\n",
        encoding="utf-8",
    )
    kpixl("simulate", "tiny", "--out", "returns")
    done = kpixl("merge", "tiny", "returns", "--stage", "self-check", "--lang", lang)
    assert (2, 1) == (done.exit_code, len(done.stderr.strip().split("\n")))
    assert "tiny.py" in done.stderr
    assert words in done.stderr


def test_scores_that_nobody_makes_are_said(home):
    """A scheme that scores without saying how: one line, no traceback."""
    change(home / "blueprints" / "tiny" / "scheme.yaml", "waivers:", "scoring: {stage: self-check}\nwaivers:")
    kpixl("simulate", "tiny", "--out", "returns")
    done = kpixl("merge", "tiny", "returns", "--stage", "self-check")
    assert (2, 1) == (done.exit_code, len(done.stderr.strip().split("\n")))
    assert "nothing is scored" in done.stderr


def test_a_validators_file_that_does_not_run_is_said(home):
    """Its own mistake in one line, no traceback."""
    (home / "validators").mkdir()
    (home / "validators" / "tiny.py").write_text("1 / 0\n", encoding="utf-8")
    kpixl("simulate", "tiny", "--out", "returns")
    done = kpixl("check", "tiny", "returns")
    assert (2, True) == (done.exit_code, "ZeroDivisionError" in done.stderr)
    assert 1 == len(done.stderr.strip().split("\n"))


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write"
)
def test_a_folder_without_permission_is_said(home):
    """The system's reason is in the line."""
    (home / "empty").chmod(0o500)
    assert "Permission denied" in kpixl("generate", "tiny", "--out", "empty/x").stderr


def test_a_bug_keeps_its_traceback(monkeypatch):
    """What the user can do nothing about is not called wrong use."""
    monkeypatch.setattr("kpixl.cli.options.default_lang", lambda: 1 / 0)
    done = kpixl("schemes", env={"KPIXL_LANG": None})
    assert isinstance(done.exception, ZeroDivisionError)


def test_a_process_ends_with_the_same_status(tmp_path):
    """What the shell sees: the line on standard error, status 2."""
    done = kpixl_process("check", "nothing", "here", cwd=tmp_path)
    assert (2, "") == (done.returncode, done.stdout)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RecursionError("maximum recursion depth exceeded"), "nests too deeply"),
        (ExcelRefused("write_string(4, 1, 'x')"), "No workbook can hold this (write_string(4, 1, 'x'))"),
        (ExcelRefused("字" * 40_000), f"({'字' * 200}…)"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_lint_did_not_foresee_is_one_line(error, words, lang):
    """What a blueprint asks for and no workbook can hold is said in a line, in both languages."""
    line = said(error, ["generate", "tiny", "--lang", lang])
    assert line is not None
    assert line.startswith("kpixl: ")
    assert "\n" not in line
    assert lang == "zh" or words in line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("chek", "kpixl：没有命令 'chek'。用法见 kpixl --help。"),
        ("schemes --colour", "kpixl schemes：没有选项 --colour。用法见 kpixl schemes --help。"),
        ("history", "kpixl history：缺少参数 'SCHEME'。用法见 kpixl history --help。"),
        ("purge x y", "kpixl purge：缺少选项 '--reason'。用法见 kpixl purge --help。"),
        ("schemes a b", "kpixl schemes：多余的参数：a b。用法见 kpixl schemes --help。"),
        ("check x y --stage", "kpixl：选项 '--stage' 后面要写值。用法见 kpixl --help。"),
        ("schemes --quiet=1", "kpixl：选项 '--quiet' 后面不写值。用法见 kpixl --help。"),
        (
            "simulate x --seed a",
            "kpixl simulate：'--seed' 的值不对：'a' 不是整数。用法见 kpixl simulate --help。",
        ),
        ("roll x --year a", "kpixl roll：'--year' 的值不对：'a' 不是整数。用法见 kpixl roll --help。"),
        ("watch x y --every a", "kpixl watch：'--every' 的值不对：'a' 不是数。用法见 kpixl watch --help。"),
        (
            "simulate x --faults 2",
            "kpixl simulate：'--faults' 的值不对：2.0 超出范围（0<=x<=1）。用法见 kpixl simulate --help。",
        ),
        (
            "lint --lang fr",
            "kpixl lint：'--lang' 的值不对：'fr' 不在可选项中，可选：'zh', 'en'。用法见 kpixl lint --help。",
        ),
        (
            "check x y --as-of 1.5",
            "kpixl check：'--as-of' 的值不对：'1.5' 的写法不对，应如 2022-01-31。用法见 kpixl check --help。",
        ),
    ],
)
def test_wrong_use_is_said_in_chinese(line, said):
    """Whatever click finds wrong, in a Chinese locale no English is read."""
    assert said == kpixl(*line.split(), env={"KPIXL_LANG": "zh"}).stderr.strip()
