"""Merge of repeated forms, forms about nobody, tables and scores that a validators file makes."""

from decimal import Decimal
from io import BytesIO
from urllib.parse import unquote

import pandas as pd
import pytest
from openpyxl import load_workbook

from kpixl.blueprint.model import Scoring
from kpixl.check import Consolidated, ConsolidatedColumn, Validator, ValidatorError, load_validator
from kpixl.merge import merge as merge_result
from kpixl.scoring import COLUMNS, ItemScore, ScoreError, standings, tally
from tests.support import projects
from tests.support.cli import kpixl
from tests.support.projects import CASES, rehearsed
from tests.test_merge import table, texts


@pytest.fixture(scope="module")
def returns(tmp_path_factory):
    """Simulated returns by stage: their folders."""
    home = tmp_path_factory.mktemp("returns")
    for stage in ("plan", "review"):
        rehearsed(home / stage, "random", stage)
    return home


@pytest.fixture(scope="module")
def results(returns):
    """What the check says of each stage."""
    return {s: projects.campaign().check([returns / s], stage=s) for s in ("plan", "review")}


@pytest.fixture(scope="module")
def books(returns):
    """The merged workbooks by stage."""
    campaign, stages = projects.campaign(), ("plan", "review")
    made = {s: campaign.merge([returns / s], returns / f"{s}.xlsx", stage=s) for s in stages}
    return {stage: load_workbook(sheet.path, data_only=True) for stage, sheet in made.items()}


@pytest.fixture
def validator():
    """The scheme's own, to be changed."""
    return load_validator(CASES / "validators", "projects")


def merged(results, validator, stage="review"):
    """A stage merged by a validator."""
    return merge_result(projects.scheme(), results[stage], validator=validator)


def book(made):
    """A merged workbook as a person sees it."""
    return load_workbook(BytesIO(made.data), data_only=True)


class TestStacked:
    """A stage without scores."""

    def test_sheets_in_order(self, books):
        """The validators file's tables, then each form's fields and tables, then the registers."""
        assert [
            "项目金额汇总表",
            *(f"附件{number}明细{which}" for number in (1, 2, 3) for which in ("", "（2）")),
            *("回收情况", "问题", "来源"),
        ] == books["plan"].sheetnames

    def test_copies_stand_below_each_other(self, books):
        """Each row says of which copy it is: a unit's projects, in the order of the list."""
        rows = [(r["单位"], r["分表"]) for r in table(books["plan"], "附件2明细", "分表")]
        assert [
            ("法院", "食堂运行"),
            ("教育局", "校舍维修"),
            ("教育局", "教师培训"),
            ("文化中心", "图书购置"),
        ] == rows

    def test_the_title_speaks_of_no_single_copy(self, books):
        """What a title says of one copy is left out of the sheet of all."""
        assert "项目绩效目标表明细（申报）（模拟数据）" in texts(books["plan"], "附件2明细")

    def test_a_form_about_nobody_is_stacked_by_its_returner(self, books):
        """Its rows are those of whoever returned it."""
        rows = table(books["plan"], "附件1明细（2）", "金额（万元）")
        assert [("财政局", "食堂运行"), ("财政局", "校舍维修")] == [(r["单位"], r["项目"]) for r in rows[:2]]

    def test_every_answer_is_there(self, results, books):
        """No entry of any return is lost: each has its line in the register of origins."""
        filled = {
            (r.name, e.sheet, e.cell)
            for r in results["plan"].accepted
            for e in r.entries
            if e.role == "input" and e.value is not None
        }
        told = {(r["文件"], r["工作表"], r["单元格"]) for r in table(books["plan"], "来源", "SHA-256")}
        assert filled - told == set()


