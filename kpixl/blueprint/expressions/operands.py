"""What a name stands for: to the engine a value, to the Excel form a cell, a constant or a range."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, NamedTuple

from kpixl.blueprint.expressions.formula import RangeRef, Ref
from kpixl.blueprint.expressions.nodes import Value

Kind = Literal["number", "text", "boolean", "date", "any"]
"""What a cell may hold. `any`: a number in one row and a text in another; never a date or yes/no."""


class Operand(NamedTuple):
    """A value as the engine has read it.

    required: a blank here is an error of its own, so it makes sums blank instead of counting 0.
    valid: False where the cell holds what its type does not take; then the value is not looked at.
    kind: what the cell's type takes, where known: a value of another kind is invalid, a blank date never
    counts 0.
    """

    value: Value
    required: bool = False
    valid: bool = True
    kind: Kind = "any"

    @property
    def sound(self) -> bool:
        """Blank, or a valid value of its kind."""
        value = self.value
        if not self.valid or (isinstance(value, Decimal) and not value.is_finite()):
            return False
        return self.kind == "any" or value is None or self.kind == kind_of_value(value) or is_blank(value)

    @property
    def blank(self) -> bool:
        """Sound, and nothing but space in it."""
        return is_blank(self.value) and self.sound

    @property
    def usable(self) -> Value:
        """The value to reckon with, None where blank or not sound."""
        return None if self.value is None or is_blank(self.value) or not self.sound else self.value


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
        return tuple(item.usable for item in self.items)

    @cached_property
    def sound(self) -> bool:
        """No row holds what its type does not take."""
        return all(item.sound for item in self.items)


@dataclass(frozen=True, slots=True)
class CellOperand:
    """A cell of the workbook. A `boolean` cell holds true_text or false_text, nothing else is valid in it."""

    ref: Ref
    kind: Kind
    required: bool = False
    true_text: str = "是"
    false_text: str = "否"


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known when the workbook is built; it is written into the formula."""

    value: Value
    required: bool = False


@dataclass(frozen=True, slots=True)
class ConstantColumn:
    """A list known when the workbook is built (the units of an indicator)."""

    values: tuple[Value, ...]


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
