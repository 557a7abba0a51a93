"""Foreign texts (names of files and sheets, what stands in cells) made fit to be shown to people."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


def displayed(name: str) -> str:
    r"""A name fit to be printed: controls, line ends and marks that turn the text round become `\x0a`.

    A name that is not text (bytes that no encoding explains) is shown with its bytes.
    """
    return name if name.isprintable() else "".join(_escaped(c) if _is_unfit(c) else c for c in name)


def visible(text: str) -> str:
    """The text fit to be shown in one line: line breaks as ↵, control characters and their like escaped."""
    if text.isprintable():
        return text
    return displayed(_LINE_ENDS.sub("\n", text).replace("\n", "↵").replace("\t", " "))


def _is_unfit(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # surrogateescape: a byte
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
