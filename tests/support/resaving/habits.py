"""What is special about the files of a program: data that the writers go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tests.support.resaving.markup import Attributes, Manner
from tests.support.resaving.zipping import Zipping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OFFICE = "http://schemas.microsoft.com/office"
SPACES = {
    "r": DOCUMENT,
    "mc": COMPATIBILITY,
    "x14": f"{_OFFICE}/spreadsheetml/2009/9/main",
    "x14ac": f"{_OFFICE}/spreadsheetml/2009/9/ac",
    "x15": f"{_OFFICE}/spreadsheetml/2010/11/main",
    "x15ac": f"{_OFFICE}/spreadsheetml/2010/11/ac",
    "x16r2": f"{_OFFICE}/spreadsheetml/2015/02/main",
    "xm": f"{_OFFICE}/excel/2006/main",
    "xr": f"{_OFFICE}/spreadsheetml/2014/revision",
    "xr2": f"{_OFFICE}/spreadsheetml/2015/revision2",
    "xr3": f"{_OFFICE}/spreadsheetml/2016/revision3",
    "xr6": f"{_OFFICE}/spreadsheetml/2016/revision6",
    "xr9": f"{_OFFICE}/spreadsheetml/2016/revision9",
    "xr10": f"{_OFFICE}/spreadsheetml/2016/revision10",
    "mx": f"{_OFFICE}/mac/excel/2008/main",
    "mv": "urn:schemas-microsoft-com:mac:vml",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "etc": "http://www.wps.cn/officeDocument/2017/etCustomData",
}


def spaces(*prefixes: str, ignorable: str = "") -> Attributes:
    """The attributes of a root: namespaces by their prefixes, and which of them may be passed over."""
    named = {f"xmlns:{prefix}": SPACES[prefix] for prefix in prefixes}
    return {"xmlns": MAIN, **named, **({"mc:Ignorable": ignorable} if ignorable else {})}


@dataclass(frozen=True, kw_only=True)
class BookHabits:
    """workbook.xml, docProps, and which parts there are.

    application: what the properties name, None for what they named before; version: their AppVersion;
    properties: whether there are any; constants: whether names of constants are kept; folder: where the file
    lay, as an alternative of the workbook; marks: what is added to the custom properties;
    """

    root: Attributes
    file_version: Attributes | None
    settings: Attributes
    calculation: Attributes
    application: str | None
    version: str | None
    properties: bool = True
    marks: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    revision: bool = False
    constants: bool = True
    locked: bool = True
    very_hidden: bool = True
    chain: bool = False
    printers: bool = False
    drawings: bool = False


@dataclass(frozen=True, kw_only=True)
class SheetHabits:
    """Worksheets.

    ascent: `dyDescent` of a row; spans: whether they are written; uids: `xr:uid`; phonetic: `phoneticPr`;
    decimals: numbers always have one; covered: cells under a merged one are added; shared: columns of like
    formulas become shared ones; elsewhere: lists of other sheets move to the extensions; said: the attributes
    of a validation that are kept, None for all; split: areas of validations are split, with `$`; remnant: the
    protection that is left on a sheet without; outline: levels where nothing is grouped; rows: so many are
    written at least.
    """

    root: Attributes
    format: Attributes
    row: Sequence[str]
    validation: Sequence[str]
    protection: Sequence[str]
    ascent: str = ""
    spans: bool = True
    uids: bool = False
    phonetic: bool = False
    decimals: bool = False
    words: bool = False
    covered: bool = False
    shared: bool = False
    elsewhere: bool = False
    said: frozenset[str] | None = None
    operators: bool = False
    split: bool = False
    protected: bool = True
    remnant: Attributes = field(default_factory=dict)
    properties: bool = False
    dimension: bool = True
    outline: bool = False
    pixels: int = 0
    newline: str = ""
    rows: int = 0


@dataclass(frozen=True, kw_only=True)
class StyleHabits:
    """styles.xml and the shared strings.

    first: the number of the first format of its own; escaped: `-` in formats with a backslash before it;
    formats: those that are always there; named: how many named styles there are; fills: how many;
    alphabetical: attributes come by their names; decimals: sizes have one; strings: their order; readings:
    how a text is read, beside it.
    """

    root: Attributes
    order: Literal["kept", "used", "reversed"] = "kept"
    first: int = 164
    escaped: bool = False
    formats: Mapping[str, str] = field(default_factory=dict)
    named: int = 1
    style: str = "Normal"
    fills: int = 0
    fonts: Attributes = field(default_factory=dict)
    alphabetical: bool = False
    decimals: bool = False
    strings: Literal["kept", "used"] = "kept"
    readings: bool = False


@dataclass(frozen=True, kw_only=True)
class Habits:
    """A program.

    loses: the codes that its files may have in addition, and why; mends: those that they may no longer have.
    """

    name: str
    zipping: Zipping
    manner: Manner
    book: BookHabits
    sheet: SheetHabits
    style: StyleHabits
    loses: Mapping[str, str] = field(default_factory=dict)
    mends: Mapping[str, str] = field(default_factory=dict)
