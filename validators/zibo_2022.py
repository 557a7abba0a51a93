"""淄博高新区2022年预算绩效目标: how its returns are judged beyond the blueprint, and how projects are scored.

The blueprint (`blueprints/zibo-2022`) says what one row must be. Here stands what takes several rows, forms
or units, and the policy of 财预〔2020〕10号:

- the unit of measure of an indicator is one that its name asks for (`asked_unit`, `counted_in_money`);
- a 数量指标 has a figure (`figure_asked`), and so has last year's value of a target that is one
  (`figure_last_year`);
- an indicator of both overall forms has the same figures, even where its name is written a little
  differently (`one_target`);
- the finance bureau's summary agrees with the projects' own forms, by name and by figure (`summary_agrees`);
- a project's score (`evaluate`): 预算执行率 10, 产出 50, 效益 30, 满意度 10 points. Within a part every
  indicator weighs alike, or as declared. The points of a part that a project lacks go to its other parts,
  in proportion.

Two consolidated sheets: the summary made from the projects' forms, and the scores by part.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Consolidated, ConsolidatedColumn
from kpixl.check.frames import CELLS, place
from kpixl.check.validator import Frames, Validator
from kpixl.findings import Finding, Severity, found
from kpixl.rules.types.thresholds import Lexicon, Threshold, asked, parse_threshold
from kpixl.scoring import COLUMNS

validator = Validator("zibo-2022")
Row = Mapping[Any, Any]

SUMMARY, PROJECT, INDICATORS = (
    "project-summary.projects",
    "project-targets.fields",
    "project-targets.indicators",
)
STRATEGIC, ANNUAL = "strategic-targets.targets", "annual-targets.targets"
PARTS = {"产出指标": "output_points", "效益指标": "benefit_points", "满意度指标": "satisfaction_points"}
"""First-level indicators → the setting with the points of that part."""
PEOPLE = ("人", "学生", "教师", "职工", "儿童", "对象", "群众", "居民", "户")
"""A name that counts people has one of these in it."""
NONE = ("", "—", "——", "———", "---", "无")
"""How the forms say that there is no value."""
ALIKE = 0.85
"""Names of six and more characters that agree to this share are taken for one indicator."""
SHORTEST = 6
COMPARED = ("target", "last_year")
CENT = Decimal("0.01")


@validator.frame(INDICATORS)
def asked_unit(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """A figure of a project's indicator is in a unit that its name asks for: 次数 in 次, 人数 not in %."""
    for row in frame.to_dict("records"):
        unit = _words(row, "measured_in")
        wrong = _misfit(_words(row, "indicator"), unit, scheme.lexicon) if row.get("symbol") else None
        if wrong:
            figure = f"{row['symbol']}{_plain(row.get('value'))}{unit}"
            yield _doubt(row, "measured_in", f"“{row['indicator']}”的目标是{figure}：{wrong}")


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
    for row in frame.to_dict("records"):
        target = _figure(row.get("target"), scheme.lexicon)
        if target and target.measure == "money" and _words(row, "indicator").endswith("案件"):
            yield _doubt(row, "target", f"“{row['indicator']}”应以件计量，目标却是{target.text}")


