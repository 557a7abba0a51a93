"""What can be done to the values of a filled workbook without typing: each must be told, and none be used.

Another number format under a figure, a cell that is malformed, texts or a sheet of another unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kpixl.findings import Severity
from kpixl.findings.catalogue import entries
from kpixl.layout import Cell, Role, Sheet
from kpixl.rules.types import ValueType
from kpixl.simulate.book import STRINGS, Book
from tests.support.mutating import Deed, Told
from tests.support.packages import packed
from tests.support.produced import Form

_STYLES = "xl/styles.xml"
_FIGURES = frozenset({"integer", "decimal", "money", "percent"})
_FORMATS = ('"无"', ";;;", "0.0,", "yyyy-mm-dd")
"""Under these no figure that is not 0 shows what it is."""
_SHAPES = (
    "<c{a}>{v}<v>7</v></c>",
    "<c{a}><v>7</v>{v}</c>",
    "<c{a}>{v}<is><t>7</t></is></c>",
    "<c{a}><v>7<b/>8</v></c>",
    "<b><c{a}>{v}</c></b>",
    "<c{a}>{v}</c><c{a}>{v}</c>",
)
_CELL = re.compile(r'<c( r="([A-Z]+\d+)"[^>]*)>(<v>[^<]*</v>)</c>')
_TEXT = re.compile(r'<c ([^>]*)t="s"><v>(\d+)</v></c>')
_ITEM = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_ANOTHER_FACE = frozenset({"V001", "V018"})
_REFUSED = frozenset({"F051", "F080", "F084"})
_SERIOUS = frozenset(code for code, entry in entries().items() if entry.severity is not Severity.NOTE)


def value_deeds(form: Form, other: Form | None, *, thorough: bool = True) -> Iterator[Deed]:
    """All of them. other: another unit's workbook; thorough: every way for every cell, else one in turn."""
    values = _Values(form, thorough=thorough)
    for sheet in form.plan.sheets:
        for cell in sheet.cells:
            if cell.role is Role.INPUT:
                yield from values.cell_deeds(sheet, cell)
    if other is not None:
        yield from values.foreign_deeds(Book(other.filled))


@dataclass(frozen=True)
class _Filled:
    """A cell that holds a value: its XML, its attributes and its value."""

    xml: str
    attributes: str
    value: str


class _Values:
    """A filled workbook, of which every file that it makes has one change."""

    def __init__(self, form: Form, *, thorough: bool) -> None:
        self.form, self.thorough = form, thorough
        self.book = Book(form.filled)
        self.texts = texts = {tab.name: self.book.text(tab.part) for tab in self.book.tabs}
        self.cells = {
            name: {m[2]: _Filled(m[0], m[1], m[3]) for m in _CELL.finditer(text)}
            for name, text in texts.items()
        }

    def cell_deeds(self, sheet: Sheet, cell: Cell) -> Iterator[Deed]:
        """What can be done to the value of a cell to fill."""
        at = sheet.address(cell.spot)
        filled = self.cells[sheet.name].get(at.a1)
        if filled is None:
            return
        place = f"{sheet.name}!{at.a1}"
        turn = at.row + at.column
        for shape in _SHAPES if self.thorough else _SHAPES[turn % len(_SHAPES) :][:1]:
            new = shape.format(a=filled.attributes, v=filled.value)
            made = self._made(sheet, filled, new)
            yield Deed(what="cell malformed", place=f"{place} {shape}", made=made, told=Told(codes=_REFUSED))
        if not self._figure(cell, filled):
            return
        told = Told(codes=_ANOTHER_FACE, sheet=sheet.name, cell=at.a1)
        for code in _FORMATS if self.thorough else _FORMATS[turn % len(_FORMATS) :][:1]:
            made = self._formatted(sheet, filled, code)
            yield Deed(what="number format changed", place=f"{place} {code}", made=made, told=told)

    def foreign_deeds(self, other: Book) -> Iterator[Deed]:
        """Texts and sheets of another unit."""
        texts = {STRINGS: other.text(STRINGS)}
        if texts[STRINGS] != self.book.text(STRINGS):
            told = Told(codes=_SERIOUS)
            yield Deed(what="texts of another unit", place=STRINGS, made=self._packed(texts), told=told)
        own = {tab.name: (tab.part, _inlined(self.book, self.texts[tab.name])) for tab in self.book.tabs}
        for tab in other.tabs:
            part, before = own.get(tab.name, ("", ""))
            sheet = _inlined(other, other.text(tab.part))
            if part and _held(sheet) != _held(before):
                made, told = self._packed({part: sheet}), Told(codes=_SERIOUS)
                yield Deed(what="sheet of another unit", place=tab.name or "", made=made, told=told)

    def _figure(self, cell: Cell, filled: _Filled) -> bool:
        named = isinstance(cell.type, ValueType) and cell.type.name in _FIGURES
        return named and ' t="' not in filled.attributes and float(filled.value[3:-4]) != 0

    def _made(self, sheet: Sheet, filled: _Filled, new: str) -> Callable[[], bytes]:
        part, text = self.book.tab(sheet.name).part, self.texts[sheet.name]
        return self._packed({part: text.replace(filled.xml, new, 1)})

    def _formatted(self, sheet: Sheet, filled: _Filled, code: str) -> Callable[[], bytes]:
        styles = self.book.text(_STYLES)
        begin, end = styles.index("<cellXfs"), styles.index("</cellXfs>")
        xfs = re.findall(r"<xf [^>]*/>|<xf [^>]*[^/]>.*?</xf>", styles[begin:end], re.DOTALL)
        number = int((re.search(r's="(\d+)"', filled.attributes) or ["", "0"])[1])
        own = re.sub(r'numFmtId="\d+"', 'numFmtId="900"', xfs[number])
        entry = f'<numFmt numFmtId="900" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        styles = styles[:end] + own + styles[end:]
        styles = styles.replace("</numFmts>", f"{entry}</numFmts>", 1)
        attributes = re.sub(r's="\d+"', f's="{len(xfs)}"', filled.attributes)
        part, text = self.book.tab(sheet.name).part, self.texts[sheet.name]
        new = f"<c{attributes}>{filled.value}</c>"
        return self._packed({_STYLES: styles, part: text.replace(filled.xml, new, 1)})

    def _packed(self, changed: Mapping[str, str]) -> Callable[[], bytes]:
        return lambda: packed({**self.book.parts, **changed})


def _inlined(book: Book, sheet: str) -> str:
    """A sheet with its texts in their cells."""
    items = _ITEM.findall(book.text(STRINGS))
    return _TEXT.sub(lambda m: f'<c {m[1]}t="inlineStr"><is>{items[int(m[2])]}</is></c>', sheet)


def _held(sheet: str) -> list[tuple[str, str]]:
    """Address and content of all cells that hold something."""
    return re.findall(r'<c r="([A-Z]+\d+)"[^>]*[^/]>(.*?)</c>', sheet)
