"""Sheets of a blueprint's workbook, without their bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpixl.tabular.cell import CellValue

OUTLINE = "方案"
NOTES = "说明"
FILES = "清单"
ID, OWNER, PLACE, FILE, SHEET = "编号", "属于", "位置", "文件", "工作表"
"""Columns that say how records lie in one another, and in which file."""
OUTLINE_COLUMNS = (FILE, "键", "值", "名称", "含义")
Row = Mapping[str, CellValue]
"""The cells of a row by their columns; blank ones left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column. key: by which it is read; label: what a person calls it; meaning: what it takes.

    choices: what may be chosen; strict: nothing else may be entered; rows_of: sheet and column whose cells
    are the choices.
    """

    key: str
    label: str = ""
    meaning: str = ""
    choices: tuple[str, ...] = ()
    strict: bool = False
    rows_of: tuple[str, str] | None = None


@dataclass(slots=True, kw_only=True)
class MadeSheet:
    """A sheet. plain: it has one line of headings, the keys themselves."""

    name: str
    columns: list[SheetColumn]
    rows: list[dict[str, CellValue]] = field(default_factory=list)
    plain: bool = False

    @property
    def heads(self) -> int:
        """How many lines of headings it has: what a person calls a column, and its key."""
        return 1 if self.plain else 2