@validator.frame(ANNUAL)
def figure_asked(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """数量指标 whose target is a word cannot be measured."""
    for row in frame.to_dict("records"):
        target = _words(row, "target")
        if row.get("category") == "数量指标" and target and _figure(target, scheme.lexicon) is None:
            yield _doubt(row, "target", f"“{row['indicator']}”是数量指标，年度指标值“{target}”不是数字")


@validator.frame(STRATEGIC)
@validator.frame(ANNUAL)
def figure_last_year(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """Beside a target that is a figure, last year's value is a figure, or there is none."""
    for row in frame.to_dict("records"):
        target, last = _figure(row.get("target"), scheme.lexicon), _words(row, "last_year")
        told = last in NONE or any(c.isdigit() for c in last) or _figure(last, scheme.lexicon) is not None
        if target and not told:
            yield _doubt(
                row, "last_year", f"“{row['indicator']}”的目标是{target.text}，上年值“{last}”没有数字"
            )


@validator.returns
def one_target(frames: Frames, scheme: Scheme) -> Iterator[Finding]:
    """整体战略目标表 and 年度整体绩效目标表 of a unit: nearly the same name, other figures.

    Equal names are compared by the blueprint (`target_as_in_strategy`, `last_year_as_in_strategy`).
    """
    strategic = _records(frames, STRATEGIC)
    known = {(r["file"], _words(r, "indicator")) for r in strategic}
    for row in _records(frames, ANNUAL):
        other = _nearest(row, [r for r in strategic if r["file"] == row["file"]])
        if other is None or (row["file"], _words(row, "indicator")) in known:
            continue
        differ = [f for f in COMPARED if _differs(row.get(f), other.get(f), scheme.lexicon)]
        for field in differ[:1]:  # another target is another indicator: last year's value follows
            mine, yours = _words(row, field), _words(other, field)
            label = row[CELLS][field].label
            there = f"{_spoken(other, field, row)}的“{other['indicator']}”是“{yours}”"
            words = f"“{row['indicator']}”的“{label}”是“{mine}”，而{there}"
            yield _doubt(row, field, f"{words}：是同一指标的，名称和数值应一致", expected=yours)


def _nearest(row: Row, others: Sequence[Row]) -> Row | None:
    """The row with the name most like this one's, if it is like enough."""
    name = _folded(_words(row, "indicator"))
    names = [(_folded(_words(o, "indicator")), o) for o in others]
    alike = [
        (difflib.SequenceMatcher(None, name, other, autojunk=False).ratio(), o)
        for other, o in names
        if min(len(name), len(other)) >= SHORTEST
    ]
    best = max(alike, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= ALIKE else None


@validator.returns
def summary_agrees(frames: Frames, scheme: Scheme) -> Iterator[Finding]:
    """汇总表 against the projects' own forms: every project is in it, by its name and with its amount."""
    listed = _records(frames, SUMMARY)
    projects = {p["instance"]: p for p in _records(frames, PROJECT)}
    rows = _by_project(listed, projects, scheme)
    for id_, project in projects.items() if listed else ():
        if id_ in rows:
            yield from _compared(rows[id_], project, scheme)
        elif project.get("budget") is not None:
            name = _project(project, scheme)["name"]
            yield _doubt(project, "budget", f"“{name}”没有列入项目绩效目标表汇总")
    for row in listed:
        if _words(row, "project") and not any(row is other for other in rows.values()):
            yield _doubt(row, "project", f"汇总表的“{row['project']}”没有对应的项目绩效目标表")


def _by_project(listed: Sequence[Row], projects: Mapping[str, Row], scheme: Scheme) -> dict[str, Row]:
    """Rows of the summary by project: of the same name, else of the department and amount of its form."""
    items = {str(item["id"]): item for item in scheme.lists["projects"].items}
    named = {_folded(_words(row, "project")): row for row in listed}
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
    if _folded(_words(row, "project")) != _folded(name):
        words = f"汇总表的项目名称“{row['project']}”与项目表的“{name}”不一致"
        yield _doubt(row, "project", words, expected=name)
    mine, own = row.get("budget"), project.get("budget")
    if mine is not None and own is not None and mine != own:
        there = f"{_spoken(project, 'budget', row)}是{_plain(own)}万元，相差{_plain(mine - own)}万元"
        words = f"“{row['project']}”在汇总表中是{_plain(mine)}万元，{there}"
        yield found("C101", where=place(row, "budget"), value=_plain(mine), expected=_plain(own), words=words)


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
        return _rounded(self.execution + sum((scored for _, scored in self.parts.values()), Decimal(0)))


def evaluate(project: Row, rows: Sequence[Row], scheme: Scheme) -> Evaluation | None:
    """A project by its header and indicator rows; None while a figure is missing."""
    budget, executed = project.get("budget"), project.get("executed")
    if not rows or not budget or executed is None or any(r.get("degree") is None for r in rows):
        return None
    full = _setting(scheme, "execution_points")
    points, note = _assigned({_words(r, "level1") for r in rows}, scheme)
    parts = {
        part: (points[part], points[part] * _degree([r for r in rows if r["level1"] == part]))
        for part in points
    }
    execution = full * min(executed / budget, Decimal(1))
    return Evaluation(
        project=project, item=_project(project, scheme), execution=execution, parts=parts, note=note
    )


def _assigned(present: set[str], scheme: Scheme) -> tuple[dict[str, Decimal], str]:
    """The points of the parts that a project has, with their share of the others'; and the words for it."""
    stated = {part: _setting(scheme, name) for part, name in PARTS.items()}
    kept = {part: points for part, points in stated.items() if part in present}
    lacking = [part for part in stated if part not in present]
    share = sum(stated.values(), Decimal(0)) / sum(kept.values(), Decimal(0))
    points = {part: own * share for part, own in kept.items()}
    told = "、".join(f"{part}{_plain(_rounded(own))}分" for part, own in points.items())
    lost = "、".join(f"{part}（{_plain(stated[part])}分）" for part in lacking)
    return points, f"没有{lost}，按比例分摊后：{told}" if lacking else ""


def _degree(rows: Sequence[Row]) -> Decimal:
    """How far a part is fulfilled, 0 to 1: by weights where all its rows declare one, else all alike."""
    weights = [r.get("weight") for r in rows]
    shares = [w for w in weights if w is not None]
    if len(shares) < len(rows):
        shares = [Decimal(1)] * len(rows)
    total = sum(shares, Decimal(0))
    return sum((s * r["degree"] for s, r in zip(shares, rows, strict=True)), Decimal(0)) / total


def grade(score: Decimal, scheme: Scheme) -> str:
    """优、良、中、差 of a score out of 100."""
    bounds = (("优", "excellent_from"), ("良", "good_from"), ("中", "fair_from"))
    return next((name for name, setting in bounds if score >= _setting(scheme, setting)), "差")


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One row a (unit, project): its points out of 100."""
    rows = [
        {
            "unit": e.project["subject"],
            "item": e.project["instance"],
            "points": Decimal(100),
            "score": e.score,
            "file": e.project["file"],
            "sheet": e.project["sheet"],
            "cell": place(e.project, "executed").cell,
        }
        for e in _evaluations(frames, scheme)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _evaluations(frames: Frames, scheme: Scheme) -> list[Evaluation]:
    """The projects that can be evaluated, in the order of the list."""
    rows = _records(frames, INDICATORS)
    made = []
    for project in _records(frames, PROJECT):
        own = [r for r in rows if (r["file"], r["instance"]) == (project["file"], project["instance"])]
        made.append(evaluate(project, own, scheme))
    return sorted((e for e in made if e is not None), key=lambda e: e.item["number"])


@validator.sheet("项目绩效目标表汇总")
def summary(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """汇总表 made from the projects' own forms, beside the amounts that the finance bureau returned."""
    projects = {p["instance"]: p for p in _records(frames, PROJECT)}
    if not projects or any("executed" in p for p in projects.values()):
        return None  # at the self-evaluation the budgets are settled
    returned = _by_project(_records(frames, SUMMARY), projects, scheme)
    items = scheme.lists["projects"].items
    rows = [_summed(item, projects.get(str(item["id"])), returned.get(str(item["id"]))) for item in items]
    columns = (
        ConsolidatedColumn(name="number", label="序号", width=6),
        ConsolidatedColumn(name="department", label="项目主管部门", width=48),
        ConsolidatedColumn(name="name", label="项目名称", width=44),
        ConsolidatedColumn(name="budget", label="2022年项目预算总额(万元)", width=18, total=True),
        ConsolidatedColumn(name="fund", label="资金性质", width=18),
        ConsolidatedColumn(name="returned", label="财政金融局汇总表(万元)", width=18, total=True),
        ConsolidatedColumn(name="remark", label="说明", width=24),
    )
    return _consolidated(columns, rows)


def _consolidated(columns: tuple[ConsolidatedColumn, ...], rows: Sequence[Row]) -> Consolidated:
    """A sheet of these rows; what a row lacks is blank."""
    blank = {column.name: None for column in columns}
    return Consolidated(columns=columns, frame=pd.DataFrame([blank | dict(r) for r in rows], dtype=object))


def _summed(item: Row, project: Row | None, listed: Row | None) -> dict[str, Any]:
    made = {"number": item["number"], "department": item["department"], "name": item["name"]}
    if project:
        made |= {"budget": project.get("budget"), **_origin("budget", project)}
    else:
        made["remark"] = "项目表尚未接收"
    if listed:
        made |= {"fund": listed.get("fund"), "returned": listed.get("budget")}
        made |= _origin("returned", listed, "budget")
    return made


@validator.sheet("项目支出绩效自评得分")
def scores(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """The score of every project by part, with its grade and the points that were moved."""
    evaluations = _evaluations(frames, scheme)
    if not evaluations:
        return None
    rows = [_scored(e, scheme) for e in evaluations]
    parts = [
        column
        for part in PARTS
        for column in (
            ConsolidatedColumn(name=f"{part}_points", label=f"{part}\n分值", width=10, number_format="0.00"),
            ConsolidatedColumn(name=f"{part}_score", label=f"{part}\n得分", width=10, number_format="0.00"),
        )
    ]
    columns = (
        ConsolidatedColumn(name="number", label="序号", width=6),
        ConsolidatedColumn(name="department", label="项目主管部门", width=40),
        ConsolidatedColumn(name="name", label="项目名称", width=40),
        ConsolidatedColumn(name="budget", label="年度金额\n(万元)", width=12, total=True),
        ConsolidatedColumn(name="executed", label="全年执行数\n(万元)", width=12, total=True),
        ConsolidatedColumn(name="execution", label="预算执行率\n得分", width=12, number_format="0.00"),
        *parts,
        ConsolidatedColumn(name="score", label="得分", width=10, number_format="0.00"),
        ConsolidatedColumn(name="grade", label="等级", width=8),
        ConsolidatedColumn(name="note", label="分值的分摊", width=40),
    )
    return _consolidated(columns, rows)


def _scored(e: Evaluation, scheme: Scheme) -> dict[str, Any]:
    made = {
        "number": e.item["number"],
        "department": e.item["department"],
        "name": e.item["name"],
        "note": e.note,
    }
    made |= {
        "budget": e.project["budget"],
        "executed": e.project["executed"],
        "execution": _rounded(e.execution),
    }
    for part, (points, scored) in e.parts.items():
        made |= {f"{part}_points": _rounded(points), f"{part}_score": _rounded(scored)}
    return made | {"score": e.score, "grade": grade(e.score, scheme)} | _origin("executed", e.project)


def _records(frames: Frames, name: str) -> list[dict[Any, Any]]:
    """The rows of a frame; none where no return has the form."""
    return frames[name].to_dict("records") if name in frames else []


def _project(row: Row, scheme: Scheme) -> Row:
    """The list's item of a project's form."""
    return next(p for p in scheme.lists["projects"].items if str(p["id"]) == row["instance"])


def _setting(scheme: Scheme, name: str) -> Decimal:
    value = scheme.head.settings[name]
    assert isinstance(value, Decimal), name  # noqa: S101 - the blueprint states figures there
    return value


def _figure(text: Any, lexicon: Lexicon) -> Threshold | None:
    return parse_threshold(text, lexicon) if isinstance(text, str) else None


def _differs(one: Any, other: Any, lexicon: Lexicon) -> bool:
    """Both are there, and they are neither equal texts nor figures that come to the same."""
    if one is None or other is None:
        return False
    mine, yours = _figure(one, lexicon), _figure(other, lexicon)
    if mine and yours:
        return (mine.sign, mine.base, mine.measure) != (yours.sign, yours.base, yours.measure)
    return bool(one != other)


def _words(row: Row, field: str) -> str:
    """A field's text, "" where there is none."""
    text = row.get(field)
    return text if isinstance(text, str) else ""


def _folded(name: str) -> str:
    """A name without blanks, full-width forms as half-width ones."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _plain(value: Any) -> str:
    """A figure without needless zeros."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def _doubt(row: Row, field: str, words: str, expected: Any = None) -> Finding:
    """What is likely wrong with an entry."""
    where, severity = place(row, field), Severity.WARNING
    return found(
        "C101", where=where, severity=severity, value=_plain(row.get(field)), expected=expected, words=words
    )


def _origin(name: str, row: Row, field: str | None = None) -> dict[str, Any]:
    """Where the figure in a consolidated column stands."""
    entry = row[CELLS].get(field or name)
    return (
        {f"{name}_file": row["file"], f"{name}_sheet": entry.sheet, f"{name}_cell": entry.cell}
        if entry
        else {}
    )


def _spoken(row: Row, field: str, beside: Row) -> str:
    """A place as people say it; with the file where it is another one than that of `beside`."""
    at = place(row, field)
    file = "" if row["file"] == beside["file"] else f"{at.path} "
    return f"{file}“{at.sheet}”{at.cell}"
