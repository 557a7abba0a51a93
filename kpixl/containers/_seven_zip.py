"""7z archives, by py7zr: their members lie in blocks, of which each is unpacked from its beginning."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from functools import lru_cache, partial
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from kpixl.containers._container import Container, Member, refusal
from kpixl.formats import Limits, check_name, check_size, exceeded, refuse

if TYPE_CHECKING:
    from py7zr.py7zr import ArchiveFile

_ROOM = 64 * 1024 * 1024
"""Up to this size all that is in an archive is unpacked at one go, and that of the last one is kept."""


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
        self._size = file.seek(0, os.SEEK_END)
        file.seek(0)
        files = _files(file)
        if len(files) > limits.entries:
            raise exceeded("F042", limits, "entries", count=len(files))
        self._targets = {_name(each): each.filename for each in files}
        super().__init__(_member(each, limits) for each in files)
        self._whole = sum(member.size for member in self.members.values())
        check_size(".7z", (self._whole, self._size), limits, "archive")

    def unpacked(self, member: Member) -> bytes:
        """The member's bytes. They are asked for one by one, and each would take its whole block."""
        if max(self._whole, self._size) > _ROOM:
            return _extracted(self._file, (self._targets[member.name],), self._limits)[member.name]
        self._file.seek(0)
        sound = (self._targets[each.name] for each in self.members.values() if each.refused is None)
        return _kept(self._file.read(), tuple(sound), self._limits)[member.name]


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


@lru_cache(maxsize=1)
def _kept(data: bytes, names: tuple[str, ...], limits: Limits) -> Mapping[str, bytes]:
    """The same of an archive whose members are asked for soon."""
    return _extracted(BytesIO(data), names, limits)


def _extracted(file: BinaryIO, names: Collection[str], limits: Limits) -> Mapping[str, bytes]:
    """What lies in the archive under these names, by the names that py7zr gives."""
    import py7zr  # noqa: PLC0415 - an extra, and heavy
    from py7zr.io import BytesIOFactory  # noqa: PLC0415

    file.seek(0)
    shelf = BytesIOFactory(limits.file)
    with py7zr.SevenZipFile(file, max_extract_size=limits.archive) as archive:
        archive.extract(targets=list(names), factory=shelf)
    return {name: product.read() for name, product in shelf.products.items()}
