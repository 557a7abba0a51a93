"""Every change that somebody can make to what a filled workbook locks, one at a time, and what must be told.

Changes are made in the XML of the file, so none of the engine's own knowledge of workbooks is behind them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from html import escape

from kpixl.addresses import column_letters
from kpixl.findings import Finding
from kpixl.layout import Cell, Role, Sheet
from kpixl.layout.rows.lists import LISTS
from kpixl.returns import Ready
from kpixl.returns._reading import read_bytes
from kpixl.returns.sheets._structure import line_labels
from kpixl.simulate.book import Book, Tab
from kpixl.simulate.references import Change
from kpixl.simulate.sheetxml import CellXml
from tests.support.once import planned_once
from tests.support.produced import Form
from tests.support.rulings import altered, removed

STAMP_CODES = frozenset({"I003", "I004", "I007", "I011", "I017", "I019", "T008"})
KEY_CODES = frozenset({"S001", "S002", "S003", "S006", "T008"})


@dataclass(frozen=True, kw_only=True)
class Told:
    """The finding that must come: one of these codes, at this place. None: it has no such place.

    number: the row that the finding names; label: what it calls the row.
    """

    codes: frozenset[str]
    sheet: str | None = None
    cell: str | None = None
    facts: Mapping[str, object] | None = None
    alone: bool = False

    def among(self, findings: tuple[Finding, ...]) -> bool:
        """Whether it is there; with `alone`, whether nothing else is."""
        fits = [f for f in findings if self._fits(f)]
        return bool(fits) and (not self.alone or len(fits) == len(findings))

    def _fits(self, finding: Finding) -> bool:
        said = {**finding.facts}
        return (
            finding.code in self.codes
            and self.sheet in (None, finding.where.sheet)
            and self.cell in (None, finding.where.cell)
            and all(said.get(name) == value for name, value in (self.facts or {}).items())
        )


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One change. what: its kind; place: where, for people; made: the file after it."""

    what: str
    place: str
    made: Callable[[], bytes]
    told: Told


def deeds(form: Form, *, thorough: bool = True) -> Iterator[Deed]:
    """All changes of a workbook, each made when it is asked for.

    thorough: every way to alter each data validation; else one of them a cell, in turn.
    """
    book = Workbook(form, thorough=thorough)
    for sheet in form.plan.sheets:
        for cell in sheet.cells:
            yield from book.cell_deeds(sheet, cell)
        if sheet.key != LISTS:
            yield from book.row_deeds(sheet)
        yield from book.sheet_deeds(sheet)
    yield from book.stamp_deeds()


