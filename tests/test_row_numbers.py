"""A row's number: printed, reckoned with, and kept where the rows of many units stand together."""

from decimal import Decimal

import openpyxl
import pytest

from kpixl.campaign import Campaign
from kpixl.layout import CellKey, Computation, first_packages, lay_out
from tests.support import tiny

FILES = {
    "scheme.yaml": """
scheme: numbers
title: 编号
year: 2025
issuer: 区政府
created: 2025-01-01
lists: {items: items.csv}
stages: [{id: report, name: 填报, fills: unit, recipients: {groups: [towns]}, forms: [works]}]
""",
    "roster.yaml": """
groups: [{id: towns, name: 乡镇}]
units: [{id: hedong, name: 河东镇, group: towns}, {id: hexi, name: 河西镇, group: towns}]
""",
    "items.csv": "id,unit,name\na,hedong,甲\nb,hexi,乙\nc,hedong,丙\n",
    "works.yaml": """
form: works
title: 工作表
blocks:
  - table:
      name: works
      rows: {for: items, where: row.unit == subject.id}
      columns:
        - {name: line, label: 行次, type: integer, from: row.number}
        - {name: work, label: 工作, from: row.name}
        - {name: figure, label: 数, type: integer, min: 1, max: 9, fill: unit, required: true}
        - {name: twice, label: 加行次, type: integer, places: 0, formula: figure + row.number}
""",
}


@pytest.fixture
def campaign(tmp_path):
    """Printed rows, of which a unit has its own."""
    folder = tmp_path / "numbers"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Campaign.open(folder, tiny.MEANS)


@pytest.mark.parametrize(
    ("unit", "row", "number"), [("hedong", "a", 1), ("hedong", "c", 2), ("hexi", "b", 1)]
)
def test_a_row_has_its_place_in_its_table(campaign, unit, row, number):
    """Of the rows that the workbook has; printed, and the same in a formula."""
    [package] = [p for p in first_packages(campaign.scheme, campaign.scheme.stage()) if p.recipient == unit]
    plan = lay_out(package)
    keys = {name: CellKey("works", "", unit, row, name) for name in ("line", "figure", "twice")}
    run = Computation(plan, {keys["figure"]: Decimal(5)})
    said = [run.value(plan.by_cell_key[keys[name]].spot) for name in ("line", "twice")]
    assert [Decimal(number), Decimal(5 + number)] == said


def test_returns_are_judged_by_the_same_numbers(campaign, tmp_path):
    """The check computes the formula as the workbook does."""
    campaign.simulate(tmp_path / "returns")
    assert 2 == len(campaign.check([tmp_path / "returns"]).accepted)


def test_merged_tables_keep_the_figures(campaign, tmp_path):
    """Though the rows of all units stand below each other there."""
    campaign.simulate(tmp_path / "returns")
    records = campaign.check([tmp_path / "returns"]).accepted
    said = sorted(int(e.value) for r in records for e in r.entries if e.key.column == "twice")
    campaign.merge([tmp_path / "returns"], tmp_path / "merged.xlsx")
    book = openpyxl.load_workbook(tmp_path / "merged.xlsx", data_only=True)
    columns = [c for sheet in book for c in sheet.iter_cols(values_only=True) if "加行次" in map(str, c)]
    figures = {tuple(sorted(value for value in column if isinstance(value, int))) for column in columns}
    assert {tuple(said)} == figures - {()}
