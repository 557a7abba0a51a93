"""What a name stands for: to the engine a value, to the Excel form a cell, a constant or a range."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, get_args

from kpixl.blueprint.expressions.formula import RangeRef, Ref
from kpixl.blueprint.expressions.nodes import Value, typed

Kind = Literal["number", "text", "boolean", "date", "any"]
"""What a cell may hold. `any`: a number in one row and a text in another; never a date or yes/no."""
_TYPES: dict[Kind, type] = {"number": Decimal, "text": str, "boolean": bool, "date": date}


@dataclass(slots=True, init=False)
class Operand:
    """A value as the engine has read it.

    required: a blank here is an error of its own, so it makes sums blank instead of counting 0.
    valid: False where the cell holds what its type does not take; then the value is not looked at.
    kind: what the cell's type takes, where known: a value of another kind is invalid, a blank date never
    counts 0.
    sound: blank, or a valid value of its kind. blank: sound, and nothing but space in it. usable: the value
    to reckon with, None where blank or not sound.
    """

    value: Value
    required: bool
    valid: bool
    kind: Kind
    sound: bool = field(compare=False, repr=False)
    blank: bool = field(compare=False, repr=False)
    usable: Value = field(compare=False, repr=False)

    def __init__(
        self, value: Value, *, required: bool = False, valid: bool = True, kind: Kind = "any"
    ) -> None:
        """A cell is asked about again and again by what rests on it: that is found out once."""
        self.value, self.required, self.valid, self.kind = value, required, valid, kind
        nothing = value is None or (isinstance(value, str) and not value.strip())
        of_kind = nothing or kind == "any" or isinstance(value, _TYPES[kind])
        self.sound = valid and of_kind and not (isinstance(value, Decimal) and not value.is_finite())
        self.blank = nothing and self.sound
        self.usable = value if self.sound and not nothing else None


BLANKS: Mapping[tuple[Kind, bool], Operand] = {
    (kind, required): Operand(None, required=required, kind=kind)
    for kind in get_args(Kind)
    for required in (True, False)
}
"""A cell with nothing in it, as most are: by its kind, and whether something is required there."""


@dataclass(frozen=True, eq=False)
class ColumnOperand:
    """All rows of a column, top to bottom, unused rows as blank operands.

    What was found out about them once is kept: every row of a table may ask the same of a column.
    """

    items: tuple[Operand, ...]
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, question: Hashable, answer: Callable[[], Any]) -> Any:
        """The answer to a question about the rows, found when it is first asked."""
        if question not in self._known:
            self._known[question] = answer()
        return self._known[question]

    @cached_property
    def usable(self) -> tuple[Value, ...]:
        """The values to reckon with, None where a row has none."""
        return tuple([item.usable for item in self.items])

    @cached_property
    def sound(self) -> bool:
        """No row holds what its type does not take."""
        return all(item.sound for item in self.items)


@dataclass(frozen=True, slots=True)
class CellOperand:
    """A cell of the workbook. A `boolean` cell holds true_text or false_text, nothing else is valid in it.

    typed: what was typed in it is meant, whatever its type makes of that.
    """

    ref: Ref
    kind: Kind
    required: bool = False
    true_text: str = "是"
    false_text: str = "否"
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known when the workbook is built; it is written into the formula."""

    value: Value
    required: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Constant) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def _told(self) -> tuple[object, bool]:
        return typed(self.value), self.required


@dataclass(frozen=True, slots=True)
class ConstantColumn:
    """A list known when the workbook is built (the units of an indicator)."""

    values: tuple[Value, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ConstantColumn) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def _told(self) -> tuple[object, ...]:
        return tuple(map(typed, self.values))


@dataclass(frozen=True, slots=True)
class ColumnRange:
    """All cells of a column of a table."""

    range: RangeRef
    kind: Kind
    true_text: str = "是"
    false_text: str = "否"


LookUp = Callable[[str], Operand | ColumnOperand]
Resolved = CellOperand | Constant | ConstantColumn | ColumnRange
Resolve = Callable[[str], Resolved]


def is_blank(value: Value) -> bool:
    """Nothing, or a text of Unicode space only."""
    return value is None or (isinstance(value, str) and not value.strip())


def kind_of_value(value: Value) -> Kind:
    """The kind of a known value; a blank could be anything."""
    match value:
        case bool():
            return "boolean"
        case Decimal():
            return "number"
        case str():
            return "text"
        case date():
            return "date"
    return "any"
