"""The cells of a sheet as the text of a part has them, none of them taken apart yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from kpixl.addresses import Cell, column_index
from kpixl.formats._facts import ScannedCell, Stored

_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_REFERENCES = (
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#9;", "\t"), ("&#10;", "\n"),
    ("&#13;", "\r"), ("&amp;", "&"),
)  # fmt: skip
"""To characters; the last one makes what the others begin with."""


TEXTS = frozenset({"s", "str", "inlineStr"})
"""The kinds of cells whose value is a text."""


def place_of(cell: Stored) -> Cell:
    """Its zero-based row and column."""
    address, letters, *_ = cell
    return int(address[len(letters) :]) - 1, column_index(letters)


def taken_apart(cell: Stored, place: Cell, value: str | None) -> ScannedCell:
    """A cell taken apart. value: as XML text, None where it has none."""
    _, _, style, kind, tag, formula, _ = cell
    text = None if value is None else plain(value)
    known = plain(formula) if tag else None
    return ScannedCell(*place, kind or "n", style or "0", text, known, shared_index(tag))


class RowFormulas(NamedTuple):
    """The formulas in a row.

    addresses: of the cells with one; sharing: those that are shared, by their index; written: how many
    characters all have; plain: they are written in the common way, and talk to no other program; uncached:
    the addresses of those that were saved without a result.
    """

    addresses: AbstractSet[str]
    sharing: Sequence[tuple[str, Stored]]
    written: int
    plain: bool
    uncached: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RowShape:
    """A row but for the values in it: in returns of one form they are alike, and taken apart once.

    Rows without cells that stand before it belong to it. numbers: zero-based; hidden: of these; foreign: a
    prefix of another namespace is used; by_address: of two cells with one address the last; left_out, kinds:
    the cells whose values are left out, in order, and their kinds; kept: the values that are not, for they
    are written in another way; styles: those that cells name; rows, columns: how far what is filled reaches.
    """

    numbers: Sequence[int]
    hidden: AbstractSet[int]
    foreign: bool
    cells: Sequence[Stored]
    by_address: Mapping[str, Stored]
    left_out: Sequence[str]
    kinds: Sequence[str]
    kept: Mapping[str, str]
    styles: AbstractSet[str]
    formulas: RowFormulas
    rows: int
    columns: int


@dataclass(frozen=True)
class StoredCells:
    """The cells of a sheet, row by row. left_out: the values that the rows leave out, in their order."""

    rows: Sequence[RowShape]
    left_out: Sequence[str]

    def __len__(self) -> int:
        return sum(len(row.cells) for row in self.rows)

    @cached_property
    def by_address(self) -> Mapping[str, Stored]:
        """The cells by address (`D7`)."""
        found: dict[str, Stored] = {}
        for row in self.rows:
            found.update(row.by_address)
        return found

    @cached_property
    def values(self) -> Mapping[str, str]:
        """What the cells that have a value say, as XML text, by address and in their order."""
        addresses = chain.from_iterable([row.left_out for row in self.rows])
        values = dict(zip(addresses, self.left_out, strict=True))
        kept = [row.kept for row in self.rows if row.kept]
        for each in kept:
            values.update(each)
        return {a: values[a] for a in self.by_address if a in values} if kept else values

    @property
    def kinds(self) -> Iterator[str]:
        """The kinds of the cells whose values are left out."""
        return chain.from_iterable([row.kinds for row in self.rows])

    @cached_property
    def styles(self) -> AbstractSet[str]:
        """Those that cells name."""
        return frozenset().union(*{row.styles for row in self.rows})

    @cached_property
    def formulas(self) -> AbstractSet[str]:
        """The addresses of the cells with one."""
        return frozenset().union(*[row.formulas.addresses for row in self.rows])

    def taken_apart(self) -> Iterator[ScannedCell]:
        """All cells, in their order."""
        values = iter(self.left_out)
        for cell in chain.from_iterable([row.cells for row in self.rows]):
            kept = cell[6]
            value = next(values) if kept is None else kept[1:] if kept else None
            yield taken_apart(cell, place_of(cell), value)


def plain(text: str) -> str:
    """XML text without references to characters."""
    if "&" in text:
        for reference, character in _REFERENCES:
            text = text.replace(reference, character)
    return text


def attributes(tag: str) -> dict[str, str] | None:
    """The attributes of a tag; None where one stands there twice."""
    pairs = _ATTRIBUTE.findall(tag)
    named = dict(pairs)
    return named if len(named) == len(pairs) else None


@lru_cache(maxsize=4096)
def shared_index(tag: str) -> str | None:
    """The index of the shared formula that begins with this tag; None where it is none."""
    said = attributes(tag) or {}
    return said.get("si") if said.get("t") == "shared" else None
