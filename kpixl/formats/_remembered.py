"""What was read in a text or some bytes, said again when the same come again: most of returns is alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar, cast

Asked = ParamSpec("Asked")
Read = TypeVar("Read")

_ROOM = 4 * 1024 * 1024
_UNKNOWN = object()


class Remembered(Generic[Asked, Read]):
    """A reader that keeps what it read last, of so many bytes or characters; what it raises is not kept.

    What it reads is its first argument. It must be a function of its arguments alone, and nobody may change
    what it gives.
    """

    def __init__(self, read: Callable[Asked, Read], room: int = _ROOM) -> None:
        """Use as a decorator."""
        self._read = read
        self._kept: dict[Hashable, Read] = {}
        self._room = room
        self._longest = room // 8
        self._lock = Lock()

    def __call__(self, *asked: Asked.args, **named: Asked.kwargs) -> Read:
        """What the reader reads; arguments that are named are not told apart."""
        known: Any = self._kept.get(asked, _UNKNOWN)
        if known is not _UNKNOWN:
            return cast("Read", known)
        answer = self._read(*asked, **named)
        if _size(asked) <= self._longest:
            self._keep(asked, answer)
        return answer

    def _keep(self, asked: tuple[object, ...], answer: Read) -> None:
        with self._lock:
            if asked not in self._kept:
                self._kept[asked] = answer
                self._room -= _size(asked)
            while self._room < 0:
                oldest: Any = next(iter(self._kept))
                del self._kept[oldest]
                self._room += _size(oldest)


def _size(asked: tuple[object, ...]) -> int:
    return len(cast("Sized", asked[0]))
