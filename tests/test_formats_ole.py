"""Compound files: what is in them, and that no chain in them can lead a reader astray."""

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.formats._compound import Compound, OleError
from kpixl.formats._compound_properties import DOCUMENT, SUMMARY, ole_properties
from tests.support.compound import END, SECTOR, compound, overwritten

LONG, SHORT = bytes(range(256)) * 40, b"short" * 40
GOOD = compound({"Long": LONG, "Short": SHORT, "Empty": b""}, ["Storage"])


def number_at(at: int) -> int:
    """A number of the good file."""
    return int.from_bytes(GOOD[at : at + 4], "little")


FAT = (number_at(76) + 1) * SECTOR
DIRECTORY = (number_at(48) + 1) * SECTOR
LONG_ENTRY, SHORT_ENTRY = DIRECTORY + 128, DIRECTORY + 256


def test_streams_come_out_whole():
    """Long streams, short ones from the mini stream, and empty ones; storages are told apart."""
    made = Compound.of(GOOD)
    assert {"Long": LONG, "Short": SHORT, "Empty": b""} == {name: made.stream(name) for name in made.streams}
    assert (frozenset({"Storage"}), None) == (made.storages, made.stream("Other"))


def test_a_file_larger_than_one_table():
    """More sectors than one table holds are chained over several."""
    content = bytes(range(256)) * 1000
    assert content == Compound.of(compound({"Large": content})).stream("Large")


LIES = {
    "no header": GOOD[:500],
    "sector size": overwritten(GOOD, 30, "<H", 13),
    "more tables than sectors": overwritten(GOOD, 44, "<L", 10_000),
    "table beyond the end": overwritten(GOOD, 76, "<L", 5000),
    "table twice": overwritten(overwritten(GOOD, 44, "<L", 2), 80, "<L", number_at(76)),
    "tables in a loop": overwritten(overwritten(GOOD, 68, "<L", 0), SECTOR * 2 - 4, "<L", 0),
    "directory in a loop": overwritten(GOOD, FAT + 4 * number_at(48), "<L", number_at(48)),
    "directory nowhere": overwritten(GOOD, 48, "<L", 9999),
    "no root": overwritten(GOOD, DIRECTORY + 66, "<B", 2),
    "tree in a loop": overwritten(GOOD, SHORT_ENTRY + 68, "<L", 1),
    "tree beyond the end": overwritten(GOOD, SHORT_ENTRY + 72, "<L", 500),
    "one name twice": GOOD.replace("Short".encode("utf-16-le"), "lOnG\0".encode("utf-16-le")).replace(
        struct.pack("<HBB", 12, 2, 1), struct.pack("<HBB", 10, 2, 1)
    ),
    "stream in a loop": overwritten(
        GOOD, FAT + 4 * number_at(LONG_ENTRY + 116), "<L", number_at(LONG_ENTRY + 116)
    ),
    "stream beyond the end": overwritten(GOOD, FAT + 4 * number_at(LONG_ENTRY + 116), "<L", 5000),
    "stream cut off": overwritten(GOOD, FAT + 4 * number_at(LONG_ENTRY + 116), "<L", END),
    "stream larger than the file": overwritten(GOOD, LONG_ENTRY + 120, "<L", 2**31),
    "short stream nowhere": overwritten(GOOD, SHORT_ENTRY + 116, "<L", 7777),
}


@pytest.mark.parametrize("name", LIES)
def test_what_contradicts_itself_is_refused(name):
    """Loops, sectors that do not exist and sizes that cannot be are refused before anything follows them."""
    with pytest.raises(OleError):
        read_all(LIES[name])


def read_all(data: bytes) -> list[bytes | None]:
    """Every stream."""
    made = Compound.of(data)
    return [made.stream(name) for name in sorted(made.streams)]


@given(st.integers(0, len(GOOD) - 8), st.binary(min_size=1, max_size=8))
def test_any_damage_is_survived(at, new):
    """Whatever is overwritten, the streams come out or the file is refused."""
    changed = GOOD[:at] + new + GOOD[at + len(new) :]
    try:
        assert all(len(content or b"") <= len(GOOD) for content in read_all(changed))
    except OleError:
        assert changed != GOOD


def section(*values: tuple[int, bytes]) -> bytes:
    """A section of a property set."""
    at, head, body = 8 + 8 * len(values), b"", b""
    for number, value in values:
        head += struct.pack("<LL", number, at + len(body))
        body += value
    return struct.pack("<LL", at + len(body), len(values)) + head + body


def property_set(*sections: bytes) -> bytes:
    """A property set stream."""
    at, places = 28 + 20 * len(sections), b""
    for each in sections:
        places += bytes(16) + struct.pack("<L", at)
        at += len(each)
    return struct.pack("<HHL16xL", 0xFFFE, 0, 0, len(sections)) + places + b"".join(sections)


def page(number: int) -> bytes:
    """The code page of a section."""
    return struct.pack("<LHxx", 2, number)


def short(text: str, encoding: str) -> bytes:
    """A text of a code page."""
    raw = text.encode(encoding) + b"\x00"
    return struct.pack("<LL", 30, len(raw)) + raw.ljust(-(-len(raw) // 4) * 4, b"\x00")


TICKS = (datetime(2021, 12, 8, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).days * 864 * 10**9
WHO = section(
    (1, page(936)),
    (4, short("新华区", "gbk")),
    (8, short("张三", "gbk")),
    (13, struct.pack("<LQ", 64, TICKS)),
)
NAMES = struct.pack("<L", 3) + b"".join(
    struct.pack("<LL", at, len(name.encode()) + 1) + name.encode() + b"\x00"
    for at, name in ((2, "令牌"), (3, "数"), (4, "对"))
)
CUSTOM = section(
    (0, NAMES),
    (1, page(65001)),
    (2, short("kpixl", "utf-8")),
    (3, struct.pack("<Ld", 5, 3)),
    (4, struct.pack("<Ll", 11, -1)),
)


def test_properties_are_read():
    """Who, when and the custom properties, each in its code page."""
    made = ole_properties(
        Compound.of(compound({SUMMARY: property_set(WHO), DOCUMENT: property_set(section(), CUSTOM)}))
    )
    assert ("新华区", "张三", datetime(2021, 12, 8, tzinfo=UTC)) == (
        made.creator,
        made.last_modified_by,
        made.modified,
    )
    assert {"令牌": "kpixl", "数": 3.0, "对": True} == made.custom


@given(st.integers(0, 400), st.binary(min_size=1, max_size=6))
def test_damaged_properties_are_left_out(at, new):
    """Whatever is wrong with the properties, the workbook is still read."""
    data = property_set(section(), CUSTOM)
    at %= len(data)
    changed = data[:at] + new + data[at + len(new) :]
    custom = ole_properties(Compound.of(compound({DOCUMENT: changed}))).custom
    assert all(isinstance(value, str | int | float | bool) for value in custom.values())
