"""Parquet files that are signed as a whole, so that nothing of one is parsed before it is known whose it is.

The signature stands between the last column and the footer, where readers of Parquet look over it: places in
such a file count from its beginning, and the footer is found from its end.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from typing import BinaryIO

SIZE = 32
"""Bytes of a signature."""
_TAIL, _MAGIC = 8, b"PAR1"
"""What ends a file: the footer's length in four bytes, and the name of the format."""
_PIECE = 1 << 20


def seal(plain: BinaryIO, target: BinaryIO, key: bytes) -> None:
    """Copy a Parquet file with its signature."""
    mac, end = hmac.new(key, digestmod=hashlib.sha256), _footer(plain)
    for piece in _pieces(plain, 0, end):
        mac.update(piece)
        target.write(piece)
    footer = plain.read()
    mac.update(footer)
    target.write(mac.digest() + footer)


def is_sealed(file: BinaryIO, key: bytes) -> bool:
    """Whether a file is as the key signed it; it is walked bit by bit, however large it is."""
    mac, end = hmac.new(key, digestmod=hashlib.sha256), _footer(file)
    if end < SIZE:
        return False
    for piece in _pieces(file, 0, end - SIZE):
        mac.update(piece)
    told = file.read(SIZE)
    for piece in _pieces(file, end, _size(file)):
        mac.update(piece)
    return hmac.compare_digest(told, mac.digest())


def _footer(file: BinaryIO) -> int:
    """Where the footer begins; 0 of what is no Parquet file."""
    size = _size(file)
    if size < _TAIL:
        return 0
    file.seek(size - _TAIL)
    tail = file.read(_TAIL)
    start = size - _TAIL - int.from_bytes(tail[:4], "little")
    return max(0, start) if tail[4:] == _MAGIC else 0


def _size(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


def _pieces(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """What stands between two places, bit by bit."""
    file.seek(start)
    while start < end and (piece := file.read(min(_PIECE, end - start))):
        start += len(piece)
        yield piece
