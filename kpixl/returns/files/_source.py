"""One file that came back, wherever it lies, and its bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

from kpixl.containers import Container, Mail, open_container
from kpixl.findings import Finding
from kpixl.formats import BadFileError, refuse, sniff
from kpixl.limits import Limits
from kpixl.places import is_stored, store_of
from kpixl.returns.files._opening import opened

Status = Literal["read", "open", "ignored", "rejected"]
DEFAULT = Limits()
_ROOM = 64 * 1024 * 1024
"""Archives and mails up to this size are kept open from one member to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that came back.

    name: as shown to people (members as `outer.zip!inner`), the same wherever the folder lies; given: the
    same file from where the user stands, as the paths were given; path: the file on disk; member: the names
    that lead to it through archives and mails, empty for a plain file;
    status: read (to be read), open (files lie in it, to be opened), ignored or rejected; finding: why, unless
    it is to be read or opened; filed: it was read elsewhere and is not here; sha256: of a member that is not
    to be read; mail: of those that it lies in the innermost.
    """

    name: str
    path: Path
    given: str = ""
    member: tuple[str, ...] = ()
    status: Status = "read"
    finding: Finding | None = None
    filed: bool = False
    sha256: str = ""
    mail: Mail | None = None

    def read(self, limits: Limits = DEFAULT) -> bytes | Finding:
        """The bytes, or what keeps them from being read. Only sources with status `read` are asked.

        A member is unpacked for that: to be done in a reading process.
        """
        try:
            if not self.member:
                with opened(self.path, limits, "file") as file:
                    return file.read()
            with _holding(self, limits) as container:
                return container.read(self.member[-1])
        except BadFileError as refused:
            return refused.finding.at(path=self.name)

    def digest(self) -> str:
        """That of the bytes; empty where nothing could be read."""
        if self.member:
            return self.sha256
        data = self.read()
        return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else ""


@contextmanager
def _holding(source: Source, limits: Limits) -> Iterator[Container]:
    """What a member lies in."""
    with opened(source.path, limits, "archive") as file:
        size = file.seek(0, os.SEEK_END)
        if size <= _ROOM:
            yield _kept(source.path, (_version(source.path, file), size), source.member[:-1], limits)
        else:
            yield _container(file, source.member[:-1], limits)


def _version(path: Path, file: BinaryIO) -> str:
    """What tells a file from another that has taken its place."""
    if is_stored(path):
        store, name = store_of(path)
        return str(store.ukey(name))
    return str(os.fstat(file.fileno()).st_mtime_ns)


@lru_cache(maxsize=1)
def _kept(path: Path, stamp: tuple[str, int], within: tuple[str, ...], limits: Limits) -> Container:
    """The same, the last one kept: its members are asked for one by one. stamp: of the file that is meant."""
    with opened(path, limits, "archive") as file:
        content = BytesIO(file.read())
    if len(content.getbuffer()) != stamp[1]:  # it is being written
        raise refuse("F040", reason=path.name)
    return _container(content, within, limits)


def _container(file: BinaryIO, within: tuple[str, ...], limits: Limits) -> Container:
    """What the names lead to. within: of containers, each in the one before."""
    container = open_container(file, sniff(file), limits)
    for name in within:
        inner = container.inner(name)
        if inner is None:
            content = BytesIO(container.read(name))
            inner = open_container(content, sniff(content), limits)
        container = inner
    return container
