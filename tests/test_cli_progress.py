"""The bar that a terminal shows while something takes long."""

import io
import sys

import pytest

from kpixl.campaign import Words
from kpixl.cli.console import progress
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
    assert "33%" in text


def test_nothing_is_shown_where_nobody_looks(monkeypatch):
    """Not into a file."""
    assert "" == shown(monkeypatch, io.StringIO())


def test_nothing_is_shown_to_those_who_want_it_quiet(monkeypatch):
    """With --quiet."""
    assert "" == shown(monkeypatch, Terminal(), quiet=True)
