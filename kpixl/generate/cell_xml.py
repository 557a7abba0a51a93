"""What a cell of a sheet says behind its place and format, byte for byte as XlsxWriter writes it."""

from __future__ import annotations

from functools import lru_cache

from xlsxwriter.utility import _preserve_whitespace
from xlsxwriter.xmlwriter import XMLwriter

EMPTY = "/>"
_XML = XMLwriter()
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


def of_shared(number: int) -> str:
    """A text, by its number among those that are shared."""
    return f' t="s"><v>{number}</v></c>'


def of_number(number: float) -> str:
    """A number."""
    return f"><v>{number:.16G}</v></c>"


@lru_cache(maxsize=4096)
def of_text(text: str) -> str:
    """A text in the cell itself."""
    space = ' xml:space="preserve"' if _preserve_whitespace(text) else ""
    return f' t="inlineStr"><is><t{space}>{_escaped(text)}</t></is></c>'


def of_formula(formula: str, cached: str | bool | float) -> str:  # noqa: FBT001 - it is the figure
    """A formula with its figure; XlsxWriter would make an empty text a number, with control characters."""
    told, figure, kind = _XML._escape_data(formula), cached, ""  # type: ignore[no-untyped-call]  # noqa: SLF001
    if isinstance(cached, bool):
        figure, kind = int(cached), ' t="b"'
    elif isinstance(cached, str):
        figure, kind = _escaped(cached), ' t="e"' if cached in _ERRORS else ' t="str"'
    return f"{kind}><f>{told}</f><v>{figure}</v></c>"


def _escaped(text: str) -> str:
    made: str = _XML._escape_data(_XML._escape_control_characters(text))  # type: ignore[no-untyped-call]  # noqa: SLF001
    return made
