"""Standard streams that are closed, or that nobody reads: the same exit status, no traceback."""

import subprocess
import sys

import pytest

from tests.support import cli

pytestmark = pytest.mark.slow  # processes are started and stopped in every test

RUN = "import sys; from kpixl.cli import main; sys.argv[0] = 'kpixl'; {before}; main()"
WITHOUT = {
    "closed": "sys.stdout.close(); sys.stderr.close()",
    "none": "sys.stdout = sys.stderr = None",
    "closed by the shell": "import os; os.close(1); os.close(2); sys.stdout = sys.stderr = None",
    "only errors closed": "sys.stderr.close()",
}
COMMANDS = {
    "all is well": (["explain", "V001"], 0),
    "a finding": (["inspect", "sent/nothing.xlsx"], 1),
    "wrong use": (["explain", "V01"], 2),
    "no such option": (["explain", "--frob"], 2),
}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A workspace that commands are called in, with a file that is no workbook."""
    folder = cli.workspace(tmp_path / "home")
    (folder / "sent").mkdir()
    (folder / "sent" / "nothing.xlsx").write_bytes(b"nothing")
    monkeypatch.setenv("PYTHONPATH", str(cli.ROOT))
    monkeypatch.setenv("KPIXL_LANG", "en")
    return folder


def ended(home, arguments, before="pass", **streams):
    """A process that has run a command."""
    call = [sys.executable, "-c", RUN.format(before=before), *arguments]
    kept = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.run(call, cwd=home, check=False, **kept)


@pytest.mark.parametrize("arguments", COMMANDS)
@pytest.mark.parametrize("before", WITHOUT)
def test_nothing_can_be_said(home, before, arguments):
    """Without streams the status is the same, and nothing is told anywhere."""
    call, status = COMMANDS[arguments]
    done = ended(home, call, WITHOUT[before])
    assert (status, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize("arguments", COMMANDS)
def test_nobody_reads(home, arguments):
    """Where the reader of a pipe has gone the status is the command's own."""
    call, status = COMMANDS[arguments]
    with subprocess.Popen([sys.executable, "-c", "pass"], stdin=subprocess.PIPE) as reader:
        reader.wait()
        done = ended(home, call, stdout=reader.stdin)
    assert (status, b"Traceback" in done.stderr) == (done.returncode, False)


def test_a_workbook_is_made_without_streams(home):
    """What is written goes into files, not into a stream that has their number."""
    done = ended(home, ["generate", "tiny", "--out", "out"], WITHOUT["closed by the shell"])
    assert 0 == done.returncode
    assert 3 == len([*(home / "out").glob("*.xlsx")])


def test_what_is_said_is_utf_8_whatever_the_console_speaks(home):
    """A pipe gets UTF-8, which holds every name."""
    done = ended(home, ["explain", "V001", "--lang", "zh"])
    assert "不是数字" in done.stdout.decode("utf-8")
