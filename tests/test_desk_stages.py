"""Later stages at the desk: made of all the returns that they rest on, and anew with what was entered."""

import pytest

from kpixl.campaign import Workspace
from tests.support import beside, cli, desks

FIGURES, VERIFICATION = "figures", "verification"


@pytest.fixture
def visit(tmp_path):
    """A desk where 财政局 gives figures beside the stage that decides."""
    home = desks.workspace(tmp_path / "home")
    beside.declare(home / "blueprints" / "tiny")
    with desks.opened(home) as there:
        yield there


@pytest.fixture
def drop(visit, tmp_path):
    """Drop the returns of a stage, as units would send them."""
    root = visit.desk.workspace.root
    home = Workspace.at(root)

    def drop(stage: str, *before: str) -> None:
        campaign = home.open("tiny", home.means(makes=True))
        made = campaign.simulate(
            tmp_path / stage, stage=stage, returns=[root / "returns" / b for b in before]
        )
        visit.drop(*((r.path.name, r.path.read_bytes()) for r in made.returns), stage=stage)
        visit.settle()

    return drop


def issue(visit, stage: str, **said: str) -> str:
    """Make its workbooks; what is said of it."""
    assert 303 == visit.post("/issue", {"which": "all", "stage": stage, **said}).status_code
    visit.wait()
    job = visit.desk.jobs.told[-1]
    assert "done" == job.state, job.said
    return str(job.said.zh)


def figures(visit) -> list[object]:
    """What 财政局's workbook of the deciding stage says of its own figures."""
    [book] = (visit.desk.workspace.output / "tiny" / VERIFICATION).glob("*财政局.xlsx")
    seen = Workspace.at(visit.desk.workspace.root).inspect(book).as_dict()["cells"]
    return [cell["value"] for cell in seen if cell["field"] == "figure"]


def test_what_a_department_gave_beside_is_printed_in_what_is_decided(visit, drop):
    """As `generate` prints it from both folders."""
    drop("self-check")
    drop(FIGURES, "self-check")
    issue(visit, VERIFICATION)
    assert any(figures(visit))
    root = visit.desk.workspace.root
    returns = [part for stage in ("self-check", FIGURES) for part in ("--returns", root / "returns" / stage)]
    before = {p.name: p.read_bytes() for p in (root / "generated" / "tiny" / VERIFICATION).iterdir()}
    done = cli.kpixl("generate", "tiny", "--stage", VERIFICATION, *returns, "--workspace", root)
    assert 0 == done.exit_code, done.output
    assert before == {p.name: p.read_bytes() for p in (root / "generated" / "tiny" / VERIFICATION).iterdir()}


def test_it_goes_on_before_they_have_come(visit, drop):
    """They are blank, and nothing is waited for."""
    drop("self-check")
    issue(visit, VERIFICATION)
    assert not any(figures(visit))


def test_a_stage_of_which_nothing_has_come_says_so(visit):
    """In words of the desk."""
    visit.post("/issue", {"which": "all", "stage": VERIFICATION})
    visit.wait()
    assert "还没有收到文件" in visit.desk.jobs.told[-1].said.zh


def test_what_was_entered_is_kept_where_workbooks_are_made_anew(visit, drop):
    """Those who have nothing to do again get none."""
    drop("self-check")
    drop(VERIFICATION, "self-check")
    assert 'name="keep" value="1" checked' in visit.page(f"/verification?stage={VERIFICATION}")
    assert "生成了0个工作簿" in issue(visit, VERIFICATION, keep="1")


def test_who_verifies_whom_and_who_is_waited_for_is_shown(visit, drop):
    """A row a recipient: of how many units its rows are there."""
    page = visit.page(f"/verification?stage={VERIFICATION}")
    assert '<td class="n">0/' in page
    drop("self-check")
    assert '<td class="n">0/' not in visit.page(f"/verification?stage={VERIFICATION}")
