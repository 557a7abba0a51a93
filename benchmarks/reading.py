"""One return read, and one blank workbook made, beside what others take for less: in one process, in turn.

    python -m benchmarks.reading [--scheme xinhua-2021 …] [--units 24] [--rounds 5]

Reading: from the bytes to the record that a check works with, every form known already, but none of the
files that are measured: each is read once, since what is typed again is remembered. Beside it openpyxl's
load of the same file, and unpacking it. Making: a blank workbook of a kind that is known; beside it
openpyxl loading one, writing the cells to fill, saving. Every round has files of its own; medians of
rounds, the ratio taken round by round. Prints a table for docs/performance.md.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

import kpixl
from benchmarks.rosters import filled, workspace
from benchmarks.scripts.filling import fill
from kpixl.blueprint import digest
from kpixl.garbage import keep_what_is_there
from kpixl.generate import Issuer, issue
from kpixl.layout import first_packages
from kpixl.returns import Ready, Source, discover, prepare, read_return
from kpixl.stamp import PUBLISHED_KEY

SCHEMES = ("xinhua-2021", "zibo-2022", "cangzhou-2020", "weidong-2021", "chongqing-2021")
FRESH = "fresh"
"""The folder of the returns that are measured: of the same units, with other answers."""
_FEW = 6


def spent(work: Callable[[], object], count: int) -> float:
    """Milliseconds of the processor for each of so many things."""
    began = time.process_time()
    work()
    return (time.process_time() - began) / count * 1000


def unpacked(files: Sequence[bytes]) -> None:
    """Every member of each file."""
    for data in files:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                archive.read(info)


def loaded(files: Sequence[bytes]) -> None:
    """Each file as openpyxl has it."""
    for data in files:
        openpyxl.load_workbook(io.BytesIO(data))


def read(ready: Ready, sources: Sequence[Source]) -> None:
    """The record of each."""
    for source in sources:
        read_return(ready, source)


def returned(folder: Path) -> Sequence[Source]:
    """The files of a folder that are returns."""
    return [source for source in discover([folder]) if source.status == "read"]


def beside(ready: Ready, sources: Sequence[Source]) -> tuple[float, float, float]:
    """Milliseconds a file: read by kpixl, loaded by openpyxl, unpacked."""
    files = [source.path.read_bytes() for source in sources]
    works = (lambda: read(ready, sources), lambda: loaded(files), lambda: unpacked(files))
    own, load, inflate = (spent(work, len(files)) for work in works)
    return own, load, inflate


def line(scheme: str, home: Path, rounds: int) -> str:
    """A line of the table."""
    office = kpixl.Workspace.at(home)
    campaign = office.open(scheme, office.means())
    ready = prepare(campaign.reader)
    known, fresh = (returned(home / folder) for folder in ("returns", FRESH))
    turns = [fresh[number::rounds] for number in range(rounds)]
    packages = first_packages(campaign.scheme, campaign.scheme.head.stages[0])
    issuer = Issuer.of(PUBLISHED_KEY, "benchmark", digest(campaign.scheme))
    for _ in range(2):  # the second of a kind makes what the others share
        read(ready, known)
        blank = [issue(package, issuer) for package in packages]
    keep_what_is_there()
    taken = [
        (
            *beside(ready, sources),
            spent(lambda: [issue(package, issuer) for package in packages], len(packages)),
            spent(lambda: [fill(blank[0], "第00001单位") for _ in range(_FEW)], _FEW),
        )
        for sources in turns
    ]
    own, load, inflate, make, put = (statistics.median(column) for column in zip(*taken, strict=True))
    times = statistics.median(b / a for a, b, *_ in taken)
    against = statistics.median(a / c for a, _, c, *_ in taken)
    quicker = statistics.median(e / d for *_, d, e in taken)
    return (
        f"| {scheme} | {own:.1f} | {load:.1f} | **{times:.2f}** | {inflate:.2f} | {against:.0f} "
        f"| {make:.1f} | {put:.0f} | **{quicker:.1f}** |"
    )


def main() -> int:
    """Make returns, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scheme", nargs="*", default=SCHEMES)
    parser.add_argument("--units", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print("| scheme | read, ms | openpyxl load, ms | load / read | unpack, ms | read / unpack", end=" ")
    print("| make, ms | load and fill, ms | fill / make |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for scheme in asked.scheme:
        with tempfile.TemporaryDirectory() as scratch:
            home = workspace(scheme, asked.units, Path(scratch) / "home")
            filled(scheme, home)
            filled(scheme, home, seed=2, into=FRESH)
            print(line(scheme, home, asked.rounds), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
