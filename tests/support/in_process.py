"""Returns read where the check runs: starting a process a check costs more than all of its reading."""

from __future__ import annotations

import importlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Self

from kpixl.campaign import CancelledError, RefusedError
from kpixl.desk.process import Look, Verb, told_of
from kpixl.limits import WorkerLimits
from kpixl.returns import Job, Task


class InProcess:
    """What readers ask of their pool, done in this process; what goes in and out is pickled all the same."""

    def __init__(
        self,
        task: Task,
        *,
        workers: int = 1,
        limits: WorkerLimits | None = None,
        pulse: Callable[[], None] = lambda: None,
    ) -> None:
        """task, pulse: as of a pool; workers, limits: of processes, of which there are none."""
        self._task, self._pulse = task, pulse

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing was started."""

    def grow(self, workers: int) -> None:
        """There are none."""

    def results(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Any]]:
        """(index, result) of each job, in the order of the jobs."""
        ready = _handed_over(self._task.setup)
        ready = _named(self._task.prepare)(ready) if self._task.prepare else ready
        for index, job in enumerate(jobs):
            self._pulse()
            yield index, _handed_over(_named(self._task.work)(ready, _handed_over(job.payload)))


class DoneHere:
    """What a desk asks of the process that does its jobs, done in this one, all handed over as there."""

    def do(self, verb: Verb, given: Iterable[Any], look: Look) -> list[Any]:
        """What comes of it."""
        try:
            return list(_handed_over(list(verb(look, *_handed_over(list(given))))))
        except CancelledError:
            raise
        except Exception as error:
            words = told_of(error)
            raise RefusedError(words.zh, words.en) from error

    def kill(self) -> None:
        """Nothing was started."""

    def end(self) -> None:
        """Nothing was started."""


def _named(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _handed_over(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 - how a process hands it over
