"""The cells of a sheet as the text of a part has them, none of them taken apart yet."""

from __future__ import annotations

import re
from functools import lru_cache

from kpixl.addresses import Cell, column_index
from kpixl.formats._facts import ScannedCell, Stored

_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_REFERENCES = (
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#9;", "\t"), ("&#10;", "\n"),
    ("&#13;", "\r"), ("&amp;", "&"),
)  # fmt: skip
"""To characters; the last one makes what the others begin with."""


TEXTS = frozenset({"s", "str", "inlineStr"})
"""The kinds of cells whose value is a text."""


def place_of(cell: Stored) -> Cell:
    """Its zero-based row and column."""
    address, letters, *_ = cell
    return int(address[len(letters) :]) - 1, column_index(letters)


def taken_apart(cell: Stored, place: Cell) -> ScannedCell:
    """A cell taken apart, with its place."""
    _, _, style, kind, tag, formula, value = cell
    text = plain(value[1:]) if value else None
    known = plain(formula) if tag else None
    return ScannedCell(*place, kind or "n", style or "0", text, known, shared_index(tag))


def plain(text: str) -> str:
    """XML text without references to characters."""
    if "&" in text:
        for reference, character in _REFERENCES:
            text = text.replace(reference, character)
    return text


def attributes(tag: str) -> dict[str, str] | None:
    """The attributes of a tag; None where one stands there twice."""
    pairs = _ATTRIBUTE.findall(tag)
    named = dict(pairs)
    return named if len(named) == len(pairs) else None


@lru_cache(maxsize=4096)
def shared_index(tag: str) -> str | None:
    """The index of the shared formula that begins with this tag; None where it is none."""
    said = attributes(tag) or {}
    return said.get("si") if said.get("t") == "shared" else None
