"""RAR archives, by rarfile: what is stored it reads itself, for the rest it asks the machine's unpacker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from kpixl.containers._container import Container, Member, readable, refusal
from kpixl.findings import found
from kpixl.formats import check_name, check_size, exceeded, refuse
from kpixl.limits import Limits


class Rar(Container):
    """A RAR archive in one file, each member checked by what its header says."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        """file: open for reading."""
        import rarfile  # noqa: PLC0415 - an extra

        self.bad = (
            (rarfile.RarCannotExec, "F106"),
            (rarfile.PasswordRequired, "F041"),
            (rarfile.NoCrypto, "F041"),
            (rarfile.RarWrongPassword, "F041"),
        )
        _choose_unpackers(rarfile)
        blocks = _Blocks(rarfile, limits)
        self._archive = rarfile.RarFile(file, info_callback=blocks.take, part_only=True, charset="gb18030")
        blocks.check(locked=self._archive.needs_password() and not self._archive.infolist())
        if self._archive.strerror() or not blocks.ends:
            self.damage = found("F040", reason=self._archive.strerror() or ".rar")
        infos = [(_name(info, rarfile), info) for info in self._archive.infolist() if not info.is_dir()]
        self._infos = dict(infos)
        super().__init__(_member(name, info, limits) for name, info in infos)

    def unpacked(self, member: Member) -> bytes:
        """The member's bytes: rarfile gives no more than the header says, and compares the check number."""
        with self._archive.open(self._infos[member.name]) as stream:
            data: bytes = stream.read()
        return data


_UNPACKERS = {
    "UNRAR_TOOL": "unrar",
    "UNAR_TOOL": "unar",
    "SEVENZIP_TOOL": "7z",
    "SEVENZIP2_TOOL": "7zz",
    "BSDTAR_TOOL": "bsdtar",
}
"""Settings of rarfile, and the programs that it knows how to ask."""


def _choose_unpackers(rarfile: Any) -> None:
    """Have the unpackers taken from where programs are installed.

    By their bare names, Windows would look in the current folder first, where one may lie that came with the
    returns.
    """
    folders = list(_program_folders())
    for setting, name in _UNPACKERS.items():
        at = (Path(folder, file) for folder in folders for file in (name, f"{name}.exe"))
        there = (path for path in at if path.is_file() and os.access(path, os.X_OK))
        setattr(rarfile, setting, str(next(there, Path(__file__).with_name(f"no {name}"))))


def _program_folders() -> Iterator[str]:
    yield from (folder for folder in os.get_exec_path() if Path(folder).is_absolute())
    programs = os.environ.get("PROGRAMFILES")
    if programs:
        yield from (str(Path(programs, folder)) for folder in ("7-Zip", "WinRAR"))


class _Blocks:
    """What the blocks of an archive say of it as a whole."""

    def __init__(self, rarfile: Any, limits: Limits) -> None:
        self._rarfile, self._limits = rarfile, limits
        self._count, self._split, self.ends = 0, False, False

    def take(self, block: Any) -> None:
        """Look at a block. Raises BadFileError beyond the limit."""
        of = self._rarfile
        self._count += 1
        if self._count > 2 * self._limits.entries:  # some hold no file but what is said of one
            raise exceeded("F042", self._limits, "entries", count=f"> {self._limits.entries}")
        if block.type == of.RAR_BLOCK_MAIN:
            self._split |= bool(block.flags & of.RAR_MAIN_VOLUME)
        elif block.type == of.RAR_BLOCK_FILE:
            self._split |= bool(block.flags & (of.RAR_FILE_SPLIT_BEFORE | of.RAR_FILE_SPLIT_AFTER))
            # the versions of the last century wrote no end
            self.ends |= (block.extract_version or 0) in range(1, 29)
        elif block.type == of.RAR_BLOCK_ENDARC:
            self.ends = True
            self._split |= bool(block.flags & of.RAR_ENDARC_NEXT_VOLUME)

    def check(self, *, locked: bool) -> None:
        """Raises BadFileError for an archive that is locked or in parts."""
        if locked:
            raise refuse("F041", part=".rar")
        if self._split:
            raise refuse("F104")


def _name(info: Any, rarfile: Any) -> str:
    """The member's name. Without the mark of Unicode it is in the packer's own code page."""
    raw, marked = info.orig_filename, info.flags & rarfile.RAR_FILE_UNICODE
    name: str = info.filename if marked or raw is None else readable(raw)
    return name.replace("\\", "/")


def _member(name: str, info: Any, limits: Limits) -> Member:
    def check_kind() -> None:
        if info.file_redir or info.is_symlink():
            raise refuse("F045", part=name)
        if info.needs_password():
            raise refuse("F041", part=name)

    size = info.file_size or 0
    sized = partial(check_size, name, (size, info.compress_size or 0), limits, "file")
    return Member(name=name, size=size, refused=refusal(partial(check_name, name), check_kind, sized))
