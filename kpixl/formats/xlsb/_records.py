"""The records of .xlsb parts: number and length in as many bytes as they take, then fields."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from kpixl.formats._facts import Runs, runs_of
from kpixl.formats._guard import refuse

_RICH = 0x1
NOWHERE = 0xFFFFFFFF
"""The length of a text that is not there, and the scope of a name that has none."""


def each(data: bytes, part: str) -> Iterator[tuple[int, bytes]]:
    """Number and content of every record. Raises BadFileError where the part breaks off."""
    at = 0
    while at < len(data):
        try:
            number, at = _variable(data, at, 2)
            length, at = _variable(data, at, 4)
        except IndexError as error:
            raise refuse("F051", part=part, reason=f"@{at}") from error
        if at + length > len(data):
            raise refuse("F051", part=part, reason=f"{number} @{at}")
        yield number, data[at : at + length]
        at += length


def take(data: bytes, part: str, actions: Mapping[int, Callable[[Fields], None]]) -> None:
    """Call what is there for the records of each number. Raises BadFileError where one is too short."""
    for number, content in each(data, part):
        action = actions.get(number)
        if action is not None:
            try:
                action(Fields(content))
            except (struct.error, IndexError) as error:
                raise refuse("F051", part=part, reason=f"{number}") from error


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first; the high bit says that another follows."""
    value = 0
    for place in range(most):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            break
    return value, at


class Fields:
    """Reads a record field by field."""

    def __init__(self, data: bytes) -> None:
        """Begin with the first."""
        self._data, self._at = data, 0

    def put_before(self, data: bytes) -> None:
        """Read these first."""
        self._data = data + self._data[self._at :]
        self._at = 0

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self._data) - self._at

    def numbers(self, layout: str) -> tuple[int, ...]:
        """The next fields of that layout. Raises struct.error beyond the end."""
        values = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def triple(self) -> tuple[int, int, int]:
        """The next three numbers."""
        first, second, third = self.numbers("<LLL")
        return first, second, third

    def real(self) -> float:
        """The next double."""
        (value,) = struct.unpack_from("<d", self._data, self._at)
        self._at += 8
        return float(value)

    def text(self) -> str:
        """The next text, empty where it is not there."""
        (length,) = self.numbers("<L")
        return "" if length == NOWHERE else self.some(2 * length).decode("utf-16-le", "replace")

    def rich(self, struck: AbstractSet[int]) -> tuple[str, Runs]:
        """The next text that may have runs, with its pieces. struck: the fonts that are struck out."""
        (flags,) = self.numbers("<B")
        text = self.text()
        if not flags & _RICH:
            return text, ()
        (count,) = self.numbers("<L")
        return text, runs_of(text, [*struct.iter_unpack("<HH", self.some(4 * count))], struck)

    def formula(self) -> bytes:
        """The tokens of the next formula."""
        (length,) = self.numbers("<L")
        tokens = self.some(length)
        if self.left >= 4:
            (more,) = self.numbers("<L")
            self.some(more)
        return tokens

    def some(self, size: int) -> bytes:
        """The next bytes. Raises IndexError beyond the end."""
        if size > self.left:
            raise IndexError(size)
        self._at += size
        return self._data[self._at - size : self._at]
