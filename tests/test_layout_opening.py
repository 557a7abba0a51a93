"""How a sheet opens on a small machine: its zoom, what stays in view, where it is scrolled to."""

import pytest

from kpixl.layout.pages.opening import _SURE, READABLE, opened
from kpixl.layout.plan.cell import Cell, Role
from kpixl.layout.plan.frame import Line, Stripe, View
from kpixl.layout.plan.keys import CellKey, Spot
from kpixl.layout.plan.plan import Sheet

HEAD = 3
"""Rows of the head."""


def sheet(*, head=20.0, rows=10, columns=5, fill=(HEAD, 1), width=20.0, telling=()):
    """A sheet with a head of so many points and equal columns; one cell is to fill, some tell rows apart."""
    lines = [Line(key=str(i), height=head / HEAD if i < HEAD else 30.0) for i in range(HEAD + rows)]
    row, column = fill
    names = [
        Cell(
            spot=Spot("f", str(HEAD), str(c)),
            role=Role.PRINTED,
            key=CellKey("f", "", "u", "1", f"c{c}"),
            table="t",
        )
        for c in telling
    ]
    return Sheet(
        key="f",
        name="f",
        lines=tuple(lines),
        stripes=tuple(Stripe(key=str(i), width=width) for i in range(columns)),
        cells=(*names, Cell(spot=Spot("f", str(row), str(column)), role=Role.INPUT)),
    )


def shown(**facts):
    """What stays in view, and the view."""
    made = opened(sheet(**facts), str(HEAD), {f"c{c}" for c in facts.get("telling", ())})
    return made.freeze, made.view


def test_what_has_room_opens_as_it_is():
    """The head stands still, and nothing is smaller or scrolled."""
    assert shown() == (str(HEAD), View())


def test_a_wide_form_is_smaller():
    """All its columns show."""
    assert shown(columns=8) == (str(HEAD), View(zoom=90))


@pytest.mark.parametrize(("points", "zoom"), [(146, 100), (147, 95), (194, 75)])
def test_a_high_head_is_smaller(points, zoom):
    """The rows that stand still take less than a third of those in the window."""
    assert shown(head=points) == (str(HEAD), View(zoom=zoom))


def test_a_head_that_is_too_high_is_scrolled_away():
    """It would have to be too small to read."""
    assert shown(head=196) == (None, View())


def test_a_sheet_without_a_head_stands_still_nowhere():
    """Nothing is frozen."""
    assert opened(sheet(), None).freeze is None


def test_it_is_scrolled_to_a_first_cell_far_to_the_right():
    """With as much before it as there is room for up to the last one to fill, at the least zoom."""
    columns, room = 20, int(_SURE * 100 / READABLE / (20 * 8.8 + 5))
    assert shown(columns=columns, fill=(HEAD, 15)) == (str(HEAD), View(zoom=READABLE, left=str(16 - room)))


def test_what_tells_rows_apart_stands_still():
    """On a sheet that is wider than the window, up to the last such column."""
    assert shown(columns=20, telling=(0, 2)) == (str(HEAD), View(zoom=READABLE, column="3"))


def test_beside_it_the_first_cell_to_fill_shows():
    """In the room that is left."""
    room = int((_SURE * 100 / READABLE - 3 * (20 * 8.8 + 5)) / (20 * 8.8 + 5))
    wanted = View(zoom=READABLE, column="3", left=str(16 - room))
    assert shown(columns=20, fill=(HEAD, 15), telling=(0, 2)) == (str(HEAD), wanted)


def test_what_would_leave_no_room_moves():
    """Two fifths of the window are for what is filled in."""
    assert shown(columns=20, telling=(1, 6)) == (str(HEAD), View(zoom=READABLE, column="2"))


def test_on_a_sheet_that_shows_as_a_whole_no_column_stands_still():
    """There is nothing to scroll."""
    assert shown(telling=(0,)) == (str(HEAD), View())


def test_it_is_scrolled_to_a_first_cell_far_below():
    """Below the head, as far up as there is room."""
    room = int((585 - 20 * 96 / 72) / 40)
    assert shown(rows=50, fill=(40, 1)) == (str(HEAD), View(first=str(41 - room)))
