"""Long sequences that are held in pieces: what lies in one is made when it is asked for, and not kept."""

from __future__ import annotations

from abc import abstractmethod
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Generic, TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class _Long(Sequence[T_co]):
    """A sequence of which parts are views."""

    @abstractmethod
    def _at(self, number: int) -> T_co:
        """The one in that place, from 0."""

    @overload
    def __getitem__(self, number: int) -> T_co: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T_co]: ...
    def __getitem__(self, number: int | slice) -> T_co | Sequence[T_co]:
        chosen = range(len(self))[number]
        return _Part(self, chosen) if isinstance(chosen, range) else self._at(chosen)


class Pieces(_Long[T_co]):
    """A sequence in pieces. The piece that was asked for last is kept: the same asked again is the same."""

    def __init__(self) -> None:
        self._ends = array("Q")
        self._last: tuple[range, Sequence[T_co]] = range(0), ()

    @abstractmethod
    def _piece(self, place: int) -> Sequence[T_co]:
        """What lies in a piece, made anew. place: of the piece, from 0."""

    def _grow(self, count: int) -> None:
        """There is a further piece with so many."""
        self._ends.append(len(self) + count)

    def pieces(self) -> Iterator[Sequence[T_co]]:
        """One piece after the other."""
        return map(self._piece, range(len(self._ends)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[T_co]:
        return chain.from_iterable(self.pieces())

    def _at(self, number: int) -> T_co:
        if number not in self._last[0]:
            place = bisect_right(self._ends, number)
            made = self._piece(place)
            self._last = range(self._ends[place] - len(made), self._ends[place]), made
        return self._last[1][number - self._last[0].start]


class _Part(_Long[T_co], Generic[T_co]):
    """Some of a long sequence."""

    def __init__(self, whole: _Long[T_co], numbers: range) -> None:
        self._whole, self._numbers = whole, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def _at(self, number: int) -> T_co:
        return self._whole[self._numbers[number]]
