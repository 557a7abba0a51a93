"""What an .xls says of other files, programs and data."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from kpixl.formats._compound import Compound
from kpixl.formats._outside import Outside
from kpixl.formats.biff._records import EOF

_OBJECTS = ("MBD", "LNK")
"""How the storages of embedded and of linked objects are called."""
_QUERIES = frozenset({0x1AD, 0xDC, 0x803, 0x876})
"""Records of a table that is fetched from elsewhere: QSI, ParamQry or SXExt, QsiSXTag, DConn."""
_SEPARATOR = "\x03"
"""Between a program and its topic."""


def other_book(sheets: int, path: str) -> Iterator[Outside]:
    """What a formula's other book is: a file, or a program without sheets."""
    shown = "".join(c if c.isprintable() else "|" if c == _SEPARATOR else "" for c in path)
    if shown.strip():
        yield Outside("link" if sheets or _SEPARATOR not in path else "command", shown)


def objects_of(compound: Compound) -> Iterator[Outside]:
    """Embedded and linked objects, each in a storage of its own."""
    yield from (Outside("object", name) for name in sorted(compound.storages) if name.startswith(_OBJECTS))


def connections_of(stream: bytes, starts: Sequence[int]) -> Iterator[Outside]:
    """Queries on the sheets that begin at these places, and in the first part of the stream."""
    for start in (0, *starts):
        if any(number in _QUERIES for number in _numbers(stream, start)):
            yield Outside("connection", "")


def _numbers(stream: bytes, at: int) -> Iterator[int]:
    """The numbers of a part's records, up to its end."""
    while at >= 0 and at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        if number == EOF:
            return
        yield number
        at += 4 + length
