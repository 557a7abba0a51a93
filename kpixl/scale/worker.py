"""What a worker of the cluster does with a chunk. It runs there, with the secrets of that machine.

A hostile file is read by a process of its own here as anywhere: the worker may start processes, or says how.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import platform
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from kpixl.blueprint import Scheme, digest
from kpixl.findings import Finding
from kpixl.generate import Issuer, issue
from kpixl.refusal import RefusedError
from kpixl.returns import Job, Pool, Reader, Source, Task, lasts
from kpixl.scale.orders import Building, Orders, Reading, Secrets, failed, release
from kpixl.scale.shelf import Kept, Shelf
from kpixl.stamp import Key
from kpixl.words import Words

C = TypeVar("C", Reading, Building)
T = TypeVar("T")
WORK = Task(work="kpixl.returns:answer", prepare="kpixl.returns:prepare")


class Setup(NamedTuple):
    """What chunks are read by. versions: the stored ones by their names."""

    reader: Reader
    versions: dict[str, bytes]


class ReadChunk(NamedTuple):
    """What became of a chunk.

    name: on the shelf; lost: what is told of sources that ended their process; known: how many were there.
    """

    name: str
    lost: dict[str, Finding]
    known: int


def read_chunk(chunk: Reading) -> ReadChunk | Words:
    """Read a chunk's files but those that the shelf knows as they are now, and lay it on the shelf."""
    return _answer(_read, chunk)


def _answer(work: Callable[[C, Secrets, Shelf], T], chunk: C) -> T | Words:
    """What comes of a chunk, or in words why nothing does.

    They travel better than an exception: of one that cannot be packed with its traceback Dask's client never
    hears.
    """
    try:
        _is_the_same(chunk.orders)
        secrets = chunk.orders.secrets()
        return work(chunk, secrets, Shelf(place=chunk.orders.shelf, key=_key(chunk.orders, secrets)))
    except RefusedError as refused:
        return refused.words
    except Exception as error:  # noqa: BLE001 - whatever it is, the client must hear of it
        return failed(platform.node(), f"{type(error).__name__}: {error}")


def _read(chunk: Reading, secrets: Secrets, shelf: Shelf) -> ReadChunk:
    name = chunk.name(secrets)
    known, digests = shelf.chunk(name), _Digests()
    kept = {s.name: k for s in chunk.sources if (k := known.get(s.name)) and k.file_sha256 == digests.of(s)}
    anew = [s for s in chunk.sources if s.name not in kept]
    lost: dict[str, Finding] = {}
    taken = len(kept)
    if anew:
        with _POOLS.of(chunk.orders, secrets, shelf) as pool:
            for number, made in pool.results([Job(name=s.name, payload=s) for s in anew]):
                source = anew[number]
                if isinstance(made, Finding):
                    lost[source.name] = made
                else:
                    kept[source.name] = Kept(source.name, digests.of(source) if lasts(made) else "", made)
        shelf.put(name, (kept[s.name] for s in chunk.sources if s.name in kept))
    return ReadChunk(name, lost, taken)


class _Digests:
    """Of the files that sources are or lie in."""

    def __init__(self) -> None:
        self._known: dict[Path, str] = {}

    def of(self, source: Source) -> str:
        if source.path not in self._known:
            try:
                with source.path.open("rb") as file:
                    self._known[source.path] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:  # reading it says what it is
                self._known[source.path] = ""
        return self._known[source.path]


class _Pools:
    """The reading processes of this worker: those of the setup that was asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._setup = ""
        self._pool: Pool | None = None
        self._room: Any = None

    @contextmanager
    def of(self, orders: Orders, secrets: Secrets, shelf: Shelf) -> Iterator[Pool]:
        """Them, for one chunk at a time; ended where that breaks off."""
        _may_start_processes()
        with self._lock:
            if self._pool is None or self._setup != orders.setup:
                self._end()
                self._begin(orders.setup, secrets, shelf)
            try:
                yield cast("Pool", self._pool)
            except BaseException:
                self._end()
                raise

    def _begin(self, setup: str, secrets: Secrets, shelf: Shelf) -> None:
        told: Setup = pickle.loads(shelf.setup(setup))  # noqa: S301 - signed by the workspace's key
        self._room = tempfile.TemporaryDirectory(prefix="kpixl-versions-")
        for name, content in told.versions.items():
            (Path(self._room.name) / name).write_bytes(content)
        reader = replace(
            told.reader,
            key=secrets.key,
            passwords=secrets.open_passwords,
            snapshots=Path(self._room.name) if told.versions else None,
        )
        self._pool = Pool(replace(WORK, setup=reader), workers=1, limits=reader.process).__enter__()
        self._setup = setup

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.__exit__(None, None, None)
            self._room.cleanup()
        self._pool, self._setup = None, ""


_POOLS = _Pools()


def _is_the_same(orders: Orders) -> None:
    own, wanted = release(), orders.release
    if own != wanted:
        raise RefusedError(
            f"集群的工作进程（{platform.node()}）用的是 {own}，这里是 {wanted}：请在各机器上安装同样的版本。",
            f"A worker of the cluster ({platform.node()}) has {own}, this machine has {wanted}: install the "
            "same on all machines.",
        )


def _may_start_processes() -> None:
    if multiprocessing.current_process().daemon:
        raise RefusedError(
            "集群的工作进程不许启动子进程，无法安全地读取回收件：请在启动工作进程前设置环境变量 "
            "DASK_DISTRIBUTED__WORKER__DAEMON=False。",
            "The cluster's workers may not start processes, so that returns cannot be read safely: set "
            "DASK_DISTRIBUTED__WORKER__DAEMON=False in the environment that starts the workers.",
        )


def _key(orders: Orders, secrets: Secrets) -> Key:
    if secrets.key is None or secrets.key.id != orders.key_id:
        raise RefusedError(
            f"集群的工作进程没有这个工作区的签名密钥（编号{orders.key_id}）：请在启动工作进程时用 "
            "KPIXL_KEY_FILE 或 KPIXL_KEY 提供。",
            f"The cluster's workers lack this workspace's signing key (id {orders.key_id}): give it to "
            "them by KPIXL_KEY_FILE or KPIXL_KEY when they are started.",
        )
    return secrets.key


def build_chunk(chunk: Building) -> list[bytes] | Words:
    """The workbooks of a chunk's packages, blank, in their order."""
    return _answer(_build, chunk)


def _build(chunk: Building, secrets: Secrets, shelf: Shelf) -> list[bytes]:
    scheme = _scheme(chunk.orders, shelf)
    issuer = Issuer.of(shelf.key, _password(secrets), digest(scheme))
    return [issue(replace(package, scheme=scheme), issuer) for package in chunk.packages]


def _password(secrets: Secrets) -> str:
    if not secrets.password:
        raise RefusedError(
            "集群的工作进程没有工作表密码：请在启动工作进程时用 KPIXL_PASSWORD_FILE 或 KPIXL_PASSWORD 提供。",
            "The cluster's workers lack the sheet password: give it to them by KPIXL_PASSWORD_FILE or "
            "KPIXL_PASSWORD when they are started.",
        )
    return secrets.password


_SCHEMES: dict[str, Scheme] = {}
"""The last one by its setup's name: packages share what is laid out for it."""


def _scheme(orders: Orders, shelf: Shelf) -> Scheme:
    if orders.setup not in _SCHEMES:
        _SCHEMES.clear()
        _SCHEMES[orders.setup] = pickle.loads(shelf.setup(orders.setup))  # noqa: S301 - signed by the workspace's key
    return _SCHEMES[orders.setup]
