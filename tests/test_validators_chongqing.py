"""chongqing-2021: the published parts, who reports them, and what is made of the reports."""

from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.blueprint import load_scheme
from kpixl.check import load_validator
from kpixl.check.frames import Frames, plain
from kpixl.check.gates import stacked
from kpixl.layout import CellKey, first_packages
from kpixl.layout.package.package import printed_keys
from tests.support.records import record_of

pytestmark = pytest.mark.slow  # a whole reference scheme

ROOT = Path(__file__).parents[1]
QUANTIFIED, QUALITATIVE = "progress-quantified", "progress-qualitative"
LONG = (
    "已经完成全年任务的百分之九十，其余工作按计划推进，具体数字见附后的统计表和验收材料，没有发生任何问题。"
)


def quantified(score_now, score_year, rank_now, rank_year):
    """A report about a weighted part."""
    figures = {"score_now": score_now, "score_year": score_year, "rank_now": rank_now, "rank_year": rank_year}
    return {name: Decimal(figure) for name, figure in figures.items()}


REPORTS = {
    (QUANTIFIED, "p01"): quantified("3.5", "4", "9", "6"),
    (QUANTIFIED, "p16"): quantified("1", "0.5", "3", "8"),
    (QUALITATIVE, "g09"): {
        "done_now": False,
        "done_year": False,
        "risk": True,
        "risk_points": "一处仓库未达标",
    },
}


@pytest.fixture(scope="module")
def scheme():
    """The real scheme."""
    return load_scheme(ROOT / "blueprints" / "chongqing-2021")


@pytest.fixture(scope="module")
def validator():
    """Its validators file."""
    found = load_validator(ROOT / "validators", "chongqing-2021")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def package(scheme):
    """What the development and reform commission gets."""
    packages = first_packages(scheme, scheme.stage())
    return next(p for p in packages if p.recipient == "development-reform")


def frames(scheme, package, reports):
    """Frames of one return that holds these reports: (form, part) → answers."""
    answers = {
        CellKey(form, part, package.recipient, "", field): value
        for (form, part), given in reports.items()
        for field, value in given.items()
    }
    return Frames(stacked(scheme, [record_of(package, answers)]))


def sheet(validator, title, data, scheme):
    """The consolidated table of this title, by its first column's or its parts' names."""
    return dict(validator.sheets)[title](data, scheme).frame


class TestSource:
    """What the source publishes."""

    def test_parts(self, scheme):
        """25 indicators in 33 parts; the weights sum to 90."""
        parts = scheme.lists["parts"].items

        assert (33, 25, Decimal(90)) == (
            len(parts),
            len({p["number"] for p in parts}),
            sum(p["weight"] for p in parts),
        )

    def test_parts_of_one_indicator(self, scheme):
        """Those with several weights."""
        numbers = [p["number"] for p in scheme.lists["parts"].items]

        assert {2: 2, 3: 2, 15: 3, 21: 5} == {n: numbers.count(n) for n in numbers if numbers.count(n) > 1}

    def test_other_tables(self, scheme):
        """3 surveys, 4 tasks, 18 parts of 4 guarantees, 27 measures."""
        sections = [i["section"] for i in scheme.lists["qualitative"].items]
        guarantees = [
            i["number"] for i in scheme.lists["qualitative"].items if i["section"] == "basic-guarantees"
        ]

        assert {"satisfaction": 3, "key-tasks": 4, "basic-guarantees": 18} == {
            s: sections.count(s) for s in sections
        }
        assert [1, 2, 1, 14] == [guarantees.count(n) for n in (1, 2, 3, 4)]
        assert list(range(1, 28)) == [i["number"] for i in scheme.lists["incentives"].items]

    @pytest.mark.parametrize(
        "name", ["区政府外办（区招商投资局）", "区政府外办（区服务业发展办）", "区招商投资局"]
    )
    def test_one_office_with_several_names(self, scheme, name):
        """They are one unit."""
        assert ("foreign-affairs",) == scheme.roster.meant(name)

    def test_every_name_means_a_unit(self, scheme):
        """In all three lists."""
        lists = (scheme.lists[n] for n in ("parts", "qualitative", "incentives"))

        assert all(scheme.roster.meant(name) for items in lists for i in items.items for name in i["units"])


