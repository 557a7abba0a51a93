"""The shared strings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kpixl.formats._facts import Runs, unescaped
from kpixl.formats._guard import BadFileError
from kpixl.formats._markup import OnEnd, Shape, is_true, walk
from kpixl.formats._remembered import Remembered
from kpixl.formats._stored import plain
from kpixl.formats.xlsx._regions import SPACE, TEXT, VALUE, region, regular
from kpixl.formats.xlsx._runs import RunScan
from kpixl.limits import Limits

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
_PIECE = r"(?:<§r>(<§rPr>.*?</§rPr>)?+)?+<§t[^<>]*+>([^<]*+)"
_STRIKE = r'<§strike(?: val="([^"]*+)")?+'
_STANDING_IN = '<§si><§r><§rPr><§b val="" rgb="" tint=""/></§rPr><§t/></§r></§si>'
"""An item as deep and as wide as any of a known form, for the walk through the rest of the part."""


class _Patterns(NamedTuple):
    """Those for the markup of one prefix.

    items: all; text: of a plain item; item: what is inside one; piece: the look of its font, and its text.
    """

    items: re.Pattern[str]
    text: re.Pattern[str]
    item: re.Pattern[str]
    piece: re.Pattern[str]
    reading: re.Pattern[str]
    strike: re.Pattern[str]


class SharedTexts(NamedTuple):
    """The shared strings by index. rich: by their pieces those that have runs."""

    texts: Sequence[str]
    rich: Mapping[int, Runs]


@lru_cache(maxsize=8)
def _patterns(prefix: str) -> _Patterns:
    every = (rf"(?:{_ITEM})*+", _TEXT_OF, _INSIDE, _PIECE, _READING, _STRIKE)
    return _Patterns(*(re.compile(each.replace("§", prefix), re.DOTALL) for each in every))


def scan_texts(data: bytes | None, part: str, limits: Limits) -> SharedTexts:
    """The shared strings by index: rich text joined, readings (phonetic runs) left out."""
    if data is None:
        return SharedTexts((), {})
    texts = _at_one_go(data, limits)
    return _walked(data, part, limits) if texts is None else texts


def _at_one_go(data: bytes, limits: Limits) -> SharedTexts | None:
    """The same where all items are of known forms; else None."""
    found = region(data, b"sst")
    rest = None if found is None else found.rest(_STANDING_IN)
    text = None if found is None else regular(found.inside)
    if found is None or rest is None or text is None:
        return None
    patterns = _patterns(found.prefix)
    if patterns.items.fullmatch(text) is None or not _is_sound(rest, "", limits):
        return None
    if f"<{found.prefix}r" in text:
        return _of_pieces(patterns.item.findall(text), patterns)
    texts = patterns.text.findall(text)
    if "&" in text or "_x" in text:
        texts = [unescaped(plain(each)) for each in texts]
    return SharedTexts(texts, {})


def _of_pieces(insides: Sequence[str], patterns: _Patterns) -> SharedTexts:
    """The same of items that may have runs and readings."""
    pieces = [patterns.piece.findall(patterns.reading.sub("", inside)) for inside in insides]
    texts = [unescaped(plain("".join(text for _, text in each))) for each in pieces]
    many = {
        number: each for number, each in enumerate(pieces) if len(each) > 1 or any(font for font, _ in each)
    }
    return SharedTexts(texts, {number: _runs(each, patterns) for number, each in many.items()})


def _runs(pieces: Sequence[tuple[str, str]], patterns: _Patterns) -> Runs:
    return tuple((unescaped(plain(text)), _is_struck(font, patterns)) for font, text in pieces)


def _is_struck(font: str, patterns: _Patterns) -> bool | None:
    """By the look of a run's font; one that says nothing has the cell's."""
    if not font:
        return None
    said = patterns.strike.search(font)
    return said is not None and is_true(said[1], default=True)


@Remembered
def _is_sound(rest: bytes, part: str, limits: Limits) -> bool:
    """Whether the item that stands in for all is one."""
    try:
        return _walked(rest, part, limits).texts == [""]
    except BadFileError:
        return False


def _walked(data: bytes, part: str, limits: Limits) -> SharedTexts:
    texts: list[str] = []
    rich: dict[int, Runs] = {}
    scan = RunScan()

    def on_item(_text: str) -> None:
        if scan.runs:
            rich[len(texts)] = scan.runs
        texts.append(unescaped(scan.text))
        scan.clear()

    ends: dict[str, OnEnd] = {**scan.ends(), "si": on_item}
    walk(data, part, limits, scan.starts(), ends, _SHAPE)
    return SharedTexts(texts, rich)
