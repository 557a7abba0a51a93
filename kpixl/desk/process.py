"""The process that does what takes long: one a desk, started with the first job, and anew where it has died.

It is handed a function, by its name, and by value what that takes; it says how far it is, and yields what
comes of it thing by thing: the server has pages to answer, and never takes in much at once.
"""

from __future__ import annotations

import io
import logging
import pickle
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from kpixl.campaign import CancelledError, RefusedError, words_for
from kpixl.garbage import keep_what_is_there
from kpixl.processes import end_with_parent, give_way, starting
from kpixl.progress import Watch
from kpixl.refusal import reason
from kpixl.words import Words

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from kpixl.campaign import Campaign, Progress

NAME = "kpixl-desk-jobs"
_START_SECONDS = 120.0
_PULSE_SECONDS = 0.2
_PATIENCE_SECONDS = 30.0
"""How long a job that is to end may go on; then its process is ended, and what it has begun is undone."""
_SILENT = Words("一直没有回应", "it never answered")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Who looks on. moved: told how far it is; met: of each thing that was met; stopped: whether to end."""

    moved: Progress
    met: Callable[[dict[str, Any]], None]
    stopped: Callable[[], bool]

    def on(self, campaign: Campaign) -> Campaign:
        """The campaign, looked on."""
        return campaign.using(progress=self.moved, cancelled=self.stopped)

    @property
    def watch(self) -> Watch:
        """The same, of what is no campaign yet."""
        return Watch(progress=self.moved, cancelled=self.stopped)


Verb = Callable[..., Iterator[Any]]
"""A function of a module: takes who looks on, then what it is given; yields what comes of it."""


class LostError(Exception):
    """The process has ended in the midst of it. how: as the system says."""

    def __init__(self, how: Words) -> None:
        self.how = how
        super().__init__(how.en)


def told_of(error: Exception) -> Words:
    """What is said of whatever went wrong."""
    words = words_for(error, desk=True)
    if words is not None:
        return words
    _LOG.error("a job failed", exc_info=error)
    told = f"{type(error).__name__}: {error}"
    return Words(
        f"程序出错，这一步没有完成，别的不受影响：{told}",
        f"A fault of the program: this step was not done, nothing else is touched: {told}",
    )


def _no_start(why: Words) -> RefusedError:
    return RefusedError(
        f"做这一步的进程没有启动（{why.zh}），什么都没有做：请关闭其他程序后再做一次；仍然不行，请退出 kpixl "
        "重新打开，并看看是不是杀毒软件拦住了它。",
        f"The process that does this step did not start ({why.en}); nothing was done: close other programs "
        "and do it again. If that fails once more, quit kpixl, open it anew, and see whether an antivirus "
        "program keeps it from starting.",
    )


def _how(code: int | None) -> Words:
    """How a process has ended, by what the system says of it."""
    if code is None:
        return Words("原因不明", "nobody knows how")
    if code < 0:
        name = signal.Signals(-code).name if -code in {*signal.Signals} else str(-code)
        return Words(f"信号 {name}", f"signal {name}")
    return Words(f"退出码 {code}", f"exit code {code}")


class JobProcess:
    """The server's side of it."""

    def __init__(self) -> None:
        self._at: tuple[SpawnProcess, Connection] | None = None
        self._numbers = count(1)

    def do(self, verb: Verb, given: Iterable[Any], look: Look) -> list[Any]:
        """Have something done, and wait for it: what came of it.

        RefusedError with what is to be said where it failed or the process did not start, CancelledError
        where it was to end, LostError where the process has died.
        """
        number = next(self._numbers)
        pipe = self._ready(look)
        try:
            _hand_over(pipe, [number, verb, *given])
            failed, things = self._heard(pipe, number, look)
        except (EOFError, OSError):
            raise LostError(_how(self.end())) from None
        except CancelledError:
            raise
        except BaseException:
            self.end()  # it waits for the rest of what could not be handed over
            raise
        if failed is not None:
            raise RefusedError(failed.zh, failed.en)
        return things

    def kill(self) -> None:
        """End the process, whoever waits for it."""
        at = self._at
        if at is not None:
            with suppress(ValueError):  # it has been ended just now
                at[0].kill()

    def end(self) -> int | None:
        """End the process, whatever it does; how it has ended, where it had done so by itself."""
        if self._at is None:
            return None
        process, pipe = self._at
        self._at = None
        pipe.close()
        process.join(_PULSE_SECONDS)
        code = process.exitcode
        process.kill()
        process.join()
        process.close()
        return code

    def _ready(self, look: Look) -> Connection:
        """The pipe to the process, started anew where there is none."""
        if self._at is not None and not self._at[0].is_alive():
            self.end()
        return self._at[1] if self._at is not None else self._started(look)

    def _started(self, look: Look) -> Connection:
        context: Any = starting()  # whose kinds of process differ by system
        pipe: Connection
        pipe, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), name=NAME)
        try:
            process.start()
        except OSError as error:
            raise _no_start(reason("", error)) from error
        finally:
            theirs.close()
        self._at = process, pipe
        try:
            self._await(pipe, look)
        except (EOFError, OSError):
            raise _no_start(_how(self.end())) from None
        return pipe

    def _await(self, pipe: Connection, look: Look) -> None:
        """Wait until the process says that it is there."""
        until = time.monotonic() + _START_SECONDS
        while not pipe.poll(_PULSE_SECONDS):
            if look.stopped():
                self.end()
                raise CancelledError
            if time.monotonic() > until:
                self.end()
                raise _no_start(_SILENT)
        pipe.recv()

    def _heard(self, pipe: Connection, number: int, look: Look) -> tuple[Words | None, list[Any]]:
        """What went wrong, if anything did, and what came of it."""
        things = _Taken()
        for kind, said in self._messages(pipe, number, look):
            match kind:
                case "moved":
                    look.moved(*said)
                case "met":
                    look.met(said)
                case "thing":
                    things.take(said)
                case "done":
                    return None, things.all
                case "cancelled":
                    raise CancelledError
                case "failed":
                    return said, []
        raise AssertionError

    def _messages(self, pipe: Connection, number: int, look: Look) -> Iterator[tuple[str, Any]]:
        """What it says; CancelledError, and its end, where it goes on though it was told to end."""
        until = None
        while True:
            if until is None and look.stopped():
                pipe.send(("stop", number))
                until = time.monotonic() + _PATIENCE_SECONDS
            if pipe.poll(_PULSE_SECONDS):
                yield pipe.recv()
            elif until is not None and time.monotonic() > until:
                self.end()
                raise CancelledError


