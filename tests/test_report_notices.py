"""Notices to units: what came back and why, who has not returned anything."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl

from kpixl.check import CheckResult, FileResult
from kpixl.findings import found
from kpixl.report.notices import MOST_PROBLEMS, as_text, as_workbook, notices
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
    assert "（报送期限：2021-12-31）" in text


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


def test_texts_stand_one_under_the_other():
    """Each under its unit."""
    assert "—— 河东镇 · 退回通知 ——" == as_text(told(checked())).splitlines()[0]


def test_the_workbook_has_a_row_a_notice():
    """With filters; equal notices make equal files."""
    data = as_workbook(told(checked()), lang="zh", created=DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert ["河东镇", "财政局"] == [row[1].value for row in sheet.iter_rows(min_row=2)]
    assert data == as_workbook(told(checked()), lang="zh", created=DAY)
