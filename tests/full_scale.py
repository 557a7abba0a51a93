"""`python -m tests.full_scale [--units 2000] [--add]`: a cluster beside one machine, for docs/scale.md.

A scheduler and four workers of one thread each, processes of this machine. Returns are checked and merged and
workbooks made, here and there; what comes out is compared byte for byte. Then the same with a worker killed
half-way, and with the scheduler killed half-way and started again. Exit status 1 where anything differs.
With --add the table goes below what the page has, so that several numbers of returns stand there.
"""

import argparse
import datetime as dt
import hashlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil

import kpixl
from benchmarks import rosters
from kpixl.words import Words
from tests.support import reliability

PAGE = reliability.PAGE.parent / "scale.md"
SCHEME, DAY = "xinhua-2021", "2022-01-05"
WORKERS = 4
_LOOK_SECONDS = 1.0


@dataclass
class Cost:
    """What a run cost: seconds by the clock and of the processor, MiB that processes held at most, by kind.

    client: of the command with its own processes; its memory is the command's alone, that of workers the
    largest one's with what it started.
    """

    wall: float = 0.0
    client: float = 0.0
    scheduler: float = 0.0
    workers: float = 0.0
    most: dict[str, float] = field(default_factory=dict)
    status: int = 0

    def saw(self, kind: str, pid: int, *, whole: bool = False) -> None:
        """Look at what a process holds. whole: with all that it started."""
        with suppress(psutil.NoSuchProcess):
            root = psutil.Process(pid)
            every = [root, *root.children(recursive=True)] if whole else [root]
            held = sum(each.memory_info().rss for each in every) / 2**20
            self.most[kind] = max(self.most.get(kind, 0.0), held)


@dataclass
class Machines:
    """The processes of a cluster."""

    home: Path
    port: int
    scheduler: subprocess.Popen[bytes]
    workers: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where it is asked."""
        return f"tcp://127.0.0.1:{self.port}"

    def kill_a_worker(self) -> None:
        """One worker, not its nanny, as the system would that runs out of memory."""
        self._inner()[0].kill()

    def _inner(self) -> list[psutil.Process]:
        """The workers themselves, which their nannies started."""
        nannies = psutil.Process(self.workers.pid).children()
        every = (
            inner for nanny in (psutil.Process(self.workers.pid), *nannies) for inner in nanny.children()
        )
        return [p for p in every if "spawn_main" in " ".join(p.cmdline())]

    def look(self, cost: Cost) -> None:
        """See what scheduler and workers hold."""
        cost.saw("scheduler", self.scheduler.pid)
        with suppress(psutil.NoSuchProcess):
            for worker in self._inner():
                cost.saw("worker", worker.pid, whole=True)

    def cost(self) -> tuple[float, float]:
        """Seconds of the processor so far: scheduler, workers with all that they started."""
        return _spent(self.scheduler.pid), _spent(self.workers.pid)


def _spent(pid: int) -> float:
    root = psutil.Process(pid)
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


@contextmanager
def machines(home: Path, port: int | None = None) -> Iterator[Machines]:
    """A scheduler and its workers, ended with all that they started."""
    port = port or _free()
    secrets = str(home / ".kpixl" / "secrets.json")
    env = os.environ | {
        "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
        "KPIXL_KEY_FILE": secrets,
        "KPIXL_PASSWORD_FILE": secrets,
    }
    dask = [sys.executable, "-m", "dask"]
    quiet: dict[str, Any] = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], **quiet
    )
    address = f"tcp://127.0.0.1:{port}"
    more = ["--nworkers", str(WORKERS), "--nthreads", "1", "--no-dashboard"]
    with tempfile.TemporaryDirectory() as scratch:
        workers = subprocess.Popen([*dask, "worker", address, *more, "--local-directory", scratch], **quiet)
        made = Machines(home=home, port=port, scheduler=scheduler, workers=workers)
        try:
            _wait_for(address)
            yield made
        finally:
            for process in (workers, scheduler):
                _end(process)


def _wait_for(address: str) -> None:
    from distributed import Client  # noqa: PLC0415 - heavy

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(WORKERS, timeout=120)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                child.kill()
    process.send_signal(signal.SIGKILL)
    process.wait()


def _free() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


def run(
    home: Path,
    out: Path,
    *arguments: str,
    cluster: Machines | None = None,
    meanwhile: float | None = None,
    act: Callable[[], object] = int,
) -> Cost:
    """One command. cluster: is looked at; meanwhile: after so many seconds act is called."""
    began, looked = time.monotonic(), 0.0
    with out.open("wb") as file, (out.with_suffix(".err")).open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments, "--workspace", str(home)], stdout=file, stderr=told
        )
        cost = Cost()
        while process.poll() is None:
            if meanwhile is not None and time.monotonic() - began > meanwhile:
                meanwhile = None
                act()
            with suppress(psutil.NoSuchProcess):
                cost.client = max(cost.client, _spent(process.pid))
            cost.saw("client", process.pid)
            if cluster and time.monotonic() - looked > _LOOK_SECONDS:
                looked = time.monotonic()
                cluster.look(cost)
            time.sleep(0.1)
    cost.wall, cost.status = time.monotonic() - began, process.returncode
    return cost


def digests(folder: Path) -> dict[str, str]:
    """What lies in a folder."""
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.is_file()
    }


@dataclass
class Trial:
    """One workspace, and what was seen. wrong: what differed; costs: of each run, by where and what."""

    home: Path
    room: Path
    units: int
    wrong: list[str] = field(default_factory=list)
    costs: dict[tuple[str, str], Cost] = field(default_factory=dict)

    def verbs(self, name: str, *more: str) -> dict[str, tuple[str, ...]]:
        """Check, merge and generate as they are run here or there. name: of the outputs."""
        out = self.room / name
        checked = (SCHEME, str(self.home / "returns"), "--no-cache", "--as-of", DAY, "-q", *more)
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

    def once(
        self,
        name: str,
        verb: str,
        cluster: Machines | None = None,
        *,
        meanwhile: float | None = None,
        act: Callable[[], object] = int,
    ) -> Cost:
        """One verb, here or on the cluster."""
        (self.room / name).mkdir(exist_ok=True)
        more = ("--dask", cluster.address, "--chunks", str(self.room / "chunks")) if cluster else ()
        before = cluster.cost() if cluster else (0.0, 0.0)
        out, arguments = self.room / name / f"{verb}.out", self.verbs(name, *more)[verb]
        cost = run(self.home, out, *arguments, cluster=cluster, meanwhile=meanwhile, act=act)
        after = cluster.cost() if cluster and cluster.scheduler.poll() is None else before
        cost.scheduler, cost.workers = after[0] - before[0], after[1] - before[1]
        self.costs[name, verb] = cost
        told = (self.room / name / f"{verb}.err").read_text(encoding="utf-8").strip()
        sys.stdout.write(f"{name}, {verb}: {cost.wall:.1f} s, exit {cost.status} {told}\n")
        sys.stdout.flush()
        return cost

    def forget(self) -> None:
        """Everything is read anew."""
        for path in (self.room / "chunks").glob("*"):
            path.unlink()

    def size(self, folder: Path) -> float:
        """KiB a return that lie in a folder."""
        return sum(path.stat().st_size for path in folder.iterdir()) / 1024 / self.units


def main() -> int:
    """Run, compare, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--add", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        room = Path(scratch)
        home = rosters.workspace(SCHEME, asked.units, room / "省")
        rosters.copied(SCHEME, home, 500)
        trial = Trial(home, room, asked.units)
        _here_and_there(trial)
        sizes = trial.size(home / "returns"), trial.size(room / "chunks")
        steps = _steps(trial)
        _a_worker_killed(trial)
        _the_scheduler_killed(trial)
    told = "\n".join([*_table(trial), "", *_figures(trial, sizes, steps)])
    before = reliability.section("scale", PAGE) if asked.add else ""
    reliability.put("scale", f"{before}\n\n{told}" if before else told, PAGE)
    for each in trial.wrong:
        sys.stdout.write(f"{each}\n")
    return int(bool(trial.wrong))


