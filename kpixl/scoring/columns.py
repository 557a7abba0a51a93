"""The item scores of many units, kept as columns: a score is made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, overload

from kpixl.scoring.items import ItemScore

_AT_ONCE = 100_000
"""Scores that are put into columns together."""
_MOST_KEPT = 4_096
_columns: dict[tuple[int, ...], tuple[Any, ...]] = {}


class UnitScores(Sequence[ItemScore]):
    """The item scores of a unit, each made when it is asked for."""

    __slots__ = ("_columns", "_count", "_unit")

    def __init__(self, scores: Sequence[ItemScore]) -> None:
        self._unit, self._count = scores[0].unit if scores else "", len(scores)
        self._columns = tuple(map(_kept, zip(*scores, strict=True)))[1:]

    @property
    def places(self) -> Mapping[str, int]:
        """The place of each item, which many units share."""
        return _places(self._columns[0]) if self._columns else {}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ItemScore]:
        count = self._count
        columns = (c * count if len(c) == 1 else c for c in ((self._unit,), *self._columns))
        return map(ItemScore._make, zip(*columns, strict=True))

    @overload
    def __getitem__(self, number: int) -> ItemScore: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[ItemScore]: ...
    def __getitem__(self, number: int | slice) -> ItemScore | Sequence[ItemScore]:
        chosen = range(self._count)[number]
        return [self._at(each) for each in chosen] if isinstance(chosen, range) else self._at(chosen)

    def _at(self, number: int) -> ItemScore:
        return ItemScore(self._unit, *(c[0] if len(c) == 1 else c[number] for c in self._columns))


class ByItem(Mapping[str, ItemScore]):
    """The item scores of a unit by item, each of which is there once."""

    __slots__ = ("_scores",)

    def __init__(self, scores: UnitScores) -> None:
        self._scores = scores

    def __getitem__(self, item: str) -> ItemScore:
        return self._scores[self._scores.places[item]]

    def __contains__(self, item: object) -> bool:
        return item in self._scores.places

    def __iter__(self) -> Iterator[str]:
        return iter(self._scores.places)

    def __len__(self) -> int:
        return len(self._scores)


class ItemScores(Iterable[ItemScore]):
    """The item scores of many units, those of each together."""

    def __init__(self, scores: Iterable[ItemScore]) -> None:
        self._units: dict[str, UnitScores] = {}
        waiting: dict[str, list[ItemScore]] = {}
        for number, score in enumerate(scores, 1):
            waiting.setdefault(score.unit, []).append(score)
            if number % _AT_ONCE == 0:
                self._put(waiting)
        self._put(waiting)

    def _put(self, waiting: dict[str, list[ItemScore]]) -> None:
        for unit, scores in waiting.items():
            self._units[unit] = UnitScores([*self._units.get(unit, ()), *scores])
        waiting.clear()

    @property
    def units(self) -> Iterable[str]:
        """Those that have any."""
        return self._units.keys()

    def of(self, unit: str) -> UnitScores:
        """The scores of a unit, as they came."""
        return self._units.get(unit, NO_SCORES)

    def __iter__(self) -> Iterator[ItemScore]:
        return chain.from_iterable(self._units.values())


def _kept(column: tuple[Any, ...]) -> tuple[Any, ...]:
    """A column: one value where all are the same, and of columns of the same values the first.

    The same values are the same objects: equal figures may be written otherwise.
    """
    if all(value is column[0] for value in column):
        column = column[:1]
    if len(_columns) > _MOST_KEPT:
        _columns.clear()
    return _columns.setdefault(tuple(map(id, column)), column)


@lru_cache(maxsize=1_024)
def _places(items: tuple[str, ...]) -> Mapping[str, int]:
    return {item: place for place, item in enumerate(items)}


NO_SCORES = UnitScores(())
