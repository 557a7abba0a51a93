"""What travels to a worker of the cluster: orders for a chunk; scheme and versions by digest, no secrets."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kpixl.layout import Package
from kpixl.returns import Source
from kpixl.stamp import Key
from kpixl.version import __version__, code_digest
from kpixl.words import Words

_MOST_SAID = 300


class Secrets(Protocol):
    """What a worker has by itself: from its environment, where the cluster's store of secrets puts it."""

    @property
    def key(self) -> Key | None:
        """The signing key."""

    @property
    def password(self) -> str | None:
        """That locks sheets."""

    @property
    def open_passwords(self) -> tuple[str, ...]:
        """Those that may open returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What all chunks of a run share.

    shelf: where chunks and setups lie, as workers see it; setup: the name of the setup there; key_id: of the
    key that a worker must have; secrets: finds them, where it is called; release: what a worker must be.
    """

    shelf: Path
    setup: str
    key_id: str
    secrets: Callable[[], Secrets]
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A chunk of returns."""

    orders: Orders
    sources: tuple[Source, ...]

    def name(self, secrets: Secrets) -> str:
        """What it is kept under. The files' contents are no part of it: the worker compares their digests."""
        told = (self.orders.setup, repr(secrets.open_passwords), *map(repr, map(_place, self.sources)))
        return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A chunk of workbooks. packages: without their scheme, which is the setup."""

    orders: Orders
    packages: tuple[Package, ...]


def _place(source: Source) -> tuple[str, ...]:
    return source.name, source.given, str(source.path), *source.member, source.status


def failed(where: str, why: str) -> Words:
    """That a worker could not do what it was to. where: on which machine."""
    told = why[:_MOST_SAID]
    return Words(
        f"集群的工作进程（{where}）没有完成任务（{told}）：请核对各机器的 kpixl 和 Python 版本相同，"
        "能看到同一个文件夹。",
        f"A worker of the cluster ({where}) failed ({told}): see that all machines have this version of "
        "kpixl and of Python, and see the same folders.",
    )


def release() -> str:
    """Which kpixl this is, down to its code, and under which Python."""
    major, minor, _ = platform.python_version_tuple()
    return f"kpixl {__version__} ({code_digest()[:8]}), Python {major}.{minor}"
