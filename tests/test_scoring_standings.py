"""Standings: every appraised unit, scored or not, with what its score lacks."""

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from kpixl.blueprint import load_scheme
from kpixl.scoring import COLUMNS, ItemScore, ScoreError, from_frame, score_findings, standings, tally

BLUEPRINT = Path(__file__).parents[1] / "blueprints" / "xinhua-2021"


@pytest.fixture(scope="module")
def scheme():
    """The real scheme."""
    return load_scheme(BLUEPRINT)


def item(unit, key, score="4", points="4"):
    """One score."""
    return ItemScore(
        unit=unit, item=key, points=Decimal(points), score=None if score is None else Decimal(score)
    )


def two_items(*units):
    """Each unit is to be scored on t01 and t02."""
    return {unit: {"t01": "收入", "t02": "投资"} for unit in units}


def by_id(made):
    """The standings by unit."""
    return {s.id: s for s in made}


def test_all_appraised_units_stand(scheme):
    """48 units in the roster's order, whether or not anything came back; none from outside."""
    assert [u.id for u in scheme.roster.of("towns", "departments")] == [s.id for s in standings(scheme, {})]


def test_a_scored_unit(scheme):
    """Total, points, rate and rank."""
    tallies = tally(two_items("jiaodian"), [item("jiaodian", "t01"), item("jiaodian", "t02", "3.5")])
    made = by_id(standings(scheme, tallies))["jiaodian"]

    assert (Decimal("7.5"), Decimal(8), Decimal("0.9375"), 1) == (
        made.score,
        made.points,
        made.rate,
        made.rank,
    )


def test_groups_are_ranked_apart(scheme):
    """A town and a department are both first."""
    scores = [
        item(u, t, score) for u, score in (("jiaodian", "1"), ("commerce", "4")) for t in ("t01", "t02")
    ]
    made = by_id(standings(scheme, tally(two_items("jiaodian", "commerce"), scores)))

    assert [1, 1] == [made["jiaodian"].rank, made["commerce"].rank]


@pytest.mark.parametrize(
    "scores", [[], [item("jiaodian", "t01")], [item("jiaodian", "t01"), item("jiaodian", "t02", None)]]
)
def test_a_missing_score_leaves_no_total(scheme, scores):
    """A unit is not ranked by part of its items."""
    made = by_id(standings(scheme, tally(two_items("jiaodian"), scores)))["jiaodian"]

    assert (None, None, None) == (made.score, made.rank, made.award)


def test_what_does_not_apply_is_no_gap(scheme):
    """An item without score and points leaves total and rate to the others, and is named."""
    scores = [item("jiaodian", "t01", "3"), item("jiaodian", "t02", None, "0")]
    made = by_id(standings(scheme, tally(two_items("jiaodian"), scores)))["jiaodian"]

    assert (Decimal(3), Decimal("0.75"), 1) == (made.score, made.rate, made.items)
    assert "不适用、不计分：投资" in made.reason


def test_what_is_missing_is_named(scheme):
    """The finding says which items have no score."""
    tallies = tally(two_items("jiaodian"), [item("jiaodian", "t01")])
    found = next(f for f in score_findings(scheme, tallies) if f.where.subject == "jiaodian")

    assert ("U006", "“焦店镇政府”没有得分：缺投资（共1项）的得分。") == (found.code, found.message())
    assert "'焦店镇政府' has no score: the scores of 投资 are missing." == found.message("en")


def test_a_unit_that_nobody_verified(scheme):
    """Without any return about it the finding says so."""
    found = score_findings(scheme, {})

    assert 48 == len(found)
    assert "“焦店镇政府”没有得分：没有它的认定结果。" == found[0].message()


def test_two_different_scores_count_as_none(scheme):
    """Which one is right is not guessed: both are set aside, with a finding."""
    scores = [item("jiaodian", "t01", "4"), item("jiaodian", "t01", "3"), item("jiaodian", "t02")]
    tallies = tally(two_items("jiaodian"), scores)

    assert by_id(standings(scheme, tallies))["jiaodian"].score is None
    assert ["U008", "U006"] == [
        f.code for f in score_findings(scheme, tallies) if f.where.subject == "jiaodian"
    ]


def test_the_same_score_twice_is_one(scheme):
    """Two returns that agree leave nothing to decide."""
    scores = [item("jiaodian", t) for t in ("t01", "t01", "t02")]

    assert Decimal(8) == by_id(standings(scheme, tally(two_items("jiaodian"), scores)))["jiaodian"].score


def test_unasked_scores_do_not_count(scheme):
    """An item that is none of the unit's does not raise its total."""
    scores = [item("jiaodian", t) for t in ("t01", "t02", "t99")]

    assert Decimal(8) == by_id(standings(scheme, tally(two_items("jiaodian"), scores)))["jiaodian"].score


def frame(**row):
    """A frame with one row."""
    return pd.DataFrame([{"unit": "jiaodian", "item": "t01", **row}], columns=list(COLUMNS), dtype=object)


def test_a_frame_of_scores():
    """What a validators file hands over, blanks as None however pandas writes them."""
    (made,) = from_frame(frame(score=Decimal("3.5"), points=float("nan"), file="a.xlsx", cell="K7"))

    assert ItemScore(unit="jiaodian", item="t01", score=Decimal("3.5"), file="a.xlsx", cell="K7") == made


@pytest.mark.parametrize("score", [3.5, "3,5", True, Decimal("NaN"), Decimal("Infinity")])
def test_a_score_is_an_exact_number(score):
    """A float, a text or no number at all is a mistake of the validators file."""
    with pytest.raises(ScoreError, match="Decimal"):
        [*from_frame(frame(score=score))]


def test_a_frame_without_scores():
    """A missing column is named."""
    with pytest.raises(ScoreError, match="score"):
        [*from_frame(pd.DataFrame(columns=["unit", "item"]))]
