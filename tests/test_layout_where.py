"""What stands in a workbook for some recipients or rows only: tables without rows, cells that are open."""

import pytest

from kpixl.blueprint.model import Block, Table
from kpixl.layout import CellKey, Role, lay_out
from tests.support.ruled import UNIT, package_of, scheme_of

ITEMS = {"items": [{"id": "a", "name": "甲"}, {"id": "b"}]}


def plan_of(where=None, *, omit_empty=False):
    """The plan of a form with a table of printed rows, whose names are open where the list has none."""
    scheme = scheme_of([{"name": "x"}], lists={"items": ITEMS})
    named = {"from": "row.name", "open_when": "blank(row.name)", "fill": "unit"}
    columns = [{"name": "indicator", "label": "指标", **named}]
    rows = {"for": "items", "where": where}
    table = Table.model_validate(
        {"name": "own", "rows": rows, "columns": columns, "omit_empty": omit_empty}, by_alias=True
    )
    form = scheme.form("f")
    form = form.model_copy(update={"blocks": (Block(table=table), *form.blocks)})
    return lay_out(package_of(scheme.model_copy(update={"forms": (form,)})))


@pytest.mark.parametrize(("row", "role"), [("a", Role.PRINTED), ("b", Role.INPUT)])
def test_a_cell_is_open_where_nothing_is_printed(row, role):
    """`open_when` opens the cell of a row for which it holds, to whoever fills the column."""
    assert role is plan_of().by_cell_key[CellKey("f", "", UNIT, row, "indicator")].role


@pytest.mark.parametrize(
    ("where", "omit_empty", "heads"),
    [(None, True, 1), ("row.id == 'c'", False, 1), ("row.id == 'c'", True, 0)],
)
def test_a_table_without_rows_may_be_left_out(where, omit_empty, heads):
    """With `omit_empty` not even its head stands where no row is printed."""
    lines = plan_of(where, omit_empty=omit_empty).by_key["f"].lines
    assert heads == sum(line.key.startswith("own#head") for line in lines)