class Workbook:
    """A filled workbook, opened; every file that it makes has one change."""

    def __init__(self, form: Form, *, thorough: bool = True) -> None:
        """form: with the workbook filled in; thorough: as of `deeds`."""
        self.thorough = thorough
        self.data, self.plan = form.filled, form.plan
        self.book = Book(form.filled)
        self.labels = {sheet.key: line_labels(sheet) for sheet in form.plan.sheets}

    def cell_deeds(self, sheet: Sheet, cell: Cell) -> Iterator[Deed]:
        """What can be done to a cell: locked ones by value and formula, others by their validation."""
        at = sheet.address(cell.spot)
        xml = self.book.tab(sheet.name).xml.cell(*at)
        place = f"{sheet.name}!{at.a1}"
        if cell.role is Role.INPUT:
            yield from self._ruling_deeds(sheet, cell)
            return
        for what, codes, change in _changes(cell, xml):
            told = Told(codes=codes, sheet=sheet.name, cell=at.a1, alone=True)
            if cell.role is Role.HELPER and "T007" not in codes:
                told = self._hidden(sheet, cell, codes)
            yield Deed(what=what, place=place, made=self._cell(sheet.name, xml, change), told=told)

    def _hidden(self, sheet: Sheet, cell: Cell, codes: frozenset[str]) -> Told:
        """Of a hidden cell its sheet is told, of the key of a row also the row."""
        row = cell.spot.row
        if cell.spot.column == sheet.stripes[0].key and row != sheet.lines[0].key and sheet.key != LISTS:
            label = self.labels[sheet.key].get(row, row)
            return Told(codes=frozenset({"S003"}), sheet=sheet.name, facts={"label": label})
        return Told(codes=codes, sheet=sheet.name)

    def _ruling_deeds(self, sheet: Sheet, cell: Cell) -> Iterator[Deed]:
        if cell.validation is None:
            return
        tab, at = self.book.tab(sheet.name), sheet.address(cell.spot)
        gone: Callable[[], str] = partial(removed, tab.xml.after, at)
        versions = {"validation removed": [("T009", gone)]}
        ways = altered(tab.xml.after, at)
        if not self.thorough:
            ways = [ways[(at.row + at.column) % len(ways)]]
        versions["validation altered"] = [("T010", after) for after in ways]
        for what, files in versions.items():
            for code, after in files:
                told = Told(codes=frozenset({code}), sheet=sheet.name, cell=at.a1, alone=True)
                made = self._around(tab, after)
                yield Deed(what=what, place=f"{sheet.name}!{at.a1}", made=made, told=told)

    def row_deeds(self, sheet: Sheet) -> Iterator[Deed]:
        """Each row deleted, a blank one put before it, or hidden."""
        for number, line in enumerate(sheet.lines):
            place = f"{sheet.name}!{number + 1}:{number + 1}"
            label = self.labels[sheet.key].get(line.key, line.key)
            gone = Told(codes=frozenset({"S003"}), sheet=sheet.name, facts={"label": label})
            lost = gone if number else Told(codes=KEY_CODES | {"S016"}, facts={"sheet_name": sheet.name})
            there = Told(codes=frozenset({"S014"}), sheet=sheet.name, facts={"number": number + 1})
            deleted, inserted = Change("row", "delete", number), Change("row", "insert", number)
            yield Deed(what="row deleted", place=place, made=self._moved(sheet, deleted), told=lost)
            yield Deed(what="row inserted", place=place, made=self._moved(sheet, inserted), told=there)
            if not line.hidden:
                told = Told(
                    codes=frozenset({"S008"}), sheet=sheet.name, facts={"number": number + 1}, alone=True
                )
                yield Deed(what="row hidden", place=place, made=self._row_hidden(sheet, number), told=told)

    def sheet_deeds(self, sheet: Sheet) -> Iterator[Deed]:
        """The sheet deleted, renamed, hidden, its protection taken off."""
        name, hidden = sheet.name, sheet.state != "visible"
        named = {"sheet_name": name}
        codes = {
            "sheet deleted": (Book.remove, Told(codes=frozenset({"S001"}), facts=named)),
            "sheet renamed": (_renamed, Told(codes=frozenset({"S010"}), facts=named)),
        }
        if sheet.key == LISTS:
            told = Told(codes=frozenset({"T008"}), sheet=name)
            codes = {what: (change, told) for what, (change, _) in codes.items()}
        if not hidden:
            codes["sheet hidden"] = (Book.hide, Told(codes=frozenset({"S011"}), facts=named, alone=True))
        for what, (change, told) in codes.items():
            yield Deed(what=what, place=name, made=self._whole(name, change), told=told)
        told = Told(codes=frozenset({"T006"}), facts=named, alone=True)
        yield Deed(what="protection taken off", place=name, made=self._whole(name, _open), told=told)

    def stamp_deeds(self) -> Iterator[Deed]:
        """The hidden sheet that says whose workbook it is: its cells and itself."""
        tab = next(t for t in self.book.tabs if t.name not in {s.name for s in self.plan.sheets})
        assert tab.name is not None
        for row, xml in sorted(tab.xml.rows.items()):
            for column, cell in sorted(xml.cells.items()):
                place = f"{tab.name}!{column_letters(column)}{row + 1}"
                change = replace(cell, kind="str", value="x")
                told = Told(codes=STAMP_CODES)
                yield Deed(
                    what="stamp altered", place=place, made=self._cell(tab.name, cell, change), told=told
                )
        gone = Told(codes=STAMP_CODES)
        yield Deed(what="sheet deleted", place=tab.name, made=self._whole(tab.name, Book.remove), told=gone)
        told = Told(codes=frozenset({"S010"}), facts={"now": "改名"})
        yield Deed(what="sheet renamed", place=tab.name, made=self._whole(tab.name, _renamed), told=told)
        told = Told(codes=frozenset({"T006"}), facts={"sheet_name": tab.name})
        yield Deed(what="protection taken off", place=tab.name, made=self._whole(tab.name, _open), told=told)

    # Files.

    def unchanged(self) -> bytes:
        """The file without any change, written as the others are."""
        return self._packed({tab.part: tab.xml.xml() for tab in self.book.tabs})

    def _cell(self, sheet: str, cell: CellXml, change: CellXml) -> Callable[[], bytes]:
        tab = self.book.tab(sheet)

        def made() -> bytes:
            before = replace(cell)
            _put(cell, change)
            try:
                return self._packed({tab.part: tab.xml.xml()})
            finally:
                _put(cell, before)

        return made

    def _around(self, tab: Tab, after: Callable[[], str]) -> Callable[[], bytes]:
        def made() -> bytes:
            before, tab.xml.after = tab.xml.after, after()
            try:
                return self._packed({tab.part: tab.xml.xml()})
            finally:
                tab.xml.after = before

        return made

    def _moved(self, sheet: Sheet, change: Change) -> Callable[[], bytes]:
        return self._whole(sheet.name, lambda book, tab: book.apply(tab, change))

    def _row_hidden(self, sheet: Sheet, number: int) -> Callable[[], bytes]:
        return self._whole(sheet.name, lambda _, tab: tab.xml.hide_row(number))

    def _whole(self, sheet: str, change: Callable[[Book, Tab], object]) -> Callable[[], bytes]:
        def made() -> bytes:
            book = Book(self.data)
            change(book, book.tab(sheet))
            return book.data()

        return made

    def _packed(self, changed: Mapping[str, str]) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.book.parts.items():
                archive.writestr(zipfile.ZipInfo(name), changed.get(name, content))
        return target.getvalue()


