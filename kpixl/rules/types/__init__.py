"""Types of cells, with the faces of a rule: Excel form, check, a value that fits, ones that do not, words."""

from kpixl.rules.types.accept import as_text, breach, utf16_length
from kpixl.rules.types.faces import (
    FIRST_DAY,
    LAST_DAY,
    RAW,
    VALUE,
    decimals,
    number_format,
    spoken,
    valid,
    words,
)
from kpixl.rules.types.samples import sample, spoiled
from kpixl.rules.types.valuetype import (
    LISTS,
    NO,
    NUMBERS,
    YES,
    CellType,
    Dynamic,
    ValueType,
    cell_type,
    concrete,
    parsed,
    settle,
)

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "LISTS",
    "NO",
    "NUMBERS",
    "RAW",
    "VALUE",
    "YES",
    "CellType",
    "Dynamic",
    "ValueType",
    "as_text",
    "breach",
    "cell_type",
    "concrete",
    "decimals",
    "number_format",
    "parsed",
    "sample",
    "settle",
    "spoiled",
    "spoken",
    "utf16_length",
    "valid",
    "words",
]
