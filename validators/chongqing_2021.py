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

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Consolidated, ConsolidatedColumn, Frames, Validator, breach, listed, roster

if TYPE_CHECKING:
    from pandas.core.groupby import DataFrameGroupBy

    Groups = DataFrameGroupBy[Any, Any]

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

YES = "是"


def _own_words(name: str, field: str) -> None:
    """Register a check: no two reports about different parts hold the same long text in this field."""

    @validator.returns(
        breach(
            "U010", at=field, value=None, label="{entry.label}", other="{first_name}", place="{first_place}"
        )
    )
    def own_words(frames: Frames, scheme: Scheme) -> pd.DataFrame:  # noqa: ARG001 - no setting matters
        reports = frames[name].assign(place=frames.told(name, field))
        long = reports[(reports[field].str.len() >= COPIED_LENGTH).fillna(value=False)]
        first = long.drop_duplicates(field).set_index(field)[["subject_name", "place"]]
        return long[long.duplicated(field)].join(
            first.set_axis(["first_name", "first_place"], axis=1), on=field
        )


for _field in ("basic_now", "basic_year"):
    _own_words(f"{QUANTIFIED}.fields", _field)
    _own_words(f"{QUALITATIVE}.fields", _field)
for _field in ("policy_progress", "basic_year"):
    _own_words(f"{INCENTIVES}.fields", _field)


@validator.sheet("考核指标完成情况汇总表")
def progress(frames: Frames, scheme: Scheme) -> Consolidated:
    """Every part, item and measure in the order of the attachments, with its lead unit's report."""
    return Consolidated(columns=_PROGRESS, frame=_lines(frames, scheme))


@validator.sheet("按类别汇总")
def by_class(frames: Frames, scheme: Scheme) -> Consolidated:
    """Totals of the four tables of 附件1 and of 附件2."""
    return _summed("类别", _lines(frames, scheme).groupby("class"), list(CLASSES.values()))


@validator.sheet("按单位分组汇总")
def by_group(frames: Frames, scheme: Scheme) -> Consolidated:
    """Totals of the groups of units, each part counted at its lead."""
    names = [group.name for group in scheme.roster.groups]
    return _summed("单位分组", _lines(frames, scheme).groupby("group"), names)


@validator.sheet("按牵头单位汇总")
def by_unit(frames: Frames, scheme: Scheme) -> Consolidated:
    """Totals of the units that lead something."""
    lines, units = _lines(frames, scheme), roster(scheme)["name"]
    return _summed("牵头单位", lines.groupby("lead"), list(units[units.isin(lines["lead"])]))


@validator.sheet("扣分风险点清单")
def risks(frames: Frames, scheme: Scheme) -> Consolidated:
    """What the units named as points where the district may lose, in the order of the attachment."""
    lines = _lines(frames, scheme)
    named = lines[lines["risk"] == YES]
    return Consolidated(columns=_RISKS, frame=named.assign(place=range(1, len(named) + 1)))


def _lines(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One line a part, item and measure, reported or not."""
    lists = ((QUANTIFIED, "parts"), (QUALITATIVE, "qualitative"), (INCENTIVES, "incentives"))
    made = pd.concat([_reported(frames, scheme, f"{form}.fields", source) for form, source in lists])
    lead = roster(scheme).loc[made["units_lead"]].set_index(made.index)
    sections = (
        made["section"].fillna(made["source"].map({"parts": "performance-indicators"})).fillna("incentives")
    )
    return made.assign(
        **{"class": sections.map(CLASSES)},
        number=made["number"].map(Decimal),
        name=made["heading"].fillna(made["name"]),
        weight=made["weight"].map(lambda weight: Decimal(str(weight)), na_action="ignore"),
        units=made["units"].map("、".join),
        lead=lead["name"],
        group=lead["group_name"],
        basic_now=made["basic_now"].fillna(made["policy_progress"]),
        rank_change=made["rank_now"] - made["rank_year"],  # a smaller rank is better, so a fall is negative
    )


def _reported(frames: Frames, scheme: Scheme, name: str, source: str) -> pd.DataFrame:
    """The items of a list with their lead units' reports: 是 and 否 in words, linked to the forecast."""
    report = frames[name].join(frames.origin(name, "basic_year")).assign(reported=True)
    shown = {str(c): of.map({True: YES, False: "否"}) for c, of in report.select_dtypes("boolean").items()}
    own = report.assign(**shown).drop_duplicates("instance", keep="last").set_index("instance")
    return listed(scheme, source).assign(source=source).join(own)


def _summed(label: str, lines: Groups, names: list[str]) -> Consolidated:
    """The totals of the lines of each name; figures count where something was reported."""
    known = lines.obj[lines.obj["reported"].notna()].groupby(lines.keys)
    now, year, whole = (_total(known, figure, names) for figure in ("score_now", "score_year", "weight"))
    said = {name: known[name].agg(lambda given: (given == YES).sum()) for name in _COUNTED}
    made = pd.DataFrame({"items": lines.size(), "reported": known.size(), **said}).reindex(names)
    figures = {"score_now": now, "rate_now": now / whole, "score_year": year, "rate_year": year / whole}
    made = made.astype("Int64").fillna(0).assign(name=names, weight=_total(lines, "weight", names), **figures)
    return Consolidated(columns=_totals(label), frame=made.rename(columns={"risk": "risks"}))


_COUNTED = ("done_now", "done_year", "eligible", "risk")


def _total(lines: Groups, figure: str, names: list[str]) -> pd.Series[Any]:
    """The sums; NA where there is none to sum."""
    sums = lines[figure].sum(min_count=1).reindex(names)
    return sums.astype(object).where(sums.notna(), pd.NA)


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
