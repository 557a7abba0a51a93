"""A consolidated table that a validators file makes from the returns; merge writes it as a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpixl.blueprint.model import Scheme
from kpixl.check.frames import Frames

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolidatedColumn:
    """A column. name: of the frame's column; label: its head; width: in characters.

    number_format: Excel's code; total: the column is summed in a last row, by a live formula.
    """

    name: str
    label: str
    width: float = 12
    number_format: str | None = None
    total: bool = False


@dataclass(frozen=True, kw_only=True)
class Consolidated:
    """A table in the making. frame: its rows in order; what no column names is left out.

    A value is a Decimal, an int, a text, a bool, a date, or blank. Where the frame has `_file`,
    `_sheet` and `_cell` (of a return as frames name it) the row links to that cell; where it has `NAME_file`,
    `NAME_sheet` and `NAME_cell`, the value of the column NAME does.
    """

    columns: tuple[ConsolidatedColumn, ...]
    frame: pd.DataFrame


SheetMaker = Callable[[Frames, Scheme], Consolidated | None]
"""Frames of the accepted returns, scheme → a consolidated table; None where there is nothing to show."""
