"""The parts of a workbook beside its sheets, as facts: names, styles, texts, properties, relations."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from kpixl.formats._facts import CellStyle, Properties, Property, RawName, moment, unescaped
from kpixl.formats._guard import Parts, exceeded, refuse
from kpixl.formats._markup import Attributes, OnEnd, OnStart, Shape, attribute, is_true, walk
from kpixl.formats._number_formats import BUILTIN, GENERAL, is_date_format
from kpixl.formats._remembered import Remembered
from kpixl.limits import Limits

_BOOK = Shape(
    homes={
        **dict.fromkeys(("sheets", "workbookPr", "workbookProtection", "calcPr"), ("workbook",)),
        "sheet": ("sheets",),
        "definedNames": ("workbook",),
        "definedName": ("definedNames",),
    },
    leaves=("definedName",),
    single={"workbook": ("sheets", "workbookPr", "workbookProtection", "calcPr", "definedNames")},
)
_STYLES = Shape(
    homes={
        "numFmts": ("styleSheet",),
        "numFmt": ("numFmts", "dxf"),
        "cellXfs": ("styleSheet",),
        "xf": ("cellXfs", "cellStyleXfs"),
        "fonts": ("styleSheet",),
        "protection": ("xf", "dxf"),
    },
    single={"styleSheet": ("numFmts", "cellXfs", "fonts"), "xf": ("protection",)},
)
"""Where all programs look for what these parts say; what stands elsewhere or twice each reads in its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An entry of a .rels part. kind: the last step of its type (`worksheet`); target: a part, or a URI."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """A sheet as workbook.xml lists it. state: visible, hidden or veryHidden."""

    name: str
    state: str
    relation: str | None


@dataclass(slots=True, kw_only=True)
class WorkbookPart:
    """What workbook.xml says, gathered while it is read."""

    part: str
    sheets: list[SheetEntry] = field(default_factory=list)
    names: list[tuple[Attributes, str]] = field(default_factory=list)
    date1904: bool = False
    structure_locked: bool = False
    calculation: str = "auto"


def relations(parts: Parts, part: str, limits: Limits) -> Mapping[str, Relation]:
    """The relations of a part by id, their targets resolved against it; of the package for the empty name."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    data = parts.get(name)
    return {} if data is None else _relations(data, name, limits)


@Remembered
def _relations(data: bytes, name: str, limits: Limits) -> Mapping[str, Relation]:
    folder = posixpath.dirname(posixpath.dirname(name))
    found: dict[str, Relation] = {}

    def on_relation(attributes: Attributes) -> None:
        external = attributes.get("TargetMode") == "External"
        target = attributes.get("Target", "")
        identity = attributes.get("Id", "")
        if identity in found:
            raise refuse("F062", name=identity)
        found[identity] = Relation(
            kind=attributes.get("Type", "").rpartition("/")[2],
            target=target if external else resolved(folder, target),
            external=external,
        )

    walk(data, name, limits, {"Relationship": on_relation}, {})
    return found


def only(links: Mapping[str, Relation], kind: str) -> str:
    """The part of that kind, empty where there is none. Raises BadFileError where there are several."""
    targets = {link.target for link in links.values() if link.kind == kind and not link.external}
    if len(targets) > 1:
        raise refuse("F062", name=kind)
    return targets.pop() if targets else ""


def resolved(folder: str, target: str) -> str:
    """A relation's target as the name of a part; `..` may remain in front, and then no part has that name."""
    path = target.replace("\\", "/")
    return posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))


def workbook_part(parts: Parts, limits: Limits) -> str:
    """The name of the part that is the workbook. Raises BadFileError where there is none, or several."""
    part = only(relations(parts, "", limits), "officeDocument")
    if parts.get(part) is None:
        raise refuse("F049", part=part or "xl/workbook.xml")
    return part


