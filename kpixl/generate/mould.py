"""A workbook that is written once for a kind, and what differs put into it for each recipient.

The mould is a finished workbook of who stands in for all of them. Runs in which nothing differs go over as
they are, deflated already. What comes out is, byte for byte, what writing the whole workbook gives.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from io import BytesIO
from typing import NamedTuple, Self

from kpixl.generate.packing import deflated, packed, runs

_STRINGS = "xl/sharedStrings.xml"
_BEGIN, _BETWEEN, _END = b"<si>", b"</si><si>", b"</si>"
_UNIQUE = re.compile(rb'(?<= uniqueCount=")[0-9]+')
_SHEETS = "xl/worksheets/"
_SHARED = re.compile(rb'(?<= t="s"><v>)[0-9]+')
"""Which of the shared texts stands in a cell."""
_CONTROL = re.compile(rb"_x[0-9A-Fa-f]{4}_")
"""How the format writes a control character; a text that looks so is escaped, whole."""
_MARKUP = frozenset("&<>\"'")
_SIZES = struct.Struct("<3L")
"""CRC, size in the file, size: the header of a member has them, and its entry in the directory."""
_IN_HEADER, _IN_ENTRY = 14, 16
_NAMES = struct.Struct("<28x3H")
_ENTRY = 46
"""An entry without its names; its last four bytes say where the member is."""
_DIRECTORY_ENDS = struct.Struct("<4s4x2H2L2x")


class _Stored(NamedTuple):
    """A member as the file has it, with its header, and its entry in the directory."""

    member: bytes
    entry: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A run of a member, where nothing differs: check sum, size, its bytes in the file.

    last: whether it ends the member; pieces: text, number of what differs, text, …; none where nothing does.
    """

    crc: int
    size: int
    deflated: bytes
    last: bool
    pieces: tuple[bytes | int, ...]

    @classmethod
    def of(cls, text: bytes, pieces: tuple[bytes | int, ...], *, last: bool) -> Self:
        """The run of the mould's text."""
        stored = deflated(text, last=last)
        return cls(crc=zlib.crc32(text), size=len(text), deflated=stored, last=last, pieces=pieces)

    def said(self, written: Sequence[bytes]) -> bytes:
        """Its text, with these for what differs."""
        if not self.pieces:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.deflated)
        return b"".join([written[p] if isinstance(p, int) else p for p in self.pieces])

    def renumbered(self, strings: _Strings) -> _Run:
        """The run as it names the shared texts now."""
        if not self.pieces:
            return _Run.of(strings.renumbered(self.said(())), (), last=self.last)
        pieces = tuple(p if isinstance(p, int) else strings.renumbered(p) for p in self.pieces)
        return replace(self, pieces=pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A member of the zip. header, entry: without its sizes; stored: as it is where nothing differs.

    shared: of a sheet, the highest number of a shared text that it names; -1 where it names none.
    """

    name: str
    header: bytes
    entry: bytes
    runs: tuple[_Run, ...]
    stored: _Stored
    differs: bool
    shared: int

    def content(self, written: Sequence[bytes]) -> bytes:
        """What is in it, with these texts for what differs."""
        return b"".join([run.said(written) for run in self.runs])

    def holding(self, content: bytes) -> _Stored:
        """The member with another content."""
        return self._sized(packed(content), zlib.crc32(content), len(content))

    def cast(self, written: Sequence[bytes]) -> _Stored | None:
        """The member with these texts; None where one would be escaped."""
        made, crc, size = list[bytes](), 0, 0
        for run in self.runs:
            if not made and not run.pieces:  # it is by far the longest
                made, crc, size = [run.deflated], run.crc, run.size
                continue
            text = run.said(written)
            if run.pieces and _CONTROL.search(text):
                return None
            made.append(deflated(text, last=run.last) if run.pieces else run.deflated)
            crc, size = zlib.crc32(text, crc), size + len(text)
        return self._sized(b"".join(made), crc, size)

    def renumbered(self, strings: _Strings) -> _Member:
        """The sheet as it names the shared texts now."""
        runs_ = tuple(run.renumbered(strings) for run in self.runs)
        made = replace(self, runs=runs_)
        return made if self.differs else replace(made, stored=made.cast(()) or self.stored)

    def _sized(self, packed_: bytes, crc: int, size: int) -> _Stored:
        sizes = _SIZES.pack(crc, len(packed_), size)
        return _Stored(_put(self.header, _IN_HEADER, sizes) + packed_, _put(self.entry, _IN_ENTRY, sizes))


class _Strings:
    """The shared texts, of which some may be the same once they are put in: a workbook has each once."""

    def __init__(self, content: bytes) -> None:
        """content: the member, with doubled ones.

        first: the lowest number that is not as it was; numbers: what each is now, where one is not.
        """
        head, _, behind = content.partition(_BEGIN)
        inner, _, tail = behind.rpartition(_END)
        items = inner.split(_BETWEEN)
        at = dict.fromkeys(items, 0)
        self.content, self.first, self.numbers = content, len(items), tuple[int, ...]()
        if len(at) < len(items):
            at.update((item, number) for number, item in enumerate(at))
            self.numbers = tuple([at[item] for item in items])
            self.first = next(n for n, now in enumerate(self.numbers) if n != now)
            told = _UNIQUE.sub(str(len(at)).encode(), head)
            self.content = b"".join([told, _BEGIN, _BETWEEN.join(at), _END, tail])

    def renumbered(self, content: bytes) -> bytes:
        """Of a sheet, with the numbers that its texts have now."""
        return _SHARED.sub(lambda match: str(self.numbers[int(match[0])]).encode(), content)


class Mould:
    """A finished workbook with the texts that differ."""

    def __init__(self, data: bytes, texts: Sequence[str]) -> None:
        """texts: what stands in it where workbooks differ; one that is there twice means the same twice."""
        self._count = len(texts)
        numbers = {_written(text): number for number, text in enumerate(texts) if text}
        differs = re.compile(b"|".join(map(re.escape, sorted(numbers, key=len, reverse=True))))
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found = zip(archive.infolist(), _entries(data, archive), strict=True)
            self._members = [_member(archive, info, entry, differs, numbers) for info, entry in found]
        self._strings = next(m for m in self._members if m.name == _STRINGS)
        self._moved = tuple[int, ...](), self._members

    def cast(self, texts: Sequence[str]) -> bytes | None:
        """The workbook with these texts; None where it must be written whole: they would be escaped.

        texts: as many as it was made with, in that order.
        """
        if len(texts) != self._count or not all(map(_is_plain, texts)):
            return None
        written = [_written(text) for text in texts]
        strings = _Strings(self._strings.content(written))
        if _CONTROL.search(strings.content):
            return None
        made = list[_Stored]()
        for member in self._numbered(strings):
            stored: _Stored | None = member.stored
            if member is self._strings:
                stored = member.holding(strings.content)
            elif member.differs:
                stored = member.cast(written)
            if stored is None:
                return None
            made.append(stored)
        return _file(made)

    def _numbered(self, strings: _Strings) -> Sequence[_Member]:
        """The members as they name the shared texts now; known of who was the last whose texts double.

        Whose rows say what it is called is mostly the only one of its kind, and is issued again.
        """
        if not strings.numbers:
            return self._members
        if self._moved[0] != strings.numbers:
            members = [m.renumbered(strings) if m.shared >= strings.first else m for m in self._members]
            self._moved = strings.numbers, members
        return self._moved[1]


def _written(text: str) -> bytes:
    """A text as it stands in XML, between tags."""
    return escape(text, quote=False).encode()


def _is_plain(text: str) -> bool:
    """Whether a text stands in an attribute as it does between tags, with nothing said of its blanks.

    Of what kpixl makes up itself (the stamp, the baseline) there are quotes, between tags only.
    """
    return text.isprintable() and text == text.strip() and (text[:1] in '"{' or _MARKUP.isdisjoint(text))


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    entry: bytes,
    differs: re.Pattern[bytes],
    numbers: Mapping[bytes, int],
) -> _Member:
    content, header = archive.read(info), info.FileHeader(zip64=False)
    *before, last = [(text, _pieces(text, differs, numbers)) for text in runs(content)]
    made = [_Run.of(*each, last=False) for each in before] + [_Run.of(*last, last=True)]
    shared = _SHARED.findall(content) if info.filename.startswith(_SHEETS) else []
    return _Member(
        name=info.filename,
        header=header,
        entry=entry,
        runs=tuple(made),
        stored=_Stored(header + b"".join([run.deflated for run in made]), entry),
        differs=any(run.pieces for run in made),
        shared=max(map(int, shared), default=-1),
    )


def _pieces(text: bytes, differs: re.Pattern[bytes], numbers: Mapping[bytes, int]) -> tuple[bytes | int, ...]:
    pieces, end = list[bytes | int](), 0
    for match in differs.finditer(text):
        pieces += [text[end : match.start()], numbers[match[0]]]
        end = match.end()
    return (*pieces, text[end:]) if pieces else ()


def _entries(data: bytes, archive: zipfile.ZipFile) -> Iterator[bytes]:
    """The entries of a zip's directory."""
    begin = archive.start_dir
    for _ in archive.infolist():
        end = begin + _ENTRY + sum(_NAMES.unpack_from(data, begin))
        yield data[begin:end]
        begin = end


def _put(bytes_: bytes, at: int, other: bytes) -> bytes:
    """The bytes with others in one place."""
    return bytes_[:at] + other + bytes_[at + len(other) :]


def _file(made: Iterable[_Stored]) -> bytes:
    """The zip of these members, as the library writes it."""
    members, directory, at = list[bytes](), list[bytes](), 0
    for member, entry in made:
        members.append(member)
        directory.append(_put(entry, _ENTRY - 4, at.to_bytes(4, "little")))
        at += len(member)
    entries = b"".join(directory)
    count = len(directory)
    end = _DIRECTORY_ENDS.pack(b"PK\x05\x06", count, count, len(entries), at)
    return b"".join([*members, entries, end])
