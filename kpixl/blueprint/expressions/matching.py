"""Which rows of a column hold a given value: exact for texts, by value for numbers, whole days for dates."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal

from kpixl.blueprint.expressions.errors import ExpressionError
from kpixl.blueprint.expressions.formula import Formula, Piecewise, formula, listed
from kpixl.blueprint.expressions.function import ExcelFace
from kpixl.blueprint.expressions.nodes import Node, Value
from kpixl.blueprint.expressions.operands import ColumnOperand, ColumnRange
from kpixl.blueprint.expressions.pieces import Guards, Piece, exact, filled_test, if_, known_guard, literal
from kpixl.blueprint.expressions.pieces import rounded as rounded_formula
from kpixl.blueprint.expressions.rounding import CONTEXT, rounded


def same(one: Value, other: Value) -> bool:
    """Equal values of one kind; a blank equals nothing."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return not rounded(CONTEXT.subtract(one, other), 9)
    return one is not None and type(one) is type(other) and one == other


def places(column: ColumnOperand, wanted: Value) -> Sequence[int]:
    """The rows of a column that hold a value, from the top; as quick for the last row as for the first."""
    rows: Mapping[Hashable, Sequence[int]] = column.once("places", lambda: _places(column))
    near = sorted(row for key in _near(wanted) for row in rows.get(key, ()))
    return [row for row in near if same(column.usable[row], wanted)]


def _places(column: ColumnOperand) -> Mapping[Hashable, Sequence[int]]:
    found: dict[Hashable, list[int]] = {}
    for row, value in enumerate(column.usable):
        if value is not None:
            found.setdefault(_near(value)[0], []).append(row)
    return found


def _near(value: Value) -> Sequence[Hashable]:
    """Under what a value is found, and under what else one that is the same may be."""
    if isinstance(value, Decimal):
        place = rounded(value, 9)
        return place, CONTEXT.add(place, _NEXT), CONTEXT.subtract(place, _NEXT)
    return ((type(value), value),)


_NEXT = Decimal("1e-9")


def matches(sheet: ExcelFace, column: ColumnRange, node: Node, function: str) -> Piece:
    """For each row 1 where it holds the node's value, else 0: an array, to be used inside SUMPRODUCT."""
    kind, cells = sheet.kind(node), column.range
    if kind == "boolean" == column.kind:
        return _truths(sheet, column, node)
    if kind == "any" and column.kind in ("number", "text", "any"):
        return _unlike(sheet, column, node, function)
    if kind != column.kind and not (column.kind == "any" and kind in ("number", "text")):
        raise ExpressionError("column_kind", 0, {"function": function, "kind": column.kind})
    piece = sheet.piece(node, kind)
    if kind == "date":
        day = piece.value
        return Piece(
            _times(_numeric(cells), formula("(", cells, ">=", day, ")"), _before(cells, day)), piece.guards
        )
    if kind == "number":
        value = piece.value if len(piece.value.parts) == 1 else rounded_formula(piece.value, 9)
        return Piece(_times(_equal(cells, value), _numeric(cells)), piece.guards)
    texts = [formula("ISTEXT(", cells, ")")] if column.kind == "any" else []
    # as texts: LibreOffice finds a number in a range equal to nothing
    return Piece(_times(exact(formula(cells, '&""'), piece.value), *texts), piece.guards)


def _truths(sheet: ExcelFace, column: ColumnRange, node: Node) -> Piece:
    surely, possibly = sheet.faces(node)
    text = if_(surely, literal(column.true_text), literal(column.false_text))
    return Piece(_times(exact(column.range, text)), known_guard(surely, possibly))


def _unlike(sheet: ExcelFace, column: ColumnRange, node: Node, function: str) -> Piece:
    """The value's cell holds a number or a text: a number never matches a text that looks like it."""
    value = sheet.cell(node, function)
    found = []
    if column.kind != "text":
        found.append(_times(_numeric(value), _numeric(column.range), _equal(column.range, formula(value))))
    if column.kind != "number":
        texts = [formula("ISTEXT(", column.range, ")")] if column.kind == "any" else []
        found.append(
            _times(formula("ISTEXT(", value, ")"), exact(formula(column.range, '&""'), value), *texts)
        )
    return Piece(listed(found, "+"), Guards(tests=(filled_test(value),)))


def _numeric(cells: Piecewise) -> Formula:
    return formula("ISNUMBER(", cells, ")")


def _equal(cells: Piecewise, value: Formula) -> Formula:
    return formula("(", cells, "=", value, ")")


def _before(cells: Piecewise, day: Formula) -> Formula:
    return formula("(", cells, "<", day, "+1)")


def _times(*factors: Formula) -> Formula:
    """The product of truths, as a number even where there is but one."""
    return "--" + factors[0] if len(factors) == 1 else listed(factors, "*")
