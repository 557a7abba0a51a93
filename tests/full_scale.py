"""`python -m tests.full_scale [--units 2000]`: a cluster beside one machine, for docs/scale.md.

A scheduler and four workers of one thread each, processes of this machine. Returns are checked and merged and
workbooks made, here and there; what comes out is compared byte for byte. Then the same with a worker killed
half-way, and with the scheduler killed half-way and started again. Exit status 1 where anything differs.
"""

import argparse
import hashlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks import rosters
from tests.support import reliability

PAGE = reliability.PAGE.parent / "scale.md"
SCHEME, DAY = "xinhua-2021", "2022-01-05"
WORKERS = 4


@dataclass
class Cost:
    """What a run cost. client: of the command and its own processes; cluster: of all of it, by kind."""

    wall: float = 0.0
    client: float = 0.0
    most: dict[str, float] = field(default_factory=dict)
    status: int = 0


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
        nannies = psutil.Process(self.workers.pid)
        inner = [p for p in nannies.children(recursive=True) if "spawn_main" in " ".join(p.cmdline())]
        inner[0].kill()

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


def run(home: Path, out: Path, *arguments: str, meanwhile: float | None = None, act: object = None) -> Cost:
    """One command. meanwhile: after so many seconds act is called."""
    began = time.monotonic()
    with out.open("wb") as file, (out.with_suffix(".err")).open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "kpixl", *arguments, "--workspace", str(home)], stdout=file, stderr=told
        )
        cost = Cost()
        root = psutil.Process(process.pid)
        while process.poll() is None:
            if meanwhile is not None and time.monotonic() - began > meanwhile:
                meanwhile = None
                act()  # type: ignore[operator]
            with suppress(psutil.NoSuchProcess):
                cost.client = max(cost.client, _spent(process.pid))
                cost.most["client"] = max(cost.most.get("client", 0), root.memory_info().rss / 2**20)
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
    """One workspace, and what was seen. wrong: what differed; lines: of the table."""

    home: Path
    room: Path
    wrong: list[str] = field(default_factory=list)
    lines: list[tuple[str, str, Cost, float, float]] = field(default_factory=list)

    def verbs(self, name: str, *more: str) -> dict[str, tuple[str, ...]]:
        """Check, merge and generate as they are run here or there. name: of the outputs."""
        out = self.room / name
        checked = (SCHEME, str(self.home / "returns"), "--no-cache", "--as-of", DAY, "-q", *more)
        return {
            "check": ("check", *checked, "--format", "json"),
            "merge": ("merge", *checked, "--out", str(out / "score-sheet.xlsx"), "--force"),
            "generate": ("generate", SCHEME, "--out", str(out / "issued"), "-q", *more),
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

    def once(self, name: str, verb: str, cluster: Machines | None = None, **at: object) -> Cost:
        """One verb, here or on the cluster; a line of the table."""
        (self.room / name).mkdir(exist_ok=True)
        more = ("--dask", cluster.address, "--chunks", str(self.room / "chunks")) if cluster else ()
        before = cluster.cost() if cluster else (0.0, 0.0)
        cost = run(self.home, self.room / name / f"{verb}.out", *self.verbs(name, *more)[verb], **at)  # type: ignore[arg-type]
        after = cluster.cost() if cluster and cluster.scheduler.poll() is None else before
        self.lines.append((name, verb, cost, after[0] - before[0], after[1] - before[1]))
        told = (self.room / name / f"{verb}.err").read_text(encoding="utf-8").strip()
        sys.stdout.write(f"{name}, {verb}: {cost.wall:.1f} s, exit {cost.status} {told}\n")
        sys.stdout.flush()
        return cost

    def forget(self) -> None:
        """Everything is read anew."""
        for path in (self.room / "chunks").glob("*"):
            path.unlink()


def main() -> int:
    """Run, compare, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=2000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        room = Path(scratch)
        home = rosters.workspace(SCHEME, asked.units, room / "省")
        rosters.copied(SCHEME, home, 500)
        trial = Trial(home, room)
        _here_and_there(trial)
        _a_worker_killed(trial)
        _the_scheduler_killed(trial)
    reliability.put("scale", _section(trial, asked.units), PAGE)
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
        wall = next(cost.wall for name, verb, cost, *_ in trial.lines if (name, verb) == ("cluster", "check"))
        trial.once("a worker killed", "check", cluster, meanwhile=wall / 2, act=cluster.kill_a_worker)
    found, wanted = trial.outcome("a worker killed", "check"), trial.outcome("here", "check")
    trial.expect("check with a worker killed", found, wanted)


def _the_scheduler_killed(trial: Trial) -> None:
    trial.forget()
    wall = next(cost.wall for name, verb, cost, *_ in trial.lines if (name, verb) == ("cluster", "check"))
    with machines(trial.home) as cluster:
        lost = trial.once(
            "the scheduler killed", "check", cluster, meanwhile=wall * 2 / 3, act=cluster.scheduler.kill
        )
    said = (trial.room / "the scheduler killed" / "check.err").read_text(encoding="utf-8").strip()
    trial.expect(f"the scheduler killed: exit {lost.status}", (lost.status, said.count("\n")), (2, 0))
    with machines(trial.home) as cluster:
        trial.once("run again", "check", cluster)
    trial.expect("check run again", trial.outcome("run again", "check"), trial.outcome("here", "check"))


def _section(trial: Trial, units: int) -> str:
    told = (
        f"{units:,} returns of {SCHEME}; a scheduler and {WORKERS} workers on the same two cores, so that "
        "the clock says what the engine costs and not what machines gain."
    )
    head = [
        told,
        "",
        "| where | what | by the clock, s | client, s | scheduler, s | workers, s | client's memory, MiB |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    rows = [
        f"| {name} | {verb} | {c.wall:.1f} | {c.client:.1f} | {s:.1f} | {w:.1f} | {c.most['client']:.0f} |"
        for name, verb, c, s, w in trial.lines
    ]
    differs = "Nothing differs." if not trial.wrong else "Differs: " + "; ".join(trial.wrong)
    return "\n".join([*head, *rows, "", differs])


if __name__ == "__main__":
    raise SystemExit(main())
