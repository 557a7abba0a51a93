"""Formulas without what programs write differently."""

from __future__ import annotations

import re

_STRINGS = re.compile(r'("(?:[^"]|"")*")')
_TRUTHS = re.compile(r"\b(TRUE|FALSE)\b")


def plain(formula: str) -> str:
    """A formula without blanks, $, quotes around sheet names, the brackets of TRUE(); texts stay."""
    parts = _STRINGS.split(formula)
    return "".join(
        p if i % 2 else re.sub(r"[\s$']", "", p).upper().replace("()", "") for i, p in enumerate(parts)
    )


def with_figures(formula: str) -> str:
    """A plain formula with 1 and 0 for TRUE and FALSE, as data validations get them."""
    parts = _STRINGS.split(formula)
    return "".join(
        p if i % 2 else _TRUTHS.sub(lambda m: str(int(m[1] == "TRUE")), p) for i, p in enumerate(parts)
    )