class TestTables:
    """Tables that the validators file makes."""

    def test_total_is_live(self, returns, books):
        """The last row sums by a formula whose stored result is the sum."""
        rows = table(books["plan"], "项目金额汇总表", "项目")
        live = load_workbook(returns / "plan.xlsx")["项目金额汇总表"]
        amounts = [Decimal(str(r["金额（万元）"])) for r in rows]
        assert (sum(amounts[:-1]), "合计") == (amounts[-1], rows[-1]["项目"])
        assert str(live.cell(live.max_row, live.max_column).value).startswith("=ROUND(ROUND(SUM(")

    def test_rows_link_to_their_origin(self, returns, books):
        """The first cell of a row leads to the returned file."""
        sheet = load_workbook(returns / "plan.xlsx")["项目金额汇总表"]
        links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        assert [("plan/02-法院.xlsx", "'食堂运行'!D6"), ("plan/03-教育局.xlsx", "'校舍维修'!D6")] == [
            (unquote(str(link.target)).replace("\\", "/"), link.location) for link in links[:2]
        ]

    def test_a_text_is_never_a_formula(self, results):
        """What a return may have written stays text."""
        validator = Validator("projects", sheets=[("表", lambda _f, _s: sheet({"a": "=1+1"}))])
        cell = book(merged(results, validator, "plan"))["表"].cell(4, 2)
        assert ("=1+1", "s") == (cell.value, cell.data_type)

    def test_nothing_to_show_makes_no_sheet(self, results):
        """A function may say that there is nothing."""
        validator = Validator("projects", sheets=[("表", lambda _f, _s: None)])
        assert "表" not in book(merged(results, validator, "plan")).sheetnames

    @pytest.mark.parametrize(
        ("row", "column"),
        [({"a": 0.1}, {}), ({"a": "x"}, {"total": True}), ({"b": 1}, {})],
        ids=["float", "text", "gone"],
    )
    def test_what_cannot_be_shown_is_told(self, results, row, column):
        """An inexact figure, a text in a sum, a missing column: which table, which column."""
        validator = Validator("projects", sheets=[("表", lambda _f, _s: sheet(row, **column))])
        with pytest.raises(ValidatorError, match="表"):
            merged(results, validator, "plan")


def sheet(row, **more):
    """A consolidated table with one row and the column `a`."""
    columns = (ConsolidatedColumn(name="a", label="甲", **more),)
    return Consolidated(columns=columns, frame=pd.DataFrame([row], dtype=object))


class TestScores:
    """Items that no list names."""

    def test_copies_are_items(self, books):
        """The scores of copies stand on a sheet of their own, with their names and where they are from."""
        rows = [
            (r["单位"], r["项目"], r["分值"], r["工作表"]) for r in table(books["review"], "得分明细", "得分")
        ]
        assert [
            ("法院", "食堂运行", 100, "食堂运行"),
            ("教育局", "校舍维修", 100, "校舍维修"),
            ("教育局", "教师培训", 100, "教师培训"),
            ("文化中心", "图书购置", 100, "图书购置"),
        ] == rows

    def test_the_list_sums_them_up(self, books):
        """Items, points and total of each unit are those of its items."""
        items = table(books["review"], "得分明细", "得分")
        for row in table(books["review"], "部门", "得分率"):
            own = [r for r in items if r["单位"] == row["单位"]]
            assert (len(own), 100 * len(own), round(sum(r["得分"] for r in own), 2)) == (
                row["项目数"], row["分值"], row["合计"],
            )  # fmt: skip

    def test_units_are_ranked_by_rate(self, books):
        """Two projects do not beat one by their number."""
        rows = table(books["review"], "部门", "得分率")
        ordered = sorted(rows, key=lambda r: r["得分率"], reverse=True)
        assert [r["名次"] for r in ordered] == sorted(r["名次"] for r in rows)

    def test_who_has_nothing_to_return_lacks_no_score(self, returns):
        """The bureau takes no part in this stage: no finding asks for its score."""
        made = projects.campaign().merge([returns / "review"], returns / "again.xlsx")
        assert {"I010", "U004"} == {f.code for f in made.findings}

    def test_a_spreadsheet_program_agrees(self, office, returns, books):
        """Totals, rates and ranks over the sheet of items come out the same when they are recalculated."""
        assert [] == office.recalc(returns / "review.xlsx").differences

    def test_without_any_scores_it_says_so(self, results):
        """A scheme that names no score needs a function that makes them."""
        with pytest.raises(ScoreError, match="nothing is scored"):
            merged(results, None)

    def test_a_score_of_nobody_is_refused(self, results, validator):
        """A unit that no group has cannot be ranked, and its score is not dropped."""
        validator.score(lambda _frames, _scheme: scored("panel", "p1"))
        with pytest.raises(ScoreError, match="panel"):
            merged(results, validator)

    def test_an_item_without_a_key_is_refused(self, results, validator):
        """Which item it is must be said by a text."""
        validator.score(lambda _frames, _scheme: scored("court", 1))
        with pytest.raises(ScoreError, match="unit or item"):
            merged(results, validator)

    def test_a_failing_function_is_told(self, results, validator):
        """With its name and line."""
        validator.score(lambda frames, _scheme: frames["nothing"])
        with pytest.raises(ValidatorError, match="KeyError: 'nothing'"):
            merged(results, validator)

    def test_a_missing_score_is_told(self, results, validator):
        """An item with a blank score leaves its unit without a total, and the finding names it."""
        validator.score(lambda _frames, _scheme: scored("court", "p1", None))
        made = merged(results, validator)
        assert "“法院”没有得分：缺食堂运行（共1项）的得分。" in [f.message() for f in made.findings]


