"""Which files came back: every file under the given paths becomes a source, to be read, or why not.

The rule:
- A lock or temporary file is ignored, whatever it holds; so is what was left when kpixl broke off writing.
- What is a workbook by content, or claims to be one by extension, is to be read; reading tells what is wrong.
- A `.zip` is opened and its members are treated likewise; a zip in it too, as deep as the limits say.
- Everything else (evidence beside the forms: text, pictures, PDF; kpixl's reports) is ignored with a note.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

from kpixl.findings import Finding, Severity, displayed, found
from kpixl.formats import (
    ARCHIVE_ERRORS,
    HEAD,
    WORKBOOKS,
    BadFileError,
    FileKind,
    Limits,
    check_member,
    exceeded,
    opened_zip,
    sniff,
    unpack,
)
from kpixl.marks import LEFTOVER, OUTPUTS, is_leftover, output_of_text
from kpixl.returns._opening import opened
from kpixl.words import Words

Status = Literal["read", "ignored", "rejected"]

_TEMPORARY = re.compile(r"(?is)~\$.*|\.~.*|\._.*|.*\.tmp|thumbs\.db|desktop\.ini|\.ds_store")
_CLAIMS = frozenset(
    (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".et", ".ett", ".ods", ".ots"),
)
_DOCUMENTS = frozenset({".doc", ".docx", ".wps", ".ppt", ".pptx", ".dps"})
_NEEDS_ALL = (b"PK", b"\xd0\xcf\x11\xe0", b"PAR1")
DEFAULT = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that came back.

    name: as shown to people (members as `outer.zip!inner`), the same wherever the folder lies; given: the
    same file from where the user stands, as the paths were given; path: the file on disk; member: the names
    that lead to it through zips, empty for a plain file;
    status: read (to be read), ignored or rejected; finding: why, unless it is to be read.
    """

    name: str
    path: Path
    given: str = ""
    member: tuple[str, ...] = ()
    status: Status = "read"
    finding: Finding | None = None

    def read(self, limits: Limits = DEFAULT) -> bytes | Finding:
        """The bytes, or what keeps them from being read. Only sources with status `read` are asked."""
        try:
            if not self.member:
                with opened(self.path, limits, "file") as file:
                    return file.read()
            with opened(self.path, limits, "archive") as file:
                return _member(file, self.member, limits)
        except BadFileError as refused:
            return refused.finding.at(path=self.name)


def discover(paths: Sequence[Path], limits: Limits = DEFAULT) -> list[Source]:
    """All files under the paths (files, folders in depth, zips), each once, sorted within each path.

    Raises FileNotFoundError for a path that does not exist.
    """
    sources: list[Source] = []
    seen: set[Path] = set()
    for path in paths:
        top = _real(path)
        shown = path.name or top.name
        for file, name in sorted(_files(top, shown), key=lambda entry: entry[1]):
            if file not in seen:
                seen.add(file)
                given = displayed(str(path / name.removeprefix(shown).lstrip("/")))
                sources.extend(_sources(Source(name=displayed(name), path=file, given=given), limits))
    return _told_apart(sources)


def _told_apart(sources: list[Source]) -> list[Source]:
    """Two folders of one name under different paths: their files are shown with the whole path."""
    times = Counter(source.name for source in sources)
    return [replace(s, name=_whole(s)) if times[s.name] > 1 else s for s in sources]


def _whole(source: Source) -> str:
    return displayed("!".join([source.path.as_posix(), *source.member]))


def _files(top: Path, shown: str) -> Iterator[tuple[Path, str]]:
    """The entries under a path that are no folders, and folders that cannot be listed."""
    todo = [(top, shown)]
    while todo:
        path, name = todo.pop()
        if path.is_symlink() or not path.is_dir():
            yield path, name
            continue
        try:
            todo += [(entry, f"{name}/{entry.name}") for entry in path.iterdir()]
        except OSError:
            yield path, name


def _real(path: Path) -> Path:
    """Where a path leads: a link that is named is meant; within folders none is followed."""
    try:
        return path.resolve(strict=True)
    except FileNotFoundError as error:  # some versions of Python name the whole path, not what was written
        raise FileNotFoundError(error.errno, error.strerror, str(path)) from None


def _sources(source: Source, limits: Limits) -> list[Source]:
    path = source.path
    base, extension = path.name, path.suffix.casefold()
    if path.is_dir() and not path.is_symlink():
        return [_unread(source, found("F005", reason="list"), claims=True)]
    if _TEMPORARY.fullmatch(base):
        return [_ignored(source, "F001")]
    if _is_left_over(source.name):
        return [_own(source, LEFTOVER)]
    if extension in _CLAIMS:
        return [source]
    try:
        with opened(path, limits, "archive") as file:
            kind = _kind(file, extension, limits)
            if extension == ".zip" and kind is FileKind.ZIP:
                return _members(source, file, _Tally(limits))
            return [_by_kind(source, kind, extension, file)]
    except BadFileError as refused:
        return [_unread(source, refused.finding, claims=extension == ".zip")]


