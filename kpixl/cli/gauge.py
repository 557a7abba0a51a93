"""How far something long has come, as somebody at a terminal or a reader of a log wants to know it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from kpixl.progress import Progress, silent
from kpixl.words import Lang, Words

_EVERY = 60.0
"""Seconds between two lines, where there is no terminal."""
_STILL = 0.1
"""Seconds for which a bar stands as it is, so that drawing takes no time from the work."""
_SOON = 2.0
"""Seconds from which on a pace is worth telling."""
_MINUTE = 60

Clock = Callable[[], float]


@dataclass(kw_only=True)
class Pace:
    """How fast one step goes. A step is what is told by the same words."""

    clock: Clock
    _what: Words | None = None
    _began: float = 0.0

    def told(self, done: int, total: int, what: Words) -> Words:
        """Rate and time left; no words where it is too early to say, or all is done."""
        if what != self._what:
            self._what, self._began = what, self.clock()
        passed = self.clock() - self._began
        if not done or done >= total or passed < _SOON:
            return Words("", "")
        rate = done / passed
        left = _span((total - done) / rate)
        return Words(f"每秒{_short(rate)}，约剩{left['zh']}", f"{_short(rate)} a second, {left['en']} left")


def _short(rate: float) -> str:
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"


def _span(seconds: float) -> Words:
    """A time to wait, rounded up."""
    minutes, rest = divmod(int(seconds) + 1, _MINUTE)
    if not minutes:
        return Words(f"{rest}秒", f"{rest} s")
    return Words(f"{minutes}分{rest:02}秒", f"{minutes} min {rest:02} s")


@contextmanager
def gauge(
    doing: Words, lang: Lang, *, quiet: bool = False, clock: Clock = time.monotonic
) -> Iterator[Progress]:
    """A bar on a terminal, one line a minute elsewhere; nothing if quiet.

    doing: what is done before the first step says more.
    """
    if quiet:
        yield silent
    elif sys.stderr.isatty():
        with _bar(doing, lang, Pace(clock=clock)) as moved:
            yield moved
    else:
        yield _Lines(lang=lang, clock=clock).moved


@contextmanager
def _bar(doing: Words, lang: Lang, pace: Pace) -> Iterator[Progress]:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs them
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    parts = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    # a thread that draws would keep processes from being copies of this one
    with Bar(*parts, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(doing[lang], total=None, pace="")
        bar.refresh()
        last, step = pace.clock(), doing

        def moved(done: int, total: int, what: Words) -> None:
            nonlocal last, step
            told = pace.told(done, total, what)[lang]
            bar.update(task, completed=done, total=total, description=what[lang], pace=told)
            if what != step or done == total or pace.clock() - last >= _STILL:
                last, step = pace.clock(), what
                bar.refresh()

        yield moved


@dataclass(kw_only=True)
class _Lines:
    """A line a minute, so that a log shows that something goes on."""

    lang: Lang
    clock: Clock
    pace: Pace = field(init=False)
    last: float = field(init=False)

    def __post_init__(self) -> None:
        self.pace, self.last = Pace(clock=self.clock), self.clock()

    def moved(self, done: int, total: int, what: Words) -> None:
        """Tell it, if a minute has gone by."""
        told = self.pace.told(done, total, what)[self.lang]
        if self.clock() - self.last < _EVERY:
            return
        self.last = self.clock()
        more = Words(f"（{told}）", f" ({told})")[self.lang] if told else ""
        click.echo(f"{what[self.lang]} {done}/{total}{more}", err=True)
