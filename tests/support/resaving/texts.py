"""Shared strings, in the order in which a program writes them."""

from __future__ import annotations

from tests.support.resaving.content import Content, UnsaveableError
from tests.support.resaving.habits import MAIN, StyleHabits
from tests.support.resaving.markup import Element, Manner

_READ = 4
"""A text of so few signs gets a reading."""


class Strings:
    """The texts of all cells. Texts of a cell's own join them."""

    def __init__(self, content: Content, habits: StyleHabits) -> None:
        self.habits = habits
        self.old = content.texts
        self.used: dict[str, Element] = {}
        self.places: dict[str, int] = {}
        self.count = 0
        for cell in _cells(content):
            self._take(cell)
        if habits.strings == "kept":
            kept = dict.fromkeys(_key(item) for item in self.old)
            self.used = {key: self.used[key] for key in (*kept, *self.used) if key in self.used}
        self.places = {key: number for number, key in enumerate(self.used)}
        for cell in _cells(content):
            if cell.attributes.get("t") == "s":
                cell.need("v").text = str(self.places[cell.need("v").text])

    def _take(self, cell: Element) -> None:
        """Note the text of a cell; its value is the text's key until all have a number."""
        kind, value = cell.attributes.get("t"), cell.first("v")
        if kind == "s" and value is not None:
            if not value.text.isdecimal() or int(value.text) >= len(self.old):
                raise UnsaveableError("no such text")
            item = self.old[int(value.text)]
        elif kind == "inlineStr" and cell.first("is") is not None:
            item = Element("si", {}, cell.need("is").children)
        elif kind == "str" and cell.first("f") is None and value is not None:
            item = Element("si", {}, [Element("t", {}, [], value.text)])
        else:
            return
        self.count += 1
        key = _key(item)
        self.used.setdefault(key, item)
        cell.attributes["t"] = "s"
        cell.children = [Element("v", {}, [], key)]

    def part(self, *, phonetic: bool) -> Element:
        """sharedStrings.xml."""
        items = [self._item(item, phonetic=phonetic) for item in self.used.values()]
        counts = {"count": str(self.count), "uniqueCount": str(len(items))}
        return Element("sst", {"xmlns": MAIN, **counts}, items)

    def _item(self, item: Element, *, phonetic: bool) -> Element:
        pieces = [piece for piece in item.children if piece.name in ("t", "r")]
        for piece in (p for each in pieces for p in each.walk() if p.name == "t"):
            piece.attributes = {"xml:space": "preserve"} if piece.text != piece.text.strip() else {}
        text = "".join(t.text for piece in pieces for t in piece.walk() if t.name == "t")
        if self.habits.readings and 0 < len(text) <= _READ and not text.isascii():
            reading = Element("t", {}, [], "カナ")
            pieces.append(Element("rPh", {"sb": "0", "eb": str(len(text))}, [reading]))
        if phonetic:
            pieces.append(Element("phoneticPr", {"fontId": "1", "type": "noConversion"}))
        return Element("si", {}, pieces)


def _cells(content: Content) -> list[Element]:
    return [
        cell
        for sheet in content.book.need("sheets").children
        for row in content.sheets[sheet.attributes["r:id"]].need("sheetData").children
        for cell in row.children
    ]


def _key(item: Element) -> str:
    pieces = [piece for piece in item.children if piece.name in ("t", "r")]
    return Manner(declaration="").written(Element("si", {}, pieces)).decode()
