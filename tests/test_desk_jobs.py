"""Long work in the background: told, cancelled, and never the end of the desk."""

import json
import re
import threading
from dataclasses import replace

import pytest

from kpixl.campaign import CancelledError, RefusedError, Workspace
from kpixl.desk import work
from kpixl.desk.app import _state
from kpixl.desk.jobs import Do, Job, Jobs, Work
from kpixl.desk.process import LostError
from kpixl.outputs import _lock
from kpixl.words import Words
from tests.support import desks, tiny
from tests.support.in_process import DoneHere

DONE = Words("好了", "done")


@pytest.fixture
def jobs(tmp_path):
    """Jobs at work, which end with the test."""
    book = Workspace.at(desks.workspace(tmp_path / "home")).undertakings("tiny")
    made = Jobs(lambda: None, DoneHere(), book)
    made.start()
    yield made
    made.end()


def finished(jobs, *works) -> list[Job]:
    """The jobs that do this, when all are over."""
    last = threading.Event()
    made = [jobs.add(desks.called(str(n)), work) for n, work in enumerate(works)]
    jobs.add(desks.called("last"), does(last.set))
    assert last.wait(10)
    return made


def does(function, *arguments) -> Work:
    """Work that calls something."""

    def work(_do: Do) -> Words:
        function(*arguments)
        return DONE

    return work


def cancel_all(patch) -> None:
    """Whatever is done next is cancelled as soon as it begins."""
    real = DoneHere.do

    def cancelled(hand, verb, given, look):
        return real(hand, verb, given, replace(look, stopped=lambda: True))

    patch.setattr(DoneHere, "do", cancelled)


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
        (LostError(Words("信号 SIGKILL", "signal SIGKILL")), "failed", "SIGKILL"),
        (PermissionError(13, "denied", "a.xlsx"), "failed", "a.xlsx"),
    ],
)
def test_whatever_goes_wrong_is_said_and_the_next_goes_on(jobs, error, state, said):
    """A fault is a message."""

    def work(_do):
        raise error

    [job, after] = finished(jobs, work, lambda _: DONE)
    assert (state, "done") == (job.state, after.state)
    assert said in job.said["zh"]


def test_one_that_waits_is_cancelled_before_it_begins(jobs):
    """It does nothing."""
    gate, begun = threading.Event(), list[int]()
    jobs.add(desks.called("gate"), does(gate.wait, 10))
    job = jobs.add(desks.called("late"), does(begun.append, 1))
    jobs.cancel(job.number)
    gate.set()
    finished(jobs)
    assert ("cancelled", []) == (job.state, begun)


def test_the_same_waits_once(jobs):
    """Asked for twice, it is done once."""
    gate = threading.Event()
    jobs.add(desks.called("gate"), does(gate.wait, 10))
    first, second = (jobs.add(desks.called("check"), lambda _: DONE) for _ in "12")
    gate.set()
    assert first is second


def test_few_are_told_when_they_are_over(jobs):
    """The last ones."""
    finished(jobs, *(lambda _: DONE for _ in range(30)))
    assert len(jobs.told) < 20


class TestTheAccount:
    """What was undertaken stands in the record, however it ended."""

    @pytest.fixture
    def book(self, tmp_path):
        """That of a workspace."""
        return Workspace.at(desks.workspace(tmp_path / "home")).undertakings("tiny")

    def entries(self, book) -> list[tuple[str, str]]:
        """What happened to what, and how."""
        told = book.account.ledger.entries("tiny")
        return [(e.what, e.data.get("how", {}).get("zh", e.data["job"])) for e in told]

    def at_work(self, book) -> Jobs:
        """Jobs of that workspace."""
        return Jobs(lambda: None, DoneHere(), book)

    @pytest.mark.parametrize(
        ("error", "how"),
        [
            (None, "完成"),
            (CancelledError(), "已取消"),
            (LostError(DONE), "未完成"),
        ],
    )
    def test_it_says_what_was_done_and_how_it_ended(self, book, error, how):
        """In two entries, with the time of each."""

        def work(_do):
            if error:
                raise error
            return DONE

        jobs = self.at_work(book)
        jobs.start()
        finished(jobs, work)
        jobs.end()
        assert [("begun", "0"), ("ended", how)] == self.entries(book)[:2]

    def test_what_was_cut_short_is_told_at_the_next_start(self, book):
        """Once: the next start after that finds it ended."""
        book.begun(desks.called("merge"))
        for told in (["merge"], []):
            jobs = self.at_work(book)
            jobs.start()
            finished(jobs)
            jobs.end()
            assert told == [job.key for job in jobs.interrupted]
        assert ("ended", "中断") == self.entries(book)[1]

    def test_what_it_had_begun_to_write_is_undone_then(self, book, tmp_path):
        """A folder of files that never came to their places is gone."""
        waiting = tmp_path / "home" / "generated" / "tiny" / "report" / ".kpixl-abcd1234.part"
        waiting.mkdir(parents=True)
        (waiting / "new0").write_bytes(b"half")
        book.begun(desks.called("tell"))
        book.cut_short()
        assert not waiting.exists()

    def test_what_another_desk_is_at_is_not_cut_short(self, book, monkeypatch):
        """Two desks of a workspace do one thing at a time; what is under way may yet end well."""
        monkeypatch.setattr(_lock, "WAIT_SECONDS", 0.05)
        with book.alone(lambda: False):
            book.begun(desks.called("merge"))
            assert [] == book.cut_short()
            stopped = iter([False, True])
            with pytest.raises(CancelledError), book.alone(lambda: next(stopped)):
                pass

    def test_a_page_says_so(self, tmp_path):
        """首页 names it, as long as it was not begun again; 记录 has it as it ended, not to be taken back."""
        home = desks.workspace(tmp_path / "home")
        Workspace.at(home).undertakings("tiny").begun(desks.called("merge"))
        with desks.opened(home) as visit:
            desks.until(lambda: visit.desk.jobs.interrupted)
            assert "“工作”上次中断了" in visit.page("/")
            assert "工作｜中断｜" in visit.page("/journal")
            assert [] == re.findall("<summary>撤销|<s>", visit.page("/journal"))


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

    def test_one_that_is_done_leads_to_what_came_of_it(self, visit):
        """On whatever page somebody is by then, of whatever stage."""
        visit.drop(("河东.xlsx", tiny.built("hedong").data))
        visit.settle()
        assert '<a href="/returns?stage=self-check">看结果' in visit.page("/settings?stage=verification")

    def test_a_check_that_is_cancelled_leaves_nothing(self, visit, monkeypatch):
        """It is not begun again for the same files."""
        visit.drop(("河东.xlsx", tiny.built("hedong").data))
        cancel_all(monkeypatch)
        visit.settle()
        assert ["cancelled"] == [job.state for job in visit.desk.jobs.told]
        visit.settle()
        assert visit.desk.checked("self-check") is None

    def test_a_check_that_was_cancelled_is_asked_for_again(self, visit, monkeypatch):
        """By a button, which stands where what is shown is from before."""
        visit.drop(("河东.xlsx", tiny.built("hedong").data))
        with monkeypatch.context() as patch:
            cancel_all(patch)
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

    def test_what_is_still_being_sent_is_waited_for(self, visit):
        """However long a single file takes to arrive: its readers would only be in the way."""
        follower, inbox = work.Follower(desk=visit.desk), visit.desk.inbox("self-check")
        visit.drop(("a.xlsx", b"a"))
        with inbox.arriving():
            for _ in "123":
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
