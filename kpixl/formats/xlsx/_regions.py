"""What is inside an element of a part, to be taken apart at one go where all in it is of known forms.

Every character must belong to an element that is written as a program writes it, so that nothing is passed
over. What is written in any other way is left to the walk through the part, which says what is wrong.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PREFIXES = ("", "x:", "ns2:")
"""Of the main namespace, as programs write it."""
_LARGEST = 16 * 1024 * 1024
_DECLARED = 4
"""Where a declaration of XML has begun, after a mark of byte order or without."""

_CONTROLS = bytes({*range(32)} - set(b"\t\n"))
_ODD = re.compile("&(?!(?:amp|lt|gt|quot|apos|#9|#10|#13);)")
"""References that are not of a known form."""
_NUMBERED = re.compile("&#([1-9][0-9]{2,6});")
"""Characters as programs write them that keep to ASCII; none that means anything in XML or in a formula."""
_FIRST_OF_TEXT, _SURROGATES = 160, range(0xD800, 0xE000)
TEXT = "[^<>]*+"
VALUE = r'"[^"<>&\x00-\x1f]{0,80}+"'
SPACE = '(?: xml:space="preserve")?+'
"""Patterns: text of an element of a regular region, the value of an attribute, the one that keeps spaces."""


class Region(NamedTuple):
    """What is inside an element. prefix: that of the main namespace, as names in it are written."""

    inside: bytes
    prefix: str
    before: bytes
    after: bytes

    def rest(self, instead: str) -> bytes | None:
        """The part with this in place of the text; None where it is not certain that this is an element.

        instead: names with § for the prefix.
        """
        rest = self.before + instead.replace("§", self.prefix).encode() + self.after
        return None if b"<!" in rest or rest.find(b"<?", _DECLARED) >= 0 else rest


def region(data: bytes, name: bytes) -> Region | None:
    """What is inside the first element of that name, to the last end of one; None where it is not certain."""
    at = data.find(name)
    start = data.find(b">", at) + 1
    prefix = data[data.rfind(b"<", 0, max(0, at)) + 1 : at].decode("latin-1")
    end = data.rfind(f"</{prefix}".encode() + name + b">")
    if prefix not in _PREFIXES or not 0 < start <= end <= start + _LARGEST:
        return None
    return Region(data[start:end], prefix, data[:start], data[end:])


def regular(data: bytes) -> str | None:
    """The text of a region, or of a part of one; None where characters or references are of no known form."""
    try:
        text = data.decode("utf-8")
        if "&#" in text:
            text = _NUMBERED.sub(_character, text)
    except (UnicodeDecodeError, ValueError):
        return None
    printed = len(data) == len(data.translate(None, _CONTROLS))
    sound = printed and "\ufffe" not in text and "\uffff" not in text and _ODD.search(text) is None
    return text if sound else None


def _character(found: re.Match[str]) -> str:
    """The character; a reference that is none of a text stays, and is then of no known form."""
    number = int(found[1])
    return found[0] if number < _FIRST_OF_TEXT or number in _SURROGATES else chr(number)
