"""How much room text takes: no spreadsheet program adjusts the height of merged Chinese cells by itself."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

from kpixl.layout.standing_in import measured

LINE_HEIGHT = 1.42
"""Height of a line of wrapped text, as a multiple of the font's size in points."""
MOST_HEIGHT = 409.0
"""Excel's limit."""
PADDING = 1.0
"""Of a cell, left and right together."""
_MARGIN = 4.0
"""Above and below the lines of a cell, together, in points."""
_WIDE, _NARROW = 2.15, 1.15
"""Width of a Chinese and of a Latin character at 11 points, in a column's units (digits of the font)."""
_OPENING, _CLOSING = "（〔【《〈「『“‘([{", "）〕】》〉」』”’)]}、，。；：？！％%"
_PIECES = re.compile(f"[{re.escape(_OPENING)}]*(?:[!-~]+|.)[{re.escape(_CLOSING)}]*")
"""What stays on one line: a run of Latin letters or digits, a Chinese character, each with its brackets."""
_MOST_PIECES = 16_384


def text_width(text: str, size: float = 11) -> float:
    """The width of one line, in units of column width."""
    units = sum(_WIDE if unicodedata.east_asian_width(c) in "WFA" else _NARROW for c in text)
    return units * size / 11


def lines_needed(text: str, width: float, size: float = 11) -> int:
    """How many lines the text takes in a column of that width; line breaks count."""
    room = max(width - PADDING, 1.0)
    return 1 if is_short(text, width, size) else _lines(text, room, size)


def lines_at_most(count: int, width: float, size: float = 11) -> int:
    """How many lines a text of so many Chinese characters takes."""
    return max(1, math.ceil(count / _in_a_line(width, size)))


def characters_in(height: float, width: float, size: float = 11) -> int:
    """How many Chinese characters a cell of that height and width has room for."""
    return int((height - _MARGIN) / (size * LINE_HEIGHT)) * _in_a_line(width, size)


def _in_a_line(width: float, size: float) -> int:
    return max(1, int(max(width - PADDING, 1.0) / (_WIDE * size / 11)))


def is_short(text: str, width: float, size: float = 11) -> bool:
    """Whether the text takes one line, as far as its length alone says so."""
    widest = _NARROW if text.isascii() else _WIDE
    return len(text) * widest * size / 11 <= width - PADDING and "\n" not in text


@lru_cache(maxsize=4096)
def _lines(text: str, room: float, size: float) -> int:
    return sum(_wrapped(part, room, size) for part in text.split("\n"))


def _wrapped(text: str, room: float, size: float) -> int:
    """The lines of a text without line breaks: what cannot be parted goes to the next line as a whole."""
    lines, used, widths = 1, 0.0, _widths_in(size)
    for piece in _PIECES.findall(text):
        wide = widths[piece]
        if used + wide <= room:  # by far the most
            used += wide
            continue
        if used:
            lines, used = lines + 1, 0.0
        used += wide
        if used > room:  # a piece that is wider than a line is parted
            more = math.ceil(used / room) - 1
            lines, used = lines + more, used - more * room
    return lines


class _Widths(dict[str, float]):
    """The widths of pieces of text in one size: a few thousand make up all texts, each in many places."""

    def __init__(self, size: float) -> None:
        super().__init__()
        self._size = size

    def __missing__(self, piece: str) -> float:
        if len(self) >= _MOST_PIECES:
            self.clear()
        wide = self[piece] = text_width(piece, self._size)
        return wide


@lru_cache(maxsize=16)
def _widths_in(size: float) -> _Widths:
    return _Widths(size)


def height(text: str, width: float, size: float = 11) -> float:
    """The height in points that the wrapped text needs, between 1 line and Excel's limit of 409."""
    return min(MOST_HEIGHT, full_height(text, width, size))


def full_height(text: str, width: float, size: float = 11) -> float:
    """The height in points that the wrapped text needs, however high."""
    return of_lines(measured(lines_needed, text, width, size), size)


def of_lines(lines: int, size: float = 11) -> float:
    """The height in points of so many lines of text."""
    return round(lines * size * LINE_HEIGHT + _MARGIN, 1)
