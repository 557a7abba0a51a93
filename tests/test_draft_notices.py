"""What the text of a notice says besides its forms."""

import datetime as dt

import pytest

from tests.support import drafting
from tests.support.drafting import table

FORM = "\n附件1\n\n2024年度培训情况统计表\n" + table("序号|培训班名称|人数", "||", "||")
SIGNED = "\n河东区应急管理局\n\n2024年3月5日\n"
SAID = {
    "请于2024年4月10日前将附件1报送至区应急局。": dt.date(2024, 4, 10),
    "请各单位于4月10日（星期三）下午5:00前报送电子版。": dt.date(2024, 4, 10),
    "请在1月15日以前反馈区应急局综合科。": dt.date(2025, 1, 15),
    "活动于2024年4月10日前开展宣传。": None,
    "请于2024年2月31日前报送。": None,
}


def scheme(said: str):
    """The scheme that is drafted of a notice."""
    return drafting.scheme(f"关于开展培训统计的通知\n\n各单位：\n\n{said}\n{SIGNED}{FORM}")


@pytest.mark.parametrize("said", SAID)
def test_until_when_is_taken_over(said):
    """A day before which something is to be returned; without a year that of the notice, or the next."""
    assert SAID[said] == scheme(said).deadline


def test_whom_to_ask_is_taken_over():
    """Person, telephone and mailbox, each with its reason."""
    made = scheme("联 系 人：李四  联系电话：0571-1234567，邮箱：ajj@example.gov.cn。")
    assert {"person": "李四", "phone": "0571-1234567", "email": "ajj@example.gov.cn"} == made.contact
    assert 3 == sum("通知中写明" in guess.line("zh") for guess in made.guesses)


def test_labels_to_fill_in_are_nobody_to_ask():
    """Nor is what stands in a form."""
    assert {} == scheme("联系人：　　　联系电话：").contact


def test_who_signs_issues_it():
    """The line above the day."""
    files = drafting.files(f"请按时报送。\n{SIGNED}{FORM}")
    assert "河东区应急管理局" == files["scheme.yaml"]["issuer"]


def test_deadline_and_contact_stand_in_the_scheme():
    """In its first stage and its head."""
    text = f"请于2024年4月10日前报送。联系人：李四。\n{SIGNED}{FORM}"
    head = drafting.files(text)["scheme.yaml"]
    assert dt.date(2024, 4, 10) == head["stages"][0]["deadline"]
    assert {"person": "李四"} == head["contact"]
