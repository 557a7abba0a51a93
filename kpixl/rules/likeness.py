"""Which of many texts is nearly the same as a new one, without comparing it with all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from heapq import nsmallest
from math import ceil

_RUN = 3
"""Characters of the runs by which texts find each other."""
_TRIED = 8
"""So many candidates, those with most runs in common first, are compared letter by letter."""
_LOOKED_UP = 40
"""So many of a text's runs are looked up; most are in a copy, so few of them are enough."""
_COMMON = 20
"""Of a run that many texts have, so many are remembered: a copy of a common text is found beside one."""


class Likeness:
    """Texts that were added, by their runs of three characters.

    alike: the least share of two texts, by `difflib`'s ratio, that is the same. Two texts are compared where
    their lengths allow it, and where they have as many runs in common as a text has with a copy in which so
    many single characters are replaced.
    """

    def __init__(self, alike: float) -> None:
        self._alike = alike
        self._runs_alike = max(0.1, (3 * alike - 2) / (4 - 3 * alike))
        self._texts: list[tuple[str, int]] = []
        self._having: dict[str, list[int]] = defaultdict(list)

    def add(self, text: str, name: int) -> None:
        """Take a text in, under a name."""
        for run in runs(text):
            having = self._having[run]
            if len(having) < _COMMON:
                having.append(len(self._texts))
        self._texts.append((text, name))

    def near(self, text: str, wanted: Callable[[int], bool]) -> tuple[int, float] | None:
        """The name of an earlier text that is like this one, and the share of the two that is the same."""
        own = runs(text)
        least = ceil(self._runs_alike / (1 + self._runs_alike) * len(own))
        for place in self._candidates(len(text), own, least):
            other, name = self._texts[place]
            if wanted(name) and len(own & runs(other)) >= least:
                share = SequenceMatcher(a=other, b=text, autojunk=False).ratio()
                if share >= self._alike:
                    return name, share
        return None

    def _candidates(self, length: int, own: frozenset[str], least: int) -> list[int]:
        """The likeliest texts of a fitting length, those with most in common first.

        Looked up are the rarest runs, so many that a text with enough in common has one of them.
        """
        known = ((len(having), run) for run in own if (having := self._having.get(run)))
        rarest = sorted(known)[: min(len(own) - least + 1, _LOOKED_UP)]
        shared = Counter(place for _, run in rarest for place in self._having[run])
        short, long = self._alike * length / (2 - self._alike), (2 - self._alike) * length / self._alike
        fitting = ((-n, p) for p, n in shared.items() if short <= len(self._texts[p][0]) <= long)
        return [place for _, place in nsmallest(_TRIED, fitting)]


def nearest(text: str, others: Sequence[str], alike: float) -> int | None:
    """The place of the text most like this one, the first of equals; None where none is by that share."""
    shares = [SequenceMatcher(None, text, other, autojunk=False).ratio() for other in others]
    best = max(shares, default=0.0)
    return shares.index(best) if shares and best >= alike else None


def runs(text: str) -> frozenset[str]:
    """The runs of three characters of a text."""
    return frozenset(text[i : i + _RUN] for i in range(len(text) - _RUN + 1))
