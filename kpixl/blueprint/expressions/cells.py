"""Cells and columns of them as pieces of a formula."""

from __future__ import annotations

from kpixl.blueprint.expressions.formula import Formula, formula
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange, Kind
from kpixl.blueprint.expressions.pieces import NEVER, Guards, Piece, exact, filled_test, literal


def cell_piece(cell: CellOperand, kind: Kind, *, addend: bool) -> Piece:
    """What a cell holds, applicable only where it is of this kind."""
    ref = cell.ref
    if kind == "number" and cell.kind in ("number", "any"):
        if addend and not cell.required:
            return Piece(formula("N(", ref, ")"), Guards(addends=(ref,)))
        return Piece(formula(ref), Guards(numbers=(ref,)))
    if kind == cell.kind == "date":
        return Piece(formula("INT(", ref, ")"), Guards(numbers=(ref,)))
    if kind == "text" and cell.kind in ("text", "any"):
        text = formula(ref) if cell.kind == "text" else formula("T(", ref, ")")
        return Piece(formula(ref), Guards(tests=(filled_test(text),)))
    return NEVER


def sound(column: ColumnRange) -> Formula | None:
    """The test that each cell of a column is blank or of its kind; None where any is."""
    cells, filled = column.range, formula("SUMPRODUCT(--(", filled_test(column.range), "))")
    if column.kind in ("number", "date"):
        return formula("COUNT(", cells, ")=", filled)
    if column.kind == "boolean":
        yes, no = (exact(cells, literal(text)) for text in (column.true_text, column.false_text))
        return formula("SUMPRODUCT(", yes, "+", no, ")=", filled)
    return None
