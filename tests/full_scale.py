"""`python -m tests.full_scale [--units 2000] [--home DIR] [--brief] [--add]`: a cluster beside one machine.

A scheduler and four workers of one thread each, processes of this machine. Returns are checked and merged and
workbooks made, here and there; what comes out is compared byte for byte. Then the same with a worker killed
half-way, with the scheduler killed half-way and started again, and with a return that ends each worker that
reads it. Exit status 1 where anything differs. What was seen goes into docs/scale.md.

With --home the returns are those of a workspace that is there, of which nothing is changed; with --brief
nothing is killed; with --add the table goes below what the page has.
"""

import argparse
import datetime as dt
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import kpixl
from benchmarks import rosters
from kpixl.scale.cluster import CHUNK
from kpixl.words import Words
from tests.support import reliability
from tests.support.machines import WORKERS, Cost, Event, Machines, machines, run

PAGE = reliability.PAGE.parent / "scale.md"
SCHEME, DAY = "xinhua-2021", "2022-01-05"
DISTINCT = 500
"""Sets of answers; other units send one of these in their own name."""
DEADLY = "deadly.xlsx"
_PRELOAD = f"""
import os
from kpixl.scale import worker

if not hasattr(worker, "plain"):  # Dask runs this twice
    worker.plain = worker._read

def read(chunk, secrets, shelf):
    if any(source.name.endswith({DEADLY!r}) for source in chunk.sources):
        os._exit(9)
    return worker.plain(chunk, secrets, shelf)

worker._read = read
"""
"""What each worker runs first: it ends as it reads the file of that name."""


def digests(folder: Path) -> dict[str, str]:
    """What lies in a folder."""
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.is_file()
    }


@dataclass
class Trial:
    """One workspace, and what was seen.

    room: where all is put; wrong: what differed; costs: of each run, by where and what; notes: what else is
    worth telling.
    """

    home: Path
    returns: Path
    room: Path
    wrong: list[str] = field(default_factory=list)
    costs: dict[tuple[str, str], Cost] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @cached_property
    def units(self) -> int:
        """How many returns there are."""
        return sum(1 for _ in self.returns.iterdir())

    @property
    def chunks(self) -> Path:
        """Where what was read is kept."""
        return self.room / "chunks"

    def verbs(self, name: str, *more: str) -> dict[str, tuple[str, ...]]:
        """Check, merge and generate as they are run here or there. name: of the outputs."""
        out = self.room / name
        checked = (SCHEME, str(self.returns), "--no-cache", "--as-of", DAY, *more)
        return {
            "check": ("kpixl", "check", *checked, "--format", "json"),
            "merge": ("kpixl", "merge", *checked, "--out", str(out / "score-sheet.xlsx"), "--force"),
            "generate": ("kpixl", "generate", SCHEME, "--out", str(out / "issued"), "-q", *more),
        }

    def outcome(self, name: str, verb: str) -> object:
        """What a run made, to be compared."""
        out = self.room / name
        if verb == "generate":
            return digests(out / "issued")
        path = out / ("check.out" if verb == "check" else "score-sheet.xlsx")
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def expect(self, what: str, found: object, wanted: object) -> None:
        """One more comparison."""
        if found != wanted:
            self.wrong.append(what)

    def is_as_here(self, name: str, verb: str) -> None:
        """What a run made is what one machine alone made."""
        self.expect(f"{name}: {verb}", self.outcome(name, verb), self.outcome("here", verb))

    def once(self, name: str, verb: str, cluster: Machines | None = None, event: Event | None = None) -> Cost:
        """One verb, here or on the cluster."""
        (self.room / name).mkdir(exist_ok=True)
        more = ("--dask", cluster.address, "--chunks", str(self.chunks)) if cluster else ()
        out, arguments = self.room / name / f"{verb}.out", self.verbs(name, *more)[verb]
        cost = self.costs[name, verb] = run(self.home, out, *arguments, cluster=cluster, event=event)
        said = self.said(name, verb)[-1:]
        sys.stdout.write(f"{_line(self, name, verb, cost)} exit {cost.status} {said}\n")
        sys.stdout.flush()
        return cost

    def said(self, name: str, verb: str) -> list[str]:
        """What a run said besides its result, line by line."""
        return (self.room / name / f"{verb}.err").read_text(encoding="utf-8").splitlines()

    def forget(self) -> None:
        """Everything is read anew."""
        for path in self.chunks.glob("*"):
            path.unlink()

    def has_read(self, part: float) -> bool:
        """Whether so much of the returns lies among the chunks."""
        return len(list(self.chunks.glob("*.parquet"))) >= max(1, part * self.units / CHUNK)

    def size(self, folder: Path) -> float:
        """KiB a return that lie in a folder."""
        return sum(path.stat().st_size for path in folder.iterdir()) / 1024 / self.units


