"""Cases of codes U: the returns of all units together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpixl.words import Words

_UNIT = {"unit_name": "河东镇"}
_FIRST, _SECOND = "01-河东镇.xlsx", "01-河东镇（改）.xlsx"
_FAR = {"label": "招商引资额", "line": "招商引资工作"}

UNITS: Mapping[str, Mapping[str, Any]] = {
    "U001": {"count": 2, "kept": _SECOND, **_UNIT},
    "U002": {"kept": _FIRST},
    "U004": {"count": 48, "simulated": 3},
    "U005": {
        "level": "一等奖",
        "places": 1,
        "names": Words("河东镇、河西镇", "河东镇, 河西镇"),
        "score": "98.5",
    },
    "U006": {"reason": Words("回收件没有通过", "its return was not accepted"), **_UNIT},
    "U007": {"level": "一等奖", "places": 3, "given": 2},
    "U008": {"names": "消防安全工作", **_UNIT},
    "U009": {
        "words": Words("一个项目只由一个单位填报", "a project is reported by one unit"),
        "other": "河西镇",
        "place": "附件3!B8",
    },
    "U010": {"label": "自评说明", "other": "河西镇", "place": "附件2!G9"},
    "U011": {
        "label": "自评说明",
        "line": "消防安全工作",
        "share": "92%",
        "other": "河西镇",
        "place": "附件2!G9",
    },
    "U012": {"value": "12000", "count": 12, "median": "1.2", "low": "0.8", "high": "2.5", **_FAR},
    "U013": {
        "words": Words("全区分解数合计应等于全区任务数", "what the units got sums up to the district's task"),
        "count": 48,
        "total": "98",
        "stated": "100",
        "difference": "-2",
        "label": "分解数",
    },
    "U014": {
        "effect": Words("不参加评奖", "no award"),
        "matters": Words("发生较大安全事故", "a serious accident"),
        **_UNIT,
    },
    "U015": {"count": 2, "kept": _SECOND, **_UNIT},
    "U016": {
        "kept": _SECOND,
        "other": _FIRST,
        "why": Words("都没有记录修改时间", "neither says when it was saved"),
        "rule": Words("按文件名", "by their names"),
        **_UNIT,
    },
    "U017": _UNIT,
    "U018": {"issue": 1, "latest": 2, **_UNIT},
    "U019": {"title": Words("明细", "detail"), "rows": 1200000, "sheets": 2},
    "U020": {"count": 2, "kept": _FIRST, **_UNIT},
    "U021": {"what": Words("以“01-河东镇.xlsx”为准", "“01-河东镇.xlsx” counts"), **_UNIT},
    "U022": {
        "before": "12",
        "value": "10",
        "by": Words("考核办", "the office"),
        "on": "2022-01-20",
        "why": Words("佐证材料只有10项", "there is proof of 10"),
        "label": "累计完成数",
        "line": "开展祝福礼项数",
    },
    "U023": {"level": "一等奖", **_UNIT},
    "U024": {
        "what": Words("“招商引资额”明显偏离其他单位", "“招商引资额” is far from those of the others"),
        "value": Words("引进一个12亿元的项目", "one project alone is 1.2 billion"),
    },
    "U025": {"count": 2, "kept": _SECOND, "units": Words("河东镇、河西镇", "Hedong and Hexi"), **_UNIT},
    "U026": {
        "later": _SECOND,
        "count_rows": 2,
        "rows": Words("河东镇“就业人数”、河西镇“就业人数”", "Hedong “就业人数”, Hexi “就业人数”"),
        **_UNIT,
    },
    "U027": {"count": 3, "lacking": Words("第3册", "part 3"), **_UNIT},
    "U028": {
        "line": "就业人数",
        "changes": Words("完成情况原为“95人”，现为“105人”", "“完成情况” was “95人” and is “105人”"),
        "entered": Words("完成数“95”", "“完成数” “95”"),
        **_UNIT,
    },
    "U029": {"names": Words("平政〔2021〕5号.pdf", "平政〔2021〕5号.pdf"), "line": "市级文明单位"},
    "U030": {"of": _FIRST},
    "U031": {"rows": 12000000},
    "U201": {"count": 48, "label": "分值", "total": "98", "stated": "100", "difference": "-2"},
}
