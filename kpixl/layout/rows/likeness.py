"""Rows that are laid out alike: the first of them is laid, the others are the same in another place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from kpixl.blueprint.model import Scheme
from kpixl.layout.plan.cell import Cell
from kpixl.layout.standing_in import has_signs

_MOST_CELLS = 50_000


@dataclass(slots=True)
class Fork:
    """What a row is asked next, and where its answer leads."""

    path: str
    ways: dict[str, Fork | Sequence[Cell]] = field(default_factory=dict)


@dataclass
class Likeness:
    """The cells of rows that begin alike, by the answers to what those were asked that were laid before.

    What is asked next follows from the answers so far: so a row that answers the same is laid out the same.
    """

    _first: Fork | Sequence[Cell] | None = None

    def find(self, ask: Callable[[str], Any]) -> Sequence[Cell] | None:
        """The cells of a row that gave the same answers; None where there was none."""
        found = self._first
        while isinstance(found, Fork):
            found = found.ways.get(_told(ask(found.path)))
        return found

    def keep(self, heard: Mapping[str, Any], cells: Sequence[Cell]) -> None:
        """The cells of a row. heard: what it was asked, in order, and answered."""
        whole: Fork | Sequence[Cell] = cells
        forks: list[tuple[Fork, str]] = []
        node = self._first
        for path, answer in heard.items():
            fork = node if isinstance(node, Fork) and node.path == path else Fork(path)
            forks.append((fork, _told(answer)))
            node = fork.ways.get(_told(answer))
        for fork, way in reversed(forks):
            fork.ways[way] = whole
            whole = fork
        self._first = whole


class Laid:
    """The rows that were laid out, by what they hang on besides their answers: units share them, too.

    Kept of the scheme that was asked last; too many of them are let go. Not one of who stands in for others
    that was told what that is called: while such a row is laid, it is noted what that must mean.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._scheme: Scheme | None = None
        self._known: dict[Hashable, Likeness] = defaultdict(Likeness)
        self._cells = 0
        self._alone = Lock()

    def of(self, scheme: Scheme, hanging_on: Hashable) -> Likeness:
        """Those of a scheme that hang on the same; another thread may lay out another scheme meanwhile."""
        with self._alone:
            if scheme is not self._scheme or self._cells > _MOST_CELLS:
                self._scheme, self._cells = scheme, 0
                self._known.clear()
            return self._known[hanging_on]

    def keep(self, likeness: Likeness, heard: Mapping[str, Any], cells: Sequence[Cell]) -> None:
        """One more row."""
        if not any(map(has_signs, map(_told, heard.values()))):
            self._cells += len(cells)
            likeness.keep(heard, cells)


LAID = Laid()
"""Those of this process."""


def _told(answer: Any) -> str:
    """An answer as what is found again: 1, True and the text 1 are three."""
    return repr(answer)
