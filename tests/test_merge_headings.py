"""The heads of stacked forms: what differs from copy to copy is not in them."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kpixl.blueprint.model import Attribute, Column, ColumnGroup, Roster, Unit
from kpixl.merge.headings import common, of_any
from tests.support import produced

HEADS = {
    "2．自评得分（满分为{each.weight}分）：": "2．自评得分：",
    "其中：{each.figure}：": "其中：",
    "得分 (of {each.weight})": "得分",
    "完成率（%）": "完成率（%）",
    "{each.name}": "{each.name}",
    "": "",
}
ROSTER = Roster(
    groups=(),
    units=(Unit(id="court", name="法院"),),
    attributes=(Attribute(name="head", label="指标名称"),),
)
STAGES = pytest.mark.parametrize(("folder", "stage"), produced.stages(), ids=produced.label)


@pytest.mark.parametrize(("label", "expected"), HEADS.items())
def test_a_head_keeps_what_all_copies_share(label, expected):
    """One that is nothing else stays, so that no head is blank."""
    assert expected == common(label)


def test_groups_and_cases_are_treated_alike():
    """Whatever depth a head stands at, and whatever stage it is for."""
    inner = Column(name="a", label={"plan": "甲（{each.x}）", "report": "乙"})
    (made,) = of_any([ColumnGroup(label="组（{each.x}）", columns=(inner,))], ROSTER)
    assert isinstance(made, ColumnGroup)
    assert isinstance(made.columns[0], Column)
    assert ("组", {"plan": "甲", "report": "乙"}) == (made.label, made.columns[0].label)


def test_what_each_unit_has_of_its_own_is_called_as_the_roster_calls_it():
    """Above the rows of all units there is no unit whose words could stand there."""
    (made,) = of_any([Column(name="a", label="{subject.head}（{subject.name}）")], ROSTER)
    assert "指标名称" == made.label


@STAGES
def test_no_head_of_a_detail_has_a_hole(folder, stage):
    """No template is left open, none is filled with nothing."""
    book = load_workbook(BytesIO(produced.made(folder, stage).merged.data))
    details = [sheet for sheet in book if "明细" in sheet.title]
    heads = [str(c.value) for s in details for row in s.iter_rows(max_row=6) for c in row if c.value]
    assert heads
    assert [] == [head for head in heads if re.search(r"为分|[：:]{2}|（\s*）|\{each", head)]
