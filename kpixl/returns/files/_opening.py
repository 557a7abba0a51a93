"""Opening one file: of a folder ordinary ones only, without following links and without ever waiting."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kpixl.formats import BadFileError, exceeded, refuse
from kpixl.limits import Limits, size_words
from kpixl.places import is_stored, reaching
from kpixl.refusal import RefusedError, reason
from kpixl.words import Words

# Windows knows only O_BINARY of these, and has no fifos among the files of a folder.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)

_KINDS = (
    (stat.S_ISLNK, Words("链接", "link")),
    (stat.S_ISFIFO, Words("管道", "pipe")),
    (stat.S_ISSOCK, Words("套接字", "socket")),
    (stat.S_ISDIR, Words("文件夹", "folder")),
)


@contextmanager
def opened(path: Path, limits: Limits, size: str) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises BadFileError: no ordinary file, no access, empty, too large.

    size: the name of the limit that it must keep, known before anything of the file is read.
    """
    if is_stored(path):
        with _streamed(path, limits, size) as file:
            yield file
        return
    try:
        before = os.lstat(path)  # where O_NOFOLLOW is unknown this refuses the link
        if not stat.S_ISREG(before.st_mode):
            raise _unusual(before.st_mode)
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise _unusual(status.st_mode)
            _check_size(status.st_size, limits, size)
            yield file
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _unusual(stat.S_IFLNK) from error
        raise refuse("F005", reason=reason(str(path), error)) from error


@contextmanager
def _streamed(path: Path, limits: Limits, size: str) -> Iterator[BinaryIO]:
    """The same of what is in a store, of which no more is fetched than is read."""
    try:
        with reaching(path):
            told = path.stat().st_size
        _check_size(told, limits, size)
        with reaching(path):
            file = path.open("rb")
    except RefusedError as error:
        raise refuse("F005", reason=error.words) from error
    with file:
        yield file


def _check_size(size: int, limits: Limits, name: str) -> None:
    if size == 0:
        raise refuse("F006")
    if size > getattr(limits, name):
        raise exceeded("F007", limits, name, size=size_words(size))


def _unusual(mode: int) -> BadFileError:
    for is_kind, kind in _KINDS:
        if is_kind(mode):
            return refuse("F004", kind=kind)
    return refuse("F004", kind=Words("设备", "device"))
