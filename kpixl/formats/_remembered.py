"""What was read in some bytes, said again when the same bytes come again: most parts of returns are alike."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar, cast

from kpixl.limits import Limits

Read = TypeVar("Read")

_ROOM = 4 * 1024 * 1024
_LONGEST = _ROOM // 8
_UNKNOWN = object()


class Remembered(Generic[Read]):
    """A reader of bytes that keeps what it read last, of four megabytes; what it raises is not kept.

    It must be a function of its arguments alone, and nobody may change what it gives.
    """

    def __init__(self, read: Callable[[bytes, str, Limits], Read]) -> None:
        """Use as a decorator."""
        self._read = read
        self._kept: dict[tuple[bytes, str, Limits], Read] = {}
        self._room = _ROOM
        self._lock = Lock()

    def __call__(self, data: bytes, part: str, limits: Limits) -> Read:
        """What the reader reads in the bytes of this part."""
        asked = (data, part, limits)
        known = self._kept.get(asked, _UNKNOWN)
        if known is not _UNKNOWN:
            return cast("Read", known)
        answer = self._read(*asked)
        if len(data) <= _LONGEST:
            self._keep(asked, answer)
        return answer

    def _keep(self, asked: tuple[bytes, str, Limits], answer: Read) -> None:
        with self._lock:
            if asked not in self._kept:
                self._kept[asked] = answer
                self._room -= len(asked[0])
            while self._room < 0:
                oldest = next(iter(self._kept))
                del self._kept[oldest]
                self._room += len(oldest[0])
