"""Notices to units: what came back and why, who has not returned anything."""

import datetime as dt
from dataclasses import replace

from kpixl.blueprint.model import Contact
from kpixl.check import CheckResult, FileResult
from kpixl.decisions import Decisions, ExtensionDecision
from kpixl.findings import found
from kpixl.report.notices import MOST_PROBLEMS, notices
from kpixl.returns import Record
from tests.support import tiny
from tests.support.checked import checked
from tests.support.tiny import scheme

DAY = dt.date(2021, 12, 1)


def told(result: CheckResult, lang="zh", day: dt.date | None = None):
    """The notices of a check."""
    return list(notices(scheme(), result, lang=lang, day=day))


def test_who_is_rejected_and_who_is_missing_is_told():
    """Nobody else."""
    assert ["河东镇 退回通知", "财政局 催报通知"] == [f"{n.unit} {n.kind}" for n in told(checked())]


def test_a_notice_names_place_problem_and_remedy():
    """Neighbouring cells as a run; the deadline behind."""
    text = told(checked(copies=2), day=DAY)[0].text
    assert "1. 附件1!E7–E8 “支出”没有填写。请补填：数。" in text.splitlines()
    assert "（报送期限：2021年12月31日）" in text


def test_a_past_deadline_is_said():
    """By the day of the check."""
    assert "已过" in told(checked(), day=dt.date(2022, 1, 1))[0].text


def test_who_has_done_it_right_since_is_told_nothing():
    """A unit of which another return was accepted has nothing to correct."""
    first, *others = checked().files
    later = replace(first, path="returns/later.xlsx", status="accepted", findings=())
    assert ["财政局 催报通知"] == [
        f"{n.unit} {n.kind}" for n in told(replace(checked(), files=(first, later, *others)))
    ]


def test_nothing_is_told_of_what_is_the_office_s_own_affair():
    """A file that nothing here can open is no fault of the unit that it names."""
    locked = FileResult(
        path="in/03-财政局.7z", given="", sha256="", status="rejected", findings=(found("F003", kind=".7z"),)
    )
    assert "财政局.7z" not in told(replace(checked(), files=(*checked().files, locked)))[-1].text


def test_only_errors_are_named():
    """A warning keeps nothing from being accepted."""
    assert "C001" not in told(checked())[0].text
    assert 1 == told(checked())[0].errors


def test_many_problems_are_counted():
    """A message has an end."""
    first, *others = checked().files
    many = tuple(replace(f, code=code) for f in first.findings[:1] for code in CODES)
    lines = told(replace(checked(), files=(replace(first, findings=many), *others)))[0].text.splitlines()
    assert f"其余{len(CODES) - MOST_PROBLEMS}类问题见反馈工作簿中的“问题清单”。" in lines


CODES = (
    [f"V{n:03}" for n in range(1, 14)] + [f"R{n:03}" for n in range(1, 6)] + [f"S{n:03}" for n in range(2, 7)]
)


def test_a_file_that_cannot_be_read_is_mentioned_to_whom_it_names():
    """The name says who may have sent it, no more."""
    broken = FileResult(
        path="in/03-财政局.xlsx", given="", sha256="", status="rejected", findings=(found("F006"),)
    )
    result = replace(checked(), files=(*checked().files, broken))
    assert "收到过名为“03-财政局.xlsx”的文件，但无法读取：" in told(result)[-1].text.splitlines()


def test_speaks_english():
    """No Chinese but names and labels."""
    assert told(checked(), "en")[0].text.startswith("河东镇,\nyour return ")


def test_days_are_written_as_the_language_has_them():
    """Deadline and date of the notice."""
    assert "2021年12月1日" == told(checked(), day=DAY)[0].text.splitlines()[-1]
    assert "(deadline: 2021-12-31)" in told(checked(), "en", DAY)[0].text


def test_a_deadline_that_was_extended_is_the_unit_s_own():
    """The others keep theirs."""
    given = extension("hedong", dt.date(2022, 1, 20))
    texts = [n.text for n in told(replace(checked(), decisions=Decisions((given,))), day=DAY)]
    assert "（报送期限延至2022年1月20日）" in texts[0]
    assert "（报送期限：2021年12月31日）" in texts[1]


def extension(unit: str, until: dt.date) -> ExtensionDecision:
    """More time for a unit."""
    return ExtensionDecision(by="王", on=DAY, reason="疫情", unit=unit, stage="self-check", until=until)


def test_the_feedback_workbook_that_goes_with_it_is_named():
    """Where one can be made of the return."""
    first, *others = checked().files
    record = Record(name="a", sha256="0" * 64, stamp=tiny.built("hedong").stamp, baseline={})
    result = replace(checked(), files=(replace(first, record=record), *others))
    assert "反馈工作簿“01-河东镇.xlsx”随本通知发给你单位" in told(result)[0].text
    assert "反馈工作簿" not in told(checked())[0].text


def test_the_office_says_whom_to_ask_and_where_to_return_it_to():
    """As far as the scheme does."""
    contact = Contact(person="李四", phone="0375-1", place="区考核办302室")
    head = scheme().head.model_copy(update={"contact": contact})
    asked = scheme().model_copy(update={"head": head})
    text = next(notices(asked, checked(), lang="zh")).text
    assert ["联系人：李四，0375-1。", "报送至：区考核办302室。"] == text.splitlines()[-3:-1]


def test_a_unit_whose_other_return_was_accepted_is_told_nothing():
    """It is done."""
    first, second = checked().files
    both = replace(checked(), files=(first, replace(second, unit=first.unit)))
    assert ["财政局"] == [n.unit for n in told(both)]
