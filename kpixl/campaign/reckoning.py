"""The accepted returns reckoned up: standings and sheets to look at, without a workbook that is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kpixl.campaign.basis import Basis
from kpixl.campaign.checking import Returns, checked
from kpixl.campaign.explaining import FigureOrigin, FigureRef, origin
from kpixl.campaign.merging import accounted
from kpixl.campaign.showing import SheetView, sheet_view, shown_value
from kpixl.check import CheckResult
from kpixl.findings import Finding
from kpixl.layout import Cell, Sheet
from kpixl.merge import Accounts, Standing
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
        return sheet_view(found, self._shown, most=MOST)

    def _shown(self, cell: Cell) -> tuple[str, bool, str]:
        return *shown_value(self.accounts.values[cell.spot], cell.style.number_format), ""

    def origin(self, figure: FigureRef) -> FigureOrigin:
        """How a figure came about."""
        return origin(self.accounts, figure)


def reckoned(basis: Basis, returns: Returns, *, stage: str | None = None, folder: Path) -> Reckoned:
    """The accepted returns reckoned up. folder: from which their files are linked."""
    result = checked(basis, returns, stage=stage)
    return Reckoned(result=result, accounts=accounted(basis, result, folder))
