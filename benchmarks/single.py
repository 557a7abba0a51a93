"""A workbook that no other is like, beside a plain XlsxWriter build of its sheets: in one process, in turn.

    python -m benchmarks.single [--scheme xinhua-2021 …] [--units 24]

Each workbook is laid out and written by itself, as where a unit has a signature of its own; rows that were
laid for another unit are known, as they are in every run. Beside it benchmarks.scripts.building, which writes
the same cells, formats, merged cells, validations, conditional formats, names and print settings, and is
looked through each time (RuntimeError where something is not there). The first workbook of a process, for
which all formulas are compiled, has a column of its own. Medians of the ratios of all other workbooks. Prints
a table for docs/performance.md.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from openpyxl import load_workbook

import kpixl
from benchmarks.rosters import workspace
from benchmarks.scripts import building
from benchmarks.scripts.issued import read
from kpixl.blueprint import digest
from kpixl.garbage import keep_what_is_there
from kpixl.generate import Issuer
from kpixl.generate.building import signed, written
from kpixl.layout import Package, computed, first_packages, laid_out
from kpixl.stamp import PUBLISHED_KEY

SCHEMES = ("xinhua-2021", "zibo-2022", "cangzhou-2020", "weidong-2021", "chongqing-2021")

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Milliseconds of the processor for one workbook: laid out, computed, written; the plain build."""

    lay_out: float
    compute: float
    write: float
    plain: float

    @property
    def made(self) -> float:
        """All of kpixl's."""
        return self.lay_out + self.compute + self.write

    @property
    def ratio(self) -> float:
        """How many times as long the plain build takes."""
        return self.plain / self.made


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scheme", nargs="*", default=SCHEMES)
    parser.add_argument("--units", type=int, default=24)
    asked = parser.parse_args()
    print("| scheme | first, ms | lay out | compute | write | make, ms | plain, ms | plain / make |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for scheme in asked.scheme:
        with tempfile.TemporaryDirectory() as scratch:
            home = workspace(scheme, asked.units, Path(scratch) / "home")
            print(line(scheme, home, asked.units), flush=True)
    return 0


def line(scheme: str, home: Path, units: int) -> str:
    """A line of the table."""
    office = kpixl.Workspace.at(home)
    campaign = office.open(scheme, office.means())
    issuer = Issuer.of(PUBLISHED_KEY, "benchmark", digest(campaign.scheme))
    keep_what_is_there()
    packages = first_packages(campaign.scheme, campaign.scheme.head.stages[0])[:units]
    every = [_steps(package, issuer, home / "plain.xlsx") for package in packages]
    return f"| {scheme} | {every[0].made:.0f} | {' | '.join(_told(every[1:]))} | {_ratio(every[1:])} |"


def _told(taken: Sequence[Steps]) -> Sequence[str]:
    names = ("lay_out", "compute", "write", "made", "plain")
    return [f"{statistics.median(getattr(steps, name) for steps in taken):.0f}" for name in names]


def _ratio(taken: Sequence[Steps]) -> str:
    ratios = sorted(steps.ratio for steps in taken)
    low, high = ratios[len(ratios) // 10], ratios[-1 - len(ratios) // 10]
    return f"**{statistics.median(ratios):.2f}** ({low:.2f}-{high:.2f})"


def _steps(package: Package, issuer: Issuer, path: Path) -> Steps:
    lay_out, plan = _spent(lambda: laid_out(package))
    compute, values = _spent(lambda: computed(plan, {}))
    write, data = _spent(lambda: written(package, plan, values, issuer, signed(package, issuer)))
    wanted = read(load_workbook(io.BytesIO(data)))
    plain, _ = _spent(lambda: building.build(wanted, path, package.unit.name))
    if read(load_workbook(path)) != wanted:
        raise RuntimeError(f"{package.recipient}: the plain build has not all that the workbook has")
    return Steps(lay_out=lay_out, compute=compute, write=write, plain=plain)


def _spent(work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    done = work()
    return (time.process_time() - began) * 1000, done


if __name__ == "__main__":
    sys.exit(main())
