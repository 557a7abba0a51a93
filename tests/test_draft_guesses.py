"""What drafting guesses of tables and of the notes below them."""

import pytest

from kpixl.draft.writing import files_of
from kpixl.findings import Severity
from kpixl.linter import lint_folder
from tests.support import drafting
from tests.support.cases import cases
from tests.support.drafting import columns, files, form, only_table, table
from tests.support.odd_documents import odd_document

CASES = cases("draft")


@pytest.mark.parametrize("case", CASES["columns"], ids=lambda case: case["label"] + case.get("above", ""))
def test_a_label_says_what_its_column_takes(case):
    """By the label, and the unit of measure over the table."""
    text = f"{case.get('above', '')}\n" + table(f"项目|{case['label']}", "|", "|")
    column = columns(form(text))[case["label"]]
    assert case["takes"] == {key: column.get(key) for key in case["takes"]}


@pytest.mark.parametrize("case", CASES["notes"], ids=lambda case: case["note"])
def test_a_note_changes_the_table_above_it(case):
    """A plain sentence is a rule, a setting of a column, or a number of rows."""
    blank = "|" * case["heads"].count("|")
    made = form(table(case["heads"], blank, blank) + case["note"] + "\n")
    if "rule" in case:
        assert [case["rule"]] == [rule["expression"] for rule in only_table(made)["rules"]]
    elif "rows" in case:
        assert case["rows"] == only_table(made)["rows"]
    else:
        column = columns(made)[case["of"]]
        assert case["has"] == {key: column.get(key) for key in case["has"]}


def test_a_heading_in_two_rows_is_a_tree():
    """A label stands over the columns that the row below it names; one that reaches down is one column."""
    made = form(table("项目|自查情况|考核结果|备注", "|完成数|与目标比|完成数|得分|", "||||||"[:5]))
    tree = only_table(made)["columns"]
    assert [(c["label"], [b["label"] for b in c.get("columns", ())]) for c in tree if "from" not in c] == [
        ("项目", []),
        ("自查情况", ["完成数", "与目标比"]),
        ("考核结果", ["完成数", "得分"]),
        ("备注", []),
    ]


def test_a_total_that_agrees_is_a_formula():
    """Where the figures of the document are the sums, the column is computed."""
    rows = ["项目|合计|拨款|自筹", "甲|30|10|20", "乙|7|3|4", "丙|9|9|0"]
    assert columns(form("单位：万元\n" + table(*rows)))["合计"]["formula"] == "c3 + c4"


def test_a_total_that_does_not_agree_is_none():
    """A sum that one row contradicts is left as it is."""
    rows = ["项目|合计|拨款|自筹", "甲|30|10|20", "乙|8|3|4", "丙|9|9|0"]
    assert "formula" not in columns(form("单位：万元\n" + table(*rows)))["合计"]


def test_rows_that_are_printed_become_a_list():
    """What stands in rows is printed, blank columns are filled by the unit."""
    made = files(table("序号|考核项目|分值|自评得分", "1|组织领导|40|", "2|工作落实|60|", "|合计|100|"))
    listing = made["form-1-rows.yaml"]
    assert [item["item"] for item in listing["items"]] == ["组织领导", "工作落实"]
    assert listing["total"] == {"points": 100}


def test_rows_of_units_go_to_the_unit():
    """Where a table says who is responsible, each unit gets its own rows."""
    made = files(table("序号|指标|责任单位|完成情况", "1|增速|区财政局、区税务局|", "2|占比|区科技局|"))
    assert only_table(made["form-1.yaml"])["rows"]["where"] == "subject.id in row.units_ids"
    assert [u["name"] for u in made["roster.yaml"]["units"]] == ["区财政局", "区税务局", "区科技局"]


def test_a_list_of_indicators_becomes_a_form():
    """Numbered items with points and units are a list; the columns to fill are proposed."""
    text = "一、综合\n1.总量。（4分）\n责任单位：区发改委\n2.增速。（1.5分）\n责任单位：区统计局\n"
    text += "二、扣分\n3.事故。（扣2分）\n责任单位：区应急局\n"
    items = files(text)["form-1-rows.yaml"]["items"]
    assert [(i["indicator"], i["points"], i.get("deducts", False)) for i in items] == [
        ("总量", 4, False),
        ("增速", 1.5, False),
        ("事故", 2, True),
    ]


def test_a_template_of_a_report_becomes_a_narrative():
    """Numbered lines that end with a colon are asked for, in the order in which they stand."""
    lines = [
        "工作报告",
        "（报送模板）",
        "一、××事项",
        "（一）责任单位：。",
        "（二）完成情况",
        "1．基本情况：。",
    ]
    text = "\n".join([*lines, "1．基本情况：。", "2．是否完成：。", "（三）联系电话：", ""])
    [block] = form(text)["blocks"]
    [first] = block["narrative"]
    assert [sorted(line) for line in first["items"]] == [["fields"], ["items", "text"], ["fields"]]


def test_a_roster_says_whether_its_count_is_right():
    """A list of names whose heading says another number is unsure."""
    made = drafting.scheme("附件1\n参加单位名单\n一、乡镇（4个）\n河东镇、河西镇、城关镇\n")
    [guess] = [g for g in made.guesses if "参加单位" in g.what.zh]
    assert guess.certainty == "unsure"


def test_columns_that_are_numbered_are_summed_as_the_notes_say():
    """`1=2+3` below a table is a rule of its numbered columns."""
    rows = ["项目|总数|男|女", "栏次|1|2|3", "甲||| ", "乙||| "]
    made = form("人员情况统计表\n" + table(*rows) + "说明：1=2+3。\n")
    names = {label: column["name"] for label, column in columns(made).items()}
    assert [f"{names['总数']} == {names['男']} + {names['女']}"] == [
        rule["expression"] for rule in only_table(made)["rules"]
    ]


def test_labels_in_boxes_are_fields():
    """A label with a blank beside it is asked for; an opinion is left to be written by hand."""
    made = columns(form(table("姓名||性别||", "单位意见|", "")))
    assert made["姓名"]["fill"] == "unit"
    assert made["性别"]["choices"] == ["男", "女"]


def test_every_guess_is_a_comment():
    """The file says of each column why, and how sure it is, in the language that was asked for."""
    text = drafting.texts(table("项目|金额（万元）", "|", "|"))["form-1.yaml"]
    assert "# 有把握：金额（万元），依据：栏目名含“金额”；栏目名写明“万元”" in text
    english = drafting.texts(table("项目|金额（万元）", "|", "|"), "en")["form-1.yaml"]
    assert "# certain: amount (万元), for the label has" in english


def test_nothing_is_dropped():
    """What is no part of a form is listed with its place."""
    text = "各单位：\n请认真填报。\n\n登记表\n" + table("姓名|电话", "|", "|") + "\n联系人：办公室\n再见。\n"
    assert ["各单位：", "请认真填报。", "联系人：办公室", "再见。"] == [
        t.text for t in drafting.scheme(text).left
    ]


@pytest.mark.parametrize("seed", range(8))
def test_whatever_a_document_holds_its_scheme_has_no_errors(tmp_path, seed):
    """Tables and lines that make no sense are drafted all the same, and lint passes."""
    made = drafting.scheme(odd_document(seed))
    folder = tmp_path / made.id
    folder.mkdir()
    for name, text in files_of(made, drafting.DAY, "zh").items():
        (folder / name).write_text(text, encoding="utf-8")
    errors = [f for f in lint_folder(folder)[1] if f.severity is Severity.ERROR]
    assert errors == [] or not made.forms
