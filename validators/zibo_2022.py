"""淄博高新区2022年预算绩效目标: how its returns are judged beyond the blueprint, and how projects are scored.

The blueprint (`blueprints/zibo-2022`) says what one row must be. Here stands what takes several rows, forms
or units, and the policy of 财预〔2020〕10号:

- the unit of measure of an indicator is one that its name asks for (`asked_unit`, `counted_in_money`);
- a 数量指标 has a figure (`figure_asked`), and so has last year's value of a target that is one
  (`figure_last_year`);
- an indicator of both overall forms has the same figures, its name written alike or nearly (`one_target`);
- the finance bureau's summary agrees with the projects' own forms, by name and by figure (`summary_agrees`);
- a project's score (`evaluate`): 预算执行率 10, 产出 50, 效益 30, 满意度 10 points. Within a part every
  indicator weighs alike, or as declared. The points of a part that a project lacks go to its other parts,
  in proportion.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.blueprint.expressions.rounding import rounded
from kpixl.check import Consolidated, ConsolidatedColumn, Frames, Validator
from kpixl.check.frames import CELLS, place
from kpixl.check.told import Row, doubt, origin, plain, records, rows, words
from kpixl.findings import Finding, found
from kpixl.rules.likeness import nearest
from kpixl.rules.types.thresholds import Lexicon, Threshold, asked, parse_threshold
from kpixl.scoring import fulfilled, item_score, redistributed, score_frame

validator = Validator("zibo-2022")

SUMMARY, PROJECT = "project-summary.projects", "project-targets.fields"
INDICATORS = "project-targets.indicators"
STRATEGIC, ANNUAL = "strategic-targets.targets", "annual-targets.targets"
PARTS = {"产出指标": "output_points", "效益指标": "benefit_points", "满意度指标": "satisfaction_points"}
"""First-level indicators → the setting with the points of that part."""
PEOPLE = ("人", "学生", "教师", "职工", "儿童", "对象", "群众", "居民", "户")
"""A name that counts people has one of these in it."""
NONE = ("", "—", "——", "———", "---", "无")
"""How the forms say that there is no value."""
ALIKE = 0.85
"""Names of six and more characters that agree to this share are taken for one indicator."""
SHORTEST, COMPARED = 6, ("target", "last_year")
PLACES = 2
"""Decimals of points and scores."""


@validator.frame(INDICATORS)
def asked_unit(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """A figure of a project's indicator is in a unit that its name asks for: 次数 in 次, 人数 not in %."""
    for row in rows(frame):
        unit = words(row, "measured_in")
        wrong = _misfit(words(row, "indicator"), unit, scheme.lexicon) if row.get("symbol") else None
        if wrong:
            figure = f"{row['symbol']}{plain(row.get('value'))}{unit}"
            yield doubt(row, "measured_in", f"“{row['indicator']}”的目标是{figure}：{wrong}")


def _misfit(name: str, unit: str, lexicon: Lexicon) -> str | None:
    """What is wrong with a unit for an indicator of this name; None where nothing is sure to be."""
    measured, wanted = lexicon.unit(unit), asked(name, lexicon)
    if measured is None or wanted is None or measured.measure == wanted.measure:
        return None
    if wanted.sure:
        return f"以“{wanted.ending}”结尾的指标不以“{unit}”计量"
    counts_people = measured.measure == "people" and not any(word in name for word in PEOPLE)
    return f"名称中没有人，却以“{unit}”计量" if counts_people else None


