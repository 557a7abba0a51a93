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
from kpixl.check import Consolidated, ConsolidatedColumn
from kpixl.check.frames import CELLS, place
from kpixl.check.validator import Frames, Validator
from kpixl.findings import Finding, Location, Severity, found
from kpixl.rules.types.thresholds import Threshold, band, parse_quantity, parse_threshold
from kpixl.scoring import COLUMNS

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
    seen: dict[tuple[Any, ...], Any] = {}
    for row in frame.to_dict("records"):
        item = items.get(row["row"], {})
        if not (item.get("name") and _targets(row)):
            continue
        first = seen.setdefault((row["file"], item["activity_number"], item["name"]), row)
        if _targets(row) != _targets(first):
            yield _two_targets(row, first, item["name"])


def _targets(row: Any) -> str:
    return "、".join(_text(row, name) for name in BANDS if _text(row, name))


def _two_targets(row: Any, first: Any, name: str) -> Finding:
    words = f"同一活动中同一指标有两个标准，这里是{_targets(row)}，前面是{_targets(first)}"
    where, other = _first_band(row), _first_band(first).cell
    return found("C001", where=where, severity=Severity.WARNING, value=name, words=words, other=other)


def _first_band(row: Any) -> Location:
    return place(row, next(name for name in BANDS if _text(row, name)))


def grade(row: Any, scheme: Scheme) -> str:
    """等次 of a row: a name of the list `grades`, or 不能评定."""
    texts = (_text(row, name) for name in BANDS)
    bands = [parse_threshold(text, scheme.lexicon, (NOT_DONE,)) if text else None for text in texts]
    met = band(_actual(_text(row, "actual"), scheme), bands, scheme.lexicon)
    return UNDECIDED if met is None else str(scheme.lists["grades"].items[met - 1]["name"])


def _actual(text: str, scheme: Scheme) -> Threshold | None:
    return Threshold(state=text) if text == NOT_DONE else parse_quantity(text, scheme.lexicon)


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One row a (unit, indicator) that can be graded: what its grade is worth, out of full points."""
    full = Decimal(scheme.lists["grades"].items[0]["score"])
    rows = [
        {
            "unit": row["unit"],
            "item": row["item"],
            "name": row["indicator"],
            "points": full,
            "score": row["score"],
            **{key: row[f"_{key}"] for key in ("file", "sheet", "cell")},
        }
        for row in _graded(frames, scheme)
        if row["grade"] != UNDECIDED
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, "name"], dtype=object)


@validator.sheet("等次评定表")
def grades_by_indicator(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """Every indicator with thresholds, actual value, grade and score; a row leads to its actual value."""
    rows = _graded(frames, scheme)
    if not rows:
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
    return Consolidated(columns=columns, frame=pd.DataFrame(rows, dtype=object))


@validator.sheet("各职责等次统计")
def grades_by_duty(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """How many indicators of each duty got which grade; those that cannot be graded stand apart."""
    rows = _graded(frames, scheme)
    if not rows:
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
    for row in rows:
        duty = (row["unit_name"], row["duty_number"], row["duty"])
        counted.setdefault(duty, Counter())[row["grade"]] += 1
    lines = [
        {**dict(zip(("unit_name", "duty_number", "duty"), duty, strict=True)), "all": given.total()}
        | {name: given[name] for name in names}
        for duty, given in counted.items()
    ]
    return Consolidated(columns=columns, frame=pd.DataFrame(lines, dtype=object))


def _graded(frames: Frames, scheme: Scheme) -> list[dict[str, Any]]:
    """The rows of the year-end report, each with its grade and score; none in the stage before."""
    frame = frames.get(TABLE, pd.DataFrame())
    if "actual" not in frame.columns:
        return []
    worth = {str(item["name"]): Decimal(item["score"]) for item in scheme.lists["grades"].items}
    units = [u.id for g in scheme.roster.groups for u in scheme.roster.of(g.id)]
    known = scheme.lists["indicators"].by("id")
    listed = [row for row in frame.to_dict("records") if row["row"] in known]
    rows = [_line(row, grade(row, scheme), worth, scheme) for row in listed]
    return sorted(rows, key=lambda r: (units.index(r["unit"]), r["number"]))


def _line(row: Mapping[Any, Any], given: str, worth: Mapping[str, Decimal], scheme: Scheme) -> dict[str, Any]:
    entry, item = row[CELLS].get("actual"), scheme.lists["indicators"].by("id")[row["row"]]
    return {
        "unit": row["subject"],
        "unit_name": scheme.roster.unit(row["subject"]).short,
        "item": row["row"],
        **{name: item[name] for name in ("number", "duty_number", "duty", "activity")},
        "indicator": item.get("name"),
        **{name: row.get(name) for name in (*BANDS, "actual")},
        "grade": given,
        "score": worth.get(given),
        "_file": row["file"],
        "_sheet": entry.sheet if entry else None,
        "_cell": entry.cell if entry else None,
    }


def _names(scheme: Scheme) -> tuple[str, ...]:
    return tuple(str(item["name"]) for item in scheme.lists["grades"].items)


def _text(row: Any, name: str) -> str:
    """A column's text, "" where there is none."""
    text = row.get(name)
    return text if isinstance(text, str) else ""
