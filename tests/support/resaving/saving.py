"""A workbook, saved again: all parts written anew as one program writes them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.support.resaving.content import Content, opened
from tests.support.resaving.habits import DOCUMENT, SPACES, Habits
from tests.support.resaving.markup import Element
from tests.support.resaving.parts import (
    app_properties,
    calculation_chain,
    core_properties,
    custom_properties,
    rewrite_book,
)
from tests.support.resaving.sheets import rewrite
from tests.support.resaving.styles import restyle
from tests.support.resaving.texts import Strings

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "worksheet": f"{_OFFICE}.spreadsheetml.worksheet+xml",
    "styles": f"{_OFFICE}.spreadsheetml.styles+xml",
    "sharedStrings": f"{_OFFICE}.spreadsheetml.sharedStrings+xml",
    "calcChain": f"{_OFFICE}.spreadsheetml.calcChain+xml",
    "theme": f"{_OFFICE}.theme+xml",
    "drawing": f"{_OFFICE}.drawing+xml",
    "printerSettings": f"{_OFFICE}.spreadsheetml.printerSettings",
    "officeDocument": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
    "extended-properties": f"{_OFFICE}.extended-properties+xml",
    "custom-properties": f"{_OFFICE}.custom-properties+xml",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
}


def resaved(data: bytes, habits: Habits) -> bytes:
    """The workbook as that program would have written it. Raises UnsaveableError where it cannot open it."""
    content = opened(data)
    package = _Package(habits)
    strings = Strings(content, habits.style)
    restyle(content, habits.style)
    rewrite_book(content, habits.book)
    links = package.owner("xl/workbook.xml")
    sheets = []
    for number, entry in enumerate(content.book.need("sheets").children, start=1):
        sheet = content.sheets[entry.attributes["r:id"]]
        rewrite(sheet, number - 1, habits.sheet)
        package.beside(f"xl/worksheets/sheet{number}.xml", sheet, number)
        entry.attributes["r:id"] = links.add("worksheet", f"worksheets/sheet{number}.xml")
        sheets.append(sheet)
    if content.theme is not None:
        package.parts["xl/theme/theme1.xml"] = content.theme
        links.add("theme", "theme/theme1.xml")
    package.put("xl/styles.xml", content.styles, links.add("styles", "styles.xml"))
    package.put(
        "xl/sharedStrings.xml",
        strings.part(phonetic=habits.sheet.phonetic),
        links.add("sharedStrings", "sharedStrings.xml"),
    )
    chain = calculation_chain(content, sheets) if habits.book.chain else None
    if chain is not None:
        package.put("xl/calcChain.xml", chain, links.add("calcChain", "calcChain.xml"))
    package.put("xl/workbook.xml", content.book, package.owner("").add("officeDocument", "xl/workbook.xml"))
    _properties(content, package)
    return package.packed()


def _properties(content: Content, package: _Package) -> None:
    if not package.habits.book.properties:
        return
    every = {
        "core": ("core-properties", core_properties(content)),
        "app": ("extended-properties", app_properties(content, package.habits.book)),
        "custom": ("custom-properties", custom_properties(content, package.habits.book)),
    }
    for name, (kind, part) in every.items():
        if part is not None:
            target = f"docProps/{name}.xml"
            package.put(target, part, package.owner("").add(kind, target))


@dataclass(slots=True)
class _Links:
    """The relations of a part."""

    entries: list[Element] = field(default_factory=list)

    def add(self, kind: str, target: str) -> str:
        """Another one; its id."""
        number = f"rId{len(self.entries) + 1}"
        base = f"{_PACKAGE}/relationships/metadata" if kind == "core-properties" else DOCUMENT
        self.entries.append(Element.of("Relationship", Id=number, Type=f"{base}/{kind}", Target=target))
        return number


class _Package:
    """The parts, and what relates them."""

    def __init__(self, habits: Habits) -> None:
        self.habits = habits
        self.parts: dict[str, bytes] = {}
        self.links: dict[str, _Links] = {}

    def owner(self, part: str) -> _Links:
        """The relations of that part; of the package for the empty name."""
        return self.links.setdefault(part, _Links())

    def put(self, name: str, root: Element, _: str = "") -> None:
        """Write a part, after the relation to it."""
        self.parts[name] = self.habits.manner.written(root)

    def beside(self, name: str, sheet: Element, number: int) -> None:
        """A sheet with the parts that the program always adds to one."""
        habits = self.habits.book
        setup = sheet.first("pageSetup")
        if habits.printers and setup is not None:
            printer = f"printerSettings/printerSettings{number}.bin"
            setup.attributes["r:id"] = self.owner(name).add("printerSettings", f"../{printer}")
            self.parts[f"xl/{printer}"] = "打印机".encode("utf-16-le") * 200
        if habits.drawings:
            drawing = f"drawings/drawing{number}.xml"
            link = self.owner(name).add("drawing", f"../{drawing}")
            sheet.children.append(Element.of("drawing", r_id=link))
            root = Element("xdr:wsDr", {f"xmlns:{prefix}": SPACES[prefix] for prefix in ("xdr", "a")})
            self.put(f"xl/{drawing}", root)
        self.put(name, sheet)

    def packed(self) -> bytes:
        """The file."""
        for part, links in self.links.items():
            folder, _, base = part.rpartition("/")
            name = f"{folder}/_rels/{base}.rels".lstrip("/")
            root = Element("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, links.entries)
            self.parts[name] = self.habits.manner.written(root)
        self.parts["[Content_Types].xml"] = self.habits.manner.written(self._types())
        return self.habits.zipping.packed(self.parts)

    def _types(self) -> Element:
        defaults = {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
            "bin": _TYPES["printerSettings"],
        }
        root = Element("Types", {"xmlns": f"{_PACKAGE}/content-types"})
        root.children = [Element.of("Default", Extension=k, ContentType=v) for k, v in defaults.items()]
        for name in self.parts:
            kind = next((kind for kind, at in _PLACES.items() if name.startswith(at)), None)
            if kind is not None:
                root.children.append(Element.of("Override", PartName=f"/{name}", ContentType=_TYPES[kind]))
        return root


_PLACES = {
    "worksheet": "xl/worksheets/sheet",
    "styles": "xl/styles.xml",
    "sharedStrings": "xl/sharedStrings.xml",
    "calcChain": "xl/calcChain.xml",
    "theme": "xl/theme/theme",
    "drawing": "xl/drawings/drawing",
    "officeDocument": "xl/workbook.xml",
    "extended-properties": "docProps/app.xml",
    "custom-properties": "docProps/custom.xml",
    "core-properties": "docProps/core.xml",
}