@validator.frame(STRATEGIC)
@validator.frame(ANNUAL)
def counted_in_money(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """案件 are counted one by one: a target in 万元 is another indicator's."""
    for row in rows(frame):
        target = _figure(row, "target", scheme)
        if target and target.measure == "money" and words(row, "indicator").endswith("案件"):
            yield doubt(row, "target", f"“{row['indicator']}”应以件计量，目标却是{target.text}")


@validator.frame(ANNUAL)
def figure_asked(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """数量指标 whose target is a word cannot be measured."""
    for row in rows(frame):
        target = words(row, "target")
        if row.get("category") == "数量指标" and target and _figure(row, "target", scheme) is None:
            yield doubt(row, "target", f"“{row['indicator']}”是数量指标，年度指标值“{target}”不是数字")


@validator.frame(STRATEGIC)
@validator.frame(ANNUAL)
def figure_last_year(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """Beside a target that is a figure, last year's value is a figure, or there is none."""
    for row in rows(frame):
        target, last = _figure(row, "target", scheme), words(row, "last_year")
        known = last in NONE or any(c.isdigit() for c in last) or _figure(row, "last_year", scheme)
        if target and not known:
            yield doubt(
                row, "last_year", f"“{row['indicator']}”的目标是{target.text}，上年值“{last}”没有数字"
            )


@validator.returns
def one_target(frames: Frames, scheme: Scheme) -> Iterator[Finding]:
    """整体战略目标表 and 年度整体绩效目标表 of a unit: nearly the same name, other figures.

    Equal names are compared by the blueprint (`target_as_in_strategy`, `last_year_as_in_strategy`).
    """
    strategic = records(frames, STRATEGIC)
    known = {(r["file"], words(r, "indicator")) for r in strategic}
    for row in records(frames, ANNUAL):
        other = _nearest(row, [r for r in strategic if r["file"] == row["file"]])
        if other is None or (row["file"], words(row, "indicator")) in known:
            continue
        differ = [field for field in COMPARED if _differs(field, row, other, scheme)]
        for field in differ[:1]:  # another target is another indicator: last year's value follows
            mine, yours = words(row, field), words(other, field)
            label = row[CELLS][field].label
            there = f"{_beside(other, field, row)}的“{other['indicator']}”是“{yours}”"
            told = f"“{row['indicator']}”的“{label}”是“{mine}”，而{there}"
            yield doubt(row, field, f"{told}：是同一指标的，名称和数值应一致", expected=yours)


def _nearest(row: Row, others: Sequence[Row]) -> Row | None:
    """The row with the name most like this one's, if it is like enough."""
    names = [_folded(words(each, "indicator")) for each in (row, *others)]
    name, *theirs = (name if len(name) >= SHORTEST else "" for name in names)
    found_at = nearest(name, theirs, ALIKE) if name else None
    return None if found_at is None else others[found_at]


@validator.returns
def summary_agrees(frames: Frames, scheme: Scheme) -> Iterator[Finding]:
    """汇总表 against the projects' own forms: every project is in it, by its name and with its amount."""
    listed = records(frames, SUMMARY)
    projects = {p["instance"]: p for p in records(frames, PROJECT)}
    rows = _by_project(listed, projects, scheme)
    for id_, project in projects.items() if listed else ():
        if id_ in rows:
            yield from _compared(rows[id_], project, scheme)
        elif project.get("budget") is not None:
            name = _project(project, scheme)["name"]
            yield doubt(project, "budget", f"“{name}”没有列入项目绩效目标表汇总")
    for row in listed:
        if words(row, "project") and not any(row is other for other in rows.values()):
            yield doubt(row, "project", f"汇总表的“{row['project']}”没有对应的项目绩效目标表")


def _by_project(listed: Sequence[Row], projects: Mapping[str, Row], scheme: Scheme) -> dict[str, Row]:
    """Rows of the summary by project: of the same name, else of the department and amount of its form."""
    items = {str(item["id"]): item for item in scheme.lists["projects"].items}
    named = {_folded(words(row, "project")): row for row in listed}
    made = {id_: named[name] for id_, i in items.items() if (name := _folded(str(i["name"]))) in named}
    rest = [row for row in listed if not any(row is other for other in made.values())]
    alike = {(row.get("department"), row.get("budget")): row for row in rest}
    for id_ in projects.keys() - made.keys():
        if (key := (items[id_]["department"], projects[id_].get("budget"))) in alike:
            made[id_] = alike[key]
    return made


def _compared(row: Row, project: Row, scheme: Scheme) -> Iterator[Finding]:
    """What the summary says otherwise than the project's form."""
    name = _project(project, scheme)["name"]
    if _folded(words(row, "project")) != _folded(name):
        told = f"汇总表的项目名称“{row['project']}”与项目表的“{name}”不一致"
        yield doubt(row, "project", told, expected=name)
    mine, own = row.get("budget"), project.get("budget")
    if mine is not None and own is not None and mine != own:
        there = f"{_beside(project, 'budget', row)}是{plain(own)}万元，相差{plain(mine - own)}万元"
        told = f"“{row['project']}”在汇总表中是{plain(mine)}万元，{there}"
        yield found("C101", where=place(row, "budget"), value=plain(mine), expected=plain(own), words=told)


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """A project's scores. parts: points assigned and scored, by first-level indicator; note: points moved."""

    project: Row
    item: Row
    execution: Decimal
    parts: Mapping[str, tuple[Decimal, Decimal]]
    note: str = ""

    @property
    def score(self) -> Decimal:
        """Out of 100, to two places."""
        return rounded(self.execution + sum(scored for _, scored in self.parts.values()), PLACES)


def evaluate(project: Row, indicators: Sequence[Row], scheme: Scheme) -> Evaluation | None:
    """A project by its header and indicator rows; None while a figure is missing."""
    budget, executed = project.get("budget"), project.get("executed")
    if not indicators or not budget or executed is None or any(r.get("degree") is None for r in indicators):
        return None
    full = _setting(scheme, "execution_points")
    points, note = _assigned({words(r, "level1") for r in indicators}, scheme)
    parts = {
        part: (own, own * fulfilled([r["degree"] for r in mine], [r.get("weight") for r in mine]))
        for part, own in points.items()
        if (mine := [r for r in indicators if r["level1"] == part])
    }
    execution = full * min(executed / budget, Decimal(1))
    return Evaluation(
        project=project, item=_project(project, scheme), execution=execution, parts=parts, note=note
    )


def _assigned(present: set[str], scheme: Scheme) -> tuple[dict[str, Decimal], str]:
    """The points of the parts that a project has, with their share of the others'; and the words for it."""
    stated = {part: _setting(scheme, name) for part, name in PARTS.items()}
    points = redistributed(stated, present)
    told = "、".join(f"{part}{plain(rounded(own, PLACES))}分" for part, own in points.items())
    lost = "、".join(f"{part}（{plain(stated[part])}分）" for part in stated if part not in points)
    return points, f"没有{lost}，按比例分摊后：{told}" if lost else ""


def grade(score: Decimal, scheme: Scheme) -> str:
    """优、良、中、差 of a score out of 100."""
    bounds = (("优", "excellent_from"), ("良", "good_from"), ("中", "fair_from"))
    return next((name for name, setting in bounds if score >= _setting(scheme, setting)), "差")


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One row a (unit, project): its points out of 100."""
    return score_frame(
        item_score(e.project, "executed", item=e.project["instance"], points=Decimal(100), score=e.score)
        for e in _evaluations(frames, scheme)
    )


def _evaluations(frames: Frames, scheme: Scheme) -> list[Evaluation]:
    """The projects that can be evaluated, in the order of the list."""
    indicators = records(frames, INDICATORS)
    made = []
    for project in records(frames, PROJECT):
        own = [r for r in indicators if (r["file"], r["instance"]) == (project["file"], project["instance"])]
        made.append(evaluate(project, own, scheme))
    return sorted((e for e in made if e is not None), key=lambda e: e.item["number"])


@validator.sheet("项目绩效目标表汇总")
def summary(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """汇总表 made from the projects' own forms, beside the amounts that the finance bureau returned."""
    projects = {p["instance"]: p for p in records(frames, PROJECT)}
    if not projects or any("executed" in p for p in projects.values()):
        return None  # at the self-evaluation the budgets are settled
    returned = _by_project(records(frames, SUMMARY), projects, scheme)
    items = scheme.lists["projects"].items
    lines = [_summed(item, projects.get(str(item["id"])), returned.get(str(item["id"]))) for item in items]
    columns = (
        ConsolidatedColumn(name="number", label="序号", width=6),
        ConsolidatedColumn(name="department", label="项目主管部门", width=48),
        ConsolidatedColumn(name="name", label="项目名称", width=44),
        ConsolidatedColumn(name="budget", label="2022年项目预算总额(万元)", width=18, total=True),
        ConsolidatedColumn(name="fund", label="资金性质", width=18),
        ConsolidatedColumn(name="returned", label="财政金融局汇总表(万元)", width=18, total=True),
        ConsolidatedColumn(name="remark", label="说明", width=24),
    )
    return Consolidated.of(columns, lines)


def _summed(item: Row, project: Row | None, listed: Row | None) -> dict[str, Any]:
    made = _listed(item) | ({} if project else {"remark": "项目表尚未接收"})
    if project:
        made |= {"budget": project.get("budget"), **origin(project, "budget", "budget")}
    if listed:
        made |= {"fund": listed.get("fund"), "returned": listed.get("budget")}
        made |= origin(listed, "budget", "returned")
    return made


@validator.sheet("项目支出绩效自评得分")
def scores(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """The score of every project by part, with its grade and the points that were moved."""
    evaluations = _evaluations(frames, scheme)
    if not evaluations:
        return None
    shown = (("points", "分值"), ("score", "得分"))
    kinds = [(f"{part}_{kind}", f"{part}\n{said}") for part in PARTS for kind, said in shown]
    parts = [ConsolidatedColumn(name=n, label=said, width=10, number_format="0.00") for n, said in kinds]
    columns = (
        ConsolidatedColumn(name="number", label="序号", width=6),
        ConsolidatedColumn(name="department", label="项目主管部门", width=40),
        ConsolidatedColumn(name="name", label="项目名称", width=40),
        ConsolidatedColumn(name="budget", label="年度金额\n(万元)", width=16, total=True),
        ConsolidatedColumn(name="executed", label="全年执行数\n(万元)", width=16, total=True),
        ConsolidatedColumn(name="execution", label="预算执行率\n得分", width=12, number_format="0.00"),
        *parts,
        ConsolidatedColumn(name="score", label="得分", width=10, number_format="0.00"),
        ConsolidatedColumn(name="grade", label="等级", width=8),
        ConsolidatedColumn(name="note", label="分值的分摊", width=40),
    )
    return Consolidated.of(columns, [_scored(e, scheme) for e in evaluations])


def _scored(e: Evaluation, scheme: Scheme) -> dict[str, Any]:
    made = {**_listed(e.item), "note": e.note, "execution": rounded(e.execution, PLACES)}
    made |= {name: e.project[name] for name in ("budget", "executed")}
    for part, (points, scored) in e.parts.items():
        made |= {f"{part}_points": rounded(points, PLACES), f"{part}_score": rounded(scored, PLACES)}
    made |= {"score": e.score, "grade": grade(e.score, scheme)}
    return made | origin(e.project, "executed", "executed")


def _listed(item: Row) -> dict[str, Any]:
    return {name: item[name] for name in ("number", "department", "name")}


def _project(row: Row, scheme: Scheme) -> Row:
    """The list's item of a project's form."""
    return scheme.lists["projects"].by("id")[row["instance"]]


def _setting(scheme: Scheme, name: str) -> Decimal:
    value = scheme.head.settings[name]
    assert isinstance(value, Decimal), name  # noqa: S101 - the blueprint states figures there
    return value


def _figure(row: Row, field: str, scheme: Scheme) -> Threshold | None:
    return parse_threshold(words(row, field), scheme.lexicon)


def _differs(field: str, one: Row, other: Row, scheme: Scheme) -> bool:
    """Both have the field, and it is neither an equal text nor a figure that comes to the same."""
    if one.get(field) is None or other.get(field) is None:
        return False
    mine, yours = _figure(one, field, scheme), _figure(other, field, scheme)
    if mine and yours:
        return (mine.sign, mine.base, mine.measure) != (yours.sign, yours.base, yours.measure)
    return bool(one[field] != other[field])


def _folded(name: str) -> str:
    """A name without blanks, full-width forms as half-width ones."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _beside(row: Row, field: str, reader: Row) -> str:
    """A place for who reads another row; with the file where it is another one."""
    where = place(row, field)
    file = "" if row["file"] == reader["file"] else f"{where.path} "
    return f"{file}“{where.sheet}”{where.cell}"
