"""The spreadsheet's face: a formula that says what `evaluate` says, for Excel 2010, WPS and LibreOffice 7.

The meaning is written in evaluate.py; this is how it is kept in a spreadsheet.

- Each value is a piece: a formula and the guards under which it is right. Arithmetic unites guards, and one
  nested IF at the top checks them all, so nothing is written twice: "" (or `when_blank`) where one fails.
  An error in a cell stays an error.
- A number cell must be ISNUMBER; where it is added and optional it may also be blank, `N(x)` then is 0.
  A text is never coerced.
- A condition has no third truth in a spreadsheet, so it is written for the truth that n/a shall read as;
  `and`, `or`, `not` and `if` hand that down, which is Kleene's logic without a repeated operand. They become
  nested IF.
- An expression whose names are all known at build time is evaluated by the engine and written as its value.
- Texts are compared as they stand in the cell; one that breaks its own field's rules is still a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import Formula
from kpixl.blueprint.expressions.functions import FUNCTIONS
from kpixl.blueprint.expressions.lengths import text_length
from kpixl.blueprint.expressions.nodes import (
    Call,
    If,
    Node,
    Value,
)
from kpixl.blueprint.expressions.operands import (
    Kind,
    Resolve,
)
from kpixl.blueprint.expressions.pieces import (
    EMPTY,
    if_,
    literal,
    rounded,
)
from kpixl.blueprint.expressions.rounding import rounded as rounded_value
from kpixl.blueprint.expressions.sheet import SheetFace, held

MAX_CHARACTERS = 8_192
MAX_NESTING = 64
_CHARACTERS_OF_A_REFERENCE = 5
_BRACKETS = re.compile(r"[()]")


def value_formula(
    node: Node,
    resolve: Resolve,
    places: int | None = None,
    *,
    texts: tuple[str, str] = ("是", "否"),
    brief: bool = False,
) -> Formula:
    """The value as a cell's formula: numbers rounded to places, yes/no as its texts, "" where blank or n/a.

    brief: as of `SheetFace`. ExpressionError where there is no Excel form or Excel could not hold it.
    """
    return _made(lambda sheet: _Cell(sheet, places, texts).formula(node), resolve, brief=brief)


def condition_formula(node: Node, resolve: Resolve, when_blank: bool, *, brief: bool = False) -> Formula:  # noqa: FBT001 - its one question
    """The condition as TRUE or FALSE, when_blank where it is not applicable."""
    return _made(lambda sheet: sheet.condition(node, when_blank=when_blank), resolve, brief=brief)


def _made(make: Callable[[SheetFace], Formula], resolve: Resolve, *, brief: bool) -> Formula:
    """The formula; where it nests too deep with one IF inside the other, with halves in pairs."""
    try:
        return _within_limits(make(SheetFace(resolve, brief=brief)))
    except ExpressionError as error:
        if error.code != "excel_limit":
            raise
        return _within_limits(make(SheetFace(resolve, halving=True, brief=brief)))


def _within_limits(made: Formula) -> Formula:
    text = made.render(lambda ref: "A" * _CHARACTERS_OF_A_REFERENCE)
    deepest = _depth(text) if text.count("(") > MAX_NESTING else 0
    for what, size, limit in (("length", text_length(text), MAX_CHARACTERS), ("depth", deepest, MAX_NESTING)):
        if size > limit:
            raise ExpressionError("excel_limit", 0, {"what": what, "size": size, "limit": limit})
    return made


def _depth(text: str) -> int:
    """How deep its parentheses nest, those within texts left out."""
    deepest = depth = 0
    for outside in text.split('"')[::2]:
        for bracket in _BRACKETS.findall(outside):
            depth += 1 if bracket == "(" else -1
            deepest = max(deepest, depth)
    return deepest


class _Cell:
    """The formula of one cell: a value with its form, instead of a piece of something larger."""

    def __init__(self, sheet: SheetFace, places: int | None, texts: tuple[str, str]) -> None:
        self._sheet, self._places, self._texts = sheet, places, texts

    def formula(self, node: Node) -> Formula:
        sheet = self._sheet
        if sheet.is_known(node):
            return self._known(sheet.known(node))
        if isinstance(node, If):
            surely, possibly = sheet.faces(node.condition)
            otherwise = self.formula(node.otherwise)
            if surely != possibly:
                otherwise = if_(possibly, EMPTY, otherwise)
            return if_(surely, self.formula(node.then), otherwise)
        kind = sheet.kind(node)
        if kind == "boolean":
            return self._boolean(node)
        if kind == "any":
            text = sheet.piece(node, "text")
            return self._piece(node, "number", text.guards.apply(text.value, EMPTY))
        return self._piece(node, kind, EMPTY)

    def _known(self, value: Value) -> Formula:
        if isinstance(value, bool):
            return literal(self._texts[0] if value else self._texts[1])
        if isinstance(value, Decimal) and self._places is not None:
            return literal(held(rounded_value(value, self._places)))
        return literal(held(value))

    def _boolean(self, node: Node) -> Formula:
        surely, possibly = self._sheet.faces(node)
        yes, no = (literal(text) for text in self._texts)
        return if_(surely, yes, no if surely == possibly else if_(possibly, EMPTY, no))

    def _piece(self, node: Node, kind: Kind, otherwise: Formula) -> Formula:
        piece = self._sheet.piece(node, kind)
        value = piece.value
        if kind == "number" and self._places is not None:
            value = rounded(value, self._places)
        if kind == "text" and not (isinstance(node, Call) and FUNCTIONS[node.function].tells_text):
            value += '&""'  # a number typed into a text cell is a text
        return piece.guards.apply(value, otherwise)
