"""Faults of files: what comes back is damaged, or is no workbook at all."""

from __future__ import annotations

import struct
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO

from kpixl.simulate.book import WORKBOOK, Tab, member
from kpixl.simulate.faults.damage import Damage, Kind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00")
_DIRECTORY_ENTRY = 128
_TEXT = "填报内容见附件\n"


def _replaced(code: str, content: Callable[[Damage], bytes], *, in_sheet: bool = False) -> Kind:
    """The kind of which the file's bytes are others. in_sheet: the finding names the damaged sheet."""

    def apply(damage: Damage) -> bool:
        damage.raw = content(damage)
        if in_sheet:
            damage.expect_on(code, _last_tab(damage))
        else:
            damage.expect(code)
        return True

    return Kind(code, apply, alone=True)


def _ole(stream: str) -> bytes:
    """The head of a compound file with one stream of that name in its directory."""
    name = stream.encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 2 * len(stream) + 2)
    return _OLE + name.ljust(_DIRECTORY_ENTRY, b"\x00") + bytes(3 * _DIRECTORY_ENTRY)


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
    _replaced("F020", lambda _: _ole("EncryptedPackage")),
    _replaced("F021", lambda _: _ole("Workbook")),
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
)
