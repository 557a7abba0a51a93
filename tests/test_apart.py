"""Nothing from a folder of returns is obeyed: neither blueprints nor validators, settings nor secrets."""

import json
import os
import shutil

import pytest

import kpixl
from kpixl.campaign import Campaign
from kpixl.refusal import RefusedError
from tests.support import tiny
from tests.support.cli import kpixl as run
from tests.support.cli import workspace

RAN = "ran.txt"
PROGRAM = f"""
from pathlib import Path
from kpixl.check import Validator
Path(__file__).with_name("{RAN}").write_text("", encoding="utf-8")
validator = Validator("tiny")
"""
NAME = "01-河东镇.xlsx"


@pytest.fixture
def sent(tmp_path):
    """A folder of returns in which somebody put a workspace: blueprints, a program, settings, secrets."""
    folder = workspace(tmp_path / "returns")
    (folder / "validators").mkdir()
    (folder / "validators" / "tiny.py").write_text(PROGRAM, encoding="utf-8")
    (folder / "kpixl.toml").write_text("[limits]\ncells = 1\n", encoding="utf-8")
    (folder / ".kpixl").mkdir()
    secrets = {"password": "sent", "key": "sent"}
    (folder / ".kpixl" / "secrets.json").write_text(json.dumps(secrets), encoding="utf-8")
    (folder / NAME).write_bytes(tiny.built().data)
    (folder / "河西").mkdir()
    (folder / "河西" / "02-河西镇.xlsx").write_bytes(tiny.built("hexi").data)
    return folder


def told(*arguments):
    """Exit status of a command, and the one line that it says."""
    done = run(*arguments)
    return done.exit_code, done.stderr.splitlines()


PATHS = {
    "the folder itself": (".", ["."]),
    "by its name from within": (".", ["../returns"]),
    "what it lies in": (".", [".."]),
    "a file in it": (".", [NAME]),
    "from a folder in it": ("河西", [".."]),
    "everything in it": (".", [NAME, "河西"]),
    "everything, with what makes it a workspace": (".", ["blueprints", "河西"]),
}


@pytest.mark.parametrize(("shell", "paths"), PATHS.values(), ids=PATHS.keys())
@pytest.mark.parametrize("verb", ["check", "merge", "feedback", "explain", "generate", "simulate"])
def test_refused(sent, monkeypatch, verb, shell, paths):
    """Whatever command reads the returns, from wherever: nothing runs, nothing is made, one line says why."""
    monkeypatch.chdir(sent / shell)
    arguments = {
        "check": ["check", "tiny", *paths],
        "merge": ["merge", "tiny", *paths],
        "feedback": ["feedback", "tiny", *paths, "--out", str(sent.parent / "out")],
        "explain": ["explain", "附件1!F9", *(a for p in paths for a in ("--returns", p))],
        "generate": ["generate", "tiny", *(a for p in paths for a in ("--returns", p))],
        "simulate": ["simulate", "tiny", *(a for p in paths for a in ("--returns", p))],
    }[verb]
    status, lines = told(*arguments)
    assert (2, 1, True) == (status, len(lines), "--workspace" in lines[0])
    assert not (sent / "validators" / RAN).exists()
    assert not (sent / "generated").exists()


def test_inspect_is_refused(sent, monkeypatch):
    """As the others are."""
    monkeypatch.chdir(sent)
    status, lines = told("inspect", NAME)
    assert (2, 1, True) == (status, len(lines), "--workspace" in lines[0])


def test_from_python(sent, monkeypatch):
    """A campaign that was opened in a workspace found there does not check it either."""
    monkeypatch.chdir(sent)
    with pytest.raises(RefusedError, match="--workspace"):
        kpixl.open("tiny").check(["."])


def test_a_program_below_a_checked_path_is_never_run(sent, monkeypatch):
    """Not even where the workspace is named, or the blueprint's folder is."""
    monkeypatch.chdir(sent)
    status, lines = told("check", "tiny", ".", "--workspace", ".")
    assert (2, 1, True) == (status, len(lines), "tiny.py" in lines[0])
    with pytest.raises(RefusedError, match=r"tiny\.py"):
        Campaign.open(sent / "blueprints" / "tiny").check([sent])
    assert not (sent / "validators" / RAN).exists()


def test_a_named_workspace_is_trusted(sent, monkeypatch):
    """Whoever names it means it; what has no program below the path is checked."""
    monkeypatch.chdir(sent)
    assert 2 != run("check", "tiny", "河西", "--workspace", ".").exit_code


def test_the_usual_workspace_is_found(tmp_path, monkeypatch):
    """A folder of returns beside the blueprints is what a workspace has."""
    monkeypatch.chdir(workspace(tmp_path))
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / NAME).write_bytes(tiny.built().data)
    assert 2 != run("check", "tiny", "returns").exit_code


@pytest.fixture
def outside(tmp_path):
    """A place outside of any workspace."""
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere"


@pytest.mark.skipif(os.name == "nt", reason="links take rights there")
class TestLinks:
    @pytest.mark.parametrize("name", ["roster.yaml", "scheme.yaml", "report.yaml", "targets.yaml"])
    def test_a_file_of_a_blueprint(self, tmp_path, outside, name):
        """A link that leads out of the workspace is an error at that file; nothing of its content is told."""
        home = workspace(tmp_path / "home")
        file = home / "blueprints" / "tiny" / name
        shutil.move(file, outside / name)
        (outside / name).write_text("secret: 12345\n", encoding="utf-8")
        file.symlink_to(outside / name)
        done = run("lint", "tiny", "--workspace", home, "--format", "json")
        found = [(f["code"], f["file"]) for f in json.loads(done.stdout)["findings"]]
        assert ("B013", str(file)) in found
        assert "12345" not in done.output

    def test_a_link_within_the_workspace(self, tmp_path):
        """One roster for two schemes is fine."""
        home = workspace(tmp_path)
        file = home / "blueprints" / "tiny" / "roster.yaml"
        shutil.move(file, home / "roster.yaml")
        file.symlink_to(home / "roster.yaml")
        assert 0 == run("lint", "tiny", "--workspace", home).exit_code

    @pytest.mark.parametrize("name", ["kpixl.toml", ".kpixl/secrets.json", "validators/tiny.py"])
    def test_other_files_of_a_workspace(self, tmp_path, outside, name):
        """Settings, secrets and the program are files of the workspace, too."""
        home = workspace(tmp_path / "home")
        (home / name).parent.mkdir(exist_ok=True)
        (outside / "file").write_text(PROGRAM if name.endswith("py") else '{"key": "k"}', encoding="utf-8")
        (home / name).symlink_to(outside / "file")
        (home / "returns").mkdir()
        (home / "returns" / NAME).write_bytes(tiny.built().data)
        status, lines = told("check", "tiny", home / "returns", "--workspace", home)
        assert (2, 1, True) == (status, len(lines), "link" in lines[0])
        assert not (outside / RAN).exists()
