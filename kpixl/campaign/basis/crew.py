"""The processes of a verb that builds and reads again and again: started once, and kept to its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.basis.pool import builders, worth_a_pool
from kpixl.check import readers
from kpixl.returns import Pool, worker_count


@dataclass(frozen=True, kw_only=True)
class Crew:
    """reading: those that read returns; building: those that build workbooks, where they are worth it."""

    reading: Pool
    building: Executor | None


@contextmanager
def crew(basis: Basis, count: int) -> Iterator[Crew]:
    """The crew for stages of so many workbooks.

    It is to start before anything large is loaded or opened, which a copy of this process would have, too.
    """
    reader = replace(basis.reader, decisions=basis.decisions.for_reading)
    with ExitStack() as started:
        reading = started.enter_context(readers(reader, basis.watch))
        reading.grow(worker_count(count))
        workers = basis.means.jobs or (os.cpu_count() or 1 if worth_a_pool(count) else 1)
        building = started.enter_context(builders(workers, basis.scheme)) if workers > 1 else None
        if building is not None:
            building.submit(int)  # the first job is what starts them
        yield Crew(reading=reading, building=building)
