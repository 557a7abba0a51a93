"""A workbook as a program has it in memory, whichever program wrote it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from tests.support.resaving.markup import Element, parsed

CELL_KINDS = ("n", "s", "str", "inlineStr", "b", "e", "d")


class UnsaveableError(Exception):
    """No program opens the file as it is, so none writes it."""


@dataclass(slots=True)
class Content:
    """Its parts as trees. sheets: by their relation; texts: the shared strings; theme as it was."""

    book: Element
    sheets: dict[str, Element]
    styles: Element
    texts: list[Element]
    theme: bytes | None
    core: Element | None
    app: Element | None
    custom: Element | None


def opened(data: bytes) -> Content:
    """What is in the file. Raises UnsaveableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
            _check_package(archive.namelist(), parts)
            return _content(parts)
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, StopIteration, RuntimeError, ValueError) as error:
        raise UnsaveableError(type(error).__name__) from error


def _check_package(names: Sequence[str], parts: Mapping[str, bytes]) -> None:
    if len({name.casefold() for name in names}) < len(names):
        raise UnsaveableError("a part twice")
    if any(b"<!DOCTYPE" in part for part in parts.values()):
        raise UnsaveableError("a document type, which the format forbids")


def _content(parts: Mapping[str, bytes]) -> Content:
    package = _related(parts, "")
    part = package["officeDocument"]
    links, book = _related(parts, part), parsed(parts[part])
    styles = parsed(parts[links["styles"]])
    for each in (*book.walk(), *styles.walk()):
        _plain(each)
    book.drop("mc:AlternateContent", "xr:revisionPtr", "extLst")
    names = [sheet.attributes["name"].casefold() for sheet in book.need("sheets").children]
    if len({*names}) < len(names):
        raise UnsaveableError("two sheets of one name")
    strings = links.get("sharedStrings")
    content = Content(
        book=book,
        sheets={
            s.attributes["r:id"]: parsed(parts[links[s.attributes["r:id"]]])
            for s in book.need("sheets").children
        },
        styles=styles,
        texts=parsed(parts[strings]).every("si") if strings else [],
        theme=parts.get(links.get("theme", "")),
        core=_tree(parts, package.get("core-properties")),
        app=_tree(parts, package.get("extended-properties")),
        custom=_tree(parts, package.get("custom-properties")),
    )
    for sheet in content.sheets.values():
        _neutral(sheet)
    return content


def _tree(parts: Mapping[str, bytes], name: str | None) -> Element | None:
    return parsed(parts[name]) if name and name in parts else None


def _related(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Targets by the relation's id, and by the last step of its type."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    found: dict[str, str] = {}
    for link in parsed(parts[name]).children if name in parts else ():
        target = link.attributes["Target"]
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[link.attributes["Id"]] = found[link.attributes["Type"].rpartition("/")[2]] = posixpath.normpath(
            path
        )
    return found


def _plain(element: Element) -> None:
    """Without what one program alone writes."""
    ours = {k: v for k, v in element.attributes.items() if not k.startswith(("x14ac:", "xr", "mc:"))}
    element.attributes = ours


def _neutral(sheet: Element) -> None:
    for element in sheet.walk():
        _plain(element)
    _gather(sheet)
    sheet.drop("phoneticPr", "extLst", "drawing")
    for setup in sheet.every("pageSetup"):
        setup.attributes.pop("r:id", None)
    for row in (row for data in sheet.every("sheetData") for row in data.children):
        if any(cell.attributes.get("t", "n") not in CELL_KINDS for cell in row.children):
            raise UnsaveableError("a cell of no kind")


def _gather(sheet: Element) -> None:
    """Validations of the extensions among the others."""
    extended = [e for e in sheet.walk() if e.name == "x14:dataValidation"]
    if not extended:
        return
    if sheet.first("dataValidations") is None:
        sheet.children.append(Element("dataValidations"))
    for each in extended:
        areas = each.need("xm:sqref").text
        formulas = [f for f in each.children if f.name != "xm:sqref"]
        sheet.need("dataValidations").children.append(
            Element(
                "dataValidation",
                {**each.attributes, "sqref": areas},
                [Element(f.name.removeprefix("x14:"), {}, [], f.need("xm:f").text) for f in formulas],
            )
        )
