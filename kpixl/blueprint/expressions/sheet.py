"""The pieces and conditions that spreadsheet formulas are made of (their rules: excel.py)."""

from __future__ import annotations

from decimal import Context, Decimal

from kpixl.blueprint.expressions.cells import cell_piece, sound
from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.evaluate import evaluate
from kpixl.blueprint.expressions.formula import Formula, Ref, formula, listed
from kpixl.blueprint.expressions.functions import FUNCTIONS
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
    Value,
    children,
)
from kpixl.blueprint.expressions.operands import (
    CellOperand,
    ColumnOperand,
    ColumnRange,
    Constant,
    ConstantColumn,
    Kind,
    Operand,
    Resolve,
    Resolved,
    is_blank,
    kind_of_value,
)
from kpixl.blueprint.expressions.pieces import (
    FALSE,
    NEVER,
    TRUE,
    Guards,
    Piece,
    blank_test,
    exact,
    filled_test,
    if_,
    literal,
    not_,
    rounded,
    text_test,
    truth,
)
from kpixl.blueprint.expressions.rounding import rounded as rounded_value
from kpixl.blueprint.expressions.walk import walk

_SHEET_DIGITS = Context(prec=15)
_SEVERAL = 4
"""Conditions that still nest one inside the other where many are halved."""
_WORTH_IT = 2
"""Cells of which the same is asked, so that it is asked of all at once."""
_OPERATORS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class SheetFace:
    """Makes pieces and conditions; the functions' faces ask it for their arguments.

    halving: `and` and `or` of many nest no deeper than halving them again and again takes; brief: whether any
    of several cells is filled is asked of their texts together.
    """

    def __init__(self, resolve: Resolve, *, halving: bool = False, brief: bool = False) -> None:
        self._resolve, self._halving, self._brief = resolve, halving, brief
        self._seen: dict[int, tuple[Node, bool]] = {}

    def resolved(self, node: Node) -> Resolved:
        """What a name stands for; a known expression is a constant."""
        return self._resolve(node.path) if isinstance(node, Name) else Constant(self.known(node))

    def column(self, node: Node) -> ColumnRange | None:
        """The column that a name stands for; None if it is something else."""
        found = self._resolve(node.path) if isinstance(node, Name) else None
        if isinstance(found, ConstantColumn):
            raise ExpressionError("no_excel", 0, {"function": getattr(node, "path", "")})
        return found if isinstance(found, ColumnRange) else None

    def cell(self, node: Node, function: str) -> Ref:
        """The cell that a name stands for."""
        found = self._resolve(node.path) if isinstance(node, Name) else None
        if not isinstance(found, CellOperand):
            raise ExpressionError("no_excel", 0, {"function": function})
        return found.ref

    def is_known(self, node: Node) -> bool:
        """Everything in it is known at build time."""
        if id(node) not in self._seen:  # by identity, kept alive: equal trees are slow to compare
            if isinstance(node, Name):
                known = isinstance(self._resolve(node.path), Constant | ConstantColumn)
            else:
                known = all(self.is_known(child) for child in children(node))
            self._seen[id(node)] = (node, known)
        return self._seen[id(node)][1]

    def known(self, node: Node) -> Value:
        """The value of what is known at build time."""
        return evaluate(node, self._known_operand)

    def _known_operand(self, path: str) -> Operand | ColumnOperand:
        match self._resolve(path):
            case Constant(value, required):
                return Operand(value, required=required, kind=kind_of_value(value))
            case ConstantColumn(values):
                return ColumnOperand(tuple(Operand(value) for value in values))
        raise TypeError(f"{path} is no constant")

    def kind(self, node: Node) -> Kind:
        """What the node's value will be; `any` where its branches differ."""
        match node:
            case Literal(value):
                return kind_of_value(value)
            case Name(path):
                return self._kind_of_name(path)
            case Arithmetic() | Negate():
                return "number"
            case If(_, then, otherwise):
                kinds = {self.kind(then), self.kind(otherwise)}
                return kinds.pop() if len(kinds) == 1 else "any"
            case Call(function, args):
                return FUNCTIONS[function].kind(self, args)
        return "boolean"

    def _kind_of_name(self, path: str) -> Kind:
        found = self._resolve(path)
        if isinstance(found, Constant):
            return kind_of_value(found.value)
        if isinstance(found, CellOperand):
            return found.kind
        raise ExpressionError("column_alone", 0, {"name": path})

    def piece(self, node: Node, kind: Kind, *, addend: bool = False) -> Piece:
        """The node's value, applicable only where it is of this kind (number, text or date)."""
        if isinstance(node, Name) and isinstance(found := self._resolve(node.path), CellOperand):
            return cell_piece(found, kind, addend=addend)
        if self.is_known(node):
            return self._known_piece(node, kind, addend=addend)
        match node:
            case Arithmetic():
                return self._arithmetic(node) if kind == "number" else NEVER
            case Negate(operand):
                piece = self.piece(operand, "number", addend=True) if kind == "number" else NEVER
                return Piece(formula("(-", piece.value, ")"), piece.guards)
            case If(condition, then, otherwise):
                return self._choice(condition, self.piece(then, kind), self.piece(otherwise, kind))
            case Call(function, args):
                made = FUNCTIONS[function].piece
                if made:
                    return made(self, args, kind)
        self._kind_or_refusal(node)
        return NEVER

    def _kind_or_refusal(self, node: Node) -> None:
        if isinstance(node, Call) and FUNCTIONS[node.function].check_only:
            raise ExpressionError("no_excel", 0, {"function": node.function})
        self.kind(node)

    def _known_piece(self, node: Node, kind: Kind, *, addend: bool) -> Piece:
        value = self.known(node)
        if value is None and addend and kind == "number" and isinstance(node, Name | Literal):
            required = isinstance(node, Name) and getattr(self._resolve(node.path), "required", False)
            return NEVER if required else Piece(literal(Decimal(0)))
        fits = not is_blank(value) and kind_of_value(value) == kind
        return Piece(literal(held(value))) if fits else NEVER

    def _arithmetic(self, node: Arithmetic) -> Piece:
        made = self._unbracketed(node)
        return Piece(formula("(", made.value, ")"), made.guards)

    def _unbracketed(self, node: Arithmetic) -> Piece:
        """A sum on the left of another gets no parentheses: long sums would nest too deep with them."""
        kind: Kind = "date" if node.op == "-" and self._dates(node) else "number"
        addend = node.op in "+-"
        if (
            addend
            and isinstance(node.left, Arithmetic)
            and node.left.op in "+-"
            and not self.is_known(node.left)
        ):
            left = self._unbracketed(node.left) if kind == "number" else NEVER
        else:
            left = self.piece(node.left, kind, addend=addend)
        right = self.piece(node.right, kind, addend=addend)
        guards = left.guards | right.guards
        if node.op == "/":
            guards |= self._nonzero(node.right, right)
        return Piece(formula(left.value, node.op, right.value), guards)

    def _dates(self, node: Arithmetic) -> bool:
        return self.kind(node.left) == self.kind(node.right) == "date"

    def _nonzero(self, node: Node, divisor: Piece) -> Guards:
        if self.is_known(node):
            value = self.known(node)
            zero = isinstance(value, Decimal) and not rounded_value(value, 9)
            return NEVER.guards if zero else Guards()
        return Guards(tests=(rounded(divisor.value, 9) + "<>0",))

    def _choice(self, condition: Node, then: Piece, otherwise: Piece) -> Piece:
        surely, possibly = self.faces(condition)
        holds = if_(surely, then.guards.holds(), otherwise.guards.holds())
        if surely != possibly:
            holds = if_(surely, then.guards.holds(), if_(possibly, FALSE, otherwise.guards.holds()))
        return Piece(
            if_(surely, then.value, otherwise.value), Guards(tests=() if holds == TRUE else (holds,))
        )

    def faces(self, node: Node) -> tuple[Formula, Formula]:
        """The condition with n/a read as false and as true: surely and possibly true."""
        return self.condition(node, when_blank=False), self.condition(node, when_blank=True)

    def condition(self, node: Node, *, when_blank: bool) -> Formula:
        """TRUE or FALSE, when_blank where not applicable."""
        if self.is_known(node):
            return self._known_condition(node, when_blank=when_blank)
        match node:
            case Name(path):
                return self._boolean_cell(path, when_blank=when_blank)
            case Compare():
                return self._comparison(node, when_blank=when_blank)
            case Not(operand):
                return not_(self.condition(operand, when_blank=not when_blank))
            case And(items) | Or(items):
                decides = isinstance(node, Or)
                tests = self._tests(items, decides=decides, when_blank=when_blank)
                return self._connected(tests, decides=decides)
            case If(condition, then, otherwise):
                return self._conditional(condition, then, otherwise, when_blank=when_blank)
            case Call(function, args):
                made = FUNCTIONS[function].condition
                if made:
                    return made(self, args, when_blank=when_blank)
        self._kind_or_refusal(node)
        raise ExpressionError("not_condition")

    def _known_condition(self, node: Node, *, when_blank: bool) -> Formula:
        value = self.known(node)
        if value is not None and not isinstance(value, bool):
            raise ExpressionError("not_condition")
        return truth(when_blank if value is None else value)

    def _boolean_cell(self, path: str, *, when_blank: bool) -> Formula:
        if self._kind_of_name(path) != "boolean":
            raise ExpressionError("not_condition")
        cell = self._resolve(path)
        assert isinstance(cell, CellOperand)  # noqa: S101 - a constant is known, a column was refused
        if when_blank:
            return not_(exact(cell.ref, literal(cell.false_text)))
        return exact(cell.ref, literal(cell.true_text))

    def _tests(self, items: tuple[Node, ...], *, decides: bool, when_blank: bool) -> list[Formula]:
        """The conditions that are connected; in brief those become one that ask the same of single cells."""
        asked = [self._cell_asked(item, filled=decides) if self._brief else None for item in items]
        cells = [ref for ref in asked if ref is not None]
        if len(cells) < _WORTH_IT:
            return [self.condition(item, when_blank=when_blank) for item in items]
        texts = listed(cells, "&")
        rest = [item for item, ref in zip(items, asked, strict=True) if ref is None]
        others = (self.condition(item, when_blank=when_blank) for item in rest)
        return [filled_test(texts) if decides else blank_test(texts), *others]

    def _cell_asked(self, node: Node, *, filled: bool) -> Ref | None:
        """The cell of which is asked, whatever its type takes, whether it is filled (else: blank)."""
        match node:
            case Call("filled", (Name(path),)) if filled:
                found = self._resolve(path)
            case Not(Call("filled", (Name(path),))) | Call("blank", (Name(path),)) if not filled:
                found = self._resolve(path)
            case _:
                return None
        return found.ref if isinstance(found, CellOperand) and found.kind in ("text", "any") else None

    def _connected(self, tests: list[Formula], *, decides: bool) -> Formula:
        if self._halving and len(tests) > _SEVERAL:
            half = len(tests) // 2
            first, last = (self._connected(some, decides=decides) for some in (tests[:half], tests[half:]))
            return if_(first, TRUE, last) if decides else if_(first, last, FALSE)
        made = tests[-1]
        for test in reversed(tests[:-1]):
            made = if_(test, TRUE, made) if decides else if_(test, made, FALSE)
        return made

    def _conditional(self, condition: Node, then: Node, otherwise: Node, *, when_blank: bool) -> Formula:
        surely, possibly = self.faces(condition)
        last = self.condition(otherwise, when_blank=when_blank)
        if surely != possibly:
            last = if_(possibly, truth(when_blank), last)
        return if_(surely, self.condition(then, when_blank=when_blank), last)

    def _comparison(self, node: Compare, *, when_blank: bool) -> Formula:
        kinds = {self.kind(node.left), self.kind(node.right)}
        otherwise = truth(when_blank)
        if kinds == {"boolean"}:
            return self._truths_compared(node, when_blank=when_blank)
        if kinds == {"any"}:
            return self._numbers_compared(node, "number", self._texts_compared(node, when_blank=when_blank))
        kind: Kind = (kinds - {"any"}).pop() if len(kinds - {"any"}) == 1 else "any"
        if kind == "text":
            return self._texts_compared(node, when_blank=when_blank)
        if kind in ("number", "date"):
            return self._numbers_compared(node, kind, otherwise)
        return otherwise

    def _numbers_compared(self, node: Compare, kind: Kind, otherwise: Formula) -> Formula:
        left, right = self.piece(node.left, kind), self.piece(node.right, kind)
        operator = _OPERATORS[node.op]
        if kind == "date":
            test = formula(left.value, operator, right.value)
        elif right.value == literal(Decimal(0)):
            test = formula(rounded(left.value, 9), operator, "0")
        else:
            test = formula(rounded(formula(left.value, "-", right.value), 9), operator, "0")
        return (left.guards | right.guards | self._columns_sound(node)).apply(test, otherwise)

    def _texts_compared(self, node: Compare, *, when_blank: bool) -> Formula:
        if node.op not in ("==", "!="):
            return truth(when_blank)
        left, right = self.piece(node.left, "text"), self.piece(node.right, "text")
        if left.guards == Guards():
            left, right = right, left
        same = exact(left.value, right.value)
        test = same if node.op == "==" else not_(same)
        return text_test(test, left, right, when_blank=when_blank, fails_on_blank=node.op == "==")

    def _truths_compared(self, node: Compare, *, when_blank: bool) -> Formula:
        if node.op not in ("==", "!="):
            return truth(when_blank)
        same = If(node.left, node.right, Not(node.right))
        return self.condition(same if node.op == "==" else Not(same), when_blank=when_blank)

    def _columns_sound(self, node: Node) -> Guards:
        """Every row of a column that the comparison rests on is blank or of its kind."""
        ranges = [self._resolve(part.path) for part in walk(node) if isinstance(part, Name)]
        tests = [sound(each) for each in ranges if isinstance(each, ColumnRange)]
        return Guards(tests=tuple(dict.fromkeys(test for test in tests if test)))


def held(value: Value) -> Value:
    """A number as a spreadsheet can hold it."""
    return _SHEET_DIGITS.plus(value) if isinstance(value, Decimal) else value
