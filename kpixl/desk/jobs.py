"""Long work in the background, one after the other: how far it is, what came of it, and enough of it."""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from kpixl.campaign import CancelledError, words_for
from kpixl.words import NO_WORDS, Lang, Words

State = Literal["waiting", "running", "done", "failed", "cancelled"]
STATES: Final[dict[State, Words]] = {
    "waiting": Words("等待", "waiting"),
    "running": Words("进行中", "running"),
    "done": Words("完成", "done"),
    "failed": Words("未完成", "failed"),
    "cancelled": Words("已取消", "cancelled"),
}
_KEPT = 12
"""Jobs that are over and still told."""
_LINES = 200
"""Of what a job has to say while it works, the last."""
_OVER = frozenset({"done", "failed", "cancelled"})
_LOG = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Job:
    """Something long. key: of two with the same one only one waits; link: where its result is to be seen.

    what: is being done; said: what came of it; lines: of what it has met.
    """

    number: int
    key: str
    title: Words
    link: str
    state: State = "waiting"
    done: int = 0
    total: int = 0
    what: Words = NO_WORDS
    said: Words = NO_WORDS
    lines: list[dict[str, Any]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in _OVER

    def moved(self, done: int, total: int, what: Words) -> None:
        """How far it is."""
        self.done, self.total, self.what = done, total, what

    def met(self, line: dict[str, Any]) -> None:
        """Something that it met."""
        self.lines = [*self.lines[1 - _LINES :], line]

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """For a page."""
        return {
            "number": self.number,
            "key": self.key,
            "title": self.title[lang],
            "link": self.link,
            "state": self.state,
            "state_words": STATES[self.state][lang],
            "done": self.done,
            "total": self.total,
            "what": self.what[lang],
            "said": self.said[lang],
            "lines": self.lines,
        }


Work = Callable[[Job], Words]
"""Does a job and says what came of it."""


class Jobs:
    """The jobs of a desk. changed: called when one has begun or ended.

    They run in a thread of the server: whatever opens a stranger's file does that in a process of its own.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._told: list[Job] = []
        self._waiting: queue.SimpleQueue[tuple[Job, Work] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="kpixl-desk-jobs", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def end(self) -> None:
        """Cancel what is at work or waits."""
        for job in self.told:
            job.stop.set()
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    @property
    def told(self) -> list[Job]:
        """All that are still told, in their order."""
        with self._lock:
            return list(self._told)

    @property
    def are_idle(self) -> bool:
        """Whether nothing is at work or waits."""
        return all(job.is_over for job in self.told)

    def add(self, key: str, title: Words, link: str, work: Work) -> Job:
        """Something to do; where the same waits already, that."""
        with self._lock:
            same = next((j for j in self._told if j.key == key and j.state == "waiting"), None)
            if same is not None:
                return same
            job = Job(number=next(self._numbers), key=key, title=title, link=link)
            self._told.append(job)
        self._waiting.put((job, work))
        self._changed()
        return job

    def cancel(self, number: int) -> None:
        """Enough of a job; one that is over stays as it is."""
        for job in self.told:
            if job.number == number and not job.is_over:
                job.stop.set()

    def _run(self) -> None:
        while (next_ := self._waiting.get()) is not None:
            job, work = next_
            if job.stop.is_set():
                job.state = "cancelled"
            else:
                job.state = "running"
                self._changed()
                _do(job, work)
            self._forget()
            self._changed()

    def _forget(self) -> None:
        """What has been over longest is told no more."""
        with self._lock:
            over = [job for job in self._told if job.is_over]
            for job in over[:-_KEPT]:
                self._told.remove(job)


def _do(job: Job, work: Work) -> None:
    """Do it; whatever goes wrong is said, and the next one goes on."""
    try:
        job.said, job.state = work(job), "done"
    except CancelledError:
        job.said, job.state = Words("已取消，什么都没有写。", "Cancelled; nothing was written."), "cancelled"
    except Exception as error:  # noqa: BLE001 - a fault is a message, and the desk goes on
        words = words_for(error)
        if words is None:
            _LOG.exception("a job failed")
            told = f"{type(error).__name__}: {error}"
            words = Words(
                f"程序出错，这一步没有完成，别的不受影响：{told}",
                f"A fault of the program: this step was not done, nothing else is touched: {told}",
            )
        job.said, job.state = words, "failed"
