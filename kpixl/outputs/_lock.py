"""One writer a folder: who writes there holds its lock; who comes second waits, then says who it is.

The system holds the lock, so that it ends with the process, whatever ends that. The file says who holds it,
and is gone when nobody does. On a disk that knows no locks the file alone is the lock.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kpixl.marks import part_name
from kpixl.outputs._trouble import unwritable
from kpixl.refusal import RefusedError, is_open_elsewhere

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = part_name("lock")
WAIT_SECONDS = 10.0
_PULSE_SECONDS = 0.05
_FAR = 1 << 30
"""Windows keeps others from reading what is locked: a byte far behind what the file says."""
_HELD = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK, getattr(errno, "EDEADLOCK", 0)}
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_SHOWN = 120
T = TypeVar("T")


class TakenError(RefusedError):
    """Another run writes there."""


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """The folder to oneself. TakenError, which says who writes there, where that does not end soon."""
    path = folder / LOCK
    try:
        handle = acquired(path, _tried)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        yield
    finally:
        _release(path, handle)


def acquired(path: Path, tried: Callable[[Path], T | None]) -> T:
    """The lock, tried again and again for a while. TakenError where another keeps it."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        lock = tried(path)
        if lock is not None:
            return lock
        if time.monotonic() > until:
            raise _taken(path)
        time.sleep(_PULSE_SECONDS)


def _tried(path: Path) -> int | None:
    """The open lock file, if the lock is ours now."""
    try:
        handle, new = _opened(path)
    except FileNotFoundError:
        if path.parent.is_dir():
            return None  # it went just now
        raise
    except PermissionError as error:
        if is_open_elsewhere(error) and path.parent.is_dir():
            return None  # Windows is about to remove it
        raise
    try:
        if _locked(handle, new=new) and _is_at(handle, path):
            _say_who(handle)
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _opened(path: Path) -> tuple[int, bool]:
    """The lock file, and whether it is new."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o666), True
    except FileExistsError:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise
        return os.open(path, os.O_RDWR | _FLAGS), False


def _locked(handle: int, *, new: bool) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _HELD else new
    return True


def _is_at(handle: int, path: Path) -> bool:
    """Whether the file is still the one of that name: who held it before has removed it."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), path.stat())
    return False


def _say_who(handle: int) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, who())


def who() -> bytes:
    """What a lock says of its holder."""
    command = " ".join([Path(sys.argv[0]).stem, *sys.argv[1:]]) if sys.argv else ""
    since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    holder = {"host": platform.node(), "pid": os.getpid(), "since": since, "command": command}
    return json.dumps(holder).encode("ascii")


def _release(path: Path, handle: int) -> None:
    """Remove the file, then the lock: whoever waits for it sees that the file is another."""
    with suppress(OSError):
        path.unlink()
    os.close(handle)
    if os.name == "nt":  # where an open file cannot be removed
        with suppress(OSError):
            path.unlink()


def _taken(path: Path) -> TakenError:
    host, pid, since, command = _holder(path)
    return TakenError(
        f"“{path.parent}”正由另一个 kpixl 写入：计算机 {host}，进程 {pid}，开始于 {since}，命令“{command}”。"
        f"请等它结束后重新运行；如果它早已不在运行，请删除“{path}”。",
        f"Another kpixl writes into {str(path.parent)!r}: computer {host}, process {pid}, since {since}, "
        f"command {command!r}. Run again when it has ended; if it no longer runs, delete {str(path)!r}.",
    )


def _holder(path: Path) -> tuple[str, str, str, str]:
    """Computer, process, since when, command; question marks where the file does not say."""
    told: object = None
    with suppress(OSError, ValueError), path.open("rb") as file:
        told = json.loads(file.read(4096))
    known = told if isinstance(told, dict) else {}
    host, pid, since, command = (_plain(known.get(name)) for name in ("host", "pid", "since", "command"))
    return host, pid, since, command


def _plain(value: object) -> str:
    text = str(value) if isinstance(value, str | int) else "?"
    return "".join(c if c.isprintable() else "?" for c in text[:_SHOWN])
