"""Bytes that are on the disk when the function returns."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kpixl.refusal import is_open_elsewhere

_AT_ONCE = 16
PAUSES: Sequence[float] = (0.02, 0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ()
"""How long, in seconds, a program that has a file open is waited for, time after time."""


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


def replace(file: Path, place: Path) -> None:
    """Give a file the name of another, which is gone then.

    Windows refuses while a program has either open. One that only looks, as virus scanners do at whatever is
    new, is done soon: it is waited for.
    """
    for pause in PAUSES:
        try:
            os.replace(file, place)  # noqa: PTH105 - as everywhere here, so that tests stop it
        except OSError as error:
            if not is_open_elsewhere(error):
                raise
            time.sleep(pause)
        else:
            return
    os.replace(file, place)  # noqa: PTH105 - as above


def keep(path: Path, kept: Path) -> None:
    """Keep a file under a second name, or as a copy where a disk knows no second names."""
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)


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