def scan_book(parts: Parts, part: str, limits: Limits) -> WorkbookPart:
    """workbook.xml."""
    return _book(parts.get(part) or b"", part, limits)


@Remembered
def _book(data: bytes, part: str, limits: Limits) -> WorkbookPart:
    book = WorkbookPart(part=part)
    pending: list[Attributes] = []

    def on_sheet(attributes: Attributes) -> None:
        state = attributes.get("state", "visible")
        entry = SheetEntry(name=attributes.get("name", ""), state=state, relation=attribute(attributes, "id"))
        book.sheets.append(entry)
        if len(book.sheets) > limits.sheets:
            raise exceeded("F068", limits, "sheets")

    def on_name(text: str) -> None:
        book.names.append((pending.pop(), text))
        if len(book.names) > limits.names:
            raise exceeded("F069", limits, "names")

    def on_settings(attributes: Attributes) -> None:
        book.date1904 = is_true(attributes.get("date1904"))

    def on_protection(attributes: Attributes) -> None:
        book.structure_locked = is_true(attributes.get("lockStructure"))

    def on_calculation(attributes: Attributes) -> None:
        book.calculation = attributes.get("calcMode", "auto")

    starts = {
        "sheet": on_sheet,
        "definedName": pending.append,
        "workbookPr": on_settings,
        "workbookProtection": on_protection,
        "calcPr": on_calculation,
    }
    walk(data, part, limits, starts, {"definedName": on_name}, _BOOK)
    return book


def defined_names(book: WorkbookPart) -> tuple[RawName, ...]:
    """The defined names, with their scope as the name of a sheet. An impossible scope is a damaged file."""
    names = []
    sheets = {str(number): sheet.name for number, sheet in enumerate(book.sheets)}
    for attributes, text in book.names:
        scope = attributes.get("localSheetId")
        if scope is not None and scope not in sheets:
            raise refuse("F051", part=book.part, reason=f"localSheetId {scope[:20]}")
        names.append(
            RawName(
                name=attributes.get("name", ""),
                scope=None if scope is None else sheets[scope],
                text=text,
                hidden=is_true(attributes.get("hidden")),
            )
        )
    seen: set[tuple[str | None, str]] = set()
    for name in names:
        key = (name.scope, name.name.casefold())
        if key in seen:
            raise refuse("F062", name=name.name)
        seen.add(key)
    return tuple(names)


def scan_styles(data: bytes | None, part: str, limits: Limits) -> Sequence[CellStyle]:
    """The cell styles by index."""
    return (data is not None and _styles(data, part, limits)) or (CellStyle(),)


@Remembered
def _styles(data: bytes, part: str, limits: Limits) -> Sequence[CellStyle]:
    scan = _StyleScan(limits)
    walk(data, part, limits, scan.starts(), scan.ends(), _STYLES)
    return scan.styles()


