"""A workbook that kpixl wrote, edited as a spreadsheet program edits it: only what is changed changes."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape, unescape
from io import BytesIO

from kpixl.addresses import Address
from kpixl.blueprint.expressions import Value
from kpixl.generate import put
from kpixl.rules.types import NO, YES
from kpixl.simulate import references
from kpixl.simulate.references import Change
from kpixl.simulate.sheetxml import CellXml, SheetXml

WORKBOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
STRINGS, CORE, APP, CUSTOM = (
    "xl/sharedStrings.xml",
    "docProps/core.xml",
    "docProps/app.xml",
    "docProps/custom.xml",
)
_DAY_ZERO = dt.date(1899, 12, 30)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHEET = re.compile(r'<sheet name="([^"]*)" sheetId="(\d+)"([^>]*?) r:id="(rId\d+)"/>')
_RELATION = re.compile(r'<Relationship Id="(rId\d+)" Type="[^"]*" Target="([^"]*)"/>')
_ITEM = re.compile(r"<si><t(?: [^>]*)?>(.*?)</t></si>|<si>.*?</si>", re.DOTALL)
_NAME = re.compile(r"<definedName ([^>]*)>(.*?)</definedName>", re.DOTALL)
_LOCAL = re.compile(r'localSheetId="(\d+)"')
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_BLANK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData></sheetData></worksheet>"
)


@dataclass(slots=True)
class Tab:
    """A sheet: its part, what its tab says now (None: deleted), its XML, how its rows and columns changed."""

    part: str
    name: str | None
    xml: SheetXml
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MovedCell:
    """A cell by where it was after the first `since` changes of its sheet."""

    tab: Tab
    row: int
    column: int
    since: int


class Book:
    """The workbook. Sheets are named by what their tabs say now."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.parts = {info.filename: archive.read(info) for info in archive.infolist()}
        targets = dict(_RELATION.findall(self.text(RELATIONS)))
        self.tabs = [
            Tab(part := f"xl/{targets[link]}", unescape(name), SheetXml(self.text(part)))
            for name, _, _, link in _SHEET.findall(self.text(WORKBOOK))
        ]
        items = [match[1] for match in _ITEM.finditer(self.text(STRINGS))]
        self._strings = {
            unescape(item): i for i, item in reversed(list(enumerate(items))) if item is not None
        }
        self._known = len(items)
        self._added: list[str] = []

    def text(self, part: str) -> str:
        """A part as text."""
        return self.parts[part].decode("utf-8")

    def put(self, part: str, text: str) -> None:
        """Replace a part, or add it."""
        self.parts[part] = text.encode("utf-8")

    def tab(self, name: str) -> Tab:
        """The sheet of that name; KeyError where there is none."""
        for tab in self.tabs:
            if tab.name == name:
                return tab
        raise KeyError(name)

    def data(self) -> bytes:
        """The workbook's bytes, the same for the same edits."""
        for tab in self.tabs:
            if tab.name is not None:
                self.put(tab.part, tab.xml.xml())
        self._write_strings()
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                put(archive, member(name), content)
        return target.getvalue()

    # Cells.

    def set_value(self, cell: CellXml, value: Value) -> None:
        """What somebody types into a cell: no formula stays, the format does. None empties it."""
        cell.formula = None
        match value:
            case None:
                cell.kind, cell.value = "", None
            case bool():
                cell.kind, cell.value = "s", self._string(YES if value else NO)
            case str():
                cell.kind, cell.value = "s", self._string(value)
            case _:
                cell.kind, cell.value = "", number(value)

    def shown(self, cell: CellXml) -> str:
        """The text of a cell that holds one; "" else."""
        if cell.kind != "s" or cell.value is None:
            return ""
        return {index: text for text, index in self._strings.items()}[int(cell.value)]

    @staticmethod
    def set_result(cell: CellXml, value: Value) -> None:
        """The stored result of a formula; None is the empty text."""
        match value:
            case bool():
                cell.kind, cell.value = "b", str(int(value))
            case None | str():
                cell.kind, cell.value = "str", escape(value or "", quote=False)
            case _:
                cell.kind, cell.value = "", number(value)

    def _string(self, text: str) -> str:
        if text not in self._strings:
            self._strings[text] = self._known + len(self._added)
            self._added.append(text)
        return str(self._strings[text])

    def _write_strings(self) -> None:
        if not self._added:
            return
        items = "".join(_item(text) for text in self._added)
        self._known += len(self._added)
        self._added = []
        used = sum(row.shared for tab in self.tabs for row in tab.xml.rows.values())
        counts = f'count="{used}" uniqueCount="{self._known}"'
        text = re.sub(r'count="\d+" uniqueCount="\d+"', counts, self.text(STRINGS), count=1)
        self.put(STRINGS, text.replace("</sst>", f"{items}</sst>"))

    # Rows and columns.

    def apply(self, tab: Tab, change: Change) -> None:
        """Insert, delete or swap rows or columns; every reference to them follows."""
        home = _named(tab)
        tab.xml.apply(change)
        self.each_formula(lambda formula, own: references.shift(formula, own, home, change))
        tab.changes.append(change)

    def each_formula(self, change: Callable[[str, str], str]) -> None:
        """Rewrite every formula and defined name; change gets the formula and the name of its sheet."""
        for tab in self.tabs:
            if tab.name is not None:
                own = tab.name
                tab.xml.each_formula(lambda formula, own=own: change(formula, own))  # type: ignore[misc]
        self.put(WORKBOOK, _NAME.sub(lambda m: _renewed(m, change), self.text(WORKBOOK)))

    @staticmethod
    def mark(tab: Tab, row: int, column: int) -> MovedCell:
        """Remember a cell, by where it is now."""
        return MovedCell(tab, row, column, len(tab.changes))

    @staticmethod
    def place(mark: MovedCell) -> Address | None:
        """Where the cell is now; None where it is gone."""
        row: int | None = mark.row
        column: int | None = mark.column
        for change in mark.tab.changes[mark.since :]:
            if change.axis == "row" and row is not None:
                row = change.moved(row)
            elif change.axis == "column" and column is not None:
                column = change.moved(column)
        return None if row is None or column is None or mark.tab.name is None else Address(row, column)

    # Sheets.

    def rename(self, tab: Tab, new: str) -> None:
        """Give a sheet another name; formulas, defined names and links follow."""
        old = _named(tab)
        self.each_formula(lambda formula, _: references.renamed(formula, old, new))
        for other in self.tabs:
            other.xml.after = re.sub(
                r'(<hyperlink [^>]*location=")([^"]*)(")',
                lambda m: m[1] + references.renamed(m[2], old, new) + m[3],
                other.xml.after,
            )
        self._sheet_entry(tab, lambda m: m[0].replace(f'name="{m[1]}"', f'name="{_attribute(new)}"'))
        tab.name = new

    def hide(self, tab: Tab) -> None:
        """Hide a sheet."""
        self._sheet_entry(
            tab, lambda m: m[0].replace(f'sheetId="{m[2]}"', f'sheetId="{m[2]}" state="hidden"')
        )

    def remove(self, tab: Tab) -> None:
        """Delete a sheet. Formulas that name it fail, its own names go."""
        gone = _named(tab)
        index = [t for t in self.tabs if t.name is not None].index(tab)
        link = self._sheet_entry(tab, lambda _: "")
        self.put(RELATIONS, re.sub(rf'<Relationship Id="{link}" [^>]*/>', "", self.text(RELATIONS)))
        self.put(TYPES, self.text(TYPES).replace(_type_of(tab.part), ""))
        self.put(WORKBOOK, _NAME.sub(lambda m: _relocated(m, index), self.text(WORKBOOK)))
        del self.parts[tab.part]
        tab.name = None
        self.each_formula(lambda formula, _: references.without(formula, gone))
        self._forget_titles()

    def add(self, name: str, like: Tab | None = None) -> Tab:
        """A new sheet at the end: blank, or a copy of another."""
        number = 1 + max(int(i) for i in re.findall(r"sheet(\d+)\.xml", " ".join(self.parts)))
        part, link = f"xl/worksheets/sheet{number}.xml", f"rId{1000 + number}"
        tab = Tab(part, name, SheetXml(like.xml.xml() if like else _BLANK))
        entry = f'<sheet name="{_attribute(name)}" sheetId="{number}" r:id="{link}"/></sheets>'
        self.put(WORKBOOK, self.text(WORKBOOK).replace("</sheets>", entry))
        relation = f'<Relationship Id="{link}" Type="{_LINK}" Target="worksheets/sheet{number}.xml"/>'
        self.put(RELATIONS, self.text(RELATIONS).replace("</Relationships>", f"{relation}</Relationships>"))
        self.put(TYPES, self.text(TYPES).replace("</Types>", f"{_type_of(part)}</Types>"))
        self.put(part, "")
        self.tabs.append(tab)
        self._forget_titles()
        return tab

    def _sheet_entry(self, tab: Tab, change: Callable[[re.Match[str]], str]) -> str:
        """Change the workbook's entry of a sheet; its relation."""
        links: list[str] = []

        def changed(match: re.Match[str]) -> str:
            if unescape(match[1]) != tab.name:
                return match[0]
            links.append(match[4])
            return change(match)

        self.put(WORKBOOK, _SHEET.sub(changed, self.text(WORKBOOK)))
        return links[0]

    def _forget_titles(self) -> None:
        """The list of sheets in the document's properties is optional, and better gone than wrong."""
        text = re.sub(r"<(HeadingPairs|TitlesOfParts)>.*?</\1>", "", self.text(APP), flags=re.DOTALL)
        self.put(APP, text)

    def saved(self, by: str, at: dt.datetime) -> None:
        """What a program notes when it saves: by whom and when."""
        text = re.sub(
            r"(<cp:lastModifiedBy>).*?(<)", lambda m: m[1] + escape(by, quote=False) + m[2], self.text(CORE)
        )
        stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.put(CORE, re.sub(r"(<dcterms:modified [^>]*>).*?(<)", lambda m: m[1] + stamp + m[2], text))


