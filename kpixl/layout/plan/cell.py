"""A planned cell: what stands in it, what it takes, what guards it, how it looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from kpixl.blueprint.expressions import Formula
from kpixl.blueprint.expressions.operands import Resolved
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.keys import CellKey, Spot
from kpixl.rules.types.valuetype import CellType

Scalar = Decimal | str | bool | dt.date | None


class Role(StrEnum):
    """What a cell is to the recipient."""

    INPUT = "input"
    PRINTED = "printed"
    FORMULA = "formula"
    TOTAL = "total"
    HELPER = "helper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a cell looks.

    name: an entry of the style sheet (`title`, `head`, `body`, …); number_format: Excel's code; indent: how
    many steps the text stands in.
    """

    name: str = "body"
    align: Literal["left", "center", "right"] | None = None
    number_format: str | None = None
    vertical: bool = False
    unlocked: bool = False
    addition: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """The one data validation of a cell.

    choices: the texts of a list, inline, or through the defined name `source` where they are too long for
    that (255 characters) or hold a comma, or by the formula `options`; low, high: bounds, each may be
    missing; formula: of a custom one; prompt, error: (title, message). stop: False warns only.
    """

    kind: Literal["any", "list", "whole", "decimal", "date", "length", "custom"]
    choices: tuple[str, ...] = ()
    source: str | None = None
    options: Formula | None = None
    low: Decimal | dt.date | int | None = None
    high: Decimal | dt.date | int | None = None
    formula: Calculation | None = None
    prompt: tuple[str, str] = ("", "")
    error: tuple[str, str] = ("", "")
    stop: bool = True


Colour = Literal["missing", "wrong", "doubt", "marked", "done", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A conditional format.

    kind: `missing` (required and blank), `wrong`, `doubt` (a warning), `marked` (in a feedback workbook,
    while the cell is as it was returned), `done` (on its list, what has been corrected), `open` (to fill).
    """

    kind: Colour
    test: Calculation


class FileCell(NamedTuple):
    """A cell of another workbook, as a link leads to it. file: its path from the workbook, with `/`."""

    file: str
    sheet: str
    cell: str


Link = str | Spot | FileCell
"""Where a click leads: a sheet of this workbook (its key), one of its cells, or a cell of another file."""


_NO_NAMES: Mapping[str, Resolved] = {}


class Cell(NamedTuple):
    """One planned cell; `span` (rows, columns) makes it a merged area.

    value: what is printed; calculation: what is computed; type: what it takes, names: what the names in the
    conditions of a dynamic type stand for; required: as the blueprint says, needed: the condition under which
    a blank is an error, given the rest of the row; label, line: column and row as a person calls them.
    comment: a note behind its corner.
    default: what stands in a cell to fill when it is issued.
    table: whose row it stands in; also: the other rows' values that a merged cell shows; down: left blank it
    means what stands above.
    """

    spot: Spot
    role: Role
    key: CellKey | None = None
    label: str = ""
    line: str = ""
    value: Scalar = None
    calculation: Calculation | None = None
    type: CellType | None = None
    names: Mapping[str, Resolved] = _NO_NAMES
    required: bool = False
    needed: Calculation | None = None
    style: Style = Style()
    span: tuple[int, int] = (1, 1)
    validation: Validation | None = None
    highlights: tuple[Highlight, ...] = ()
    link: Link | None = None
    comment: str = ""
    table: str = ""
    also: tuple[CellKey, ...] = ()
    down: bool = False
    default: Scalar = None

    def moved(self, spot: Spot, key: CellKey | None, line: str, value: Scalar) -> Cell:
        """The same cell of another row, which is laid out alike. There are hundreds of thousands."""
        return Cell._make((spot, self.role, key, self.label, line, value, *self[6:]))

    def said(self, key: CellKey | None, label: str, line: str, value: Scalar) -> Cell:
        """The same cell for another recipient, in its words."""
        return Cell._make((self.spot, self.role, key, label, line, value, *self[6:]))
