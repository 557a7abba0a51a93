"""Reports and forms that come several times: what is drafted of them."""

from tests.support import drafting
from tests.support.drafting import table

REPORT = """河东区商务局

2023年度预算执行情况说明

一、收入情况

2023年全年收入1200万元，其中：财政拨款收入1100万元，完成率98%。

二、支出情况

全年支出1150万元。

三、存在的问题

部分项目前期准备不足，执行进度偏慢。
"""


def narrative(text: str):
    """The lines of the only narrative that is drafted; none where there is none."""
    forms = (form for name, form in drafting.files(text).items() if name.startswith("form-"))
    return [line for form in forms for block in form["blocks"] for line in block.get("narrative", ())]


def test_headings_stay_and_figures_are_asked():
    """Each with its unit, below the heading under which it stands; sentences become a text to write."""
    found = {
        line["text"]: [f for item in line["items"] for f in item["fields"]] for line in narrative(REPORT)
    }
    assert ["一、收入情况", "二、支出情况", "三、存在的问题"] == list(found)
    income, granted, done = found["一、收入情况"]
    assert ("全年收入：", "money", "万元") == (income["label"], income["type"], income["unit"])
    assert ("其中：财政拨款收入：", "percent") == (granted["label"], done["type"])
    assert ["text"] == [field["type"] for field in found["三、存在的问题"]]


def test_one_copy_for_each_is_told():
    """A form of which one is filled in for each project says so as a guess."""
    text = "项目申报表\n" + table("项目名称|金额（万元）", "|", "|") + "\n注：一个项目填一份。\n"
    [form] = drafting.scheme(text).forms
    assert any("每个项目填一份" in guess.line("zh") for guess in form.guesses)


def test_a_notice_is_no_report():
    """It speaks to somebody: what it says is for nobody to fill in."""
    notice = REPORT.replace("2023年度预算执行情况说明", "关于报送预算执行情况的通知\n\n各单位：")
    assert [] == drafting.scheme(notice).forms


def test_a_list_of_headings_is_no_report():
    """Nothing is written below them."""
    assert [] == drafting.scheme("2023年度情况说明\n\n一、收入\n\n二、支出\n\n三、问题\n").forms
