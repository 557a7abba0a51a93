"""7z archives, by py7zr: their members lie in blocks, of which each is unpacked from its beginning."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from kpixl.containers._container import Container, Member, refusal
from kpixl.formats import check_name, check_size, refuse
from kpixl.limits import Limits

if TYPE_CHECKING:
    from py7zr.py7zr import ArchiveFile

_ROOM = 64 * 1024 * 1024
"""Up to this size all that is in an archive is unpacked at one go, and kept."""


class SevenZip(Container):
    """A 7z archive, each member checked by what the directory says: no more than that is unpacked."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        """file: open for reading."""
        import py7zr  # noqa: PLC0415 - an extra, and heavy

        self.bad = (
            (py7zr.PasswordRequired, "F041"),
            (py7zr.UnsupportedCompressionMethodError, "F048"),
        )
        self._file, self._limits = file, limits
        self._unpacked: Mapping[str, bytes] | None = None
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        files = _files(file)
        self._targets = {_name(each): each.filename for each in files}
        super().__init__(_member(each, limits) for each in files)
        self._whole = sum(member.size for member in self.members.values())
        check_size(".7z", (self._whole, size), limits, "archive")

    def unpacked(self, member: Member) -> bytes:
        """The member's bytes. They are asked for one by one, and each would take its whole block."""
        if self._unpacked is None:
            self._unpacked = self._all()
        content = self._unpacked.get(member.name)
        return self._some([member.name])[member.name] if content is None else content

    def _all(self) -> Mapping[str, bytes]:
        """What can be unpacked at one go; nothing where that is much, or one of them is damaged."""
        if self._whole <= _ROOM:
            with suppress(Exception):  # whatever it is, it is told of the member that has it
                return self._some([name for name, member in self.members.items() if member.refused is None])
        return {}

    def _some(self, names: list[str]) -> Mapping[str, bytes]:
        import py7zr  # noqa: PLC0415 - an extra, and heavy
        from py7zr.io import BytesIOFactory  # noqa: PLC0415

        self._file.seek(0)
        shelf = BytesIOFactory(self._limits.file)
        with py7zr.SevenZipFile(self._file, max_extract_size=self._limits.archive) as archive:
            archive.extract(targets=[self._targets[name] for name in names], factory=shelf)
        return {name: product.read() for name, product in shelf.products.items()}


def _files(file: BinaryIO) -> list[ArchiveFile]:
    """The directory, but for folders."""
    import py7zr  # noqa: PLC0415 - an extra, and heavy

    try:
        with py7zr.SevenZipFile(file) as archive:
            if archive.needs_password():
                raise refuse("F041", part=".7z")
            return [each for each in archive.files if not each.is_directory]
    except py7zr.PasswordRequired:
        raise refuse("F041", part=".7z") from None


def _name(file: ArchiveFile) -> str:
    """As py7zr calls what it gives."""
    return PurePath(file.filename).as_posix()


def _member(file: ArchiveFile, limits: Limits) -> Member:
    def check_kind() -> None:
        if file.is_symlink or file.is_junction or file.is_socket:
            raise refuse("F045", part=file.filename)

    size = file.uncompressed
    # what a member takes in its block nobody knows; the whole archive is checked instead
    sized = partial(check_size, file.filename, (size, size), limits, "file")
    refused = refusal(partial(check_name, file.filename), check_kind, sized)
    return Member(name=_name(file), size=size, refused=refused)
