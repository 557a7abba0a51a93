"""The records of an .xls stream, and the texts in them, which may run on from one record into the next."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kpixl.formats._facts import Runs, runs_of
from kpixl.formats._guard import BadFileError, refuse

BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
DAMAGE = (struct.error, IndexError)
"""What reading beyond the end of a record raises."""


class BiffRecord(NamedTuple):
    """A record. pieces: its bytes and those of the CONTINUE records after it."""

    id: int
    pieces: Sequence[bytes]

    @property
    def data(self) -> bytes:
        """The bytes of the record itself."""
        return self.pieces[0]


def records(stream: bytes, start: int = 0) -> Iterator[BiffRecord]:
    """The records of one part of the stream, from its BOF to its EOF; those of parts within it are left out.

    Raises BadFileError where the part has no end.
    """
    depth, held = 0, None
    for number, data in _each(stream, start):
        if number == CONTINUE:
            if held is not None:
                held.pieces.append(data)  # type: ignore[attr-defined]
            continue
        if held is not None:
            yield held
        held = None
        depth += (number == BOF) - (number == EOF)
        if depth == 0:
            return
        if depth == 1 and number != EOF:
            held = BiffRecord(number, [data])
    raise damaged("EOF")


def _each(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    at = start
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise damaged(f"{number:#x}")
        yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def damaged(reason: str) -> BadFileError:
    """The refusal of a stream that breaks off or contradicts itself."""
    return refuse("F095", reason=f"Workbook, {reason}")


class Rich(NamedTuple):
    """A text, and where in it which font begins."""

    text: str
    fonts: Sequence[tuple[int, int]]

    def runs(self, struck: AbstractSet[int]) -> Runs:
        """Its pieces. struck: the numbers of the fonts that are struck out."""
        return runs_of(self.text, self.fonts, struck)


class Run:
    """Reads on through the pieces of a record."""

    def __init__(self, pieces: Sequence[bytes], at: int = 0) -> None:
        """Begin in the first piece."""
        self._pieces, self._piece, self._at = pieces, 0, at

    def take(self, size: int) -> bytes:
        """The next bytes. Raises IndexError beyond the last piece."""
        taken = b""
        while len(taken) < size:
            taken += self._some(size - len(taken))
        return taken

    def _some(self, size: int) -> bytes:
        piece = self._pieces[self._piece]
        if self._at >= len(piece):
            self._piece, self._at = self._piece + 1, 0
            return b""
        some = piece[self._at : self._at + size]
        self._at += len(some)
        return some

    def characters(self, count: int) -> str:
        """The next text where it says before it how wide its characters are, and nothing else."""
        return self._characters(count, self.number("<B") & 1)

    def number(self, layout: str) -> int:
        """The next number of that layout."""
        (value,) = struct.unpack(layout, self.take(struct.calcsize(layout)))
        return int(value)

    def text(self, length: int | None = None) -> str:
        """The next text; length: in characters, where it stands elsewhere."""
        return self.rich(length).text

    def rich(self, length: int | None = None) -> Rich:
        """The same with the places where its font changes."""
        count = self.number("<H") if length is None else length
        flags = self.number("<B")
        runs = self.number("<H") if flags & 8 else 0
        extra = self.number("<L") if flags & 4 else 0
        characters = self._characters(count, flags & 1)
        fonts = self.take(4 * runs)
        self.skip(extra)
        return Rich(characters, tuple(struct.iter_unpack("<HH", fonts)))

    def skip(self, size: int) -> None:
        """Pass over bytes."""
        while size > 0:
            size -= len(self._some(size))

    def _characters(self, count: int, wide: int) -> str:
        """A text that runs on into the next record says there anew how wide its characters are."""
        raw: list[str] = []
        while count > 0:
            if self._at >= len(self._pieces[self._piece]):
                self._piece, self._at = self._piece + 1, 0
                wide = self.number("<B") & 1
            some = self._some(count * (1 + wide))
            raw.append(some.decode("utf-16-le" if wide else "latin-1", "replace"))
            count -= -(-len(some) // (1 + wide))
        return "".join(raw)


def shared_texts(record: BiffRecord) -> list[Rich]:
    """The texts of the SST record."""
    run = Run(record.pieces, 4)
    count = run.number("<L")
    if count > sum(map(len, record.pieces)) // 3:
        raise damaged("SST")
    return [run.rich() for _ in range(count)]


def number_text(value: float) -> str:
    """A number as .xlsx stores it: the shortest digits that mean it."""
    text = repr(value)
    return text.removesuffix(".0")
