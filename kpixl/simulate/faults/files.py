"""Faults of files: what comes back is damaged, or is no workbook at all."""

from __future__ import annotations

import struct
import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from kpixl.simulate.book import WORKBOOK, Tab, member
from kpixl.simulate.faults.damage import Damage, FaultKind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
_STREAM_SECTORS = 8
"""A stream shorter than this is kept in another way."""
_NOTHING, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT = "填报内容见附件\n"
_WRITTEN = datetime(2020, 1, 1)  # noqa: DTZ001 - a workbook says no zone


def _replaced(code: str, content: Callable[[Damage], bytes], *, in_sheet: bool = False) -> FaultKind:
    """The kind of which the file's bytes are others. in_sheet: the finding names the damaged sheet."""

    def apply(damage: Damage) -> bool:
        damage.raw = content(damage)
        if in_sheet:
            damage.expect_on(code, _last_tab(damage))
        else:
            damage.expect(code)
        return True

    return FaultKind(code, apply, alone=True)


def _compound(stream: str, content: bytes = b"") -> bytes:
    """A compound file: header, sector table, directory, and one stream."""
    head = _OLE + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<9L", 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    chain = [_TABLE, _END, *range(3, 2 + _STREAM_SECTORS), _END]
    directory = _entry("Root Entry", 5, child=1) + _entry(stream, 2, start=2, size=_STREAM_SECTORS * _SECTOR)
    return (
        head.ljust(_SECTOR, b"\xff")
        + struct.pack(f"<{len(chain)}L", *chain).ljust(_SECTOR, b"\xff")
        + directory.ljust(_SECTOR, b"\x00")
        + content.ljust(_STREAM_SECTORS * _SECTOR, b"\x00")
    )


def _entry(name: str, kind: int, *, child: int = _NOTHING, start: int = _END, size: int = 0) -> bytes:
    head = name.encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<HBB", 2 * len(name) + 2, kind, 1)
    head += struct.pack("<3L", _NOTHING, _NOTHING, child) + bytes(36)
    return head + struct.pack("<LQ", start, size)


def _locked_xls() -> bytes:
    """An .xls with a password that nobody knows."""
    stream = struct.pack("<HHHH12x", 0x809, 16, 0x600, 5) + struct.pack("<HHHHH", 0x2F, 6, 0, 0x1234, 0x5678)
    return _compound("Workbook", stream + struct.pack("<HH", 0x0A, 0))


def _another_workbook() -> bytes:
    """Any workbook, none of the scheme's."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written

    target = BytesIO()
    with Workbook(target) as book:
        book.set_properties({"created": _WRITTEN})
        book.add_worksheet().write_string(0, 0, _TEXT.strip())
    return target.getvalue()


def _half(damage: Damage) -> bytes:
    data = damage.finished()
    return data[: len(data) // 2]


def _zip(parts: dict[str, bytes], *again: str) -> bytes:
    """A zip of these members; those named again stand in it twice."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", UserWarning
        )  # zipfile warns of the second member, which is what is wanted
        for name in (*parts, *again):
            archive.writestr(member(name), parts[name])
    return target.getvalue()


def _parts(damage: Damage) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(damage.finished())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _last_tab(damage: Damage) -> Tab:
    return damage.tab(damage.plan.sheets[-1].key)


def _sheet(damage: Damage) -> str:
    return _last_tab(damage).part


def _doctype(damage: Damage) -> bytes:
    parts, part = _parts(damage), _sheet(damage)
    head, _, body = parts[part].partition(b"\n")
    return _zip({**parts, part: head + b'\n<!DOCTYPE worksheet [<!ENTITY a "a">]>\n' + body})


def _cut_part(damage: Damage) -> bytes:
    parts, part = _parts(damage), _sheet(damage)
    return _zip({**parts, part: parts[part][: len(parts[part]) // 2]})


def _without(part: Callable[[Damage], str]) -> Callable[[Damage], bytes]:
    def content(damage: Damage) -> bytes:
        gone = part(damage)
        return _zip({name: data for name, data in _parts(damage).items() if name != gone})

    return content


FILES = (
    _replaced("F006", lambda _: b""),
    _replaced("F020", lambda _: _locked_xls()),
    _replaced("F024", lambda _: _zip({"word/document.xml": b"<document/>"})),
    _replaced("F025", lambda _: f"<html><body>{_TEXT}</body></html>".encode()),
    _replaced("F027", lambda _: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"),
    _replaced("F028", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(64)),
    _replaced("F030", lambda _: _TEXT.encode()),
    _replaced("F032", lambda d: bytes(range(256)) * 4),
    _replaced("F040", _half),
    _replaced("F046", lambda d: _zip(_parts(d), _sheet(d))),
    _replaced("F049", _without(lambda _: WORKBOOK)),
    _replaced("F050", _doctype),
    _replaced("F051", _cut_part, in_sheet=True),
    _replaced("F061", _without(_sheet), in_sheet=True),
    _replaced("F095", lambda _: _compound("Workbook")[: 3 * _SECTOR]),
    _replaced("F096", lambda _: _compound("Book")),
    _replaced("I001", lambda _: _another_workbook()),
)
