"""Types of cells, with the faces of a rule: Excel form, check, a value that fits, ones that do not, words."""

from kpixl.blueprint.model.base import FIRST_DAY, LAST_DAY
from kpixl.rules.types.accept import as_text, breach
from kpixl.rules.types.faces import RAW, VALUE, number_format, unfit, valid
from kpixl.rules.types.resolve import cell_type, known_choices
from kpixl.rules.types.samples import sample, spoiled
from kpixl.rules.types.valuetype import (
    FIGURES,
    LIST,
    LISTS,
    NO,
    NUMBERS,
    UNION,
    YES,
    CellType,
    Dynamic,
    Listed,
    ValueType,
    concrete,
    list_name,
    named,
    parsed,
    settle,
    unspelled,
)
from kpixl.rules.types.wording import EITHER, decimals, instead_words, spoken, type_words

__all__ = [
    "EITHER",
    "FIGURES",
    "FIRST_DAY",
    "LAST_DAY",
    "LIST",
    "LISTS",
    "NO",
    "NUMBERS",
    "RAW",
    "UNION",
    "VALUE",
    "YES",
    "CellType",
    "Dynamic",
    "Listed",
    "ValueType",
    "as_text",
    "breach",
    "cell_type",
    "concrete",
    "decimals",
    "instead_words",
    "known_choices",
    "list_name",
    "named",
    "number_format",
    "parsed",
    "sample",
    "settle",
    "spoiled",
    "spoken",
    "type_words",
    "unfit",
    "unspelled",
    "valid",
]
