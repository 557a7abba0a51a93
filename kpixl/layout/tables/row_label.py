"""What a person calls a row: by its name, else by its number until somebody has written something into it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kpixl.words import Lang, Words

_NTH = Words("第{number}行", "row {number}")
_BY_NUMBER = re.compile(r"(?P<before>(?:.*·)?)(?:第[^第行]+行|row [^ ]+)", re.DOTALL)
_LONGEST = 30


def row_label(item: Mapping[str, object], number: int | str, lang: Lang) -> str:
    """Of a row that prints this item of a list, empty of a row to fill freely."""
    named = next((str(item[key]) for key in ("name", "title") if item.get(key)), None)
    return named or _NTH[lang].format(number=number)


def in_own_words(label: str, words: str) -> str | None:
    """The label of a row that is called by its number, by what stands in it; None for any other."""
    match = _BY_NUMBER.fullmatch(label)
    tight = " ".join(words.split())
    shown = tight if len(tight) <= _LONGEST else f"{tight[: _LONGEST - 1]}…"
    return f"{match['before']}{shown}" if match and shown else None
