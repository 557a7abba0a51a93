from difflib import SequenceMatcher

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpixl.rules.likeness import Likeness

REPORT = "全年召开推进会三次，按计划完成全部整改任务，建立工作台账，逐项落实责任，群众反映较好。"
OTHER = "组织开展主题宣传教育活动十二场，参加人员三千余人，发放资料五千份，媒体报道八次。"


def near(texts, text, alike=0.8):
    """The name of the text that is like it, and the share. Texts are named 0, 1, and so on."""
    likeness = Likeness(alike)
    for i, each in enumerate(texts):
        likeness.add(each, i)
    return likeness.near(text, lambda name: True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (REPORT.replace("三次", "五次"), True),
        (REPORT.replace("，建立工作台账", ""), True),
        ("今年以来，" + REPORT, True),
        (REPORT[::-1], False),
        (REPORT[:15], False),
        ("按计划完成全部整改任务", False),
    ],
)
def test_a_changed_copy_is_found_and_another_text_is_not(text, found):
    """Words replaced, left out or put before make a copy; common phrases make none."""
    assert found == (near([OTHER, REPORT], text) is not None)


def test_the_share_is_that_of_difflib():
    """What is reported is the ratio of the two texts."""
    text = REPORT.replace("三次", "五次")
    assert (1, SequenceMatcher(a=REPORT, b=text, autojunk=False).ratio()) == near([OTHER, REPORT], text)


def test_whom_nobody_asks_for_is_not_found():
    """Texts of the same unit are not wanted."""
    likeness = Likeness(0.8)
    likeness.add(REPORT, 0)
    assert likeness.near(REPORT, lambda name: name != 0) is None


def test_a_text_is_found_among_many_with_the_same_phrases():
    """What all texts have in common hides no copy."""
    numbers = [(i, i * 7919 % 1009) for i in range(400)]
    many = [f"全年召开推进会{i}次，按计划完成全部整改任务，第{n}号项目已经交付使用。" for i, n in numbers]
    assert near([*many, REPORT], REPORT.replace("三次", "五次"), alike=0.9) is not None


SENTENCE = st.text(alphabet="".join(chr(0x4E00 + i) for i in range(300)), min_size=40, max_size=120)


@given(SENTENCE, st.lists(st.tuples(st.integers(0, 119), st.sampled_from("甲乙丙丁")), max_size=4))
def test_replaced_characters_hide_no_copy(text, changes):
    """A text with some characters replaced is found whenever the share that is the same is great enough."""
    letters = list(text)
    for place, letter in changes:
        letters[place % len(letters)] = letter
    changed = "".join(letters)
    assume(SequenceMatcher(a=text, b=changed, autojunk=False).ratio() >= 0.85)
    assert near([text], changed, alike=0.85) is not None
