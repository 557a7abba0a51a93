"""Work for a cluster that imports nothing large, so that workers which end are soon there again."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.words import NO_WORDS, Words


@dataclass(frozen=True)
class Numbers:
    """Work that squares numbers and ends the worker at some. once: a file that says that it did so."""

    deadly: frozenset[int] = frozenset()
    once: Path | None = None
    kept: Words = NO_WORDS

    def submitted(self, given: Any, things: Sequence[int]) -> Any:
        """A chunk."""
        return given.submit(squared, tuple(things), self.deadly, self.once, pure=False)

    def outcomes(self, things: Sequence[int], told: Sequence[int]) -> Sequence[int]:
        """Their squares."""
        return told

    def lost(self, thing: int) -> int:
        """None."""
        return -thing


def squared(numbers: tuple[int, ...], deadly: frozenset[int], once: Path | None) -> list[int]:
    """The squares, if the worker lives."""
    if deadly.intersection(numbers) and not (once and once.exists()):
        if once:
            once.touch()
        os._exit(3)
    return [number * number for number in numbers]
