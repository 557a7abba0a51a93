"""What a file is, by its content and never by its name."""

from __future__ import annotations

import struct
import zipfile
import zlib
from enum import StrEnum
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


class Kind(StrEnum):
    """Kinds of content that are told apart, because each has another remedy."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    ENCRYPTED = "encrypted"
    ZIP = "zip"
    HTML = "html"
    XML = "xml"
    PDF = "pdf"
    IMAGE = "image"
    PACKED = "packed"
    TEXT = "text"
    OLE = "ole"
    EMPTY = "empty"
    UNKNOWN = "unknown"


WORKBOOKS = frozenset({Kind.XLSX, Kind.XLS, Kind.XLSB, Kind.ODS, Kind.ENCRYPTED})
"""What is a workbook by content, readable or not (an encrypted package may be one)."""

_CODES = {
    Kind.EMPTY: "F006",
    Kind.ZIP: "F024",
    Kind.HTML: "F025",
    Kind.XML: "F026",
    Kind.PDF: "F027",
    Kind.IMAGE: "F028",
    Kind.PACKED: "F029",
    Kind.TEXT: "F030",
    Kind.OLE: "F031",
    Kind.UNKNOWN: "F032",
}

_MAGIC = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"Rar!\x1a\x07", Kind.PACKED),
    (b"7z\xbc\xaf\x27\x1c", Kind.PACKED),
)


def not_workbook(kind: Kind) -> Finding:
    """The finding for a file that passes for a workbook and has this content instead."""
    return found(_CODES[kind])


_NAMED = {
    Kind.XLSX: frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".et", ".ett"}),
    Kind.XLS: frozenset({".xls", ".xlt", ".et", ".ett"}),
    Kind.XLSB: frozenset({".xlsb"}),
    Kind.ODS: frozenset({".ods", ".ots"}),
}


def misextended(name: str, data: bytes) -> Finding | None:
    """The note on a workbook whose name has the extension of another kind of file. name: its display path."""
    kind, extension = sniff(BytesIO(data)), PurePosixPath(name).suffix.casefold()
    if not extension or extension in _NAMED.get(kind, (extension,)):
        return None
    return found("F099", extension=extension, kind=f".{kind.value}")


def sniff(file: BinaryIO) -> Kind:
    """The kind of content of a file that is open for reading and can seek. Never raises on what it holds."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        return Kind.EMPTY
    if head.startswith(MAGIC):
        return _ole_kind(file)
    if head.startswith(b"PK"):
        return _zip_kind(file)
    for magic, kind in _MAGIC:
        if head.startswith(magic) and not (kind is Kind.IMAGE and _is_text(head)):
            return kind
    return _text_kind(head)


_STREAMS = (("EncryptedPackage", Kind.ENCRYPTED), ("Workbook", Kind.XLS), ("Book", Kind.XLS))


def _ole_kind(file: BinaryIO) -> Kind:
    """By the streams at the top. In a damaged file their names are looked for anywhere."""
    file.seek(0)
    data = file.read(_SEARCHED)
    try:
        names = {name.casefold() for name in Compound.of(data).streams}
    except OleError:
        names = {name.casefold() for name, _ in _STREAMS if _directory_entry(name) in data}
    return next((kind for name, kind in _STREAMS if name.casefold() in names), Kind.OLE)


def _directory_entry(name: str) -> bytes:
    return name.encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 2 * len(name) + 2)


def _zip_kind(file: BinaryIO) -> Kind:
    try:
        if directory_size(file) > DIRECTORY:
            return Kind.XLSX if _remains_of_xlsx(file) else Kind.ZIP
        with zipfile.ZipFile(file) as archive:
            names = {fold(info.filename): info for info in archive.infolist()}
            if "mimetype" in names:
                with archive.open(names["mimetype"]) as member:
                    return Kind.ODS if member.read(len(_ODS)) == _ODS else Kind.ZIP
    except ARCHIVE_ERRORS:
        return Kind.XLSX if _remains_of_xlsx(file) else Kind.ZIP
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    return Kind.XLSX if any(name.startswith("xl/") for name in names) else Kind.ZIP


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


def _text_kind(head: bytes) -> Kind:
    text = _decoded(head)
    if text is None:
        return Kind.UNKNOWN
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<html", "<!doctype html", "<table", "<meta", "<head", "mime-version:")):
        return Kind.HTML
    if start.startswith("<?xml"):
        return Kind.HTML if "<html" in start[:1000] else Kind.XML
    return Kind.TEXT


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
