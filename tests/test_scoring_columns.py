"""Item scores as columns: each is what was put in, and units hold in common what is the same."""

from decimal import Decimal

import pytest

from kpixl.scoring import ItemScore, ItemScores
from kpixl.scoring.columns import ByItem

ITEMS = ("t01", "t02", "t03")
FULL = Decimal("5.00")


def scores(unit, *figures):
    """The scores of a unit's items, all in one file."""
    file = f"{unit}.xlsx"
    return [
        ItemScore(unit=unit, item=item, points=FULL, score=figure, file=file, sheet="附件1", cell=f"D{n}")
        for n, (item, figure) in enumerate(zip(ITEMS, figures, strict=True), 4)
    ]


@pytest.fixture
def several():
    """Two units, whose scores came one after the other in turn."""
    one, other = scores("u1", Decimal(1), None, Decimal("2.50")), scores("u2", FULL, FULL, FULL)
    return [each for pair in zip(one, other, strict=True) for each in pair]


def test_each_is_what_was_put_in(several):
    """No field of a score changes, down to how a figure is written."""
    held = ItemScores(several)
    assert sorted(map(repr, several)) == sorted(map(repr, held))
    assert ["u1", "u2"] == [*held.units]


def test_scores_of_a_unit_stand_together(several):
    """In the order in which they came."""
    held = ItemScores(several)
    assert [s for s in several if s.unit == "u1"] == [*held.of("u1")]
    assert [] == [*held.of("u3")]


def test_by_item(several):
    """A score is found by its item."""
    found = ByItem(ItemScores(several).of("u1"))
    assert (list(ITEMS), Decimal("2.50")) == ([*found], found["t03"].score)
    with pytest.raises(KeyError):
        found["t99"]


def test_figures_that_are_equal_stay_as_written():
    """5 and 5.00 are equal and not the same."""
    held = ItemScores([*scores("u1", Decimal(5), Decimal(5), Decimal(5)), *scores("u2", *[FULL] * 3)])
    assert ["5", "5.00"] == [str(held.of(unit)[0].score) for unit in ("u1", "u2")]


def test_units_hold_in_common_what_is_the_same():
    """Of items, points and places there is one column for all units."""
    held = ItemScores([*scores("u1", *map(Decimal, "123")), *scores("u2", *map(Decimal, "321"))])
    one, other = held.of("u1"), held.of("u2")
    same = [a is b for a, b in zip(one._columns, other._columns, strict=True)]
    assert {"item", "points", "bonus", "sheet"} <= {
        name for name, shared in zip(ItemScore._fields[1:], same, strict=True) if shared
    }


def test_many_are_put_into_columns_part_by_part(several, monkeypatch):
    """However few are put in at once, the same is held."""
    monkeypatch.setattr("kpixl.scoring.columns._AT_ONCE", 2)
    assert [s for u in ("u1", "u2") for s in several if s.unit == u] == [*ItemScores(several)]
