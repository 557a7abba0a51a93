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
@pytest.mark.parametrize("case", [case for case in CASES if not case.get("unkept")], ids=lambda c: c["fact"])
def test_saved_again(office, tmp_path, case):
    """A spreadsheet program that saves it in whatever format leaves what is told of it."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(seen.made(case).file.book.data())
    for saved in office.converted(path, ["xlsx", "xls", "ods"], tmp_path / "saved"):
        told = seen.said(seen.findings(saved.read_bytes()))
        assert [] == [each for each in case["says"] if each not in told], saved.suffix
