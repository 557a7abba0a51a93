"""The guard before the reader: what a file is by its content, and its parts, unpacked within bounds.

Nothing here believes what a file says about itself: not its name, not its directory, not its declared sizes.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from kpixl.findings import Finding, found
from kpixl.formats._sniff import ARCHIVE_ERRORS, DIRECTORY, FileKind, directory_size, fold
from kpixl.limits import MB, Limits

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK = MB
_SYMLINK = 0o120000


class BadFileError(Exception):
    """Inside this package only: the file cannot be read, and the finding says why."""

    def __init__(self, finding: Finding) -> None:
        """finding: what the caller reports; its path is filled in by who knows the file's name."""
        super().__init__(finding.code)
        self.finding = finding


def refuse(code: str, **facts: Any) -> BadFileError:
    """The exception that carries a finding of the catalogue."""
    return BadFileError(found(code, **facts))


def exceeded(code: str, limits: Limits, name: str, **facts: Any) -> BadFileError:
    """The same for a limit that is not kept: the finding says which, and the setting that moves it."""
    return refuse(code, limit=limits.said(name), setting=f"limits.{name}", **facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The unpacked parts of a workbook, XML as UTF-8. Names know neither case nor backslash.

    Pictures and whatever else no reader asks for are empty: they were unpacked and checked, and let go.
    """

    content: Mapping[str, bytes]

    def get(self, name: str) -> bytes | None:
        """The part of that name, or None."""
        return self.content.get(fold(name))

    def names(self) -> Sequence[str]:
        """All names, folded, sorted."""
        return sorted(self.content)


def inflate(data: bytes, kind: FileKind, limits: Limits) -> Parts:
    """The parts of a packed workbook of that kind. Raises BadFileError."""
    with opened_zip(BytesIO(data), limits) as archive:
        return _workbook_parts(archive, kind, limits)


@contextmanager
def opened_zip(file: BinaryIO, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """An archive whose directory has been checked as a whole: size, number, duplicates, overlaps.

    Raises BadFileError, also for whatever zipfile raises within the with-block.
    """
    try:
        with checked_zip(file, limits) as archive:
            yield archive
    except BadFileError:
        raise
    except ARCHIVE_ERRORS as error:
        raise refuse("F040", reason=f"{type(error).__name__}: {error}"[:200]) from error


def checked_zip(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The same archive, to be closed by whom it is given to. Raises what zipfile raises, too."""
    if directory_size(file) > DIRECTORY:
        raise exceeded("F042", limits, "entries", count=f"> {limits.entries}")
    archive = zipfile.ZipFile(file)
    _check_directory(archive, file, limits)
    return archive


def _check_directory(archive: zipfile.ZipFile, file: BinaryIO, limits: Limits) -> None:
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise exceeded("F042", limits, "entries", count=len(infos))
    seen: set[str] = set()
    for info in infos:
        folded = fold(info.filename)
        if folded in seen:
            raise refuse("F046", part=info.filename)
        seen.add(folded)
    _check_overlaps(archive, file)


def _check_overlaps(archive: zipfile.ZipFile, file: BinaryIO) -> None:
    """No member may share bytes with another, and none may hide before the first (two archives joined)."""
    infos = sorted(archive.infolist(), key=lambda i: i.header_offset)
    previous_end = 0
    for number, info in enumerate(infos):
        if info.header_offset < previous_end or (number == 0 and info.header_offset > 0):
            raise refuse("F047", part=info.filename)
        file.seek(info.header_offset)
        header = file.read(30)
        name_length, extra_length = struct.unpack_from("<HH", header, 26)
        previous_end = info.header_offset + 30 + name_length + extra_length + info.compress_size
        if previous_end > archive.start_dir:
            raise refuse("F047", part=info.filename)


def check_member(info: zipfile.ZipInfo, limits: Limits, size: str) -> None:
    """Raises BadFileError where this member is not to be unpacked, by what the directory says about it.

    size: the name of the limit that it must keep.
    """
    name = info.filename
    check_name(name)
    if "\x00" in info.orig_filename or (
        info.create_system == 3 and (info.external_attr >> 16) & 0o170000 == _SYMLINK
    ):
        raise refuse("F045", part=name)
    if info.flag_bits & 0x1:
        raise refuse("F041", part=name)
    if info.compress_type not in _METHODS:
        raise refuse("F048", part=name, method=info.compress_type)
    check_size(name, (info.file_size, info.compress_size), limits, size)


def check_name(name: str) -> None:
    """Raises BadFileError for a member that has no name, or one that points out of what it lies in."""
    if not name:
        raise refuse("F040", reason=name)
    steps = name.replace("\\", "/").split("/")
    if ".." in steps or steps[0] == "" or re.match(r"[A-Za-z]:", name) or "\x00" in name:
        raise refuse("F045", part=name)


def check_size(name: str, sizes: tuple[int, int], limits: Limits, size: str) -> None:
    """Raises BadFileError where a member is too large. sizes: unpacked and packed; size: as above."""
    unpacked, packed = sizes
    if unpacked > getattr(limits, size):
        raise exceeded("F043", limits, size, part=name)
    if unpacked > limits.ratio_from and unpacked > limits.ratio * max(1, packed):
        raise exceeded("F044", limits, "ratio", part=name)


def check_names(data: bytes) -> None:
    """Raises BadFileError where a member of an archive, whatever it is, claims a place outside of it."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except ARCHIVE_ERRORS:
        return  # that it is no workbook is told anyway
    for info in infos:
        check_name(info.filename)


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The member's bytes, in small steps, so that no more is inflated than was declared and checked."""
    chunks = []
    with archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            chunks.append(chunk)
    data = b"".join(chunks)
    if len(data) != info.file_size:
        raise refuse("F040", reason=info.filename)
    return data


_NEEDED = {
    FileKind.XLSX: ("[Content_Types].xml", "_rels/.rels"),
    FileKind.XLSB: ("[Content_Types].xml", "_rels/.rels"),
    FileKind.ODS: ("content.xml", "META-INF/manifest.xml"),
}
_XML_NAMES = (".xml", ".rels", ".vml")
_XML_STARTS = (b"<", b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"\x00<")


def _workbook_parts(archive: zipfile.ZipFile, kind: FileKind, limits: Limits) -> Parts:
    for info in archive.infolist():
        check_member(info, limits, "part")
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise exceeded("F043", limits, "unpacked", part=kind.value)
    content = {
        fold(info.filename): _kept(unpack(archive, info), info.filename, kind, limits) for info in infos
    }
    for needed in _NEEDED[kind]:
        if fold(needed) not in content:
            raise refuse("F049", part=needed)
    return Parts(content=content)


def _kept(data: bytes, name: str, kind: FileKind, limits: Limits) -> bytes:
    """What readers need of a part. Whatever could be XML is checked: its name proves nothing."""
    folded = name.casefold()
    if folded.endswith(_XML_NAMES) or data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_XML_STARTS):
        return _clean(data, name, limits)
    return data if kind is FileKind.XLSB and folded.endswith(".bin") else b""


def _clean(data: bytes, name: str, limits: Limits) -> bytes:
    text = _utf8(data, name)
    if b"<!DOCTYPE" in text:
        raise refuse("F050", part=name)
    for mark in (b"<", b">"):
        if not _dense(text, mark, limits.token):
            raise exceeded("F052", limits, "token", part=name)
    return text


def _utf8(data: bytes, name: str) -> bytes:
    """XML as UTF-8: OPC allows UTF-8 and UTF-16 only."""
    head = data[:4]
    try:
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16").encode()
        if head in (b"<\x00?\x00", b"\x00<\x00?"):
            return data.decode("utf-16-le" if head[0] else "utf-16-be").encode()
    except UnicodeDecodeError as error:
        raise refuse("F051", part=name, reason="UTF-16") from error
    declared = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})[\"']", data)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise refuse("F051", part=name, reason=declared[1].decode("ascii", "replace"))
    return data


def _dense(data: bytes, mark: bytes, span: int) -> bool:
    """Whether no stretch of span bytes lacks the mark (expat is quadratic on huge tokens). It leaps."""
    at = 0
    while at + span < len(data):
        nearest = data.rfind(mark, at, at + span)
        if nearest < 0:
            return False
        at = nearest + 1
    return True
