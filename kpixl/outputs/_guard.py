"""What an output may replace: never what was read, and without --force only what kpixl wrote itself."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kpixl.outputs._mark import is_own
from kpixl.outputs._stored import is_own_stored
from kpixl.outputs._trouble import unwritable
from kpixl.places import is_stored, reaching
from kpixl.refusal import RefusedError, is_too_long
from kpixl.words import Words

_KINDS = (
    (stat.S_ISLNK, Words("链接", "a link")),
    (stat.S_ISDIR, Words("文件夹", "a folder")),
    (stat.S_ISFIFO, Words("管道", "a pipe")),
    (stat.S_ISSOCK, Words("套接字", "a socket")),
    (stat.S_ISREG, Words("文件", "a file")),
)
_DEVICE = Words("设备", "a device")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What was read, known by what it is on the disk and by its path, however either is spelled.

    force: files that kpixl did not write may be replaced; those that were read, not even then.
    """

    files: frozenset[tuple[int, int]] = frozenset()
    paths: frozenset[str] = frozenset()
    force: bool = False

    @classmethod
    def of(cls, inputs: Iterable[Path], *, force: bool = False) -> Self:
        """The guard of these files, and of all that lie in these folders."""
        every = [path for each in inputs for path in _files(each)]
        known = frozenset(number for path in every if (number := _number(path)))
        return cls(files=known, paths=frozenset(map(_spelled, every)), force=force)

    def try_place(self, path: Path) -> bool:
        """Whether a file is here; in a store one may be. RefusedError where none must be put here."""
        if is_stored(path):
            if _spelled(path) in self.paths:
                raise _was_read(path)
            return True
        try:
            mode = _mode(path)
            if mode is None:
                return False
            if not stat.S_ISREG(mode):
                raise _of_another_kind(path, mode, Words("文件", "a file"))
            if _number(path) in self.files or _spelled(path) in self.paths:
                raise _was_read(path)
            with path.open("r+b"):
                return True
        except OSError as error:
            raise unwritable(path, error) from error

    def try_output(self, path: Path) -> None:
        """RefusedError where a file cannot or must not be put here, known before its content is made."""
        if not is_stored(path):
            try_folder(path.parent)
        self.try_file(path)

    def try_file(self, path: Path) -> bool:
        """Whether a file is here that may be replaced. RefusedError where none must be put here."""
        there = self.try_place(path)
        if there:
            self.try_replacing(path)
        return there

    def try_replacing(self, path: Path) -> None:
        """RefusedError where a file is here that kpixl did not write, unless it was forced."""
        if is_stored(path):
            with reaching(path):
                if not self.force and path.exists() and not is_own_stored(path):
                    raise of_others(path)
            return
        try:
            if not self.force and _mode(path) is not None and not is_own(path):
                raise of_others(path)
        except OSError as error:
            raise unwritable(path, error) from error


UNGUARDED = Guard()


def try_folder(folder: Path, *, by_link: bool = True) -> None:
    """RefusedError where something is here that is no folder. by_link: a link that leads to one will do."""
    try:
        mode = _mode(folder)
        if mode is not None and not (folder.is_dir() if by_link else stat.S_ISDIR(mode)):
            raise _of_another_kind(folder, mode, Words("文件夹", "a folder"))
    except OSError as error:
        raise unwritable(folder, error) from error


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        if is_too_long(os.path.abspath(path), error):  # noqa: PTH100 - which keeps links
            raise
        return None


def _files(path: Path) -> Iterator[Path]:
    if not is_stored(path) and path.is_dir():
        yield from (each for each in path.rglob("*") if each.is_file())
    else:
        yield path


def _number(path: Path) -> tuple[int, int] | None:
    """What a file is on its disk; some network drives do not say, and no store does."""
    if is_stored(path):
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None


def _spelled(path: Path) -> str:
    return str(path) if is_stored(path) else os.path.normcase(os.path.realpath(path))


def _of_another_kind(path: Path, mode: int, wanted: Words) -> RefusedError:
    kind = next((words for is_kind, words in _KINDS if is_kind(mode)), _DEVICE)
    return RefusedError(
        f"无法写入“{path}”：那里已有{kind.zh}，而不是{wanted.zh}。请另选一个位置。",
        f"Cannot write {str(path)!r}: it is {kind.en}, not {wanted.en}; choose another place.",
    )


def _was_read(path: Path) -> RefusedError:
    return RefusedError(
        f"不能写入“{path}”：这个文件是本次读取的（回收件、方案或密钥），不会被覆盖。请另选一个位置。",
        f"Will not write {str(path)!r}: it is one of the files that were read (a return, the blueprint, "
        "a key) and is never replaced; choose another place.",
    )


def of_others(path: Path) -> RefusedError:
    """The refusal to replace what kpixl did not write."""
    return RefusedError(
        f"不能写入“{path}”：那里已有文件，不是 kpixl 写的，或者后来有人改过。请另选一个位置；确实不再需要时，"
        "加上 --force 覆盖。",
        f"Will not write {str(path)!r}: the file there was not written by kpixl, or was changed since; "
        "choose another place, or replace it with --force.",
        desk=Words(
            f"没有写入“{path}”：那里的文件后来有人改过，或者不是 kpixl 写的。请把它移走或改名，再做一次。",
            f"Did not write {str(path)!r}: somebody has changed the file there, or kpixl did not write it. "
            "Move it away or rename it, then do this again.",
        ),
    )
