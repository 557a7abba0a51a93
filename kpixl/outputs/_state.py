"""What is remembered: small files that are replaced whole, or made once and never twice."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kpixl.outputs import _disk
from kpixl.outputs._journal import recover
from kpixl.outputs._lock import LOCK, one_writer

_PART = ".part"
_IGNORED = ".gitignore"


@contextmanager
def remembering(folder: Path) -> Iterator[None]:
    """A folder of what is remembered, made if need be, to oneself; what a killed run left is settled."""
    folder.mkdir(parents=True, exist_ok=True)
    with one_writer(folder):
        recover(folder)
        for left in folder.glob(f"*{_PART}"):
            if left.name != LOCK and left.is_file():
                left.unlink()
        yield


@contextmanager
def unversioned(folder: Path) -> Iterator[None]:
    """The same, of a folder that git ignores."""
    with remembering(folder):
        if not (folder / _IGNORED).exists():
            keep(folder / _IGNORED, b"*\n")
        yield


def keep(path: Path, data: bytes, *, private: bool = False) -> None:
    """Replace a file, whole or not at all, in a folder that one has to oneself. private: to its owner."""
    beside = _beside(path, data, private=private)
    try:
        _disk.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    _disk.settle(path.parent)


def create(path: Path, data: bytes) -> None:
    """Make a file for its owner only, whole or not at all; FileExistsError where it is there already."""
    beside = _beside(path, data, private=True)
    try:
        _linked(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    _disk.settle(path.parent)


def move_anew(file: Path, path: Path) -> None:
    """Give a whole file its place on the same disk; FileExistsError, and it stays, where that is taken.

    It is there for good after `on_disk`.
    """
    _linked(file, path)
    file.unlink(missing_ok=True)


def on_disk(paths: Iterable[Path]) -> None:
    """See that files are on the disk, and their names: all at once, for the disk takes as long over one."""
    files = list(paths)
    _disk.through(files)
    for folder in {path.parent for path in files}:
        _disk.settle(folder)


def _beside(path: Path, data: bytes, *, private: bool) -> Path:
    beside = path.with_name(path.name + _PART)
    try:
        _disk.write(beside, data, private=private)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _linked(beside: Path, path: Path) -> None:
    """Give a file its name unless the name is taken."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        if path.exists():
            raise FileExistsError(path) from None
        _disk.replace(beside, path)
