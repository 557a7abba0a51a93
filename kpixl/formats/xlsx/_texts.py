"""The shared strings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kpixl.formats._facts import unescaped
from kpixl.formats._guard import BadFileError, Limits
from kpixl.formats._markup import Attributes, OnEnd, Shape, walk
from kpixl.formats._remembered import Remembered
from kpixl.formats._stored import plain
from kpixl.formats.xlsx._regions import SPACE, TEXT, VALUE, region

_SHAPE = Shape(
    homes={"si": ("sst",), "r": ("si",), "rPh": ("si",), "t": ("si", "r", "rPh")},
    leaves=("t",),
    single={"si": ("t",), "r": ("t",)},
)
"""Where all programs look for texts; what stands elsewhere or twice each reads in its way."""

_LOOK = "rFont|charset|family|b|i|strike|outline|shadow|condense|extend|color|sz|u|vertAlign|scheme"
_T = rf"<§t{SPACE}(?: ?+/>|>{TEXT}</§t>)"
_FONT = rf"<§(?:{_LOOK})(?: (?:val|rgb|theme|indexed)={VALUE})?+(?: tint={VALUE})?+ ?+/>"
_RUN = rf"<§r>(?:<§rPr>(?:{_FONT})*+</§rPr>)?+{_T}</§r>"
_READING = rf"<§rPh(?: sb={VALUE})?+(?: eb={VALUE})?+>{_T}</§rPh>"
_PHONETIC = rf"<§phoneticPr(?: fontId={VALUE})?+(?: type={VALUE})?+(?: alignment={VALUE})?+ ?+/>"
_ITEM = rf"<§si(?: ?+/>|>(?:{_T}|(?:{_RUN})++)?+(?:{_READING})*+(?:{_PHONETIC})?+</§si>)"
_TEXT_OF = r"<§si[^<>]*+>(?:<§t[^<>]*+>([^<]*+))?+"
_INSIDE = r"<§si(?: ?/|>(.*?)</§si)>"
_PIECE = r"<§t[^<>]*+>([^<]*+)"
_STANDING_IN = '<§si><§r><§rPr><§b val="" rgb="" tint=""/></§rPr><§t/></§r></§si>'
"""An item as deep and as wide as any of a known form, for the walk through the rest of the part."""


class _Patterns(NamedTuple):
    """Those for the markup of one prefix. items: all; text: of a plain item; item: what is inside one."""

    items: re.Pattern[str]
    text: re.Pattern[str]
    item: re.Pattern[str]
    piece: re.Pattern[str]
    reading: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(prefix: str) -> _Patterns:
    every = (rf"(?:{_ITEM})*+", _TEXT_OF, _INSIDE, _PIECE, _READING)
    return _Patterns(*(re.compile(each.replace("§", prefix), re.DOTALL) for each in every))


def scan_texts(data: bytes | None, part: str, limits: Limits) -> Sequence[str]:
    """The shared strings by index: rich text joined, readings (phonetic runs) left out."""
    if data is None:
        return ()
    texts = _at_one_go(data, limits)
    return _walked(data, part, limits) if texts is None else texts


def _at_one_go(data: bytes, limits: Limits) -> Sequence[str] | None:
    """The same where all items are of known forms; else None."""
    found = region(data, b"sst")
    rest = None if found is None else found.rest(_STANDING_IN)
    if found is None or rest is None:
        return None
    patterns = _patterns(found.prefix)
    if patterns.items.fullmatch(found.text) is None or not _is_sound(rest, "", limits):
        return None
    if f"<{found.prefix}r" in found.text:
        texts = [_joined(inside, patterns) for inside in patterns.item.findall(found.text)]
    else:
        texts = patterns.text.findall(found.text)
    if "&" in found.text or "_x" in found.text:
        texts = [unescaped(plain(text)) for text in texts]
    return texts


def _joined(inside: str, patterns: _Patterns) -> str:
    return "".join(patterns.piece.findall(patterns.reading.sub("", inside)))


@Remembered
def _is_sound(rest: bytes, part: str, limits: Limits) -> bool:
    """Whether the item that stands in for all is one."""
    try:
        return _walked(rest, part, limits) == [""]
    except BadFileError:
        return False


def _walked(data: bytes, part: str, limits: Limits) -> Sequence[str]:
    texts: list[str] = []
    pieces: list[str] = []
    reading: list[Attributes] = []

    def on_text(text: str) -> None:
        if not reading:
            pieces.append(text)

    def on_item(_text: str) -> None:
        texts.append(unescaped("".join(pieces)))
        pieces.clear()

    ends: dict[str, OnEnd] = {"t": on_text, "si": on_item, "rPh": lambda _: reading.clear()}
    walk(data, part, limits, {"rPh": reading.append}, ends, _SHAPE)
    return texts
