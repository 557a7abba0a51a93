"""What must not grow: what is done for a return of a kind that was read before."""

from __future__ import annotations

import pytest

from kpixl.formats import _cells, _stored
from kpixl.layout import Computation, Role
from kpixl.layout.edition import NEED
from kpixl.layout.plan.compute import NOWHERE
from kpixl.returns._reading import read_bytes
from tests.support import tiny
from tests.support.counted import Counted


@pytest.fixture
def again():
    """Reads a blank return of a kind whose template and figures are known; gives its plan."""
    blank = tiny.built(changes=dict.fromkeys(tiny.answers("hedong")))
    for _ in range(3):
        read_bytes(tiny.ready(), blank.data)

    def read():
        assert read_bytes(tiny.ready(), blank.data).findings == ()
        return blank.plan

    return read


def test_cells_that_are_as_issued_are_not_taken_apart(again, monkeypatch):
    """Of a blank return only those are that compute and show, and the corner of each sheet and its stamp."""
    counted = Counted(_stored.taken_apart)
    monkeypatch.setattr(_cells, "taken_apart", counted)
    cells = [cell for sheet in again().sheets for cell in sheet.cells]
    shown = sum(cell.calculation is not None and cell.role is not Role.HELPER for cell in cells)
    printed = sum(cell.calculation is None and cell.value is not None for cell in cells)
    assert counted.times < shown + 30 < printed


def test_figures_of_blank_rows_are_not_reckoned_again(again, monkeypatch):
    """How many entries a row needs in which nothing is filled in is known from the return before."""
    reckoned, result = [], Computation.result

    def counted(run, calculation, home=NOWHERE):
        reckoned.append(home)
        return result(run, calculation, home)

    monkeypatch.setattr(Computation, "result", counted)
    spots = (c.spot for s in again().sheets for c in s.cells if c.calculation)
    needs = {spot for spot in spots if spot.column == NEED and spot.row.startswith("items/")}
    assert (True, set()) == (len(needs) > 2, needs & {*reckoned})
