"""2021年市对区考核指标: how the district's reports are read beyond the blueprint, and what is made of them.

The blueprint (`blueprints/chongqing-2021`) says what one report must be: self-score ≤ weight of its part,
self-rank a whole number up to the number of districts, 全年预计 ≥ 1—10月 only where the indicator is
cumulative. Self-scores are no scores, so nothing is ranked. Here stand:

- a report that holds the same long text as another one was pasted there (`own_words`);
- the progress table in the order of the attachments (`progress`), its totals by class, by group of units and
  by unit (`by_class`, `by_group`, `by_unit`), and the points where the district may lose (`risks`).

Frames of forms that repeat have one row an instance: the part, item or measure that the report is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Consolidated, ConsolidatedColumn, Frames, Validator
from kpixl.check.told import copied, copies, origin, records
from kpixl.check.validator import FrameCheck
from kpixl.findings import Finding

validator = Validator("chongqing-2021")

QUANTIFIED, QUALITATIVE, INCENTIVES = "progress-quantified", "progress-qualitative", "progress-incentives"
CLASSES = {
    "performance-indicators": "（一）经济社会发展业绩",
    "satisfaction": "（二）群众主观感受",
    "key-tasks": "（三）重点专项",
    "basic-guarantees": "（四）基础保障",
    "incentives": "督查激励",
}
"""What the consolidated sheets call the tables of 附件1 and 附件2, in order."""
COPIED_LENGTH = 40
"""A text of so many characters that stands in two reports was not written twice; shorter ones are phrases."""

Line = dict[str, Any]


def _own_words(field: str) -> FrameCheck:
    """A check: no two reports about different parts hold the same long text in this field."""

    def own_words(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
        for first, *others in copies(frame, field, COPIED_LENGTH):
            for row in others:
                yield copied(row, first, field, scheme)

    return own_words


for _form, _fields in {
    QUANTIFIED: ("basic_now", "basic_year"),
    QUALITATIVE: ("basic_now", "basic_year"),
    INCENTIVES: ("policy_progress", "basic_year"),
}.items():
    for _field in _fields:
        validator.frame(f"{_form}.fields")(_own_words(_field))


@validator.sheet("考核指标完成情况汇总表")
def progress(frames: Frames, scheme: Scheme) -> Consolidated:
    """Every part, item and measure in the order of the attachments, with its lead unit's report."""
    return Consolidated.of(_PROGRESS, _lines(frames, scheme))


@validator.sheet("按类别汇总")
def by_class(frames: Frames, scheme: Scheme) -> Consolidated:
    """Totals of the four tables of 附件1 and of 附件2."""
    return Consolidated.of(_totals("类别"), _summed(_lines(frames, scheme), "class", tuple(CLASSES.values())))


@validator.sheet("按单位分组汇总")
def by_group(frames: Frames, scheme: Scheme) -> Consolidated:
    """Totals of the groups of units, each part counted at its lead."""
    names = tuple(group.name for group in scheme.roster.groups)
    return Consolidated.of(_totals("单位分组"), _summed(_lines(frames, scheme), "group", names))


@validator.sheet("按牵头单位汇总")
def by_unit(frames: Frames, scheme: Scheme) -> Consolidated:
    """Totals of the units that lead something."""
    lines = _lines(frames, scheme)
    leading = {line["lead"] for line in lines}
    names = tuple(unit.name for unit in scheme.roster.units if unit.name in leading)
    return Consolidated.of(_totals("牵头单位"), _summed(lines, "lead", names))


@validator.sheet("扣分风险点清单")
def risks(frames: Frames, scheme: Scheme) -> Consolidated:
    """What the units named as points where the district may lose, in the order of the attachment."""
    named = [line for line in _lines(frames, scheme) if line["risk"]]
    return Consolidated.of(_RISKS, [{**line, "place": Decimal(i)} for i, line in enumerate(named, 1)])


def _lines(frames: Frames, scheme: Scheme) -> list[Line]:
    """One line a part, item and measure, reported or not."""
    lists = ((QUANTIFIED, "parts"), (QUALITATIVE, "qualitative"), (INCENTIVES, "incentives"))
    made: list[Line] = []
    for form, source in lists:
        given = {row["instance"]: row for row in records(frames, f"{form}.fields")}
        items = scheme.lists[source].items
        made += [_line(item, given.get(str(item["id"]), {}), scheme, source) for item in items]
    return made


def _line(item: Mapping[str, Any], report: Mapping[str, Any], scheme: Scheme, source: str) -> Line:
    lead = scheme.roster.unit(item["units_lead"])
    section = {"parts": "performance-indicators", "incentives": "incentives"}.get(source) or item["section"]
    weight = item.get("weight")
    return {
        "class": CLASSES[section],
        "number": Decimal(item["number"]),
        "name": item.get("heading") or item["name"],
        "weight": None if weight is None else Decimal(str(weight)),
        "units": "、".join(item["units"]),
        "lead": lead.name,
        "group": next(g.name for g in scheme.roster.groups if g.id == lead.group),
        "reported": bool(report),
        "basic_now": report.get("basic_now") or report.get("policy_progress"),
        "rank_change": _better(report.get("rank_now"), report.get("rank_year")),
        **{name: _shown(report.get(name)) for name in _REPORTED},
        "risk": report.get("risk") is True,
        **origin(report, "basic_year"),  # the forecast, which all three forms have
    }


