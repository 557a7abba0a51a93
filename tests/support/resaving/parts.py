"""The parts beside the sheets: workbook.xml, properties, the order of calculation."""

from __future__ import annotations

from collections.abc import Sequence

from tests.support.resaving.content import Content
from tests.support.resaving.habits import COMPATIBILITY, MAIN, SPACES, BookHabits
from tests.support.resaving.markup import Element

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_ORDER = (
    "fileVersion", "workbookPr", "mc:AlternateContent", "xr:revisionPtr", "workbookProtection", "bookViews",
    "sheets", "externalReferences", "definedNames", "calcPr", "extLst",
)  # fmt: skip


def rewrite_book(content: Content, habits: BookHabits) -> None:
    """Rewrite workbook.xml."""
    book = content.book
    dated = (book.first("workbookPr") or Element("")).attributes.get("date1904")
    book.attributes = dict(habits.root)
    book.drop("fileVersion")
    if habits.file_version is not None:
        book.put(Element("fileVersion", {"appName": "xl", **habits.file_version}))
    book.put(Element("workbookPr", {**({"date1904": dated} if dated else {}), **habits.settings}))
    book.put(Element("calcPr", {**habits.calculation}))
    if habits.folder:
        choice = Element.of("mc:Choice", Requires="x15")
        choice.children = [Element("x15ac:absPath", {"url": habits.folder, "xmlns:x15ac": SPACES["x15ac"]})]
        book.put(Element("mc:AlternateContent", {"xmlns:mc": COMPATIBILITY}, [choice]))
    if habits.revision:
        book.put(_revision())
        for view in book.need("bookViews").children:
            view.attributes["xr2:uid"] = "{00000000-000D-0000-FFFF-FFFF00000000}"
    if not habits.locked:
        book.drop("workbookProtection")
    for sheet in book.need("sheets").children if not habits.very_hidden else ():
        if sheet.attributes.get("state") == "veryHidden":
            sheet.attributes["state"] = "hidden"
    _names(book, habits)
    book.sort(_ORDER)


def _revision() -> Element:
    return Element(
        "xr:revisionPtr",
        {
            "revIDLastSave": "0",
            "documentId": "13_ncr:1_{00000000-0000-4000-8000-000000000000}",
            "xr6:coauthVersionLast": "47",
            "xr6:coauthVersionMax": "47",
            "xr10:uidLastSave": "{00000000-0000-0000-0000-000000000000}",
        },
    )


def _names(book: Element, habits: BookHabits) -> None:
    """By name, as programs sort them."""
    names = book.first("definedNames")
    if names is None:
        return
    names.children.sort(key=lambda name: name.attributes["name"].casefold())
    if not habits.constants:
        names.children = [name for name in names.children if not name.text.startswith('"')]


def calculation_chain(content: Content, sheets: Sequence[Element]) -> Element | None:
    """calcChain.xml: from the last formula to the first, the sheet's number where it changes."""
    entries = []
    numbered = zip(content.book.need("sheets").children, sheets, strict=True)
    for entry, sheet in reversed(list(numbered)):
        cells = [cell for row in sheet.need("sheetData").children for cell in row.children if cell.first("f")]
        for place, cell in enumerate(reversed(cells)):
            number = {} if place else {"i": entry.attributes["sheetId"], "l": "1"}
            entries.append(Element("c", {"r": cell.attributes["r"], **number}))
    return Element("calcChain", {"xmlns": MAIN}, entries) if entries else None


def core_properties(content: Content) -> Element | None:
    """docProps/core.xml: saved later, by somebody."""
    for each in content.core.children if content.core is not None else ():
        if each.name == "dcterms:modified":
            each.text = "2021-12-20T01:02:03Z"
        if each.name == "cp:lastModifiedBy":
            each.text = "办公室"
    return content.core


def app_properties(content: Content, habits: BookHabits) -> Element:
    """docProps/app.xml."""
    before = content.app.first("Application") if content.app is not None else None
    application = habits.application or (before.text if before is not None else "WPS 表格")
    pieces = [("Application", application), ("DocSecurity", "0")]
    root = Element(
        "Properties",
        {"xmlns": f"{_PROPERTIES}/extended-properties", "xmlns:vt": f"{_PROPERTIES}/docPropsVTypes"},
        [Element.of(name, text) for name, text in pieces],
    )
    root.children += [_headings(content), _titles(content)]
    if habits.version is not None:
        root.children.append(Element.of("AppVersion", habits.version))
    return root


def _headings(content: Content) -> Element:
    count = str(len(content.sheets))
    pairs = [Element.of("vt:lpstr", "工作表"), Element.of("vt:i4", count)]
    variants = [Element("vt:variant", {}, [each]) for each in pairs]
    return Element("HeadingPairs", {}, [Element("vt:vector", {"size": "2", "baseType": "variant"}, variants)])


def _titles(content: Content) -> Element:
    names = [sheet.attributes["name"] for sheet in content.book.need("sheets").children]
    titles = [Element.of("vt:lpstr", name) for name in names]
    vector = Element("vt:vector", {"size": str(len(names)), "baseType": "lpstr"}, titles)
    return Element("TitlesOfParts", {}, [vector])


def custom_properties(content: Content, habits: BookHabits) -> Element | None:
    """docProps/custom.xml: what there was, and the program's own."""
    custom = content.custom
    if custom is None and not habits.marks:
        return None
    if custom is None:
        spaces = {"xmlns": f"{_PROPERTIES}/custom-properties", "xmlns:vt": f"{_PROPERTIES}/docPropsVTypes"}
        custom = Element("Properties", spaces)
    custom.children = [e for e in custom.children if e.attributes.get("name") not in habits.marks]
    for name, text in habits.marks.items():
        mark = Element(
            "property", {"fmtid": _FORMAT, "pid": "0", "name": name}, [Element.of("vt:lpwstr", text)]
        )
        custom.children.append(mark)
    for number, each in enumerate(custom.children, start=2):
        each.attributes["pid"] = str(number)
    return custom
