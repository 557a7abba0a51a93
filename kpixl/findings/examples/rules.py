"""Cases of codes R and C: the entries of a row, of a table, of a return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpixl.words import Words

_SCORE = {"label": "自评得分", "line": "消防安全工作"}
_REMARK = {"label": "备注", "line": "消防安全工作"}
_LINE = "道路硬化完成率"
_BANDS = {"line": _LINE, "other_label": "优", "label": "良"}
_THIRD = Words("第3行", "row 3")

RULES: Mapping[str, Mapping[str, Any]] = {
    "R001": {"wanted": Words("0至10的数", "a number from 0 to 10"), **_SCORE},
    "R002": {
        "words": Words("自评得分低于分值的，要写明扣分原因", "points that are lost need a reason"),
        "wanted": Words("文字，最多500个字", "text of at most 500 characters"),
        **_REMARK,
    },
    "R003": {
        "value": "省级",
        "words": Words("没有获奖的，不填级别", "no level without an award"),
        "label": "奖项级别",
        "line": _THIRD,
    },
    "R004": {
        "words": Words(
            "“奖项名称”“授奖单位”“获奖时间”要么都填，要么都不填",
            "fill all of 奖项名称, 授奖单位, 获奖时间, or none",
        ),
        "label": "获奖时间",
        "line": _THIRD,
    },
    "R005": {
        "words": Words("全年预计数不得少于累计完成数", "the year's estimate is no less than what is done"),
        "figures": "全年预计数 90，累计完成数 120",
    },
    "R006": {"other": "≥80%", "value": "≥90%", **_BANDS},
    "R007": {"other": "≥80%", "value": "≤85%", **_BANDS},
    "R008": {"other": "≥90%", "value": "＜80%", **_BANDS},
    "R009": {"other": "≥90%", "value": "≥12次", **_BANDS},
    "R010": {"line": _LINE, "label": "优", "value": "≥95", "meant": Words("百分数", "a percentage")},
    "R011": {"name": _LINE, "label": "优", "value": "≥95次", "wanted": Words("百分数", "a percentage")},
    "R012": {
        "words": Words("意见为“修改”的，应修改指标值", "where the remark is 修改, the value has to change"),
        "figures": "指标值 ≥90%，审核意见 修改",
        "label": "指标值",
        "line": _LINE,
    },
    "R013": {
        "words": Words("完成数是累计数", "what is done adds up"),
        "figures": "累计完成数 80；80 ＜ 95",
        "label": "累计完成数",
        "line": _LINE,
    },
    "C001": {
        "words": Words("同一奖项只填一行", "an award stands in one row"),
        "value": "全国文明村",
        "other": "B8",
    },
    "C002": {
        "words": Words("各项分值合计应为100", "the points sum up to 100"),
        "total": "98",
        "stated": "100",
        "difference": "-2",
        "label": "分值",
    },
    "C003": {"table": "机构设置情况", "least": 1, "count": 0},
    "C004": {
        "words": Words("每组权重合计应为100%", "the weights of a group sum up to 100%"),
        "group": "产出指标",
        "total": "90%",
        "stated": "100%",
        "difference": "-10%",
        "label": "权重",
    },
    "C005": {
        "words": Words("每项职责填2至4项活动", "two to four activities a duty"),
        "count": 1,
        "advice": Words("还差1行，请补填。", "Enter 1 more."),
    },
    "C006": {
        "words": Words("不同职责的活动不应相同", "duties differ in their activities"),
        "line": Words("第9行", "row 9"),
        "other_line": _THIRD,
        "other": "B8",
        "size": 4,
    },
    "C007": {
        "label": "基本支出",
        "line": Words("合计", "total"),
        "value": "120",
        "sheet_name": "预算总体情况",
        "other": "D7",
        "other_label": "基本支出",
        "stated": "125",
    },
    "C008": {
        "label": "对应职责",
        "line": _THIRD,
        "value": "信访接待",
        "missing": "信访接待",
        "sheet_name": "职责",
        "other_label": "职责名称",
    },
    "C009": {
        "label": "发现隐患",
        "line": Words("消防", "fire"),
        "value": "5",
        "sheet_name": "隐患清单",
        "other_label": "隐患",
        "stated": "4",
    },
    "C010": {
        "label": "序号",
        "line": _THIRD,
        "value": "5",
        "words": Words(
            "“序号”应从1起连续编号，不缺号、不重号",
            "“序号” must be numbered from 1 on, none left out and none twice",
        ),
    },
    "C011": {
        "label": "加分奖项",
        "line": _THIRD,
        "value": "平政〔2021〕5号",
        "other": "认定/商务局.xlsx，附件2 T12",
    },
    "C101": {"words": Words("附件2的自评合计应等于附件1的得分", "the total of 附件2 is the score of 附件1")},
    "C201": {
        "label": "分值合计",
        "line": Words("合计", "total"),
        "total": "98",
        "stated": "100",
        "difference": "-2",
    },
    "C901": {
        "words": Words("同一文号不应出现在两个奖项中", "one document stands for one award"),
        "todo": Words("请核对文号。", "Check the number of the document."),
    },
}
