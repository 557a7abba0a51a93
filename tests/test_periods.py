"""A report in several periods of a year: what is asked anew, what is known of before, what fell, trends."""

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from kpixl import carry
from kpixl.campaign import Campaign, Means
from kpixl.campaign.issued.packages import packages_of
from kpixl.check import CheckResult
from kpixl.generate import build
from kpixl.layout import CellKey, Package, Role, baseline, first_packages, lay_out, standing
from kpixl.layout.plan.keys import in_period
from tests.support import produced, ruled
from tests.support.cli import kpixl_json
from tests.support.records import record_of
from tests.support.varied import varied

OCTOBER, YEAR = "report.1—10月", "report.全年"
LEADER = "development-reform"


def key(column):
    """A value of the first part that the leading unit reports."""
    return CellKey("progress-quantified", "p01", LEADER, "", column)


@dataclass(frozen=True)
class Reported:
    """Two periods in which all units reported, without a mistake.

    results: of the check, by period; made: the leading unit's package, with and without returns.
    """

    campaign: Campaign
    workspace: Path
    results: dict[str, CheckResult]
    made: dict[bool, Package]

    @property
    def returns(self):
        """Where what came back lies."""
        return self.workspace / "returns"

    def said(self, stage, cell):
        """What an accepted return of a period says."""
        entries = (e for r in self.results[stage].accepted for e in r.entries)
        return next(e.value for e in entries if e.key == cell)

    def package(self, *, returns=True):
        """The leading unit's for the whole year."""
        if returns not in self.made:
            before = [self.returns / OCTOBER] if returns else ()
            dealt = packages_of(self.campaign, stage=YEAR, returns=before)
            self.made[returns] = next(p for p in dealt.packages if p.recipient == LEADER)
        return self.made[returns]


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """Both periods, simulated."""
    workspace = tmp_path_factory.mktemp("两期")
    folder = varied("chongqing-2021", "chongqing-2021-periods", workspace)
    cache = workspace / "read.sqlite"
    means = Means(key=produced.KEY, password=produced.PASSWORD, force=True, jobs=1, cache=cache)
    campaign = Campaign.open(folder, means)
    results: dict[str, CheckResult] = {}
    for stage in (OCTOBER, YEAR):
        before = [workspace / "returns"] if results else []
        campaign.simulate(workspace / "returns" / stage, stage=stage, returns=before)
        results[stage] = campaign.check([workspace / "returns"])
    return Reported(campaign, workspace, results, {})


def test_everybody_reports_in_each_period(reported):
    """The same units, nobody is sent back."""
    counts = [(len(r.accepted), len(r.missing)) for r in reported.results.values()]
    assert [(len(reported.results[OCTOBER].expected), 0)] * 2 == counts


def test_a_stamp_and_a_file_name_say_the_period(reported):
    """So that nobody takes one period's report for another's."""
    record = next(r for r in reported.results[YEAR].accepted if r.stamp.recipient == LEADER)
    assert (YEAR, "", "全年") == (record.stamp.stage, record.stamp.round, record.stamp.period)
    assert record.name.endswith("-全年.xlsx")


def test_a_period_is_asked_anew(reported):
    """Its cells are blank, and what the period before had is printed beside them."""
    package = reported.package()
    plan = lay_out(package)
    assert {} == standing(package, plan)
    assert reported.said(OCTOBER, key("total_now")) == plan.by_cell_key[key("before")].value is not None


def test_texts_name_the_period(reported):
    """A heading with `{period}` is the period's."""
    said = {cell.value for cell in lay_out(reported.package()).by_spot.values()}
    assert "（二）全年完成情况" in said


def test_without_the_returns_before_there_is_no_comparison(reported):
    """Workbooks of a later period can be made all the same."""
    plan = lay_out(reported.package(returns=False))
    assert plan.by_cell_key[key("before")].value is None


def test_who_did_not_report_before_gets_a_workbook_all_the_same(reported):
    """The returns of one unit are enough to make those of all."""
    accepted = [r for r in reported.results[OCTOBER].accepted if r.stamp.recipient == LEADER]
    made = carry.next_packages(reported.campaign.scheme, YEAR, accepted)
    assert set(reported.results[YEAR].expected) <= {p.recipient for p in made}


def test_a_cumulative_figure_that_falls_is_a_warning(reported, tmp_path):
    """In the return, at its cell, with both figures."""
    package, was = reported.package(), reported.said(OCTOBER, key("total_now"))
    record = next(r for r in reported.results[YEAR].accepted if r.stamp.recipient == LEADER)
    answers = {e.key: e.value for e in record.entries if e.role == Role.INPUT and e.value is not None}
    answers[key("total_now")] = was - 1
    built = build(package, answers, issuer=reported.campaign.issuer)
    (tmp_path / "降.xlsx").write_bytes(built.data)
    (file,) = reported.campaign.check([tmp_path / "降.xlsx"]).files
    told = [f for f in file.findings if f.code == "R013"]
    assert [("total_now", "warning")] == [(f.where.field, f.severity.value) for f in told]
    assert f"{was - 1:f} ＜ {was:f}" in told[0].message("zh")
    assert file.status == "accepted"


def test_the_workbook_computes_with_the_period_before(reported):
    """What was added since is what the return says, and what the engine reckons."""
    added = reported.said(YEAR, key("total_now")) - reported.said(OCTOBER, key("total_now"))
    assert added == reported.said(YEAR, key("added"))


def test_the_merged_workbook_shows_the_trend(reported, tmp_path):
    """Both periods side by side, what was added, and a chart of each figure."""
    merged = reported.campaign.merge(reported.results[YEAR], tmp_path / "全年.xlsx")
    book = load_workbook(merged.path)
    rows = list(book["各期对比"].values)
    head = next(row for row in rows if "1—10月" in row)
    place = {name: i for i, name in enumerate(head)}
    first = next(row for row in rows if row[place["单位"]] == "发展改革委")
    was, now = (float(reported.said(stage, key("total_now"))) for stage in (OCTOBER, YEAR))
    assert (was, now) == (first[place["1—10月"]], first[place["全年"]])
    assert first[place["比上期增减"]] == pytest.approx(now - was)
    with ZipFile(merged.path) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == len({row[place["表、项目"]] for row in rows[3:]})


def test_the_first_period_has_no_trend(reported, tmp_path):
    """There is nothing to compare."""
    first = reported.campaign.check([reported.returns / OCTOBER])
    merged = reported.campaign.merge(first, tmp_path / "十月.xlsx")
    assert "各期对比" not in load_workbook(merged.path).sheetnames


def test_status_knows_periods(reported):
    """It names the period, whichever way somebody calls it."""
    told = kpixl_json("status", "chongqing-2021", "--workspace", reported.workspace, "--stage", "全年")
    assert (YEAR, "", "全年") == (told["stage"], told["round"], told["period"])


def test_what_earlier_periods_had_goes_on():
    """The third workbook knows both periods before it, each by its name."""
    scheme = ruled.scheme_of(
        [{"name": "done", "type": "decimal", "cumulative": True}], periods=["一季度", "二季度", "三季度"]
    )
    cell = CellKey("f", "", ruled.UNIT, "1", "done")
    (package, *_) = first_packages(scheme, scheme.stage("now.一季度"))
    for value, stage in ((1, "now.二季度"), (2, "now.三季度")):
        record = replace(record_of(package, {cell: Decimal(value)}), baseline=baseline(package))
        (package, *_) = carry.next_packages(scheme, stage, [record])
    told = {k: a.value for k, a in package.carried.items()}
    assert {cell: Decimal(2), in_period(cell, "一季度"): Decimal(1)} == told
