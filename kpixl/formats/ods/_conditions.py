"""Conditions of OpenDocument's data validations, as .xlsx has them."""

from __future__ import annotations

import re
from typing import NamedTuple

_TYPES = {"whole-number": "whole", "decimal-number": "decimal", "date": "date", "time": "time"}
_OPERATORS = {
    "<=": "lessThanOrEqual",
    ">=": "greaterThanOrEqual",
    "<": "lessThan",
    ">": "greaterThan",
    "=": "equal",
    "!=": "notEqual",
    "<>": "notEqual",
}
_CONDITION = re.compile(
    r"""(?:cell-content-is-(?P<type>[a-z-]+)\(\)\ and\ )?
    cell-content(?P<length>-text-length)?
    (?:-is-(?P<not>not-)?between\((?P<low>[^,]*),(?P<high>[^,]*)\)|\(\)(?P<operator><=|>=|!=|<>|<|>|=)(?P<bound>.*))""",
    re.VERBOSE | re.DOTALL,
)
_LIST = re.compile(r"cell-content-is-in-list\((.*)\)", re.DOTALL)
_TEXTS = re.compile(r'"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*')
_TRUE = re.compile(r"is-true-formula\((.*)\)", re.DOTALL)


class Condition(NamedTuple):
    """Type, operator and formulas as .xlsx has them; known: False where formula1 is the whole condition."""

    type: str
    operator: str
    formula1: str
    formula2: str = ""
    known: bool = True


def condition(text: str) -> Condition:
    """What a condition says. text: without its prefix, commas between arguments; empty: anything goes."""
    if not text:
        return Condition("none", "between", "")
    if match := _TRUE.fullmatch(text):
        return Condition("custom", "between", match[1])
    if match := _LIST.fullmatch(text):
        listed = match[1].replace('","', ",") if _TEXTS.fullmatch(match[1]) else match[1]
        return Condition("list", "between", listed)
    match = _CONDITION.fullmatch(text)
    kind = match and ("textLength" if match["length"] else _TYPES.get(match["type"] or ""))
    if match is None or kind is None:
        return Condition("custom", "between", text, known=False)
    if match["operator"]:
        return Condition(kind, _OPERATORS[match["operator"]], match["bound"])
    return Condition(kind, "notBetween" if match["not"] else "between", match["low"], match["high"])
