"""Faults of what is printed, computed and locked: somebody took the protection off and changed it."""

from __future__ import annotations

from decimal import Decimal

from kpixl.blueprint.expressions import Value
from kpixl.layout import Cell, Role
from kpixl.simulate.faults.damage import Damage, FaultKind

_NOTE = "（修改）"
_COMPUTED = (Role.FORMULA, Role.TOTAL)


def _put(damage: Damage, code: str, cell: Cell, value: Value) -> bool:
    """Type over a locked cell."""
    xml = damage.cell(cell.spot)
    if xml is None:
        return False
    damage.touch(cell.spot.sheet, cell.spot.row)
    damage.book.set_value(xml, value)
    damage.expect(code, cell.spot)
    return True


def change_text(damage: Damage) -> bool:
    """Add to a printed text."""
    texts = (c for c in damage.cells(Role.PRINTED) if isinstance(c.value, str) and c.value and c.link is None)
    return any(_put(damage, "T001", c, f"{c.value}{_NOTE}") for c in texts)


def change_figure(damage: Damage) -> bool:
    """Add to a printed figure."""
    for c in damage.cells(Role.PRINTED):
        if isinstance(c.value, Decimal):
            return _put(damage, "T002", c, c.value + 1)
    return False


def overwrite_formula(damage: Damage) -> bool:
    """Type a figure over a formula."""
    run = damage.run()
    for c in damage.cells(*_COMPUTED):
        value = run.value(c.spot)
        if isinstance(value, Decimal):
            return _put(damage, "T003", c, value + 1)
    return False


def change_formula(damage: Damage) -> bool:
    """Add to a formula."""
    run = damage.run()
    for c in damage.cells(*_COMPUTED):
        xml, value = damage.cell(c.spot), run.value(c.spot)
        if xml is not None and isinstance(value, Decimal):
            xml.formula = f"{xml.formula}+1"
            damage.book.set_result(xml, value + 1)
            damage.kept.add(c.spot)
            damage.touch(c.spot.sheet, c.spot.row)
            damage.expect("T004", c.spot)
            return True
    return False


def stale_result(damage: Damage) -> bool:
    """Leave an old result in a formula cell, as programs do that do not compute.

    It lies so far off that no further fault in the return makes it right by chance.
    """
    run = damage.run()
    for c in damage.cells(*_COMPUTED):
        xml, value = damage.cell(c.spot), run.value(c.spot)
        if xml is not None and isinstance(value, Decimal):
            damage.book.set_result(xml, value + 1000)
            damage.kept.add(c.spot)
            damage.touch(c.spot.sheet, c.spot.row)
            damage.expect("T005", c.spot)
            return True
    return False


def unprotect(damage: Damage) -> bool:
    """Take the protection off a sheet."""
    for sheet in damage.shuffled([s for s in damage.plan.sheets if s.state == "visible"]):
        tab = damage.tab(sheet.key)
        if damage.free(sheet.key, "#sheet") and tab.xml.unprotect():
            damage.touch(sheet.key, "#sheet")
            damage.expect_on("T006", tab)
            return True
    return False


def fill_locked(damage: Damage) -> bool:
    """Write into a locked cell that is empty."""
    empty = (c for c in damage.cells(Role.PRINTED) if c.value is None and c.calculation is None and c.key)
    return any(_put(damage, "T007", c, Decimal(5)) for c in empty)


def change_helper(damage: Damage) -> bool:
    """Change one of the hidden counters."""
    for c in damage.cells(Role.HELPER):
        xml = damage.cell(c.spot)
        if xml is not None and c.calculation is not None and xml.formula:
            xml.formula = f"{xml.formula}+0"
            damage.touch(c.spot.sheet, c.spot.row)
            damage.expect("T008", c.spot)
            return True
    return False


def lose_validations(damage: Damage) -> bool:
    """Lose the data validations of a sheet, as pasting over its cells does: one finding a column."""
    for sheet in damage.shuffled(damage.plan.sheets):
        tab = damage.tab(sheet.key)
        if damage.free(sheet.key, "#sheet") and tab.xml.drop_validations():
            bound = [c for c in sheet.cells if c.role is Role.INPUT and c.validation is not None]
            damage.touch(sheet.key, "#sheet")
            for first in {c.spot.column: c for c in reversed(bound)}.values():
                damage.expect("T009", first.spot)
            return True
    return False


INTEGRITY = (
    FaultKind("T001", change_text),
    FaultKind("T002", change_figure),
    FaultKind("T003", overwrite_formula),
    FaultKind("T004", change_formula),
    FaultKind("T005", stale_result),
    FaultKind("T006", unprotect),
    FaultKind("T007", fill_locked),
    FaultKind("T008", change_helper),
    FaultKind("T009", lose_validations),
)
