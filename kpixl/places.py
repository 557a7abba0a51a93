"""Where something lies: on this machine, or in a store that fsspec knows, by an URL (`s3://bucket/returns`).

A place in a store has those methods of a Path that are asked of it, and is written down as one. Where the
store is and what opens it, fsspec knows from the environment or its own configuration, never from an URL.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from kpixl.refusal import RefusedError

_URL = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")
"""One letter would be a drive of Windows."""


def place(named: str | os.PathLike[str]) -> Path:
    """The place that is meant. RefusedError of an URL that nothing here opens, or that holds secrets."""
    if is_stored(named):
        return cast("Path", named)
    if not (isinstance(named, str) and _URL.match(named)):
        return Path(named)
    told = urlsplit(named)
    if told.scheme.lower() == "file":
        from urllib.request import url2pathname  # noqa: PLC0415 - it takes mail and network along

        return Path(url2pathname(told.path))
    if "@" in told.netloc:
        raise RefusedError(
            f"网址“{told.scheme}://…@…”中写了账号：请去掉，把账号和密钥放进环境变量或 fsspec 的配置。",
            f"The URL {told.scheme}://…@… holds credentials: take them out and put them into the environment "
            "or fsspec's configuration.",
        )
    return _stored(named, told.scheme)


def here(named: str | os.PathLike[str]) -> str | os.PathLike[str]:
    """A path of this machine, as it is. RefusedError of an URL, which would be made a folder of that name."""
    if isinstance(named, str) and _URL.match(named):
        scheme = named.partition("://")[0]  # what follows may hold what is secret
        raise RefusedError(
            f"“{scheme}://…”是网址，这里要本机的文件或文件夹：网址可以指回收件，以及 check、merge、generate、"
            "feedback 的输出位置。",
            f"{scheme}://… is an URL, and a path of this machine is wanted here: URLs may name returns, and "
            "where check, merge, generate and feedback write.",
        )
    return named


def _stored(url: str, scheme: str) -> Path:
    try:
        from upath import UPath  # noqa: PLC0415 - of an extra, and only where an URL is named

        made = UPath(url)
        made.fs  # noqa: B018 - here it shows whether the kind is known and its package installed
    except (ImportError, ValueError) as error:
        raise RefusedError(
            f"打不开“{scheme}://”开头的网址：请安装 kpixl[scale] 和这种存储的 fsspec 包（s3 的是 s3fs）。",
            f"Nothing here opens URLs with {scheme}://: install kpixl[scale] and fsspec's package for that "
            "kind of store (for s3 it is s3fs).",
        ) from error
    return cast("Path", made)


def is_stored(path: object) -> bool:
    """Whether a place is in a store, not on this machine."""
    return not isinstance(path, str | Path) and hasattr(path, "storage_options")


def store_of(path: Path) -> tuple[Any, str]:
    """The file system of fsspec that a place is in, and what it is called there."""
    there = cast("Any", path)
    return there.fs, there.path


def files_within(top: Path) -> list[tuple[Path, str]]:
    """Every file under a place of a store, with its way from there; "" where the place is a file itself.

    RefusedError where the store cannot be reached.
    """
    with reaching(top):
        fs, root = store_of(top)
        found = fs.find(root, detail=True)
    files = (name for name, info in found.items() if info["type"] == "file" and not name.endswith("/"))
    ways = (posixpath.relpath(name, root) if name != root else "" for name in files)
    return [(top / way if way else top, way) for way in ways]


def seen_from(path: Path, folder: Path) -> str:
    """The way to a place from a folder, one of which is in a store; its URL where it is in another."""
    if is_stored(path) and is_stored(folder):
        (fs, there), (own, here) = store_of(path), store_of(folder)
        if type(fs) is type(own) and there.partition("/")[0] == here.partition("/")[0]:
            return posixpath.relpath(there, here)
    return str(path) if is_stored(path) else path.resolve().as_uri()


@contextmanager
def reaching(path: Path) -> Iterator[None]:
    """Whatever keeps one from a place in a store, told in one line: RefusedError."""
    try:
        yield
    except RefusedError:
        raise
    except FileNotFoundError as error:
        raise _refused(path, "没有这个存储桶或文件夹", "there is no such bucket or folder") from error
    except PermissionError as error:
        raise _refused(path, "没有权限", "access is denied") from error
    except Exception as error:  # each kind of store has errors of its own
        if not is_stored(path):
            raise
        kind = type(error).__name__  # what it says besides may hold what is secret
        raise _refused(path, kind, kind) from error


def _refused(path: Path, zh: str, en: str) -> RefusedError:
    return RefusedError(
        f"无法访问“{path}”（{zh}）：请核对网址、网络，以及环境变量或 fsspec 配置中的账号和服务地址。",
        f"Cannot reach {str(path)!r} ({en}): see to the URL, the network, and to the credentials and the "
        "address of the service in the environment or in fsspec's configuration.",
    )
