"""Paths in blueprints: alone as a `from`, or in braces within a text that is filled in when it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

_PATH = r"[^\W\d]\w*(?:\.\w+)*"
_WHOLE, _SLOT = re.compile(_PATH), re.compile(rf"\{{({_PATH})\}}")


def is_path(source: str) -> bool:
    """Whether a `from` is a plain path; else it is an expression."""
    return _WHOLE.fullmatch(source) is not None


def slots(text: str) -> list[str]:
    """The paths that stand in braces in a text."""
    return _SLOT.findall(text)


def filled_in(text: str, shown: Callable[[str], str]) -> str:
    """The text with what each path in braces shows."""
    return _SLOT.sub(lambda match: shown(match[1]), text) if "{" in text else text


def parted(text: str, names: Collection[str]) -> list[str]:
    """The text in parts: what stands between, and as every second part the names that stand in braces."""
    parts, start = list[str](), 0
    for match in _SLOT.finditer(text):
        if match[1] in names:
            parts += [text[start : match.start()], match[1]]
            start = match.end()
    return [*parts, text[start:]]


def without_slots(text: str) -> str:
    """The text without its paths in braces."""
    return _SLOT.sub("", text)
