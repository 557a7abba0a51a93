"""What the guard costs: sound returns read with it and without it, in turns.

    python -m benchmarks.guard [--rounds 5]

Sound workbooks of every reference scheme, as kpixl writes them, are read as `kpixl check` reads them, then
with the package unpacked by zipfile alone: no limits, no look at directory, sizes, XML or tokens. Then the
same in one reading process, and in none. Writes the figures into docs/reliability.md.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from kpixl.formats import FileKind
from kpixl.formats import _reading as raw
from kpixl.formats._guard import Parts
from kpixl.formats._sniff import fold
from kpixl.limits import Limits, WorkerLimits
from kpixl.returns import Job, Pool, Reader, Source, Task, discover, read_return
from tests.support import produced, reliability

MOST = 12
"""Files of a stage."""
TIMES = 3
"""How often over the files are read to see what one costs."""


@dataclass(frozen=True)
class Way:
    """A way to read. seconds: of each round."""

    name: str
    seconds: list[float]

    @property
    def typical(self) -> float:
        """The median."""
        return statistics.median(self.seconds)


def unguarded(data: bytes, _kind: FileKind, _limits: Limits) -> Parts:
    """The parts of a package, whatever they are."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return Parts(content={fold(n): archive.read(n) for n in archive.namelist()})


def main() -> int:
    """Measure, print, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    ways = [Way(name, []) for name in ("no guard", "guard", "once", "several times")]
    with TemporaryDirectory() as scratch:
        sources = {folder: _files(folder, Path(scratch) / folder.name) for folder in produced.SCHEMES}
        for number in range(rounds + 1):
            seconds = [
                _timed(lambda: _read_all(sources), _bare()),
                _timed(lambda: _read_all(sources)),
                _timed(lambda: _read_in_processes(sources, 1)),
                _timed(lambda: _read_in_processes(sources, TIMES)),
            ]
            for way, took in zip(ways, seconds if number else (), strict=False):  # the first one warms up
                way.seconds.append(took)
    text = _section(sum(map(len, sources.values())), len(sources), *(way.typical for way in ways))
    sys.stdout.write(f"{text}\nMedians of {rounds} rounds.\n")
    reliability.put("guard", f"{text}\nMedians of {rounds} rounds.")
    return 0


def _files(folder: Path, target: Path) -> list[Source]:
    target.mkdir()
    for stage in (stage for at, stage in produced.stages() if at == folder):
        for form in produced.made(folder, stage).forms[:MOST]:
            (target / f"{stage}-{form.name}").write_bytes(form.filled)
    return list(discover([target]))


def _bare() -> AbstractContextManager[object]:
    return patch.object(raw, "inflate", unguarded)


def _timed(work: Callable[[], object], around: AbstractContextManager[object] | None = None) -> float:
    with around or nullcontext():
        start = time.perf_counter()
        work()
        return time.perf_counter() - start


def _read_all(sources: dict[Path, list[Source]]) -> None:
    for folder, files in sources.items():
        ready = produced.ready(folder)
        for source in files:
            if read_return(ready, source).failed:
                raise ValueError(source.name)


def _read_in_processes(sources: dict[Path, list[Source]], times: int) -> None:
    """One process a scheme."""
    for folder, files in sources.items():
        reader = Reader(scheme=produced.scheme_of(folder), key=produced.KEY)
        task = Task(work="kpixl.returns:read_return", prepare="kpixl.returns:prepare", setup=reader)
        with Pool(task, workers=1, limits=WorkerLimits()) as pool:
            jobs = [Job(payload=source, name=source.name) for source in files * times]
            if len(list(pool.results(jobs))) != len(jobs):
                raise ValueError(folder)


def _section(files: int, schemes: int, bare: float, guarded: float, once: float, several: float) -> str:
    each = (several - once) / (TIMES - 1)
    start = (once - each) / schemes
    rows = [("no guard", bare), ("guard", guarded), ("guard, in a reading process", each)]
    lines = [f"| {n} | {t / files * 1000:.1f} ms | {t / bare - 1:+.1%} |" for n, t in rows]
    told = (
        f"{files} files of {schemes} schemes. A reading process takes {start:.1f} s to start, once a check."
    )
    return "\n".join(["| | a file | against no guard |", "| --- | ---: | ---: |", *lines, "", told])


if __name__ == "__main__":
    raise SystemExit(main())
