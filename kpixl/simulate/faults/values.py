"""Faults of values: entries that the cell's type does not take."""

from __future__ import annotations

from kpixl.rules.types import spoiled
from kpixl.simulate.faults.damage import Damage, Kind


def spoil(code: str) -> Kind:
    """The kind that puts in an entry of which the check must say this code."""

    def apply(damage: Damage) -> bool:
        run = damage.run()
        for table, row in damage.rows():
            for column in damage.shuffled(list(row.inputs)):
                cell, kind = row.inputs[column], row.settled(column, run)
                wrong = [entry for of, entry in spoiled(kind) if of == code] if kind is not None else []
                if wrong and cell.key is not None and run.value(cell.spot) is not None:
                    damage.touch(table.form.form, row.line)
                    damage.enter({cell.key: damage.rng.choice(wrong)})
                    damage.expect(code, cell.spot)
                    return True
        return False

    return Kind(code, apply)


VALUES = tuple(spoil(code) for code in ("V001", "V002", "V003", "V004", "V005", "V006", "V007", "V008", "V010"))
