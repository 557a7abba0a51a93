"""Long work in the background: told, cancelled, and never the end of the desk."""

import json
import threading

import pytest

from kpixl.campaign import CancelledError, RefusedError
from kpixl.desk import work
from kpixl.desk.app import _state
from kpixl.desk.jobs import Job, Jobs, Work
from kpixl.words import Words
from tests.support import desks, tiny

TITLE = Words("工作", "work")
DONE = Words("好了", "done")


@pytest.fixture
def jobs():
    """Jobs at work, which end with the test."""
    made = Jobs(lambda: None)
    made.start()
    yield made
    made.end()


def finished(jobs, *works) -> list[Job]:
    """The jobs that do this, when all are over."""
    last = threading.Event()
    made = [jobs.add(str(n), TITLE, "/", work) for n, work in enumerate(works)]
    jobs.add("last", TITLE, "/", does(last.set))
    assert last.wait(10)
    return made


def does(function, *arguments) -> Work:
    """Work that calls something."""

    def work(_job: Job) -> Words:
        function(*arguments)
        return DONE

    return work


def test_they_are_done_in_their_order(jobs):
    """One after the other."""
    order: list[int] = []
    finished(jobs, *(does(order.append, n) for n in range(5)))
    assert [0, 1, 2, 3, 4] == order


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        (RefusedError("不行", "no"), "failed", "不行"),
        (CancelledError(), "cancelled", "已取消"),
        (ZeroDivisionError("by zero"), "failed", "ZeroDivisionError: by zero"),
        (MemoryError(), "failed", "MemoryError"),
        (PermissionError(13, "denied", "a.xlsx"), "failed", "a.xlsx"),
    ],
)
def test_whatever_goes_wrong_is_said_and_the_next_goes_on(jobs, error, state, said):
    """A fault is a message."""

    def work(_job):
        raise error

    [job, after] = finished(jobs, work, lambda _: DONE)
    assert (state, "done") == (job.state, after.state)
    assert said in job.said["zh"]


def test_one_that_waits_is_cancelled_before_it_begins(jobs):
    """It does nothing."""
    gate, begun = threading.Event(), list[int]()
    jobs.add("gate", TITLE, "/", does(gate.wait, 10))
    job = jobs.add("late", TITLE, "/", does(begun.append, 1))
    jobs.cancel(job.number)
    gate.set()
    finished(jobs)
    assert ("cancelled", []) == (job.state, begun)


def test_the_same_waits_once(jobs):
    """Asked for twice, it is done once."""
    gate = threading.Event()
    jobs.add("gate", TITLE, "/", does(gate.wait, 10))
    first, second = (jobs.add("check", TITLE, "/", lambda _: DONE) for _ in "12")
    gate.set()
    assert first is second


def test_few_are_told_when_they_are_over(jobs):
    """The last ones."""
    finished(jobs, *(lambda _: DONE for _ in range(30)))
    assert len(jobs.told) < 20


class TestOfTheDesk:
    @pytest.fixture
    def visit(self, tmp_path):
        """A desk of a new workspace."""
        with desks.visited(tmp_path / "home") as there:
            yield there

    def test_each_return_is_told_as_it_is_read(self, visit):
        """By its unit, with its errors; two pages hear the same."""
        visit.drop(("河东.xlsx", tiny.built("hedong").data), ("不知.xlsx", b"no workbook"))
        visit.settle()
        first, second = (json.loads(_state(visit.desk, "zh")) for _ in "12")
        assert first == second
        [job] = first["jobs"]
        assert {"河东.xlsx": "河东镇", "不知.xlsx": ""} == {x["file"]: x["unit"] for x in job["lines"]}

    def test_a_check_that_is_cancelled_leaves_nothing(self, visit, monkeypatch):
        """It is not begun again for the same files."""
        visit.drop(("河东.xlsx", tiny.built("hedong").data))
        real = work.watched
        monkeypatch.setattr(work, "watched", lambda campaign, job: job.stop.set() or real(campaign, job))
        visit.settle()
        assert ["cancelled"] == [job.state for job in visit.desk.jobs.told]
        visit.settle()
        assert visit.desk.checked("self-check") is None

    def test_a_check_that_was_cancelled_is_asked_for_again(self, visit, monkeypatch):
        """By a button, which stands where what is shown is from before."""
        visit.drop(("河东.xlsx", tiny.built("hedong").data))
        real = work.watched
        with monkeypatch.context() as patch:
            patch.setattr(work, "watched", lambda campaign, job: job.stop.set() or real(campaign, job))
            visit.settle()
        assert "现在核对" in visit.page("/returns")
        visit.post("/returns/check")
        visit.wait()
        assert visit.desk.checked("self-check") is not None
        assert "现在核对" not in visit.page("/returns")

    def test_what_rests_on_a_check_waits_for_it(self, visit):
        """Files that came since are not left out in silence."""
        visit.drop(("河东.xlsx", tiny.built("hedong").data))
        visit.post("/scores", {"stage": "self-check"})
        visit.wait()
        assert ["failed"] == [job.state for job in visit.desk.jobs.told]

    def test_a_file_that_changes_is_waited_for(self, visit):
        """It is checked when it rests."""
        follower, folder = work.Follower(desk=visit.desk), visit.desk.inbox("self-check").folder
        folder.mkdir(parents=True)
        for part in (b"a", b"ab", b"abc"):
            (folder / "a.xlsx").write_bytes(part)
            follower.look()
        assert [] == visit.desk.jobs.told
        follower.look()
        assert 1 == len(visit.desk.jobs.told)

    def test_a_blueprint_that_is_broken_for_a_while_ends_nothing(self, visit):
        """What came in meanwhile is checked once it is mended."""
        head = visit.desk.workspace.root / "blueprints" / "tiny" / "scheme.yaml"
        sound = head.read_text(encoding="utf-8")
        visit.drop(("河东.xlsx", tiny.built("hedong").data))
        head.write_text(sound.replace("title:", "titel:"), encoding="utf-8")
        visit.settle()
        assert visit.desk.checked("self-check") is None
        head.write_text(sound, encoding="utf-8")
        visit.settle()
        assert ["accepted"] == [f.status for f in visit.desk.checked("self-check").result.files]
