"""Why a cell is coloured, in words: hidden lines at the end of the cover, by the codes that rows tell.

A reason is named in an expression by the cell's column and the words; once all forms are laid out, those
that are named get their lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpixl.addresses import column_letters
from kpixl.blueprint.expressions import CellOperand, ColumnRange, Name, RangeRef, Ref
from kpixl.blueprint.expressions.functions_reasons import code_of
from kpixl.layout.edition import DOUBT, LACK, WHY
from kpixl.layout.pages.sheet import COVER, KEY, SheetBuilder
from kpixl.layout.plan.cell import Cell, Role, Style
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Sheet
from kpixl.layout.standing_in import looked_at

REASON = "@reason."
"""Before the column and the words of a reason, in its name."""
LETTERS, WORDS = "_letters", "_words"
"""Hidden columns of the cover: of the cell that a reason is about, and the reason."""
_TELLING = frozenset({LACK, WHY, DOUBT})


def reason(place: int, words: str) -> Name:
    """The code of a reason, as conditions name it. place: of the column on its sheet, from 0.

    The words are part of the name: those of one unit are no other's.
    """
    return Name(f"{REASON}{place}.{looked_at(words)}")


def code_cell(name: str) -> CellOperand:
    """Where the code of a reason stands."""
    return CellOperand(ref=Ref(Spot(COVER, name, KEY)), kind="text")


def named_reasons(sheets: Iterable[Sheet]) -> Sequence[str]:
    """The reasons that the rows of these sheets can tell, in order."""
    return tuple(dict.fromkeys(name for sheet in sheets for name in _named(sheet)))


def _named(sheet: Sheet) -> Iterator[str]:
    """Those of a sheet; rows laid out alike share their calculations."""
    telling = (c for c in sheet.cells if c.calculation and c.spot.column.partition(".")[0] in _TELLING)
    for calculation in {id(c.calculation): c.calculation for c in telling}.values():
        if calculation is not None:
            yield from (name for name in calculation.names if name.startswith(REASON))


def told_in(named: Sequence[str], column: str) -> ColumnRange:
    """What the cover has of all reasons in a column."""
    first, last = (Spot(COVER, each, column) for each in (named[0], named[-1]))
    return ColumnRange(range=RangeRef(first, last), kind="text")


def add_reasons(b: SheetBuilder, named: Sequence[str]) -> None:
    """The hidden lines, at the end of the cover."""
    for place, name in enumerate(named, start=1):
        column, _, words = name.removeprefix(REASON).partition(".")
        b.line(name, hidden=True, written=code_of(place))
        for key, text in ((LETTERS, column_letters(int(column))), (WORDS, words)):
            b.put(Cell(spot=b.spot(name, key), role=Role.HELPER, value=text, style=Style(name="key")))