def _item(text: str) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<si><t{kept}>{escape(text, quote=False)}</t></si>"


def member(name: str) -> zipfile.ZipInfo:
    """A member of the file, dated as all of them."""
    info = zipfile.ZipInfo(name, _ZIP_EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3  # the same bytes whatever system writes them
    return info


def number(value: Decimal | dt.date) -> str:
    """A number as a cell stores it; a date as its serial number."""
    if isinstance(value, dt.date):
        return str((value - _DAY_ZERO).days)
    return f"{value.normalize():f}"


def _named(tab: Tab) -> str:
    if tab.name is None:
        raise ValueError(f"{tab.part} was deleted")
    return tab.name


def _attribute(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")


def _type_of(part: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{_WORKSHEET}"/>'


def _renewed(match: re.Match[str], change: Callable[[str, str], str]) -> str:
    return f"<definedName {match[1]}>{change(match[2], '')}</definedName>"


def _relocated(match: re.Match[str], gone: int) -> str:
    """A defined name after the sheet at that position was deleted: its own names go, later sheets move up."""
    local = _LOCAL.search(match[1])
    if local is None:
        return match[0]
    index = int(local[1])
    if index == gone:
        return ""
    return match[0].replace(local[0], f'localSheetId="{index - (index > gone)}"')
