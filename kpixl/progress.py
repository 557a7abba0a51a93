"""Who looks on while something long is done: is told how far it has come, and may end it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from kpixl.words import Words

Progress = Callable[[int, int, Words], None]
"""Told (done, total, what): how many of how many, and what is being done."""
T = TypeVar("T")


class CancelledError(Exception):
    """The work was cancelled from outside. Nothing of it stays."""


def silent(done: int, total: int, what: Words) -> None:
    """Show no progress."""


def unseen(what: Any) -> None:
    """Nobody looks at single things."""


def never() -> bool:
    """Nobody cancels."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who looks on. cancelled: whether the work is to end; asked at every step and while it waits.

    seen: given each thing that was done, as it came out, where the work says so.
    """

    progress: Progress = silent
    seen: Callable[[Any], None] = unseen
    cancelled: Callable[[], bool] = never

    def go_on(self) -> None:
        """CancelledError where the work is to end."""
        if self.cancelled():
            raise CancelledError

    def step(self, done: int, total: int, what: Words) -> None:
        """Tell how far the work has come, unless it is to end."""
        self.go_on()
        self.progress(done, total, what)

    def over(self, things: Iterable[T], total: int, what: Words) -> Iterator[T]:
        """The things one by one, each told as done when the next is asked for."""
        self.step(0, total, what)
        for done, each in enumerate(things, start=1):
            yield each
            self.step(done, total, what)

    @contextmanager
    def whole(self, what: Words) -> Iterator[None]:
        """Something that is done in one piece."""
        self.step(0, 1, what)
        yield
        self.step(1, 1, what)


NOBODY = Watch()
"""Nobody looks on."""
