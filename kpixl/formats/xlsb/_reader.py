"""The reader of .xlsb: the package of an .xlsx with records instead of XML in its main parts."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from kpixl.formats._book import Draft, SheetDraft, on_sheet
from kpixl.formats._facts import Budget, CellStyle, RawName, Runs
from kpixl.formats._guard import Parts, exceeded
from kpixl.formats._number_formats import BUILTIN, GENERAL, is_date_format
from kpixl.formats._overlays import Overlay
from kpixl.formats._sniff import FileKind
from kpixl.formats._tokens import BIFF12, Surroundings, formula_text
from kpixl.formats.biff import sheet_words
from kpixl.formats.xlsb._overlays import comments_of
from kpixl.formats.xlsb._records import NOWHERE, Fields, each, take
from kpixl.formats.xlsb._sheet import Neighbours, scan_xlsb_sheet
from kpixl.formats.xlsx import (
    Relation,
    SheetEntry,
    has_macros,
    linked,
    may_hold_pictures,
    only,
    outside_of,
    overlays_of,
    relations,
    scan_properties,
    workbook_part,
)
from kpixl.limits import Limits

_STATES = ("visible", "hidden", "veryHidden")
_LOCKED = 0x1000
_STRUCK = 0x8
_SELF, _SAME, _OTHER = 357, 358, 355


def read_xlsb(parts: Parts, budget: Budget) -> Draft:
    """The workbook in these parts. Raises BadFileError where it cannot be read."""
    limits = budget.limits
    part = workbook_part(parts, limits)
    book = _Book(limits)
    take(parts.get(part) or b"", part, book.actions())
    links = relations(parts, part, limits)
    sheet_links = linked(book.sheets, links, parts, part)
    around = book.surroundings()
    styles = _styles(parts, only(links, "styles"), limits)
    texts = _texts(parts, only(links, "sharedStrings"), styles.struck)
    return Draft(
        format=FileKind.XLSB,
        sheets=_sheets(
            parts,
            book.sheets,
            sheet_links,
            Neighbours(around, styles.struck, pictures=may_hold_pictures(parts)),
            budget,
        ),
        styles=styles.cells,
        texts=[text for text, _ in texts],
        rich={number: runs for number, (_, runs) in enumerate(texts) if runs},
        names=tuple(book.defined(around)),
        properties=scan_properties(parts, limits),
        date1904=book.date1904,
        structure_locked=book.structure_locked,
        macros=has_macros(parts, sheet_links),
        outside=outside_of(parts, limits),
        parts=tuple(parts.names()),
    )


def _sheets(
    parts: Parts,
    sheets: Sequence[SheetEntry],
    links: Sequence[Relation],
    around: Neighbours,
    budget: Budget,
) -> Iterator[SheetDraft]:
    for entry, link in zip(sheets, links, strict=True):
        scanned, overlays = None, tuple[Overlay, ...]()
        if link.kind == "worksheet":
            with on_sheet(entry.name):
                scanned = scan_xlsb_sheet(parts.get(link.target) or b"", link.target, around, budget)
                overlays = overlays_of(parts, link.target, budget.limits, comments_of)
        yield SheetDraft(
            name=entry.name, state=entry.state, kind=link.kind, scanned=scanned, overlays=overlays
        )


@dataclass(slots=True)
class _Book:
    """What workbook.bin says, gathered while it is read."""

    limits: Limits
    sheets: list[SheetEntry] = field(default_factory=list)
    names: list[tuple[str, int, bool, bytes]] = field(default_factory=list)
    books: list[bool] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)
    date1904: bool = False
    structure_locked: bool = False

    def actions(self) -> Mapping[int, Callable[[Fields], None]]:
        return {
            156: self._on_sheet,
            153: self._on_settings,
            534: self._on_protection,
            39: self._on_name,
            _SELF: lambda _: self.books.append(True),
            _SAME: lambda _: self.books.append(True),
            _OTHER: lambda _: self.books.append(False),
            362: self._on_links,
        }

    def surroundings(self) -> Surroundings:
        """What the formulas of all sheets may refer to."""
        sheets = {
            index: sheet_words(self._name_of(first), self._name_of(last))
            for index, (book, first, last) in enumerate(self.links)
            if book < len(self.books) and self.books[book]
        }
        return Surroundings(dialect=BIFF12, names=tuple(name for name, *_ in self.names), sheets=sheets)

    def _name_of(self, number: int) -> str:
        return self.sheets[number].name if number < len(self.sheets) else "#REF"

    def defined(self, around: Surroundings) -> Iterator[RawName]:
        """The defined names."""
        for name, scope, hidden, tokens in self.names:
            home = None if scope == NOWHERE else self._name_of(scope)
            yield RawName(name=name, scope=home, text=formula_text(tokens, around), hidden=hidden)

    def _on_sheet(self, fields: Fields) -> None:
        state, _ = fields.numbers("<LL")
        relation, name = fields.text(), fields.text()
        self.sheets.append(SheetEntry(name=name, state=_STATES[min(state, 2)], relation=relation))
        if len(self.sheets) > self.limits.sheets:
            raise exceeded("F068", self.limits, "sheets")

    def _on_settings(self, fields: Fields) -> None:
        (flags,) = fields.numbers("<L")
        self.date1904 = bool(flags & 1)

    def _on_protection(self, fields: Fields) -> None:
        _, _, flags = fields.numbers("<HHH")
        self.structure_locked = bool(flags & 1)

    def _on_name(self, fields: Fields) -> None:
        flags, _, scope = fields.numbers("<LBL")
        name = fields.text()
        self.names.append((name, scope, bool(flags & 1), fields.formula()))
        if len(self.names) > self.limits.names:
            raise exceeded("F069", self.limits, "names")

    def _on_links(self, fields: Fields) -> None:
        (count,) = fields.numbers("<L")
        self.links += [fields.triple() for _ in range(min(count, fields.left // 12))]


class _Styles(NamedTuple):
    """The cell styles by index, and the numbers of the fonts that are struck out."""

    cells: Sequence[CellStyle]
    struck: AbstractSet[int]


def _styles(parts: Parts, part: str, limits: Limits) -> _Styles:
    """Of cell styles those after the mark that opens them count, as others mean something else."""
    codes, styles, inside = dict(BUILTIN), list[CellStyle](), False
    fonts: list[bool] = []
    for number, data in each(parts.get(part) or b"", part):
        if number in (617, 618):
            inside = number == 617
        elif number == 44:
            fields = Fields(data)
            (index,) = fields.numbers("<H")
            codes[index] = fields.text()
        elif number == 43:
            fonts.append(bool(data[2:3] and data[2] & _STRUCK))
        elif number == 47 and inside:
            styles.append(_style(data.ljust(16, b"\x00"), codes, fonts))
            if len(styles) > limits.styles:
                raise exceeded("F070", limits, "styles")
    return _Styles(styles or (CellStyle(),), {number for number, struck in enumerate(fonts) if struck})


def _style(data: bytes, codes: Mapping[int, str], fonts: Sequence[bool]) -> CellStyle:
    index, font, flags = struct.unpack_from("<2xHH6xH", data)
    code = codes.get(index, GENERAL)
    return CellStyle(
        locked=bool(flags & _LOCKED),
        number_format=code,
        dated=is_date_format(code),
        struck=font < len(fonts) and fonts[font],
    )


def _texts(parts: Parts, part: str, struck: AbstractSet[int]) -> Sequence[tuple[str, Runs]]:
    texts: list[tuple[str, Runs]] = []

    def on_text(fields: Fields) -> None:
        texts.append(fields.rich(struck))

    take(parts.get(part) or b"", part, {19: on_text})
    return texts
