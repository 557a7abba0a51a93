"""cangzhou-2020: the mistakes that the source contains, and how indicators are graded."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpixl.blueprint import load_published, load_scheme
from kpixl.campaign import Campaign, Means, Trial
from kpixl.check import load_validator
from kpixl.check.frames import Frames
from kpixl.check.gates import stacked, stacked_findings
from kpixl.check.rows import Context
from kpixl.layout import (
    Answer,
    CellKey,
    Computation,
    Package,
    Role,
    first_packages,
    lay_out,
    printed_rows,
)
from tests.support.records import record_of
from tests.support.ruled import coloured
from tests.support.simulated import KEY

pytestmark = pytest.mark.slow  # a whole reference scheme

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "blueprints" / "cangzhou-2020"
FORM, UNIT = "activity-indicators", "administrative-committee"
MEANS = Means(key=KEY, password="test")  # noqa: S106 - locks nothing but what the test makes
EXPENSES = "three-public-expenses"
SPENT = {"running": 70, "vehicles": 60, "reception": 70, "abroad": 40}
BANDS = ("best", "good", "fair", "poor")

ERRORS = [
    ("", "R005", "change"),
    ("i060", "R011", "best"),
    ("i062", "R002", "indicator"),
    ("i082", "R011", "best"),
    ("i087", "R011", "best"),
    ("i090", "V014", "good"),
    ("i109", "V014", "good"),
    ("i114", "R007", "poor"),
]
MISNAMED = ("i073", "i077", "i079", "i080", "i081", "i083", "i088", "i089", "i090")
HALF = (*(f"i{n:03}" for n in range(37, 45)), "i091", "i092")
WITHOUT = (
    2, 4, 7, 9, 29, 30, 31, 46, 49, 54, 69, 84, 85, 96, 98, 99, 100, 101, 104, 106, 110, 113, 115,
)  # fmt: skip

GRADES = [
    (("≥80%", "≥75%", "≥70%", "＜70%"), "80%", "优"),
    (("≥80%", "≥75%", "≥70%", "＜70%"), "76%", "良"),
    (("≥80%", "≥75%", "≥70%", "＜70%"), "70%", "中"),
    (("≥80%", "≥75%", "≥70%", "＜70%"), "69.9%", "差"),
    (("≤0.5%", "≤1%", "≤2%", "＞2%"), "0.8%", "良"),
    (("≥8次", "7次", "6次", "＜6次"), "7次", "良"),
    (("≥10", "≥8", "≥6", "＜6"), "9", "良"),
    (("1", "≥95%", "≥90%", "＜90%"), "100%", "优"),
    (("≥5000万元", "≥4000万元", "≥3000万元", "＜3000万元"), "0.45亿元", "良"),
    (("≥20家", "≥12家", "＜12家", "未执行"), "未执行", "差"),
    (("≥80%", "≥75%", "≥70%", "＜70%"), "未执行", "不能评定"),
    (("≥80%", "≥75%", "≥70%", "＜70%"), "9家", "不能评定"),
    (("≥90%", "≥80%", None, None), "95%", "优"),
    (("≥90%", "≥80%", None, None), "10%", "不能评定"),
    ((None, None, None, None), "10%", "不能评定"),
    (("≥80%", "≥75%", "≥70%", "＜70%"), None, "不能评定"),
]


@pytest.fixture(scope="module")
def scheme():
    """The real scheme."""
    return load_scheme(FOLDER)


@pytest.fixture(scope="module")
def validator():
    """Its validators file."""
    found = load_validator(ROOT / "validators", "cangzhou-2020")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The check of the published return."""
    returns = tmp_path_factory.mktemp("published")
    campaign = Campaign.open(FOLDER, MEANS)
    campaign.simulate(returns, trial=Trial(answers="published"))
    return campaign.check([returns])


@pytest.fixture(scope="module")
def found(checked):
    """Its findings at cells: row (that of a field is blank), code, column and severity."""
    every = [f for r in checked.files for f in r.findings if f.where.field]
    return [(f.where.row or "", f.code, f.where.field, f.severity.value) for f in every]


