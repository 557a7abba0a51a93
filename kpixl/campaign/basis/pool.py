"""Many workbooks are built by several processes."""

# ruff: noqa: PLC0415 - what starts processes is imported where some are started

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from kpixl.blueprint import Scheme
from kpixl.garbage import keep_what_is_there
from kpixl.layout import Package

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")
Spread = Callable[[Callable[[Package], T], Iterable[Package]], Iterator[T]]

_WORTH_A_POOL = 8  # starting processes costs as much as building some workbooks
_PULSE_SECONDS = 0.2


@contextmanager
def mapping(
    count: int,
    jobs: int | None,
    go_on: Callable[[], None],
    scheme: Scheme,
    *,
    costly: int | None = None,
    kept: Executor | None = None,
) -> Iterator[Spread[Any]]:
    """A `map` over `count` packages of a scheme, in their order.

    jobs: processes (default: one a processor); go_on: called while they work; what it raises ends them;
    costly: how many of the packages take long, where not all of them do; kept: processes that are there.
    """
    if kept is not None:
        yield partial(_spread, kept, go_on)
        return
    long = count if costly is None else costly
    worth = worth_a_pool(long) and 2 * long > count
    wanted = jobs or (os.cpu_count() or 1 if worth else 1)
    workers = min(wanted, count)
    if workers <= 1:
        yield map
        return
    with builders(workers, scheme) as pool:
        yield partial(_spread, pool, go_on)


@contextmanager
def builders(workers: int, scheme: Scheme) -> Iterator[Executor]:
    """Processes that build workbooks of a scheme."""
    from concurrent.futures import ProcessPoolExecutor

    from kpixl.processes import starting

    with ProcessPoolExecutor(
        max_workers=workers, mp_context=starting(), initializer=_begin, initargs=(scheme,)
    ) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(cancel_futures=True)  # none of them outlives this
            raise


def worth_a_pool(count: int) -> bool:
    """Whether so many workbooks are worth processes of their own."""
    return count >= _WORTH_A_POOL


_SCHEME: list[Scheme] = []
"""That of the packages that come to this process: they travel without it, and share what is laid out."""


def _begin(scheme: Scheme) -> None:
    """In the process: get ready."""
    from kpixl.processes import end_with_parent

    end_with_parent()
    _SCHEME[:] = [scheme]
    keep_what_is_there()


def _done(function: Callable[[Package], T], package: Package) -> T:
    """In the process: the result for a package."""
    return function(replace(package, scheme=_SCHEME[0]))


def _spread(
    pool: Executor,
    go_on: Callable[[], None],
    function: Callable[[Package], T],
    packages: Iterable[Package],
) -> Iterator[T]:
    """Begins with all of them at once, the longest first; hands the results over in their order."""
    bare = [replace(package, scheme=cast("Scheme", None)) for package in packages]
    longest = sorted(range(len(bare)), key=lambda number: -sum(map(len, bare[number].rows.values())))
    begun = {number: pool.submit(_done, function, bare[number]) for number in longest}
    return _results(deque(begun[number] for number in range(len(bare))), go_on)


def _results(todo: deque[Future[T]], go_on: Callable[[], None]) -> Iterator[T]:
    from concurrent.futures import wait

    while todo:
        while not todo[0].done():
            go_on()
            wait(list(todo)[:1], _PULSE_SECONDS)
        yield todo.popleft().result()
