"""What a file is, by its content and never by its name."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from kpixl.findings import Finding, found
from kpixl.formats._compound import MAGIC, Compound, OleError

HEAD = 8192
DIRECTORY = 4 * 1024 * 1024
"""No zip directory larger than this is loaded: it would hold tens of thousands of members."""
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What zipfile raises on a damaged archive: it has no common base."""

_SEARCHED = 64 * 1024 * 1024
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OF_DOCUMENTS = frozenset({"[content_types].xml", "ofd.xml", "meta-inf/manifest.mf"})
"""Members that a zip of files that somebody packed has not: of documents (Word, OFD) and programs."""


class FileKind(StrEnum):
    """Kinds of content that are told apart, because each has another remedy."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    ENCRYPTED = "encrypted"
    ZIP = "zip"
    SEVEN_ZIP = "7z"
    RAR = "rar"
    MAIL = "mail"
    OUTLOOK = "outlook"
    TNEF = "tnef"
    DOCUMENT = "document"
    HTML = "html"
    XML = "xml"
    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    OLE = "ole"
    OLD = "old"
    EMPTY = "empty"
    UNKNOWN = "unknown"


WORKBOOKS = frozenset(
    {FileKind.XLSX, FileKind.XLS, FileKind.XLSB, FileKind.ODS, FileKind.ENCRYPTED, FileKind.OLD}
)
"""What is a workbook by content, readable or not (an encrypted package may be one)."""
CONTAINERS = frozenset({FileKind.ZIP, FileKind.SEVEN_ZIP, FileKind.RAR, FileKind.MAIL, FileKind.OUTLOOK})
"""What files lie in, one by one."""

_CODES = {
    FileKind.EMPTY: "F006",
    FileKind.ZIP: "F024",
    FileKind.DOCUMENT: "F024",
    FileKind.HTML: "F025",
    FileKind.XML: "F026",
    FileKind.PDF: "F027",
    FileKind.IMAGE: "F028",
    FileKind.SEVEN_ZIP: "F029",
    FileKind.RAR: "F029",
    FileKind.TEXT: "F030",
    FileKind.OLE: "F031",
    FileKind.OLD: "F096",
    FileKind.UNKNOWN: "F032",
    FileKind.MAIL: "F103",
    FileKind.OUTLOOK: "F103",
    FileKind.TNEF: "F105",
}

_MAGIC = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"BM", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"\x78\x9f\x3e\x22", FileKind.TNEF),
    (b"\x09\x00\x04\x00", FileKind.OLD),
    (b"\x09\x02\x06\x00", FileKind.OLD),
    (b"\x09\x04\x06\x00", FileKind.OLD),
    (b"\x09\x08\x08\x00\x00\x05", FileKind.OLD),
)
"""What files begin with; of the old ones the first record, of Excel 2 to 5."""


def not_workbook(kind: FileKind) -> Finding:
    """The finding for a file that passes for a workbook and has this content instead."""
    return found(_CODES[kind])


_NAMED = {
    FileKind.XLSX: frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".et", ".ett"}),
    FileKind.XLS: frozenset({".xls", ".xlt", ".et", ".ett"}),
    FileKind.XLSB: frozenset({".xlsb"}),
    FileKind.ODS: frozenset({".ods", ".ots"}),
}


def misextended(name: str, data: bytes) -> Finding | None:
    """The note on a workbook whose name has the extension of another kind of file. name: its display path."""
    kind, extension = content_kind(data), PurePosixPath(name).suffix.casefold()
    if not extension or extension in _NAMED.get(kind, (extension,)):
        return None
    return found("F099", extension=extension, kind=f".{kind.value}")


@lru_cache(maxsize=1)
def content_kind(data: bytes) -> FileKind:
    """The kind of content of these bytes; whoever reads them and whoever looks at their name ask in turn."""
    return sniff(BytesIO(data))


def sniff(file: BinaryIO) -> FileKind:
    """The kind of content of a file that is open for reading and can seek. Never raises on what it holds."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        return FileKind.EMPTY
    if head.startswith(MAGIC):
        return _ole_kind(file)
    if head.startswith(b"PK"):
        return _zip_kind(file)
    for magic, kind in _MAGIC:
        if head.startswith(magic) and not (kind is FileKind.IMAGE and _is_text(head)):
            return kind
    return FileKind.MAIL if _is_mail(head) else _text_kind(head)


