"""Faults of values: entries that the cell's type does not take."""

from __future__ import annotations

from collections.abc import Callable

from kpixl.rules.types import NUMBERS, spoiled
from kpixl.simulate.faults.damage import Damage, FaultKind
from kpixl.simulate.sheetxml import CellXml


def spoil(code: str) -> FaultKind:
    """The kind that puts in an entry of which the check must say this code."""

    def apply(damage: Damage) -> bool:
        run = damage.run()
        for table, row in damage.rows():
            for column in damage.shuffled(list(row.inputs)):
                cell, kind = row.inputs[column], row.settled(column, run)
                wrong = [entry for of, entry in spoiled(kind) if of == code] if kind is not None else []
                if wrong and cell.key is not None and run.value(cell.spot) is not None:
                    damage.touch(table.sheet, *row.lines)
                    damage.enter({cell.key: damage.rng.choice(wrong)})
                    damage.expect(code, cell.spot)
                    return True
        return False

    return FaultKind(code, apply)


def _overwrite(code: str, write: Callable[[CellXml], None], *names: str) -> FaultKind:
    """The kind that leaves in a cell what is no entry at all. names: of the types where that is so."""

    def apply(damage: Damage) -> bool:
        run = damage.run()
        for table, row in damage.rows():
            for column in damage.shuffled(list(row.inputs)):
                cell, kind = row.inputs[column], row.settled(column, run)
                xml = damage.cell(cell.spot)
                if kind is not None and kind.name in names and xml is not None and xml.value is not None:
                    damage.touch(table.sheet, *row.lines)
                    write(xml)
                    damage.expect(code, cell.spot)
                    return True
        return False

    return FaultKind(code, apply)


def _fail(cell: CellXml) -> None:
    cell.kind, cell.value = "e", "#DIV/0!"


def _calculate(cell: CellXml) -> None:
    cell.formula = f"{cell.value}+0"


def _affirm(cell: CellXml) -> None:
    cell.kind, cell.value = "b", "1"


VALUES = (
    *(spoil(c) for c in ("V001", "V002", "V003", "V004", "V005", "V006", "V007", "V008", "V010")),
    _overwrite("V009", _fail, *sorted(NUMBERS)),
    _overwrite("V011", _calculate, *sorted(NUMBERS)),
    _overwrite("V012", _affirm, *sorted(NUMBERS)),
)
