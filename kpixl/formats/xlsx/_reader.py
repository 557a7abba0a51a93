"""The reader of .xlsx and .xlsm: its XML is scanned, which gives what no reader of values gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpixl.findings import found
from kpixl.formats._book import Draft, SheetDraft, on_sheet
from kpixl.formats._facts import Budget
from kpixl.formats._guard import BadFileError, Parts
from kpixl.formats._overlays import Overlay
from kpixl.formats._sniff import FileKind
from kpixl.formats.xlsx._outside import outside_of
from kpixl.formats.xlsx._overlays import overlays_of
from kpixl.formats.xlsx._parts import (
    Relation,
    SheetEntry,
    WorkbookPart,
    defined_names,
    only,
    relations,
    scan_book,
    scan_properties,
    scan_styles,
    workbook_part,
)
from kpixl.formats.xlsx._pictures import may_hold_pictures, pictures_of
from kpixl.formats.xlsx._sheet import scan_sheet
from kpixl.formats.xlsx._texts import scan_texts


def read_ooxml(parts: Parts, budget: Budget) -> Draft:
    """The workbook in these parts. Raises BadFileError where it cannot be read."""
    limits = budget.limits
    part = workbook_part(parts, limits)
    book = scan_book(parts, part, limits)
    links = relations(parts, part, limits)
    sheet_links = linked(book.sheets, links, parts, part)
    styles, strings = only(links, "styles"), only(links, "sharedStrings")
    texts = scan_texts(parts.get(strings), strings, limits)
    return Draft(
        format=FileKind.XLSX,
        sheets=_sheets(parts, book, sheet_links, budget),
        styles=scan_styles(parts.get(styles), styles, limits),
        texts=texts.texts,
        rich=texts.rich,
        names=defined_names(book),
        properties=scan_properties(parts, limits),
        date1904=book.date1904,
        structure_locked=book.structure_locked,
        calculation=book.calculation,
        macros=has_macros(parts, sheet_links),
        outside=outside_of(parts, limits),
        parts=tuple(parts.names()),
    )


def linked(
    sheets: Sequence[SheetEntry], links: Mapping[str, Relation], parts: Parts, part: str
) -> Sequence[Relation]:
    """The relation of each sheet. No two share a part, and no part is missing or elsewhere."""
    targets: set[str] = {part.casefold()}
    found_links = []
    for entry in sheets:
        link = links.get(entry.relation or "")
        reachable = link is not None and not link.external and parts.get(link.target) is not None
        if link is None or not reachable or link.target.casefold() in targets:
            raise BadFileError(found("F061").at(sheet=entry.name))
        targets.add(link.target.casefold())
        found_links.append(link)
    return found_links


def _sheets(
    parts: Parts, book: WorkbookPart, links: Sequence[Relation], budget: Budget
) -> Iterator[SheetDraft]:
    pictures = may_hold_pictures(parts)
    for entry, link in zip(book.sheets, links, strict=True):
        scanned, overlays = None, tuple[Overlay, ...]()
        if link.kind == "worksheet":
            with on_sheet(entry.name):
                data = parts.get(link.target) or b""
                scanned = scan_sheet(data, link.target, budget)
                scanned.pictures = pictures_of(data) if pictures else frozenset()
                overlays = overlays_of(parts, link.target, budget.limits)
        yield SheetDraft(
            name=entry.name, state=entry.state, kind=link.kind, scanned=scanned, overlays=overlays
        )


def has_macros(parts: Parts, links: Sequence[Relation]) -> bool:
    """Whether there is a program in the workbook, or a sheet of macros of the old kind."""
    return any(name.endswith("vbaproject.bin") for name in parts.names()) or any(
        "macrosheet" in link.kind.casefold() for link in links
    )