def _put(cell: CellXml, other: CellXml) -> None:
    cell.kind, cell.formula, cell.value = other.kind, other.formula, other.value


def _renamed(book: Book, tab: Tab) -> None:
    book.rename(tab, "改名")


def _open(_: Book, tab: Tab) -> None:
    assert tab.xml.unprotect()


def _changes(cell: Cell, xml: CellXml) -> Iterator[tuple[str, frozenset[str], CellXml]]:
    """What, the codes that tell it, and the cell after it, for each change of a locked cell."""
    hidden = cell.role is Role.HELPER
    blank = replace(xml, kind="", formula=None, value=None)
    if cell.calculation is not None:
        value, formula = (("T008",), ("T008",)) if hidden else (("T003",), ("T004",))
        yield "formula replaced", frozenset(value), replace(xml, formula=None)
        yield "formula removed", frozenset(value), blank
        yield "formula altered", frozenset(formula), replace(xml, formula=f"IF(TRUE,{xml.formula},0)")
    elif cell.value is None:
        yield "locked blank filled", frozenset({"T007"}), replace(xml, kind="str", value="填")
    else:
        figure = isinstance(cell.value, Decimal)
        codes = KEY_CODES if hidden else frozenset({"T002" if figure else "T001"})
        yield "printed value changed", codes, _other(cell, xml)
        if cell.value != "":  # a text that is printed blank can be changed, not removed
            yield "printed value removed", codes, blank


def _other(cell: Cell, xml: CellXml) -> CellXml:
    """Another value of the same kind: one more, a day later, a character more."""
    if isinstance(cell.value, Decimal | date) and not isinstance(cell.value, bool):
        return replace(xml, value=f"{Decimal(xml.value or 0) + 1:f}")
    text = cell.value if isinstance(cell.value, str) else ""
    return replace(xml, kind="str", value=escape(f"{text}改", quote=False))


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many changes of a kind were made, how many were told as they must be, and which were not."""

    made: int = 0
    told: int = 0
    missed: tuple[str, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            made=self.made + other.made, told=self.told + other.told, missed=self.missed + other.missed
        )


def tried(ready: Ready, every: Iterator[Deed] | list[Deed]) -> dict[str, Tally]:
    """What the check says of each change, by kind."""
    found: dict[str, Tally] = {}
    with planned_once():
        for deed in every:
            findings = read_bytes(ready, deed.made()).findings
            said = deed.told.among(findings)
            codes = [(f.code, f.where.sheet, f.where.cell) for f in findings]
            missed = () if said else (f"{deed.what} {deed.place}: {codes[:4]}",)
            found[deed.what] = found.get(deed.what, Tally()) + Tally(made=1, told=int(said), missed=missed)
    return found
