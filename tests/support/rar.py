"""RAR archives made by hand, as no free program packs them: members are stored, not compressed."""

import struct
import zlib
from collections.abc import Mapping

OLD, NEW = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
SPLIT_AFTER, PASSWORD, LINK = 0x10, "password", "link"


def rar5(
    members: Mapping[str, bytes], *, split: bool = False, method: int = 0, extra: str = "", cut: bool = False
) -> bytes:
    """An archive of version 5.

    split: its last member goes on in another volume; method: as if they were compressed so; extra: `password`
    or `link`, what each member is said to have; cut: without its end.
    """
    blocks = [_block(1, 0, _number(1 if split else 0))]
    for at, (name, content) in enumerate(members.items()):
        goes_on = SPLIT_AFTER if split and at == len(members) - 1 else 0
        fields = _number(4) + _number(len(content)) + _number(0x20) + struct.pack("<L", zlib.crc32(content))
        fields += _number(method << 7) + _number(0) + _number(len(name.encode())) + name.encode()
        blocks.append(_block(2, 2 | goes_on, fields, content, _EXTRA.get(extra, b"")))
    if not cut:
        blocks.append(_block(5, 0, _number(1 if split else 0)))
    return NEW + b"".join(blocks)


def _number(value: int) -> bytes:
    """A number of seven bits a byte."""
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def _record(kind: int, content: bytes) -> bytes:
    body = _number(kind) + content
    return _number(len(body)) + body


_EXTRA = {
    PASSWORD: _record(1, _number(0) + _number(0) + bytes([15]) + bytes(32)),
    LINK: _record(5, _number(1) + _number(0) + _number(6) + b"target"),
}


def _block(kind: int, flags: int, fields: bytes, data: bytes = b"", extra: bytes = b"") -> bytes:
    sizes = (_number(len(extra)) if extra else b"") + (_number(len(data)) if flags & 2 else b"")
    body = _number(kind) + _number(flags | bool(extra)) + sizes + fields + extra
    sized = _number(len(body)) + body
    return struct.pack("<L", zlib.crc32(sized)) + sized + data


def rar4(members: Mapping[bytes, bytes], *, flags: int = 0) -> bytes:
    """An archive of version 4, as WinRAR of a Chinese Windows made it. flags: of each member."""
    made = OLD + _old_block(0x73, 0, bytes(6))
    for name, content in members.items():
        fields = struct.pack(
            "<LLBLLBBHL", len(content), len(content), 2, zlib.crc32(content), 0, 29, 0x30, len(name), 0x20
        )
        made += _old_block(0x74, 0x8000 | flags, fields + name) + content
    return made + _old_block(0x7B, 0x4000, b"")


def locked5() -> bytes:
    """An archive of version 5 of which the directory is encrypted, too."""
    return NEW + _block(4, 0, _number(0) + _number(0) + bytes([15]) + bytes(16)) + bytes(64)


def _old_block(kind: int, flags: int, fields: bytes) -> bytes:
    body = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body
