"""Cases of codes I, S and T: whose a workbook is, and whether its sheets are as issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpixl.words import Words

_UNIT = {"unit_name": "河东镇"}
_STAGE = Words("自查自评", "self-check")
_SHEET = {"sheet_name": "附件2"}
_ITEM = {"label": "完成情况", "line": "消防安全工作"}

WORKBOOKS: Mapping[str, Mapping[str, Any]] = {
    "I002": {"other": "streets-2024"},
    "I006": {"digest": "3f9a1c07be52"},
    "I007": {"missing": Words("文档属性", "document properties")},
    "I008": {"key": "9b1f42d0"},
    "I009": {"named": "河西镇", **_UNIT},
    "I012": {"stage": _STAGE, "wanted": Words("考核认定", "verification")},
    "I013": {"recipient": "hexi", "stage": "self-check"},
    "I014": {
        "forms": "附件2、附件3",
        "stage": _STAGE,
        "place": "附件2!B3",
        "named": "河东镇人民政府",
        **_UNIT,
    },
    "I015": {"forms": "附件2", "stage": _STAGE, "named": Words("没有", "none"), "place": "附件2!B3"},
    "I016": {"stages": Words("自查自评、考核认定", "self-check, verification")},
    "I018": {"old": "3f9a1c07", "new": "c25d80e1", "added": "附件2“佐证材料”"},
    "I019": {"damaged": Words("文档属性", "document properties")},
    "I020": _UNIT,
    "I021": {"stage": _STAGE, **_UNIT},
    "I022": _UNIT,
    "S001": _SHEET,
    "S002": _SHEET,
    "S003": {"label": "消防安全工作", "number": 14},
    "S004": {"number": 15, "value": "新增项目"},
    "S005": {"label": "消防安全工作", "count": 2},
    "S006": {"label": "完成情况"},
    "S008": {"what": Words("第14—16行", "Row 14—16")},
    "S009": {"sheet_name": "Sheet1"},
    "S010": {"now": "附件2（报）", **_SHEET},
    "S011": _SHEET,
    "S012": {"value": "见附页"},
    "S013": {"count": 2, **_SHEET},
    "S014": {"what": Words("1个空行", "Blank rows (1)"), "place": Words("第9行", "row 9")},
    "S015": {"value": "95%", **_ITEM},
    "S016": _SHEET,
    "S017": {"number": 12, "value": "合计"},
    "S018": {"number": 31, "value": "全国文明村"},
    "S019": {"owner": "河西镇", "sign": Words("表上印的单位", "the unit printed on it"), **_SHEET, **_UNIT},
    "S020": {
        "at": Words("附件2!D7", "at 附件2!D7 is"),
        "what": Words("批注", "a comment"),
        "text": Words("：“按去年口径”", ": “按去年口径”"),
    },
    "S021": {"value": "C7:C9", "first": "C7"},
    "S022": {
        "number": 9,
        "value": "本年度无获奖",
        "more": "",
        "advice": Words("不用处理；请清空这一行。", "Nothing to do; clear the row."),
    },
    "T001": {"expected": "消防安全工作", "value": "消防工作", "label": "目标任务", "line": "消防安全工作"},
    "T002": {"expected": "5", "value": "8", "label": "分值", "line": "消防安全工作"},
    "T003": {"expected": "96.5", "value": "100", "label": "得分合计", "line": "合计"},
    "T004": {"value": "=SUM(F6:F20)+3", "label": "得分合计", "line": "合计"},
    "T005": {"expected": "96.5", "value": "0", "label": "得分合计", "line": "合计"},
    "T006": _SHEET,
    "T007": {"value": "4", "label": "核查得分", "line": "消防安全工作"},
    "T009": _ITEM,
    "T010": _ITEM,
}
