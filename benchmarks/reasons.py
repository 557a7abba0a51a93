"""What the reasons on the cover cost: the same workbook laid out with them and as before: size, reading.

    python -m benchmarks.reasons [--scheme xinhua-2021 …] [--rounds 10]

A few recipients of the first stage; the same answers in both. Reading in one process that has seen both, in
turn; the ratio is taken round by round. Prints a table for docs/performance.md.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.reading import SCHEMES, read, spent
from kpixl.blueprint import digest, load_scheme
from kpixl.garbage import keep_what_is_there
from kpixl.generate import Issuer, build
from kpixl.layout import first_packages
from kpixl.layout.edition import FIRST, NOW
from kpixl.returns import Reader, Ready, discover, prepare
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from kpixl.stamp import PUBLISHED_KEY

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"
_FEW = 6


def line(name: str, rounds: int) -> str:
    """A line of the table."""
    scheme = load_scheme(BLUEPRINTS / name)
    issuer = Issuer.of(PUBLISHED_KEY, "benchmark", digest(scheme))
    packages = first_packages(scheme, scheme.head.stages[0])
    blank: dict[int, list[bytes]] = {FIRST: [], NOW: []}
    filled: dict[int, list[bytes]] = {FIRST: [], NOW: []}
    for package in packages[:: max(1, len(packages) // _FEW)]:
        plain = build(replace(package, edition=FIRST), {}, issuer=issuer)
        given = answers(package, plain.plan, chance(1, "answers", package.recipient))
        for edition in (FIRST, NOW):
            own = replace(package, edition=edition)
            blank[edition].append(build(own, {}, issuer=issuer).data)
            filled[edition].append(build(own, given, issuer=issuer).data)
    slower = _slower(prepare(Reader(scheme=scheme)), filled, rounds)
    told = f"{statistics.median(slower):+.1f} % ({slower[0]:+.0f} to {slower[-1]:+.0f})"
    return f"| {name} | {_larger(blank):+.1f} % | {_larger(filled):+.1f} % | {told} |"


def _larger(files: Mapping[int, Sequence[bytes]]) -> float:
    """By how many per cent those of now are."""
    before, now = (sum(map(len, files[edition])) for edition in (FIRST, NOW))
    return 100 * now / before - 100


def _slower(ready: Ready, files: Mapping[int, Sequence[bytes]], rounds: int) -> list[float]:
    """By how many per cent reading those of now is, round by round, sorted."""
    with tempfile.TemporaryDirectory() as folder:
        for edition, each in files.items():
            for number, data in enumerate(each):
                Path(folder, f"{edition}-{number}.xlsx").write_bytes(data)
        sources = discover([Path(folder)])
        before, now = sources[: len(files[FIRST])], sources[len(files[FIRST]) :]
        for _ in range(2):  # the second of a kind makes what the others share
            read(ready, sources)
        keep_what_is_there()
        taken = [
            (spent(lambda: read(ready, before), 1), spent(lambda: read(ready, now), 1)) for _ in range(rounds)
        ]
    return sorted(100 * b / a - 100 for a, b in taken)


def main() -> int:
    """Make workbooks, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scheme", nargs="*", default=SCHEMES)
    parser.add_argument("--rounds", type=int, default=10)
    asked = parser.parse_args()
    print("| scheme | blank, larger | filled in, larger | reading, slower |")
    print("| --- | ---: | ---: | ---: |")
    for name in asked.scheme:
        print(line(name, asked.rounds), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
