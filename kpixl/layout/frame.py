"""The frame of a planned sheet: its rows, its columns, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a sheet: its key, height in points (None: the program's default), hidden or not."""

    key: str
    height: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripe:
    """A column of a sheet: its key, width in characters, hidden or not."""

    key: str
    width: float = 9.0
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """Print set-up.

    margin: in millimetres; rows, columns: first and last key of what is printed (of rows None: down to the
    last); repeat: of the rows that stand on each page; scale: in per cent, where the sheet is not made to fit
    the paper's width; breaks: of the rows that then begin a page; colours: False leaves fill colours out.
    """

    paper: Literal["A4", "A3"] = "A4"
    landscape: bool = False
    margin: float = 15
    rows: tuple[str, str | None] | None = None
    columns: tuple[str, str] | None = None
    repeat: tuple[str, str] | None = None
    scale: int | None = None
    breaks: tuple[str, ...] = ()
    colours: bool = True
