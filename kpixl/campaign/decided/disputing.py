"""Which value of a return is meant by a cell: what a disputed figure is recorded by."""

from __future__ import annotations

import re

from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.basis.schemes import stage_of
from kpixl.campaign.returned.checking import Returns, checked
from kpixl.campaign.standing.expected import Expected
from kpixl.layout import CellKey, Role, first_packages, lay_out
from kpixl.refusal import RefusedError

_CELL = re.compile(r"(?s)(?P<sheet>.+)!\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[0-9]{1,7})")


def value_meant(
    basis: Basis, unit: str, cell: str, *, stage: str | None = None, returns: Returns = ()
) -> tuple[str, CellKey]:
    """The stage, and the identity of the value that a unit filled in in a cell (`附件1!F9`).

    returns: where the unit's return is, which may have moved its rows; without them the cell is one of the
    workbook as issued. RefusedError where nothing is filled in in such a cell.
    """
    whose = Expected.of(basis.declared).unit(unit)
    match = _CELL.fullmatch(cell.strip())
    if match is None:
        raise RefusedError(
            f"“{cell}”不是单元格的写法：请写成“工作表!F7”，例如“附件1!F7”。",
            f"{cell!r} is no cell: write SHEET!CELL, such as 'Scores!F7'.",
        )
    sheet, at = match["sheet"].strip("'"), f"{match['column'].upper()}{match['row']}"
    if returns:
        result = checked(basis, returns, stage=stage)
        own = (f.record for f in result.files if f.unit == whose.id and f.status in {"accepted", "rejected"})
        entries = (e for record in own if record for e in record.entries)
        found = next((e.key for e in entries if (e.sheet, e.cell, e.role) == (sheet, at, Role.INPUT)), None)
        return result.stage, _there(found, whose.name, cell)
    return _issued(basis, whose.id, whose.name, (sheet, at), stage)


def _issued(
    basis: Basis, unit: str, name: str, place: tuple[str, str], stage: str | None
) -> tuple[str, CellKey]:
    """The value of a cell in the workbook as it was issued."""
    wanted = stage_of(basis.scheme, stage)
    if wanted.carries is not None:
        raise RefusedError(
            f"“{wanted.name}”的工作簿由上一阶段的回收件生成：请用 --returns 指定回收件。",
            f"The workbooks of {wanted.id!r} are made from returns: name its own by --returns.",
        )
    own = next((p for p in first_packages(basis.scheme, wanted) if p.recipient == unit), None)
    sheets = (s for s in lay_out(own).sheets if s.name == place[0]) if own else ()
    cells = (c for s in sheets for c in s.cells if s.address(c.spot).a1 == place[1])
    found = next((c.key for c in cells if c.role is Role.INPUT), None)
    return wanted.id, _there(found, name, "!".join(place))


def _there(key: CellKey | None, unit: str, cell: str) -> CellKey:
    if key is None:
        raise RefusedError(
            f"“{unit}”的 {cell} 不是填写的单元格：请核对工作表和单元格；算出的数，请改它所依据的数。",
            f"{unit!r} fills nothing in in {cell}: see whether sheet and cell are right; of a computed "
            "figure, name the entries that it rests on.",
        )
    return key
