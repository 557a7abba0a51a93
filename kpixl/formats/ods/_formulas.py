"""OpenDocument's way to write formulas and addresses, as the way of .xlsx."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9]*:)?=?")
_TOKENS = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|\[(?P<reference>(?:'(?:[^']|'')*'|[^\]'])*)\]|(?P<mark>[;|~!])"""
)
_END = re.compile(r"(?P<sheet>\$?(?:'(?:[^']|'')*'|[^.:'\s]+))?\.(?P<cell>[^.:']+)(?::|$)")
_MARKS = {";": ",", "|": ";", "~": ",", "!": " "}


def plain_formula(text: str) -> str:
    """`of:=SUM([.A1:.B2];[$表.C3])` as `SUM(A1:B2,表!C3)`: without `=`, commas between arguments."""
    return _TOKENS.sub(_token, text[_PREFIX.match(text).end() :])  # type: ignore[union-attr]


def plain_reference(text: str) -> str:
    """`$表.$A$1:.$B$2` as `表!$A$1:$B$2`; what is no such reference stays as it is."""
    ends = list(_END.finditer(text))
    if not ends or "".join(end[0] for end in ends) != text:
        return text
    cells = ":".join(end["cell"] for end in ends)
    sheet = ends[0]["sheet"]
    return f"{sheet.removeprefix('$')}!{cells}" if sheet else cells


def _token(match: re.Match[str]) -> str:
    if match["text"] is not None:
        return match["text"]
    if match["reference"] is not None:
        return plain_reference(match["reference"])
    return _MARKS[match["mark"]]
