"""An expression with the cells it names, as the engine sees them and as a worksheet holds them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kpixl.blueprint.expressions import (
    CellOperand,
    ColumnOperand,
    ColumnRange,
    Constant,
    ConstantColumn,
    Kind,
    Node,
    Operand,
    RangeRef,
    Ref,
    condition_formula,
    evaluate,
    holds,
    parse,
    rounded,
    value_formula,
)
from tests.support.cases import cases
from tests.support.libreoffice import Office

Raw = Decimal | str | date | None
Faces = Callable[["Case", int], list[str]]
ROWS = 10  # of the worksheet for each case, so that a column has room
DAY_ZERO = date(1899, 12, 30)
COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TRUTHS = {"是": True, "否": False}


def raw(value: Any) -> Raw:
    """A value as YAML gives it, with exact numbers."""
    return Decimal(str(value)) if isinstance(value, int | float) else value


@dataclass(frozen=True, kw_only=True)
class Case:
    """An expression over named cells.

    kinds: by name: `number`, `text`, `boolean`, `date`, `any`; with `!` required, with `[]` a column,
    with `=` a constant known when the workbook is built.
    cells: what stands in each cell, raw; a list for a column.
    """

    node: Node
    kinds: Mapping[str, str]
    cells: Mapping[str, Any] = field(default_factory=dict)
    places: int | None = None

    @classmethod
    def of(
        cls, expression: str, kinds: Mapping[str, str], cells: Mapping[str, Any], places: int | None
    ) -> "Case":
        """A case from a text and YAML's values."""
        return cls(node=parse(expression, own=True), kinds=kinds, cells=dict(cells), places=places)

    def value(self) -> Any:
        """What the engine says."""
        found = evaluate(self.node, self._look_up)
        return (
            rounded(found, self.places) if isinstance(found, Decimal) and self.places is not None else found
        )

    def holds(self) -> bool | None:
        """What the engine says of a condition."""
        return holds(self.node, self._look_up)

    def formula(self, row: int) -> str:
        """The worksheet's formula for the value, with the case's cells from a row on."""
        return value_formula(self.node, self._resolver(row), self.places).render(locate)

    def condition(self, row: int, *, when_blank: bool) -> str:
        """The worksheet's formula for the condition."""
        return condition_formula(self.node, self._resolver(row), when_blank).render(locate)

    def sheet(self, row: int) -> dict[str, Raw]:
        """The raw values by address."""
        found: dict[str, Raw] = {}
        for letter, (name, kind) in zip(COLUMNS, self.kinds.items(), strict=False):
            values = self.cells.get(name) if kind.endswith("[]") else [self.cells.get(name)]
            for below, value in enumerate(values or []):
                if value is not None and "=" not in kind:
                    found[f"{letter}{row + below}"] = raw(value)
        return found

    def _kind(self, name: str) -> Kind:
        return self.kinds[name].strip("!=[]")  # type: ignore[return-value]

    def _look_up(self, name: str) -> Operand | ColumnOperand:
        value, kind, required = self.cells.get(name), self._kind(name), "!" in self.kinds[name]
        if self.kinds[name].endswith("[]"):
            return ColumnOperand(tuple(as_read(item, kind) for item in value or []))
        read = as_read(value, kind)
        return Operand(read.value, required=required, valid=read.valid, kind=kind)

    def _resolver(self, row: int) -> Any:
        def resolve(name: str) -> Any:
            letter, kind = COLUMNS[list(self.kinds).index(name)], self._kind(name)
            value = self.cells.get(name)
            if self.kinds[name] == f"={kind}[]":
                return ConstantColumn(tuple(raw(item) for item in value or []))
            if self.kinds[name].endswith("[]"):
                last = row + max(len(value or []), 1) - 1
                return ColumnRange(RangeRef(f"${letter}${row}", f"${letter}${last}"), kind)
            if "=" in self.kinds[name]:
                return Constant(as_read(value, kind).value, required="!" in self.kinds[name])
            return CellOperand(Ref(f"{letter}{row}"), kind, required="!" in self.kinds[name])

        return resolve


def as_read(value: Any, kind: Kind) -> Operand:
    """A raw cell as the engine's reader hands it over: true to its kind, or invalid."""
    value = raw(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return Operand(None, kind=kind)
    match kind:
        case "text":
            return Operand(str(value), kind=kind)
        case "boolean":
            return Operand(TRUTHS.get(str(value)), valid=value in TRUTHS, kind=kind)
        case "number":
            return Operand(value, valid=isinstance(value, Decimal), kind=kind)
        case "date":
            return Operand(value, valid=isinstance(value, date), kind=kind)
    return Operand(value, kind=kind)


def locate(ref: Ref | RangeRef) -> str:
    """The address; targets are addresses here."""
    return str(ref.target) if isinstance(ref, Ref) else f"{ref.first}:{ref.last}"


def shown(value: Any) -> Any:
    """The engine's value as a worksheet shows it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Decimal():
            return float(value)
        case date():
            return float((value - DAY_ZERO).days)
    return value


def values(case: Case, row: int) -> list[str]:
    """A case's value, as formulas."""
    return [case.formula(row)]


def conditions(case: Case, row: int) -> list[str]:
    """A case's condition, with what is not applicable read as false and as true."""
    return [case.condition(row, when_blank=truth) for truth in (False, True)]


def same(one: Any, other: Any) -> bool:
    """The same text, or the same number but for the last binary digits; an error is neither."""
    if isinstance(one, str) or isinstance(other, str | dict):
        return bool(one == other)
    return bool(abs(one - other) < 1e-9 * max(1, abs(one)))


def recalculated(office: Office, path: Path, cases: Sequence[Case], faces: Faces) -> list[list[Any]]:
    """What a spreadsheet program computes for each case's formulas.

    All cases stand below each other on one worksheet, for one recalculation; path: where to write it.
    faces: gives a case's formulas, with its cells from a row on.
    """
    rows = [index * ROWS + 1 for index in range(len(cases))]
    formulas = [faces(case, row) for case, row in zip(cases, rows, strict=True)]
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for case, row, texts in zip(cases, rows, formulas, strict=True):
            for cell, value in case.sheet(row).items():
                _write(sheet, cell, value)
            for column, text in zip(COLUMNS[::-1], texts, strict=False):
                sheet.write_formula(f"{column}{row}", f"={text}")
    found = {each.cell: each.recalculated for each in office.recalc(path).cells}
    return [
        [found[f"{column}{row}"] for column, _ in zip(COLUMNS[::-1], texts, strict=False)]
        for row, texts in zip(rows, formulas, strict=True)
    ]


def _write(sheet: Worksheet, cell: str, value: Raw) -> None:
    match value:
        case date():
            sheet.write_number(cell, (value - DAY_ZERO).days)
        case Decimal():
            sheet.write_number(cell, float(value))
        case _:
            sheet.write_string(cell, value or "")


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a case of the file says: a condition's truth, or a value."""

    is_condition: bool
    answer: Any


def _cases() -> list[Any]:
    groups = cases("expressions")
    found = []
    for trap, entries in groups.items():
        for entry in entries:
            case = Case.of(entry["expression"], entry["kinds"], entry.get("cells", {}), entry.get("places"))
            condition = "holds" in entry
            answer = entry["holds"] if condition else entry["value"]
            is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
            expected = Expected(is_condition=condition, answer=raw(answer) if is_number else answer)
            found.append(pytest.param(case, expected, id=f"{trap}: {entry['it']}"))
    return found


CASES = _cases()
"""The cases of cases/expressions.yaml, as parameters (case, expected)."""
