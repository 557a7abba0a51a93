"""One file that came back, wherever it lies, and its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from kpixl.containers import Container, Mail, open_container
from kpixl.findings import Finding
from kpixl.formats import CONTAINERS, BadFileError, Limits, refuse, sniff
from kpixl.returns._opening import opened

Status = Literal["read", "open", "ignored", "rejected"]
DEFAULT = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that came back.

    name: as shown to people (members as `outer.zip!inner`), the same wherever the folder lies; given: the
    same file from where the user stands, as the paths were given; path: the file on disk; member: the names
    that lead to it through archives and mails, empty for a plain file;
    status: read (to be read), open (files lie in it, to be opened), ignored or rejected; finding: why, unless
    it is to be read or opened; sha256: of a member that is not to be read; mail: of those that it lies in the
    innermost.
    """

    name: str
    path: Path
    given: str = ""
    member: tuple[str, ...] = ()
    status: Status = "read"
    finding: Finding | None = None
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
            with opened(self.path, limits, "archive") as file:
                kind = sniff(file)
                if kind not in CONTAINERS:  # another file has taken its place
                    raise refuse("F040", part=self.member[0])
                return _read(open_container(file, kind, limits), self.member, limits)
        except BadFileError as refused:
            return refused.finding.at(path=self.name)

    def digest(self) -> str:
        """That of the bytes; empty where nothing could be read."""
        if self.member:
            return self.sha256
        data = self.read()
        return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else ""


def _read(container: Container, member: Sequence[str], limits: Limits) -> bytes:
    """What the names lead to."""
    name, *rest = member
    if not rest:
        return container.read(name)
    inner = container.inner(name)
    if inner is None:
        content = BytesIO(container.read(name))
        inner = open_container(content, sniff(content), limits)
    return _read(inner, rest, limits)
