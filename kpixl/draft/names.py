"""Names that expressions and files can use, for what a document calls in Chinese."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from kpixl.draft.document import flat

_CHINESE = dict(zip("零一二三四五六七八九十", range(11), strict=True))
_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_RESERVED = frozenset(
    ["row", "each", "subject", "recipient", "carried", "scheme", "group", "stage", "round", "period", "and",
     "or", "not", "in", "if", "else", "is", "for", "blank", "filled", "sum", "count", "min", "max", "abs"]
)  # fmt: skip


@cache
def _known() -> dict[str, str]:
    text = (files("kpixl.draft") / "names.yaml").read_text(encoding="utf-8")
    known: dict[str, str] = yaml.safe_load(text)
    return dict(sorted(known.items(), key=lambda pair: -len(pair[0])))


def name_for(label: str, fallback: str) -> str:
    """A name for a label: of the last thing that it names, as a label's end says what it is."""
    said = flat(label)
    found = [
        (said.rfind(word) + len(word), len(word), name) for word, name in _known().items() if word in said
    ]
    if found:
        return max(found)[2]
    letters = re.sub(r"[^a-z0-9]+", "_", said.lower()).strip("_") if said.isascii() else ""
    return letters if re.match(r"[a-z]", letters) else fallback


class Names:
    """Names given in one form: each once."""

    def __init__(self) -> None:
        self._given: set[str] = set(_RESERVED)

    def take(self, name: str) -> None:
        """A name that something has already."""
        self._given.add(name)

    def new(self, label: str, fallback: str) -> str:
        """A name for a label that nothing else has."""
        wanted = name_for(label, fallback)[:30]
        name, number = wanted, 2
        while name in self._given:
            name, number = f"{wanted}_{number}", number + 1
        self._given.add(name)
        return name


def number_of(text: str) -> int:
    """A number as headings write it: `3`, `三`, `十二`; 0 for none."""
    said = flat(text)
    if said.isdigit():
        return int(said)
    tens = _TENS.fullmatch(said)
    if tens:
        return (_CHINESE.get(tens[1], 1) if tens[1] else 1) * 10 + _CHINESE.get(tens[2], 0)
    return _CHINESE.get(said, 0)
