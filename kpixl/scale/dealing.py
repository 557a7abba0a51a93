"""Things dealt out to a Dask cluster in chunks.

The engine's part is all that concerns machines: it hands a chunk to another worker where one was lost. One
that no worker survives is halved until the thing at fault is alone. Where the connection was lost and is
there again, what was out is dealt out anew.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, Queue
from typing import Any, NamedTuple, Protocol

from distributed import Client, Future, KilledWorker

from kpixl.progress import Watch
from kpixl.refusal import RefusedError
from kpixl.scale.connection import LOST, Connection
from kpixl.scale.orders import failed
from kpixl.words import Words

_PULSE_SECONDS = 0.2
_FETCH_SECONDS = 60.0
"""For what a worker made to come over; then it is looked whether all is well, and fetched again."""
_MOST_LOST = 5
"""How often the connection may be lost while nothing at all is done."""
_LOOK_SECONDS = 5.0
"""After which it is asked who is at work, where nothing ends meanwhile."""
_NAMED = 5
CONNECTING = Words("等待集群的调度器", "waiting for the cluster's scheduler")
NOBODY_WORKS = Words("等待集群的工作进程", "waiting for workers of the cluster")


class Work(Protocol):
    """What is done with things."""

    @property
    def kept(self) -> Words:
        """What is said of things that are done, where the others cannot be."""

    def submitted(self, client: Client, things: Sequence[Any]) -> Future:
        """Some of them, given to the cluster."""

    def outcomes(self, things: Sequence[Any], told: Any) -> Sequence[Any]:
        """What became of each of them. told: what the worker answered."""

    def lost(self, thing: Any) -> Any:
        """What became of one that no worker survives. RefusedError, where that must not be."""


class _Piece(NamedTuple):
    """Some of the things. first: the number of the first of them; alone: nothing else is out beside it."""

    first: int
    things: Sequence[Any]
    alone: bool = False

    def parts(self, size: int) -> Iterator[_Piece]:
        for start in range(0, len(self.things), size):
            yield _Piece(self.first + start, self.things[start : start + size])


@dataclass(frozen=True, kw_only=True)
class Dealer:
    """Deals things out to a cluster.

    chunk: how many at once; patience: seconds for which a scheduler that is gone, or workers of which none is
    there, are waited for.
    """

    connection: Connection
    chunk: int
    watch: Watch
    patience: float

    def waiting(self, what: Words) -> Callable[[], None]:
        """Tells that something is waited for, unless the work is to end."""
        return partial(self.watch.step, 0, 1, what)

    def dealt(self, things: Sequence[Any], work: Work) -> Iterator[Any]:
        """What became of each thing, in their order. RefusedError where the cluster is gone."""
        done: dict[int, Any] = {}
        todo = deque(_Piece(0, things).parts(self.chunk))
        table = _Table(dealer=self, work=work, roll=_Roll(dealer=self), todo=todo)
        try:
            for number in range(len(things)):
                while number not in done:
                    self.watch.go_on()
                    done.update(table.done())
                yield done.pop(number)
        finally:
            table.clear()


class _Ended(NamedTuple):
    """A piece that is done, and what the worker answered; killed: that no worker survives it."""

    piece: _Piece
    told: Any = None
    killed: bool = False


@dataclass(kw_only=True)
class _Table:
    """The pieces that are to be done.

    out: given to the cluster; ended: what is done of that, as it comes; suspects: single things whose worker
    was lost again and again, which may have been the fault of what else it had to do: each is tried when
    nothing else is out; lost: how often the connection was, since something was done.
    """

    dealer: Dealer
    work: Work
    roll: _Roll
    todo: deque[_Piece]
    out: dict[Future, _Piece] = field(default_factory=dict)
    ended: Queue[Future] = field(default_factory=Queue)
    suspects: deque[_Piece] = field(default_factory=deque)
    lost: int = 0

    def done(self) -> Iterator[tuple[int, Any]]:
        """(number, what became of it) of the things of the next piece that ends; of none after a moment."""
        try:
            ended = None if self._connection.is_lost else self._next()
        except LOST as error:
            self._begin_anew(error)
            return
        if self._connection.is_lost:
            self._begin_anew(CancelledError(self._connection.client.status))
        elif ended is not None:
            self.lost = 0
            self.roll.seen()
            yield from self._settled(ended)

    def clear(self) -> None:
        """What is still out need not be done."""
        if self.out and not self._connection.is_lost:
            with suppress(*LOST):
                self._connection.client.cancel(list(self.out))

    @property
    def _connection(self) -> Connection:
        return self.dealer.connection

    def _next(self) -> _Ended | None:
        """What ends next; None of nothing after a moment. One of LOST where the connection is."""
        if not self.out and not self.todo and self.suspects:
            self.todo.append(self.suspects.popleft())
        while self.todo:
            future = self.work.submitted(self._connection.client, self.todo[0].things)
            self.out[future] = self.todo.popleft()
            future.add_done_callback(self.ended.put)
        try:
            future = self.ended.get(timeout=_PULSE_SECONDS)
        except Empty:
            self.roll.call()
            return None
        return self._ended(future) if future in self.out else None  # else it was called off

    def _ended(self, future: Future) -> _Ended | None:
        """What came of a piece; None where that is not here yet, or its worker was lost with it."""
        if future.status == "cancelled":
            raise CancelledError
        if future.status == "error":
            return _Ended(self.out.pop(future), killed=self._is_killed(future.exception()))
        try:
            told = future.result(timeout=_FETCH_SECONDS)
        except TimeoutError:
            future.add_done_callback(self.ended.put)
            return None
        return _Ended(self.out.pop(future), told)

    def _is_killed(self, error: BaseException) -> bool:
        """Whether no worker survives it. RefusedError of any other error."""
        if isinstance(error, KilledWorker):
            return True
        told = filter(None, (self._connection.others(), f"{type(error).__name__}: {error}"))
        words = failed(self._connection.address, "; ".join(told))
        raise RefusedError(words.zh, words.en)

    def _settled(self, ended: _Ended) -> Iterator[tuple[int, Any]]:
        """(number, what became of it) of what is known by that; the rest is to be tried again."""
        piece, told, killed = ended
        if isinstance(told, Words):  # what the worker refused
            raise RefusedError(told.zh, told.en)
        if not killed:
            yield from enumerate(self.work.outcomes(piece.things, told), piece.first)
        elif piece.alone:
            yield piece.first, self.work.lost(piece.things[0])
        elif len(piece.things) == 1:
            self.suspects.append(piece._replace(alone=True))
        else:
            self.todo.extend(piece.parts((len(piece.things) + 1) // 2))

    def _begin_anew(self, reason: Exception) -> None:
        """Connect again, and deal out anew what was out. RefusedError where the cluster is gone."""
        self.lost += 1
        self.todo = deque(sorted((*self.out.values(), *self.todo)))
        self.out.clear()
        try:
            if self.lost > _MOST_LOST:
                raise reason
            self._connection.renew(self.dealer.patience, self.dealer.waiting(CONNECTING))
            self.roll.seen()
        except LOST as error:
            address, kept = self._connection.address, self.work.kept
            raise RefusedError(
                f"与集群“{address}”的连接中断，{self.dealer.patience:.0f}秒内没有恢复：请核对调度器后重新运行。"
                f"{kept.zh}",
                f"The connection to the cluster at {address!r} was lost and did not come back in "
                f"{self.dealer.patience:.0f} s: see to the scheduler and run again. {kept.en}".rstrip(),
            ) from error


@dataclass(kw_only=True)
class _Roll:
    """Who is at work. were: who was when it was called last; since: when somebody was missed first."""

    dealer: Dealer
    were: Sequence[str] = ()
    since: float = field(default_factory=time.monotonic)
    called: float = field(default_factory=time.monotonic)

    def seen(self) -> None:
        """Whoever is not there has so long to come, from now on."""
        self.since = self.called = time.monotonic()

    def call(self) -> None:
        """See who is there, from time to time. RefusedError where nobody has been for too long."""
        now = time.monotonic()
        if now - self.called < _LOOK_SECONDS:
            return
        self.called = now
        late = now - self.since > self.dealer.patience
        try:
            there = self.dealer.connection.workers()
        except TimeoutError:  # a scheduler that has much to do is not lost for that
            if late:
                raise
            return
        if there:
            self.were, self.since = there, now
        elif late:
            raise self._nobody()
        else:
            self.dealer.waiting(NOBODY_WORKS)()

    def _nobody(self) -> RefusedError:
        address, patience, were = self.dealer.connection.address, self.dealer.patience, len(self.were)
        named = ", ".join(self.were[:_NAMED]) + (", …" if were > _NAMED else "")
        told = (
            (f"此前有{were}个：{named}，都不在了", f"the {were} that were there are gone: {named}")
            if were
            else ("一个也没有来过", "none ever came")
        )
        return RefusedError(
            f"集群“{address}”{patience:.0f}秒没有工作进程（{told[0]}）：请核对各机器的 dask worker，"
            "再重新运行，或用 --patience 等得更久。",
            f"The cluster at {address!r} had no worker for {patience:.0f} s ({told[1]}): see to "
            "`dask worker` on its machines and run again, or wait longer with --patience.",
        )
