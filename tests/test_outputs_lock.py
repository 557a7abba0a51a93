"""One writer a folder: who comes second waits, then says who writes."""

import errno
import json
import os
import subprocess
import sys
import threading

import pytest

from kpixl.outputs import Outputs, _lock, remembering, write_whole
from kpixl.refusal import RefusedError
from tests.support.cli import ROOT

HOLDER = """
import sys
from pathlib import Path
from kpixl.outputs import remembering
with remembering(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of a folder, until it is killed or reads the end."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path), "考核"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


@pytest.fixture
def hasty(monkeypatch):
    """Nobody waits long."""
    monkeypatch.setattr(_lock, "WAIT_SECONDS", 0.2)


def held(folder):
    """Whether the folder can be had."""
    with remembering(folder):
        return True


@pytest.mark.usefixtures("hasty")
def test_who_writes_is_said(tmp_path, holder):
    """Computer, process, since when, which command, in both languages, in one line."""
    with pytest.raises(RefusedError) as refused:
        held(tmp_path)
    said = refused.value.words
    for told in (str(holder.pid), os.uname().nodename if hasattr(os, "uname") else "", "考核", "since 20"):
        assert told in said.en
    assert f"进程 {holder.pid}" in said.zh
    assert "\n" not in said.en + said.zh


def test_one_who_waits_goes_on_when_the_other_has_ended(tmp_path, holder):
    """Without a word."""
    threading.Timer(0.5, holder.stdin.close).start()
    assert held(tmp_path)
    assert [] == [*tmp_path.iterdir()]


@pytest.mark.usefixtures("hasty")
def test_the_lock_of_a_killed_process_is_nobodys(tmp_path, holder):
    """The next run takes it over, and nothing of it stays."""
    holder.kill()
    holder.wait()
    assert (tmp_path / _lock.LOCK).is_file()
    assert held(tmp_path)
    assert [] == [*tmp_path.iterdir()]


@pytest.mark.usefixtures("hasty")
def test_two_outputs_into_one_folder_do_not_meet(tmp_path):
    """The second is refused while the first is at it, and touches nothing."""
    with Outputs() as first:
        first.into(tmp_path).write("a", b"first")
        with pytest.raises(RefusedError, match="Another kpixl writes"):
            write_whole(tmp_path / "a", b"second")
    assert b"first" == (tmp_path / "a").read_bytes()


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    "text", ["", "{", "[1]", json.dumps({"host": "x", "pid": 1, "command": "\u202e" * 9000})]
)
def test_a_file_of_that_name_is_no_lock(tmp_path, text):
    """Whoever put it there: what holds is the system's lock."""
    (tmp_path / _lock.LOCK).write_text(text, encoding="utf-8")
    assert held(tmp_path)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_is_no_file_is_not_opened(tmp_path, kind):
    """It is refused at once, and stays."""
    path = tmp_path / _lock.LOCK
    {"folder": path.mkdir, "link": lambda: path.symlink_to("nowhere"), "pipe": lambda: os.mkfifo(path)}[
        kind
    ]()
    with pytest.raises(RefusedError, match="Cannot write"):
        held(tmp_path)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="what Windows calls is another function")
class TestWithoutLocks:
    @pytest.fixture(autouse=True)
    def _lockless(self, monkeypatch):
        """A network drive that knows no locks."""

        def refuse(*_):
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr("fcntl.flock", refuse)
        monkeypatch.setattr(_lock, "WAIT_SECONDS", 0.2)

    def test_the_file_is_the_lock(self, tmp_path):
        """Who makes it holds it; the other is told who, and which file to delete if nobody does."""
        with remembering(tmp_path), pytest.raises(RefusedError, match=r"delete .*\.kpixl-lock\.part"):
            held(tmp_path)

    def test_it_is_gone_afterwards(self, tmp_path):
        """So that the next one can make it."""
        assert held(tmp_path)
        assert held(tmp_path)
