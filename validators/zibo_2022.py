"""淄博高新区2022年预算绩效目标: how its returns are judged beyond the blueprint, and how projects are scored.

The blueprint (`blueprints/zibo-2022`) says what one row must be. Here stands what takes several rows, forms
or units, and the policy of 财预〔2020〕10号: units of measure that names ask for (`indicators`), figures
where they belong (`targets`), one target in both overall forms (`one_target`), the summary against the
projects' own forms, and a project's score (`evaluated`): 预算执行率 10, 产出 50, 效益 30, 满意度 10 points,
those of a part that a project lacks dealt out to its other parts in proportion; overall targets are one
more item of 100 points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any

import pandas as pd
import pandera.pandas as pa

from kpixl.blueprint import Scheme
from kpixl.blueprint.expressions.rounding import rounded
from kpixl.blueprint.measures import plain_number
from kpixl.check import Breach, Consolidated, ConsolidatedColumn, Frames, Validator, breach, listed
from kpixl.rules.likeness import nearest
from kpixl.rules.types.thresholds import Lexicon, asked, parse_threshold
from kpixl.scoring import evenly, fulfilled, redistributed

validator = Validator("zibo-2022")

SUMMARY, PROJECT = "project-summary.projects", "project-targets.fields"
INDICATORS = "project-targets.indicators"
STRATEGIC, ANNUAL = "strategic-targets.targets", "annual-targets.targets"
PARTS = {"产出指标": "output_points", "效益指标": "benefit_points", "满意度指标": "satisfaction_points"}
"""First-level indicators → the setting with the points of that part."""
GRADES = {"优": "excellent_from", "良": "good_from", "中": "fair_from"}
"""Grades → the setting with the score from which they are given; 差 below."""
PEOPLE = "人|学生|教师|职工|儿童|对象|群众|居民|户"
"""A name that counts people has one of these in it."""
NONE = ["", "—", "——", "———", "---", "无"]
"""How the forms say that there is no value."""
SHARES = [f"{part}_{kind}" for part in PARTS for kind in ("points", "score")]
SCORED = ["note", "execution", "score", "grade", *SHARES]
"""What the score sheet says of a project: what each part is worth in it and what it got, the whole."""
ALIKE = 0.85
"""Names of six and more characters that agree to this share are taken for one indicator."""
SHORTEST, COMPARED, PLACES = 6, ("target", "last_year"), 2


def doubt(at: str, zh: str, value: str = "", expected: str = "") -> Breach:
    """C101 as a warning: what is likely wrong with a cell."""
    value = value or f"{{{at}}}"
    return breach("C101", at=at, zh=zh, severity="warning", value=value, expected=expected)


@validator.schema(INDICATORS)
def indicators(scheme: Scheme) -> pa.DataFrameSchema:
    """A figure of a project's indicator is in a unit that its name asks for: 次数 in 次, 人数 not in %."""

    def misfits(frame: pd.DataFrame) -> pd.DataFrame:
        pairs = zip(_words(frame["indicator"]), _words(frame["measured_in"]), strict=True)
        wrong = [_misfit(name, unit, scheme.lexicon) for name, unit in pairs]
        return frame.assign(wrong=pd.Series(wrong, frame.index, dtype="string"))

    told = doubt("measured_in", "“{indicator}”的目标是{symbol}{value}{measured_in}：{wrong}")
    fits = pa.Check(lambda frame: frame["wrong"].isna() | frame["symbol"].isna(), error=told)
    return pa.DataFrameSchema(parsers=pa.Parser(misfits), checks=fits)


def _misfit(name: str, unit: str, lexicon: Lexicon) -> str | None:
    """What is wrong with a unit for an indicator of this name; None where nothing is sure to be."""
    measured, wanted = lexicon.unit(unit), asked(name, lexicon)
    if measured is None or wanted is None or measured.measure == wanted.measure:
        return None
    if wanted.sure:
        return f"以“{wanted.ending}”结尾的指标不以“{unit}”计量"
    counts_people = measured.measure == "people" and not any(word in name for word in PEOPLE.split("|"))
    return f"名称中没有人，却以“{unit}”计量" if counts_people else None