class TestOwnReports:
    """A unit gets what is its own."""

    def test_rows(self, scheme):
        """Every part that names the unit, whether it leads or not."""
        table = scheme.form("performance-indicators").tables[0]

        assert ("p06",) == printed_keys(scheme, "report", table, "economic-zone")

    def test_a_part_is_reported_once(self, scheme):
        """By its lead: all 33, 25 and 27 reports are somebody's, none twice."""
        entries = [
            e.key
            for p in first_packages(scheme, scheme.stage())
            for e in record_of(p, {}).entries
            if e.key.column == "basic_year"
        ]
        instances = [(k.form, k.instance) for k in entries]

        assert (85, 85) == (len(instances), len(set(instances)))


class TestProgress:
    """The consolidated tables."""

    def test_order_of_the_attachments(self, scheme, validator, package):
        """All 85 lines, reported or not."""
        made = sheet(validator, "考核指标完成情况汇总表", frames(scheme, package, REPORTS), scheme)

        assert [1, 2, 2, 3] == [int(n) for n in made["number"][:4]]
        assert (85, Decimal(90)) == (len(made), made["weight"].sum())

    def test_what_each_form_reports(self, scheme, validator, package):
        """A cumulative figure is no answer to 是否完成; what was done for a measure stands with the rest."""
        reports = {
            (QUANTIFIED, "p01"): {"total_now": Decimal(350), "total_year": Decimal(420)},
            (QUALITATIVE, "g09"): {"done_now": True, "done_year": True},
            ("progress-incentives", "m12"): {"policy_progress": "已上报申报材料", "eligible": True},
        }
        made = sheet(validator, "考核指标完成情况汇总表", frames(scheme, package, reports), scheme)
        shown = made[["basic_now", "total_now", "total_year", "done_now", "done_year", "eligible"]]

        assert [
            [None, Decimal(350), Decimal(420), None, None, None],
            [None, None, None, "是", "是", None],
            ["已上报申报材料", None, None, None, None, "是"],
        ] == [list(row.values()) for row in plain(shown.dropna(how="all"))]

    def test_a_smaller_rank_is_better(self, scheme, validator, package):
        """From 9 to 6 is three places up, from 3 to 8 five down."""
        made = sheet(validator, "考核指标完成情况汇总表", frames(scheme, package, REPORTS), scheme)

        assert [Decimal(3), Decimal(-5)] == list(made["rank_change"].dropna())

    def test_totals_of_a_class(self, scheme, validator, package):
        """Weights of all parts; scores of those reported, and their share of the weights reported."""
        made = sheet(validator, "按类别汇总", frames(scheme, package, REPORTS), scheme).iloc[0]

        assert (Decimal(90), Decimal("4.5"), Decimal("4.5")) == (
            made["weight"],
            made["score_now"],
            made["score_year"],
        )

    def test_groups_and_units_sum_up_alike(self, scheme, validator, package):
        """Each part counts once, at its lead."""
        data = frames(scheme, package, REPORTS)
        tables = [sheet(validator, f"按{by}汇总", data, scheme) for by in ("类别", "单位分组", "牵头单位")]
        sums = [[int(t["items"].sum()), t["score_year"].sum()] for t in tables]

        assert [[85, Decimal("4.5")]] * 3 == sums

    def test_risks(self, scheme, validator, package):
        """What was named, with the part and its lead."""
        made = sheet(validator, "扣分风险点清单", frames(scheme, package, REPORTS), scheme)

        assert [("区发展改革委", "一处仓库未达标", "否")] == [
            (r["lead"], r["risk_points"], r["done_year"]) for r in made.to_dict("records")
        ]


class TestOwnWords:
    """A report says what is its own."""

    def test_pasted_text(self, scheme, validator, package):
        """The same long text in two reports: the second one is told."""
        data = frames(scheme, package, {(QUANTIFIED, p): {"basic_now": LONG} for p in ("p01", "p16")})

        assert [("U010", "p16")] == [(f.code, f.where.instance) for f in validator.findings(data, scheme)]

    def test_a_phrase_is_no_copy(self, scheme, validator, package):
        """Short texts repeat."""
        data = frames(scheme, package, {(QUANTIFIED, p): {"basic_now": "按计划推进"} for p in ("p01", "p16")})

        assert [] == list(validator.findings(data, scheme))
