"""Cases of codes V: values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpixl.words import Words

_COUNT = {"label": "累计完成数", "line": "开展祝福礼项数"}
_RATE = {"label": "完成率", "line": "道路硬化完成率"}
_SCORE = {"label": "自评得分", "line": "消防安全工作"}
_DAY = {"label": "获奖时间", "line": Words("第3行", "row 3")}
_AWARD = {"label": "授奖单位", "line": Words("第3行", "row 3")}
_LEVEL = {"label": "奖项级别", "line": Words("第3行", "row 3")}
_TARGET = {"label": "优", "line": "道路硬化完成率"}
_NUMBER = Words("数", "a number")
_WHOLE = Words("0以上的整数", "a whole number of 0 or more")
_PERCENT = Words("百分数", "a percentage")

VALUES: Mapping[str, Mapping[str, Any]] = {
    "V001": {
        "value": "很多",
        "wanted": _WHOLE,
        "instead": "",
        "blank": Words("没有数据的请留空，", "leave it blank if there is no figure, "),
        **_COUNT,
    },
    "V002": {"value": "12.5", "wanted": _WHOLE, **_COUNT},
    "V003": {"value": "12", "wanted": Words("0至10的数", "a number from 0 to 10"), **_SCORE},
    "V004": {"value": "4.256", "places": 2, **_SCORE},
    "V005": {"length": 623, "limit": 500, "label": "自评说明", "line": "消防安全工作"},
    "V006": {
        "value": "省",
        "hint": Words("（是不是“省级”？）", " (did you mean “省级”?)"),
        "wanted": Words("从国家级、省级、市级中选一项", "one of 国家级, 省级, 市级"),
        **_LEVEL,
    },
    "V007": {"value": "2021年5月", **_DAY},
    "V008": {
        "value": "5号文",
        "why": Words("文号应如“新政发〔2021〕5号”", "a document number looks like 新政发〔2021〕5号"),
        "wanted": Words("文号", "the number of a document"),
        "blank": Words("，没有的请留空", "; leave it blank if there is none"),
        "label": "文号",
        "line": Words("第3行", "row 3"),
    },
    "V009": {"value": "#DIV/0!", "wanted": _PERCENT, **_RATE},
    "V010": {
        "value": "2000万",
        "reason": Words(
            "除数字外还有文字、单位或其他符号", "it has words, a unit or signs besides the number"
        ),
        "advice": Words("请只填数字，单位、约数和说明都不要写。", "Enter digits only."),
        "wanted": _NUMBER,
        "label": "支出金额",
        "line": "会议费",
    },
    "V011": {"value": "=3*4", "wanted": _NUMBER, **_COUNT},
    "V012": {"value": "TRUE", "wanted": _NUMBER, **_COUNT},
    "V013": {"value": r"12\x07", **_COUNT},
    "V014": {
        "value": "基本达标",
        "hint": "",
        "wanted": Words("目标值，如“≥95%”", "a threshold, such as ≥95%"),
        **_TARGET,
    },
    "V015": {
        "value": "若干",
        "hint": "",
        "wanted": Words("数量，如“12次”", "a quantity, such as 12次"),
        **_COUNT,
    },
    "V016": {
        "value": "上半年",
        "wanted": Words("期间，如“2021年上半年”", "a period, such as 2021年上半年"),
        "label": "完成时限",
        "line": "消防安全工作",
    },
    "V017": {"value": "较好", "wanted": Words("百分数，或者日期", "a percentage or a date"), **_TARGET},
    "V018": {
        "shown": "95%",
        "stored": Words("0.954（即95.4%）", "0.954 (95.4%)"),
        "advice": Words("请改填95%。", "Enter 95% instead."),
        "wanted": _PERCENT,
        **_RATE,
    },
    "V019": {"wanted": Words("文字", "text"), "label": "自评说明", "line": "消防安全工作"},
    "V020": {"value": "全国文�村", "lost": "�", **_AWARD},
    "V021": {"value": "2021/5/17 星期五", "weekday": Words("星期一", "Monday"), **_DAY},
    "V101": {"value": "１２", "expected": "12", **_COUNT},
    "V102": {"value": "12,000", "expected": "12000", **_COUNT},
    "V103": {"value": "12", "expected": "12", **_COUNT},
    "V104": {"value": "2021年5月17日", "expected": "2021-05-17", **_DAY},
    "V105": {"value": " 省政府 ", "expected": "省政府", **_AWARD},
    "V106": {"value": "95%", "expected": "95%", **_RATE},
    "V107": {"value": "省 级", "expected": "省级", **_LEVEL},
    "V108": {"value": "—", **_COUNT},
    "V110": {"struck": "未完成", "value": "未完成已完成", "label": "完成情况", "line": "消防安全工作"},
    "V111": {"value": "同上", "label": "部门职责", "line": "成本监审工作覆盖率"},
    "V112": {"value": "同上", "label": "完成情况", "line": "消防安全工作"},
    "V109": {"value": "95％以上", "expected": "≥95%", **_TARGET},
}
