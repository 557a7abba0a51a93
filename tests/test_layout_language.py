"""What a blueprint can say about rows, bounds and columns, as the layout takes it."""

from decimal import Decimal

from kpixl.blueprint.model import Listing, Scheme
from kpixl.layout import CellKey, Computation, lay_out
from kpixl.rules.types import ValueType
from tests.support.ruled import UNIT, package_of, scheme_of

ITEMS = (
    {"id": "a", "name": "甲", "points": 8, "units": ["u"]},
    {"id": "b", "name": "乙", "points": 0, "units": []},
)


def listed(where: str | None, **column: object) -> Scheme:
    """A scheme whose table prints the rows of a list, and has one column to fill."""
    scheme = scheme_of([{"name": "figure", "type": "decimal", **column}])
    form = scheme.forms[0].model_dump(by_alias=True, exclude_none=True)
    form["blocks"][0]["table"]["rows"] = {"for": "items", "key": "id"} | ({"where": where} if where else {})
    data = {
        "head": scheme.head,
        "roster": scheme.roster,
        "lists": {"items": Listing(items=ITEMS)},
        "forms": [form],
    }
    return Scheme.model_validate(data)


def rows(scheme: Scheme) -> list[str]:
    """The keys of the rows that are laid out."""
    return [k.row for k in lay_out(package_of(scheme)).by_cell_key if k.form == "f" and k.column == "figure"]


class TestWhere:
    def test_prints_every_item_without_it(self):
        """Without `where` each item of the list is a row."""
        assert rows(listed(None)) == ["a", "b"]

    def test_chooses_by_a_figure(self):
        """Only the items for which the condition holds are printed."""
        assert rows(listed("row.points > 0")) == ["a"]

    def test_chooses_by_the_subject(self):
        """A list in an item can be asked for the subject."""
        assert rows(listed("subject.id in row.units")) == ["a"]


class TestBounds:
    def test_are_worked_out_from_the_rows_data(self):
        """A bound given as an expression is a figure once the row is printed."""
        plan = lay_out(package_of(listed(None, max="row.points * 2")))
        cell = plan.by_cell_key[CellKey("f", "", UNIT, "a", "figure")]
        assert isinstance(cell.type, ValueType)
        assert cell.type.max == Decimal(16)


class TestColumnsThatAreNotPrinted:
    def test_leave_their_group_for_the_end(self):
        """A column with `print: false` inside a group stands behind all printed ones."""
        group = {"label": "组", "columns": [{"name": "x", "label": "x", "fill": "unit", "print": False},
                                           {"name": "y", "label": "y", "fill": "unit"}]}  # fmt: skip
        scheme = scheme_of([{"name": "figure"}])
        form = scheme.forms[0].model_dump(by_alias=True, exclude_none=True)
        form["blocks"][0]["table"]["columns"] = [group, {"name": "z", "label": "z", "fill": "unit"}]
        plan = lay_out(
            package_of(scheme.model_copy(update={"forms": (type(scheme.forms[0]).model_validate(form),)}))
        )
        at = {c: plan.by_cell_key[CellKey("f", "", UNIT, "1", c)].spot.column for c in "xyz"}
        assert at == {"y": "c1", "z": "c2", "x": "c3"}


class TestFieldsOverTables:
    def test_a_field_sums_a_column_of_the_table_below(self):
        """A field's formula may name a whole column, wherever the table stands."""
        total = {"name": "total", "formula": "sum(figure)", "fill": "formula", "places": 1}
        plan = lay_out(package_of(scheme_of([{"name": "figure", "type": "decimal"}], fields=[total])))
        given = {CellKey("f", "", UNIT, str(i), "figure"): Decimal(i) for i in (1, 2)}
        spot = plan.by_cell_key[CellKey("f", "", UNIT, "", "total")].spot
        assert Computation(plan, given).value(spot) == Decimal(3)
