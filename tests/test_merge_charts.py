"""The charts of the score sheet: what each shows, from which cells, in which order."""

from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from tests.support import produced
from tests.support.accounted import SCORED, accounted

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
        made = accounted(folder, stage)
        book = load_workbook(BytesIO(made.merged().data))
        planned = [len(sheet.charts) for sheet in made.plan.sheets]
        assert planned == [len(sheet._charts) for sheet in book.worksheets]

    def test_every_bar_has_a_name_and_a_figure(self, folder, stage):
        """No chart shows a blank."""
        for title, bars in charts(accounted(folder, stage)):
            assert bars, title
            assert all(name and isinstance(figure, Decimal) for name, figure in bars), title

    def test_a_ranking_falls(self, folder, stage):
        """The best comes first, and each unit with a score is there."""
        made = accounted(folder, stage)
        rankings = [bars for title, bars in charts(made) if title.endswith("排名")]
        for bars in rankings:
            assert all(high >= low for (_, high), (_, low) in pairwise(bars))
        names = {name for bars in rankings for name, _ in bars}
        groups = {u.group for u in made.units if u.score is not None}
        scored = {g: [u for u in made.units if u.group == g and u.score is not None] for g in groups}
        assert sum(len(units) for units in scored.values() if len(units) > 1) == len(names)

    def test_a_distribution_counts_every_unit_once(self, folder, stage):
        """Its bars together are the units with a score rate, in groups of two and more."""
        made = accounted(folder, stage)
        counted = sum(sum(n for _, n in bars) for title, bars in charts(made) if title.endswith("分布"))
        rated = [u.group for u in made.units if u.rate is not None and u.score is not None]
        assert sum(1 for group in rated if rated.count(group) > 1) == counted


def test_items_are_compared_only_where_they_are_the_same():
    """The free rows of departments have keys in common and nothing else."""
    titles = [
        title for title, _ in charts(accounted(XINHUA, "verification")) if title.endswith("各指标得分率")
    ]
    assert all("部门" not in title for title in titles)
