"""Whether anything is to be told of the cells of a sheet, found out for all of them at one go."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from kpixl.formats._facts import CONTROL, CellStyle, Stored, unescaped
from kpixl.formats._number_formats import date_of, is_time_of_day
from kpixl.formats._outside import may_talk
from kpixl.formats._stored import shared_index

LONGEST_SHARED = 32_768
"""Characters of a formula that is moved along."""
MOVED = 4
"""To move a shared formula along takes as long as to read several: it counts so often."""
_GROWS = 5
"""How much longer a reference can become: `A1` that is moved to XFD1048576."""

_NUMBER = r"[+-]?+[0-9]{1,30}+(?:\.[0-9]{0,30}+)?+(?:[Ee](?:\+?[0-9]{1,2}|-[0-9]{1,3}))?+"
_NUMBERS = re.compile(rf"(?:>(?:{_NUMBER})?+)*+")
_BOOLEANS = frozenset({">0", ">1"})
_KINDS = frozenset({"", "n", "s", "str", "inlineStr", "b", "e"})


class Settled(NamedTuple):
    """What cells of which nothing is to be told come to.

    masters: by index, where the text of a shared formula stands; most: as many characters as all texts and
    formulas can count; uncached: the addresses of formulas that were saved without their result.
    """

    masters: Mapping[str, Stored]
    most: int
    uncached: Sequence[str]


def settled(
    cells: Sequence[Stored], styles: Mapping[str, CellStyle], texts: Mapping[str, str], *, date1904: bool
) -> Settled | None:
    """The same of the cells of a sheet; None where something may be to be told of one.

    styles, texts: by what cells have for them; nothing is to be told of the texts themselves.
    """
    used = {cell[2] or "0" for cell in cells}
    filled = [cell for cell in cells if cell[4] or cell[6]]
    values = defaultdict[str, list[str]](list)
    for cell in filled:
        if cell[6]:
            values[cell[3]].append(cell[6])
    if not used <= styles.keys() or not _are_settled(values, texts):
        return None
    dated = {style for style in used if styles[style].dated}
    if not all(_is_day(c, date1904=date1904) for c in filled if (c[2] or "0") in dated):
        return None
    formulas = _Formulas.of([cell for cell in filled if cell[4]])
    if formulas is None:
        return None
    named = [texts[value] for value in values.pop("s", ())]
    own = chain.from_iterable(values.values())
    return Settled(
        masters=formulas.masters,
        most=sum(map(len, chain(named, own))) + formulas.most,
        uncached=[cell[0] for cell in filled if not cell[6]],
    )


def _are_settled(values: Mapping[str, Sequence[str]], texts: Mapping[str, str]) -> bool:
    """Whether values, by kind, are what they should be: numbers, truth values, texts that are there."""
    numbers = "".join([*values.get("", ()), *values.get("n", ())])
    own = "".join([*values.get("str", ()), *values.get("inlineStr", ())])
    return (
        values.keys() <= _KINDS
        and _NUMBERS.fullmatch(numbers) is not None
        and texts.keys() >= {*values.get("s", ())}
        and _BOOLEANS.issuperset(values.get("b", ()))
        and all(value[1:] == value[1:].strip() for value in values.get("e", ()))
        and unescaped(own) == own
        and CONTROL.search(own) is None
    )


def _is_day(cell: Stored, *, date1904: bool) -> bool:
    """Whether what stands under a date format can be shown as one."""
    if cell[3] not in ("", "n") or len(cell[6]) <= 1:
        return True
    number = float(cell[6][1:])
    return is_time_of_day(number) or date_of(number, date1904=date1904) is not None


class _Formulas(NamedTuple):
    """Those of a sheet."""

    masters: Mapping[str, Stored]
    most: int

    @classmethod
    def of(cls, cells: Sequence[Stored]) -> _Formulas | None:
        """None where one is lost, is written in an uncommon way, or may talk to other programs."""
        sharing = [(index, cell) for cell in cells if (index := shared_index(cell[4])) is not None]
        masters = {index: cell for index, cell in reversed(sharing) if cell[5]}
        if not {index for index, _ in sharing} <= masters.keys():
            return None
        moved = [cell[5] or masters[index][5] for index, cell in sharing]
        every = "".join([cell[5] for cell in cells])
        if unescaped(every) != every or may_talk(every) or any(len(m) > LONGEST_SHARED for m in moved):
            return None
        return cls(masters, len(every) + MOVED * _GROWS * sum(map(len, moved)))
