"""Notices as files: a text to copy from, a workbook with a row a unit."""

import datetime as dt
import io

import openpyxl

from kpixl.findings import found
from kpixl.report.notices import notices
from kpixl.report.overview import RecipientLine
from kpixl.report.post import Post, as_text, as_workbook
from tests.support.checked import checked
from tests.support.tiny import scheme

DAY = dt.date(2021, 12, 1)
STRAY = RecipientLine(
    unit="",
    name="",
    group="",
    state="rejected",
    file="03-财政局.xlsx",
    suggested="财政局",
    reason=found("F006"),
)
POST = Post(notices=tuple(notices(scheme(), checked(), lang="zh")), strays=[STRAY], before=["河西镇"])


def book():
    """The workbook."""
    return openpyxl.load_workbook(io.BytesIO(as_workbook(POST, lang="zh", created=DAY)))


def test_texts_stand_one_under_the_other():
    """Each under its unit."""
    assert "—— 河东镇 · 退回通知 ——" == as_text(POST, "zh").splitlines()[0]


def test_a_file_of_nobody_is_told_to_the_office():
    """With the unit that its name suggests, and what is wrong with it."""
    lines = as_text(POST, "zh").splitlines()
    at = lines.index("—— 无法通知的文件 ——")
    assert lines[at + 1].startswith("03-财政局.xlsx：文件名像是“财政局”。")
    assert "财政局" == book()["无法通知的文件"]["B2"].value


def test_who_was_told_before_is_named():
    """With what writes to them, too."""
    assert "这1个单位此前已通知，此后没有新情况，没有再写：河西镇。" in as_text(POST, "zh")


def test_the_workbook_has_a_row_a_notice():
    """With filters; equal notices make equal files."""
    assert ["河东镇", "财政局"] == [row[1].value for row in book().worksheets[0].iter_rows(min_row=2)]
    one, other = (as_workbook(POST, lang="zh", created=DAY) for _ in range(2))
    assert one == other


def test_a_notice_is_read_as_a_whole():
    """Its row is as high as its text, and prints across the page."""
    sheet = book().worksheets[0]
    assert sheet.row_dimensions[2].height >= 14 * len(str(sheet["E2"].value).splitlines())
    assert ("landscape", "1:1") == (sheet.page_setup.orientation, sheet.print_title_rows.replace("$", ""))
