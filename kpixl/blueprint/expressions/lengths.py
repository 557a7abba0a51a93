"""The one count of characters: that of spreadsheets, in cells and validations, and so everywhere here."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1024)
def text_length(text: str) -> int:
    """The length as spreadsheets count it: a character beyond the basic plane counts two.

    Kept for a while: all that limits an entry asks for it.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def text_cut(text: str, limit: int) -> str:
    """The beginning that has at most so many characters in this count, no character halved."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
