"""The rows of a worksheet and the cells in them, taken from their text at one go.

Most rows of a return are, but for the values in them, those of other returns of its form: the values are cut
out, and what is left of a row is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import NamedTuple

from kpixl.addresses import COLUMNS, ROWS, column_index
from kpixl.formats._facts import Stored, is_flat, unescaped
from kpixl.formats._markup import is_true, size_of
from kpixl.formats._outside import may_talk
from kpixl.formats._remembered import Remembered
from kpixl.formats._stored import RowFormulas, RowShape, StoredCells, attributes, shared_index
from kpixl.formats.xlsx._regions import SPACE, TEXT, VALUE, Region, region, regular

_OF_ROW = frozenset(
    [
        "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed", "thickTop",
        "thickBot", "ph", "x14ac:dyDescent",
    ]
)  # fmt: skip
_OF_FORMULA = frozenset(
    ["t", "aca", "ref", "dt2D", "dtr", "del1", "del2", "r1", "r2", "ca", "si", "bx", "xml:space"]
)
_FOREIGN = " x14ac:dyDescent="
_WIDE = "".join(f' a{number}=""' for number in range(len(_OF_FORMULA)))
_STANDING_IN = "<§row{}{}><§c><§is><§t/></§is></§c></§row>"
"""A row as deep and as wide as any of a known form, for the walk through the rest of the part."""
_ROOM = 6 * 1024 * 1024
"""Bytes of rows that are remembered; what is known of one takes three to ten times as much."""

_ATTRIBUTES = rf"(?: [A-Za-z0-9:]{{1,20}}+={VALUE}){{0,13}}+"
_CELL = (
    r'<§c r="[A-Z]{1,3}\1"(?: s="[0-9]{1,5}")?+(?: t="(?:n|s|str|b|e|inlineStr)")?+'
    r'(?: cm="[0-9]{1,9}")?+(?: vm="[0-9]{1,9}")?+(?: ph="[01]")?+'
    rf"(?: ?+/>|>(?:<§f{_ATTRIBUTES}(?: ?+/>|>{TEXT}</§f>))?+"
    rf"(?:<§v{SPACE}(?: ?+/>|></§v>)|<§is><§t{SPACE}(?: ?+/>|>{TEXT}</§t>)</§is>)?+</§c>)"
)
_ALL = rf'(?:<§row r="([1-9][0-9]{{0,6}})"{_ATTRIBUTES}(?: ?+/>|>(?:{_CELL})*+</§row>))*+'
_HEADINGS = rf"(?:<§((?:odd|even|first)(?:Header|Footer))>{TEXT}</§\1>)*+"
"""Of printed pages: nobody reads them here, and where they name a unit they are others in each return."""
_EACH_ROW = r'<§row r="([0-9]++)"([^<>]*+)>'
_EACH_CELL = (
    r'<§c r="(([A-Z]++)[0-9]++)"(?: s="([0-9]++)")?+(?: t="([A-Za-z]++)")?+[^<>]*+>'
    r"(?:(<§f[^<>]*+>)([^<]*+)(?:</§f>)?+)?+(?:<§(?:v|is><§t)[^<>]*+(>[^<]*+)(</§v>)?+)?+"
)


class Tiles(NamedTuple):
    """What the rows of a part hold.

    hidden: rows; rows, columns: how far the cells with a value or a formula reach; rest: the part with a row
    that stands in for all, and without what is printed above and below pages.
    """

    cells: StoredCells
    hidden: set[int]
    rows: int
    columns: int
    rest: bytes


class _Patterns(NamedTuple):
    """Those for the markup of one prefix."""

    all: re.Pattern[str]
    row: re.Pattern[str]
    cell: re.Pattern[str]
    headings: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(prefix: str) -> _Patterns:
    every = (_ALL, _EACH_ROW, _EACH_CELL, _HEADINGS)
    return _Patterns(*(re.compile(each.replace("§", prefix)) for each in every))


def tiles(data: bytes, most: int) -> Tiles | None:
    """Those of a worksheet part; None where it is not of a known form, or has more than that many cells."""
    found = region(data, b"sheetData")
    if found is None or (
        len(found.inside) > most and found.inside.count(f"<{found.prefix}c ".encode()) > most
    ):
        return None
    cells = _cells(found)
    if cells is None:
        return None
    foreign = f'{_FOREIGN}""' if any(row.foreign for row in cells.rows) else ""
    rest = found.rest(_STANDING_IN.format(foreign, _WIDE))
    if rest is None:
        return None
    return Tiles(
        cells=cells,
        hidden=set().union(*[row.hidden for row in cells.rows if row.hidden]),
        rows=max((row.rows for row in cells.rows), default=0),
        columns=max((row.columns for row in cells.rows), default=0),
        rest=_without_headings(rest),
    )


def _without_headings(rest: bytes) -> bytes:
    """The part without the headings of its pages; as it is where they are not of a known form."""
    found = region(rest, b"headerFooter")
    text = None if found is None else regular(found.inside)
    if found is None or text is None or _patterns(found.prefix).headings.fullmatch(text) is None:
        return rest
    return found.rest("") or rest


def _cells(found: Region) -> StoredCells | None:
    """The cells of all rows, whose numbers only rise; None where they are not regular."""
    end, end_of_value = (f"</{found.prefix}{name}>".encode() for name in ("row", "v"))
    *pieces, behind = found.inside.split(end_of_value)
    cut = [piece.rpartition(b">") for piece in pieces]
    values = regular(b"<".join([value for _, _, value in cut]))
    left_out = values.split("<") if values is not None and cut else []
    if values is None or len(left_out) > len(cut):
        return None
    *texts, last = (b">" + end_of_value).join([*(before for before, _, _ in cut), behind]).split(end)
    rows = [_shape(text, end, found.prefix) for text in texts]
    if last:
        rows.append(_shape(last, b"", found.prefix))
    known = [row for row in rows if row is not None]
    numbers = [*chain.from_iterable([row.numbers for row in known])]
    if len(known) < len(rows) or numbers != sorted(set(numbers)) or (numbers and numbers[-1] >= ROWS):
        return None
    return StoredCells(known, left_out)


def _read_shape(data: bytes, end: bytes, prefix: str) -> RowShape | None:
    """A row without its values, and rows without cells before it; None where one is of no known form."""
    patterns = _patterns(prefix)
    text = regular(data + end)
    if text is None or patterns.all.fullmatch(text) is None:
        return None
    rows = [(int(number) - 1, tag) for number, tag in patterns.row.findall(text)]
    cells = [_stored(cell) for cell in patterns.cell.findall(text)]
    lies_beyond = any(column_index(letters) >= COLUMNS for _, letters, *_ in cells)
    if (
        lies_beyond
        or any(_hides(tag) is None for _, tag in rows)
        or not all(_known(cell[4]) for cell in cells)
    ):
        return None
    filled = [cell for cell in cells if cell[4] or cell[6] != ""]
    left_out = [cell for cell in cells if cell[6] is None]
    return RowShape(
        numbers=[number for number, _ in rows],
        hidden=frozenset(number for number, tag in rows if _hides(tag)),
        foreign=any(_FOREIGN in tag for _, tag in rows),
        cells=cells,
        by_address={cell[0]: cell for cell in cells},
        left_out=[cell[0] for cell in left_out],
        kinds=[cell[3] for cell in left_out],
        kept={cell[0]: cell[6][1:] for cell in cells if cell[6]},
        styles=frozenset(cell[2] or "0" for cell in cells),
        formulas=_formulas([cell for cell in cells if cell[4]]),
        rows=rows[-1][0] + 1 if filled else 0,
        columns=max((column_index(cell[1]) + 1 for cell in filled), default=0),
    )


_shape = Remembered(_read_shape, _ROOM)


def _formulas(cells: Sequence[Stored]) -> RowFormulas:
    """Those of cells that have one."""
    written = "\n".join([cell[5] for cell in cells])
    return RowFormulas(
        addresses=frozenset(cell[0] for cell in cells),
        sharing=[(index, cell) for cell in cells if (index := shared_index(cell[4])) is not None],
        written=sum(len(cell[5]) for cell in cells),
        plain=unescaped(written) == written and not may_talk(written),
        uncached=[cell[0] for cell in cells if cell[6] == ""],
    )


def _stored(found: tuple[str, ...]) -> Stored:
    """A cell as the pattern has it, its words those of the others."""
    address, letters, style, kind, tag, formula, value, end_of_value = found
    words = intern(letters), intern(style), intern(kind), intern(tag)
    return address, *words, formula, None if end_of_value else value


@lru_cache(maxsize=4096)
def _hides(tag: str) -> bool | None:
    """Whether a row's tag hides it; None where that is not of a known form."""
    said = attributes(tag)
    if said is None or not said.keys() <= _OF_ROW:
        return None
    return is_true(said.get("hidden")) or is_flat(size_of(said.get("ht")))


@lru_cache(maxsize=4096)
def _known(tag: str) -> bool:
    """Whether the tag of a formula, or none, is of a known form."""
    said = attributes(tag)
    return said is not None and said.keys() <= _OF_FORMULA
