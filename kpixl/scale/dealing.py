"""Things dealt out to a Dask cluster in chunks.

The engine's part is all that concerns machines: it hands a chunk to another worker where one was lost. One
that no worker survives is halved until the thing at fault is alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Any, NamedTuple, Protocol

from distributed import Client, Future, KilledWorker

from kpixl.refusal import RefusedError
from kpixl.words import Words

_PULSE_SECONDS = 0.2


class Work(Protocol):
    """What is done with things."""

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
    """Deals things out to a cluster. chunk: how many at once; go_on: asked meanwhile, may end it."""

    client: Client
    chunk: int
    go_on: Callable[[], None]

    def dealt(self, things: Sequence[Any], work: Work) -> Iterator[Any]:
        """What became of each thing, in their order. RefusedError where the cluster is gone."""
        done: dict[int, Any] = {}
        with _Table.of(self.client, work) as table:
            for piece in _Piece(0, things).parts(self.chunk):
                table.deal(piece)
            for number in range(len(things)):
                while number not in done:
                    self.go_on()
                    done.update(table.done())
                yield done.pop(number)


@dataclass(frozen=True, kw_only=True)
class _Table:
    """The pieces that are dealt out.

    ended: those that are done, as they come; suspects: single things whose worker was lost again and again,
    which may have been the fault of what else it had to do: each is tried when nothing else is out.
    """

    client: Client
    work: Work
    out: dict[Future, _Piece] = field(default_factory=dict)
    ended: Queue[Future] = field(default_factory=Queue)
    suspects: deque[_Piece] = field(default_factory=deque)

    @classmethod
    @contextmanager
    def of(cls, client: Client, work: Work) -> Iterator[_Table]:
        """An empty one; what is still out when it is left need not be done."""
        table = cls(client=client, work=work)
        try:
            yield table
        except (CancelledError, OSError) as error:
            raise _gone(error) from error
        finally:
            with suppress(Exception):  # where the cluster is gone, there is nothing to call off
                client.cancel(list(table.out))

    def deal(self, piece: _Piece) -> None:
        """Give a piece to the cluster."""
        future = self.work.submitted(self.client, piece.things)
        self.out[future] = piece
        future.add_done_callback(self.ended.put)

    def done(self) -> Iterator[tuple[int, Any]]:
        """(number, what became of it) of the things of the next piece that ends; of none after a moment."""
        if self.client.status != "running":
            raise _gone(self.client.status)
        if not self.out and self.suspects:
            self.deal(self.suspects.popleft())
        try:
            future = self.ended.get(timeout=_PULSE_SECONDS)
        except Empty:
            return
        piece = self.out.pop(future)
        if not _killed(future):
            yield from enumerate(self.work.outcomes(piece.things, _told(future)), piece.first)
        elif piece.alone:
            yield piece.first, self.work.lost(piece.things[0])
        elif len(piece.things) == 1:
            self.suspects.append(piece._replace(alone=True))
        else:
            for half in piece.parts((len(piece.things) + 1) // 2):
                self.deal(half)


def _killed(future: Future) -> bool:
    return future.status == "error" and isinstance(future.exception(), KilledWorker)


def _told(future: Future) -> Any:
    """What the worker answered. RefusedError of what it refused, or could not do at all."""
    if future.status != "finished":
        raise _failed(future)
    told = future.result()
    if isinstance(told, Words):
        raise RefusedError(told.zh, told.en)
    return told


def _failed(future: Future) -> RefusedError:
    if future.status in {"cancelled", "lost"}:
        return _gone(future.status)
    error = future.exception()
    kind = f"{type(error).__name__}: {error}"[:200]
    return RefusedError(
        f"集群的工作进程没有完成任务（{kind}）：请核对各机器的 kpixl 版本相同、能看到同一个文件夹。",
        f"A worker of the cluster failed ({kind}): see that all machines have this version of kpixl and see "
        "the same folders.",
    )


def _gone(reason: object) -> RefusedError:
    return RefusedError(
        f"与集群的连接中断（{reason}）：请核对集群后重新运行，已读完的部分不会重读。",
        f"The connection to the cluster was lost ({reason}): see to it and run again; what was read is kept.",
    )
