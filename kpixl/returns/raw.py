"""A workbook as it came back, in plain records: every cell with value, stored text, formula and lock.

The scan of the XML is the only reader of .xlsx: it gives what no value reader gives (formulas, errors, locks,
validations), and a second reader beside it would only be a second opinion on the same cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kpixl.findings import Finding, found
from kpixl.returns.cells import BLANK, CellReader, RawCell
from kpixl.returns.grid import Area
from kpixl.returns.guard import Limits, Parts, RefusedError, inflate, refuse
from kpixl.returns.scan import (
    Book,
    Properties,
    RawName,
    Relation,
    SheetEntry,
    defined_names,
    only,
    relations,
    scan_book,
    scan_properties,
    scan_styles,
    scan_texts,
    workbook_part,
)
from kpixl.returns.sheet import Budget, RawValidation, ScannedSheet, scan_sheet

__all__ = ["BLANK", "RawCell", "RawSheet", "RawWorkbook", "read_workbook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet. Rows and columns count from zero.

    state: visible, hidden or veryHidden; kind: worksheet (only this has cells), chartsheet, dialogsheet, ...;
    protected: whether locks count; rows, columns: how far the cells with a value or a formula reach.
    """

    name: str
    state: str
    kind: str
    protected: bool = False
    cells: Mapping[tuple[int, int], RawCell] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    validations: tuple[RawValidation, ...] = ()
    autofilter: str | None = None
    rows: int = 0
    columns: int = 0

    def at(self, row: int, column: int) -> RawCell:
        """The cell there; a blank one where the file does not mention it."""
        return self.cells.get((row, column), BLANK)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWorkbook:
    """A workbook.

    parts: the names of all members, folded; external_links: the files that its formulas point to;
    findings: what is wrong with single cells or worth a note; the workbook was read all the same.
    """

    sheets: tuple[RawSheet, ...]
    names: tuple[RawName, ...]
    properties: Properties
    date1904: bool
    structure_locked: bool
    calculation: str
    macros: bool
    external_links: tuple[str, ...]
    parts: tuple[str, ...]
    findings: tuple[Finding, ...]

    def sheet(self, name: str) -> RawSheet | None:
        """The sheet of that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


DEFAULT = Limits()


def read_workbook(data: bytes, limits: Limits = DEFAULT) -> RawWorkbook | tuple[Finding, ...]:
    """The workbook in these bytes, or why it cannot be read; bad content never raises."""
    parts = inflate(data, limits)
    if isinstance(parts, Finding):
        return (parts,)
    try:
        return _workbook(parts, limits)
    except RefusedError as refused:
        return (refused.finding,)


def _workbook(parts: Parts, limits: Limits) -> RawWorkbook:
    part = workbook_part(parts, limits)
    book = scan_book(parts, part, limits)
    links = relations(parts, part, limits)
    sheet_links = _sheet_links(book, links, parts)
    names, properties = defined_names(book), scan_properties(parts, limits)
    reader = _reader(parts, book, links, Budget(limits))
    sheets = tuple(
        _sheet(parts, entry, link, reader) for entry, link in zip(book.sheets, sheet_links, strict=True)
    )
    return RawWorkbook(
        sheets=sheets,
        names=names,
        properties=properties,
        date1904=book.date1904,
        structure_locked=book.structure_locked,
        calculation=book.calculation,
        macros=any(name.endswith("vbaproject.bin") for name in parts.names()),
        external_links=_external_links(parts, links, limits),
        parts=tuple(parts.names()),
        findings=(*_remarks(sheets, reader), *reader.complaints.findings()),
    )


def _reader(parts: Parts, book: Book, links: Mapping[str, Relation], budget: Budget) -> CellReader:
    styles, texts = only(links, "styles"), only(links, "sharedStrings")
    return CellReader(
        styles=scan_styles(parts.get(styles), styles, budget.limits),
        texts=scan_texts(parts.get(texts), texts, budget.limits),
        date1904=book.date1904,
        budget=budget,
    )


def _sheet_links(book: Book, links: Mapping[str, Relation], parts: Parts) -> Sequence[Relation]:
    """The relation of each sheet. No two share a name or a part, and no part is missing or elsewhere."""
    if not book.sheets:
        raise refuse("F060")
    names: set[str] = set()
    targets: set[str] = {book.part.casefold()}
    found_links = []
    for entry in book.sheets:
        if entry.name.casefold() in names:
            raise refuse("F062", name=entry.name)
        link = links.get(entry.relation or "")
        reachable = link is not None and not link.external and parts.get(link.target) is not None
        if link is None or not reachable or link.target.casefold() in targets:
            raise RefusedError(found("F061").at(sheet=entry.name))
        names.add(entry.name.casefold())
        targets.add(link.target.casefold())
        found_links.append(link)
    return found_links


def _sheet(parts: Parts, entry: SheetEntry, link: Relation, reader: CellReader) -> RawSheet:
    if link.kind != "worksheet":
        return RawSheet(name=entry.name, state=entry.state, kind=link.kind)
    try:
        scanned = scan_sheet(parts.get(link.target) or b"", link.target, reader.budget)
        return _raw_sheet(entry, scanned, reader)
    except RefusedError as refused:
        raise RefusedError(refused.finding.at(sheet=entry.name)) from refused


def _raw_sheet(entry: SheetEntry, scanned: ScannedSheet, reader: CellReader) -> RawSheet:
    return RawSheet(
        name=entry.name,
        state=entry.state,
        kind="worksheet",
        protected=scanned.protected,
        cells=reader.read(entry.name, scanned.cells),
        merges=tuple(scanned.merges),
        hidden_rows=frozenset(scanned.hidden_rows),
        hidden_columns=frozenset(scanned.hidden_columns),
        validations=tuple(scanned.validations),
        autofilter=scanned.autofilter,
        rows=scanned.rows,
        columns=scanned.columns,
    )


def _external_links(parts: Parts, links: Mapping[str, Relation], limits: Limits) -> tuple[str, ...]:
    books = [link.target for link in links.values() if link.kind == "externalLink" and not link.external]
    inner = [link for book in books for link in relations(parts, book, limits).values()]
    return tuple(sorted({link.target for link in inner if link.external}))


def _remarks(sheets: Sequence[RawSheet], reader: CellReader) -> list[Finding]:
    """What is worth saying about the workbook as a whole."""
    remarks = []
    if all(sheet.state != "visible" for sheet in sheets):
        remarks.append(found("F063"))
    if reader.uncached:
        sheet, cell = reader.uncached[0]
        remarks.append(found("F086", count=len(reader.uncached)).at(sheet=sheet, cell=cell))
    return remarks
