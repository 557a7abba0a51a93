"""Totals, rates and ranks: rounded first, then ranked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.scoring import ranks, rate, total

SCORES = st.one_of(st.none(), st.decimals(0, 150, places=2))


def decimals(*texts):
    """Exact numbers, None as it is."""
    return [None if text is None else Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("scores", "places", "expected"),
    [
        (("1.1", "2.2"), 2, "3.3"),
        (("1.005",), 2, "1.01"),
        (("-1.005",), 2, "-1.01"),
        (("0.1", "0.2"), 0, "0"),
        (("2.5",), 0, "3"),
        (("0", "0"), 2, "0"),
    ],
)
def test_total(scores, places, expected):
    """The sum, rounded half away from zero as a spreadsheet does."""
    assert Decimal(expected) == total(decimals(*scores), places)


@pytest.mark.parametrize("scores", [(), ("1", None), (None,)])
def test_no_total_of_missing_scores(scores):
    """Without all scores there is no total: a sum of the rest would look like one."""
    assert total(decimals(*scores), 2) is None


@pytest.mark.parametrize(
    ("score", "points", "expected"),
    [
        ("98.5", "100", "0.985"),
        ("1", "3", "0.3333"),
        ("2", "3", "0.6667"),
        (None, "100", None),
        ("1", "0", None),
        ("1", None, None),
    ],
)
def test_rate(score, points, expected):
    """The share to four places; none without score, without points, of no points."""
    of, whole = decimals(score, points)

    assert decimals(expected) == [rate(of, whole, 4)]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"a": "9", "b": "9", "c": "8"}, {"a": 1, "b": 1, "c": 3}),
        ({"a": "7", "b": "9", "c": "8"}, {"a": 3, "b": 1, "c": 2}),
        ({"a": "7", "b": None}, {"a": 1}),
        ({"a": "7.0", "b": "7.00"}, {"a": 1, "b": 1}),
        ({}, {}),
    ],
)
def test_ranks(scores, expected):
    """Ties share a rank and the next ones are passed over; no score, no rank."""
    assert expected == ranks(dict(zip(scores, decimals(*scores.values()), strict=True)))


@given(st.dictionaries(st.text(), SCORES))
def test_a_rank_is_one_more_than_how_many_are_better(scores):
    """Whatever the scores."""
    for unit, rank in ranks(scores).items():
        assert 1 + len([s for s in scores.values() if s is not None and s > scores[unit]]) == rank
