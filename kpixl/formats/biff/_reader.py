"""The reader of .xls (Excel 97 to 2003; .et of WPS): a stream of records inside a compound file."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kpixl.formats._book import Draft, SheetDraft, on_sheet
from kpixl.formats._compound import Compound
from kpixl.formats._compound_properties import ole_properties
from kpixl.formats._facts import Budget, CellStyle, RawName
from kpixl.formats._guard import exceeded, refuse
from kpixl.formats._number_formats import BUILTIN, GENERAL, is_date_format
from kpixl.formats._outside import Outside
from kpixl.formats._overlays import Overlay
from kpixl.formats._sniff import FileKind
from kpixl.formats._tokens import BIFF8, Surroundings, formula_text
from kpixl.formats.biff._outside import connections_of, objects_of, other_book
from kpixl.formats.biff._records import DAMAGE, BiffRecord, Rich, Run, damaged, records, shared_texts
from kpixl.formats.biff._sheet import scan_biff_sheet
from kpixl.limits import Limits

_BIFF8 = 0x600
_STRUCK, _NO_FONT = 0x8, 4
_OWN_SHEETS, _ADD_INS = 0x401, 0x3A01
_STATES = ("visible", "hidden", "veryHidden", "veryHidden")
_KINDS = {0: "worksheet", 1: "macrosheet", 2: "chartsheet", 6: "vbmodule"}
_MACROS = "_VBA_PROJECT_CUR"
_BUILT_IN = {6: "Print_Area", 7: "Print_Titles", 13: "_FilterDatabase"}
_PLAIN = frozenset({"worksheet", "chartsheet"})


class _Listed(NamedTuple):
    name: str
    state: str
    kind: str
    at: int


class _Name(NamedTuple):
    name: str
    scope: int
    hidden: bool
    tokens: bytes


def read_biff(compound: Compound, budget: Budget) -> Draft:
    """The workbook in a compound file. Raises BadFileError, OleError."""
    stream = workbook_stream(compound)
    whole = _Globals(budget.limits).read(stream)
    around = whole.surroundings()
    macros = _MACROS in compound.storages or any(sheet.kind not in _PLAIN for sheet in whole.sheets)
    return Draft(
        format=FileKind.XLS,
        sheets=_sheets(stream, whole.sheets, around, budget),
        styles=whole.styles(),
        texts=[each.text for each in whole.texts],
        rich={n: each.runs(whole.struck_fonts) for n, each in enumerate(whole.texts) if each.fonts},
        names=tuple(whole.defined(around)),
        properties=ole_properties(compound),
        date1904=whole.date1904,
        structure_locked=whole.structure_locked,
        macros=macros,
        outside=(*whole.outside, *objects_of(compound), *connections_of(stream, whole.starts)),
    )


def workbook_stream(compound: Compound) -> bytes:
    """The stream that holds the workbook. Raises BadFileError where it is older than Excel 97."""
    stream = next((compound.stream(name) for name in compound.streams if name.upper() == "WORKBOOK"), None)
    if stream is None:
        raise refuse("F096")
    if len(stream) < 8:
        raise damaged("BOF")
    number, _, version = struct.unpack_from("<HHH", stream)
    if number & 0xFF != 0x09:
        raise damaged("BOF")
    if (number, version) != (0x809, _BIFF8):
        raise refuse("F096")
    return stream


def _sheets(
    stream: bytes, listed: Sequence[_Listed], around: Surroundings, budget: Budget
) -> Iterator[SheetDraft]:
    starts: set[int] = set()
    for sheet in listed:
        scanned, overlays = None, tuple[Overlay, ...]()
        with on_sheet(sheet.name):
            if sheet.at in starts or not 0 < sheet.at < len(stream):
                raise refuse("F061")
            starts.add(sheet.at)
            if sheet.kind == "worksheet":
                scanned, overlays = scan_biff_sheet(stream, sheet.at, around, budget)
        yield SheetDraft(
            name=sheet.name, state=sheet.state, kind=sheet.kind, scanned=scanned, overlays=overlays
        )


@dataclass(slots=True)
class _Globals:
    """What the first part of the stream says of the whole workbook."""

    limits: Limits
    sheets: list[_Listed] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=lambda: dict(BUILTIN))
    cell_styles: list[tuple[int, int, bool]] = field(default_factory=list)
    struck_fonts: set[int] = field(default_factory=set)
    fonts: int = 0
    texts: Sequence[Rich] = ()
    names: list[_Name] = field(default_factory=list)
    own_books: list[bool] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)
    date1904: bool = False
    structure_locked: bool = False

    def read(self, stream: bytes) -> _Globals:
        """Take what the records say. Raises BadFileError."""
        actions: Mapping[int, Callable[[BiffRecord], None]] = {
            0x85: self._on_sheet,
            0x41E: self._on_format,
            0xE0: self._on_style,
            0x31: self._on_font,
            0xFC: self._on_texts,
            0x18: self._on_name,
            0x1AE: self._on_book,
            0x17: self._on_links,
            0x22: self._on_dates,
            0x12: self._on_protection,
        }
        for record in records(stream):
            action = actions.get(record.id)
            if action is not None:
                try:
                    action(record)
                except DAMAGE as error:
                    raise damaged(f"{record.id:#x}") from error
        return self

    def surroundings(self) -> Surroundings:
        """What the formulas of all sheets may refer to."""
        sheets = {
            index: sheet_words(self._name_of(first), self._name_of(last))
            for index, (book, first, last) in enumerate(self.links)
            if book < len(self.own_books) and self.own_books[book]
        }
        return Surroundings(dialect=BIFF8, names=tuple(name.name for name in self.names), sheets=sheets)

    def _name_of(self, number: int) -> str:
        return self.sheets[number].name if number < len(self.sheets) else "#REF"

    @property
    def starts(self) -> Sequence[int]:
        """Where the sheets begin in the stream."""
        return [sheet.at for sheet in self.sheets]

    def styles(self) -> Sequence[CellStyle]:
        """The cell styles by index."""
        made = (
            CellStyle(
                locked=locked,
                number_format=(code := self.formats.get(number, GENERAL)),
                dated=is_date_format(code),
                struck=font in self.struck_fonts,
            )
            for font, number, locked in self.cell_styles
        )
        return tuple(made) or (CellStyle(),)

    def defined(self, around: Surroundings) -> Iterator[RawName]:
        """The defined names."""
        for name in self.names:
            scope = self._name_of(name.scope - 1) if name.scope else None
            text = formula_text(name.tokens, around)
            yield RawName(name=name.name, scope=scope, text=text, hidden=name.hidden)

    def _on_sheet(self, record: BiffRecord) -> None:
        at, state, kind, length = struct.unpack_from("<LBBB", record.data)
        name = Run(record.pieces, 7).text(length)
        self.sheets.append(_Listed(name, _STATES[state & 3], _KINDS.get(kind, "unknown"), at))
        if len(self.sheets) > self.limits.sheets:
            raise exceeded("F068", self.limits, "sheets")

    def _on_format(self, record: BiffRecord) -> None:
        (number,) = struct.unpack_from("<H", record.data)
        self.formats[number] = Run(record.pieces, 2).text()

    def _on_style(self, record: BiffRecord) -> None:
        font, number, flags = struct.unpack_from("<HHH", record.data)
        self.cell_styles.append((font, number, bool(flags & 1)))
        if len(self.cell_styles) > self.limits.styles:
            raise exceeded("F070", self.limits, "styles")

    def _on_font(self, record: BiffRecord) -> None:
        """Fonts are numbered without a fifth: after number 3 comes number 5."""
        (flags,) = struct.unpack_from("<2xH", record.data)
        if flags & _STRUCK:
            self.struck_fonts.add(self.fonts if self.fonts < _NO_FONT else self.fonts + 1)
        self.fonts += 1

    def _on_texts(self, record: BiffRecord) -> None:
        self.texts = shared_texts(record)

    def _on_name(self, record: BiffRecord) -> None:
        flags, length, size, scope = struct.unpack_from("<HxBHxxH", record.data)
        run = Run(record.pieces, 14)
        name = run.text(length)
        if flags & 0x20 and len(name) == 1:
            name = f"_xlnm.{_BUILT_IN.get(ord(name), ord(name))}"
        self.names.append(_Name(name, scope, bool(flags & 1), run.take(size)))
        if len(self.names) > self.limits.names:
            raise exceeded("F069", self.limits, "names")

    def _on_book(self, record: BiffRecord) -> None:
        sheets, kind = struct.unpack_from("<HH", record.data)
        self.own_books.append(kind == _OWN_SHEETS)
        if kind not in {_OWN_SHEETS, _ADD_INS}:
            self.outside += other_book(sheets, Run(record.pieces, 2).text())

    def _on_links(self, record: BiffRecord) -> None:
        run = Run(record.pieces)
        count = run.number("<H")
        self.links += [struct.unpack("<HHH", run.take(6)) for _ in range(count)]

    def _on_dates(self, record: BiffRecord) -> None:
        self.date1904 = any(record.data[:2])

    def _on_protection(self, record: BiffRecord) -> None:
        self.structure_locked = any(record.data[:2])


def sheet_words(first: str, last: str) -> str:
    """A sheet, or a span of sheets, as formulas name it."""
    words = first if first == last else f"{first}:{last}"
    return words if words.isidentifier() else "'" + words.replace("'", "''") + "'"
