"""The validators file: what it registers, and that its failures are told in one line."""

import pandas as pd
import pytest

from kpixl.check import Validator, ValidatorError, load_validator
from kpixl.check.validator import running
from kpixl.refusal import RefusedError
from tests.support import projects


def failing(frame, scheme):  # noqa: ARG001 - a check is given both
    """A check that fails."""
    return [row["nothing"] for row in frame.to_dict("records")]


FRAME = pd.DataFrame([{"x": 1}])


def test_a_failing_check_is_told_with_its_line():
    """File, line, function and what went wrong, in both languages."""
    validator = Validator("projects")
    validator.frame("a.b")(failing)
    with pytest.raises(ValidatorError) as refused:
        list(validator.findings({"a.b": FRAME}, projects.scheme()))
    line = failing.__code__.co_firstlineno + 2
    assert (
        f"test_check_validator.py 第{line}行（函数 failing）运行出错：KeyError: 'nothing'"
        == refused.value.words["zh"]
    )
    assert f"test_check_validator.py, line {line} (function failing) failed: KeyError: 'nothing'" == str(
        refused.value
    )


def test_a_check_of_a_frame_that_is_not_there_does_not_run():
    """A form that nobody returned is not judged."""
    validator = Validator("projects")
    validator.frame("a.b")(failing)
    assert [] == list(validator.findings({}, projects.scheme()))


def test_a_refusal_stays_what_it_is():
    """What a function itself refuses is not wrapped again."""
    with pytest.raises(RefusedError, match=r"^no$"), running(failing):
        raise RefusedError("不行", "no")


def test_sheets_stand_in_the_order_of_the_file():
    """Each function with the title that it was given."""
    validator = load_validator(projects.CASES / "validators", "projects")
    assert validator is not None
    assert [("项目金额汇总表", "amounts")] == [(title, maker.__name__) for title, maker in validator.sheets]


@pytest.mark.parametrize("text", ["1 / 0\n", "validator = None\n"], ids=["fails", "defines none"])
def test_a_file_that_cannot_be_used(tmp_path, text):
    """It is told which file and why."""
    (tmp_path / "projects.py").write_text(text, encoding="utf-8")
    with pytest.raises(ValidatorError, match=r"projects\.py"):
        load_validator(tmp_path, "projects")
