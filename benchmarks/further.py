"""What one workbook more of a signature costs, beside openpyxl's load and fill: whole processes, in turn.

    python -m benchmarks.further [--scheme xinhua-2021] [--units 100 300] [--rounds 3]

So many units are added to a roster that are alike but for what they are called; `kpixl generate` makes their
workbooks; beside it openpyxl loads a template, fills and saves it for each. Both are run for the smaller and
the larger number of units: what the difference costs, by unit, is what one more costs, without start-up,
compiling and the first workbook of the kind. Prints a table for docs/performance.md. POSIX only.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.compare import used
from benchmarks.rosters import further, workspace


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scheme", default="xinhua-2021")
    parser.add_argument("--units", type=int, nargs=2, default=(100, 300))
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    few, many = sorted(asked.units)
    with tempfile.TemporaryDirectory() as scratch:
        home = workspace(asked.scheme, many, Path(scratch) / "home", more=True)
        used(generating(asked.scheme, home, 1, home / "one"))
        template = next((home / "one").glob("*.xlsx"))
        own, other = partial(generating, asked.scheme, home), partial(filling, template)
        print("| scheme | units | kpixl, ms a unit more | load and fill, ms a unit more | fill / kpixl |")
        print("| --- | ---: | ---: | ---: | --- |")
        pairs = [(_more(own, few, many), _more(other, few, many)) for _ in range(asked.rounds)]
        print(_line(asked.scheme, f"{few} and {many}", pairs))
    return 0


def generating(scheme: str, home: Path, count: int, out: Path) -> Sequence[str]:
    """Python's arguments for kpixl and so many units."""
    units = [f"--unit={unit}" for unit in further(count)]
    return ["-m", "kpixl", "generate", scheme, "--workspace", str(home), "--out", str(out), *units]


def filling(template: Path, count: int, out: Path) -> Sequence[str]:
    """The same for openpyxl."""
    return ["-m", "benchmarks.scripts.filling", str(template), str(count), str(out)]


def _more(arguments: Callable[[int, Path], Sequence[str]], few: int, many: int) -> float:
    """Milliseconds of the processor for each of those that are more."""
    taken: list[float] = []
    for count in (few, many):
        with tempfile.TemporaryDirectory() as room:
            taken.append(used(arguments(count, Path(room) / "out")).cpu)
    return (taken[1] - taken[0]) / (many - few) * 1000


def _line(scheme: str, units: str, pairs: Sequence[tuple[float, float]]) -> str:
    own, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratios = sorted(b / a for a, b in pairs)
    ratio = f"**{statistics.median(ratios):.0f}** ({ratios[0]:.0f}-{ratios[-1]:.0f})"
    return f"| {scheme} | {units} | {own:.2f} | {other:.1f} | {ratio} |"


if __name__ == "__main__":
    sys.exit(main())