def _kind(file: BinaryIO, extension: str, limits: Limits) -> FileKind:
    """The content of a file that claims nothing: a large one that is no archive is no return."""
    size = file.seek(0, os.SEEK_END)
    if size > limits.file and extension != ".zip":
        return FileKind.UNKNOWN
    return sniff(file)


def _by_kind(source: Source, kind: FileKind, extension: str, file: BinaryIO) -> Source:
    if kind in WORKBOOKS and not (kind is FileKind.ENCRYPTED and extension in _DOCUMENTS):
        return source
    if (output := output_of_text(*_ends(file))) is not None:
        return _own(source, OUTPUTS[output])
    return _ignored(source, "F003" if kind is FileKind.PACKED else "F002")


def _ends(file: BinaryIO) -> tuple[bytes, bytes]:
    """How a file begins and ends."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - HEAD))
    tail = file.read(HEAD)
    file.seek(0)
    return file.read(HEAD), tail


def _is_left_over(name: str) -> bool:
    return any(is_leftover(step) for step in re.split(r"[/\\!]", name))


def _own(source: Source, what: Words) -> Source:
    """What kpixl itself wrote."""
    finding = found("F101", what=what).at(path=source.name)
    return replace(source, status="ignored", finding=finding)


def _ignored(source: Source, code: str) -> Source:
    return replace(source, status="ignored", finding=found(code).at(path=source.name))


def _unread(source: Source, finding: Finding, *, claims: bool) -> Source:
    """What cannot be opened is rejected if it claims to hold answers, else ignored with a note."""
    finding = finding.at(path=source.name)
    if claims:
        return replace(source, status="rejected", finding=finding)
    return replace(source, status="ignored", finding=replace(finding, severity=Severity.NOTE))


@dataclass(slots=True)
class _Tally:
    """What a zip and the zips in it have used of the limits together."""

    limits: Limits
    entries: int = 0
    size: int = 0

    def add(self, outer: Source, infos: Sequence[zipfile.ZipInfo]) -> None:
        self.entries += len(infos)
        self.size += sum(info.file_size for info in infos)
        if self.entries > self.limits.entries:
            raise exceeded("F042", self.limits, "entries", count=self.entries)
        if self.size > self.limits.archive:
            raise exceeded("F043", self.limits, "archive", part=outer.name)


def _members(outer: Source, file: BinaryIO, tally: _Tally) -> list[Source]:
    """The members of a zip, in the order of their shown names."""
    try:
        with opened_zip(file, tally.limits) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            tally.add(outer, infos)
            members = [source for info in infos for source in _of_member(outer, archive, info, tally)]
    except BadFileError as refused:
        return [_unread(outer, refused.finding, claims=True)]
    return sorted(members, key=lambda source: source.name)


def _of_member(outer: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo, tally: _Tally) -> list[Source]:
    name = _readable(info)
    shown, given = (f"{way}!{displayed(name)}" for way in (outer.name, outer.given))
    inner = replace(outer, name=shown, given=given, member=(*outer.member, info.filename))
    base = name.rsplit("/", 1)[-1]
    extension = Path(base).suffix.casefold()
    if _TEMPORARY.fullmatch(base):
        return [_ignored(inner, "F001")]
    if _is_left_over(inner.name):
        return [_own(inner, LEFTOVER)]
    try:
        check_member(info, tally.limits, "file")
        if extension in _CLAIMS:
            return [inner]
        content = BytesIO(_head_or_all(archive, info))
        if extension != ".zip" or sniff(content) is not FileKind.ZIP:
            return [_by_kind(inner, sniff(content), extension, content)]
        if len(inner.member) >= tally.limits.nesting:
            raise exceeded("F008", tally.limits, "nesting")
        return _members(inner, content, tally)
    except BadFileError as refused:
        finding = refused.finding
    except ARCHIVE_ERRORS as error:  # this member is damaged; the others may be well
        finding = found("F040", part=f"{type(error).__name__}: {error}"[:200])
    return [_unread(inner, finding, claims=extension in _CLAIMS or extension == ".zip")]


def _head_or_all(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Enough of a member to tell what it is: pictures and texts show that at once."""
    with archive.open(info) as member:
        head = member.read(HEAD)
    return unpack(archive, info) if head.startswith(_NEEDS_ALL) else head


def _readable(info: zipfile.ZipInfo) -> str:
    """The member's name. Without the UTF-8 flag it is in the packer's own code page: in China GBK."""
    name = info.filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _member(file: BinaryIO, member: tuple[str, ...], limits: Limits) -> bytes:
    with opened_zip(file, limits) as archive:
        info = archive.getinfo(member[0])
        check_member(info, limits, "file")
        data = unpack(archive, info)
    return _member(BytesIO(data), member[1:], limits) if member[1:] else data
