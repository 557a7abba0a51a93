"""Whether anything is to be told of the cells of a sheet, found out for all of them at one go."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from kpixl.formats._facts import CONTROL, CellStyle, Stored, unescaped
from kpixl.formats._number_formats import date_of, is_time_of_day
from kpixl.formats._stored import StoredCells

LONGEST_SHARED = 32_768
"""Characters of a formula that is moved along."""
MOVED = 4
"""To move a shared formula along takes as long as to read several: it counts so often."""
_GROWS = 5
"""How much longer a reference can become: `A1` that is moved to XFD1048576."""

_NUMBER = r"[+-]?+[0-9]{1,30}+(?:\.[0-9]{0,30}+)?+(?:[Ee](?:\+?[0-9]{1,2}|-[0-9]{1,3}))?+"
_NUMBERS = re.compile(rf"(?:(?:{_NUMBER})?+>)*+")
_BOOLEANS = frozenset({"0", "1"})
_IN_PLACE = ("str", "inlineStr")
"""The kinds of cells whose text is their own."""


class Settled(NamedTuple):
    """What cells of which nothing is to be told come to.

    masters: by index, where the text of a shared formula stands; most: as many characters as all texts and
    formulas can count; uncached: the addresses of formulas that were saved without their result.
    """

    masters: Mapping[str, Stored]
    most: int
    uncached: Sequence[str]


def settled(
    cells: StoredCells, styles: Mapping[str, CellStyle], texts: Mapping[str, str], *, date1904: bool
) -> Settled | None:
    """The same of the cells of a sheet; None where something may be to be told of one.

    styles, texts: by what cells have for them; nothing is to be told of the texts themselves.
    """
    by_kind = _by_kind(cells)
    if not cells.styles <= styles.keys() or not _are_settled(by_kind, texts):
        return None
    dated = frozenset(style for style in cells.styles if styles[style].dated)
    if dated and not all(_is_day(number, date1904=date1904) for number in _numbers_under(dated, cells)):
        return None
    formulas = _Formulas.of(cells)
    if formulas is None:
        return None
    named = map(texts.__getitem__, by_kind.get("s", ()))
    own = chain.from_iterable(values for kind, values in by_kind.items() if kind != "s")
    return Settled(
        masters=formulas.masters,
        most=sum(map(len, chain(named, own))) + formulas.most,
        uncached=[*chain.from_iterable([row.formulas.uncached for row in cells.rows])],
    )


def _by_kind(cells: StoredCells) -> Mapping[str, list[str]]:
    """The values by the kinds of their cells."""
    values = defaultdict[str, list[str]](list)
    for kind, value in zip(cells.kinds, cells.left_out, strict=True):
        values[kind].append(value)
    for row in cells.rows:
        for address, value in row.kept.items():
            values[row.by_address[address][3]].append(value)
    return values


def _are_settled(values: Mapping[str, Sequence[str]], texts: Mapping[str, str]) -> bool:
    """Whether values, by kind, are what they should be: numbers, truth values, texts that are there."""
    numbers = ">".join([*values.get("", ()), *values.get("n", ()), ""])
    own = "".join(chain.from_iterable(values.get(kind, ()) for kind in _IN_PLACE))
    return (
        _NUMBERS.fullmatch(numbers) is not None
        and texts.keys() >= {*values.get("s", ())}
        and _BOOLEANS.issuperset(values.get("b", ()))
        and all(value == value.strip() for value in values.get("e", ()))
        and unescaped(own) == own
        and CONTROL.search(own) is None
    )


def _numbers_under(dated: frozenset[str], cells: StoredCells) -> Iterable[str]:
    """The numbers that stand under a date format."""
    under = [row for row in cells.rows if not dated.isdisjoint(row.styles)]
    stored = [cell for row in under for cell in row.cells if (cell[2] or "0") in dated]
    return [number for cell in stored if cell[3] in ("", "n") and (number := cells.values.get(cell[0]))]


def _is_day(number: str, *, date1904: bool) -> bool:
    """Whether what stands under a date format can be shown as one."""
    return is_time_of_day(day := float(number)) or date_of(day, date1904=date1904) is not None


class _Formulas(NamedTuple):
    """Those of a sheet."""

    masters: Mapping[str, Stored]
    most: int

    @classmethod
    def of(cls, cells: StoredCells) -> _Formulas | None:
        """None where one is lost, is written in an uncommon way, or may talk to other programs."""
        rows = [row.formulas for row in cells.rows]
        sharing = [*chain.from_iterable([row.sharing for row in rows])]
        masters = {index: cell for index, cell in reversed(sharing) if cell[5]}
        if not all(row.plain for row in rows) or not {index for index, _ in sharing} <= masters.keys():
            return None
        moved = [cell[5] or masters[index][5] for index, cell in sharing]
        if any(len(m) > LONGEST_SHARED for m in moved):
            return None
        return cls(masters, sum([row.written for row in rows]) + MOVED * _GROWS * sum(map(len, moved)))