def main() -> int:
    """Run, compare, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--brief", action="store_true")
    parser.add_argument("--add", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        trial = _trial(Path(scratch), asked.home, asked.units)
        _here_and_there(trial)
        sizes = trial.size(trial.returns), trial.size(trial.chunks)
        if not asked.brief:
            trial.notes.append(_steps(trial))
            _a_worker_killed(trial)
            _the_scheduler_killed(trial)
            _a_return_that_ends_workers(trial)
    told = "\n".join([*_table(trial), "", *_figures(trial, sizes)])
    before = reliability.section("scale", PAGE) if asked.add else ""
    reliability.put("scale", f"{before}\n\n{told}" if before else told, PAGE)
    for each in trial.wrong:
        sys.stdout.write(f"{each}\n")
    return int(bool(trial.wrong))


def _trial(room: Path, there: Path | None, units: int) -> Trial:
    """A workspace with returns: as many as are asked for, made now, or those of one that is there."""
    home = room / "省"
    if there is None:
        rosters.workspace(SCHEME, units, home)
        rosters.copied(SCHEME, home, DISTINCT)
        return Trial(home, home / "returns", room)
    shutil.copytree(there, home, ignore=lambda folder, _: {"returns"} if Path(folder) == there else set())
    return Trial(home, there.absolute() / "returns", room)


def _here_and_there(trial: Trial) -> None:
    for verb in trial.verbs(""):
        trial.once("here", verb)
    with machines(trial.home) as cluster:
        for verb in trial.verbs(""):
            trial.once("cluster", verb, cluster)
            trial.is_as_here("cluster", verb)


def _a_worker_killed(trial: Trial) -> None:
    """Merge reads anew and generate makes anew; in the midst of either a worker is killed."""
    trial.forget()
    name = "a worker killed"
    with machines(trial.home) as cluster:
        reading = Event(lambda: trial.has_read(1 / 3), cluster.kill_a_worker)
        trial.once(name, "merge", cluster, reading)
        trial.once(name, "check", cluster)
        late = time.monotonic() + trial.costs["cluster", "generate"].wall / 2
        trial.once(name, "generate", cluster, Event(lambda: time.monotonic() > late, cluster.kill_a_worker))
    for verb in trial.verbs(""):
        trial.is_as_here(name, verb)


def _the_scheduler_killed(trial: Trial) -> None:
    """One line and exit status 2; the next run takes what was read, and says so."""
    trial.forget()
    name = "the scheduler killed"
    with machines(trial.home) as cluster:
        lost = trial.once(
            name, "check", cluster, Event(lambda: trial.has_read(1 / 3), cluster.scheduler.kill)
        )
        said = trial.said(name, "check")
    trial.expect(f"{name}: exit status {lost.status}", lost.status, 2)
    trial.expect(f"{name}: {said}", ["was lost" in line for line in said[-1:]], [True])
    there = len(list(trial.chunks.glob("*.parquet")))
    with machines(trial.home) as cluster:
        trial.once("run again", "check", cluster)
    trial.is_as_here("run again", "check")
    again = trial.said("run again", "check")
    trial.expect(f"run again: {again}", any("were read before" in line for line in again), there > 0)
    trial.notes += [f"The scheduler killed: “{said[-1]}”", f"The next run: “{again[-1]}”"]


def _a_return_that_ends_workers(trial: Trial) -> None:
    """Among as many returns as a chunk has one is told that ends its worker; the others are as they are."""
    few = trial.room / "few"
    few.mkdir()
    for path in sorted(trial.returns.iterdir())[:CHUNK]:
        shutil.copy2(path, few)
    max(few.iterdir()).rename(few / DEADLY)
    preload = trial.room / "preload.py"
    preload.write_text(_PRELOAD, encoding="utf-8")
    own = replace(trial, returns=few, costs={})
    with machines(own.home, preload=preload) as cluster:
        took = own.once("a deadly return", "check", cluster).wall
    own.once("few here", "check")
    found, wanted = (_by_name(own.room / name / "check.out") for name in ("a deadly return", "few here"))
    trial.expect("a deadly return: told", found.pop(DEADLY), ["F092"])
    wanted.pop(DEADLY)
    trial.expect("a deadly return: the others", found, wanted)
    trial.notes.append(
        f"Among {own.units} returns one that ends each worker that reads it: told after {took:.0f} s, F092; "
        "the others are as they are."
    )


def _by_name(told: Path) -> dict[str, list[str]]:
    """The codes of the findings of each file that a check tells of, by its name."""
    files = json.loads(told.read_text(encoding="utf-8"))["files"]
    return {Path(f["path"]).name: [finding["code"] for finding in f["findings"]] for f in files}


def _steps(trial: Trial) -> str:
    """What each step of a merge takes on this machine, by the clock."""
    steps: dict[str, float] = {}
    last = time.monotonic()

    def progress(_done: int, _total: int, what: Words) -> None:
        nonlocal last
        now = time.monotonic()
        steps[what.en] = steps.get(what.en, 0.0) + now - last
        last = now

    office = kpixl.Workspace.at(trial.home)
    means = replace(office.means(), as_of=dt.date.fromisoformat(DAY), progress=progress, cache=None)
    office.open(SCHEME, means).merge([trial.returns], trial.room / "steps.xlsx")
    took = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in steps.items())
    return f"The steps of a merge here, by the clock: {took}."


def _table(trial: Trial) -> list[str]:
    told = (
        f"{trial.units:,} returns of {SCHEME}; a scheduler and {WORKERS} workers on one machine's "
        f"{os.cpu_count()} cores, so that the clock says what the engine costs and not what machines gain."
    )
    head = [
        told,
        "",
        (
            "| where | what | by the clock, s | client, s | scheduler, s | workers, s | a return, ms "
            "| client, MiB | scheduler, MiB | a worker, MiB |"
        ),
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    return [*head, *(_line(trial, *at, cost) for at, cost in trial.costs.items())]


def _line(trial: Trial, name: str, verb: str, cost: Cost) -> str:
    spent = cost.client, cost.scheduler, cost.workers
    held = (
        f"{cost.most[kind]:.0f}" if kind in cost.most else "" for kind in ("client", "scheduler", "worker")
    )
    seconds = " | ".join(f"{each:.1f}" for each in (cost.wall, *spent))
    return f"| {name} | {verb} | {seconds} | {1000 * cost.spent / trial.units:.1f} | {' | '.join(held)} |"


def _figures(trial: Trial, sizes: tuple[float, float]) -> list[str]:
    here, there = trial.costs["here", "check"], trial.costs["cluster", "check"]
    merge = trial.costs["cluster", "merge"]
    more = there.spent - here.spent
    return [
        (
            f"- One core reads {trial.units / here.client:.0f} returns a second; the engine costs "
            f"{1000 * more / trial.units:.1f} ms of the processor a return."
        ),
        (
            f"- A return takes {sizes[0]:.1f} KiB as it comes, {sizes[1]:.1f} KiB among the chunks, and "
            f"{1024 * merge.most['client'] / trial.units:.0f} KiB of the client's memory."
        ),
        *(_plan(trial, there, merge, sizes[1], cores) for cores in (16, 64)),
        *(f"- {note}" for note in trial.notes),
        "- Nothing differs." if not trial.wrong else f"- Differs: {'; '.join(trial.wrong)}.",
    ]


def _plan(trial: Trial, check: Cost, merge: Cost, chunk: float, cores: int) -> str:
    """What 100,000 returns take by these figures: workers share the reading, the client does the rest."""
    many = 100_000 / trial.units
    minutes = (check.workers / cores + merge.client) * many / 60
    memory, disk = merge.most["client"] * many / 1024, chunk * 100_000 / 2**20
    return (
        f"- 100,000 returns on {cores} cores, by these figures: {minutes:.0f} minutes to check and merge, "
        f"{memory:.1f} GiB of the client's memory, {disk:.1f} GiB of chunks."
    )


if __name__ == "__main__":
    raise SystemExit(main())
