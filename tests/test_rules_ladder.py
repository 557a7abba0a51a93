import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.rules.ladder import Band, judged
from kpixl.rules.types.thresholds import default_lexicon, parse_threshold
from tests.support.cases import cases

CASES = cases("ladder")
STATES = ("未执行",)


def issues(texts):
    """What is wrong with bands: (trouble, place, place of the one beside it)."""
    read = [parse_threshold(text, default_lexicon(), STATES) for text in texts]
    assert None not in read
    bands = [Band(column=str(i), threshold=t) for i, t in enumerate(read, 1) if t is not None]
    return [[i.trouble, int(i.column), int(i.other)] for i in judged(bands, default_lexicon())]


@pytest.mark.parametrize("case", CASES, ids=lambda case: "|".join(case["bands"]))
def test_what_is_wrong(case):
    """Each band that is wrong is named with the one beside it, and nothing else."""
    assert case.get("issues", []) == issues(case["bands"])


STEPS = st.lists(st.integers(1, 999), min_size=2, max_size=5, unique=True)


@given(STEPS, st.sampled_from(["%", "次", "万元", "个", ""]))
def test_falling_thresholds_with_the_rest_are_sound(values, unit):
    """However the figures lie: from the greatest on, with what is below the last as the worst band."""
    falling = sorted(values, reverse=True)
    assert [] == issues([*(f"≥{v}{unit}" for v in falling), f"＜{falling[-1]}{unit}"])


@given(STEPS, st.sampled_from(["%", "次", "万元", ""]))
def test_rising_thresholds_with_the_rest_are_sound(values, unit):
    """Where less is better likewise."""
    rising = sorted(values)
    assert [] == issues([*(f"≤{v}{unit}" for v in rising), f"＞{rising[-1]}{unit}"])


@given(STEPS, st.randoms(use_true_random=False))
def test_any_other_order_is_found(values, rng):
    """Whatever the order, if it is not the falling one something is said."""
    order = list(values)
    rng.shuffle(order)
    falling = sorted(values, reverse=True)
    assert (order != falling) == bool(issues([f"≥{v}%" for v in order]))
