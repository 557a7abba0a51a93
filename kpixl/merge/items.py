"""Where the scores of single items stand: in the stacked table, or on a sheet of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from kpixl.blueprint.model import Scoring
from kpixl.layout import Sheet, Spot
from kpixl.layout.rows.table_rows import TableRow
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.detail import Detail
from kpixl.merge.detail_rows import COUNTED
from kpixl.merge.sheets import Content, Heading, PlainSheet, figure
from kpixl.scoring import Tally


class Items(Protocol):
    """The cells with the scores and points of each unit's items; a unit's items stand below each other."""

    def of(self, unit: str) -> Sequence[str]:
        """The keys of a unit's items, top to bottom."""

    def score(self, unit: str, item: str) -> Spot:
        """The cell with the score that counts."""

    def points(self, unit: str, item: str) -> Spot:
        """The cell with the points assigned."""

    def common(self, unit: str, item: str) -> bool:
        """Whether units that have an item of that key and name have the same one."""


@dataclass(frozen=True, kw_only=True)
class TableItems:
    """Items that are rows of a stacked table. scoring: names its columns."""

    detail: Detail
    scoring: Scoring

    def of(self, unit: str) -> Sequence[str]:
        """The keys of the unit's rows."""
        return [line.row for line in self.detail.lines.of(unit)]

    def score(self, unit: str, item: str) -> Spot:
        """The form's own column, or the added one where other scores count."""
        own = str(self.scoring.score).partition(".")[2]
        return self._spot(unit, item, COUNTED if COUNTED in self.detail.columns else own)

    def points(self, unit: str, item: str) -> Spot:
        """The form's own column."""
        return self._spot(unit, item, str(self.scoring.points).partition(".")[2])

    def common(self, unit: str, item: str) -> bool:
        """Whether it is a list's: the rows that a unit adds are its own, whatever they are called."""
        line = self._lines(unit).get(item)
        return line is not None and bool(line.item)

    def _spot(self, unit: str, item: str, column: str) -> Spot:
        return self.detail.spot(self._lines(unit)[item], column)

    @cached_property
    def _lines(self) -> Callable[[str], Mapping[str, TableRow]]:
        """The rows of a unit by their keys; those of the last ones are kept."""
        lines = self.detail.lines
        return lru_cache(maxsize=64)(lambda unit: {line.row: line for line in lines.of(unit)})


@dataclass(frozen=True, kw_only=True)
class SheetItems:
    """Items that no form lists (copies of a repeated form, what a policy makes), on a sheet of their own.

    tallies: by unit; figures: Excel's format of scores.
    """

    stack: AcceptedAnswers
    tallies: Mapping[str, Tally]
    figures: str

    def of(self, unit: str) -> Sequence[str]:
        """The keys of the unit's items, in the order of the scores."""
        return list(self.tallies[unit].names) if unit in self.tallies else []

    def score(self, unit: str, item: str) -> Spot:
        """The cell of the column 得分."""
        return self._plain.spot(_row(unit, item), "score")

    def points(self, unit: str, item: str) -> Spot:
        """The cell of the column 分值."""
        return self._plain.spot(_row(unit, item), "points")

    def common(self, unit: str, item: str) -> bool:
        """Whether the unit has it: whoever makes such items names them alike where they are."""
        return item in self.of(unit)

    @cached_property
    def _plain(self) -> PlainSheet:
        return PlainSheet(
            key="items",
            name="得分明细",
            title=f"得分明细（{self.stack.stage.name}）",
            columns=(
                Heading(name="number", label="序号", width=6),
                Heading(name="unit", label="单位", width=16),
                Heading(name="item", label="项目", width=44, align="left"),
                Heading(name="points", label="分值", width=10),
                Heading(name="bonus", label="加分", width=10),
                Heading(name="deduction", label="减分", width=10),
                Heading(name="score", label="得分", width=10, align="right", number_format=self.figures),
                Heading(name="file", label="回收件", width=self.stack.file_width, align="left"),
                Heading(name="sheet", label="工作表", width=14),
                Heading(name="cell", label="单元格", width=9),
            ),
            frozen=3,
            printed=7,
        )

    def sheet(self) -> Sheet:
        """The sheet: units in the roster's order, their items below each other."""
        every = [(u, item) for u in self.stack.scheme.roster.appraised for item in self.of(u.id)]
        rows = (
            (_row(u.id, item), [figure(n), u.short, *self._contents(u.id, item)])
            for n, (u, item) in enumerate(every, 1)
        )
        return self._plain.sheet(rows)

    def _contents(self, unit: str, item: str) -> list[Content]:
        own = self.tallies[unit]
        score = own.scores.get(item)
        if score is None:
            return [Content(value=own.names[item]), *[Content()] * 7]
        figures = (score.points, score.bonus, score.deduction, score.score)
        link = self.stack.link(score.file, score.sheet or None, score.cell or None)
        places = (Content(value=score.file or None, link=link), score.sheet or None, score.cell or None)
        return [
            Content(value=own.names[item]),
            *(Content(value=f) for f in figures),
            *(p if isinstance(p, Content) else Content(value=p) for p in places),
        ]


def _row(unit: str, item: str) -> str:
    return f"{unit}/{item}"
