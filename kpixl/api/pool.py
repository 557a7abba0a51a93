"""Many workbooks are built by several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from kpixl.layout import Package

T = TypeVar("T")
Spread = Callable[[Callable[[Package], T], Iterable[Package]], Iterator[T]]

_WORTH_A_POOL = 8  # starting processes costs as much as building some workbooks


@contextmanager
def mapping(count: int, jobs: int | None) -> Iterator[Spread[Any]]:
    """A `map` over `count` things, in their order. jobs: processes (default: one a processor)."""
    wanted = jobs or (os.cpu_count() or 1 if count >= _WORTH_A_POOL else 1)
    workers = min(wanted, count)
    if workers <= 1:
        yield map
        return
    # Processes are started afresh on every platform: a copy of this one may hold locks of other threads.
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        try:
            yield pool.map
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
