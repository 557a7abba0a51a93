"""A workbook that is written once for a kind, and what differs put into it for each recipient.

The mould is a finished workbook of who stands in for all of them. Members in which nothing differs go over
as they are, deflated already. What comes out is, byte for byte, what writing the whole workbook gives.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from html import escape
from io import BytesIO

_STRINGS = "xl/sharedStrings.xml"
_ITEM = re.compile(rb"<si>.*?</si>", re.DOTALL)
_UNIQUE = re.compile(rb'(?<= uniqueCount=")[0-9]+')
_SHEETS = "xl/worksheets/"
_SHARED = re.compile(rb'(?<= t="s"><v>)[0-9]+')
"""Which of the shared texts stands in a cell."""
_CONTROL = re.compile(rb"_x[0-9A-Fa-f]{4}_")
"""How the format writes a control character; a text that looks so is escaped, whole."""
_MARKUP = frozenset("&<>\"'")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A member of the zip. deflated: its bytes; pieces: text, number of what differs, text, …; else empty.

    last: of a sheet, the highest number of a shared text that it names; -1 where it names none.
    """

    info: zipfile.ZipInfo
    deflated: bytes
    pieces: tuple[bytes | int, ...]
    last: int

    def content(self, written: Sequence[bytes]) -> bytes:
        """What is in it, with these texts for what differs."""
        if not self.pieces:
            return zlib.decompress(self.deflated, -zlib.MAX_WBITS)
        return b"".join([written[p] if isinstance(p, int) else p for p in self.pieces])


class _Strings:
    """The shared texts, of which some may be the same once they are put in: a workbook has each once."""

    def __init__(self, content: bytes) -> None:
        """content: the member, with doubled ones; first: the lowest number that is not as it was."""
        at: dict[bytes, int] = {}
        items = _ITEM.findall(content)
        self._numbers = [at.setdefault(item, len(at)) for item in items]
        self.first = next((n for n, now in enumerate(self._numbers) if n != now), len(items))
        self.content = content
        if len(at) < len(items):
            begin, end = content.index(items[0]), content.rindex(items[-1]) + len(items[-1])
            head = _UNIQUE.sub(str(len(at)).encode(), content[:begin])
            self.content = head + b"".join(at) + content[end:]

    def renumbered(self, content: bytes) -> bytes:
        """A sheet with the numbers that its texts have now."""
        return _SHARED.sub(lambda match: str(self._numbers[int(match[0])]).encode(), content)


class Mould:
    """A finished workbook with the texts that differ."""

    def __init__(self, data: bytes, texts: Sequence[str]) -> None:
        """texts: what stands in it where workbooks differ; one that is there twice means the same twice."""
        self._count = len(texts)
        numbers = {_written(text): number for number, text in enumerate(texts) if text}
        differs = re.compile(b"|".join(map(re.escape, sorted(numbers, key=len, reverse=True))))
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self._members = [_member(archive, data, info, differs, numbers) for info in archive.infolist()]
        self._strings = next(m for m in self._members if m.info.filename == _STRINGS)

    def cast(self, texts: Sequence[str]) -> bytes | None:
        """The workbook with these texts; None where it must be written whole: they would be escaped.

        texts: as many as it was made with, in that order.
        """
        if len(texts) != self._count or not all(map(_is_plain, texts)):
            return None
        written = [_written(text) for text in texts]
        strings = _Strings(self._strings.content(written))
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in self._members:
                moved = member.last >= strings.first
                if not member.pieces and not moved:
                    _put(archive, member.info, member.deflated)
                    continue
                content = strings.content if member is self._strings else member.content(written)
                if member.pieces and _CONTROL.search(content):
                    return None
                _put(archive, *_deflated(member.info, strings.renumbered(content) if moved else content))
        return target.getvalue()


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
    data: bytes,
    info: zipfile.ZipInfo,
    differs: re.Pattern[bytes],
    numbers: Mapping[bytes, int],
) -> _Member:
    content, pieces, end = archive.read(info), list[bytes | int](), 0
    for match in differs.finditer(content):
        pieces += [content[end : match.start()], numbers[match[0]]]
        end = match.end()
    header = info.header_offset + len(info.FileHeader(zip64=False))
    deflated = data[header : header + info.compress_size]
    shared = _SHARED.findall(content) if info.filename.startswith(_SHEETS) else []
    return _Member(
        info=info,
        deflated=deflated,
        pieces=(*pieces, content[end:]) if pieces else (),
        last=max(map(int, shared), default=-1),
    )


def _deflated(model: zipfile.ZipInfo, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = packer.compress(content) + packer.flush()
    info = copy(model)
    info.CRC, info.file_size, info.compress_size = zlib.crc32(content), len(content), len(deflated)
    return info, deflated


def _put(archive: zipfile.ZipFile, model: zipfile.ZipInfo, deflated: bytes) -> None:
    """A member that is deflated already, which the library itself only writes from what it deflates."""
    info, file = copy(model), archive.fp
    if file is None:
        raise ValueError("the archive is closed")
    info.header_offset = file.tell()
    file.write(info.FileHeader(zip64=False))
    file.write(deflated)
    archive.filelist.append(info)
    archive.NameToInfo[info.filename] = info
    archive.start_dir = file.tell()
