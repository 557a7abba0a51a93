"""Entries that are longer than what their cells have room for: in print they would be cut.

A workbook warns of them as of what a rule doubts, by length and width alone, and only the workbook does: how
high a row is made is no matter of the check's.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from kpixl.blueprint.model import Expression
from kpixl.layout.pages.row_room import LEAST_HEIGHT
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.pages.text_height import MOST_HEIGHT, characters_in
from kpixl.layout.plan.cell import Role
from kpixl.layout.rows.meaning import Place
from kpixl.layout.rows.table_rows import TableRow
from kpixl.layout.tables.merged_cells import Merged
from kpixl.rules.types import CellType, ValueType
from kpixl.rules.types.faces import longest
from kpixl.words import Lang, Words

_LONG = Words(
    "文字较长，打印时可能显示不全：请把这一行调高，或者写短些",
    "long for its row, and may be cut in print: make the row higher, or write less",
)


def cut_rule(column: str, kind: CellType, room: int, lang: Lang) -> Expression | None:
    """What warns of an entry that would be cut; None where any fits. room: for so many characters."""
    most = longest(kind) if isinstance(kind, ValueType) and kind.kind == "text" else 0
    return _rule(column, room, lang) if most > room else None


@lru_cache(maxsize=1024)
def _rule(column: str, room: int, lang: Lang) -> Expression:
    return Expression(
        kind="expression",
        expression=f"length({column}) <= {room}",
        severity="warning",
        message=_LONG[lang],
    )


@dataclass(frozen=True)
class LongEntries:
    """What warns of them in the rows of a table. to_fill: the columns that are filled in some row."""

    builder: SheetBuilder
    merged: Merged
    to_fill: AbstractSet[str]
    lang: Lang

    def rules(self, e: TableRow, place: Place) -> tuple[Expression, ...]:
        """Those of a row. place: its own, where what is printed is known."""
        shared = ((i, c, self.merged.sharing(e, c)) for i, c in enumerate(self.merged.columns))
        own = ((i, c, len(s)) for i, c, s in shared if s.start == self.merged.position(e))
        filled = ((i, c, n) for i, c, n in own if c.name in self.to_fill and place.role(c) is Role.INPUT)
        rooms = ((c, characters_in(self._height(n), self.builder.widths[i])) for i, c, n in filled)
        rules = (cut_rule(c.name, place.type(c), room, self.lang) for c, room in rooms)
        return tuple(rule for rule in rules if rule is not None)

    def _height(self, rows: int) -> float:
        """How high a cell can become; one that several rows share, how high it is at least."""
        return MOST_HEIGHT if rows == 1 else max(self.builder.share, rows * LEAST_HEIGHT)
