"""The command line's help, and the pages that are made from it."""

import json
import os
import re
import subprocess
import sys

import click
import pytest
from rich.cells import cell_len

from kpixl.cli import chinese, pages
from kpixl.cli.main import COMMANDS, program
from kpixl.findings import entries
from kpixl.report import catalogue
from tests.support import cli, tiny
from tests.support.cli import ROOT, kpixl, kpixl_process

EVERYWHERE = {"--workspace", "--lang", "--no-cache", "--quiet"}


def command(name: str) -> click.Command:
    """A command of the program."""
    found = program.get_command(click.Context(program), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
class TestEveryCommand:
    def test_says_the_same_in_the_list_and_in_its_help(self, name):
        """The summary in `kpixl --help` is the first line of the command's own help."""
        assert COMMANDS[name] == (command(name).help or "").split("\n")[0]

    def test_has_an_example_that_names_it(self, name):
        """The help ends with a line that can be typed."""
        last = kpixl(name, "--help").stdout.rstrip().split("\n")[-1]
        assert last.startswith(f"    kpixl {name}") or last == "    kpixl demo xinhua-2021 --out demo"

    def test_shows_no_sign_of_its_markup(self, name):
        """What keeps the lines of a table apart is itself not printed."""
        assert "\\b" not in kpixl(name, "--help").stdout

    def test_takes_the_options_of_all(self, name):
        """Workspace, language, cache and quiet are everywhere."""
        known = {option for p in command(name).params for option in p.opts}
        assert EVERYWHERE <= known

    def test_offers_no_cache_where_returns_are_read(self, name):
        """`--no-cache` is taken everywhere, and shown where it changes something."""
        judges = any("--decisions" in p.opts for p in command(name).params)
        assert judges == ("--no-cache" in kpixl(name, "--help").stdout)

    def test_explains_each_option(self, name):
        """No option is without a help text."""
        options = [p for p in command(name).params if isinstance(p, click.Option)]
        assert [] == [p.name for p in options if not p.help]


@pytest.mark.parametrize("name", ["kpixl", *COMMANDS])
class TestInChinese:
    def test_the_help_is_chinese(self, name):
        """But for names and examples no English stands in it."""
        given = [] if name == "kpixl" else [name]
        said = kpixl(*given, "--help", env={"KPIXL_LANG": "zh"}).stdout.partition("例：")[0]
        assert [] == [line for line in said.splitlines() if re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", line)]
        assert said.startswith("用法：")

    def test_no_line_is_wider_than_it_may_be(self, name):
        """A sign of Chinese takes two places."""
        given = [] if name == "kpixl" else [name]
        said = kpixl(*given, "--help", env={"KPIXL_LANG": "zh", "COLUMNS": "80"}).stdout
        written = said.partition("例：")[0].splitlines()
        assert [] == [line for line in written if cell_len(line) > 80 and "--reason" not in line]


def test_every_command_and_option_has_its_chinese():
    """A new one is not forgotten, nor is what no option says any more kept."""
    every = {p.help for name in COMMANDS for p in command(name).params if isinstance(p, click.Option)}
    assert every | {"Show this message and exit.", "Show the version and exit."} == set(chinese.OPTIONS)
    assert {"kpixl", *COMMANDS} == set(chinese.COMMANDS)


@pytest.mark.parametrize(
    ("page", "made"), [("cli.md", pages.page), ("findings.md", catalogue.page)], ids=["cli", "findings"]
)
def test_the_page_is_up_to_date(page, made):
    """docs/ holds what `python -m kpixl.cli.pages` writes."""
    assert made() == (ROOT / "docs" / page).read_text(encoding="utf-8")


def test_the_pages_are_written_as_they_are_compared(tmp_path):
    """Writing makes the two files, with line feeds on every system."""
    pages.main(tmp_path)
    assert {"cli.md", "findings.md"} == {path.name for path in tmp_path.iterdir()}
    assert pages.page().encode() == (tmp_path / "cli.md").read_bytes()


def test_examples_name_the_scheme_that_is_meant_when_they_are_shown(monkeypatch):
    """Not the one that was meant when the command was first imported."""
    monkeypatch.setattr("kpixl.campaign.first_scheme", lambda: "other-2030", raising=False)
    assert "kpixl lint other-2030" in kpixl("lint", "--help").stdout


@pytest.mark.parametrize("code", entries())
def test_every_code_is_on_its_page(code):
    """The catalogue's page has a part for each code."""
    assert f"\n### {code} " in catalogue.page()


ENGINE = {"pydantic", "ruamel"}
WRITERS = {"rich", "xlsxwriter", "jinja2"}
TABLES = {"pandas", "pandera", "numpy", "openpyxl", "pyarrow", "lxml"}
READERS = {"kpixl.formats", "kpixl.returns", "kpixl.check", "kpixl.coerce", "kpixl.simulate"}


LIGHT = {
    "--help": ENGINE | WRITERS | TABLES,
    "check --help": ENGINE | WRITERS | TABLES,
    "explain V010": ENGINE | WRITERS | TABLES,
    "schemes": TABLES | WRITERS | READERS | {"ruamel"},
    "lint tiny": TABLES | WRITERS | READERS | {"ruamel"},
    "generate tiny": TABLES | READERS | {"ruamel", "jinja2"},
    "generate nothing": TABLES | READERS | {"ruamel", "jinja2"},
}
"""Commands that need little, those that need least first: what each must not import."""


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """What was imported after each of these commands, one after the other in a process of their own."""
    folder = cli.workspace(tmp_path_factory.mktemp("light"))
    text = (
        "import json, sys\nfrom kpixl.cli.main import program\n"
        "def room(name):\n    return '.'.join(name.split('.')[: 1 + name.startswith('kpixl.')])\n"
        f"for line in {[*LIGHT]!r}:\n"
        "    try:\n        program(line.split())\n    except SystemExit:\n        pass\n"
        "    print(json.dumps([line, sorted(map(room, sys.modules))]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith('["'))


@pytest.mark.parametrize("line", LIGHT)
def test_imports_nothing_that_it_does_not_need(imported, line):
    """What only some commands need is not imported by the others."""
    assert set() == LIGHT[line] & {*imported[line]}


VALIDATOR = """
from kpixl.check import Validator, breach

validator = Validator("tiny")


@validator.rows(breach(at="spent", zh="错", severity="error"))
def nothing_is_right(frames, scheme):
    return ((row, {}) for row in frames.rows("report.items"))
"""


@pytest.mark.slow
def test_a_scheme_whose_checks_want_rows_alone_takes_no_pandas(tmp_path):
    """Returns are checked and merged by the engine alone; nothing is made ready for mails or the network."""
    cli.workspace(tmp_path)
    (tmp_path / "validators").mkdir()
    (tmp_path / "validators.py").write_text(VALIDATOR, encoding="utf-8")
    text = (
        "import sys\nfrom pathlib import Path\nfrom kpixl.cli.main import program\n"
        "if __name__ == '__main__':\n"
        "    done = []\n"
        "    check, merge = 'check tiny r', 'merge tiny r --out m.xlsx'\n"
        "    for line in ('simulate tiny --out r', check, merge, check):\n"
        "        try:\n            program(line.split())\n"
        "        except SystemExit as end:\n            done.append(end.code)\n"
        "        if len(done) == 3:\n"
        "            Path('validators.py').rename(Path('validators', 'tiny.py'))\n"
        "    heavy = {'pandas', 'pandera', 'numpy', 'email.parser', 'urllib.request'}\n"
        "    print(done, sorted(heavy & set(sys.modules)))\n"
    )
    (tmp_path / "run.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "run.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert "[0, 0, 0, 1] []" == done.stdout.strip().split("\n")[-1]


def test_the_package_imports_nothing_heavy():
    """`import kpixl` is free; what is public is imported when it is asked for."""
    text = "import sys, kpixl\nprint('pydantic' in sys.modules, kpixl.open.__module__)"
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    assert "False kpixl.campaign.opening" == done.stdout.strip()


def test_a_campaign_is_opened_without_its_verbs():
    """What each of them takes is imported when it is asked for: a check neither writes nor simulates."""
    text = (
        "import sys, kpixl\nfrom pathlib import Path\nkpixl.open(Path(sys.argv[1]))\n"
        "taken = {'kpixl.generate', 'kpixl.merge', 'kpixl.simulate', 'xlsxwriter', 'jinja2'}\n"
        "print(sorted(taken & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", text, str(tiny.FOLDER)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert "[]" == done.stdout.strip()


def test_runs_as_a_module(tmp_path):
    """`python -m kpixl` is the program, in any folder."""
    done = kpixl_process("--version", cwd=tmp_path)
    assert (0, "kpixl, version 0.1.0\n") == (done.returncode, done.stdout)


@pytest.mark.slow
def test_speaks_utf_8_whatever_the_console(tmp_path):
    """On a console of another code page Chinese is printed all the same."""
    done = kpixl_process("schemes", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii", "KPIXL_LANG": "zh"})
    assert "新华区2021年度责任目标考核" in done.stdout