def _here_and_there(trial: Trial) -> None:
    for verb in trial.verbs(""):
        trial.once("here", verb)
    with machines(trial.home) as cluster:
        for verb in trial.verbs(""):
            trial.once("cluster", verb, cluster)
            trial.expect(
                f"{verb} on the cluster", trial.outcome("cluster", verb), trial.outcome("here", verb)
            )


def _a_worker_killed(trial: Trial) -> None:
    trial.forget()
    with machines(trial.home) as cluster:
        half = trial.costs["cluster", "check"].wall / 2
        trial.once("a worker killed", "check", cluster, meanwhile=half, act=cluster.kill_a_worker)
    found, wanted = trial.outcome("a worker killed", "check"), trial.outcome("here", "check")
    trial.expect("check with a worker killed", found, wanted)


def _the_scheduler_killed(trial: Trial) -> None:
    trial.forget()
    late, name = trial.costs["cluster", "check"].wall * 2 / 3, "the scheduler killed"
    with machines(trial.home) as cluster:
        lost = trial.once(name, "check", cluster, meanwhile=late, act=cluster.scheduler.kill)
    said = (trial.room / name / "check.err").read_text(encoding="utf-8").strip()
    trial.expect(f"{name}: exit {lost.status}", (lost.status, said.count("\n")), (2, 0))
    with machines(trial.home) as cluster:
        trial.once("run again", "check", cluster)
    trial.expect("check run again", trial.outcome("run again", "check"), trial.outcome("here", "check"))


def _steps(trial: Trial) -> dict[str, float]:
    """Seconds by the clock that each step of a merge took on this machine."""
    steps: dict[str, float] = {}
    last = time.monotonic()

    def progress(_done: int, _total: int, what: Words) -> None:
        nonlocal last
        now = time.monotonic()
        steps[what.en] = steps.get(what.en, 0.0) + now - last
        last = now

    office = kpixl.Workspace.at(trial.home)
    means = replace(office.means(), as_of=dt.date.fromisoformat(DAY), progress=progress, cache=None)
    office.open(SCHEME, means).merge([trial.home / "returns"], trial.room / "steps.xlsx")
    return steps


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
    return f"| {name} | {verb} | {seconds} | {1000 * sum(spent) / trial.units:.1f} | {' | '.join(held)} |"


def _figures(trial: Trial, sizes: tuple[float, float], steps: dict[str, float]) -> list[str]:
    here, there = trial.costs["here", "check"], trial.costs["cluster", "check"]
    merge = trial.costs["cluster", "merge"]
    more = there.client + there.scheduler + there.workers - here.client
    took = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in steps.items())
    return [
        (
            f"- One core reads {trial.units / here.client:.0f} returns a second; the engine costs "
            f"{1000 * more / trial.units:.1f} ms of the processor a return."
        ),
        (
            f"- A return takes {sizes[0]:.1f} KiB as it comes, {sizes[1]:.1f} KiB among the chunks, and "
            f"{1024 * merge.most['client'] / trial.units:.0f} KiB of the client's memory."
        ),
        f"- The steps of a merge here, by the clock: {took}.",
        *(_plan(trial, there, merge, sizes[1], cores) for cores in (16, 64)),
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
