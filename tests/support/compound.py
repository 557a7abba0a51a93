"""Compound files made by hand, so that a test can make any part of one wrong."""

import struct
from collections.abc import Mapping, Sequence

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes], storages: Sequence[str] = ()) -> bytes:
    """A compound file of these streams and (empty) storages at its top: short streams in the mini stream."""
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, mini_fat = b"", list[int]()
    entries = []
    for name, content in streams.items():
        if len(content) < CUTOFF:
            start = _chained(mini_fat, -(-len(content) // MINI))
            mini += content.ljust(-(-len(content) // MINI) * MINI, b"\x00")
        else:
            start = _stored(sectors, fat, content)
        entries.append((name, 2, start, len(content)))
    entries += [(name, 1, 0, 0) for name in storages]
    root = _stored(sectors, fat, mini)
    mini_start = _stored(sectors, fat, struct.pack(f"<{len(mini_fat)}L", *mini_fat))
    tree = [entry(n, kind, start, size, right=at + 2) for at, (n, kind, start, size) in enumerate(entries)]
    if tree:
        last = entries[-1]
        tree[-1] = entry(*last)
    directory = entry("Root Entry", 5, root, len(mini), child=1 if tree else FREE) + b"".join(tree)
    first = _stored(sectors, fat, directory)
    tables = -(-(len(fat) + 1) // (SECTOR // 4 - 1))
    places = list(range(len(fat), len(fat) + tables))
    fat += [TABLE] * tables
    table = struct.pack(f"<{len(fat)}L", *fat).ljust(tables * SECTOR, b"\xff")
    minis = -(-4 * len(mini_fat) // SECTOR)
    head = MAGIC + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<9L", tables, first, 0, CUTOFF, mini_start, minis, END, 0, places[0])
    head += struct.pack(f"<{tables - 1}L", *places[1:])
    return head.ljust(SECTOR, b"\xff") + b"".join(sectors) + table


def entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    """An entry of the directory."""
    head = name.encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<HBB", 2 * len(name) + 2, kind, 1)
    return head + struct.pack("<3L", FREE, right, child) + bytes(36) + struct.pack("<LQ", start, size)


def _stored(sectors: list[bytes], fat: list[int], content: bytes) -> int:
    count = -(-len(content) // SECTOR)
    sectors += [content[at * SECTOR : (at + 1) * SECTOR].ljust(SECTOR, b"\x00") for at in range(count)]
    return _chained(fat, count)


def _chained(table: list[int], count: int) -> int:
    start = len(table)
    table += [*range(start + 1, start + count), END] if count else []
    return start if count else END


def overwritten(data: bytes, at: int, layout: str, *values: int) -> bytes:
    """The file with numbers written over it."""
    changed = bytearray(data)
    struct.pack_into(layout, changed, at, *values)
    return bytes(changed)