_FIELD = re.compile(rb"([!-9;-~]{1,100}):")
_OF_A_MAIL = frozenset(
    (b"from", b"received", b"return-path", b"delivered-to", b"message-id", b"date", b"subject", b"to",
     b"mime-version", b"content-type")
)  # fmt: skip
_SENT = frozenset({b"from", b"received", b"return-path", b"delivered-to", b"message-id", b"x-unsent"})
"""Fields that a page has not that a program saved with its pictures, which otherwise looks like a mail."""


def _is_mail(head: bytes) -> bool:
    """Whether it begins with the fields of a mail: that says more than any text in it."""
    fields = set()
    for line in head.removeprefix(b"\xef\xbb\xbf").splitlines():
        field = _FIELD.match(line)
        if field:
            fields.add(field[1].lower())
        elif not line.strip() or not (line[:1] in b" \t" and fields):
            break
    return len(fields & _OF_A_MAIL) >= 3 and bool(fields & _SENT)


_STREAMS = (
    ("EncryptedPackage", FileKind.ENCRYPTED),
    ("Workbook", FileKind.XLS),
    ("Book", FileKind.XLS),
    ("__properties_version1.0", FileKind.OUTLOOK),
)


def _ole_kind(file: BinaryIO) -> FileKind:
    """By the streams at the top. In a damaged file their names are looked for anywhere."""
    file.seek(0)
    data = file.read(_SEARCHED)
    try:
        names = {name.casefold() for name in Compound.of(data).streams}
    except OleError:
        names = {name.casefold() for name, _ in _STREAMS if _directory_entry(name) in data}
    return next((kind for name, kind in _STREAMS if name.casefold() in names), FileKind.OLE)


def _directory_entry(name: str) -> bytes:
    return name.encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 2 * len(name) + 2)


def _zip_kind(file: BinaryIO) -> FileKind:
    try:
        if directory_size(file) > DIRECTORY:
            return FileKind.XLSX if _remains_of_xlsx(file) else FileKind.ZIP
        with zipfile.ZipFile(file) as archive:
            names = {fold(info.filename): info for info in archive.infolist()}
            if "mimetype" in names:
                with archive.open(names["mimetype"]) as member:
                    return FileKind.ODS if member.read(len(_ODS)) == _ODS else FileKind.DOCUMENT
    except ARCHIVE_ERRORS:
        return FileKind.XLSX if _remains_of_xlsx(file) else FileKind.ZIP
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    if any(name.startswith("xl/") for name in names):
        return FileKind.XLSX
    return FileKind.ZIP if _OF_DOCUMENTS.isdisjoint(names) else FileKind.DOCUMENT


def _remains_of_xlsx(file: BinaryIO) -> bool:
    """A zip with no readable directory (cut off in the mail) was a workbook if its first members say so."""
    file.seek(0)
    head = file.read(HEAD)
    return b"[Content_Types].xml" in head or b"xl/" in head


def fold(name: str) -> str:
    """The form under which two member names are the same."""
    return name.replace("\\", "/").lstrip("/").casefold()


def directory_size(file: BinaryIO) -> int:
    """The size that the zip states for its directory, seen before zipfile loads it; 0 where there is none."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return 0
    (declared,) = struct.unpack_from("<L", tail, end + 12)
    if declared == 0xFFFFFFFF and (far := tail.rfind(b"PK\x06\x06", 0, end)) >= 0 and len(tail) >= far + 48:
        (declared,) = struct.unpack_from("<Q", tail, far + 40)
    return int(declared)


def _is_text(head: bytes) -> bool:
    return _decoded(head) is not None


def _text_kind(head: bytes) -> FileKind:
    text = _decoded(head)
    if text is None:
        return FileKind.UNKNOWN
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<html", "<!doctype html", "<table", "<meta", "<head", "mime-version:")):
        return FileKind.HTML
    if start.startswith("<?xml"):
        return FileKind.HTML if "<html" in start[:1000] else FileKind.XML
    return FileKind.TEXT


def _decoded(head: bytes) -> str | None:
    """The head as text, or None: UTF-16 with its mark, UTF-8 or GB 18030 without control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if any(byte < 32 and byte not in b"\t\r\n\f\x1a" for byte in head):
        return None
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the head may end within a character
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
