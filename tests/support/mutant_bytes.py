"""Bytes changed at random, without a look at what they mean."""

import random
import struct
from collections.abc import Callable, Mapping

Rng = random.Random
_EXTREMES = (b"\x00", b"\xff", b"\x7f", b"\x80", b"<", b">", b"&", b'"', b"\xef\xbf\xbf", b"\xed\xa0\x80")
_NUMBERS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, 0x10000, 0x100000)


def damaged_bytes(data: bytes, rng: Rng) -> tuple[str, bytes]:
    """What was done, and the bytes after it: one change or a few of them."""
    told = []
    for _ in range(rng.choice((1, 1, 2, 8))):
        name = rng.choice(list(_CHANGES))
        at = rng.randrange(len(data) + 1)
        data = _CHANGES[name](data, at, rng)
        told.append(f"{name} at {at}")
    return ", ".join(told), data


def _flip(data: bytes, at: int, rng: Rng) -> bytes:
    return data[:at] + bytes(b ^ (1 << rng.randrange(8)) for b in data[at : at + 1]) + data[at + 1 :]


def _overwrite(data: bytes, at: int, rng: Rng) -> bytes:
    new = rng.randbytes(rng.choice((1, 2, 4, 16)))
    return data[:at] + new + data[at + len(new) :]


def _delete(data: bytes, at: int, rng: Rng) -> bytes:
    return data[:at] + data[at + rng.choice((1, 2, 4, 100)) :]


def _insert(data: bytes, at: int, rng: Rng) -> bytes:
    new = rng.choice((rng.choice(_EXTREMES), rng.randbytes(rng.choice((1, 3, 50)))))
    return data[:at] + new + data[at:]


def _cut(data: bytes, at: int, _: Rng) -> bytes:
    return data[:at]


def _double(data: bytes, at: int, rng: Rng) -> bytes:
    size = rng.choice((1, 8, 64, 512))
    return data[: at + size] + data[at : at + size] + data[at + size :]


def _number(data: bytes, at: int, rng: Rng) -> bytes:
    """A number where one may stand: sizes, offsets and counts stand at even places."""
    at -= at % 2
    new = struct.pack("<L", rng.choice(_NUMBERS))[: rng.choice((2, 4))]
    return data[:at] + new + data[at + len(new) :]


def _exchange(data: bytes, at: int, rng: Rng) -> bytes:
    other, size = rng.randrange(len(data) + 1), rng.choice((1, 16, 512))
    first, second = sorted((at, other))
    if first + size > second:
        return data
    one, two = data[first : first + size], data[second : second + size]
    return data[:first] + two + data[first + size : second] + one + data[second + size :]


_CHANGES: Mapping[str, Callable[[bytes, int, Rng], bytes]] = {
    "flip": _flip,
    "overwrite": _overwrite,
    "delete": _delete,
    "insert": _insert,
    "cut": _cut,
    "double": _double,
    "number": _number,
    "exchange": _exchange,
}
