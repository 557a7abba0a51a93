"""The rows of a worksheet and the cells in them, taken from their text at one go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kpixl.addresses import COLUMNS, ROWS, column_index
from kpixl.formats._facts import Stored, is_flat
from kpixl.formats._markup import is_true, size_of
from kpixl.formats._stored import attributes
from kpixl.formats.xlsx._regions import SPACE, TEXT, VALUE, region

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

_ATTRIBUTES = rf"(?: [A-Za-z0-9:]{{1,20}}+={VALUE}){{0,13}}+"
_CELL = (
    r'<§c r="[A-Z]{1,3}\1"(?: s="[0-9]{1,5}")?+(?: t="(?:n|s|str|b|e|inlineStr)")?+'
    r'(?: cm="[0-9]{1,9}")?+(?: vm="[0-9]{1,9}")?+(?: ph="[01]")?+'
    rf"(?: ?+/>|>(?:<§f{_ATTRIBUTES}(?: ?+/>|>{TEXT}</§f>))?+"
    rf"(?:<§v{SPACE}(?: ?+/>|>{TEXT}</§v>)|<§is><§t{SPACE}(?: ?+/>|>{TEXT}</§t>)</§is>)?+</§c>)"
)
_ALL = rf'(?:<§row r="([1-9][0-9]{{0,6}})"{_ATTRIBUTES}(?: ?+/>|>(?:{_CELL})*+</§row>))*+'
_HEADINGS = rf"(?:<§((?:odd|even|first)(?:Header|Footer))>{TEXT}</§\1>)*+"
"""Of printed pages: nobody reads them here, and where they name a unit they are others in each return."""
_EACH_ROW = r'<§row r="([0-9]++)"([^<>]*+)>'
_EACH_CELL = (
    r'<§c r="(([A-Z]++)[0-9]++)"(?: s="([0-9]++)")?+(?: t="([A-Za-z]++)")?+[^<>]*+>'
    r"(?:(<§f[^<>]*+>)([^<]*+)(?:</§f>)?+)?+(?:<§(?:v|is><§t)[^<>]*+(>[^<]*+))?+"
)


class Tiles(NamedTuple):
    """What the rows of a part hold.

    hidden: rows; rows, columns: how far the cells with a value or a formula reach; rest: the part with a row
    that stands in for all, and without what is printed above and below pages.
    """

    cells: Sequence[Stored]
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
    if found is None or (len(found.text) > most and found.text.count(f"<{found.prefix}c ") > most):
        return None
    patterns = _patterns(found.prefix)
    tags = _rows(found.text, patterns)
    cells = None if tags is None else _cells(found.text, patterns)
    if tags is None or cells is None:
        return None
    foreign = f'{_FOREIGN}""' if any(_FOREIGN in tag for tag in tags.values()) else ""
    rest = found.rest(_STANDING_IN.format(foreign, _WIDE))
    if rest is None:
        return None
    filled = [cell for cell in cells if cell[4] or cell[6]]
    return Tiles(
        cells=cells,
        hidden={number for number, tag in tags.items() if _hides(tag)},
        rows=_row(filled[-1]) if filled else 0,
        columns=max((column_index(letters) + 1 for letters in {cell[1] for cell in filled}), default=0),
        rest=_without_headings(rest),
    )


def _without_headings(rest: bytes) -> bytes:
    """The part without the headings of its pages; as it is where they are not of a known form."""
    found = region(rest, b"headerFooter")
    if found is None or _patterns(found.prefix).headings.fullmatch(found.text) is None:
        return rest
    return found.rest("") or rest


def _rows(text: str, patterns: _Patterns) -> dict[int, str] | None:
    """The tags of the rows by zero-based number, which only rises; None where they are not regular."""
    if patterns.all.fullmatch(text) is None:
        return None
    rows = patterns.row.findall(text)
    tags = {int(number) - 1: tag for number, tag in rows}
    numbers = list(tags)
    if len(tags) < len(rows) or numbers != sorted(numbers) or (numbers and numbers[-1] >= ROWS):
        return None
    return None if any(_hides(tag) is None for tag in {*tags.values()}) else tags


@lru_cache(maxsize=4096)
def _hides(tag: str) -> bool | None:
    """Whether a row's tag hides it; None where that is not of a known form."""
    said = attributes(tag)
    if said is None or not said.keys() <= _OF_ROW:
        return None
    return is_true(said.get("hidden")) or is_flat(size_of(said.get("ht")))


def _cells(text: str, patterns: _Patterns) -> Sequence[Stored] | None:
    cells: list[Stored] = patterns.cell.findall(text)
    lies_beyond = any(column_index(letters) >= COLUMNS for letters in {cell[1] for cell in cells})
    return None if lies_beyond or not all(map(_known, {cell[4] for cell in cells})) else cells


@lru_cache(maxsize=4096)
def _known(tag: str) -> bool:
    """Whether the tag of a formula, or none, is of a known form."""
    said = attributes(tag)
    return said is not None and said.keys() <= _OF_FORMULA


def _row(cell: Stored) -> int:
    address, letters, *_ = cell
    return int(address[len(letters) :])
