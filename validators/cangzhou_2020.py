"""沧州经济开发区2020年部门预算信息公开: what is judged beyond the blueprint, and how indicators are graded.

The blueprint (`blueprints/cangzhou-2020`) says what one row must be. Here stands

- that an indicator which the source lists twice in one activity gets one target (`one_target`);
- the policy of grading (`grade`): the first of 优, 良, 中, 差 whose threshold the reported value meets.
  Where a threshold on the way is missing, or value and threshold do not compare, it is 不能评定, never 差;
- what a grade is worth: the table in `grades.yaml` (`score`). What cannot be graded has no score, no points;
- that what a unit names or adds itself is graded as the rest;
- two consolidated sheets: the grade of each indicator, and how often each grade was given in each duty.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Consolidated, ConsolidatedColumn, Frames, Validator, breach, listed, roster
from kpixl.rules.types.thresholds import Threshold, band, parse_quantity, parse_threshold

validator = Validator("cangzhou-2020")

TABLE, ADDED = "activity-indicators.indicators", "activity-indicators.added"
"""The rows that the form prints, and those that the unit added."""
BANDS = ["best", "good", "fair", "poor"]
DUTY = ["unit_name", "duty_number", "duty"]
NOT_DONE = "未执行"
"""A state: as a band it is met by an actual value that says so, and by no figure."""
UNDECIDED = "不能评定"
TWO_TARGETS = breach(
    "C001",
    at="{at}",
    severity="warning",
    value="{name}",
    zh="同一活动中同一指标有两个标准，这里是{targets}，前面是{first_targets}",
    other="{first_cell}",
)


@validator.returns(TWO_TARGETS)
def one_target(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """The same indicator of one activity with two different targets: nobody knows which one counts."""
    frame = frames[TABLE]
    if "actual" in frame:  # the targets were settled in the stage before
        return frame.iloc[:0]
    made = frame[frame[BANDS].notna().any(axis=1)].drop(columns="activity_number")
    made = made.join(
        listed(scheme, "indicators")[["activity_number", "name"]].dropna(), on="row", how="inner"
    )
    if made.empty:
        return made
    made["at"] = made[BANDS].notna().idxmax(axis=1)
    made["targets"] = ["、".join(row.dropna()) for _, row in made[BANDS].iterrows()]
    made["cell"] = frames.cells(TABLE)[BANDS].where(frame[BANDS].notna()).bfill(axis=1)["best"]
    first = made.groupby(["file", "activity_number", "name"])[["targets", "cell"]].transform("first")
    return made.join(first.add_prefix("first_"))[made["targets"] != first["targets"]]


def grade(row: Mapping[Any, Any], scheme: Scheme) -> str:
    """等次 of a row: a name of the list `grades`, or 不能评定."""
    texts = {name: text for name, text in row.items() if isinstance(text, str)}
    known = [texts.get(name) for name in BANDS]
    bands = [parse_threshold(text, scheme.lexicon, (NOT_DONE,)) if text else None for text in known]
    met = band(_actual(texts.get("actual", ""), scheme), bands, scheme.lexicon)
    return UNDECIDED if met is None else _names(scheme)[met - 1]


def _actual(text: str, scheme: Scheme) -> Threshold | None:
    return Threshold(state=text) if text == NOT_DONE else parse_quantity(text, scheme.lexicon)


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One row a (unit, indicator) that can be graded: what its grade is worth, out of full points."""
    full, made = Decimal(scheme.lists["grades"].items[0]["score"]), []
    for table, actual, rows in (
        (TABLE, "actual", _printed(frames, scheme)),
        (ADDED, "added_actual", _added(frames, scheme)),
    ):
        graded = rows.dropna(subset="score")
        figures = {"points": full, "score": graded["score"], "name": graded["indicator"]}
        there = actual if actual in frames[table] else actual.replace("actual", "best")
        made.append(frames.scored(table, there, **figures).loc[graded.index])
    return pd.concat(made, ignore_index=True)


