"""Compound files (OLE2), of which .xls and encrypted workbooks are made: no chain is followed without bounds.

Such a file is a small file system: sectors, a table (FAT) that chains them, a directory of streams and
storages. A loop in a chain makes readers run without end and take all memory, so each is walked with a count
of what it can have at most.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_MINI = 64
_LAST_SECTOR = 0xFFFFFFFA
"""The highest number that a sector can have; those above mark ends and free ones."""
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_IN_HEADER = 109
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_MOST_ENTRIES = 10_000


class OleError(ValueError):
    """The compound file is damaged, or made to do harm. The text says where."""


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file whose tables have been checked.

    streams, storages: the names at its top; what lies in a storage (an embedded document) is not this file's.
    claimed: the sizes of all streams together, wherever they lie, as the directory says; no more than the
    file has, unless some share their bytes.
    """

    _data: bytes
    _sector: int
    _fat: tuple[int, ...]
    _mini_fat: tuple[int, ...]
    _mini: bytes
    _cutoff: int
    _streams: Mapping[str, _Entry]
    storages: frozenset[str]
    claimed: int

    @classmethod
    def of(cls, data: bytes) -> Compound:
        """The compound file in these bytes. Raises OleError."""
        if len(data) < _HEADER or not data.startswith(MAGIC):
            raise OleError("header")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise OleError(f"sector size {shift}, {mini_shift}")
        sector = 1 << shift
        first_directory, _, cutoff, first_mini, _ = struct.unpack_from("<5L", data, 48)
        fat = _fat(data, sector)
        entries = _entries(_joined(data, sector, fat, first_directory, "directory"))
        mini_table = _joined(data, sector, fat, first_mini, "mini FAT") if first_mini <= _LAST_SECTOR else b""
        top = _top(entries)
        root = entries[0]
        mini = _joined(data, sector, fat, root.start, "mini stream") if root.start <= _LAST_SECTOR else b""
        return cls(
            data,
            sector,
            fat,
            _numbers(mini_table),
            mini[: root.size],
            cutoff,
            {entry.name: entry for entry in top if entry.kind == _STREAM},
            frozenset(entry.name for entry in top if entry.kind == _STORAGE),
            sum(entry.size for entry in entries if entry.kind == _STREAM),
        )

    @property
    def streams(self) -> frozenset[str]:
        """The names of the streams at the top."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes | None:
        """The content of a stream at the top; None where there is none. Raises OleError."""
        entry = self._streams.get(name)
        if entry is None:
            return None
        if entry.size > len(self._data):
            raise OleError(f"size of {name}")
        if entry.size == 0:
            return b""
        if entry.size < self._cutoff:
            chain = _chain(self._mini_fat, entry.start, len(self._mini) // _MINI + 1, name)
            content = b"".join(self._mini[at * _MINI : (at + 1) * _MINI] for at in chain)
        else:
            content = _joined(self._data, self._sector, self._fat, entry.start, name)
        if len(content) < entry.size:
            raise OleError(f"end of {name}")
        return content[: entry.size]


def _fat(data: bytes, sector: int) -> tuple[int, ...]:
    """The sector table, of the sectors that the header and the chain after it name."""
    count, first_more, more = struct.unpack_from("<L20xLL", data, 44)
    sectors = _sectors(data, sector)
    if count > sectors or more > sectors:
        raise OleError("more tables than sectors")
    places = list(struct.unpack_from(f"<{_IN_HEADER}L", data, 76))
    seen: set[int] = set()
    at = first_more
    while at <= _LAST_SECTOR:
        if at in seen or at >= sectors:
            raise OleError("chain of the sector tables")
        seen.add(at)
        *some, at = _numbers(_sector_at(data, sector, at))
        places += some
    used = [place for place in places if place <= _LAST_SECTOR][:count]
    if len(used) < count or len(set(used)) < len(used) or any(place >= sectors for place in used):
        raise OleError("sector tables")
    table = b"".join(_sector_at(data, sector, place) for place in used)
    return _numbers(table)[:sectors]


def _sectors(data: bytes, sector: int) -> int:
    """How many sectors there are after the header, the last one perhaps cut short."""
    return max(0, -(-len(data) // sector) - 1)


def _sector_at(data: bytes, sector: int, number: int) -> bytes:
    return data[(number + 1) * sector : (number + 2) * sector].ljust(sector, b"\x00")


def _numbers(table: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(table) // 4}L", table)


def _joined(data: bytes, sector: int, fat: tuple[int, ...], start: int, name: str) -> bytes:
    return b"".join(_sector_at(data, sector, at) for at in _chain(fat, start, len(fat), name))


def _chain(table: tuple[int, ...], start: int, most: int, name: str) -> list[int]:
    """The numbers of a chain. Raises OleError where it leaves the table or goes round."""
    chain: list[int] = []
    at = start
    while at != _END:
        if at >= len(table) or len(chain) >= most:
            raise OleError(f"chain of {name}")
        chain.append(at)
        at = table[at]
    return chain


def _entries(directory: bytes) -> list[_Entry]:
    if not directory or len(directory) // _ENTRY > _MOST_ENTRIES:
        raise OleError("directory")
    return [_entry(directory[at : at + _ENTRY]) for at in range(0, len(directory), _ENTRY)]


def _entry(data: bytes) -> _Entry:
    length, kind = struct.unpack_from("<HB", data, 64)
    left, right, child = struct.unpack_from("<3L", data, 68)
    start, size = struct.unpack_from("<LL", data, 116)
    name = data[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind, left, right, child, start, size)


def _top(entries: list[_Entry]) -> list[_Entry]:
    """The entries directly under the root: a tree of siblings, each of which is there once."""
    if entries[0].kind != _ROOT:
        raise OleError("root")
    seen: set[int] = set()
    names: set[str] = set()
    todo = [entries[0].child]
    while todo:
        at = todo.pop()
        if at == _FREE:
            continue
        if at in seen or at >= len(entries) or entries[at].name.upper() in names:
            raise OleError("tree of the directory")
        seen.add(at)
        names.add(entries[at].name.upper())
        todo += [entries[at].left, entries[at].right]
    return [entries[at] for at in sorted(seen)]
