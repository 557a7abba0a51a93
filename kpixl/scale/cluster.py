"""A Dask cluster that exists, and what is done on it: returns are read, workbooks are made."""

from __future__ import annotations

import logging
import pickle
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from distributed import Client, Future
from distributed.versions import VersionMismatchWarning

from kpixl.blueprint import Scheme, digest
from kpixl.findings import Finding, found
from kpixl.layout import Package
from kpixl.progress import Watch, unseen
from kpixl.refusal import RefusedError
from kpixl.returns import Job, Reader, context_of
from kpixl.scale.connection import PATIENCE, Connection
from kpixl.scale.dealing import Dealer
from kpixl.scale.orders import Building, Orders, Reading, Secrets, release
from kpixl.scale.shelf import Shelf
from kpixl.scale.worker import ReadChunk, Setup, build_chunk, read_chunk
from kpixl.stamp import Key
from kpixl.version import code_digest
from kpixl.words import NO_WORDS, Words

CHUNK = 200
"""Files: dealing a chunk out costs some milliseconds, and a worker that is lost costs one."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Where chunks are worked on.

    shelf: where they are kept, as client and workers see it; key: the workspace's; secrets: finds those of a
    worker, when it is called there; chunk: how many files are dealt out at once; patience: seconds for which
    a scheduler or workers that are gone are waited for; say: tells what somebody should know.
    """

    connection: Connection
    shelf: Path
    key: Key
    secrets: Callable[[], Secrets]
    chunk: int = CHUNK
    patience: float = PATIENCE
    say: Callable[[Words], None] = unseen

    def readers(self, reader: Reader, watch: Watch) -> Readers:
        """What reads returns in the place of the processes of this machine."""
        stored = reader.snapshots.iterdir() if reader.snapshots and reader.snapshots.is_dir() else ()
        versions = {path.name: path.read_bytes() for path in stored}
        bare = replace(reader, key=None, passwords=(), snapshots=None)
        orders = self._orders(context_of(replace(reader, passwords=())).hex(), Setup(bare, versions))
        return Readers(dealer=self._dealer(watch), orders=orders, shelf=self._shelf, say=self.say)

    def built(self, scheme: Scheme, packages: Sequence[Package], watch: Watch) -> Iterator[bytes]:
        """The blank workbooks of a scheme's packages, in their order."""
        orders = self._orders(f"{digest(scheme)}-{code_digest()[:16]}", scheme)
        bare = [replace(package, scheme=cast("Scheme", None)) for package in packages]
        yield from self._dealer(watch).dealt(bare, _Builders(orders=orders))

    def _dealer(self, watch: Watch) -> Dealer:
        return Dealer(connection=self.connection, chunk=self.chunk, watch=watch, patience=self.patience)

    @property
    def _shelf(self) -> Shelf:
        return Shelf(place=self.shelf, key=self.key)

    def _orders(self, name: str, setup: object) -> Orders:
        self._shelf.keep_setup(name, pickle.dumps(setup))
        return Orders(
            shelf=self.shelf, setup=name, key_id=self.key.id, secrets=self.secrets, release=release()
        )


@dataclass(frozen=True, kw_only=True)
class Readers:
    """Reads returns as `returns.Pool` does, but on a cluster.

    known: how many of each chunk were on the shelf already.
    """

    dealer: Dealer
    orders: Orders
    shelf: Shelf
    say: Callable[[Words], None]
    known: list[int] = field(default_factory=list)

    @property
    def kept(self) -> Words:
        """That nothing of what is on the shelf is read again."""
        return Words(
            f"已读完的部分在“{self.shelf.place}”中，不会重读。",
            f"What was read lies in {str(self.shelf.place)!r} and is not read again.",
        )

    def grow(self, workers: int) -> None:
        """The cluster is as large as it is."""

    def results(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Any]]:
        """(index, result) of each job, in the order of the jobs; a Finding where no worker survives it."""
        self.known.clear()
        yield from enumerate(self.dealer.dealt(jobs, self))
        if known := sum(self.known):
            self.say(
                Words(
                    f"{len(jobs)}份中有{known}份此前已读，取自“{self.shelf.place}”。",
                    f"{known} of {len(jobs)} were read before and taken from {str(self.shelf.place)!r}.",
                )
            )

    def submitted(self, client: Client, things: Sequence[Job]) -> Future:
        """A chunk."""
        order = Reading(orders=self.orders, sources=tuple(job.payload for job in things))
        return client.submit(read_chunk, order, pure=False)

    def outcomes(self, things: Sequence[Job], told: ReadChunk) -> Sequence[Any]:
        """What is on the shelf of it."""
        kept = self.shelf.chunk(told.name)
        if any(job.name not in kept and job.name not in told.lost for job in things):
            raise RefusedError(
                f"“{self.shelf.place}”中没有集群刚写的文件：请用 --chunks 指定各机器都能看到的文件夹。",
                f"{str(self.shelf.place)!r} does not hold what the cluster just wrote: name a folder that "
                "all machines see with --chunks.",
            )
        self.known.append(told.known)
        return [kept[job.name].made if job.name in kept else told.lost[job.name] for job in things]

    def lost(self, thing: Job) -> Finding:
        """A file that ends every worker."""
        return found("F092", reason="KilledWorker").at(path=thing.name)


@dataclass(frozen=True, kw_only=True)
class _Builders:
    """Makes blank workbooks on a cluster."""

    orders: Orders
    kept: Words = NO_WORDS

    def submitted(self, client: Client, things: Sequence[Package]) -> Future:
        return client.submit(build_chunk, Building(orders=self.orders, packages=tuple(things)), pure=False)

    def outcomes(self, things: Sequence[Package], told: Sequence[bytes]) -> Sequence[bytes]:
        if len(told) != len(things):
            raise ValueError(len(told), len(things))
        return told

    def lost(self, thing: Package) -> bytes:
        raise RefusedError(
            f"集群做不出“{thing.recipient}”的工作簿，工作进程每次都中断：请增加工作进程的内存后重新运行。",
            f"No worker of the cluster survives making the workbook of {thing.recipient!r}: give workers "
            "more memory and run again.",
        )


@contextmanager
def connected(
    address: str,
    shelf: Path,
    key: Key,
    secrets: Callable[[], Secrets],
    *,
    patience: float = PATIENCE,
    say: Callable[[Words], None] = unseen,
) -> Iterator[Cluster]:
    """The cluster at an address, as `tcp://10.0.0.1:8786`. RefusedError where none answers."""
    for name in logging.root.manager.loggerDict:  # Dask gives each of its loggers a level of its own
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what is lost, kpixl says itself
    warnings.filterwarnings("ignore", category=VersionMismatchWarning)  # and which versions are wrong
    connection = Connection.to(address)
    try:
        yield Cluster(
            connection=connection, shelf=shelf, key=key, secrets=secrets, patience=patience, say=say
        )
    finally:
        connection.close()
