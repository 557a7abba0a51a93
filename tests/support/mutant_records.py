"""Binary workbooks changed record by record: .xls within its compound file, and the parts of .xlsb."""

import random
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kpixl.formats._compound import Compound
from tests.support import xlsb
from tests.support.compound import compound
from tests.support.mutant_bytes import damaged_bytes

Rng = random.Random
_BOOK = "Workbook"


class Record(NamedTuple):
    """A record; size: the length that it declares."""

    number: int
    size: int
    data: bytes


def old(data: bytes, rng: Rng) -> tuple[str, bytes]:
    """An .xls with records of its workbook changed, in a compound file that is sound again."""
    return old_book(data, lambda records: _changed(records, rng))


def old_book(data: bytes, change: Callable[[list[Record]], tuple[str, list[Record]]]) -> tuple[str, bytes]:
    """An .xls with the records of its workbook as the change leaves them."""
    file = Compound.of(data)
    streams = {name: file.stream(name) or b"" for name in sorted(file.streams)}
    told, changed = change(list(_old_records(streams[_BOOK])))
    head = (struct.pack("<HH", r.number, r.size & 0xFFFF) + r.data for r in changed)
    return told, compound({**streams, _BOOK: b"".join(head)})


def binary(data: bytes, rng: Rng) -> tuple[str, bytes]:
    """A part of an .xlsb with records changed."""
    told, changed = _changed(list(new_records(data)), rng)
    return told, packed_records(changed)


def packed_records(records: list[Record]) -> bytes:
    """A part of these records."""
    return b"".join(xlsb.variable(r.number) + xlsb.variable(r.size) + r.data for r in records)


def _old_records(stream: bytes) -> Iterator[Record]:
    at = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        yield Record(number, size, stream[at + 4 : at + 4 + size])
        at += 4 + size


def new_records(part: bytes) -> Iterator[Record]:
    """The records of a part of an .xlsb."""
    at = 0
    while at < len(part):
        number, at = _variable(part, at)
        size, at = _variable(part, at)
        yield Record(number, size, part[at : at + size])
        at += size


def _variable(part: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(part):
        byte = part[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if not byte & 0x80:
            break
    return value, at


def _changed(records: list[Record], rng: Rng) -> tuple[str, list[Record]]:
    told = []
    for _ in range(rng.choice((1, 1, 2, 6))):
        if not records:
            break
        action = rng.choice(
            ("damage", "damage", "damage", "delete", "double", "exchange", "size", "number", "empty", "cut")
        )
        at = rng.randrange(len(records))
        told.append(f"{action} record {at} of type {records[at].number}")
        records = _done(action, records, at, rng)
    return ", ".join(told), records


def _done(action: str, records: list[Record], at: int, rng: Rng) -> list[Record]:
    record, other = records[at], rng.choice(records)
    match action:
        case "delete":
            new = []
        case "double":
            new = [record] * rng.choice((2, 3, 50))
        case "exchange":
            return [other if r is record else record if r is other else r for r in records]
        case "size":
            new = [
                record._replace(
                    size=rng.choice((0, 1, 3, record.size + 1, max(0, record.size - 1), 8224, 0xFFFF))
                )
            ]
        case "number":
            new = [record._replace(number=rng.choice((other.number, rng.randrange(0x900))))]
        case "empty":
            new = [record._replace(size=0, data=b"")]
        case "cut":
            data = record.data[: rng.randrange(len(record.data) + 1)]
            new = [record._replace(size=len(data), data=data)]
        case _:
            _, data = damaged_bytes(record.data, rng)
            new = [record._replace(size=len(data), data=data)]
    return [*records[:at], *new, *records[at + 1 :]]
