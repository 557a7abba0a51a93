"""The zip around the parts: its order, entries for folders, times, flags and versions."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_DESCRIPTOR = 0x08
Moment = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, kw_only=True)
class Zipping:
    """How a program packs.

    order: patterns, parts come by the first that fits; folders: each has an entry before its parts;
    moment: of all entries; flags and version as they stand in the headers.
    """

    order: Sequence[str]
    folders: bool = False
    moment: Moment = (1980, 1, 1, 0, 0, 0)
    flags: int = 0
    version: int = 20

    def packed(self, parts: Mapping[str, bytes]) -> bytes:
        """The file."""
        target: io.BytesIO = _Stream() if self.flags & _DESCRIPTOR else io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self._names(parts):
                info = zipfile.ZipInfo(name, self.moment)
                folder = name.endswith("/")
                info.compress_type = zipfile.ZIP_STORED if folder else zipfile.ZIP_DEFLATED
                archive.writestr(info, b"" if folder else parts[name])
            infos = archive.infolist()
        return self._marked(bytearray(target.getvalue()), infos)

    def _names(self, parts: Mapping[str, bytes]) -> Iterator[str]:
        seen: set[str] = set()
        for name in sorted(parts, key=self._place):
            steps = name.split("/")[:-1] if self.folders else []
            for depth in range(len(steps)):
                folder = "/".join(steps[: depth + 1]) + "/"
                if folder not in seen:
                    seen.add(folder)
                    yield folder
            yield name

    def _place(self, name: str) -> tuple[int, list[int | str]]:
        place = next((n for n, pattern in enumerate(self.order) if re.search(pattern, name)), len(self.order))
        return place, [int(piece) if piece.isdigit() else piece for piece in re.split(r"(\d+)", name)]

    def _marked(self, data: bytearray, infos: Sequence[zipfile.ZipInfo]) -> bytes:
        """With flags and version in every header of a part, there and in the directory."""
        at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x05\x06"))
        for info in reversed(infos):
            size = struct.unpack_from("<HHH", data, at + 28)
            assert data[at + 46 : at + 46 + size[0]] == info.filename.encode()
            flags = 0 if info.is_dir() and not self.flags & _DESCRIPTOR else self.flags
            struct.pack_into("<HH", data, at + 6, self.version, flags)
            struct.pack_into("<HH", data, info.header_offset + 4, self.version, flags)
            at = data.rfind(b"PK\x01\x02", 0, at)
        return bytes(data)


class _Stream(io.BytesIO):
    """One that cannot go back, so that sizes follow the parts."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation
