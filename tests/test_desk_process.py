"""The process that does the jobs of a desk: told, cancelled, killed, and never the end of the desk."""

import ctypes
import errno
import multiprocessing
import os
import sys
import threading
import time
from multiprocessing import active_children
from unittest.mock import Mock

import psutil
import pytest

from kpixl import processes
from kpixl.campaign import CancelledError, RefusedError
from kpixl.desk import process
from kpixl.desk.process import JobProcess, Look, LostError
from kpixl.desk.work import Follower
from tests.support import desks, tiny, undertaken

pytestmark = pytest.mark.processes


def at_work() -> set[psutil.Process]:
    """The processes of desks that there are."""
    return {psutil.Process(each.pid) for each in active_children() if each.name == process.NAME}


class Looking:
    """Who looks on, and remembers. stop: set when it is enough."""

    def __init__(self) -> None:
        self.moves: list[int] = []
        self.met: list[dict[str, str]] = []
        self.stop = threading.Event()

    @property
    def look(self) -> Look:
        """As the process asks it."""
        return Look(moved=self._moved, met=self.met.append, stopped=self.stop.is_set)

    def _moved(self, done, _total, _what):
        self.moves.append(done)
        if not done:
            self.stop.set()


@pytest.fixture(scope="module")
def hand():
    """The process, which ends with the tests."""
    made = JobProcess()
    yield made
    made.end()


@pytest.fixture
def looking():
    """Who looks on."""
    return Looking()


def test_it_is_another_process_and_stays_for_the_next(hand, looking):
    """It tells how far it is, what it met, and what came of it."""
    first, second = (hand.do(undertaken.own_number, (), looking.look) for _ in "12")
    assert first == second != [os.getpid()]
    assert ([1, 1], ["a.xlsx"] * 2) == (looking.moves, [m["file"] for m in looking.met])


def test_what_things_have_in_common_comes_once(hand, looking):
    """Thing by thing, and yet the same in all of them, there and back."""
    common = ("甲" * 1000,)
    one, two = hand.do(undertaken.same_again, [(common, 1), (common, 2)], looking.look)
    assert one[0] is two[0]
    assert ((common, 1), (common, 2)) == (one, two)


def test_a_cancelled_one_ends_and_the_process_goes_on(hand, looking):
    """It is the same that does the next."""
    before = hand.do(undertaken.own_number, (), Looking().look)
    with pytest.raises(CancelledError):
        hand.do(undertaken.until_stopped, (), looking.look)
    assert before == hand.do(undertaken.own_number, (), Looking().look)


def test_one_that_does_not_hear_is_ended(hand, looking, monkeypatch):
    """With its process, after a while; the next has a new one."""
    monkeypatch.setattr(process, "_PATIENCE_SECONDS", 0.1)
    before = hand.do(undertaken.own_number, (), Looking().look)
    with pytest.raises(CancelledError):
        hand.do(undertaken.deaf, (), looking.look)
    assert before != hand.do(undertaken.own_number, (), Looking().look)


def test_one_whose_process_dies_is_told_as_such(hand, looking):
    """With what the system says of it; the next has a new one."""
    with pytest.raises(LostError, match="7"):
        hand.do(undertaken.vanish, (), looking.look)
    assert hand.do(undertaken.own_number, (), looking.look)


