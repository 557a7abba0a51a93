"""The document properties of a compound file: who, with what, when, and the custom ones."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from kpixl.formats._compound import Compound
from kpixl.formats._facts import Properties, Property

SUMMARY = "\x05SummaryInformation"
DOCUMENT = "\x05DocumentSummaryInformation"
_CREATOR, _LAST, _MODIFIED, _APPLICATION = 4, 8, 13, 18
_DICTIONARY, _CODE_PAGE = 0, 1
_MOST = 5_000
_UTF16 = 1200
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
Section = dict[int, tuple[int, int]]


def ole_properties(compound: Compound) -> Properties:
    """What the two property streams say; what cannot be made out of them is left out. Raises OleError."""
    summary = _Set(compound.stream(SUMMARY) or b"").values(0)
    return Properties(
        creator=_text(summary.get(_CREATOR)),
        last_modified_by=_text(summary.get(_LAST)),
        modified=_moment(summary.get(_MODIFIED)),
        application=_text(summary.get(_APPLICATION)),
        custom=_Set(compound.stream(DOCUMENT) or b"").named(1),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None


class _Set:
    """A property set: sections of numbered values, each with its own code page."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def values(self, section: int) -> dict[int, Property | datetime]:
        """The values of a section by number."""
        try:
            places = self._places(section)
            page = self._page(places)
            return {
                number: value
                for number, at in places.items()
                if number > _CODE_PAGE and (value := self._value(at, page)) is not None
            }
        except (struct.error, LookupError, ValueError, OverflowError):
            return {}

    def named(self, section: int) -> Mapping[str, Property]:
        """The values of a section with a dictionary, by name."""
        try:
            names = dict(self._names(section))
        except (struct.error, LookupError, ValueError):
            return {}
        values = self.values(section)
        return {
            names[number]: value
            for number, value in values.items()
            if number in names and not isinstance(value, datetime)
        }

    def _places(self, section: int) -> dict[int, int]:
        """Where the values of a section begin, by number."""
        (count,) = struct.unpack_from("<L", self.data, 24)
        if section >= count:
            return {}
        (start,) = struct.unpack_from("<16xL", self.data, 28 + 20 * section)
        (number,) = struct.unpack_from("<L", self.data, start + 4)
        if number > _MOST:
            return {}
        pairs = struct.iter_unpack("<LL", self.data[start + 8 : start + 8 + 8 * number])
        return {key: start + offset for key, offset in pairs}

    def _page(self, places: Mapping[int, int]) -> int:
        at = places.get(_CODE_PAGE)
        return struct.unpack_from("<H", self.data, at + 4)[0] if at is not None else 1252

    def _names(self, section: int) -> Iterator[tuple[int, str]]:
        places = self._places(section)
        page = self._page(places)
        at = places[_DICTIONARY]
        (count,) = struct.unpack_from("<L", self.data, at)
        at += 4
        for _ in range(min(count, _MOST)):
            number, length = struct.unpack_from("<LL", self.data, at)
            size = 2 * length if page == _UTF16 else length
            yield number, _decoded(self.data[at + 8 : at + 8 + size], page)
            at += 8 + (size + 3) // 4 * 4 if page == _UTF16 else 8 + size

    def _value(self, at: int, page: int) -> Property | datetime | None:
        (kind,) = struct.unpack_from("<H", self.data, at)
        at += 4
        match kind:
            case 2 | 3 | 5 | 11 | 20:
                layout = {2: "<h", 3: "<l", 5: "<d", 11: "<h", 20: "<q"}[kind]
                (number,) = struct.unpack_from(layout, self.data, at)
                return bool(number) if kind == 11 else number
            case 30 | 31:
                (length,) = struct.unpack_from("<L", self.data, at)
                size = 2 * length if kind == 31 else length
                return _decoded(self.data[at + 4 : at + 4 + size], _UTF16 if kind == 31 else page)
            case 64:
                (ticks,) = struct.unpack_from("<Q", self.data, at)
                return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        return None


def _decoded(data: bytes, page: int) -> str:
    encoding = {_UTF16: "utf-16-le", 65001: "utf-8", 936: "gb18030", 10000: "mac-roman"}.get(
        page, f"cp{page}"
    )
    return data.decode(encoding, "replace").partition("\x00")[0]
