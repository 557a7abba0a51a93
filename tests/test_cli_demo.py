"""kpixl demo."""

import json
from pathlib import Path

import pytest

from tests.support import cli
from tests.support.cli import kpixl, kpixl_json

pytestmark = pytest.mark.slow  # a whole campaign


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A demonstration of the tiny scheme: its folder and its story."""
    home = cli.workspace(tmp_path_factory.mktemp("demo"))
    return home, kpixl("demo", "tiny", "--workspace", home, "--out", home / "out")


@pytest.mark.slow
def test_leaves_everything_behind(played):
    """Status 0; issued, returns, report, score sheet; nothing else."""
    home, done = played
    assert 0 == done.exit_code
    assert ["issued", "report", "returns", "score-sheet.xlsx"] == sorted(
        p.name for p in (home / "out").iterdir()
    )
    assert ["blueprints", "out"] == sorted(p.name for p in home.iterdir())


@pytest.mark.parametrize("stage", ["self-check", "verification"])
def test_shows_faults_in_each_stage(played, stage):
    """The first check has errors; what it did not accept came back corrected."""
    home, _ = played
    report = json.loads((home / "out" / "report" / stage / "report.json").read_text(encoding="utf-8"))
    assert report["summary"]["errors"] > 0
    corrected = list((home / "out" / "returns" / stage / "corrected").iterdir())
    assert report["summary"]["files"] - report["summary"]["accepted"] == len(corrected)


@pytest.mark.parametrize("stage", ["self-check", "verification"])
def test_the_report_names_files_where_they_lie(played, stage):
    """Not where they waited for the rest of the demonstration."""
    home, _ = played
    report = json.loads((home / "out" / "report" / stage / "report.json").read_text(encoding="utf-8"))
    assert [] == [f["path"] for f in report["files"] if not Path(f["path"].partition("!")[0]).is_file()]


def test_tells_the_story(played):
    """One line a stage, one of the merge, one of the places."""
    _, done = played
    assert 4 == len(done.stdout.strip().split("\n"))


def test_a_workspace_without_secrets_reads_its_returns(played):
    """The published key is not this workspace's: nobody can say who signed."""
    home, _ = played
    said = kpixl_json("check", "tiny", home / "out" / "issued", "--workspace", home)
    assert {None} == {f["authentic"] for f in said["files"]}
