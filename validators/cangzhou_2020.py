"""沧州经济开发区2020年部门预算信息公开: what is judged beyond the blueprint, and how indicators are graded.

The blueprint (`blueprints/cangzhou-2020`) says what one row must be. Here stands

- that an indicator which the source lists twice in one activity gets one target (`one_target`);
- the policy of grading (`grade`): the first of 优, 良, 中, 差 whose threshold the reported value meets.
  Where a threshold on the way is missing, or value and threshold do not compare, it is 不能评定, never 差;
- what a grade is worth: the table in `grades.yaml` (`score`). What cannot be graded has no score, no points;
- two consolidated sheets: the grade of each indicator, and how often each grade was given in each duty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Consolidated, ConsolidatedColumn, Frames, Validator
from kpixl.check.frames import place
from kpixl.check.told import Row, origin, records, rows, words
from kpixl.findings import Finding, Location, Severity, found
from kpixl.rules.types.thresholds import Threshold, band, parse_quantity, parse_threshold
from kpixl.scoring import score_frame

validator = Validator("cangzhou-2020")

TABLE = "activity-indicators.indicators"
BANDS = ("best", "good", "fair", "poor")
NOT_DONE = "未执行"
"""A state: as a band it is met by an actual value that says so, and by no figure."""
UNDECIDED = "不能评定"


@validator.frame(TABLE)
def one_target(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """The same indicator of one activity with two different targets: nobody knows which one counts."""
    if "actual" in frame.columns:  # the targets were settled in the stage before
        return
    items = scheme.lists["indicators"].by("id")
    seen: dict[tuple[Any, ...], Row] = {}
    for row in rows(frame):
        item = items.get(row["row"], {})
        if not (item.get("name") and _targets(row)):
            continue
        first = seen.setdefault((row["file"], item["activity_number"], item["name"]), row)
        if _targets(row) != _targets(first):
            yield _two_targets(row, first, item["name"])


def _targets(row: Row) -> str:
    return "、".join(words(row, name) for name in BANDS if words(row, name))


def _two_targets(row: Row, first: Row, name: str) -> Finding:
    told = f"同一活动中同一指标有两个标准，这里是{_targets(row)}，前面是{_targets(first)}"
    where, other = _first_band(row), _first_band(first).cell
    return found("C001", where=where, severity=Severity.WARNING, value=name, words=told, other=other)


def _first_band(row: Row) -> Location:
    return place(row, next(name for name in BANDS if words(row, name)))


def grade(row: Row, scheme: Scheme) -> str:
    """等次 of a row: a name of the list `grades`, or 不能评定."""
    texts = (words(row, name) for name in BANDS)
    bands = [parse_threshold(text, scheme.lexicon, (NOT_DONE,)) if text else None for text in texts]
    met = band(_actual(words(row, "actual"), scheme), bands, scheme.lexicon)
    return UNDECIDED if met is None else str(scheme.lists["grades"].items[met - 1]["name"])


def _actual(text: str, scheme: Scheme) -> Threshold | None:
    return Threshold(state=text) if text == NOT_DONE else parse_quantity(text, scheme.lexicon)


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One row a (unit, indicator) that can be graded: what its grade is worth, out of full points."""
    full = Decimal(scheme.lists["grades"].items[0]["score"])
    lines = [
        {
            **{key: row[key] for key in ("unit", "item", "score")},
            "name": row["indicator"],
            "points": full,
            **{key: row[f"_{key}"] for key in ("file", "sheet", "cell")},
        }
        for row in _graded(frames, scheme)
        if row["grade"] != UNDECIDED
    ]
    return score_frame(lines, "name")


@validator.sheet("等次评定表")
def grades_by_indicator(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """Every indicator with thresholds, actual value, grade and score; a row leads to its actual value."""
    graded = _graded(frames, scheme)
    if not graded:
        return None
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
    return Consolidated.of(columns, graded)


@validator.sheet("各职责等次统计")
def grades_by_duty(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """How many indicators of each duty got which grade; those that cannot be graded stand apart."""
    graded = _graded(frames, scheme)
    if not graded:
        return None
    names = (*_names(scheme), UNDECIDED)
    columns = (
        ConsolidatedColumn(name="unit_name", label="单位", width=14),
        ConsolidatedColumn(name="duty_number", label="职责序号", width=9),
        ConsolidatedColumn(name="duty", label="职责名称", width=30),
        ConsolidatedColumn(name="all", label="指标数", width=9, total=True),
        *(ConsolidatedColumn(name=name, label=name, width=9, total=True) for name in names),
    )
    counted: dict[tuple[Any, ...], Counter[str]] = {}
    for row in graded:
        duty = (row["unit_name"], row["duty_number"], row["duty"])
        counted.setdefault(duty, Counter())[row["grade"]] += 1
    lines = [
        {**dict(zip(("unit_name", "duty_number", "duty"), duty, strict=True)), "all": given.total()}
        | {name: given[name] for name in names}
        for duty, given in counted.items()
    ]
    return Consolidated.of(columns, lines)


def _graded(frames: Frames, scheme: Scheme) -> list[dict[str, Any]]:
    """The rows of the year-end report, each with its grade and score; none in the stage before."""
    if "actual" not in frames.get(TABLE, ()):
        return []
    worth = {str(item["name"]): Decimal(item["score"]) for item in scheme.lists["grades"].items}
    units = [u.id for g in scheme.roster.groups for u in scheme.roster.of(g.id)]
    known = scheme.lists["indicators"].by("id")
    listed = [row for row in records(frames, TABLE) if row["row"] in known]
    lines = [_line(row, grade(row, scheme), worth, scheme) for row in listed]
    return sorted(lines, key=lambda r: (units.index(r["unit"]), r["number"]))


def _line(row: Row, given: str, worth: Mapping[str, Decimal], scheme: Scheme) -> dict[str, Any]:
    item = scheme.lists["indicators"].by("id")[row["row"]]
    return {
        "unit": row["subject"],
        "unit_name": scheme.roster.unit(row["subject"]).short,
        "item": row["row"],
        **{name: item[name] for name in ("number", "duty_number", "duty", "activity")},
        "indicator": item.get("name"),
        **{name: row.get(name) for name in (*BANDS, "actual")},
        "grade": given,
        "score": worth.get(given),
        **origin(row, "actual"),
    }


def _names(scheme: Scheme) -> tuple[str, ...]:
    return tuple(str(item["name"]) for item in scheme.lists["grades"].items)
