"""Formulas that rows have in common: written once, they read in each row as written for it alone."""

from __future__ import annotations

import pytest

from kpixl.blueprint import load_scheme
from kpixl.layout import first_packages
from kpixl.layout.plan.filled_down import FilledDown
from kpixl.layout.workbook import laid_out
from tests.support import produced


@pytest.mark.parametrize("folder", produced.SCHEMES, ids=lambda folder: folder.name)
def test_reads_as_if_written_for_its_cell_alone(folder):
    """Every formula of a workbook, in every row."""
    scheme = load_scheme(folder)
    plan = laid_out(first_packages(scheme, scheme.head.stages[0])[0])
    for sheet in plan.sheets:
        down = FilledDown(plan, sheet)
        computed = [(c.calculation, c.spot) for c in sheet.cells if c.calculation is not None]
        assert [down.text(*each) for each in computed] == [
            calculation.formula.render(plan.locate(spot)) for calculation, spot in computed
        ]
