"""One return read, and one blank workbook made, beside what others take for less: in one process, in turn.

    python -m benchmarks.reading [--scheme xinhua-2021 …] [--units 24] [--rounds 5]

Reading: from the bytes to the record that a check works with, every form known already; beside it openpyxl's
load of the same file, and unpacking it. Making: a blank workbook of a kind that is known; beside it openpyxl
loading one, writing the cells to fill, saving. The same few files of all groups; medians of rounds, the ratio
taken round by round. Prints a table for docs/performance.md.
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


def line(scheme: str, home: Path, rounds: int) -> str:
    """A line of the table."""
    office = kpixl.Workspace.at(home)
    campaign = office.open(scheme, office.means())
    ready = prepare(campaign.reader)
    every = [s for s in discover([home / "returns"]) if s.status == "read"]
    sources = every[:: max(1, len(every) // _FEW)]
    files = [s.path.read_bytes() for s in sources]
    packages = first_packages(campaign.scheme, campaign.scheme.head.stages[0])
    issuer = Issuer.of(PUBLISHED_KEY, "benchmark", digest(campaign.scheme))
    for _ in range(2):  # the second of a kind makes what the others share
        read(ready, every)
        blank = [issue(package, issuer) for package in packages]
    keep_what_is_there()
    taken = [
        (
            spent(lambda: read(ready, sources), len(sources)),
            spent(lambda: loaded(files), len(files)),
            spent(lambda: unpacked(files), len(files)),
            spent(lambda: [issue(package, issuer) for package in packages], len(packages)),
            spent(lambda: [fill(blank[0], "第00001单位") for _ in range(_FEW)], _FEW),
        )
        for _ in range(rounds)
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
            print(line(scheme, home, asked.rounds), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