@dataclass(slots=True)
class _Taken:
    """Things that come one by one; what several of them have in common comes with the first."""

    all: list[Any] = field(default_factory=list)
    _content: io.BytesIO = field(default_factory=io.BytesIO)
    _unpickler: pickle.Unpickler = field(init=False)

    def __post_init__(self) -> None:
        self._unpickler = pickle.Unpickler(self._content)  # noqa: S301 - of a process of its own

    def take(self, data: bytes) -> None:
        """One more."""
        self._content.seek(0)
        self._content.truncate()
        self._content.write(data)
        self._content.seek(0)
        self.all.append(self._unpickler.load())


class PassingProcess(JobProcess):
    """One that is seldom asked for: it ends with what it does."""

    def do(self, verb: Verb, given: Iterable[Any], look: Look) -> list[Any]:
        """As any."""
        try:
            return super().do(verb, given, look)
        finally:
            self.end()


def _hand_over(pipe: Connection, things: Iterable[Any]) -> None:
    content = io.BytesIO()
    pickler = pickle.Pickler(content, pickle.HIGHEST_PROTOCOL)
    for thing in things:
        content.seek(0)
        content.truncate()
        pickler.dump(thing)
        pipe.send(("thing", content.getvalue()))
    pipe.send(("done", None))


def _serve(pipe: Connection) -> None:
    """The process: does what it is handed, one after the other, until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides what an interrupt means
    keep_what_is_there()
    end_with_parent()
    give_way()  # whoever reads a page meanwhile comes first
    with suppress(EOFError, OSError):
        pipe.send(("ready", None))
        while True:
            _answer(pipe, *_order(pipe))


def _order(pipe: Connection) -> tuple[int, Verb, list[Any]]:
    things = _Taken()
    while True:
        kind, said = pipe.recv()
        if kind == "thing":
            things.take(said)
        elif kind == "done":
            number, verb, *given = things.all
            return number, verb, given


def _answer(pipe: Connection, number: int, verb: Verb, given: list[Any]) -> None:
    look = Look(
        moved=lambda *said: pipe.send(("moved", said)),
        met=lambda said: pipe.send(("met", said)),
        stopped=_Stopped(pipe, number),
    )
    try:
        _hand_over(pipe, verb(look, *given))
    except CancelledError:
        pipe.send(("cancelled", None))
    except Exception as error:  # noqa: BLE001 - whatever it is, the server says it
        pipe.send(("failed", told_of(error)))


@dataclass(slots=True)
class _Stopped:
    """Whether a job is to end: the server says so on the pipe."""

    pipe: Connection
    number: int
    said: bool = False

    def __call__(self) -> bool:
        while self.pipe.poll():
            self.said |= self.pipe.recv() == ("stop", self.number)
        return self.said
