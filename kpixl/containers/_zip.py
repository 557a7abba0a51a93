"""Zip archives."""

from __future__ import annotations

import zipfile
from functools import partial
from typing import BinaryIO

from kpixl.containers._container import Container, Member, readable, refusal
from kpixl.formats import check_member, checked_zip, unpack
from kpixl.limits import Limits


class Zip(Container):
    """A zip, its directory checked as a whole, each member by what the directory says."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        """file: open for reading."""
        self._archive = checked_zip(file, limits)
        infos = [(_name(info), info) for info in self._archive.infolist() if not info.is_dir()]
        self._infos = dict(infos)
        super().__init__(_member(name, info, limits) for name, info in infos)

    def unpacked(self, member: Member) -> bytes:
        """The member's bytes."""
        return unpack(self._archive, self._infos[member.name])


def _member(name: str, info: zipfile.ZipInfo, limits: Limits) -> Member:
    refused = refusal(partial(check_member, info, limits, "file"))
    return Member(name=name, size=info.file_size, refused=refused)


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name. Without the UTF-8 flag it is in the packer's own code page: in China GBK."""
    name = info.filename
    if not info.flag_bits & 0x800:
        name = readable(name.encode("cp437", "replace"))
    return name.replace("\\", "/")
