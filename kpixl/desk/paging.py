"""Long lists in parts: a browser takes seconds over thousands of rows, and nobody reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kpixl.desk.asking import Asked

T = TypeVar("T")
STEP = 100
_MOST_DIGITS = 9
"""Of a place in a list; Python refuses to read thousands of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[T]):
    """A part of a list.

    first: where it begins; count: of the whole; step: how long a part is; name: what says so in an address.
    """

    items: Sequence[T]
    first: int
    count: int
    step: int = STEP
    name: str = "from"

    @property
    def last(self) -> int:
        """Where it ends."""
        return self.first + len(self.items)


def part(asked: Asked, every: Sequence[T], step: int = STEP, *, name: str = "from") -> Part[T]:
    """The part of a list that a page's address asks for, else the first. name: of several on a page."""
    said = asked.query.get(name, "")
    is_place = said.isdecimal() and len(said) <= _MOST_DIGITS and int(said) < len(every)
    first = int(said) if is_place else 0
    return Part(items=every[first : first + step], first=first, count=len(every), step=step, name=name)
