"""The processor time of a job, watched by its own process: on a busy machine a job takes longer, not more."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import threading
import time
from collections.abc import Iterator

SPENT = 75
"""The exit status of a process whose job has used up its time."""
_LOOK_SECONDS = 0.1
_GRACE_SECONDS = 2


class Allowance:
    """Ends this process once a job has taken more than so many seconds of the processor."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = math.inf
        threading.Thread(target=self._watch, daemon=True).start()

    @contextlib.contextmanager
    def job(self) -> Iterator[None]:
        """Within it, a job is done."""
        self._until = time.process_time() + self._seconds
        _bound(self._until + _GRACE_SECONDS)
        try:
            yield
        finally:
            self._until = math.inf

    def _watch(self) -> None:
        while True:
            time.sleep(_LOOK_SECONDS)
            if time.process_time() > self._until:
                os._exit(SPENT)


def has_spent(status: int | None) -> bool:
    """Whether a process ended because its job had used up its time."""
    return status in {SPENT, -getattr(signal, "SIGXCPU", 0) or None}


def _bound(seconds: float) -> None:
    """Have the system end the process there, whatever keeps the watching thread from running."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    bound = math.ceil(seconds) if hard == resource.RLIM_INFINITY else min(math.ceil(seconds), hard)
    with contextlib.suppress(ValueError, OSError):  # some systems know a limit and refuse to set it
        resource.setrlimit(resource.RLIMIT_CPU, (bound, hard))
