"""Conditions in words: what a clerk reads where the blueprint has no message of its own."""

import pytest

from kpixl.rules.spelled import spelled
from kpixl.words import Words

LABELS = {"sign": "符号", "done": "完成", "value": "数值", "limit": "上限", "kind": "类别"}
CASES = (
    ("filled(sign)", "“符号”已填写", "“符号” is filled in"),
    ("not filled(sign)", "“符号”没有填写", "“符号” is blank"),
    ("done", "“完成”为“是”", "“完成” is yes"),
    ("not done", "“完成”为“否”", "“完成” is no"),
    ("value > 0", "“数值”大于0", "“数值” is greater than 0"),
    ("not value > limit", "“数值”不大于“上限”", "“数值” is at most “上限”"),
    ("kind == '甲'", "“类别”等于“甲”", "“类别” is “甲”"),
    ("starts_with(kind, '减')", "“类别”以“减”开头", "“类别” begins with “减”"),
    ("done and value > 0", "“完成”为“是”且“数值”大于0", "“完成” is yes and “数值” is greater than 0"),
    ("not (done or blank(sign))", "“完成”为“否”且“符号”已填写", "“完成” is no and “符号” is filled in"),
    (
        "done and (value > 0 or blank(sign))",
        "“完成”为“是”且（“数值”大于0或“符号”没有填写）",
        "“完成” is yes and (“数值” is greater than 0 or “符号” is blank)",
    ),
    (
        "abs(value - limit) < 1",
        "(“数值” - “上限”)的绝对值小于1",
        "(“数值” - “上限”) without its sign is less than 1",
    ),
    ("max(value, limit) == 1", "“数值”、“上限”中的最大值等于1", "the greatest of “数值”, “上限” is 1"),
    (
        "-value < (1 if done else 2)",
        "-“数值”小于如果“完成”为“是”则为1，否则为2",
        "-“数值” is less than 1 if “完成” is yes, else 2",
    ),
)


@pytest.mark.parametrize(("expression", "zh", "en"), CASES)
def test_words(expression, zh, en):
    """In both languages, with the labels of the columns and without a name of the blueprint."""
    assert Words(zh, en) == spelled(expression, LABELS)
