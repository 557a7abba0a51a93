"""Opening one file of a folder: ordinary files only, without following links and without ever waiting."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kpixl.returns.guard import RefusedError, refuse, size_words

# Windows knows only O_BINARY of these, and has no fifos among the files of a folder.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)

_KINDS = (
    (stat.S_ISLNK, "链接", "link"),
    (stat.S_ISFIFO, "管道", "pipe"),
    (stat.S_ISSOCK, "套接字", "socket"),
    (stat.S_ISDIR, "文件夹", "folder"),
)


@contextmanager
def opened(path: Path, limit: int) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises RefusedError: no ordinary file, no access, empty, too large."""
    try:
        before = os.lstat(path)  # where O_NOFOLLOW is unknown this refuses the link
        if not stat.S_ISREG(before.st_mode):
            raise _unusual(before.st_mode)
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise _unusual(status.st_mode)
            _check_size(status.st_size, limit)
            yield file
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _unusual(stat.S_IFLNK) from error
        raise refuse("F005", reason=error.strerror or type(error).__name__) from error


def _check_size(size: int, limit: int) -> None:
    if size == 0:
        raise refuse("F006")
    if size > limit:
        raise refuse("F007", size=size_words(size), limit=size_words(limit))


def _unusual(mode: int) -> RefusedError:
    for is_kind, zh, en in _KINDS:
        if is_kind(mode):
            return refuse("F004", kind_zh=zh, kind_en=en)
    return refuse("F004", kind_zh="设备", kind_en="device")


def displayed(name: str) -> str:
    r"""A name fit to be printed: controls, line ends and marks that turn the text round become `\x0a`.

    A name that is not text (bytes that no encoding explains) is shown with its bytes.
    """
    return "".join(_escaped(char) if _is_unfit(char) else char for char in name)


def _is_unfit(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # surrogateescape: a byte
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
