"""What a person types into the cells of a planned workbook, and what should become of it."""

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kpixl.blueprint.expressions import Value
from kpixl.generate import Built
from kpixl.layout import Cell, CellKey, Computation, Plan, Role
from kpixl.layout.plan.cell import Validation
from kpixl.rules.types import NUMBERS, ValueType, as_text, breach, sample, spoiled

UNSEEN = frozenset({"V008", "V014", "V015", "V016", "V017"})
"""What only the check finds: a spreadsheet knows no patterns, and does not read figures out of texts."""


def seen(kind: ValueType, code: str) -> bool:
    """Whether a workbook knows this kind of wrong entry; of a list it knows the whole length only."""
    return code not in UNSEEN and (kind.name, code) != ("list", "V005")


TITLE = "填报有误"
LOCKED = "无法更改被保护的单元格。"


def held(value: Value) -> str | float:
    """What a spreadsheet holds then."""
    if isinstance(value, dt.date):
        return float((value - dt.date(1899, 12, 30)).days)
    return float(value) if isinstance(value, Decimal) else as_text(value)


def begins_a_formula(value: Value) -> bool:
    """Whether LibreOffice refuses it when it is typed: it can be taken from the list only."""
    return isinstance(value, str) and value.startswith("=")


@dataclass(frozen=True, kw_only=True)
class Form:
    """A workbook with some answers in it."""

    built: Built
    answers: Mapping[CellKey, Value]

    @property
    def plan(self) -> Plan:
        """Where everything stands."""
        return self.built.plan

    def at(self, cell: Cell) -> tuple[str, str]:
        """The sheet's name and the cell's address."""
        sheet = self.plan.by_key[cell.spot.sheet]
        return sheet.name, sheet.address(cell.spot).a1

    def cell(self, key: CellKey) -> Cell:
        """The cell of a value."""
        return self.plan.by_cell_key[key]

    def with_answer(self, key: CellKey, value: Value) -> "Form":
        """The same workbook after one more entry."""
        return Form(built=self.built, answers={**self.answers, key: value})

    def kind(self, cell: Cell) -> ValueType:
        """The type that a cell to fill has with these answers."""
        found = Computation(self.plan, self.answers).type(cell)
        assert found is not None, f"the row leaves the type of {cell.spot} open"
        return found

    def rule(self, cell: Cell) -> Validation:
        """The validation of a cell to fill."""
        assert cell.validation is not None
        return cell.validation

    def typed(self, cell: Cell, value: Value) -> str:
        """A value as fingers enter it. Into a percentage cell LibreOffice puts the sign in by itself."""
        kind = self.kind(cell)
        if isinstance(value, Decimal) and kind.name in NUMBERS:
            percent = kind.name == "percent"
            sign = "%" if percent and "%" not in (cell.style.number_format or "") else ""
            return f"{value * 100 if percent else value:f}{sign}"
        return value.isoformat() if isinstance(value, dt.date) else as_text(value)

    def wrong_entries(self, cell: Cell) -> list[str]:
        """Texts that the cell's type does not take and that a workbook knows to be wrong."""
        kind = self.kind(cell)
        return [self.typed(cell, entry) for code, entry in spoiled(kind) if seen(kind, code)]

    def takes(self, cell: Cell, value: Value) -> bool:
        """Whether the cell's validation lets a value in."""
        key, test, code = cell.key, self.rule(cell).formula, breach(self.kind(cell), value)
        if code is not None and seen(self.kind(cell), code) and self.rule(cell).kind != "any":
            return False
        if key is None or test is None:
            return True
        return Computation(self.plan, {**self.answers, key: value}).result(test, cell.spot) is not False

    def kinds_of_cells(self) -> list[Cell]:
        """A cell to fill of each kind: by column and by what it takes, an answered one where there is one."""
        cells = [c for s in self.plan.sheets for c in s.cells if c.role is Role.INPUT]
        cells.sort(key=lambda c: self.answers.get(c.key) is None if c.key else True)
        found: dict[tuple[object, ...], Cell] = {}
        for cell in cells:
            v = cell.validation
            limits = (v.kind, v.choices, v.source, v.low, v.high) if v else ()
            found.setdefault((cell.spot.sheet, cell.spot.column, cell.type, *limits), cell)
        return list(found.values())

    def right_value(self, cell: Cell) -> Value:
        """Its answer, or a value that the cell takes and fingers can type; None where none was found."""
        given = self.answers.get(cell.key) if cell.key else None
        if given is not None and not begins_a_formula(given):
            return given
        kind = self.kind(cell)
        rng = random.Random(str(cell.key))  # noqa: S311 - no secret
        drawn = (sample(kind, rng) for _ in range(50))
        return next((v for v in drawn if self.takes(cell, v) and not begins_a_formula(v)), None)

    def locked(self) -> Iterator[tuple[str, str]]:
        """Sheet and address of a locked cell of each role and look, and of an empty one below all."""
        for sheet in self.plan.sheets:
            if sheet.state == "visible":
                found: dict[object, Cell] = {}
                for cell in sheet.cells:
                    if cell.role is not Role.INPUT:
                        found.setdefault((cell.role, cell.style), cell)
                yield from (self.at(cell) for cell in found.values())
                yield sheet.name, f"B{len(sheet.lines) + 3}"
