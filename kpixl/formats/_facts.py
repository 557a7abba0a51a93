"""What a workbook says, as stored, whatever its format: every reader gives these facts, within the limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from kpixl.addresses import COLUMNS, ROWS, Area, Cell, a1
from kpixl.findings import Location
from kpixl.formats._guard import BadFileError, exceeded, refuse
from kpixl.formats._number_formats import GENERAL
from kpixl.limits import Limits

if TYPE_CHECKING:
    from kpixl.formats._stored import StoredCells

Property = str | int | float | bool
_LOWEST, _NARROWEST = 1.0, 0.1
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""What no text of a cell should hold."""
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a format writes a character that XML cannot hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawName:
    """A defined name. scope: its sheet's name, None for the workbook; text: its formula without `=`."""

    name: str
    scope: str | None
    text: str
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellStyle:
    """What a cell's style index says. dated: a number under it is a date; struck: its font is struck out."""

    locked: bool = True
    number_format: str = GENERAL
    dated: bool = False
    struck: bool = False


Runs = tuple[tuple[str, bool | None], ...]
"""A text by its pieces, each with whether it is struck out: None where the cell's own font says so."""


def runs_of(text: str, fonts: Sequence[tuple[int, int]], struck: AbstractSet[int]) -> Runs:
    """The pieces of a text. fonts: where, in units of UTF-16, which begins; struck: those struck out."""
    if not fonts:
        return ()
    units = text.encode("utf-16-le", "surrogatepass")
    ends = [*(at for at, _ in fonts[1:]), len(units)]
    first = (0, fonts[0][0], None)
    pieces = [first, *((at, end, font in struck) for (at, font), end in zip(fonts, ends, strict=True))]
    return tuple(
        (units[2 * at : 2 * end].decode("utf-16-le", "replace"), each) for at, end, each in pieces if at < end
    )


def struck_of(runs: Runs, *, by_cell: bool) -> str:
    """What of a text is struck out. by_cell: whether the cell's own font is."""
    return "".join(text for text, struck in runs if (by_cell if struck is None else struck))


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """Who wrote the document, with what, when (with a time zone), and its custom properties."""

    creator: str | None = None
    last_modified_by: str | None = None
    modified: datetime | None = None
    application: str | None = None
    version: str | None = None
    custom: Mapping[str, Property] = field(default_factory=dict)


class ScannedCell(NamedTuple):
    """A cell as stored.

    kind: as .xlsx has it (n, s, str, inlineStr, b, d, e), or `text` for one that is stored as it reads;
    text: None without a value; shared: the index of its shared formula;
    formula: None where it has none; empty where the text stands in the first cell of a shared formula;
    shown: what the cell shows, where the file says so; runs: its text by pieces, where it has several.
    """

    row: int
    column: int
    kind: str
    style: str
    text: str | None
    formula: str | None
    shared: str | None
    shown: str | None = None
    runs: Runs = ()


