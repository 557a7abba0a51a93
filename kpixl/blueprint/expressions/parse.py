"""From text to tree: Python's syntax, read with `ast`, never executed; what is not listed is refused."""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.functions import FUNCTIONS
from kpixl.blueprint.expressions.lengths import text_length
from kpixl.blueprint.expressions.nodes import (
    And,
    Arithmetic,
    Call,
    Compare,
    If,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
)
from kpixl.blueprint.expressions.operands import is_blank
from kpixl.blueprint.expressions.walk import functions, names

__all__ = ["check_only", "functions", "names", "parse"]

MAX_LENGTH = 1_000
MAX_DEPTH = 40
MAX_TEXT = 255
MAX_DIGITS = 15
FIRST_DAY = date(1900, 3, 1)  # before it, Excel's calendar is a day off

_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARE = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_REFUSED = {
    ast.Pow: "**",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.MatMult: "@",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.Invert: "~",
    ast.UAdd: "+",
}
_EQUALS, _TEXT = re.compile(r"(?<![=!<>＝])=(?![=＝])"), re.compile(r"'[^']*'|\"[^\"]*\"")
_TYPED_IN_CHINESE = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "、": ",", "。": ".", "《": "<", "》": ">",
    "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "—": "-",
}  # fmt: skip


def parse(text: str, *, own: bool = False) -> Node:
    """The tree of an expression; ExpressionError says what is wrong and at which column.

    own: kpixl's own, which may use the functions that blueprints do not know.
    """
    flat = re.sub(r"[\r\n\t]", " ", text)
    if not flat.strip():
        raise ExpressionError("empty")
    if len(flat) > MAX_LENGTH:
        raise ExpressionError("too_long", 0, {"length": len(flat), "limit": MAX_LENGTH})
    if "\\" in flat:
        raise ExpressionError("not_allowed", flat.index("\\") + 1, {"text": "\\"})
    start = len(flat) - len(flat.lstrip())
    return _Reader(flat.strip(), start, own=own).node(_syntax(flat.strip(), start).body, 0)


def check_only(node: Node) -> bool:
    """It uses a function that has no Excel form."""
    return any(FUNCTIONS[name].check_only for name in functions(node))


def _syntax(text: str, start: int) -> ast.Expression:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return ast.parse(text, mode="eval")
    except SyntaxError as error:
        if single := _EQUALS.search(_TEXT.sub(lambda quoted: " " * len(quoted[0]), text)):
            raise ExpressionError("equals", start + single.start() + 1) from None
        offset = max(error.offset or 1, 1)
        character = text[offset - 1 : offset]
        instead = _TYPED_IN_CHINESE.get(character) or unicodedata.normalize("NFKC", character)
        if character and character != instead:
            facts = {"character": character, "instead": instead}
            raise ExpressionError("full_width", start + offset, facts) from None
        raise ExpressionError("syntax", start + offset) from None
    except (RecursionError, MemoryError):
        raise ExpressionError("too_deep", 0, {"limit": MAX_DEPTH}) from None
    except ValueError:  # null bytes, lone surrogates
        raise ExpressionError("syntax", 1) from None


