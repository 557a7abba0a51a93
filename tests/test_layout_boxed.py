"""Fields in boxes stand as rows of a table, with a heading over some; long labels above their answers."""

import pytest

from kpixl.layout import CellKey, Role, lay_out
from tests.support.ruled import UNIT, package_of, scheme_of

FIELDS = [
    {"name": "project", "label": "项目名称"},
    {"name": "budget", "label": "年度金额", "over": "资金情况"},
]
LONG = {"name": "change", "label": "与上年相比有哪些变化（没有变化的填“无”，有变化的逐项写明原因和依据）"}


def sheet(*long, **block):
    """The planned sheet of a form with a table of six columns and two fields, long: and these."""
    scheme = scheme_of([{"name": f"c{i}"} for i in range(6)], fields=[*FIELDS, *long])
    form = scheme.form("f")
    first, *others = form.blocks
    form = form.model_copy(update={"blocks": (first.model_copy(update=block), *others)})
    return lay_out(package_of(scheme.model_copy(update={"forms": (form,)}))).by_key["f"]


def row(field, *long, **block):
    """What stands in a field's line: text or "to fill", how it looks, over how many columns."""
    cells = [
        c for c in sheet(*long, **block).cells if c.spot.row == f"fields/{field}" and c.style.name != "key"
    ]
    shown = [c for c in cells if c.role is not Role.HELPER]
    return [("to fill" if c.role is Role.INPUT else c.value, c.style.name, c.span[1]) for c in shown]


def test_have_borders():
    """Label and cell look as heads and cells of a table do."""
    assert [("项目名称", "head", 1), ("to fill", "input", 5)] == row("project", boxed=True)


def test_have_a_heading_over_them():
    """In front of the label, as wide as the other labels."""
    wanted = [("资金情况", "head", 1), ("年度金额", "head", 1), ("to fill", "input", 4)]
    assert wanted == row("budget", boxed=True)


def test_without_boxes_a_line_is_a_line():
    """The label, and a cell with a line below."""
    assert ["label", "field_input"] == [look for _, look, _ in row("project", boxed=False)]


def test_keep_their_identity():
    """A field's cell is found by its name."""
    keys = {c.key for c in sheet(boxed=True).cells}
    assert CellKey("f", "", UNIT, "", "budget") in keys


@pytest.mark.parametrize(("boxed", "looks"), [(False, ("label", "field_input")), (True, ("head", "input"))])
def test_a_long_label_stands_above(boxed, looks):
    """Its answer has the whole line, boxed or not."""
    block = {"boxed": boxed, "labels": "above"}
    assert [(LONG["label"], looks[0], 6)] == row("change#label", LONG, **block)
    assert [("to fill", looks[1], 6)] == row("change", LONG, **block)


def test_a_short_label_stands_beside():
    """Whatever becomes of long ones."""
    assert 2 == len(row("project", LONG, labels="above"))


def test_a_long_label_stands_beside_unless_said():
    """As in forms that are out: the answer has what is left."""
    [label, (_, _, left)] = row("change", LONG)
    assert (LONG["label"], 1) == (label[0], left)


def test_a_long_label_leaves_room_for_what_has_a_heading():
    """In boxes: a heading, a label and an answer."""
    assert 3 == len(row("budget", LONG, boxed=True))