@validator.sheet("等次评定表")
def grades_by_indicator(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """Every indicator with thresholds, actual value, grade and score; a row leads to its actual value."""
    graded = _graded(frames, scheme)
    columns = (
        ConsolidatedColumn(name="number", label="序号", width=6),
        ConsolidatedColumn(name="unit_name", label="单位", width=14),
        ConsolidatedColumn(name="duty", label="职责名称", width=18),
        ConsolidatedColumn(name="activity", label="活动名称", width=20),
        ConsolidatedColumn(name="indicator", label="绩效指标", width=30),
        *(ConsolidatedColumn(name=n, label=t, width=12) for n, t in zip(BANDS, _names(scheme), strict=True)),
        ConsolidatedColumn(name="actual", label="全年实际值", width=12),
        ConsolidatedColumn(name="grade", label="等次", width=10),
        ConsolidatedColumn(name="score", label="得分", width=8, number_format="0", total=True),
    )
    return None if graded.empty else Consolidated(columns=columns, frame=graded)


@validator.sheet("各职责等次统计")
def grades_by_duty(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """How many indicators of each duty got which grade; those that cannot be graded stand apart."""
    graded, names = _graded(frames, scheme), [*_names(scheme), UNDECIDED]
    columns = (
        ConsolidatedColumn(name="unit_name", label="单位", width=14),
        ConsolidatedColumn(name="duty_number", label="职责序号", width=9),
        ConsolidatedColumn(name="duty", label="职责名称", width=30),
        ConsolidatedColumn(name="all", label="指标数", width=9, total=True),
        *(ConsolidatedColumn(name=name, label=name, width=9, total=True) for name in names),
    )
    given = pd.get_dummies(graded["grade"]).reindex(columns=names, fill_value=False).assign(all=True)
    counted = graded[DUTY].join(given).groupby(DUTY, sort=False, as_index=False).sum()
    return None if graded.empty else Consolidated(columns=columns, frame=counted)


def _graded(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """The rows of the year-end report, those that the form prints and those that the units added."""
    return pd.concat([_printed(frames, scheme), _added(frames, scheme)], ignore_index=True)


def _printed(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """The printed rows of the year-end report, graded; none in the stage before."""
    report, items = frames[TABLE], listed(scheme, "indicators").rename(columns={"name": "printed"})
    report = report[report["row"].isin(items.index)] if "actual" in report else report.iloc[:0]
    known = report.drop(columns=report.columns.intersection(items.columns)).join(items, on="row")
    named = known["indicator"].fillna(known["printed"])  # what has no printed name the unit has named
    made = _with_grades(known.assign(indicator=named), scheme)
    return made.join(frames.origin(TABLE, "actual")) if "actual" in made else made


def _added(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """The rows that units added, graded, behind the others; a new duty gets the next number."""
    items, own = listed(scheme, "indicators"), frames[ADDED]
    own = own if "added_actual" in own else own.iloc[:0]
    rows = own.rename(columns=lambda name: str(name).removeprefix("added_"))
    numbers = dict(zip(items["duty"], items["duty_number"], strict=True))
    duties = {duty: numbers.get(duty, len(numbers) + n) for n, duty in enumerate(rows["duty"].unique(), 1)}
    places = [len(items) + int(row) for row in rows["row"]]
    made = _with_grades(rows.assign(number=places, duty_number=rows["duty"].map(duties)), scheme)
    return made.join(frames.origin(ADDED, "added_actual")) if "added_actual" in own else made


def _with_grades(known: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """Indicators with what they reached, in the order of units and numbers."""
    grades = pd.Series([grade(row, scheme) for row in known.to_dict("records")], known.index, dtype=object)
    worth = listed(scheme, "grades", "name")["score"].map(Decimal)
    units = roster(scheme)["short"]
    made = known.assign(grade=grades, score=grades.map(worth), unit_name=known["subject"].map(units))
    order = known["subject"].map({unit: i for i, unit in enumerate(units.index)})
    return made.assign(order=order).sort_values(["order", "number"], kind="stable")


def _names(scheme: Scheme) -> list[str]:
    return [str(item["name"]) for item in scheme.lists["grades"].items]
