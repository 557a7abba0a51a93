"""The rows of a return that count, kept once for all returns that are laid out alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import overload

from kpixl.layout.plan.keys import RowKey
from kpixl.returns.records._layouts import subjects_again

Plain = tuple[tuple[str, str, str, int, str], ...]
"""Rows with the place of their subject in the return instead of its name."""


class RowsInUse(Sequence[RowKey]):
    """The rows, each made when it is asked for."""

    __slots__ = ("_plain", "_subjects")

    def __init__(self, plain: Plain, subjects: tuple[str, ...]) -> None:
        self._plain, self._subjects = _one(plain), subjects_again(subjects)

    @classmethod
    def of(cls, rows: Iterable[RowKey]) -> RowsInUse:
        """These rows, compact."""
        given = tuple(rows)
        at = {subject: place for place, subject in enumerate(dict.fromkeys(row.subject for row in given))}
        return cls(tuple((r.form, r.instance, r.table, at[r.subject], r.row) for r in given), tuple(at))

    def __reduce__(self) -> tuple[Callable[..., RowsInUse], tuple[Plain, tuple[str, ...]]]:
        return RowsInUse, (self._plain, self._subjects)

    def __len__(self) -> int:
        return len(self._plain)

    def __iter__(self) -> Iterator[RowKey]:
        for form, instance, table, subject, row in self._plain:
            yield RowKey(form, instance, table, self._subjects[subject], row)

    @overload
    def __getitem__(self, number: int) -> RowKey: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[RowKey, ...]: ...
    def __getitem__(self, number: int | slice) -> RowKey | tuple[RowKey, ...]:
        return tuple(self)[number]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowsInUse | tuple) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment] # as of whatever may be equal to a list

    def __repr__(self) -> str:
        return f"RowsInUse({tuple(self)!r})"


@lru_cache(maxsize=512)
def _one(plain: Plain) -> Plain:
    """The one of this process."""
    return plain