def test_where_no_process_is_to_be_had_that_is_said(looking, monkeypatch):
    """Why, and what to do; nothing was done, and nothing is left to end."""
    none_left = Mock(side_effect=BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"))
    system = Mock(Pipe=multiprocessing.Pipe, Process=Mock(return_value=Mock(start=none_left)))
    monkeypatch.setattr(process, "starting", lambda: system)
    with pytest.raises(RefusedError, match="Resource temporarily unavailable") as refused:
        JobProcess().do(undertaken.own_number, (), looking.look)
    assert "杀毒软件" in refused.value.words.zh


def test_one_that_dies_before_it_is_there_is_said(looking, monkeypatch):
    """By how it ended."""
    monkeypatch.setattr(process, "_serve", undertaken.gone)
    with pytest.raises(RefusedError, match="exit code 7"):
        JobProcess().do(undertaken.own_number, (), looking.look)


def test_one_that_never_answers_is_waited_for_no_longer_than_it_is_wanted(looking, monkeypatch):
    """Who cancels does not wait for it to be there; in the end nobody does."""
    monkeypatch.setattr(process, "_serve", undertaken.silent)
    looking.stop.set()
    with pytest.raises(CancelledError):
        JobProcess().do(undertaken.own_number, (), looking.look)
    monkeypatch.setattr(process, "_START_SECONDS", 0)
    with pytest.raises(RefusedError, match="never answered"):
        JobProcess().do(undertaken.own_number, (), Looking().look)


def test_it_gives_way_to_whoever_reads_a_page(hand):
    """With all that it starts: behind the server, as far as the system lets it."""
    own = psutil.Process().nice()
    [behind] = hand.do(undertaken.own_standing, (), Looking().look)
    assert behind == (min(19, own + processes._STEPS_BACK), min(19, own + processes._STEPS_BACK))


def test_on_windows_it_is_of_a_class_below(monkeypatch):
    """Which those that it starts are of, too."""
    system = Mock(GetCurrentProcess=Mock(return_value=-1))
    monkeypatch.setattr(ctypes, "windll", Mock(kernel32=system), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    processes.give_way()
    [(_, wanted)] = [call.args for call in system.SetPriorityClass.mock_calls]
    assert 0x4000 == wanted


@pytest.mark.parametrize(
    ("verb", "said"), [(undertaken.fail, "ZeroDivisionError"), (undertaken.unsayable, "lambda")]
)
def test_a_fault_is_said_and_the_process_goes_on(hand, looking, verb, said):
    """Also one of handing over."""
    with pytest.raises(RefusedError, match=said):
        hand.do(verb, (), looking.look)
    assert hand.do(undertaken.own_number, (), looking.look)


def test_what_cannot_be_handed_to_it_is_a_fault_of_the_server(hand, looking):
    """The next one is not mixed up with what was handed over in part."""
    with pytest.raises(Exception, match="lambda"):
        hand.do(undertaken.same_again, [1, lambda: None], looking.look)
    assert [1] == hand.do(undertaken.same_again, [1], looking.look)


def test_a_desk_whose_process_is_killed_says_so_and_checks_again(tmp_path):
    """The page stays, readers end with it, and what came meanwhile is checked by a new process."""
    before = at_work()
    with desks.visited(tmp_path / "home") as visit:
        visit.drop(("河东.xlsx", tiny.built("hedong").data))
        visit.settle()
        [first] = at_work() - before
        visit.drop(("不知.xlsx", b"no workbook"))
        follower = Follower(desk=visit.desk)
        for _ in "12":
            follower.look()
        desks.until(lambda: visit.desk.jobs.told[-1].state == "running" and first.children())
        readers = first.children()
        first.kill()
        visit.wait()
        assert "突然结束" in visit.desk.jobs.told[-1].said.zh
        assert [] == psutil.wait_procs(readers, timeout=20)[1]
        assert "办结" in visit.page("/journal?what=ended")
        visit.post("/returns/check")
        visit.wait()
        checked = visit.desk.checked("self-check")
        assert checked is not None
        assert {"accepted", "rejected"} == {f.status for f in checked.result.files}
    assert before == at_work()


def test_it_does_not_outlive_the_desk(tmp_path):
    """A desk that is closed in the midst of a job ends that, and is gone soon."""
    before = at_work()
    with desks.visited(tmp_path / "home") as visit:
        begun = time.monotonic()
        visit.desk.jobs.add(desks.called("deaf"), lambda do: do(undertaken.until_stopped)[0])
        desks.until(lambda: at_work() - before)
    assert time.monotonic() - begun < process._PATIENCE_SECONDS
    assert before == at_work()
