"""Formulas without what programs write differently."""

from __future__ import annotations

import re
from functools import lru_cache

_SHORT = 2_000
_STRINGS = re.compile(r'("(?:[^"]|"")*")')
_SET_FREELY = re.compile(r"[\s$']")
_TRUTHS = re.compile(r"\b(TRUE|FALSE)\b")


def plain(formula: str) -> str:
    """A formula without blanks, $, quotes around sheet names, the brackets of TRUE(); texts stay."""
    parts = _STRINGS.split(formula)
    return "".join(
        p if i % 2 else _SET_FREELY.sub("", p).upper().replace("()", "") for i, p in enumerate(parts)
    )


@lru_cache(maxsize=4096)
def _plain(formula: str) -> str:
    return plain(formula)


def same(formula: str, other: str) -> bool:
    """Whether two formulas differ in nothing but what programs write differently."""
    if formula == other:
        return True
    short = max(len(formula), len(other)) < _SHORT  # what is kept must not grow without bound
    return _plain(formula) == _plain(other) if short else plain(formula) == plain(other)


def with_figures(formula: str) -> str:
    """A plain formula with 1 and 0 for TRUE and FALSE, as data validations get them."""
    parts = _STRINGS.split(formula)
    return "".join(
        p if i % 2 else _TRUTHS.sub(lambda m: str(int(m[1] == "TRUE")), p) for i, p in enumerate(parts)
    )
