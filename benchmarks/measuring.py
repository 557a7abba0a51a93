"""What a reading process takes for a file; by its name, so that processes can be told to do it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from kpixl.returns import Ready, Record, Source, read_return


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a reading process made of a file, in how many seconds; the most bytes that it has held so far."""

    record: Record
    seconds: float
    memory: int


def measured(ready: Ready, source: Source) -> Measured:
    """In the reading process: read a file as a check does, and measure it."""
    start = time.perf_counter()
    record = read_return(ready, source)
    return Measured(record=record, seconds=time.perf_counter() - start, memory=peak_memory())


def peak_memory() -> int:
    """The most bytes that this process has held; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