@pytest.fixture(scope="module")
def frames(scheme):
    """Frames of a year-end report that holds the cases of GRADES in its first rows."""
    rows = printed_rows(scheme, scheme.stage("report"), (UNIT,), scheme.roster.unit(UNIT))
    carried: dict[CellKey, Any] = {}
    answers: dict[CellKey, Any] = {}
    for number, (bands, actual, _) in enumerate(GRADES, 1):
        keys = {n: CellKey(FORM, "", UNIT, f"i{number:03}", n) for n in (*BANDS, "actual")}
        carried |= {keys[n]: Answer(value=text) for n, text in zip(BANDS, bands, strict=True) if text}
        answers |= {keys["actual"]: actual} if actual else {}
    package = Package(
        scheme=scheme, stage_id="report", recipient=UNIT, subjects=(UNIT,), rows=rows, carried=carried
    )
    return Frames(stacked(scheme, [record_of(package, answers)]))


def sheet(validator, title, frames, scheme):
    """The consolidated table of this title."""
    return dict(validator.sheets)[title](frames, scheme).frame


class TestSource:
    """What was published is there, and its mistakes are found, nothing else."""

    def test_rows(self, scheme):
        """131 rows of 57 activities in 25 duties."""
        items = scheme.lists["indicators"].items
        counts = [len({i[key] for i in items}) for key in ("id", "activity_number", "duty")]

        assert [131, 57, 25] == counts

    def test_duties(self, scheme):
        """The largest ones."""
        counted = Counter(i["duty"] for i in scheme.lists["indicators"].items)

        assert [("宣传思想工作", 22), ("对外贸易管理", 12), ("对内商贸管理", 11)] == counted.most_common(3)

    def test_thresholds_keep_their_letters(self):
        """Signs, units and slips as published."""
        published = {p.published: p for p in load_published(FOLDER)}
        table = published[FORM].returns[0].tables["indicators"]
        assert isinstance(table, tuple)
        rows = {r["row"]: r for r in table}

        assert ("≥8次及以上", "≥90%,", "≧90%", "≥0.4亿美") == (
            rows["i005"]["best"],
            rows["i033"]["best"],
            rows["i057"]["best"],
            rows["i109"]["good"],
        )

    def test_errors(self, found):
        """What is wrong for certain: each at its cell."""
        assert sorted(ERRORS) == sorted(f[:3] for f in found if f[3] == "error")

    def test_warnings(self, found):
        """What is likely wrong: units that do not fit the name, bands that are missing, rows that repeat."""
        expected = [(row, "R011", "best") for row in MISNAMED]
        expected += [(row, "R004", "fair") for row in HALF]
        expected += [(f"i{number:03}", "R005", "best") for number in WITHOUT]
        expected += [("i009", "C006", "indicator"), ("i075", "C001", "best")]

        assert sorted(expected) == sorted(f[:3] for f in found if f[3] == "warning")

    def test_both_figures_are_said(self, checked):
        """The change on last year is not the sum of its parts."""
        said = next(f for r in checked.files for f in r.findings if f.where.field == "change")

        assert "10000 ≠ 10010" in said.message("zh")

    def test_the_decline_of_the_total_is_no_sum(self, scheme):
        """245 to 240 is 2 %, as published, though the parts are 0 and 11.1 %."""
        package = first_packages(scheme, scheme.stage())[0]
        key = {row: CellKey(EXPENSES, "", UNIT, row, "general") for row in SPENT}
        record = record_of(package, {key[row]: Decimal(amount) for row, amount in SPENT.items()})
        declines = {e.key.row: e.value for e in record.entries if e.key.column == "decline"}

        assert (Decimal("0.111"), Decimal("0.02")) == (declines["abroad"], declines["#total"])


