"""How processes are started: as copies of this one where that is safe, else afresh.

A copy has all that is loaded. Started afresh, a process first loads kpixl again: half a second of work.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from pathlib import Path

BELOW_NORMAL = 0x4000
"""A priority class of Windows; processes that one of it starts are of it, too."""
_STEPS_BACK = 10
"""Of the nineteen that POSIX knows: a tenth of what others get, so that it ends where they never rest."""
_STATUS = Path("/proc/self/status")
_MOST_KIB = 256 * 1024
"""Of address space, which a copy has as well: of what a process may use, most must be left."""


def starting() -> BaseContext:
    """The way in which a process is started now."""
    return get_context("fork" if sys.platform == "linux" and _is_bare() else "spawn")


def give_way() -> None:
    """Others go first from now on: this process, and those that it starts, get less of the processors."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - where there is no `os.nice`

        system = ctypes.windll.kernel32
        system.GetCurrentProcess.restype = ctypes.c_void_p
        system.SetPriorityClass(ctypes.c_void_p(system.GetCurrentProcess()), BELOW_NORMAL)
    elif hasattr(os, "nice"):
        with suppress(OSError):  # a system that lets nobody be modest
            os.nice(_STEPS_BACK)


def end_with_parent() -> None:
    """In a process that was started: end once the one that started it is gone, however that came."""
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _is_bare() -> bool:
    """Whether this process has one thread (a copy would hold the locks of others for ever) and is small."""
    try:
        told = _STATUS.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    told_of = dict(re.findall(r"^(Threads|VmSize):\s+(\d+)", told, re.MULTILINE))
    return told_of.get("Threads") == "1" and int(told_of.get("VmSize", _MOST_KIB)) < _MOST_KIB
