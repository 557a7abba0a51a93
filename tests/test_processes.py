"""How processes are started: as copies of this one only where a copy is safe and small."""

import subprocess
import sys

import pytest

from tests.support.cli import ROOT

SAID = "from kpixl.processes import starting\n{before}\nprint(starting().get_start_method())"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is copied")
BEFORE = {
    "fork": "",
    "spawn": "import threading, time\nthreading.Thread(target=time.sleep, args=(5,), daemon=True).start()",
}


def way(before):
    """The way in which a process starts others after that."""
    text = SAID.format(before=before)
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.strip()


@LINUX
@pytest.mark.parametrize("wanted", BEFORE)
def test_only_a_process_with_one_thread_is_copied(wanted):
    """A copy would hold for ever what another thread has locked."""
    assert wanted == way(BEFORE[wanted])


@LINUX
def test_a_large_process_is_not_copied():
    """What it has in memory would count as the copy's."""
    assert "spawn" == way("import mmap\nheld = mmap.mmap(-1, 300 * 1024 * 1024)")


def test_elsewhere_processes_start_afresh(monkeypatch):
    """Windows knows no copies, and those of macOS are not safe."""
    monkeypatch.setattr("kpixl.processes.sys.platform", "darwin")
    from kpixl.processes import starting  # noqa: PLC0415 - after the platform is another one

    assert "spawn" == starting().get_start_method()