def scored(unit, item, score=Decimal(1)):
    """A frame with one item score."""
    row = {"unit": unit, "item": item, "points": Decimal(1), "score": score}
    return pd.DataFrame([row], columns=list(COLUMNS), dtype=object)


class TestStandings:
    """Rates and totals."""

    @pytest.mark.parametrize(("by", "first"), [("total", "education"), ("rate", "court")])
    def test_ranked_by_what_the_scheme_says(self, by, first):
        """90 of 100 is a better rate than 150 of 200, and a smaller total."""
        scheme = projects.scheme()
        scoring = Scoring(stage="review", rank_by=by)
        scheme = scheme.model_copy(update={"head": scheme.head.model_copy(update={"scoring": scoring})})
        scores = [ItemScore(unit="court", item="a", points=Decimal(100), score=Decimal(90))]
        scores += [ItemScore(unit="education", item=i, points=Decimal(100), score=Decimal(75)) for i in "bc"]
        names = {"court": {"a": "甲"}, "education": {"b": "乙", "c": "丙"}}
        assert [first] == [s.id for s in standings(scheme, tally(names, scores)) if s.rank == 1]

    def test_an_item_without_points_has_no_share(self):
        """A deduction carries no points: the rate is the score's share of the points that there are."""
        scheme = projects.scheme()
        scores = [ItemScore(unit="court", item="a", points=Decimal(100), score=Decimal(90))]
        scores += [scores[0]._replace(item="b", points=None, score=Decimal(-10))]
        made = {s.id: s for s in standings(scheme, tally({"court": {"a": "甲", "b": "乙"}}, scores))}
        assert (Decimal(80), Decimal(100), Decimal("0.8")) == (
            made["court"].score, made["court"].points, made["court"].rate,
        )  # fmt: skip


def test_demo_of_a_scheme_with_open_names(tmp_path):
    """Repeated forms, placeholders, scores by a policy: all stages, and the files in their places."""
    told = projects.campaign().demo(tmp_path / "out")
    assert ["issued", "report", "returns", "score-sheet.xlsx"] == sorted(
        p.name for p in (tmp_path / "out").iterdir()
    )
    assert [("plan", 4, 4), ("review", 3, 3)] == [(s.id, s.issued, s.accepted) for s in told.stages]
    assert ("文化中心", "各有关部门") == told.placeholders


def test_generate_says_once_what_is_not_settled(tmp_path):
    """Workbooks are made, and one line on standard error names what the office must settle."""
    home = tmp_path / "home"
    projects.copied(home / "blueprints")
    done = kpixl("generate", "projects", "--workspace", home, "--out", tmp_path / "out", "--lang", "zh")
    assert (0, 4) == (done.exit_code, len(done.stdout.splitlines()))
    assert ["名单中有待明确的名称：文化中心、各有关部门；正式发放前请换成具体单位或加以确认。"] == [
        line for line in done.stderr.splitlines() if "文化中心" in line
    ]
