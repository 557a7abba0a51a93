"""Files that a browser sends: streamed to the disk as they come, never more of them than returns may have."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from kpixl.campaign import Arriving, Inbox, Kept
from kpixl.refusal import RefusedError

_FIELD = b"files"
_MOST_FIELDS, _LONGEST_FIELD = 20, 400
Keep = Callable[[Arriving, str], Kept]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What is taken at most. size: bytes in all; files: how many."""

    size: int
    files: int


class TooMuchError(RefusedError):
    """More was sent than returns may hold."""


@dataclass(kw_only=True)
class Receiver:
    """Takes a form of files apart as it comes. keep: puts a whole file in its place; fields: its texts."""

    inbox: Inbox
    bounds: Bounds
    keep: Keep
    fields: dict[str, str] = field(default_factory=dict)
    kept: list[tuple[str, Kept]] = field(default_factory=list)
    _size: int = 0
    _headers: dict[bytes, bytes] = field(default_factory=dict)
    _name: bytes = b""
    _value: bytes = b""
    _file: str = ""
    _field: str = ""
    _arriving: Arriving | None = None
    _held: ExitStack = field(default_factory=ExitStack)

    async def take(self, boundary: bytes, stream: AsyncIterator[bytes]) -> list[tuple[str, Kept]]:
        """All files of a form, by the names that they were sent under."""
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header,
                "on_headers_finished": self._begin_file,
                "on_part_data": self._data,
                "on_part_end": self._end,
            },
        )
        await run_in_threadpool(self.inbox.look)
        try:
            async for chunk in stream:
                self._size += len(chunk)
                if self._size > self.bounds.size:
                    raise self.too_much()
                await run_in_threadpool(parser.write, chunk)
            parser.finalize()
        finally:
            self._held.close()
        return self.kept

    def _begin(self) -> None:
        self._headers, self._file, self._field = {}, "", ""

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _begin_file(self) -> None:
        _, said = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = said.get(b"filename", b"").decode("utf-8", "replace")
        if b"filename" not in said and len(self.fields) < _MOST_FIELDS:
            self._field = said.get(b"name", b"").decode("utf-8", "replace")
        if said.get(b"name") != _FIELD or not name:  # a field, or a form without a file
            return
        if len(self.kept) >= self.bounds.files:
            raise self.too_much()
        self._file = name
        self._arriving = self._held.enter_context(self.inbox.arriving())

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._arriving is not None:
            self._arriving.write(data[start:end])
        elif self._field:
            before = self.fields.get(self._field, "")
            self.fields[self._field] = (before + data[start:end].decode("utf-8", "replace"))[:_LONGEST_FIELD]

    def _end(self) -> None:
        if self._arriving is None:
            return
        self.kept.append((self._file, self.keep(self._arriving, self._file)))
        self._arriving = None
        self._held.close()

    def too_much(self) -> TooMuchError:
        """The refusal of more than is taken."""
        size, files = self.bounds.size >> 20, self.bounds.files
        return TooMuchError(
            f"一次最多收{files}个文件、{size} MB：请分几次拖入。",
            f"At most {files} files and {size} MB at a time: drop them in several parts.",
        )
