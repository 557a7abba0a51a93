"""Awards: places by share or count, ties listed and not broken, places that stay empty."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint import Awards, Level
from kpixl.scoring import deal, places

FIRST, SECOND = "优秀单位", "先进单位"


def policy(first="20", second="30", **more):
    """Two levels: a percentage as a text, a count as a number."""
    given_levels = tuple(
        Level(name=name, share=Decimal(value) / 100 if isinstance(value, str) else None,
              count=value if isinstance(value, int) else None)
        for name, value in ((FIRST, first), (SECOND, second))
    )  # fmt: skip
    return Awards(group="towns", levels=given_levels, **more)


def scores(*figures):
    """Units a, b, c … with these scores."""
    return {chr(97 + i): None if f is None else Decimal(f) for i, f in enumerate(figures)}


def levels(dealt):
    """Who gets what."""
    return {unit: award.level for unit, award in dealt.awards.items() if award.level}


def run(awards, given_scores):
    """Deal them, the units called by capital letters."""
    return deal(awards, given_scores, {u: u.upper() for u in given_scores})


@pytest.mark.parametrize(
    ("share", "base", "rounding", "expected"),
    [
        ("0.2", 11, "down", 2),
        ("0.2", 11, "up", 3),
        ("0.2", 11, "half-up", 2),
        ("0.3", 15, "half-up", 5),
        ("0.3", 37, "down", 11),
        ("0.3", 30, "down", 9),
        ("0.2", 4, "down", 0),
    ],
)
def test_places(share, base, rounding, expected):
    """A share in whole places, rounded as the scheme says."""
    assert expected == places(Decimal(share), base, rounding)


def test_the_best_get_the_first_level():
    """2 of 10 get the first level and the next 3 the second; nobody gets both."""
    dealt = run(policy(), scores(*range(10, 0, -1)))

    assert dict(zip("abcde", [FIRST, FIRST, SECOND, SECOND, SECOND], strict=True)) == levels(dealt)
    assert () == dealt.findings


def test_base_remaining():
    """30 % of the 8 that remain after the first level are 2 places."""
    dealt = run(policy(base="remaining"), scores(*range(10, 0, -1)))

    assert [FIRST, FIRST, SECOND, SECOND] == list(levels(dealt).values())


def test_published_counts():
    """A count wins over the share beside it."""
    awards = Awards(group="towns", levels=(Level(name=FIRST, count=1, share=Decimal("0.5")),))

    assert {"a": FIRST} == levels(run(awards, scores(9, 8, 7, 6)))


def test_a_tie_within_a_level_is_no_matter():
    """All who share the rank fit, so all get it."""
    assert {"a": FIRST, "b": FIRST, "c": SECOND} == levels(run(policy(2, 1), scores(9, 9, 8, 7)))


def test_a_tie_at_the_last_place_is_listed():
    """Two share the last place of the first level: neither gets it, and a finding lists them."""
    dealt = run(policy(2, 0), scores(9, 8, 8, 7))

    assert {"a": FIRST} == levels(dealt)
    assert [("U005", FIRST, 1, "B、C", "8")] == [
        (f.code, *(f.facts[k] for k in ("level", "places", "names", "score"))) for f in dealt.findings
    ]


def test_the_tied_keep_their_places():
    """One of the two will get the second level, so only one of its places is dealt below them."""
    dealt = run(policy(2, 2), scores(9, 8, 8, 7, 6))

    assert {"a": FIRST, "d": SECOND} == levels(dealt)
    assert "第2名2个单位并列，只剩优秀单位1个、先进单位1个名额，待研究决定" == dealt.awards["b"].reason


def test_a_tie_across_several_levels():
    """Each level that the tie reaches is listed."""
    dealt = run(policy(1, 1), scores(9, 9, 9))

    assert [FIRST, SECOND] == [f.facts["level"] for f in dealt.findings if f.code == "U005"]


def test_places_nobody_can_take_stay_empty():
    """Too few units have a score: the places are not filled up, and that is to be confirmed."""
    dealt = run(policy(1, 3), scores(9, 8, None, None))

    assert {"a": FIRST, "b": SECOND} == levels(dealt)
    assert [("U007", 3, 1)] == [(f.code, f.facts["places"], f.facts["given"]) for f in dealt.findings]


def test_a_level_without_places():
    """A share that is less than one place gives none, and nothing is empty."""
    assert ({}, ()) == (levels(run(policy(), scores(9, 8))), run(policy(), scores(9, 8)).findings)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("a", "第1名，在优秀单位2个名额（10个单位的20%，舍去小数）内"),
        ("f", "第6名，不在获奖名额内"),
        ("j", "没有得分，不参加评定"),
    ],
)
def test_every_award_has_its_reason(unit, expected):
    """As every place that was missed."""
    assert expected == run(policy(), scores(10, 9, 8, 7, 6, 5, 4, 3, 2, None)).awards[unit].reason


SCORES = st.dictionaries(
    st.text(min_size=1), st.one_of(st.none(), st.integers(0, 9).map(Decimal)), min_size=1
)
POLICIES = st.builds(policy, st.integers(0, 5), st.integers(0, 5))


@given(POLICIES, SCORES)
def test_the_order_of_scores_is_the_order_of_awards(awards, given_scores):
    """No unit has a higher award than one with a higher score, and equal scores have equal awards."""
    dealt = run(awards, given_scores)
    worth = {FIRST: 2, SECOND: 1, None: 0}
    decided = [
        (given_scores[u], worth[a.level])
        for u, a in dealt.awards.items()
        if given_scores[u] is not None and "待研究决定" not in a.reason
    ]

    assert sorted(decided) == sorted(decided, key=lambda pair: (pair[1], pair[0]))


@given(POLICIES, SCORES)
def test_never_more_awards_than_places(awards, given_scores):
    """Of each level."""
    given_levels = list(levels(run(awards, given_scores)).values())

    assert all(given_levels.count(level.name) <= level.count for level in awards.levels)


@given(POLICIES, SCORES)
def test_every_place_is_given_listed_or_empty(awards, given_scores):
    """Places given, places left in a tie and places reported empty make up the level's places."""
    dealt = run(awards, given_scores)
    for level in awards.levels:
        mine = [f for f in dealt.findings if f.facts["level"] == level.name]
        tied = sum(f.facts["places"] for f in mine if f.code == "U005")
        empty = sum(f.facts["places"] - f.facts["given"] for f in mine if f.code == "U007")
        in_ties = sum(f.facts["given"] for f in mine if f.code == "U007")
        received = list(levels(dealt).values()).count(level.name)

        assert level.count >= received + tied
        assert received + tied + empty >= level.count or in_ties > received