_REPORTED = (
    "countersigned", "total_now", "done_now", "score_now", "rank_now", "basic_year", "total_year",
    "done_year", "score_year", "rank_year", "eligible", "result", "risk_points", "problems",
)  # fmt: skip


def _shown(value: Any) -> Any:
    """A value as the sheets show it: yes_no in words."""
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


def _better(now: Any, year: Any) -> Decimal | None:
    """How many places the rank is expected to rise; a smaller rank is better, so a fall is negative."""
    return now - year if isinstance(now, Decimal) and isinstance(year, Decimal) else None


def _summed(lines: Sequence[Line], by: str, names: Sequence[str]) -> list[Line]:
    """One line a name with the totals of its lines."""
    return [_sum(name, [line for line in lines if line[by] == name]) for name in names]


def _sum(name: str, lines: Sequence[Line]) -> Line:
    reported = [line for line in lines if line["reported"]]
    weight, now, year = (_total(lines, figure) for figure in ("weight", "score_now", "score_year"))
    return {
        "name": name,
        "items": Decimal(len(lines)),
        "reported": Decimal(len(reported)),
        "weight": weight,
        "score_now": now,
        "rate_now": _share(now, _total(reported, "weight")),
        "score_year": year,
        "rate_year": _share(year, _total(reported, "weight")),
        "done_now": _count(reported, "done_now"),
        "done_year": _count(reported, "done_year"),
        "eligible": _count(reported, "eligible"),
        "risks": _count(reported, "risk", value=True),
    }


def _total(lines: Sequence[Line], figure: str) -> Decimal | None:
    """The sum; None where there is none to sum."""
    known = [line[figure] for line in lines if isinstance(line[figure], Decimal)]
    return sum(known, Decimal(0)) if known else None


def _share(score: Decimal | None, weight: Decimal | None) -> Decimal | None:
    """The self-score over the weights of the parts that were reported."""
    return score / weight if score is not None and weight else None


def _count(lines: Sequence[Line], column: str, value: object = "是") -> Decimal:
    return Decimal(sum(line[column] == value for line in lines))


def _column(
    name: str, label: str, width: float, number_format: str | None = None, *, total: bool = False
) -> ConsolidatedColumn:
    return ConsolidatedColumn(name=name, label=label, width=width, number_format=number_format, total=total)


_HEAD = (_column("class", "类别", 21), _column("number", "序号", 5), _column("name", "指标（事项）", 28))
_PROGRESS = (
    *_HEAD,
    _column("weight", "权重", 6, total=True),
    _column("units", "责任单位", 18),
    _column("countersigned", "配合单位会签", 10),
    _column("basic_now", "1—10月基本情况（督查激励为政策争取情况）", 26),
    _column("total_now", "1—10月累计数", 10),
    _column("score_now", "1—10月自评得分", 8, "0.00", total=True),
    _column("rank_now", "1—10月自评排名", 8),
    _column("done_now", "1—10月是否完成", 8),
    _column("basic_year", "全年预计基本情况", 26),
    _column("total_year", "全年预计累计数", 10),
    _column("score_year", "全年预计自评得分", 8, "0.00", total=True),
    _column("rank_year", "全年预计自评排名", 8),
    _column("rank_change", "预计排名上升", 8),
    _column("done_year", "全年预计是否完成", 8),
    _column("eligible", "是否符合申报条件", 8),
    _column("result", "预计争取结果", 16),
    _column("risk_points", "扣分风险点", 20),
    _column("problems", "存在问题及建议", 20),
)
_RISKS = (
    _column("place", "编号", 6),
    *_HEAD,
    _column("lead", "牵头单位", 20),
    _column("risk_points", "扣分风险点", 60),
    _column("done_year", "全年预计是否完成", 12),
)


def _totals(label: str) -> tuple[ConsolidatedColumn, ...]:
    """The columns of a table of totals over what `label` says."""
    return (
        _column("name", label, 26),
        _column("items", "应报项数", 10, total=True),
        _column("reported", "已报项数", 10, total=True),
        _column("weight", "权重", 10, total=True),
        _column("score_now", "1—10月自评得分", 12, "0.00", total=True),
        _column("rate_now", "1—10月自评得分率", 12, "0.00%"),
        _column("score_year", "全年预计自评得分", 12, "0.00", total=True),
        _column("rate_year", "全年预计自评得分率", 12, "0.00%"),
        _column("done_now", "1—10月完成项数", 10, total=True),
        _column("done_year", "全年预计完成项数", 10, total=True),
        _column("eligible", "符合申报条件项数", 10, total=True),
        _column("risks", "有扣分风险项数", 10, total=True),
    )
