"""Hostile files are read in child processes: one that hangs, crashes or eats memory costs no other file.

Each worker is told its setup once, then works job by job. Functions are named (`module:function`), not sent.
A program that uses this at its top level needs the usual `if __name__ == "__main__":` of multiprocessing.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Protocol, Self

from kpixl.findings import Finding, found
from kpixl.garbage import keep_what_is_there
from kpixl.limits import MB, WorkerLimits
from kpixl.processes import end_with_parent, starting
from kpixl.refusal import RefusedError
from kpixl.returns.workers._allowance import Allowance, has_spent

_FEW = 16
"""Files that one process reads: to get a second one ready takes as long as to read a dozen."""
_START_SECONDS = 120.0
_PULSE_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What workers do, by names. work(ready, payload) makes the result; ready is prepare(setup), or setup.

    setup, payloads and results must be picklable.
    """

    work: str
    prepare: str | None = None
    setup: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to work on. name: as shown in findings; payload: what the work function gets."""

    name: str
    payload: Any


class WorkerStartError(RefusedError):
    """A worker did not come up: the task's functions or its setup are wrong, or the machine; not a file."""

    def __init__(self, told: str) -> None:
        reason = told.strip().rpartition("\n")[2]
        self.add_note(told)
        super().__init__(
            f"读取文件的进程没有启动（{reason}）：请关闭其他程序后重试；仍然不行，请把这一行交给技术人员。",
            f"The process that reads files did not start ({reason}): close other programs and try again; "
            "if it still fails, hand this line to a technician.",
        )


DEFAULT = WorkerLimits()


def patient() -> None:
    """Wait for workers as long as it takes."""


def worker_count(files: int) -> int:
    """One worker for few files (starting more costs more than it saves), one a processor for many."""
    return 1 if files <= _FEW else max(1, min(os.cpu_count() or 1, 8))


class Workforce(Protocol):
    """Whoever works on files: the processes of a pool, or machines elsewhere."""

    def grow(self, workers: int) -> None:
        """Be so many at least, where more is to do than was known."""

    def results(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Any]]:
        """(index, result) of each job, in the order of the jobs; a Finding where nobody survived it."""


class Pool:
    """Workers, started at once on entering, so that the parent can import what it needs meanwhile.

        with Pool(task, workers=2) as pool:
            import pandas
            for index, result in pool.results(jobs): ...

    Leaving ends all of them, whatever they are doing.
    """

    def __init__(
        self,
        task: Task,
        *,
        workers: int = 1,
        limits: WorkerLimits = DEFAULT,
        pulse: Callable[[], None] = patient,
    ) -> None:
        """task: the same for all workers; workers: how many at first; pulse: called meanwhile, may end it."""
        self._task, self._limits, self._pulse = task, limits, pulse
        self._count = workers
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        self._workers = [_Worker(self._task, self._limits) for _ in range(self._count)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end()
        self._workers = []

    def grow(self, workers: int) -> None:
        """Have so many workers at least, where more is to do than was known."""
        more = max(0, workers - self._count)
        self._count += more
        self._workers += [_Worker(self._task, self._limits) for _ in range(more)]

    def results(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Any]]:
        """(index, result) of each job, in the order of the jobs; a Finding where the worker did not survive.

        Raises WorkerStartError where the task itself cannot be started.
        """
        self.grow(min(1, len(jobs)))
        todo = deque(enumerate(jobs))
        done: dict[int, Any] = {}
        for index in range(len(jobs)):
            while index not in done:
                self._pulse()
                self._hand_out(todo)
                self._collect(done)
            yield index, done.pop(index)

    def _hand_out(self, todo: deque[tuple[int, Job]]) -> None:
        for place, worker in enumerate(self._workers):
            if worker.ended() and todo:
                worker.end()
                self._workers[place] = _Worker(self._task, self._limits)
            elif worker.idle and todo and worker.take(*todo[0]):
                todo.popleft()

    def _collect(self, done: dict[int, Any]) -> None:
        """Wait until a worker says something, ends, or has had its time; but no longer than a moment."""
        busy = [worker for worker in self._workers if not worker.idle and not worker.ended()]
        soonest = min((worker.deadline for worker in busy), default=time.monotonic())
        moment = min(_PULSE_SECONDS, soonest - time.monotonic())
        wait([worker.pipe for worker in busy], max(0.0, moment))
        for worker in busy:
            if (outcome := worker.outcome()) is not None:
                done[outcome[0]] = outcome[1]


