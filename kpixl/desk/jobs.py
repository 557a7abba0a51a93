"""Long work in the background, one after the other: how far it is, what came of it, and enough of it."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

from kpixl.campaign import CUT_SHORT, UNDONE, CancelledError, RefusedError
from kpixl.desk.process import Look, LostError, Verb, told_of
from kpixl.ledger import Undertaking
from kpixl.words import NO_WORDS, Lang, Words

State = Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
STATES: Final[dict[State, Words]] = {
    "waiting": Words("等待", "waiting"),
    "running": Words("进行中", "running"),
    "done": Words("完成", "done"),
    "failed": Words("未完成", "failed"),
    "cancelled": Words("已取消", "cancelled"),
    "interrupted": CUT_SHORT,
}
CANCELLED = Words("已取消，什么都没有写。", "Cancelled; nothing was written.")
_KEPT = 12
"""Jobs that are over and still told."""
_LINES = 4
"""Of what a job met, the last that is told: each page hears it four times a second."""
_OVER = frozenset({"done", "failed", "cancelled", "interrupted"})
_GRACE_SECONDS = 5


def _nothing() -> None:
    """Nothing is to be done."""


@dataclass(kw_only=True)
class Job:
    """Something long.

    number: its own; what: is being done; said: what came of it; lines: of what it met; after: called when it
    is over, however that came.
    """

    number: int
    of: Undertaking
    after: Callable[[], object] = _nothing
    state: State = "waiting"
    done: int = 0
    total: int = 0
    what: Words = NO_WORDS
    said: Words = NO_WORDS
    lines: list[dict[str, Any]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def key(self) -> str:
        """Of two with the same one only one waits."""
        return self.of.key

    @property
    def title(self) -> Words:
        """What it does."""
        return self.of.title

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in _OVER

    @property
    def stands(self) -> tuple[object, ...]:
        """How far it is: while this is the same, nothing is to be told."""
        return self.number, self.state, self.done, self.total, self.what

    @property
    def look(self) -> Look:
        """It, looking on."""
        return Look(moved=self.moved, met=self.met, stopped=self.stop.is_set)

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
            "link": f"{self.of.link}?stage={self.of.stage}" if self.of.stage else self.of.link,
            "state": self.state,
            "state_words": STATES[self.state][lang],
            "done": self.done,
            "total": self.total,
            "what": self.what[lang],
            "said": self.said[lang],
            "lines": self.lines,
        }


Do = Callable[..., list[Any]]
"""Has a verb done with what it takes, in the process; what it yields."""
Work = Callable[[Do], Words]
"""Does a job and says what came of it."""


class Hand(Protocol):
    """What does the jobs: a process."""

    def do(self, verb: Verb, given: Iterable[Any], look: Look) -> list[Any]:
        """Have something done; what came of it."""

    def kill(self) -> None:
        """End it in the midst of its work."""

    def end(self) -> object:
        """End it."""


class Book(Protocol):
    """What remembers the jobs of a workspace."""

    def alone(self, stopped: Callable[[], bool]) -> AbstractContextManager[None]:
        """Nobody else does a job there meanwhile. CancelledError where it is to end before that is so."""

    def begun(self, what: Undertaking) -> None:
        """One has begun."""

    def ended(self, what: Undertaking, how: Words, said: Words) -> None:
        """It has ended so."""

    def settle(self) -> None:
        """Undo what one has begun to write that was cut short."""

    def cut_short(self) -> Iterable[Undertaking]:
        """Those that began the last time and never ended; told once."""


class Unwritten:
    """The book of jobs that no workspace remembers, because there is none yet."""

    def alone(self, stopped: Callable[[], bool]) -> AbstractContextManager[None]:
        """Nobody else is there. CancelledError where it is not to begin any more."""
        if stopped():
            raise CancelledError
        return nullcontext()

    def begun(self, what: Undertaking) -> None:
        """It is not entered."""

    def ended(self, what: Undertaking, how: Words, said: Words) -> None:
        """It is not entered."""

    def settle(self) -> None:
        """Whoever began it takes away what is left."""

    def cut_short(self) -> Iterable[Undertaking]:
        """Nobody knows of any."""
        return ()


class Jobs:
    """The jobs of a desk. changed: called when one has begun or ended.

    One after the other is done by a process; a thread of the server waits for it.
    """

    def __init__(self, changed: Callable[[], None], hand: Hand, book: Book) -> None:
        self._changed, self._hand, self._book = changed, hand, book
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._told: list[Job] = []
        self._waiting: queue.SimpleQueue[tuple[Job, Work] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="kpixl-desk-jobs", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def end(self) -> None:
        """Cancel what is at work or waits; what does not end then is ended."""
        for job in self.told:
            job.stop.set()
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(_GRACE_SECONDS)
            self._hand.kill()
            self._thread.join(_GRACE_SECONDS)
        self._hand.end()

    @property
    def told(self) -> list[Job]:
        """All that are still told, in their order."""
        with self._lock:
            return list(self._told)

    @property
    def interrupted(self) -> list[Job]:
        """Those that were cut short the last time, and not begun again."""
        told = self.told
        again = {job.key for job in told if job.state != "interrupted"}
        return [job for job in told if job.state == "interrupted" and job.key not in again]

    @property
    def are_idle(self) -> bool:
        """Whether nothing is at work or waits."""
        return all(job.is_over for job in self.told)

    def add(self, what: Undertaking, work: Work, after: Callable[[], object] = _nothing) -> Job:
        """Something to do; where the same waits already, that. after: called when it is over."""
        with self._lock:
            same = next((j for j in self._told if j.key == what.key and j.state == "waiting"), None)
            if same is not None:
                return same
            job = Job(number=next(self._numbers), of=what, after=after)
            self._told.append(job)
        self._waiting.put((job, work))
        self._changed()
        return job

    def latest(self, key: str) -> Job | None:
        """The last one that does this; None where it is told no more."""
        return next((job for job in reversed(self.told) if job.key == key), None)

    def cancel(self, number: int) -> None:
        """Enough of a job; one that is over stays as it is."""
        for job in self.told:
            if job.number == number and not job.is_over:
                job.stop.set()

    def _run(self) -> None:
        self._tell_what_was_cut_short()
        while (next_ := self._waiting.get()) is not None:
            job, work = next_
            said, state = self._done(job, work)
            job.after()
            job.said, job.state = said, state
            self._forget()
            self._changed()

    def _tell_what_was_cut_short(self) -> None:
        with suppress(RefusedError, OSError):  # the account cannot be used, as every page will say
            for what in self._book.cut_short():
                job = Job(number=next(self._numbers), of=what, state="interrupted", said=UNDONE)
                with self._lock:
                    self._told.insert(0, job)
                self._changed()

    def _done(self, job: Job, work: Work) -> tuple[Words, State]:
        """Do it; whatever goes wrong is said, and the next one goes on."""
        try:
            with self._book.alone(job.stop.is_set):
                self._book.begun(job.of)
                job.state = "running"
                self._changed()
                said, state = self._outcome(job, work)
                self._book.ended(job.of, STATES[state], said)
        except CancelledError:
            return CANCELLED, "cancelled"
        except Exception as error:  # noqa: BLE001 - as where nothing can be entered in the account
            return told_of(error), "failed"
        return said, state

    def _outcome(self, job: Job, work: Work) -> tuple[Words, State]:
        def do(verb: Verb, *given: Any) -> list[Any]:
            return self._hand.do(verb, given, job.look)

        try:
            return work(do), "done"
        except CancelledError:
            return CANCELLED, "cancelled"
        except LostError as lost:
            self._book.settle()
            return (CANCELLED, "cancelled") if job.stop.is_set() else (_lost(lost), "failed")
        except Exception as error:  # noqa: BLE001 - a fault is a message, and the desk goes on
            return told_of(error), "failed"

    def _forget(self) -> None:
        """What has been over longest is told no more."""
        with self._lock:
            over = [job for job in self._told if job.is_over]
            for job in over[:-_KEPT]:
                self._told.remove(job)


def _lost(lost: LostError) -> Words:
    return Words(
        f"做这一步的进程突然结束了（{lost.how.zh}）：写到一半的已经撤回，别的不受影响。请再做一次；"
        "如果又这样，请关闭其他程序，腾出内存。",
        f"The process that was at it has ended suddenly ({lost.how.en}): what it had begun to write is "
        "undone, nothing else is touched. Do it again; if that happens once more, close other programs: it "
        "may lack memory.",
    )
