"""What a function of the language is: one record with both faces, and what the faces may ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import Formula, Ref
from kpixl.blueprint.expressions.nodes import Name, Node, Value
from kpixl.blueprint.expressions.operands import (
    ColumnOperand,
    ColumnRange,
    Kind,
    LookUp,
    Operand,
    Resolved,
)
from kpixl.blueprint.expressions.pieces import Piece
from kpixl.blueprint.lexicon import default_lexicon
from kpixl.blueprint.model.lexicon import Lexicon

Args = tuple[Node, ...]
T = TypeVar("T")


@dataclass(slots=True)
class Scope:
    """What an expression is reckoned from. units: of measure; without them those that come with kpixl."""

    look_up: LookUp
    units: Lexicon | None = None

    @property
    def lexicon(self) -> Lexicon:
        """The units of measure."""
        return self.units or default_lexicon()


Reckon = Callable[[Scope], T]
"""What a node gives in a scope: made once a tree, called for every row. None is blank or not applicable."""


class Engine(Protocol):
    """How the engine's face reads its arguments, before there is anything to reckon from."""

    def value(self, node: Node) -> Reckon[Value]:
        """The value of any node."""

    def addend(self, node: Node) -> Reckon[Value]:
        """The value where it is added: an optional cell left blank is 0."""

    def operand(self, node: Node) -> Reckon[Operand]:
        """What a name or literal stands for."""

    def column(self, node: Node) -> Reckon[ColumnOperand | None]:
        """The column that a name stands for; None if it is something else."""


class ExcelFace(Protocol):
    """How the Excel face reads its arguments."""

    def kind(self, node: Node) -> Kind:
        """What the node's value will be."""

    def piece(self, node: Node, kind: Kind, *, addend: bool = False) -> Piece:
        """The value, applicable only where it is of this kind; addend as in the engine."""

    def condition(self, node: Node, *, when_blank: bool) -> Formula:
        """TRUE or FALSE, when_blank where not applicable."""

    def faces(self, node: Node) -> tuple[Formula, Formula]:
        """The condition with n/a read as false and as true."""

    def resolved(self, node: Node) -> Resolved:
        """What a name stands for; a known expression is a constant."""

    def column(self, node: Node) -> ColumnRange | None:
        """The column that a name stands for; None if it is something else."""

    def cell(self, node: Node, function: str) -> Ref:
        """The cell that a name stands for; ExpressionError if it is something else."""


class ConditionFace(Protocol):
    """Writes a function as a condition: TRUE or FALSE, when_blank where not applicable."""

    def __call__(self, sheet: ExcelFace, args: Args, *, when_blank: bool) -> Formula:
        """Its formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function. least, most: how many arguments (most None: any number).

    evaluate: the engine's face: makes of the arguments what reckons the value. kind, piece, condition: the
    Excel faces for values and for conditions; with neither the function is check only. names: positions that
    must be a field's name.
    check: looks at the arguments when the expression is read.
    hidden: for trees built by hand, not for blueprints; tells_text: its piece is a text already, as a cell
    shows it.
    """

    name: str
    least: int
    most: int | None
    evaluate: Callable[[Engine, Args], Reckon[Value]]
    kind: Callable[[ExcelFace, Args], Kind]
    piece: Callable[[ExcelFace, Args, Kind], Piece] | None = None
    condition: ConditionFace | None = None
    names: tuple[int, ...] = ()
    check: Callable[[Args], None] | None = None
    hidden: bool = False
    tells_text: bool = False

    @property
    def check_only(self) -> bool:
        """It has no Excel form."""
        return self.piece is None and self.condition is None

    def accept(self, args: Args) -> None:
        """Raise ExpressionError where the arguments cannot be right."""
        if len(args) < self.least or (self.most is not None and len(args) > self.most):
            wanted = f"{self.least}" if self.least == self.most else f"{self.least}–{self.most or 'n'}"
            raise ExpressionError(
                "arguments", 0, {"function": self.name, "wanted": wanted, "given": len(args)}
            )
        for position in self.names:
            if position < len(args) and not isinstance(args[position], Name):
                raise ExpressionError("needs_name", 0, {"function": self.name, "position": position + 1})
        if self.check:
            self.check(args)


def always(kind: Kind) -> Callable[[ExcelFace, Args], Kind]:
    """A function whose result is of one kind."""
    return lambda sheet, args: kind