def run(
    jobs: Sequence[Job], task: Task, *, workers: int | None = None, limits: WorkerLimits = DEFAULT
) -> Generator[tuple[int, Any], None, None]:
    """Pool and results in one: the workers start with the first result asked for and end with the last."""
    with Pool(task, workers=worker_count(len(jobs)) if workers is None else workers, limits=limits) as pool:
        yield from pool.results(jobs)


class _Worker:
    """The parent's side of one child. It is starting (no job, not idle), idle, busy with a job, or ended."""

    def __init__(self, task: Task, limits: WorkerLimits) -> None:
        context: Any = starting()  # whose kinds of process differ by system
        self.pipe, theirs = context.Pipe()
        self._limits = limits
        self._process = context.Process(target=_serve, args=(theirs, task, limits), daemon=True)
        self._process.start()
        theirs.close()
        self.idle = False
        self.deadline = time.monotonic() + _START_SECONDS
        self._job: tuple[int, Job] | None = None

    def ended(self) -> bool:
        return self._job is None and self.pipe.closed

    def take(self, index: int, job: Job) -> bool:
        """Start on a job; False where the child has gone meanwhile, which is not the job's fault."""
        try:
            if not self._process.is_alive():
                raise BrokenPipeError
            self.pipe.send(job.payload)
        except OSError:
            self.end()
            return False
        self._job, self.idle = (index, job), False
        self.deadline = time.monotonic() + self._limits.elapsed
        return True

    def outcome(self) -> tuple[int, Any] | None:
        """The job's result if there is one by now: what the child sent, or what became of it."""
        try:
            if self.pipe.poll():
                return self._received(self.pipe.recv())
            if time.monotonic() < self.deadline:
                return None
            self.end()
            return self._lost(found("F100", limit=f"{self._limits.elapsed:g}", setting="limits.elapsed"))
        except (EOFError, OSError):
            self._process.join(_START_SECONDS)
            code = self._process.exitcode
            self.end()
            return self._lost(_death(code, self._limits))

    def _received(self, message: tuple[str, Any]) -> tuple[int, Any] | None:
        kind, content = message
        if kind == "broken":
            raise WorkerStartError(content)
        job, self._job, self.idle = self._job, None, True
        if job is None:  # it has started
            return None
        if kind == "failed":
            if content == MemoryError.__name__:
                self.end()  # what is left of its memory may be in pieces
            return job[0], _failure(content, self._limits).at(path=job[1].name)
        return job[0], content

    def _lost(self, finding: Finding) -> tuple[int, Any]:
        if self._job is None:
            raise WorkerStartError(finding.message("en"))
        (index, job), self._job = self._job, None
        return index, finding.at(path=job.name)

    def end(self) -> None:
        """Kill the child, whatever it does; nothing of it stays behind."""
        self.idle = False
        if not self.pipe.closed:
            self.pipe.close()
            self._process.kill()
            self._process.join()
            self._process.close()


def _death(code: int | None, limits: WorkerLimits) -> Finding:
    if has_spent(code):
        return found("F090", limit=f"{limits.seconds:g}", setting="limits.seconds")
    return found("F092", reason=_ending(code))


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit {code}"


def _failure(kind: str, limits: WorkerLimits) -> Finding:
    if kind == MemoryError.__name__:
        return found("F091", limit=f"{limits.memory // MB} MB", setting="limits.memory")
    return found("F093", reason=kind)


def _serve(pipe: Connection, task: Task, limits: WorkerLimits) -> None:
    """The child: limits itself, prepares, then answers payload by payload until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    end_with_parent()
    _restrict(limits)
    try:
        work, ready = _function(task.work), task.setup
        if task.prepare is not None:
            ready = _function(task.prepare)(task.setup)
        keep_what_is_there()
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is to raise it
        pipe.send(("broken", traceback.format_exc()))
        return
    pipe.send(("ready", None))
    allowance = Allowance(limits.seconds)
    while True:
        try:
            payload = pipe.recv()
        except (EOFError, OSError):
            return
        with allowance.job():
            _answer(pipe, work, ready, payload)


def _answer(pipe: Connection, work: Callable[[Any, Any], Any], ready: Any, payload: Any) -> None:
    try:
        pipe.send(("done", work(ready, payload)))
    except MemoryError:
        pipe.send(("failed", MemoryError.__name__))
    except BaseException as error:  # noqa: BLE001 - panics of extensions are no Exception
        pipe.send(("failed", f"{type(error).__name__}: {error}"[:200]))


def _function(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found_function: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found_function


def _restrict(limits: WorkerLimits) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for name, value in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CORE, 0)):
        _soft, hard = resource.getrlimit(name)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):  # some systems know a limit and refuse to set it
            resource.setrlimit(name, (bound, bound))
