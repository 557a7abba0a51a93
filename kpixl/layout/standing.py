"""What stands in a workbook's cells to fill when it is issued: in a later round the answers so far."""

from __future__ import annotations

from kpixl.layout.cell import Role
from kpixl.layout.facts import Scalar
from kpixl.layout.keys import CellKey
from kpixl.layout.package import Package
from kpixl.layout.plan import Plan


def standing(package: Package, plan: Plan) -> dict[CellKey, Scalar]:
    """The answers of earlier rounds in the cells that are open to be changed; none in other stages."""
    if not package.stage.amends:
        return {}
    cells = ((plan.by_cell_key.get(key), key, answer) for key, answer in package.carried.items())
    return {key: answer.value for cell, key, answer in cells if cell is not None and cell.role is Role.INPUT}
