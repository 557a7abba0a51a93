"""Check + merge of more and more returns: whether each costs the same, and what the processes hold.

    python -m benchmarks.linear [--scheme xinhua-2021] [--units 1000 2000 4000] [--answers 200] [--work DIR]

Each number of returns in a workspace of its own, of units that answer as one of so many does
(benchmarks.rosters); with 10000 it takes some minutes and 1 GiB of disk. Prints a table for
docs/performance.md. Linux only: /proc says what a process has held.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rosters import copied, workspace

ROOT = Path(__file__).parent.parent
_LOOK_SECONDS = 0.2
_HELD = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)
_PARENT = re.compile(r"^PPid:\s+(\d+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A run: seconds of processor (all processes) and clock, MiB that parent and largest child held."""

    cpu: float
    wall: float
    parent: float
    worker: float


def main() -> int:
    """Make returns, merge them, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scheme", default="xinhua-2021")
    parser.add_argument("--units", type=int, nargs="*", default=[1000, 2000, 4000])
    parser.add_argument("--answers", type=int, default=200)
    parser.add_argument("--work", type=Path)
    asked = parser.parse_args()
    print("| returns | processor, s | ms a return | to the first | clock, s | parent, MiB | worker, MiB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    first = 0.0
    for units in asked.units:
        with tempfile.TemporaryDirectory(dir=asked.work) as scratch:
            home = workspace(asked.scheme, units, Path(scratch) / "home")
            copied(asked.scheme, home, asked.answers)
            ran = merged(asked.scheme, home)
        each = 1000 * ran.cpu / units
        first = first or each
        told = f"| {units:,} | {ran.cpu:.0f} | {each:.1f} | {each / first:.2f} | {ran.wall:.0f} "
        print(f"{told}| {ran.parent:.0f} | {ran.worker:.0f} |", flush=True)
    return 0


def merged(scheme: str, home: Path) -> Ran:
    """Check and merge the returns of a workspace."""
    place = ["--workspace", str(home), "--out", str(home / "merged.xlsx"), "--no-cache"]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - this Python, with kpixl
        [sys.executable, "-m", "kpixl", "merge", scheme, str(home / "returns"), *place],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    held: dict[int, float] = {}
    while process.poll() is None:
        held |= {pid: max(now, held.get(pid, 0.0)) for pid, now in _holding(process.pid)}
        time.sleep(_LOOK_SECONDS)
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"failed: {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Ran(
        cpu=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        wall=time.monotonic() - began,
        parent=held.get(process.pid, 0.0),
        worker=_most(held, process.pid),
    )


def _most(held: Mapping[int, float], parent: int) -> float:
    return max((now for pid, now in held.items() if pid != parent), default=0.0)


def _holding(parent: int) -> Iterator[tuple[int, float]]:
    """The MiB that a process and those that it started have held."""
    for path in _statuses():
        try:
            told = path.read_text(encoding="ascii", errors="replace")
        except OSError:  # it has ended
            continue
        pid, held, above = int(path.parent.name), _HELD.search(told), _PARENT.search(told)
        if held and above and parent in {pid, int(above[1])}:
            yield pid, int(held[1]) / 1024


def _statuses() -> Sequence[Path]:
    return [path / "status" for path in Path("/proc").iterdir() if path.name.isdigit()]


if __name__ == "__main__":
    sys.exit(main())
