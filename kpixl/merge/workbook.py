"""The consolidated workbook's sheets in order: score sheets, details, registers, the office's own forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kpixl.blueprint.model import ScoreSheet
from kpixl.check import CheckResult
from kpixl.findings import Finding, found
from kpixl.layout import Plan, Sheet, Spot
from kpixl.layout.forms.matrix import Grid
from kpixl.layout.plan.cell import Scalar
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.charts import chart_sheets, score_figures
from kpixl.merge.decisions_sheet import decisions_sheet
from kpixl.merge.detail import Detail, detail
from kpixl.merge.figures import figures_told
from kpixl.merge.items import Items, SheetItems, TableItems
from kpixl.merge.many import many_sheets
from kpixl.merge.record_sheets import (
    ORIGINS,
    findings_sheet,
    provenance_sheet,
    questioned_sheet,
    returns_sheet,
)
from kpixl.merge.scored import Scored
from kpixl.merge.scoresheet import (
    ADDITIONS,
    AWARD,
    RANK,
    REASON,
    TOTAL,
    Board,
    figures_format,
    list_sheet,
    matrix_sheet,
    office_sheet,
    standing_spots,
)
from kpixl.merge.sheets import Tabs, sheets_for
from kpixl.merge.trend import Trend
from kpixl.scoring import ScoreError

_SIMULATED = "（模拟数据）"


@dataclass(frozen=True, kw_only=True)
class ConsolidatedWorkbook:
    """A consolidated workbook in the making.

    consolidated: the tables that the validators file makes; findings: those of merging itself; most: rows
    that a table of details or origins may have here (None: any number, on several sheets).
    """

    stack: AcceptedAnswers
    result: CheckResult
    scored: Scored | None
    consolidated: tuple[Sheet, ...]
    findings: tuple[Finding, ...]
    as_of: dt.date | None
    most: int | None = None

    @cached_property
    def beside(self) -> bool:
        """Whether details and origins lie beside it as files: they are more than it may have."""
        longest = max([self._figures, *(len(made.lines) for made in self.details)])
        return self.most is not None and longest > self.most

    def plan(self) -> Plan:
        """All sheets, their names told apart."""
        sheets = [
            *(self.marked(s) for s in self._score_sheets()),
            *(self.marked(s) for s in self.consolidated),
            *(self.marked(s) for s in self._trend.sheets()),
            *(self.marked(s) for s in self._charts()),
            *(self.marked(sheet) for d in self.details if not self.beside for sheet in d.sheets),
            *returns_sheet(self.stack, self.result, self.as_of),
            *findings_sheet(self.stack, list(self._every_finding())),
            *decisions_sheet(self.stack.scheme, self.result.decisions),
            *self._origins(),
            *self.appendix(),
        ]
        tabs = Tabs()
        return Plan(sheets=tuple(replace(s, name=tabs.name(s.name)) for s in sheets))

    def _origins(self) -> Iterator[Sheet]:
        """Where the figures come from; where that lies beside, of those alone that somebody may look into."""
        if self.beside:
            places = {
                (path, f.where.sheet, f.where.cell) for path, f in self._every_finding() if f.where.cell
            }
            yield from questioned_sheet(self.stack, self.details, places, self._figures)
        else:
            yield from provenance_sheet(self.stack, self.details, self._figures)

    @cached_property
    def told(self) -> tuple[Finding, ...]:
        """The findings of merging, those among them on tables that one sheet does not hold."""
        if self.beside:
            return (*self.findings, found("U031", rows=self._figures))
        tables = [(made.sheets[0].name, len(made.lines), len(made.sheets)) for made in self.details]
        tables.append((ORIGINS, self._figures, sheets_for(self._figures)))
        long = (found("U019", title=t, rows=rows, sheets=sheets) for t, rows, sheets in tables if sheets > 1)
        return (*self.findings, *long)

    @cached_property
    def _figures(self) -> int:
        """How many figures have their origin told."""
        return figures_told(self.stack, self.details)

    @cached_property
    def details(self) -> tuple[Detail, ...]:
        """The stacked tables, form by form."""
        made: list[Detail] = []
        for form, tables in self.stack.forms():
            for table in tables:
                mine = self.scored and self.scored.table == (form.form, table.name)
                counted = self.scored.counted if self.scored and mine else None
                name = f"{self.stack.sheet_name(form)}明细"
                made.append(detail(self.stack, form, table, name, counted))
        return tuple(made)

    @cached_property
    def board(self) -> Board | None:
        """What the score sheets are made from; None in a stage without scores."""
        if self.scored is None:
            return None
        return Board(
            scheme=self.stack.scheme,
            scoring=self.scored.scoring,
            items=self._items(self.scored),
            standings={u.id: u for u in self.scored.units},
        )

    def _items(self, scored: Scored) -> Items:
        """Where the scores of items stand."""
        if scored.table is None or self.beside:
            figures = figures_format(scored.scoring)
            return SheetItems(stack=self.stack, tallies=scored.tallies, figures=figures)
        stacked = next(d for d in self.details if (d.form, d.table) == scored.table)
        return TableItems(detail=stacked, scoring=scored.scoring)

    @property
    def _declared(self) -> ScoreSheet:
        return self.stack.scheme.head.score_sheet or ScoreSheet()

    def score(self, unit: str, item: str) -> Spot | None:
        """The cell of an item's score: on the score sheet where it stands there; None where there is none."""
        board = self.board
        if board is None or item not in board.items.of(unit):
            return None
        grids = (Grid.of(board.scheme, board.scheme.form(f), ADDITIONS) for f in self._declared.forms)
        mine = (g for g in grids if g and item in g.keys and any(u.id == unit for u in g.units))
        return next((g.spot(unit, item) for g in mine), board.items.score(unit, item))

    def basis(self, spot: Spot) -> Spot | None:
        """The rank that the award or its reason in a cell rests on; None for any other cell."""
        if self.board is None:
            return None
        ranks = dict(standing_spots(self.board, self._declared, RANK))
        for column in (AWARD, REASON):
            units = {there: unit for unit, there in standing_spots(self.board, self._declared, column)}
            if spot in units:
                return ranks[units[spot]]
        return None

    def _score_sheets(self) -> Iterator[Sheet]:
        if self.board is None:
            return
        yield from self.standing_sheets(self.board)
        if isinstance(self.board.items, SheetItems) and not self.beside:
            yield self.board.items.sheet()

    def standing_sheets(self, board: Board) -> Iterator[Sheet]:
        """The matrices and lists that the scheme declares."""
        scheme = board.scheme
        if self.beside and self.scored:
            yield from many_sheets(board, self._declared, self.scored.tallies, self.stack.title)
            return
        for form in self._declared.forms:
            yield matrix_sheet(board, scheme.form(form))
        for group, title in self._declared.lists.items():
            yield list_sheet(board, group, title, scheme.roster.group_name(group))

    def _charts(self) -> Iterator[Sheet]:
        told = [*self._trend.figures()]
        if self.board is not None and self.scored is not None and not self.beside:
            told = [*score_figures(self.board, self._declared, self.scored.tallies), *told]
        yield from chart_sheets(told)

    @cached_property
    def _trend(self) -> Trend:
        return Trend(stack=self.stack)

    def appendix(self) -> Iterator[Sheet]:
        """The office's own forms behind the scores."""
        scheme = self.stack.scheme
        yield from (office_sheet(scheme, scheme.form(f)) for f in self._declared.appendix if self.scored)

    def marked(self, sheet: Sheet) -> Sheet:
        """The sheet with its title saying that simulated returns are in it."""
        if not self.stack.simulated:
            return sheet
        cells = (
            c._replace(value=f"{c.value}{_SIMULATED}")
            if c.spot.row == "#title" and c.value != "#title"
            else c
            for c in sheet.cells
        )
        return replace(sheet, cells=tuple(cells))

    def _every_finding(self) -> Iterator[tuple[str, Finding]]:
        for file in self.result.files:
            for finding in file.findings:
                yield file.path, finding
        for finding in (*self.result.findings, *self.told):
            yield finding.where.path or "", finding

    def agree(self, values: Mapping[Spot, Scalar]) -> None:
        """Raise ScoreError where a total that the sheets compute is not the one that units are ranked by."""
        if self.board is None or self.beside:
            return
        for unit, spot in standing_spots(self.board, self._declared, TOTAL):
            standing = self.board.standings[unit]
            if values[spot] != standing.score:
                raise ScoreError(
                    f"“{standing.name}”的合计在评分一览表中是{values[spot]}，按各项得分是{standing.score}",
                    f"the total of {standing.id} is {values[spot]} on the score sheet and {standing.score} "
                    "by its items",
                )
