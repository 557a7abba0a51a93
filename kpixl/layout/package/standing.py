"""What stands in a workbook's cells to fill when it is issued: defaults; in a later round the answers."""

from __future__ import annotations

from kpixl.layout.package.facts import Scalar
from kpixl.layout.package.package import Package
from kpixl.layout.plan.cell import Role
from kpixl.layout.plan.keys import CellKey
from kpixl.layout.plan.plan import Plan


def standing(package: Package, plan: Plan) -> dict[CellKey, Scalar]:
    """The defaults; in a later round the answers of earlier ones in the cells that are open to be changed."""
    if not package.stage.amends:
        return _defaults(package, plan)
    cells = ((plan.by_cell_key.get(key), key, answer) for key, answer in package.carried.items())
    return {key: answer.value for cell, key, answer in cells if cell is not None and cell.role is Role.INPUT}


def _defaults(package: Package, plan: Plan) -> dict[CellKey, Scalar]:
    if not any(column.default for form in package.forms for column in form.by_name.values()):
        return {}
    cells = (cell for sheet in plan.sheets for cell in sheet.cells)
    return {c.key: c.default for c in cells if c.key is not None and c.default is not None}
