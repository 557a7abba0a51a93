"""From the stored text of a cell to its value, with everything that is wrong about it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from kpixl.addresses import Cell, a1
from kpixl.findings import Finding, Location, found
from kpixl.formats._asked import AskedCells
from kpixl.formats._face import face_of
from kpixl.formats._facts import (
    CONTROL,
    Budget,
    CellStyle,
    Runs,
    ScannedCell,
    ScannedSheet,
    Stored,
    struck_of,
    unescaped,
)
from kpixl.formats._formulas import shifted
from kpixl.formats._guard import refuse
from kpixl.formats._number_formats import GENERAL, date_of, is_time_of_day
from kpixl.formats._outside import Outside, in_formula
from kpixl.formats._settled import LONGEST_SHARED, MOVED, settled
from kpixl.formats._stored import StoredCells, place_of, shared_index, taken_apart

Value = str | float | bool | date | datetime | None

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?")
_PICTURE = re.compile(r"=?\s*(?:_xlfn\.)?(?:_xlws\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_LISTED = 100


class RawCell(NamedTuple):
    """A cell.

    value: what it holds; numbers are float, or date or datetime under a date format;
    text: the same as stored (a number's digits, a shared text resolved), empty for a blank;
    formula: without `=`, None for none; a shared one as it reads here; empty where its text is lost;
    error: `#DIV/0!` and its like, value is then None;
    cached: False where a formula was saved without its result;
    shown: what the cell shows, where the file says so; struck: what of its text is struck out;
    holds_picture: in place of a value, as Excel stores one.
    """

    value: Value = None
    text: str = ""
    formula: str | None = None
    error: str | None = None
    locked: bool = True
    number_format: str = GENERAL
    cached: bool = True
    shown: str | None = None
    struck: str = ""
    holds_picture: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether a picture stands there in place of a value, as Excel or WPS puts one in."""
        said = (text for text in (self.formula, self.value) if isinstance(text, str))
        return self.holds_picture or any(_PICTURE.match(text) for text in said)

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing, neither a value nor a formula nor an error."""
        return self.value is None and self.formula is None and self.error is None

    @property
    def face(self) -> str | None:
        """What the cell shows of its number or date; None where that is not certain, or it holds neither."""
        if self.shown is not None:
            return self.shown
        if isinstance(self.value, bool) or not isinstance(self.value, int | float | date):
            return None
        return face_of(self.value, self.number_format)


BLANK = RawCell()
"""What a cell is that the file does not mention."""


class Complaints:
    """Findings about cells: the first hundred of a code one by one, the rest counted."""

    def __init__(self) -> None:
        """Start with none."""
        self._listed: list[Finding] = []
        self._number: Counter[str] = Counter()

    def add(self, code: str, sheet: str, cell: str, value: str | float | None = None) -> None:
        """Note one."""
        self._number[code] += 1
        if self._number[code] <= _LISTED:
            shown = value[:100] if isinstance(value, str) else value
            self._listed.append(found(code, where=Location(sheet=sheet, cell=cell), value=shown))

    def findings(self) -> list[Finding]:
        """All, in the order of their cells, with a note for each code that had more."""
        more = [(code, number - _LISTED) for code, number in sorted(self._number.items()) if number > _LISTED]
        return self._listed + [found("F087", count=count, same=code) for code, count in more]


class CellReader:
    """Makes the cells of a workbook's sheets: one reader for all, as it counts across them."""

    def __init__(
        self,
        *,
        styles: Sequence[CellStyle],
        texts: Sequence[str],
        rich: Mapping[int, Runs],
        date1904: bool,
        budget: Budget,
    ) -> None:
        """Take styles and texts in the order in which the file has them; its cells name them by index."""
        self._styles = {str(index): style for index, style in enumerate(styles)}
        self._texts = dict(zip(map(str, range(len(texts))), texts, strict=True))
        self._rich = {str(index): runs for index, runs in rich.items()}
        self._date1904, self.budget = date1904, budget
        self.complaints = Complaints()
        self._blanks: dict[CellStyle, RawCell] = {}
        self._sheet = ""
        self._pictures: AbstractSet[Cell] = frozenset()
        self.uncached: list[tuple[str, str]] = []
        self._lost: dict[str, list[tuple[str, str]]] = {}
        self.outside: list[Outside] = []

    @cached_property
    def may_strike(self) -> bool:
        """Whether a style, or a piece of a shared text, strikes out."""
        pieces = chain.from_iterable(self._rich.values())
        return any(style.struck for style in self._styles.values()) or any(struck for _, struck in pieces)

    def settle_lost(self) -> None:
        """What to say of shared texts that are not there: of one its cells are damaged.

        Raises BadFileError where there are several: then the part with the texts is missing or cut off.
        """
        places = list(chain.from_iterable(self._lost.values()))
        if len(self._lost) > 1:
            sheet, cell = places[0]
            raise refuse("F110", where=Location(sheet=sheet, cell=cell), count=len(places))
        for index, cells in self._lost.items():
            for sheet, cell in cells:
                self.complaints.add("F084", sheet, cell, index)

    def read(self, sheet: str, scanned: ScannedSheet) -> Mapping[Cell, RawCell]:
        """The cells of one sheet by zero-based (row, column). Of two with one address the first is kept."""
        self._sheet, self._pictures = sheet, scanned.pictures
        stored = scanned.stored
        asked = self._when_asked(stored) if stored and not scanned.pictures else None
        if asked is not None:
            return asked
        return self._at_once([*scanned.cells, *(stored.taken_apart() if stored else ())])

    def _when_asked(self, stored: StoredCells) -> Mapping[Cell, RawCell] | None:
        """Cells that are made when they are asked for; None where something may be to be told of one."""
        by_address, values = stored.by_address, stored.values
        if len(by_address) < len(stored) or not self._texts_settled:
            return None
        known = settled(stored, self._styles, self._texts, date1904=self._date1904)
        if known is None:
            return None
        masters = {i: taken_apart(cell, place_of(cell), None) for i, cell in known.masters.items()}
        blanks = {style: self._blank(self._styles[style]) for style in stored.styles}

        def make(cell: Stored, place: Cell) -> RawCell:
            value = values.get(cell[0])
            if cell[4] or value is not None:
                return self._cell(taken_apart(cell, place, value), masters)
            return blanks[cell[2] or "0"]

        def characters() -> int:
            cells = by_address.values()
            return sum(_characters(make(cell, place_of(cell)), shared_index(cell[4])) for cell in cells)

        if not self.budget.add_at_most(known.most, characters):
            return None
        self.uncached += [(self._sheet, address) for address in known.uncached]
        return AskedCells(stored, make, self._texts)

    @cached_property
    def _texts_settled(self) -> bool:
        """Whether nothing is to be told of the shared texts."""
        return CONTROL.search("".join(self._texts.values())) is None

    def _at_once(self, scanned: Sequence[ScannedCell]) -> Mapping[Cell, RawCell]:
        masters = {c.shared: c for c in reversed(scanned) if c.shared is not None and c.formula}
        cells: dict[Cell, RawCell] = {}
        for cell in scanned:
            place = (cell.row, cell.column)
            if place in cells:
                self._complain("F080", cell)
                continue
            made = cells[place] = self._cell(cell, masters)
            self.budget.add_text(_characters(made, cell.shared))
            self.outside += in_formula(made.formula or "")
            if not made.cached:
                self.uncached.append((self._sheet, a1(*place)))
        return cells

    def _complain(self, code: str, cell: ScannedCell, value: str | float | None = None) -> None:
        self.complaints.add(code, self._sheet, a1(cell.row, cell.column), value)

    def _style(self, cell: ScannedCell) -> CellStyle:
        style = self._styles.get(cell.style)
        if style is None:
            self._complain("F084", cell, f"s={cell.style}")
            return CellStyle()
        return style

    def _cell(self, cell: ScannedCell, masters: Mapping[str, ScannedCell]) -> RawCell:
        style = self._style(cell)
        if cell.kind == "s" and not cell.text:
            cell = cell._replace(text=None)
        if cell.text is None and cell.formula is None:
            return self._blank(style)
        formula = None if cell.formula is None else self._formula(cell, masters)
        text = self._text(cell)
        cached = cell.text is not None
        return RawCell(
            value=self._value(cell, text, style) if cached and cell.kind != "e" else None,
            text=text,
            formula=formula,
            error=text if cell.kind == "e" and cached else None,
            locked=style.locked,
            number_format=style.number_format,
            cached=cached,
            shown=cell.shown,
            struck=self._struck(cell, text, by_cell=style.struck),
            holds_picture=cell.kind == "e" and (cell.row, cell.column) in self._pictures,
        )

    def _struck(self, cell: ScannedCell, text: str, *, by_cell: bool) -> str:
        """What of the text is struck out."""
        runs = cell.runs or (self._rich.get(cell.text or "", ()) if cell.kind == "s" else ())
        return struck_of(runs or ((text, None),), by_cell=by_cell) if runs or by_cell else ""

    def _blank(self, style: CellStyle) -> RawCell:
        # One record for all blanks of a style: a form has thousands.
        if style not in self._blanks:
            self._blanks[style] = RawCell(locked=style.locked, number_format=style.number_format)
        return self._blanks[style]

    def _formula(self, cell: ScannedCell, masters: Mapping[str, ScannedCell]) -> str:
        if cell.formula or cell.shared is None:
            return unescaped(cell.formula or "")
        master = masters.get(cell.shared)
        if master is None or master.formula is None or len(master.formula) > LONGEST_SHARED:
            self._complain("F084", cell, f"si={cell.shared}")
            return ""
        return shifted(unescaped(master.formula), cell.row - master.row, cell.column - master.column)

    def _text(self, cell: ScannedCell) -> str:
        stored = cell.text or ""
        if cell.kind == "text":
            return stored
        if cell.kind == "s" and cell.text is not None:
            text = self._texts.get(stored)
            if text is None and stored.isascii() and stored.isdecimal():
                self._lost.setdefault(stored, []).append((self._sheet, a1(cell.row, cell.column)))
            elif text is None:
                self._complain("F084", cell, stored)
            return text or ""
        return unescaped(stored) if cell.kind in ("str", "inlineStr") else stored.strip()

    def _value(self, cell: ScannedCell, text: str, style: CellStyle) -> Value:
        match cell.kind:
            case "n":
                return self._number(cell, text, style) if text else None
            case "s" | "str" | "inlineStr" | "text":
                if CONTROL.search(text):
                    self._complain("F085", cell)
                return text
            case "b" if text in _BOOLEANS:
                return _BOOLEANS[text]
            case "d" if (moment := _iso(text)) is not None:
                return moment
        self._complain("F084", cell, f"{cell.kind}: {text}")
        return text

    def _number(self, cell: ScannedCell, text: str, style: CellStyle) -> Value:
        number = float(text) if _NUMBER.fullmatch(text) else math.inf
        if not math.isfinite(number):
            self._complain("F082", cell, text)
            return text
        if not style.dated or is_time_of_day(number):
            return number
        day = date_of(number, date1904=self._date1904)
        if day is None:
            self._complain("F083", cell, number)
            return number
        return day


def _characters(cell: RawCell, shared: str | None) -> int:
    """Those of its text and formula, as they count."""
    return len(cell.text) + len(cell.formula or "") * (1 if shared is None else MOVED)


def _iso(text: str) -> date | datetime | None:
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        return None
