"""A whole campaign at the desk, from the first page to the score sheet: the command line's, byte for byte."""

from pathlib import Path

import pytest

from kpixl.campaign import Campaign, Trial, Workspace
from tests.support import cli, desks
from tests.support.desks import Visited


@pytest.fixture
def visit(tmp_path):
    """A desk of a new workspace."""
    with desks.visited(tmp_path / "home") as there:
        yield there


def simulated(
    visit: Visited, out: Path, stage: str, *, faults: float, returns: tuple[Path, ...] = ()
) -> list[Path]:
    """What units send, as somebody simulates it with the workspace's key."""
    home = Workspace.at(visit.desk.workspace.root or "")
    campaign: Campaign = home.open("tiny", home.means(makes=True))
    trial = Trial(seed=3, faults=faults)
    return [each.path for each in campaign.simulate(out, stage=stage, returns=returns, trial=trial).returns]


def drop(visit: Visited, files: list[Path], stage: str) -> None:
    """Drop files on a page of a stage, and wait until they are checked."""
    visit.drop(*((path.name, path.read_bytes()) for path in files), stage=stage)
    visit.settle()


def post(visit: Visited, path: str, **said: str) -> None:
    """What a form does, and what follows of it."""
    assert visit.post(path, said).status_code == 303
    visit.wait()
    visit.settle()


def state(visit: Visited, stage: str) -> dict[str, int]:
    """How many units are in which state."""
    return {name: n for name, n in visit.desk.status(stage).summary.items() if n and name != "late"}


def test_from_the_first_page_to_the_score_sheet(visit, tmp_path):
    """Issue, three waves of returns, notices, feedback, an excuse, verification, merging."""
    root = visit.desk.workspace.root
    post(visit, "/issue", which="all", stage="self-check")
    bad = simulated(visit, tmp_path / "bad", "self-check", faults=1.0)
    good = simulated(visit, tmp_path / "good", "self-check", faults=0.0)
    drop(visit, bad[:1], "self-check")
    drop(visit, good[1:2], "self-check")
    post(visit, "/chase/tell", which="all", stage="self-check")
    post(visit, "/chase/feedback", which="all", stage="self-check")
    drop(visit, good[:1], "self-check")
    assert 2 == state(visit, "self-check")["accepted"]
    excuse = {"kind": "excuse", "unit": "finance", "reason": "新设单位", "screen": "/chase"}
    post(visit, "/decisions?stage=self-check", **excuse)
    post(visit, "/issue", which="all", stage="verification", screen="/verification")
    assert ["done"] * len(visit.desk.jobs.told) == [job.state for job in visit.desk.jobs.told]
    returned = root / "returns" / "self-check"
    verified = simulated(visit, tmp_path / "verified", "verification", faults=0.0, returns=(returned,))
    drop(visit, verified, "verification")
    post(visit, "/scores", stage="verification")
    made = visit.get("/scores/score-sheet?stage=verification").content
    done = cli.kpixl("merge", "tiny", root / "returns" / "verification", "--workspace", root)
    assert 0 == done.exit_code, done.output
    assert made == (root / "generated" / "tiny" / "score-sheet.xlsx").read_bytes()
