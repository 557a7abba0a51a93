"""The accepted returns reckoned up: standings and sheets to look at, without a workbook that is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from kpixl.blueprint.expressions import RangeRef
from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.returned.checking import Returns, checked
from kpixl.campaign.scores.explaining import FigureOrigin, FigureRef, origin
from kpixl.campaign.scores.merging import accounted
from kpixl.campaign.views.showing import BarView, ChartView, SheetView, sheet_view, shown_value
from kpixl.check import CheckResult
from kpixl.findings import Finding
from kpixl.layout import Cell, Sheet, Spot
from kpixl.layout.plan.chart import Chart
from kpixl.merge import MOST_ROWS, Accounts, Standing
from kpixl.refusal import unknown
from kpixl.words import Words

MOST = 300
"""Rows of a sheet that are shown; the workbook has them all."""


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """What the accepted returns of a check make together. result: of the check."""

    result: CheckResult
    accounts: Accounts

    @property
    def units(self) -> tuple[Standing, ...]:
        """How each unit came out."""
        return self.accounts.units

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of merging itself."""
        return self.accounts.findings

    @property
    def is_scored(self) -> bool:
        """Whether there is a score sheet, so that there is something to publish."""
        return self.accounts.workbook.board is not None

    @cached_property
    def _sheets(self) -> dict[str, Sheet]:
        return {s.name: s for s in self.accounts.plan.sheets if s.state == "visible"}

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets, in order."""
        return tuple(self._sheets)

    def sheet(self, name: str = "") -> SheetView:
        """A sheet (default: the first). RefusedError where there is none of that name."""
        found = self._sheets.get(name or self.sheets[0])
        if found is None:
            raise unknown(Words("工作表", "sheet"), name, self.sheets)
        if found.name not in self._views:
            self._views[found.name] = sheet_view(found, self._shown, most=MOST)
        return self._views[found.name]

    @cached_property
    def _views(self) -> dict[str, SheetView]:
        """Those that somebody has looked at."""
        return {}

    @cached_property
    def charts(self) -> tuple[ChartView, ...]:
        """Its charts."""
        drawn = (chart for sheet in self.accounts.plan.sheets for chart in sheet.charts)
        return tuple(map(self._chart, drawn))

    def _chart(self, chart: Chart) -> ChartView:
        names, figures = self._column(chart.labels), self._column(chart.values)
        most = max((abs(each) for each in figures if isinstance(each, Decimal)), default=Decimal(0)) or 1
        bars = (
            BarView(
                name=str(name),
                text=shown_value(each, chart.number_format)[0],
                share=float(abs(each) / most),
                below=each < 0,
            )
            for name, each in zip(names, figures, strict=True)
            if isinstance(each, Decimal)
        )
        return ChartView(title=chart.title, figures=chart.figures, bars=tuple(bars))

    def _column(self, cells: RangeRef) -> list[object]:
        """The values from one cell of a column down to another."""
        first, last = cells.first, cells.last
        if not (isinstance(first, Spot) and isinstance(last, Spot)):
            raise TypeError(cells)
        spots = self.accounts.plan.by_key[first.sheet].between(first, last)
        return [self.accounts.values[spot] for spot in spots]

    def _shown(self, cell: Cell) -> tuple[str, bool, str]:
        return *shown_value(self.accounts.values[cell.spot], cell.style.number_format), ""

    def origin(self, figure: FigureRef) -> FigureOrigin:
        """How a figure came about."""
        return origin(self.accounts, figure)


def reckoned(basis: Basis, returns: Returns, *, stage: str | None = None, folder: Path) -> Reckoned:
    """The accepted returns reckoned up. folder: from which their files are linked."""
    result = checked(basis, returns, stage=stage)
    return Reckoned(result=result, accounts=accounted(basis, result, folder))


def explained(
    basis: Basis, returns: Returns, figure: FigureRef, *, stage: str | None = None, folder: Path
) -> FigureOrigin:
    """How a figure came about. Of very many units an item's score takes no details laid out in cells."""
    result = checked(basis, returns, stage=stage)
    return origin(accounted(basis, result, folder, most=None if figure.cell else MOST_ROWS), figure)