class _StyleScan:
    """Only what stands in these containers counts: the same elements mean other things elsewhere."""

    CONTAINERS = ("numFmts", "cellXfs", "fonts")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.codes = {str(number): code for number, code in BUILTIN.items()}
        self.own: dict[str, str] = {}
        self.formats: list[tuple[str, str]] = []
        self.unlocked: set[int] = set()
        self.struck: list[bool] = []
        self.inside = ""

    def starts(self) -> Mapping[str, OnStart]:
        return {
            **{name: partial(self.enter, name) for name in self.CONTAINERS},
            "numFmt": self.on_format,
            "xf": self.on_xf,
            "protection": self.on_protection,
            "font": self.on_font,
            "strike": self.on_strike,
        }

    def ends(self) -> Mapping[str, OnEnd]:
        return dict.fromkeys(self.CONTAINERS, self.leave)

    def enter(self, name: str, _attributes: Attributes) -> None:
        self.inside = name

    def leave(self, _text: str) -> None:
        self.inside = ""

    def on_format(self, attributes: Attributes) -> None:
        if self.inside == "numFmts":
            number, code = attributes.get("numFmtId", ""), attributes.get("formatCode", GENERAL)
            if self.own.setdefault(number, code) != code:
                raise refuse("F062", name=f"numFmtId {number}")
            self.codes[number] = code

    def on_xf(self, attributes: Attributes) -> None:
        if self.inside == "cellXfs":
            self.formats.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))
            if len(self.formats) > self.limits.styles:
                raise exceeded("F070", self.limits, "styles")

    def on_protection(self, attributes: Attributes) -> None:
        if self.inside == "cellXfs" and not is_true(attributes.get("locked"), default=True):
            self.unlocked.add(len(self.formats) - 1)

    def on_font(self, _attributes: Attributes) -> None:
        if self.inside == "fonts":
            self.struck.append(False)

    def on_strike(self, attributes: Attributes) -> None:
        if self.inside == "fonts" and self.struck:
            self.struck[-1] = is_true(attributes.get("val"), default=True)

    def styles(self) -> Sequence[CellStyle]:
        struck = {str(number) for number, each in enumerate(self.struck) if each}
        return tuple(
            CellStyle(
                locked=index not in self.unlocked,
                number_format=(code := self.codes.get(number, GENERAL)),
                dated=is_date_format(code),
                struck=font in struck,
            )
            for index, (number, font) in enumerate(self.formats)
        )


def scan_properties(parts: Parts, limits: Limits) -> Properties:
    """docProps: core, app and custom, found by the package's relations."""
    links = relations(parts, "", limits)
    core = _said(parts, only(links, "core-properties"), limits)
    app = _said(parts, only(links, "extended-properties"), limits)
    return Properties(
        creator=core.get("dc:creator"),
        last_modified_by=core.get("cp:lastModifiedBy"),
        modified=moment(core.get("dcterms:modified", "")),
        application=app.get("Application"),
        version=app.get("AppVersion"),
        custom=_custom(parts, only(links, "custom-properties"), limits),
    )


def _said(parts: Parts, part: str, limits: Limits) -> Mapping[str, str]:
    data = parts.get(part)
    return {} if data is None else _texts_of(data, part, limits)


@Remembered
def _texts_of(data: bytes, part: str, limits: Limits) -> Mapping[str, str]:
    texts: dict[str, str] = {}

    def keep(name: str, text: str) -> None:
        texts.setdefault(name, text.strip())

    walk(data, part, limits, {}, {name: partial(keep, name) for name in _SAID})
    return texts


_SAID = ("dc:creator", "cp:lastModifiedBy", "dcterms:modified", "Application", "AppVersion")
_NUMBERS = {f"vt:{name}": int for name in ("i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint")}
_REALS = {f"vt:{name}": float for name in ("r4", "r8", "decimal")}
_PLAIN = ("vt:lpwstr", "vt:lpstr", "vt:bstr", "vt:filetime", "vt:date", "vt:bool")


def _custom(parts: Parts, part: str, limits: Limits) -> dict[str, Property]:
    properties: dict[str, Property] = {}
    seen: set[str] = set()
    name = ""

    def on_property(attributes: Attributes) -> None:
        nonlocal name
        name = attributes.get("name", "")
        if name.casefold() in seen:
            raise refuse("F062", name=name)
        seen.add(name.casefold())

    def keep(kind: str, text: str) -> None:
        properties[name] = _typed(kind, text)

    if (data := parts.get(part)) is not None:
        kinds = (*_NUMBERS, *_REALS, *_PLAIN)
        walk(data, part, limits, {"property": on_property}, {kind: partial(keep, kind) for kind in kinds})
    return properties


def _typed(kind: str, text: str) -> Property:
    if kind == "vt:bool":
        return is_true(text)
    read = _NUMBERS.get(kind) or _REALS.get(kind)
    try:
        return read(text) if read else unescaped(text)
    except ValueError:
        return text  # a number that is none is compared as the text it is