Stored = tuple[str, str, str, str, str, str, str | None]
"""A cell as the text of a part has it, not taken apart yet.

Address, its letters, style, kind, start tag of the formula, formula, value; empty where there is none.
Formula and value are XML text; before the value stands a `>`, which tells an empty one from none. It is None
where it is left out, for what is the same in many returns is read once.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawValidation:
    """A data validation. formula1, formula2 as stored (`"甲,乙"` for a list in place); areas zero-based.

    alert: what it does to an entry that it does not take (stop, warning, information, none), "" where the
    format's reader does not know; home: the cell that formulas are written for, None where the format does
    not say; complete: whether operator and formulas are known.
    """

    areas: tuple[Area, ...]
    type: str
    operator: str
    formula1: str
    formula2: str
    allow_blank: bool
    alert: str = ""
    home: Cell | None = None
    complete: bool = True


@dataclass(slots=True)
class Budget:
    """What all sheets of a workbook together have used of the limits.

    bounds: what of the text is counted as at most so much, and how to know it exactly.
    """

    limits: Limits
    cells: int = 0
    text: int = 0
    bounds: list[tuple[int, Callable[[], int]]] = field(default_factory=list)

    def add_cell(self) -> None:
        """Count a cell. Raises BadFileError beyond the limit."""
        self.cells += 1
        if self.cells > self.limits.cells:
            raise exceeded("F064", self.limits, "cells")

    def add_text(self, characters: int) -> None:
        """Count the text of a cell. Raises BadFileError beyond the limit."""
        self.text += characters
        if self.text > self.limits.text:
            self._settle()

    def add_at_most(self, characters: int, exactly: Callable[[], int]) -> bool:
        """Count the text of many cells if there is room. How much it is exactly is asked if that matters."""
        if self.text + characters > self.limits.text:
            return False
        self.text += characters
        self.bounds.append((characters, exactly))
        return True

    def close(self) -> None:
        """Let go of whom it would ask: nothing more is counted."""
        self.bounds.clear()

    def _settle(self) -> None:
        self.text += sum(exactly() - most for most, exactly in self.bounds)
        self.bounds.clear()
        if self.text > self.limits.text:
            raise exceeded("F066", self.limits, "text")


@dataclass(slots=True, kw_only=True)
class ScannedSheet:
    """All that a sheet says.

    stored: its cells, where the reader has not taken them apart; pictures: those whose value may be one;
    rows, columns: how far the cells with a value or a formula reach. Its methods raise BadFileError beyond
    the limits.
    """

    limits: Limits
    cells: list[ScannedCell] = field(default_factory=list)
    stored: StoredCells | None = None
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    validations: list[RawValidation] = field(default_factory=list)
    autofilter: str | None = None
    protected: bool = False
    rows: int = 0
    columns: int = 0
    validated: int = 0
    spans: int = 0
    pictures: AbstractSet[Cell] = frozenset()

    def put(self, cell: ScannedCell, budget: Budget) -> None:
        """Take a cell."""
        budget.add_cell()
        if cell.row >= ROWS or cell.column >= COLUMNS:
            raise misplaced(f"{cell.row + 1}:{cell.column + 1}")
        if cell.text is not None or cell.formula is not None:
            self.reach(cell.row, cell.column)
        self.cells.append(cell)

    def reach(self, row: int, column: int) -> None:
        """Note a cell that holds something."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        if self.rows * self.columns > self.limits.area:
            raise exceeded("F065", self.limits, "area", where=Location(cell=a1(row, column)))

    def merge(self, area: Area) -> None:
        """Take a merged area."""
        self.merges.append(area)
        if len(self.merges) > self.limits.merges:
            raise exceeded("F067", self.limits, "merges")

    def validate(self, validation: RawValidation) -> None:
        """Take a data validation."""
        self.validated += len(validation.areas)
        if self.validated > self.limits.validations:
            raise exceeded("F071", self.limits, "validations")
        self.validations.append(validation)

    def hide_columns(self, first: int, last: int) -> None:
        """Note hidden columns, both ends included. Together they cannot be more than a sheet has."""
        columns = range(first, min(last + 1, COLUMNS))
        self.spans += max(1, len(columns))
        if self.spans > COLUMNS:
            raise misplaced(f"col {first + 1}:{last + 1}")
        self.hidden_columns.update(columns)


def is_flat(height: float) -> bool:
    """Whether a row of that height, in points, shows nothing."""
    return height < _LOWEST


def is_narrow(width: float) -> bool:
    """Whether a column of that width, in characters, shows nothing."""
    return width < _NARROWEST


def unescaped(text: str) -> str:
    """Text with `_x000D_` and its like made characters again."""
    if "_x" not in text:
        return text
    plain = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def moment(text: str) -> datetime | None:
    """A time as documents record it, in UTC where it names no zone; None where it is none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None  # who wrote no proper time wrote none
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read


def misplaced(value: str) -> BadFileError:
    """The refusal of a row or cell that can be nowhere."""
    return refuse("F081", value=value)
