"""The README's walk through the example of two forms: every command is run, and says what the page shows."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.support.cli import ROOT, kpixl

pytestmark = pytest.mark.slow  # all commands of a walk

EXAMPLE = ROOT / "examples" / "two-forms"
FORM = EXAMPLE / "blueprints" / "safety-2022" / "inspections.yaml"
PAGES = {"zh": ROOT / "README.md", "en": ROOT / "README.en.md"}
SCREEN = 60
"""Lines that fit on one screen."""


def fenced(page: Path, language: str) -> list[str]:
    """The blocks of a page in one language."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def steps(page: Path) -> list[tuple[str, str]]:
    """Each command of the walk, and what the page shows below it."""
    shown = "".join(fenced(page, "console"))
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", shown, re.MULTILINE)


@pytest.fixture(scope="module", params=PAGES)
def walked(request, tmp_path_factory) -> list[tuple[str, str, str]]:
    """The walk as it is done: command, what the page shows, what the program says."""
    root = tmp_path_factory.mktemp("walk")
    shutil.copytree(EXAMPLE, root / "examples" / "two-forms")
    done: list[tuple[str, str, str]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for command, shown in steps(PAGES[request.param]):
            program, *arguments = shlex.split(command)
            if program == "cd":
                patch.chdir(Path.cwd() / arguments[0])
                said = ""
            else:
                said = kpixl(*arguments, env={"KPIXL_LANG": request.param}).output.replace("\\", "/")
            done.append((command, shown, said))
    return done


def test_every_command_says_what_is_shown(walked):
    """What a newcomer sees is what the page shows, line by line."""
    assert [(command, shown) for command, shown, _ in walked] == [
        (command, said) for command, _, said in walked
    ]


def test_it_goes_the_whole_way(walked):
    """From declaration to table: generate, simulate, check, feedback, merge."""
    told = [command.split()[1] for command, *_ in walked if command.startswith("kpixl ")]
    assert ["init", "lint", "generate", "simulate", "check", "feedback", "merge"] == told


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.name)
def test_the_form_is_shown_as_it_is(page):
    """The declaration in the page is the file, but for its first line, which is for editors."""
    assert [FORM.read_text(encoding="utf-8").partition("\n")[2]] == fenced(page, "yaml")


def test_the_scheme_fits_on_one_screen():
    """All its files together."""
    files = [path for path in FORM.parent.iterdir() if path.is_file()]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    assert lines <= SCREEN
