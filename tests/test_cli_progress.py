"""What is shown while something takes long: a bar on a terminal, a line a minute elsewhere."""

import io
import sys
import threading

import pytest

from kpixl.campaign import Words
from kpixl.cli.console import progress
from kpixl.cli.gauge import Pace, gauge
from kpixl.cli.options import Session

READING = Words("读取回收件", "reading returns")


class Terminal(io.StringIO):
    """Standard error, where somebody looks on."""

    def isatty(self):
        """It is one."""
        return True


def shown(monkeypatch, stderr, **options):
    """What a step shows."""
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    session = Session(**{"lang": "zh", "quiet": False, **options})
    with progress(session, Words("检查回收件", "checking")) as moved:
        moved(1, 3, READING)
    return stderr.getvalue()


@pytest.mark.parametrize(("lang", "said"), [("zh", "读取回收件"), ("en", "reading returns")])
def test_a_terminal_shows_what_is_being_done(monkeypatch, lang, said):
    """In the user's language, and how far it is."""
    text = shown(monkeypatch, Terminal(), lang=lang)
    assert said in text
    assert "1/3" in text


def test_a_bar_takes_no_thread(monkeypatch):
    """Beside one, processes could not be copies of this."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    before = threading.active_count()
    with gauge(READING, "en") as moved:
        moved(1, 3, READING)
        assert before == threading.active_count()


def test_nothing_is_shown_at_once_where_nobody_looks(monkeypatch):
    """Not into a file."""
    assert "" == shown(monkeypatch, io.StringIO())


def test_nothing_is_shown_to_those_who_want_it_quiet(monkeypatch):
    """With --quiet."""
    assert "" == shown(monkeypatch, Terminal(), quiet=True)


class Hand:
    """A clock that is put forward by hand."""

    now = 1000.0

    def __call__(self):
        """The time."""
        return self.now


class TestALineAMinute:
    @pytest.mark.parametrize(
        ("lang", "said"),
        [
            ("zh", "读取回收件 300/1000（每秒5.0，约剩2分21秒）\n"),
            ("en", "reading returns 300/1000 (5.0 a second, 2 min 21 s left)\n"),
        ],
    )
    def test_says_rate_and_time_left(self, capsys, lang, said):
        """Of the step, in the user's language."""
        clock = Hand()
        with gauge(READING, lang, clock=clock) as moved:
            for done in range(1, 301):
                moved(done - 1, 1000, READING)
                clock.now += 0.2
            moved(300, 1000, READING)
        assert said == capsys.readouterr().err

    def test_is_no_line_more(self, capsys):
        """However often something moves within the minute."""
        clock = Hand()
        with gauge(READING, "en", clock=clock) as moved:
            for done in range(1000):
                clock.now += 0.25
                moved(done, 1000, READING)
        assert 4 == len(capsys.readouterr().err.splitlines())

    def test_counts_a_new_step_anew(self, capsys):
        """The pace of reading says nothing about writing."""
        clock = Hand()
        with gauge(READING, "en", clock=clock) as moved:
            moved(0, 10, READING)
            clock.now += 61
            moved(0, 10, Words("写", "writing"))
        assert "writing 0/10\n" == capsys.readouterr().err


@pytest.mark.parametrize(("done", "passed"), [(0, 50), (10, 50), (5, 1)], ids=["none", "all", "too early"])
def test_no_pace_is_told_that_is_not_known(done, passed):
    """Nothing done, all done, or hardly begun."""
    clock = Hand()
    pace = Pace(clock=clock)
    pace.told(0, 10, READING)
    clock.now += passed
    assert Words("", "") == pace.told(done, 10, READING)
