"""The list of what was sent out."""

import datetime as dt
import io
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl

from kpixl.blueprint import Contact
from kpixl.campaign import Campaign
from kpixl.report.dispatch import Sent, dispatch_list
from tests.support import tiny
from tests.support.tiny import scheme

SENT = Sent(unit="hexi", file="02-河西镇.xlsx", sha256="a" * 64, until=dt.date(2021, 12, 31))
CONTACTS = {"hexi": Contact(person="张三", phone="0375-1234567"), "hedong": Contact(person="李四")}

EXTENDED = """
scheme: tiny
decisions:
  - {kind: extension, unit: hexi, stage: self-check, until: 2022-01-07, reason: 受灾, by: 王, on: 2021-12-01}
"""


def row(data, number=3):
    """What stands in a row, by the heads of the columns."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    heads = (cell.value for cell in sheet[2])
    return dict(zip(heads, (cell.value for cell in sheet[number]), strict=True))


def test_has_a_row_a_recipient():
    """With group, file and deadline."""
    told = row(dispatch_list(scheme(), "self-check", [SENT]))
    assert [1, "河西镇", "镇", "02-河西镇.xlsx", "2021-12-31"] == list(told.values())[:5]


def test_says_whom_to_ask():
    """The contact of the unit, and of no other."""
    told = row(dispatch_list(scheme(), "self-check", [SENT], CONTACTS))
    assert (told["联系人"], told["电话"]) == ("张三", "0375-1234567")


def test_leaves_room_for_what_is_not_known():
    """To be written in by hand."""
    told = row(dispatch_list(scheme(), "self-check", [SENT]))
    assert [None] * 5 == [told[head] for head in ("联系人", "电话", "发放时间", "报回时间", "备注")]


def test_says_when():
    """It was sent, and came back."""
    sent = Sent(unit="hexi", file="f", sha256="a", on=dt.date(2021, 12, 2), returned=dt.date(2021, 12, 30))
    told = row(dispatch_list(scheme(), "self-check", [sent]))
    assert (told["报送期限"], told["发放时间"], told["报回时间"]) == (None, "2021-12-02", "2021-12-30")


def test_equal_lists_are_equal_files():
    """Byte for byte."""
    one, other = (dispatch_list(scheme(), "self-check", [SENT], CONTACTS) for _ in range(2))
    assert one == other


def test_is_made_with_the_workbooks(tmp_path):
    """With the contacts beside the roster, each unit's own deadline, and the day that is given."""
    folder = Path(shutil.copytree(tiny.FOLDER, tmp_path / "tiny"))
    (folder / "contacts.csv").write_text("单位,联系人,电话\n河西镇,张三,0375-1234567\n", encoding="utf-8")
    decided = tmp_path / "decisions.yaml"
    decided.write_text(EXTENDED, encoding="utf-8")
    means = replace(tiny.MEANS, as_of=dt.date(2021, 12, 1), decisions=decided)
    Campaign.open(folder, means).generate(tmp_path / "out", list_to=tmp_path / "list.xlsx")
    first, second = (row((tmp_path / "list.xlsx").read_bytes(), number) for number in (3, 4))
    heads = ("单位", "报送期限", "联系人", "电话", "发放时间")
    assert ["河东镇", "2021-12-31", None, None, "2021-12-01"] == [first[head] for head in heads]
    assert ["河西镇", "2022-01-07", "张三", "0375-1234567", "2021-12-01"] == [second[head] for head in heads]
