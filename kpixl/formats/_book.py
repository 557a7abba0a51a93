"""A workbook as it came back, in plain records, whatever its format; and how its readers put it together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain

from kpixl.addresses import Area, Cell, a1, parse_cell
from kpixl.findings import Finding, found
from kpixl.formats._asked import AskedCells, WantedFormula, WantedText
from kpixl.formats._cells import BLANK, CellReader, RawCell
from kpixl.formats._facts import Budget, CellStyle, Properties, RawName, RawValidation, Runs, ScannedSheet
from kpixl.formats._guard import BadFileError, exceeded, refuse
from kpixl.formats._outside import Outside, in_formula, told
from kpixl.formats._overlays import Overlay
from kpixl.formats._sniff import FileKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet. Rows and columns count from zero.

    state: visible, hidden or veryHidden; kind: worksheet (only this has cells), chartsheet, dialogsheet, ...;
    protected: whether locks count; rows, columns: how far the cells with a value or a formula reach;
    overlays: what lies over the cells; may_strike: whether anything can be struck out.
    """

    name: str
    state: str
    kind: str
    protected: bool = False
    cells: Mapping[Cell, RawCell] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    validations: tuple[RawValidation, ...] = ()
    autofilter: str | None = None
    rows: int = 0
    columns: int = 0
    overlays: tuple[Overlay, ...] = ()
    may_strike: bool = False

    def at(self, row: int, column: int) -> RawCell:
        """The cell there; a blank one where the file does not mention it."""
        return self.cells.get((row, column), BLANK)

    def unlike(self, wanted: Iterable[WantedText]) -> Sequence[int]:
        """The numbers of those where that very text does not stand, or stands as the result of a formula.

        No cell is made that nobody asked for.
        """
        if isinstance(self.cells, AskedCells):
            return self.cells.unlike(wanted)
        there = ((number, text, self._there(address)) for number, address, text in wanted)
        return [number for number, text, c in there if c.value != text or c.formula is not None]

    def misspelled(self, wanted: Iterable[WantedFormula]) -> Sequence[int]:
        """The numbers of those where that very formula does not stand, written out as it is; likewise."""
        if isinstance(self.cells, AskedCells):
            return self.cells.misspelled(wanted)
        return [each.number for each in wanted if self._there(each.address).formula != each.formula]

    def _there(self, address: str) -> RawCell:
        place = parse_cell(address)
        return BLANK if place is None else self.at(*place)

    def occupied(self) -> AbstractSet[str]:
        """The addresses where something stands, a value or a formula or an error; likewise."""
        if isinstance(self.cells, AskedCells):
            return self.cells.occupied
        return {a1(*at) for at, cell in self.cells.items() if not cell.is_blank}

    def said(self) -> Sequence[str]:
        """All texts that are values; likewise."""
        if isinstance(self.cells, AskedCells):
            return self.cells.said
        return [cell.value for cell in self.cells.values() if isinstance(cell.value, str)]

    def beyond(self, addresses: AbstractSet[str]) -> Sequence[Cell]:
        """Every cell at none of these addresses that holds a formula or more than blanks; likewise."""
        if isinstance(self.cells, AskedCells):
            return self.cells.beyond(addresses)
        return [at for at in self.filled() if a1(*at) not in addresses]

    def texts(self) -> Sequence[tuple[Cell, str]]:
        """Every cell whose value is a text, with the text; without making cells that nobody asked for."""
        if isinstance(self.cells, AskedCells):
            return self.cells.texts()
        return [(at, cell.value) for at, cell in self.cells.items() if isinstance(cell.value, str)]

    def filled(self) -> Sequence[Cell]:
        """Every cell that holds a formula or more than blanks; likewise."""
        if isinstance(self.cells, AskedCells):
            return self.cells.filled()
        return [at for at, cell in self.cells.items() if cell.formula is not None or cell.text.strip()]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWorkbook:
    """A workbook.

    format: in which it is stored; parts: the names of all members, folded; outside: what it has from other
    files, programs and data; findings: what is wrong with single cells or worth a note; the workbook was read
    all the same.
    """

    format: FileKind
    sheets: tuple[RawSheet, ...]
    names: tuple[RawName, ...]
    properties: Properties
    date1904: bool
    structure_locked: bool
    calculation: str
    macros: bool
    outside: tuple[Outside, ...]
    parts: tuple[str, ...]
    findings: tuple[Finding, ...]

    def sheet(self, name: str) -> RawSheet | None:
        """The sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDraft:
    """A sheet as a format's reader hands it over. scanned: None where it is no worksheet."""

    name: str
    state: str
    kind: str = "worksheet"
    scanned: ScannedSheet | None = None
    overlays: tuple[Overlay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A workbook as a format's reader hands it over.

    sheets: read one by one, so that only one of them is there twice; styles, texts: by the index that cells
    name; rich: the texts of several pieces.
    """

    format: FileKind
    sheets: Iterable[SheetDraft]
    styles: Sequence[CellStyle] = (CellStyle(),)
    texts: Sequence[str] = ()
    rich: Mapping[int, Runs] = field(default_factory=dict)
    names: tuple[RawName, ...] = ()
    properties: Properties = field(default_factory=Properties)
    date1904: bool = False
    structure_locked: bool = False
    calculation: str = "auto"
    macros: bool = False
    outside: tuple[Outside, ...] = ()
    parts: tuple[str, ...] = ()


_REMARKS = {FileKind.XLS: "F021", FileKind.XLSB: "F022", FileKind.ODS: "F023"}


def assembled(draft: Draft, budget: Budget) -> RawWorkbook:
    """The record of a workbook. Raises BadFileError where its sheets are not certain or hold too much."""
    reader = CellReader(
        styles=draft.styles, texts=draft.texts, rich=draft.rich, date1904=draft.date1904, budget=budget
    )
    sheets: list[RawSheet] = []
    seen: set[str] = set()
    for sheet in draft.sheets:
        if sheet.name.casefold() in seen:
            raise refuse("F062", name=sheet.name)
        seen.add(sheet.name.casefold())
        if len(seen) > budget.limits.sheets:
            raise exceeded("F068", budget.limits, "sheets")
        sheets.append(_sheet(sheet, reader))
    if not sheets:
        raise refuse("F060")
    reader.settle_lost()
    budget.close()
    in_names = chain.from_iterable(in_formula(name.text) for name in draft.names)
    return RawWorkbook(
        format=draft.format,
        sheets=tuple(sheets),
        names=draft.names,
        properties=draft.properties,
        date1904=draft.date1904,
        structure_locked=draft.structure_locked,
        calculation=draft.calculation,
        macros=draft.macros,
        outside=(outside := (*draft.outside, *reader.outside, *in_names)),
        parts=draft.parts,
        findings=(*_remarks(draft, sheets, reader), *told(outside), *reader.complaints.findings()),
    )


def _sheet(draft: SheetDraft, reader: CellReader) -> RawSheet:
    scanned = draft.scanned
    if scanned is None:
        return RawSheet(name=draft.name, state=draft.state, kind=draft.kind)
    with on_sheet(draft.name):
        return RawSheet(
            name=draft.name,
            state=draft.state,
            kind=draft.kind,
            protected=scanned.protected,
            cells=reader.read(draft.name, scanned),
            merges=tuple(scanned.merges),
            hidden_rows=frozenset(scanned.hidden_rows),
            hidden_columns=frozenset(scanned.hidden_columns),
            validations=tuple(scanned.validations),
            autofilter=scanned.autofilter,
            rows=scanned.rows,
            columns=scanned.columns,
            overlays=draft.overlays,
            may_strike=reader.may_strike or any(cell.runs for cell in scanned.cells),
        )


@contextmanager
def on_sheet(name: str) -> Iterator[None]:
    """Whatever is refused in this block is refused on that sheet."""
    try:
        yield
    except BadFileError as refused:
        raise BadFileError(refused.finding.at(sheet=name)) from refused


def _remarks(draft: Draft, sheets: Sequence[RawSheet], reader: CellReader) -> list[Finding]:
    """What is worth saying about the workbook as a whole."""
    remarks = [found(_REMARKS[draft.format])] if draft.format in _REMARKS else []
    if draft.macros:
        remarks.append(found("F094"))
    if all(sheet.state != "visible" for sheet in sheets):
        remarks.append(found("F063"))
    if reader.uncached:
        sheet, cell = reader.uncached[0]
        remarks.append(found("F086", count=len(reader.uncached)).at(sheet=sheet, cell=cell))
    return remarks
