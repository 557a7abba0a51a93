"""Wrong use: what was asked for cannot be done, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from kpixl.words import Words

SHOWN = 20


class RefusedError(Exception):
    """What was asked for cannot be done. zh, en: one line each, what is wrong and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        self.words = Words(zh, en)
        super().__init__(en)


def unknown(what: Words, name: str, known: Iterable[str]) -> RefusedError:
    """The refusal of an unknown name, with the nearest and all that there are."""
    every = list(dict.fromkeys(known))
    near = get_close_matches(name, every, 1, 0.5)
    guess = Words(f"，是否应为“{near[0]}”？", f"; did you mean {near[0]!r}?") if near else Words("。", ".")
    shown = [*every[:SHOWN], *(["…"] if len(every) > SHOWN else [])]
    return RefusedError(
        f"没有{what.zh}“{name}”{guess.zh}现有：{'、'.join(shown) or '无'}。",
        f"There is no {what.en} {name!r}{guess.en} There are: {', '.join(shown) or 'none'}.",
    )