class _Reader:
    """Turns Python's tree into ours, keeping the text for numbers and columns."""

    def __init__(self, text: str, start: int, *, own: bool = False) -> None:
        self._text, self._start, self._own = text, start, own

    def node(self, part: ast.expr, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ExpressionError("too_deep", self._column(part), {"limit": MAX_DEPTH})
        depth += 1
        match part:
            case ast.Constant():
                return self._literal(part)
            case ast.Name() | ast.Attribute():
                return self._name(part)
            case ast.BinOp():
                operator = self._operator(part, part.op, _ARITHMETIC)
                return Arithmetic(operator, self.node(part.left, depth), self.node(part.right, depth))
            case ast.UnaryOp():
                return self._unary(part, depth)
            case ast.BoolOp():
                joined = And if isinstance(part.op, ast.And) else Or
                return joined(tuple(self.node(value, depth) for value in part.values))
            case ast.Compare():
                return self._comparisons(part, depth)
            case ast.IfExp():
                branches = (self.node(branch, depth) for branch in (part.test, part.body, part.orelse))
                return If(*branches)
            case ast.Call():
                return self._call(part, depth)
        raise self._refused(part)

    def _column(self, part: ast.expr) -> int:
        before = self._text.encode("utf-8")[: part.col_offset]  # ast counts bytes
        return self._start + len(before.decode("utf-8")) + 1

    def _source(self, part: ast.expr) -> str:
        return ast.get_source_segment(self._text, part) or ""

    def _refused(self, part: ast.expr) -> ExpressionError:
        return ExpressionError("not_allowed", self._column(part), {"text": self._source(part)})

    def _operator(self, part: ast.expr, operator: ast.AST, known: Mapping[Any, str]) -> str:
        if type(operator) in known:
            return known[type(operator)]
        written = _REFUSED[type(operator)]
        raise ExpressionError("operator", self._column(part), {"operator": written})

    def _literal(self, part: ast.Constant) -> Literal:
        match part.value:
            case bool() | None:
                return Literal(part.value)
            case str() if text_length(part.value) > MAX_TEXT:
                raise ExpressionError("text", self._column(part), {"limit": MAX_TEXT})
            case str():
                return Literal(part.value)
            case int():
                return self._number(part, Decimal(part.value))
            case float():
                return self._number(part, Decimal(self._source(part).replace("_", "")))
        raise self._refused(part)

    def _number(self, part: ast.Constant, value: Decimal) -> Literal:
        digits = value.normalize().as_tuple()
        if len(digits.digits) > MAX_DIGITS or not -MAX_DIGITS <= int(digits.exponent) <= MAX_DIGITS:
            raise ExpressionError("number", self._column(part), {"text": self._source(part)})
        return Literal(value)

    def _name(self, part: ast.expr) -> Name:
        steps: list[str] = []
        inner = part
        while isinstance(inner, ast.Attribute):
            steps.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            raise self._refused(part)
        return Name(".".join([inner.id, *reversed(steps)]))

    def _unary(self, part: ast.UnaryOp, depth: int) -> Node:
        if isinstance(part.op, ast.Not):
            return Not(self.node(part.operand, depth))
        self._operator(part, part.op, {ast.USub: "-"})
        operand = self.node(part.operand, depth)
        if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
            return Literal(-operand.value)
        return Negate(operand)

    def _comparisons(self, part: ast.Compare, depth: int) -> Node:
        sides = [part.left, *part.comparators]
        compared = tuple(
            self._comparison(operator, left, right, depth)
            for operator, left, right in zip(part.ops, sides, sides[1:], strict=False)
        )
        return compared[0] if len(compared) == 1 else And(compared)

    def _comparison(self, operator: ast.cmpop, left: ast.expr, right: ast.expr, depth: int) -> Node:
        if isinstance(operator, ast.In):
            return self._membership(left, right, depth)
        if isinstance(operator, ast.NotIn):
            return Not(self._membership(left, right, depth))
        written = self._operator(right, operator, _COMPARE)
        return self._compare(written, left, right, depth)

    def _compare(self, operator: str, left: ast.expr, right: ast.expr, depth: int) -> Compare:
        compared = Compare(operator, self.node(left, depth), self.node(right, depth))
        for side, where in ((compared.left, left), (compared.right, right)):
            if isinstance(side, Literal) and isinstance(side.value, str | None):
                if is_blank(side.value):
                    raise ExpressionError("blank_text", self._column(where))
                if operator not in ("==", "!="):
                    raise ExpressionError("text_order", self._column(where))
        return compared

    def _membership(self, left: ast.expr, right: ast.expr, depth: int) -> Node:
        if isinstance(right, ast.Name | ast.Attribute):
            return Call("exact_in", (self.node(left, depth), self._name(right)))
        if not isinstance(right, ast.Tuple | ast.List | ast.Set) or not right.elts:
            raise self._refused(right)
        items = tuple(self._compare("==", left, item, depth + 1) for item in right.elts)
        return items[0] if len(items) == 1 else Or(items)

    def _call(self, part: ast.Call, depth: int) -> Node:
        if not isinstance(part.func, ast.Name) or part.keywords:
            raise self._refused(part)
        name = part.func.id
        if name == "date":
            return self._date(part)
        function = FUNCTIONS.get(name)
        if function is None or (function.hidden and not self._own):
            facts = {"function": name, "hint": _meant(name)}
            raise ExpressionError("unknown_function", self._column(part), facts)
        args = tuple(self.node(arg, depth) for arg in part.args)
        try:
            function.accept(args)
        except ExpressionError as error:
            raise ExpressionError(error.code, self._column(part), error.facts) from None
        return Call(name, args)

    def _date(self, part: ast.Call) -> Literal:
        written = (
            part.args[0].value if len(part.args) == 1 and isinstance(part.args[0], ast.Constant) else None
        )
        try:
            if isinstance(written, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
                day = date.fromisoformat(written)
                if day >= FIRST_DAY:
                    return Literal(day)
        except ValueError:
            pass  # a day that does not exist: refused with the others
        raise ExpressionError("date", self._column(part), {"text": self._source(part)})


_OF_SPREADSHEETS = {
    "if": "a if condition else b",
    "and": "a and b",
    "or": "a or b",
    "not": "not a",
    "len": "length(x)",
    "isblank": "blank(x)",
    "sumif": "sum_if(column, other, value)",
    "countif": "count_if(column, value)",
    "countifs": "count_if(column, value, other, value)",
    "average": "sum(column) / count(column)",
    "counta": "count(column)",
}
"""How an expression says what these functions of a spreadsheet do."""


def _meant(name: str) -> str:
    """What was meant by a function that there is not, in brackets; nothing where nobody knows."""
    known = [known for known, each in FUNCTIONS.items() if not each.hidden]
    close = get_close_matches(name.casefold(), [*known, "date"], 1)
    said = _OF_SPREADSHEETS.get(name.casefold(), close[0] if close else "")
    return f" ({said}?)" if said else ""