class TestGrading:
    """The first band that the reported value meets."""

    @pytest.mark.parametrize("number", range(len(GRADES)))
    def test_grades(self, scheme, validator, frames, number):
        """A missing threshold on the way, or another unit of measure, cannot be graded."""
        made = sheet(validator, "等次评定表", frames, scheme)

        assert GRADES[number][2] == made["grade"].iloc[number]

    def test_scores(self, scheme, validator, frames):
        """What a grade is worth stands in the list; what has no grade has no points either."""
        given = [g for *_, g in GRADES if g != "不能评定"]
        made = validator.scorer(frames, scheme)
        worth = {"优": 100, "良": 85, "中": 70, "差": 0}

        assert [(Decimal(100), Decimal(worth[g])) for g in given] == list(
            zip(made["points"], made["score"], strict=True)
        )

    def test_counts_of_a_duty(self, scheme, validator, frames):
        """Every grade, and what could not be graded."""
        first = sheet(validator, "各职责等次统计", frames, scheme).iloc[0]

        assert [5, 1, 2, 1, 1, 0] == [first[c] for c in ("all", "优", "良", "中", "差", "不能评定")]

    def test_nothing_to_grade_in_a_budget(self, scheme, validator):
        """Without actual values there is no table."""
        package = first_packages(scheme, scheme.stage())[0]
        data = Frames(stacked(scheme, [record_of(package, {})]))

        assert [None, None] == [make(data, scheme) for _, make in validator.sheets]


class TestOwnTable:
    """The table is the unit's own."""

    @pytest.fixture
    def package(self, scheme):
        """The unit's budget."""
        return first_packages(scheme, scheme.stage())[0]

    def test_a_blank_one_is_not_whole(self, scheme, package):
        """Every duty and activity asks for its description."""
        found = stacked_findings(
            Context(scheme=scheme, stage="budget", complete=False),
            stacked(scheme, [record_of(package, {})]),
            None,
        )
        asked = Counter(f.where.field for f in found if f.code == "R001" and f.where.form == FORM)
        assert (25, 25, 57) == tuple(asked[c] for c in ("duty_text", "duty_goal", "activity_text"))

    def test_nothing_begins_in_the_colour_of_doubt(self, package):
        """A cell is doubtful once something was entered."""
        assert set() == coloured(lay_out(package), {}, "doubt")

    def test_the_unit_names_what_has_no_name(self, package):
        """The four indicators that the source left blank, and no other."""
        cells = lay_out(package).by_cell_key.items()
        named = [
            k.row for k, c in cells if k.form == FORM and k.column == "indicator" and c.role is Role.INPUT
        ]
        assert named == ["i045", "i050", "i051", "i062"]

    def test_what_it_adds_is_graded(self, scheme, validator):
        """Behind the printed rows, by its own standards."""
        key = CellKey(FORM, "", UNIT, "1", "")
        told = {"duty": "新职责", "indicator": "新指标", "best": "≥90%", "good": "≥80%", "fair": "≥70%"}
        carried = {key._replace(column=f"added_{name}"): Answer(value=v) for name, v in told.items()}
        rows = printed_rows(scheme, scheme.stage("report"), (UNIT,), scheme.roster.unit(UNIT))
        rows[FORM, "", "added"] = ((UNIT, "1"),)
        package = Package(
            scheme=scheme, stage_id="report", recipient=UNIT, subjects=(UNIT,), rows=rows, carried=carried
        )
        record = record_of(package, {key._replace(column="added_actual"): "85%"})
        last = sheet(validator, "等次评定表", Frames(stacked(scheme, [record])), scheme).iloc[-1]
        assert (132, "新指标", "良", 85) == (last["number"], last["indicator"], last["grade"], last["score"])


@pytest.mark.parametrize("column", ["amount", "decline", "general"])
def test_a_blank_table_of_expenses_shows_no_figure(scheme, column):
    """Neither 0 nor a decline by 100 %, in its rows and in its total."""
    plan = lay_out(first_packages(scheme, scheme.stage())[0])
    run = Computation(plan, {})
    cells = [c for k, c in plan.by_cell_key.items() if k.form == EXPENSES and k.column == column]
    assert {None} == {run.value(c.spot) for c in cells}
