"""Values of returns that nobody asked for of late are put away packed, and come out the same."""

import datetime as dt
import pickle
from decimal import Decimal

import pytest

from kpixl.layout.plan.keys import CellKey
from kpixl.returns import Entries, Entry
from kpixl.returns.records import _put_away
from kpixl.rules.types import as_text

VALUES = (Decimal("3.50"), "已完成", dt.date(2021, 12, 3), True, None)


def entries(unit):
    """A return that says these things."""
    return Entries.of(
        Entry(
            key=CellKey("f", "", unit, f"r{n}", "c"),
            role="input",
            value=value,
            text=as_text(value),
            valid=True,
            sheet="表",
            cell=f"A{n}",
            label="",
            line="",
            type="",
        )
        for n, value in enumerate(VALUES)
    )


@pytest.fixture
def few(monkeypatch):
    """No more than ten values stand ready."""
    monkeypatch.setattr(_put_away, "_MOST_READY", 10)
    monkeypatch.setattr(_put_away, "_ready", type(_put_away._ready)())
    monkeypatch.setattr(_put_away, "_counted", 0)


@pytest.mark.usefixtures("few")
def test_the_last_ones_stand_ready():
    """Of five returns those asked for last are as they were, the others packed."""
    returns = [entries(f"u{n}") for n in range(5)]
    assert [True, True, True, False, False] == [each._values is None for each in returns]


@pytest.mark.usefixtures("few")
def test_what_was_put_away_says_the_same():
    """Every value comes out as it went in, figures as they are written."""
    returns = [entries(f"u{n}") for n in range(5)]
    assert [[*map(repr, VALUES)]] * 5 == [[repr(e.value) for e in each] for each in returns]


@pytest.mark.usefixtures("few")
def test_what_was_put_away_travels():
    """Pickled it is what it would be otherwise."""
    first, *_ = returns = [entries(f"u{n}") for n in range(5)]
    assert first._values is None
    assert returns[0] == pickle.loads(pickle.dumps(first))  # noqa: S301  # pickled just now


def test_few_returns_are_never_packed():
    """Of as many as a district has all stand ready."""
    returns = [entries(f"u{n}") for n in range(300)]
    assert not [each for each in returns if each._away]
