"""The cells of a sheet as the text of a part has them, none of them taken apart yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kpixl.addresses import column_index
from kpixl.formats._facts import ScannedCell

Stored = tuple[str, str, str, str, str, str, str]
"""Address, its letters, style, kind, start tag of the formula, formula, value; empty where there is none.

Formula and value are XML text; before the value stands a `>`, which tells an empty one from none.
"""

_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class StoredCells:
    """The cells of a sheet in their order."""

    found: Sequence[Stored]

    def scanned(self) -> list[ScannedCell]:
        """All of them, taken apart."""
        return [scanned(cell) for cell in self.found]


def scanned(cell: Stored) -> ScannedCell:
    """A cell taken apart."""
    address, letters, style, kind, tag, formula, value = cell
    return ScannedCell(
        row=int(address[len(letters) :]) - 1,
        column=column_index(letters),
        kind=kind or "n",
        style=style or "0",
        text=plain(value[1:]) if value else None,
        formula=plain(formula) if tag else None,
        shared=_shared(tag),
    )


def plain(text: str) -> str:
    """XML text without references to characters."""
    if "&" in text:
        for reference, character in _ENTITIES:
            text = text.replace(reference, character)
    return text


def attributes(tag: str) -> dict[str, str] | None:
    """The attributes of a tag; None where one stands there twice."""
    pairs = _ATTRIBUTE.findall(tag)
    named = dict(pairs)
    return named if len(named) == len(pairs) else None


@lru_cache(maxsize=4096)
def _shared(tag: str) -> str | None:
    said = attributes(tag) or {}
    return said.get("si") if said.get("t") == "shared" else None
