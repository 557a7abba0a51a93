"""Functions of texts: starts_with, ends_with, length, upper, join, is_document_number.

A text counts as it stands in the cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import Formula, formula, listed
from kpixl.blueprint.expressions.function import Args, Engine, ExcelFace, Function, Reckon, Scope, always
from kpixl.blueprint.expressions.lengths import text_length
from kpixl.blueprint.expressions.nodes import Literal, Name, Node, Value
from kpixl.blueprint.expressions.operands import CellOperand, Kind
from kpixl.blueprint.expressions.pieces import (
    EMPTY,
    NEVER,
    Guards,
    Piece,
    blank_test,
    exact,
    filled_test,
    if_,
    literal,
    not_,
    text_test,
    united,
)

_LONGEST_TEXT = 32_767
_DOCUMENT = re.compile(r"[^〔]+〔[0-9]{4}〕第?[0-9]{1,9}号")
"""How an office numbers a document: who issued it, the year in hexagonal brackets, the number."""
_LONGEST_REST = len("2021〕123456789号")
"""Of it, behind the bracket that opens and without 第."""


def _ending(name: str, side: str, test: Callable[[str, str], bool]) -> Function:
    def evaluate(engine: Engine, args: Args) -> Reckon[Value]:
        whole, end = engine.value(args[0]), engine.value(args[1])

        def ending(scope: Scope) -> Value:
            text, part = whole(scope), end(scope)
            return test(text, part) if isinstance(text, str) and isinstance(part, str) else None

        return ending

    def condition(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:
        text, part = sheet.piece(args[0], "text"), sheet.piece(args[1], "text")
        # the length in the spreadsheet's own count: it may take two for a rare character
        end = formula(f"{side}(", text.value, ",LEN(", part.value, "))")
        return text_test(exact(end, part.value), text, part, when_blank=when_blank, fails_on_blank=True)

    return Function(
        name=name, least=2, most=2, evaluate=evaluate, kind=always("boolean"), condition=condition
    )


def _evaluate_length(engine: Engine, args: Args) -> Reckon[Value]:
    value = engine.value(args[0])

    def length(scope: Scope) -> Value:
        text = value(scope)
        return Decimal(text_length(text)) if isinstance(text, str) else None

    return length


def _length(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    piece = sheet.piece(args[0], "text") if kind == "number" else NEVER
    return Piece(formula("LEN(", piece.value, ")"), piece.guards)


def _evaluate_upper(engine: Engine, args: Args) -> Reckon[Value]:
    value = engine.value(args[0])

    def upper(scope: Scope) -> Value:
        text = value(scope)
        if not isinstance(text, str):
            return None
        # letter by letter: a spreadsheet does not turn one letter into two (ß)
        return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)

    return upper


def _upper(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    piece = sheet.piece(args[0], "text") if kind == "text" else NEVER
    return Piece(formula("UPPER(", piece.value, ")"), piece.guards)


def _evaluate_document(engine: Engine, args: Args) -> Reckon[Value]:
    value = engine.value(args[0])

    def document(scope: Scope) -> Value:
        text = value(scope)
        return _DOCUMENT.fullmatch(text) is not None if isinstance(text, str) else None

    return document


def _document(sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:
    """Its figures, read as one number and written again, must give what stands there.

    That alone is exact: what programs take for a number differs, as do figures in words or of full width.
    """
    text = sheet.piece(args[0], "text")
    opened = formula('FIND("〔",', text.value, ")")
    rest = formula("SUBSTITUTE(MID(", text.value, ",", opened, '+1,18),"〕第","〕")')
    figures = formula("VALUE(1&SUBSTITUTE(REPLACE(", rest, ',5,1,""),"号",""))')  # the 1 keeps zeros in front
    again = formula("REPLACE(TEXT(", figures, ',"000000"),6,0,"〕")&"号"')
    test = formula(
        "ISNUMBER(1/((", opened, ">1)*(LEN(", rest, f")<={_LONGEST_REST})*EXACT(1&", rest, ",", again, ")))"
    )
    return text_test(test, text, Piece(EMPTY), when_blank=when_blank, fails_on_blank=True)


def _check_separator(args: Args) -> None:
    if not isinstance(args[-1], Literal) or not isinstance(args[-1].value, str):
        raise ExpressionError("needs_literal", 0, {"function": "join", "position": len(args), "what": "'、'"})


def _separator(args: Args) -> Formula:
    return literal(args[-1].value) if isinstance(args[-1], Literal) else EMPTY


def _texts(engine: Engine, node: Node) -> Reckon[list[Value]]:
    column, value = engine.column(node), engine.value(node)
    operand = engine.operand(node) if isinstance(node, Name) else None

    def texts(scope: Scope) -> list[Value]:
        found = column(scope)
        if found:
            return [each for each in found.usable if each is not None]
        cell = operand(scope) if operand else None
        return [] if cell and cell.blank and not cell.required else [value(scope)]

    return texts


def _evaluate_join(engine: Engine, args: Args) -> Reckon[Value]:
    """The texts with the separator between them, blanks left out; not applicable with a number among them."""
    parts, last = [_texts(engine, arg) for arg in args[:-1]], engine.operand(args[-1])

    def join(scope: Scope) -> Value:
        texts = [text for part in parts for text in part(scope)]
        strings = [text for text in texts if isinstance(text, str)]
        separator = last(scope).value
        if len(strings) < len(texts) or not isinstance(separator, str):
            return None
        return separator.join(strings) or None

    return join


def _join(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    if kind != "text":
        return NEVER
    separator = _separator(args)
    optional = [_optional_cell(sheet, arg) for arg in args[:-1]]
    parts = [_join_part(sheet, arg, cell, separator) for arg, cell in zip(args[:-1], optional, strict=True)]
    texts = listed((part.value for part in parts), "&")
    value = texts
    if separator != literal(""):
        value = formula("MID(", texts, ",LEN(", separator, f")+1,{_LONGEST_TEXT})")
    guards = united(parts)
    if None not in optional:  # then all may be blank, and so is the whole
        guards |= Guards(tests=(filled_test(listed((cell.ref for cell in optional if cell), "&")),))
    return Piece(value, guards)


def _optional_cell(sheet: ExcelFace, node: Node) -> CellOperand | None:
    """The cell that a part is, if it may be left blank."""
    if sheet.column(node) is not None:
        raise ExpressionError("no_excel", 0, {"function": "join"})
    found = sheet.resolved(node) if isinstance(node, Name) else None
    return found if isinstance(found, CellOperand) and not found.required else None


def _join_part(sheet: ExcelFace, node: Node, cell: CellOperand | None, separator: Formula) -> Piece:
    """Separator and text; nothing where an optional cell is blank."""
    if cell is None:
        piece = sheet.piece(node, "text")
        return Piece(formula(separator, "&", piece.value), piece.guards)
    text = if_(blank_test(cell.ref), EMPTY, formula(separator, "&", cell.ref))
    if cell.kind == "text":
        return Piece(text)
    number = not_(formula("ISNUMBER(", cell.ref, ")"))
    return Piece(text, Guards(tests=(number if cell.kind == "any" else blank_test(cell.ref),)))


TEXT_FUNCTIONS = (
    _ending("starts_with", "LEFT", str.startswith),
    _ending("ends_with", "RIGHT", str.endswith),
    Function(
        name="length",
        least=1,
        most=1,
        evaluate=_evaluate_length,
        kind=always("number"),
        piece=_length,
    ),
    Function(
        name="upper",
        least=1,
        most=1,
        evaluate=_evaluate_upper,
        kind=always("text"),
        piece=_upper,
    ),
    Function(
        name="join",
        least=2,
        most=None,
        check=_check_separator,
        evaluate=_evaluate_join,
        kind=always("text"),
        piece=_join,
    ),
    Function(
        name="is_document_number",
        least=1,
        most=1,
        evaluate=_evaluate_document,
        kind=always("boolean"),
        condition=_document,
    ),
)
