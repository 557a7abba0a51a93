"""The formulas that a return must have: those that rows have in common are written once."""

from __future__ import annotations

import pytest

from kpixl.blueprint.expressions.formula import Formula
from kpixl.generate import build
from kpixl.layout import first_packages
from kpixl.layout.workbook import laid_out
from kpixl.returns._reading import Opened, open_return
from kpixl.returns.sheets._structure import find_sheets
from kpixl.returns.values._spelled import Spelled
from tests.support import produced

FOLDERS = [folder for folder in produced.SCHEMES if folder.name in {"tiny", "weidong-2021", "xinhua-2021"}]


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def blank(request):
    """A blank workbook of each."""
    return spelled_in_a_blank(request.param)


def spelled_in_a_blank(folder):
    """What a blank workbook must have that was never read before, and its cells that compute."""
    scheme = produced.scheme_of(folder)
    package = first_packages(scheme, scheme.head.stages[0])[0]
    data = build(package, {}, issuer=produced.issuer(folder)).data
    opened = open_return(produced.ready(folder), data)
    assert isinstance(opened, Opened)
    plan = laid_out(opened.package)
    geometries, _ = find_sheets(plan, opened.package, opened.book, opened.identity.sheet)
    computing = [c for s in plan.sheets for c in s.cells if c.calculation is not None]
    return Spelled(plan, geometries), computing


def test_reads_as_if_written_for_its_cell_alone(blank):
    """Every formula of a workbook in which all lies as it was issued, in every row."""
    spelled, computing = blank
    assert [spelled.of(c) for c in computing] == [
        c.calculation.formula.render(spelled.locate(c.spot)) for c in computing
    ]


def test_is_not_written_for_each_row(monkeypatch):
    """Where tables are long not even half of the formulas are."""
    spelled, computing = spelled_in_a_blank(FOLDERS[1])
    written, render = [], Formula.render

    def counted(formula, locate):
        written.append(formula)
        return render(formula, locate)

    monkeypatch.setattr(Formula, "render", counted)
    assert None not in [spelled.of(c) for c in computing]
    assert 0 < len(written) < len(computing) / 2
