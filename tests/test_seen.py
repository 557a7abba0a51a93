"""What a person sees and a reader of values does not: each case of cases/seen.yaml is told as it says."""

import pytest

from tests.support import seen
from tests.support.seen import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_case(case):
    """The check says of the file what the case says, and nothing else."""
    found = seen.findings(seen.made(case).file.book.data())
    told = " ".join(f"{f.message()} {f.remedy()}" for f in found)
    assert case["says"] == seen.said(found)
    assert [] == [words for words in case.get("words", ()) if words not in told]


def test_the_deeds_are_all_used():
    """No deed without a case."""
    assert seen.DEEDS.keys() == {name for case in CASES for deed in case.get("do", ()) for name in deed}


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
def test_saved_again(office, tmp_path, extension):
    """A spreadsheet program that saves it in whatever format leaves what is told of it."""
    for number, case in enumerate(case for case in CASES if not case.get("unkept")):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(seen.made(case).file.book.data())
        told = seen.said(seen.findings(office.convert(path, extension, tmp_path / "saved").read_bytes()))
        assert [] == [each for each in case["says"] if each not in told], case["fact"]
