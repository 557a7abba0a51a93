"""Bytes that are on the disk when the function returns."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_AT_ONCE = 16


def put(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file; it is on the disk some time later. private: for its owner only, where that is known."""
    with _opened(path, private=private) as file:
        file.write(data)


def write(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file through to the disk. private: as of `put`."""
    with _opened(path, private=private) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _opened(path: Path, *, private: bool) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600 if private else 0o666), "wb")


def through(paths: Sequence[Path]) -> None:
    """See that files that were written are on the disk: together, which is much quicker than one by one."""
    if paths:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only where files are written

        with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
            list(pool.map(_through, (paths[n::_AT_ONCE] for n in range(min(len(paths), _AT_ONCE)))))


def _through(paths: Sequence[Path]) -> None:
    for path in paths:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def settle(folder: Path) -> None:
    """See that names in a folder are on the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
