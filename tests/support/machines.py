"""A cluster of several processes on this machine, and what commands cost there: for measurements."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

WORKERS = 4
_LOOK_SECONDS = 2.0
"""Looking takes time of the same processor."""


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

    @property
    def spent(self) -> float:
        """Seconds of the processor, of all together."""
        return self.client + self.scheduler + self.workers

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

    port: int
    scheduler: subprocess.Popen[bytes]
    workers: subprocess.Popen[bytes]
    before: tuple[float, float] = (0.0, 0.0)

    @property
    def address(self) -> str:
        """Where it is asked."""
        return f"tcp://127.0.0.1:{self.port}"

    def kill_a_worker(self) -> None:
        """One worker, not its nanny, as the system would that runs out of memory."""
        self._inner()[0].kill()

    def begin(self) -> None:
        """What is spent from now on counts."""
        self.before = _spent(self.scheduler.pid), _spent(self.workers.pid)

    def look(self, cost: Cost) -> None:
        """See what scheduler and workers hold, and have spent."""
        if self.scheduler.poll() is not None:
            return
        cost.saw("scheduler", self.scheduler.pid)
        with suppress(psutil.NoSuchProcess):
            for worker in self._inner():
                cost.saw("worker", worker.pid, whole=True)
        now = _spent(self.scheduler.pid), _spent(self.workers.pid)
        cost.scheduler, cost.workers = (
            there - before for there, before in zip(now, self.before, strict=True)
        )

    def _inner(self) -> list[psutil.Process]:
        """The workers themselves, which their nannies started."""
        nannies = psutil.Process(self.workers.pid).children()
        every = (
            inner for nanny in (psutil.Process(self.workers.pid), *nannies) for inner in nanny.children()
        )
        return [p for p in every if "spawn_main" in " ".join(p.cmdline())]


def _spent(pid: int) -> float:
    """Seconds of the processor of a process and all that it started, also what has ended and was seen to."""
    total = 0.0
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
    return total


def _spent_by_ended() -> float:
    """The same of what this process started and what that started, as far as it has ended."""
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)


@contextmanager
def machines(home: Path, *, workers: int = WORKERS, preload: Path | None = None) -> Iterator[Machines]:
    """A scheduler and its workers, ended with all that they started.

    home: the workspace whose secrets the workers have; preload: a program that each of them runs first.
    """
    port = _free()
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
    more = ["--nworkers", str(workers), "--nthreads", "1", "--no-dashboard"]
    more += ["--preload", str(preload)] if preload else []
    with tempfile.TemporaryDirectory() as scratch:
        every = subprocess.Popen([*dask, "worker", address, *more, "--local-directory", scratch], **quiet)
        try:
            _wait_for(address, workers)
            yield Machines(port=port, scheduler=scheduler, workers=every)
        finally:
            for process in (every, scheduler):
                _end(process)


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client  # noqa: PLC0415 - heavy

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=180)


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


@dataclass(frozen=True)
class Event:
    """What happens while a command runs. when: asked again and again, until it says so; act: then called."""

    when: Callable[[], bool]
    act: Callable[[], object]


def run(
    home: Path, out: Path, *arguments: str, cluster: Machines | None = None, event: Event | None = None
) -> Cost:
    """One command, its output in a file and what it says beside it. cluster: is looked at."""
    began = looked = time.monotonic()
    before = _spent_by_ended()
    if cluster:
        cluster.begin()
    with out.open("wb") as file, (out.with_suffix(".err")).open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments, "--workspace", str(home)], stdout=file, stderr=told
        )
        cost = Cost()
        while process.poll() is None:
            if event and event.when():
                event.act()
                event = None
            cost.saw("client", process.pid)
            if cluster and time.monotonic() - looked > _LOOK_SECONDS:
                looked = time.monotonic()
                cluster.look(cost)
            time.sleep(0.2)
    cost.client = _spent_by_ended() - before
    if cluster:
        cluster.look(cost)
    cost.wall, cost.status = time.monotonic() - began, process.returncode
    return cost
