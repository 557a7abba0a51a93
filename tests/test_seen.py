"""What a person sees and a reader of values does not: each case of cases/seen.yaml is told as it says."""

import pytest

from tests.support import seen
from tests.support.seen import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_case(case):
    """The check says of the file what the case says, and nothing else."""
    assert case["says"] == seen.said(seen.made(case).file.book.data())


def test_the_deeds_are_all_used():
    """No deed without a case."""
    assert seen.DEEDS.keys() == {name for case in CASES for deed in case.get("do", ()) for name in deed}
