"""Compound files made by hand, so that a test can make any part of one wrong."""

import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


Tree = Mapping[str, "bytes | Tree"]
"""Streams by name, and storages, which hold more of both."""


class _Row(NamedTuple):
    """What the directory says of a stream or storage, its siblings to its right."""

    name: str
    kind: int
    content: bytes = b""
    right: int = FREE
    child: int = FREE


def compound(tree: Tree, storages: Sequence[str] = ()) -> bytes:
    """A compound file of these streams and storages, and (empty) storages at its top.

    Short streams lie in the mini stream.
    """
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, mini_fat = b"", list[int]()
    rows = _rows({**tree, **{name: {} for name in storages}})
    made = []
    for row in rows:
        start = 0
        if row.kind == 2 and len(row.content) < CUTOFF:
            start = _chained(mini_fat, -(-len(row.content) // MINI))
            mini += row.content.ljust(-(-len(row.content) // MINI) * MINI, b"\x00")
        elif row.kind == 2:
            start = _stored(sectors, fat, row.content)
        made.append(entry(row.name, row.kind, start, len(row.content), right=row.right, child=row.child))
    root = _stored(sectors, fat, mini)
    mini_start = _stored(sectors, fat, struct.pack(f"<{len(mini_fat)}L", *mini_fat))
    directory = entry("Root Entry", 5, root, len(mini), child=1 if rows else FREE) + b"".join(made)
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


def _rows(tree: Tree) -> list[_Row]:
    """The directory after its root, storage by storage."""
    rows: list[_Row] = []
    todo: list[tuple[int | None, Tree]] = [(None, tree)]
    while todo:
        above, within = todo.pop(0)
        if within and above is not None:
            rows[above] = rows[above]._replace(child=len(rows) + 1)
        last = len(rows) + len(within)
        for name, content in within.items():
            right = len(rows) + 2 if len(rows) + 1 < last else FREE
            if isinstance(content, bytes):
                rows.append(_Row(name, 2, content, right))
            else:
                todo.append((len(rows), content))
                rows.append(_Row(name, 1, b"", right))
    return rows


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
