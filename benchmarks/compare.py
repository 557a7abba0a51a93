"""kpixl beside the scripts that it replaces: whole processes in turn, processor time, medians of the ratios.

    python -m benchmarks.compare [--scheme xinhua-2021] [--units 200] [--rounds 5] [--work DIR] [--only NAME]
                                 [--answers N]

A and B run one after the other in every round (A B A B …), so that a machine that slows down slows both; the
ratio is taken round by round. With --answers only so many units answer for themselves (benchmarks.rosters):
for thousands of returns. Prints a table for docs/performance.md. POSIX only: the system is asked what a
process and those that it started used.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rosters import copied, filled, further, workspace

ROOT = Path(__file__).parent.parent
_MIB = 1024
ALIKE = "alike"
"""The folder of a workspace in which enough units are of one kind."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is compared: arguments of Python for kpixl and for the other."""

    name: str
    ours: Sequence[str]
    other: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Used:
    """What a process and those that it started used: seconds of processor and clock, MiB of the largest."""

    cpu: float
    wall: float
    memory: float


def used(arguments: Sequence[str]) -> Used:
    """Run Python with these arguments; RuntimeError where it fails otherwise than with findings."""
    began = time.monotonic()
    quiet = os.open(os.devnull, os.O_WRONLY)
    try:
        actions = [(os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        child = os.posix_spawn(
            sys.executable, [sys.executable, *arguments], environment, file_actions=actions
        )
        _, status, usage = os.wait4(child, 0)
    finally:
        os.close(quiet)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        raise RuntimeError(f"failed: {' '.join(arguments)}")
    cpu = usage.ru_utime + usage.ru_stime
    return Used(cpu=cpu, wall=time.monotonic() - began, memory=usage.ru_maxrss / _MIB)


def compared(case: Case, rounds: int) -> str:
    """A line of the table: both medians, the ratios' median and spread, wall and memory of kpixl."""
    pairs = [(used(case.ours), used(case.other)) for _ in range(rounds)]
    ratios = sorted(b.cpu / a.cpu for a, b in pairs)
    ours, other = (statistics.median(u.cpu for u in side) for side in zip(*pairs, strict=True))
    wall = statistics.median(a.wall for a, _ in pairs)
    memory = max(a.memory for a, _ in pairs)
    ratio = f"**{statistics.median(ratios):.2f}** ({ratios[0]:.2f}-{ratios[-1]:.2f})"
    return f"| {case.name} | {ours:.2f} | {other:.2f} | {ratio} | {wall:.1f} | {memory:.0f} |"


def cases(scheme: str, home: Path, units: int) -> Iterator[Case]:
    """What is compared, on a workspace with issued workbooks and returns."""
    issued, returns, out = home / "issued", home / "returns", home / "out"
    template = str(next(iter(sorted(issued.glob("*.xlsx")))))
    kpixl = ["-m", "kpixl"]
    place = ["--workspace", str(home)]
    merge = [*kpixl, "merge", scheme, str(returns), "--out", str(out / "merged.xlsx"), "--no-cache", *place]
    usual = ["-m", "benchmarks.scripts.usual", str(returns), str(out / "usual.xlsx")]
    yield Case(name=f"check + merge {units}: the usual script", ours=merge, other=usual)
    yield Case(
        name=f"check + merge {units}: the same with calamine",
        ours=merge,
        other=[*usual, "--engine", "calamine"],
    )
    same = ["-m", "benchmarks.scripts.thorough", str(issued), str(returns), str(out / "thorough.xlsx")]
    yield Case(name=f"check + merge {units}: the same work", ours=merge, other=same)
    generate = [*kpixl, "generate", scheme, "--out", str(out / "issued"), *place]
    fill = ["-m", "benchmarks.scripts.filling", template, str(units), str(out / "filled")]
    yield Case(name=f"generate {units}: openpyxl load and fill", ours=generate, other=fill)
    alike = ["--workspace", str(home / ALIKE), *(f"--unit={unit}" for unit in further(units))]
    one_kind = [*kpixl, "generate", scheme, "--out", str(out / "alike"), *alike]
    yield Case(name=f"generate {units} of one signature: openpyxl load and fill", ours=one_kind, other=fill)
    build = ["-m", "benchmarks.scripts.building", template, str(units), str(out / "built")]
    yield Case(name=f"generate {units}: plain XlsxWriter", ours=generate, other=build)
    explain = [*kpixl, "explain", "V010"]
    yield Case(name="explain V010: bare Python", ours=explain, other=["-c", "pass"])


def prepare(scheme: str, home: Path, units: int, answers: int | None) -> None:
    """A workspace with issued workbooks and returns, and one in which so many units more are alike."""
    workspace(scheme, units, home)
    if answers:
        copied(scheme, home, answers)
    else:
        filled(scheme, home, most=units)
    place = ["--workspace", str(home)]
    used(["-m", "kpixl", "generate", scheme, "--out", str(home / "issued"), *place])
    workspace(scheme, units, home / ALIKE, more=True)
    (home / "out").mkdir()


def main() -> int:
    """Make the returns, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scheme", default="xinhua-2021")
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--answers", type=int)
    parser.add_argument("--only", default="", help="only cases with this in their name")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = asked.work or Path(scratch) / "home"
        if not (home / "returns").is_dir():
            prepare(asked.scheme, home, asked.units, asked.answers)
        print("| what, and beside what | kpixl, s | other, s | other / kpixl | kpixl wall, s | kpixl MiB |")
        print("| --- | --- | --- | --- | --- | --- |")
        for case in cases(asked.scheme, home, asked.units):
            if asked.only in case.name:
                print(compared(case, asked.rounds), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
