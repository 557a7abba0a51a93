"""The frame of a planned sheet: its rows, its columns, how it shows on a screen and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TIGHT = 100
"""The bond of what is never apart from the row above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a sheet: its key, height in points (None: the program's default), hidden or not.

    grows: the program makes it higher for what is typed; bond: how closely it belongs to the row above, which
    is where pages end: before the row with the lowest.
    """

    key: str
    height: float | None = None
    hidden: bool = False
    grows: bool = False
    bond: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripe:
    """A column of a sheet: its key, width in characters, hidden or not."""

    key: str
    width: float = 9.0
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a sheet shows on a screen.

    column: the key of the first column that is not frozen; first, left: of the row and the column that stand
    beside the frozen ones when the sheet is opened (None: the first that is not frozen); zoom: in per cent.
    """

    column: str | None = None
    first: str | None = None
    left: str | None = None
    zoom: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """Print set-up.

    margin: in millimetres; rows, columns: first and last key of what is printed (of rows None: down to the
    last); repeat: of the rows that stand on each page; title: of the row whose text stands above each page,
    with who fills the workbook in; scale: in per cent, where the sheet is not made to fit the paper's width;
    breaks: of the rows that begin a page; colours: False leaves fill colours out.
    """

    paper: Literal["A4", "A3"] = "A4"
    landscape: bool = False
    margin: float = 15
    rows: tuple[str, str | None] | None = None
    columns: tuple[str, str] | None = None
    repeat: tuple[str, str] | None = None
    title: str | None = None
    scale: int | None = None
    breaks: tuple[str, ...] = ()
    colours: bool = True
