"""Expressions: Python's syntax over field names; one tree gives the value and the spreadsheet's formula."""

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.evaluate import evaluate, holds
from kpixl.blueprint.expressions.excel import condition_formula, value_formula
from kpixl.blueprint.expressions.formula import Formula, Locate, RangeRef, Ref, formula
from kpixl.blueprint.expressions.functions import FUNCTIONS
from kpixl.blueprint.expressions.lengths import text_cut, text_length
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
)
from kpixl.blueprint.expressions.operands import (
    CellOperand,
    ColumnOperand,
    ColumnRange,
    Constant,
    ConstantColumn,
    Kind,
    LookUp,
    Operand,
    Resolve,
    Resolved,
    is_blank,
)
from kpixl.blueprint.expressions.parse import check_only, parse
from kpixl.blueprint.expressions.rounding import rounded
from kpixl.blueprint.expressions.walk import functions, names

__all__ = [
    "FUNCTIONS",
    "And",
    "Arithmetic",
    "Call",
    "CellOperand",
    "ColumnOperand",
    "ColumnRange",
    "Compare",
    "Constant",
    "ConstantColumn",
    "ExpressionError",
    "Formula",
    "If",
    "Kind",
    "Literal",
    "Locate",
    "LookUp",
    "Name",
    "Negate",
    "Node",
    "Not",
    "Operand",
    "Or",
    "RangeRef",
    "Ref",
    "Resolve",
    "Resolved",
    "Value",
    "check_only",
    "condition_formula",
    "evaluate",
    "formula",
    "functions",
    "holds",
    "is_blank",
    "names",
    "parse",
    "rounded",
    "text_cut",
    "text_length",
    "value_formula",
]
