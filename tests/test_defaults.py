"""What stands in cells to fill when a workbook is issued: each unit's own, and counted as filled in."""

import pytest

from kpixl.campaign import Campaign
from tests.support import tiny

FILES = {
    "scheme.yaml": """
scheme: places
title: 地点
year: 2025
issuer: 区政府
created: 2025-01-01
lists: {items: items.csv, regions: regions.csv}
stages: [{id: report, name: 填报, fills: unit, recipients: {groups: [towns]}, forms: [works]}]
""",
    "roster.yaml": """
groups: [{id: towns, name: 乡镇}]
units:
  - {id: hedong, name: 河东镇, group: towns}
  - {id: hexi, name: 河西镇, group: towns}
  - {id: henan, name: 河南镇, group: towns}
""",
    "items.csv": "id,code,name\na,11,甲\nb,12,乙\n",
    "regions.csv": "id,name\n11,东区\n12,西区\n",
    "works.yaml": """
form: works
title: 工作表
blocks:
  - fields: [{name: who, label: 填报单位, default: subject.name, max_length: 20, fill: unit, required: true}]
  - table:
      name: works
      rows: {for: items}
      columns:
        - {name: work, label: 工作, from: row.name}
        - name: place
          label: 地点
          default: lookup(row.code, list.regions.id, list.regions.name)
          max_length: 9
          fill: unit
          required: true
""",
}


@pytest.fixture
def issued(tmp_path):
    """The campaign, and what a check sees in the workbooks as they were issued."""
    folder = tmp_path / "places"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    campaign = Campaign.open(folder, tiny.MEANS)
    campaign.generate(tmp_path / "issued")
    return campaign.check([tmp_path / "issued"])


def said(issued, column):
    """What stands in a column, by unit and row."""
    return {
        (e.key.subject, e.key.row): e.value
        for record in issued.accepted
        for e in record.entries
        if e.key.column == column
    }


def test_each_unit_has_its_own(issued):
    """Though what is issued to all of them is laid out once."""
    assert {("hedong", ""): "河东镇", ("hexi", ""): "河西镇", ("henan", ""): "河南镇"} == said(issued, "who")


def test_each_row_has_what_is_looked_up_for_it(issued):
    """By the code that the list has for the row."""
    places = said(issued, "place")
    assert [("东区", "西区")] * 3 == [(places[u, "a"], places[u, "b"]) for u in ("hedong", "hexi", "henan")]


def test_nothing_is_missing(issued):
    """What stands there need not be typed again."""
    assert [[]] * 3 == [list(file.findings) for file in issued.files]
