"""Rows are as high as what a workbook already holds when it is written."""

from kpixl.layout import lay_out, with_room
from kpixl.layout.pages.text_height import MOST_HEIGHT
from tests.support import tiny

REMARK = tiny.report("hedong", "t1", "remark")


def heights(plan):
    """The height of each row of 附件1, by key."""
    return {line.key: line.height for line in plan.by_key["report"].lines}


def test_a_long_answer_raises_its_row_alone():
    """All others stay as high as they are."""
    plan = lay_out(tiny.package("hedong"))
    row = plan.by_cell_key[REMARK].spot.row
    before, after = heights(plan), heights(with_room(plan, {REMARK: "按计划完成" * 12}))
    assert {row} == {key for key in before if before[key] != after[key]}
    assert after[row] > before[row]


def test_no_row_is_higher_than_excel_takes():
    """However long the text."""
    plan = with_room(lay_out(tiny.package("hedong")), {REMARK: "长" * 5000})
    assert MOST_HEIGHT == heights(plan)[plan.by_cell_key[REMARK].spot.row]


def test_a_short_answer_changes_nothing():
    """Not even a copy is made of the sheets."""
    plan = lay_out(tiny.package("hedong"))
    assert plan.sheets == with_room(plan, {REMARK: "完成"}).sheets
