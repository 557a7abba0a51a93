"""The charts of the score sheet: what each shows, from which cells, in which order."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from unittest.mock import Mock
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from kpixl.blueprint.expressions import RangeRef
from kpixl.campaign.scores.reckoning import Reckoned
from kpixl.generate import write
from kpixl.layout import Plan, Sheet, Spot
from kpixl.layout.plan.chart import Chart
from kpixl.layout.plan.frame import Line, Stripe
from tests.support import produced
from tests.support.accounted import SCORED, merged, of_all_units
from tests.support.planned import IDENTITY

every_scheme = pytest.mark.parametrize(("folder", "stage"), SCORED, ids=produced.label)
XINHUA = next(folder for folder in produced.SCHEMES if folder.name == "xinhua-2021")


def charts(made):
    """(title, [(name, figure)]) of every chart, read from the cells that it names."""
    found = []
    for sheet in made.plan.sheets:
        for chart in sheet.charts:
            data = made.plan.by_key[chart.values.first.sheet]
            cells = zip(
                data.between(chart.labels.first, chart.labels.last),
                data.between(chart.values.first, chart.values.last),
                strict=True,
            )
            found.append((chart.title, [(made.values[name], made.values[value]) for name, value in cells]))
    return found


@every_scheme
class TestCharts:
    def test_the_workbook_has_them_as_planned(self, folder, stage):
        """As many native charts as the plan has, with the titles of the plan."""
        made = of_all_units(folder, stage)
        book = load_workbook(BytesIO(merged(folder, stage)))
        planned = [len(sheet.charts) for sheet in made.plan.sheets]
        groups = [u.group for u in made.units if u.score is not None]
        assert any(planned) is (len(groups) > len(set(groups)))
        assert planned == [len(sheet._charts) for sheet in book.worksheets]  # type: ignore[attr-defined]

    def test_the_desk_draws_the_same(self, folder, stage):
        """Every bar with its name and figure, the longest as long as there is room."""
        made = of_all_units(folder, stage)
        drawn = Reckoned(result=Mock(), accounts=made).charts
        names = [(each.title, [bar.name for bar in each.bars]) for each in drawn]
        assert names == [(title, [str(name) for name, _ in rows]) for title, rows in charts(made)]
        assert {1.0} >= {max(bar.share for bar in each.bars) for each in drawn}

    def test_each_says_in_words_what_it_shows(self, folder, stage):
        """To who cannot see it: its title, and where the figures stand."""
        made = of_all_units(folder, stage)
        with ZipFile(BytesIO(merged(folder, stage))) as parts:
            drawn = [n for n in parts.namelist() if n.startswith("xl/drawings/drawing")]
            told = re.findall('descr="(.*?)"', "".join(parts.read(name).decode("utf-8") for name in drawn))
        titles = [chart.title for sheet in made.plan.sheets for chart in sheet.charts]
        assert len(titles) == len(told)
        assert all(said.startswith(f"{title}：") for said, title in zip(told, titles, strict=True))

    def test_libreoffice_computes_the_same(self, folder, stage, office, tmp_path):
        """Every formula of the workbook of a whole roster has the result that the file carries."""
        path = tmp_path / "score-sheet.xlsx"
        path.write_bytes(merged(folder, stage))
        assert [] == office.recalc(path).differences

    def test_the_bytes_are_the_same_again(self, folder, stage):
        """Nothing of a chart comes from the clock or from chance."""
        assert merged(folder, stage) == of_all_units(folder, stage).merged().data

    def test_every_bar_has_a_name_and_a_figure(self, folder, stage):
        """No chart shows a blank."""
        for title, bars in charts(of_all_units(folder, stage)):
            assert bars, title
            assert all(name and isinstance(figure, Decimal) for name, figure in bars), title

    def test_a_ranking_falls(self, folder, stage):
        """The best comes first, and each unit with a score is there."""
        made = of_all_units(folder, stage)
        rankings = [bars for title, bars in charts(made) if title.endswith("排名")]
        for bars in rankings:
            assert all(high >= low for (_, high), (_, low) in pairwise(bars))
        names = {name for bars in rankings for name, _ in bars}
        groups = {u.group for u in made.units if u.score is not None}
        scored = {g: [u for u in made.units if u.group == g and u.score is not None] for g in groups}
        assert sum(len(units) for units in scored.values() if len(units) > 1) == len(names)

    def test_a_distribution_counts_every_unit_once(self, folder, stage):
        """Its bars together are the units with a score rate, in groups of two and more."""
        made = of_all_units(folder, stage)
        counted = sum(sum(n for _, n in bars) for title, bars in charts(made) if title.endswith("分布"))
        rated = [u.group for u in made.units if u.rate is not None and u.score is not None]
        assert sum(1 for group in rated if rated.count(group) > 1) == counted


@pytest.mark.slow
def test_items_are_compared_only_where_they_are_the_same():
    """The free rows of departments have keys in common and nothing else."""
    titles = [
        title for title, _ in charts(of_all_units(XINHUA, "verification")) if title.endswith("各指标得分率")
    ]
    assert all("部门" not in title for title in titles)


@pytest.mark.slow
def test_bars_below_zero_are_shown():
    """Where a unit has less than nothing the axis of the ranking does not begin at zero."""
    made = of_all_units(XINHUA, "verification")
    scored = made.workbook.scored
    assert scored is not None
    fallen = tuple(
        replace(u, score=-u.score, rate=-u.rate) if u.score and u.rate else u for u in scored.units
    )
    books = (made.workbook, replace(made.workbook, scored=replace(scored, units=fallen)))
    below = [
        {c.below for sheet in book.plan().sheets for c in sheet.charts if c.title.endswith("排名")}
        for book in books
    ]
    assert [{False}, {True}] == below


@pytest.mark.parametrize("below", [False, True])
def test_an_axis_begins_at_zero_where_it_can(below):
    """So that bars compare as the figures do."""
    first, last = Spot("s", "1", "b"), Spot("s", "2", "b")
    chart = Chart(
        kind="bar",
        title="排名",
        labels=RangeRef(first._replace(column="a"), last._replace(column="a")),
        values=RangeRef(first, last),
        items="单位",
        figures="合计",
        number_format="0.00",
        spot=first,
        width=300,
        height=200,
        below=below,
    )
    lines, stripes = (Line(key="1"), Line(key="2")), (Stripe(key="a"), Stripe(key="b"))
    sheet = Sheet(
        key="s", name="图表", lines=lines, stripes=stripes, cells=(), protected=False, charts=(chart,)
    )
    with ZipFile(BytesIO(write(Plan(sheets=(sheet,)), {}, identity=IDENTITY))) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    assert below is ('<c:min val="0"/>' not in drawn)
