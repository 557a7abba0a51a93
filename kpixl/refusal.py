"""Wrong use: what was asked for cannot be done, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 20


class RefusedError(Exception):
    """What was asked for cannot be done. zh, en: one line each, what is wrong and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        self.words = {"zh": zh, "en": en}
        super().__init__(en)


def unknown(what: tuple[str, str], name: str, known: Iterable[str]) -> RefusedError:
    """The refusal of an unknown name, with the nearest and all that there are. what: (Chinese, English)."""
    every = list(dict.fromkeys(known))
    near = get_close_matches(name, every, 1, 0.5)
    guess = (f"，是否应为“{near[0]}”？", f"; did you mean {near[0]!r}?") if near else ("。", ".")
    shown = [*every[:SHOWN], *(["…"] if len(every) > SHOWN else [])]
    return RefusedError(
        f"没有{what[0]}“{name}”{guess[0]}现有：{'、'.join(shown) or '无'}。",
        f"There is no {what[1]} {name!r}{guess[1]} There are: {', '.join(shown) or 'none'}.",
    )