@validator.schema(STRATEGIC)
@validator.schema(ANNUAL)
def targets(scheme: Scheme) -> pa.DataFrameSchema:
    """案件 are counted one by one, a 数量指标 has a figure; last year's value is one where the target is.

    A target of 案件 in 万元 is another indicator's. There may have been no value last year.
    """

    def figures(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.iloc[:0] if "completion" in frame else frame  # settled in the stage before
        target, last = (_figures(frame[field], scheme) for field in COMPARED)
        text, money = (target.map(attrgetter(part), na_action="ignore") for part in ("text", "measure"))
        said = _words(frame["last_year"])
        known = said.map(lambda t: t in NONE or any(c.isdigit() for c in t)).astype(bool) | last.notna()
        return frame.assign(text=text, money=money.eq("money"), known=known)

    def counted(frame: pd.DataFrame) -> pd.Series[bool]:
        return ~(frame["money"] & _words(frame["indicator"]).str.endswith("案件"))

    def figured(frame: pd.DataFrame) -> pd.Series[bool]:
        asks = frame.get("category", frame["indicator"]) == "数量指标"  # which only the annual form says
        return ~(asks.fillna(value=False) & frame["target"].notna() & frame["text"].isna())

    return pa.DataFrameSchema(
        parsers=pa.Parser(figures),
        checks=[
            pa.Check(counted, error=doubt("target", "“{indicator}”应以件计量，目标却是{text}")),
            pa.Check(figured, error=doubt("target", "“{indicator}”是数量指标，年度指标值“{target}”不是数字")),
            pa.Check(
                lambda frame: frame["known"] | frame["text"].isna(),
                error=doubt("last_year", "“{indicator}”的目标是{text}，上年值“{last_year}”没有数字"),
            ),
        ],
    )


@validator.returns(
    doubt(
        "{field}",
        "“{indicator}”的“{entry.label}”是“{mine}”，而“{there_sheet}”{cell}的“{there_indicator}”是“{yours}”"
        "：是同一指标的，名称和数值应一致",
        value="{mine}",
        expected="{yours}",
    )
)
def one_target(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """整体战略目标表 and 年度整体绩效目标表 of a unit: nearly the same name, other figures.

    Equal names are compared by the blueprint (`target_as_in_strategy`, `last_year_as_in_strategy`).
    """
    annual, strategic = frames[ANNUAL], frames[STRATEGIC]
    known = pd.MultiIndex.from_arrays([strategic["file"], _words(strategic["indicator"])])
    new = ~pd.MultiIndex.from_arrays([annual["file"], _words(annual["indicator"])]).isin(known)
    there = {file: _words(own["indicator"]) for file, own in strategic.groupby("file")}
    rows = annual[new & annual["file"].isin(there)]
    rows = rows.assign(twin=[_nearest(r["indicator"], there[r["file"]]) for _, r in rows.iterrows()])
    twins = strategic.add_prefix("there_").join(frames.cells(STRATEGIC).add_prefix("cell_"))
    pairs = rows.dropna(subset="twin").join(twins, on="twin")
    told = [_differing(pair, scheme) for pair in pairs.to_dict("records")]
    differ = pd.DataFrame(told, pairs.index, columns=["field", "mine", "yours", "cell"], dtype="string")
    return pairs.join(differ).dropna(subset="field")


def _nearest(name: Any, others: pd.Series[str]) -> Any:
    """The label of the name most like this one, if it is like enough."""
    folded, *theirs = (_folded(each) for each in ("" if pd.isna(name) else name, *others))
    long = [each if len(each) >= SHORTEST else "" for each in theirs]
    found_at = nearest(folded, long, ALIKE) if len(folded) >= SHORTEST else None
    return None if found_at is None else others.index[found_at]


def _differing(pair: Mapping[Any, Any], scheme: Scheme) -> tuple[str | None, ...]:
    """The first field with other texts and figures (last year's follows), both texts, the other cell."""
    for field in COMPARED:
        both = [pair[field], pair[f"there_{field}"]]
        if not pd.isna(both).any():
            parsed = [parse_threshold(text, scheme.lexicon) for text in both]
            figures = [(f.sign, f.base, f.measure) for f in parsed if f is not None]
            mine, yours = figures if len(figures) == len(both) else both
            if mine != yours:
                return field, *both, pair[f"cell_{field}"]
    return (None,) * 4


@validator.returns(doubt("project", "汇总表的项目名称“{project}”与项目表的“{name}”不一致", expected="{name}"))
def other_name(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """汇总表 against the projects' own forms: a project is called there what its form calls it."""
    rows = _both(frames, scheme)
    return rows[_words(rows["project"]).map(_folded) != rows["name"].map(_folded)]


@validator.returns(
    breach(
        "C101",
        at="budget",
        value="{budget}",
        expected="{own}",
        zh="“{project}”在汇总表中是{budget}万元，{there}是{own}万元，相差{difference}万元",
    )
)
def other_amount(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """A project has the amount in 汇总表 that its form has."""
    rows = _both(frames, scheme).dropna(subset=["budget", "own"])
    return rows.assign(difference=rows["budget"] - rows["own"])[rows["budget"] != rows["own"]]


@validator.returns(doubt("budget", "“{name}”没有列入项目绩效目标表汇总"))
def not_listed(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """Every project with an amount is in 汇总表, once anybody has returned it."""
    projects = _projects(frames, scheme)
    left = ~projects["instance"].isin(_listed(frames, scheme).index) & projects["budget"].notna()
    return projects[left & (not frames[SUMMARY].empty)]


@validator.returns(doubt("project", "汇总表的“{project}”没有对应的项目绩效目标表"))
def no_form(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """Every row of 汇总表 is a project's."""
    rows = frames[SUMMARY].dropna(subset="project")
    return rows[~rows.index.isin(_listed(frames, scheme))]


def _both(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """The rows of 汇总表 that are projects', with name, amount (`own`) and place (`there`) of their forms."""
    place, projects = frames.origin(PROJECT, "budget"), _projects(frames, scheme)
    forms = projects.join(place)[["name", "budget", "file", *place]]
    forms = forms.set_axis(["name", "own", "of", *place], axis=1)
    forms.index = pd.Index(projects["instance"].map(_listed(frames, scheme)))
    rows = frames[SUMMARY].join(forms, how="inner")
    file = (rows["of"] + " ").where(rows["of"] != rows["file"], "")
    return rows.assign(there=file + "“" + rows["_sheet"] + "”" + rows["_cell"])


def _listed(frames: Frames, scheme: Scheme) -> pd.Series[Any]:
    """Rows of 汇总表 by project: that of the same name, else of the department and amount of its form."""
    rows, names = frames[SUMMARY], listed(scheme, "projects")["name"].map(_folded)
    rows = rows.assign(label=rows.index, folded=_words(rows["project"]).map(_folded))
    named = names.map(rows.drop_duplicates("folded", keep="last").set_index("folded")["label"]).dropna()
    key = ["department", "budget"]
    rest = rows[~rows["label"].isin(named)].drop_duplicates(key, keep="last")[[*key, "label"]]
    unnamed = _projects(frames, scheme)[lambda forms: ~forms["instance"].isin(named.index)]
    alike = unnamed.merge(rest, on=key).set_index("instance")["label"]
    made: pd.Series[Any] = pd.concat([named, alike])
    return made


def _projects(frames: Frames, scheme: Scheme, *, every: bool = False) -> pd.DataFrame:
    """The projects' forms, with number, name and department as the list has them."""
    items = listed(scheme, "projects")[["number", "name", "department"]]
    forms = frames[PROJECT].drop(columns="department").join(items, on="instance")
    return forms if every else forms.drop_duplicates("instance", keep="last")


def evaluated(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """The projects whose figures are all there: points and scores by part, score out of 100, grade."""
    projects, made = _projects(frames, scheme, every=True), {}
    own = dict(list(frames[INDICATORS].groupby(["file", "instance"])))
    for label, project in projects.to_dict("index").items() if "executed" in projects else ():
        rows = own.get((project["file"], project["instance"]))
        made[label] = None if rows is None else _evaluation(project, rows, scheme)
    lines = {label: line for label, line in made.items() if line is not None}
    scored = pd.DataFrame.from_dict(lines, orient="index", dtype=object)
    return projects.join(scored.reindex(columns=SCORED), how="inner").sort_values("number", kind="stable")


def _evaluation(project: Mapping[Any, Any], group: pd.DataFrame, scheme: Scheme) -> dict[str, Any] | None:
    """The scores of a project by its indicators; None while a figure is missing."""
    budget, executed = project["budget"], project["executed"]
    if pd.isna([budget, executed]).any() or not budget or group["degree"].isna().any():
        return None
    points, note = _assigned(set(group["level1"].dropna()), scheme)
    made: dict[str, Any] = {"note": note}
    execution = _setting(scheme, "execution_points") * min(executed / budget, Decimal(1))
    score = execution
    for part, own in points.items():
        mine = group[group["level1"] == part]
        weights = [None if pd.isna(weight) else weight for weight in mine["weight"]]
        scored = own * fulfilled(list(mine["degree"]), weights)
        made |= {f"{part}_points": rounded(own, PLACES), f"{part}_score": rounded(scored, PLACES)}
        score += scored
    score = rounded(score, PLACES)
    grade = next((name for name, setting in GRADES.items() if score >= _setting(scheme, setting)), "差")
    return made | {"execution": rounded(execution, PLACES), "score": score, "grade": grade}


def _assigned(present: set[str], scheme: Scheme) -> tuple[dict[str, Decimal], str]:
    """The points of the parts that a project has, with their share of the others'; and the words for it."""
    stated = {part: _setting(scheme, name) for part, name in PARTS.items()}
    points = redistributed(stated, present)
    told = "、".join(f"{part}{plain_number(rounded(own, PLACES))}分" for part, own in points.items())
    lost = "、".join(f"{part}（{plain_number(stated[part])}分）" for part in stated if part not in points)
    return points, f"没有{lost}，按比例分摊后：{told}" if lost else ""


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One row a (unit, project), and one for the overall targets of a department: points out of 100."""
    made = evaluated(frames, scheme)
    figures = {"item": made["instance"], "points": Decimal(100), "score": made["score"]}
    projects = frames.scored(PROJECT, "executed" if "executed" in made else "budget", **figures)
    overall = evenly(frames, ANNUAL, "completion", item="annual", name="年度整体绩效目标")
    return pd.concat([projects.loc[made.index], overall], ignore_index=True)


@validator.sheet("项目绩效目标表汇总")
def summary(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """汇总表 made from the projects' own forms, beside the amounts that the finance bureau returned."""
    forms, rows = frames[PROJECT], frames[SUMMARY]
    if forms.empty or "executed" in forms:
        return None  # at the self-evaluation the budgets are settled
    place, there = frames.origin(PROJECT, "budget", "budget"), frames.origin(SUMMARY, "budget", "returned")
    own = _projects(frames, scheme).join(place).set_index("instance")[["budget", *place]]
    theirs = rows[["fund", "budget"]].rename(columns={"budget": "returned"}).join(there)
    made = listed(scheme, "projects")[["number", "department", "name"]].join(own)
    made["remark"] = [None if project in own.index else "项目表尚未接收" for project in made.index]
    made["row"] = made.index.to_series().map(_listed(frames, scheme))
    columns = (
        ConsolidatedColumn(name="number", label="序号", width=6),
        ConsolidatedColumn(name="department", label="项目主管部门", width=48),
        ConsolidatedColumn(name="name", label="项目名称", width=44),
        ConsolidatedColumn(name="budget", label="2022年项目预算总额(万元)", width=18, total=True),
        ConsolidatedColumn(name="fund", label="资金性质", width=18),
        ConsolidatedColumn(name="returned", label="财政金融局汇总表(万元)", width=18, total=True),
        ConsolidatedColumn(name="remark", label="说明", width=24),
    )
    return Consolidated(columns=columns, frame=made.join(theirs, on="row"))


@validator.sheet("项目支出绩效自评得分")
def scores(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """The score of every project by part, with its grade and the points that were moved."""
    made = evaluated(frames, scheme)
    said = {name: name.replace("_points", "\n分值").replace("_score", "\n得分") for name in SHARES}
    parts = [ConsolidatedColumn(name=n, label=said[n], width=10, number_format="0.00") for n in SHARES]
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
    where = frames.origin(PROJECT, "executed", "executed") if "executed" in made else made[[]]
    return None if made.empty else Consolidated(columns=columns, frame=made.join(where))


def _setting(scheme: Scheme, name: str) -> Decimal:
    value = scheme.head.settings[name]
    assert isinstance(value, Decimal), name  # noqa: S101 - the blueprint states figures there
    return value


def _figures(texts: pd.Series[str], scheme: Scheme) -> pd.Series[Any]:
    return pd.Series([parse_threshold(t, scheme.lexicon) for t in _words(texts)], texts.index, dtype=object)


def _words(texts: pd.Series[str]) -> pd.Series[str]:
    """Texts, "" where there is none."""
    return texts.fillna("")


def _folded(name: str) -> str:
    """A name without blanks, full-width forms as half-width ones."""
    return "".join(unicodedata.normalize("NFKC", name).split())
