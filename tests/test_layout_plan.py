from dataclasses import replace
from decimal import Decimal

import pytest

from kpixl.blueprint.expressions import RangeRef
from kpixl.carry import next_packages
from kpixl.layout import Computation, Role, Spot, computed, lay_out
from kpixl.layout.pages.sheet import KEY
from kpixl.rules.types import Dynamic, ValueType
from tests.support import tiny
from tests.support.records import record_of
from tests.support.tiny import contact, package, report


@pytest.fixture(scope="module")
def town():
    """The plan of a town's workbook."""
    return lay_out(package("hedong"))


@pytest.fixture(scope="module")
def office():
    """The plan of an office's workbook."""
    return lay_out(package("finance"))


@pytest.fixture(scope="module")
def verification():
    """The plans of the verification workbooks, by recipient."""
    records = [record_of(package(u), tiny.answers(u)) for u in ("hedong", "hexi", "finance")]
    packages = next_packages(tiny.scheme(), "verification", records)
    return {p.recipient: lay_out(p) for p in packages}


def cell(plan, key):
    """The cell of a value."""
    return plan.by_cell_key[key]


class TestKeys:
    def test_every_line_and_stripe_carries_its_key(self, town):
        """The hidden key column holds the key of each row, the hidden key row that of each column."""
        sheet = town.by_key["report"]
        keys = {c.spot: c.value for c in sheet.cells if KEY in {c.spot.row, c.spot.column}}
        assert keys == {
            **{Spot("report", line.key, KEY): sheet.written[line.key] for line in sheet.lines},
            **{Spot("report", KEY, stripe.key): stripe.key for stripe in sheet.stripes},
            Spot("report", KEY, KEY): "report",
        }

    def test_a_row_says_whom_it_is_about(self, town):
        """What the key column has names the subject, which the plan's own key of the row leaves out."""
        assert town.by_key["report"].written["items//t1"] == "items/hedong/t1"

    def test_key_row_and_column_are_hidden_and_not_printed(self, town):
        """Row and column of the keys are hidden and lie outside the print area."""
        sheet = town.by_key["report"]
        printed = (*(sheet.print.rows or ()), *(sheet.print.columns or ()))
        assert (sheet.lines[0].hidden, sheet.stripes[0].hidden, KEY in printed) == (True, True, False)

    def test_keys_are_unique(self, town):
        """No two rows of a sheet have the same key, nor two columns."""
        for sheet in town.sheets:
            keys = [line.key for line in sheet.lines], [stripe.key for stripe in sheet.stripes]
            assert [len(set(k)) for k in keys] == [len(k) for k in keys]

    def test_no_two_cells_share_a_spot(self, town, office):
        """Each spot is planned once."""
        for plan in (town, office):
            spots = [c.spot for s in plan.sheets for c in s.cells]
            assert len(spots) == len(set(spots))

    def test_the_key_is_the_identity_of_a_value(self, town):
        """A value is found by form, subject, row and column, whatever the address."""
        assert cell(town, report("hedong", "t2", "claimed")).label == "与目标比"

    def test_hidden_rows_do_not_change_keys(self, office):
        """A free row has the key of its position."""
        assert cell(office, report("finance", "5", "claimed")).spot.row == "items//5"


class TestRoles:
    @pytest.mark.parametrize(
        ("unit", "row", "column", "role"),
        [
            ("hedong", "t1", "target", Role.PRINTED),
            ("hedong", "t1", "claimed", Role.INPUT),
            ("hedong", "t1", "score", Role.PRINTED),
            ("hedong", "", "whose", Role.PRINTED),
            ("hedong", "", "whole", Role.INPUT),
            ("hedong", "#total", "points", Role.TOTAL),
            ("finance", "1", "target", Role.INPUT),
            ("finance", "1", "points", Role.INPUT),
        ],
    )
    def test_by_group_and_stage(self, unit, row, column, role):
        """Who fills a column depends on the unit's group; a result column is empty before its stage."""
        subject = "" if row == "#total" and unit == "" else unit
        assert role is cell(lay_out(package(unit)), report(subject, row, column)).role

    @pytest.mark.parametrize(
        ("column", "role"),
        [
            ("claimed", Role.PRINTED),
            ("bonus", Role.INPUT),
            ("score", Role.FORMULA),
            ("remark", Role.INPUT),
        ],
    )
    def test_in_the_next_stage(self, verification, column, role):
        """In verification answers are printed, the verifier's columns open, the results computed."""
        assert role is cell(verification["finance"], report("hedong", "t1", column)).role

    def test_columns_of_another_stage_are_not_there(self, town):
        """A column that is shown in another stage only has no cell."""
        assert report("hedong", "t1", "bonus") not in town.by_cell_key

    def test_only_what_is_filled_is_unlocked(self, town, office, verification):
        """Exactly the cells to fill are unlocked."""
        for plan in (town, office, *verification.values()):
            cells = [c for s in plan.sheets for c in s.cells]
            assert [c.role is Role.INPUT for c in cells] == [c.style.unlocked for c in cells]


class TestHeads:
    def test_merges_follow_the_tree(self, town):
        """A heading is as wide as its columns; a column without one is as high as the whole head."""
        sheet = town.by_key["report"]
        head = {c.value: c.span for c in sheet.cells if c.spot.row.startswith("items#head")}
        assert {
            "自查": (1, 3),
            "完成情况": (1, 2),
            "与目标比": (1, 1),
            "支出": (2, 1),
            "项目": (3, 1),
        }.items() <= head.items()

    def test_head_rows_repeat_in_print(self, town):
        """The rows of the head stand on every printed page."""
        assert town.by_key["report"].print.repeat == ("items#head1", "items#head3")

    def test_the_head_of_what_is_filled_in_tells_so(self, town):
        """The columns with cells to fill, and no others, have heads that show it."""
        sheet = town.by_key["report"]
        filled = {c.label for c in sheet.cells if c.role is Role.INPUT and c.table == "items"}
        heads = {
            c.label: c.style.name for c in sheet.cells if c.spot.row.startswith("items#head") and c.label
        }
        columns = {c.label for c in sheet.cells if c.key and c.spot.row.startswith("items/")}
        assert filled == {label for label in columns if heads[label] == "head_to_fill"}

    def test_a_form_is_printed_without_fills(self, town):
        """What shows on the screen where something is to fill is not on paper."""
        assert not town.by_key["report"].print.colours

    def test_the_sheet_stands_still_below_a_low_head(self, verification):
        """Scrolling leaves the head in view."""
        assert verification["panel"].by_key["report"].freeze == "items/hedong/t2"

    def test_equal_printed_neighbours_are_one_area(self, town):
        """Rows of one area of the list share its cell."""
        first = cell(town, report("hedong", "t2", "area"))
        assert (first.span, report("hedong", "t3", "area") in town.by_cell_key) == ((2, 1), False)

    def test_cells_to_fill_are_not_merged(self, office):
        """A merged column that the unit fills keeps a cell for each row."""
        cells = [cell(office, report("finance", str(i), "area")) for i in range(1, 6)]
        assert [(c.role, c.span) for c in cells] == [(Role.INPUT, (1, 1))] * 5


class TestFreeRows:
    def test_rows_beyond_free_are_hidden(self, office):
        """Of five rows three show."""
        lines = [line for line in office.by_key["report"].lines if line.key.startswith("items/")]
        assert [line.hidden for line in lines] == [False, False, False, True, True]

    def test_printed_rows_are_all_shown(self, town):
        """No printed row is hidden."""
        lines = town.by_key["report"].lines
        assert not any(line.hidden for line in lines if line.key.startswith("items/"))


class TestNames:
    def test_a_name_for_each_column_to_fill(self, town):
        """Defined names lead to the columns and fields to fill."""
        first, last = (Spot("report", f"items//{row}", "c5") for row in ("t1", "t3"))
        assert town.names["kp.report.claimed"] == RangeRef(first, last)

    def test_names_of_fields(self, town):
        """A field has a name too."""
        spot = cell(town, contact("hedong", "person")).spot
        assert town.names["kp.contact.person"] == RangeRef(spot, spot)

    def test_no_name_for_what_is_printed(self, town):
        """A printed column has none."""
        assert "kp.report.target" not in town.names


class TestTypes:
    def test_settled_where_printed(self, town):
        """Where the list says whether a target is quantified, the type of the answer is plain."""
        kinds = [cell(town, report("hedong", row, "claimed")).type for row in ("t1", "t2")]
        assert ["percent", "rating"] == [k.name for k in kinds if isinstance(k, ValueType)]

    def test_dynamic_where_filled(self, office):
        """Where the unit says it, the type depends on the row."""
        assert isinstance(cell(office, report("finance", "1", "claimed")).type, Dynamic)

    @pytest.mark.parametrize(("quantified", "name"), [(True, "percent"), (False, "rating")])
    def test_dynamic_types_follow_the_answers(self, office, quantified, name):
        """The type of a cell is settled by the answers of its row."""
        run = Computation(office, {report("finance", "1", "quantified"): quantified})
        kind = run.type(cell(office, report("finance", "1", "claimed")))
        assert kind is not None
        assert name == kind.name

    def test_bounds_from_the_row(self, verification):
        """A bound that names the row's data is a number in the plan."""
        kind = cell(verification["finance"], report("hedong", "t1", "bonus")).type
        assert isinstance(kind, ValueType)
        assert kind.max == Decimal(60)


class TestFigures:
    def test_results_are_computed(self, verification):
        """The score is what the formula gives with the verifier's entries."""
        plan, key = verification["finance"], report("hedong", "t1", "score")
        run = Computation(plan, {key._replace(column="bonus"): Decimal("1.255")})
        assert run.value(cell(plan, key).spot) == Decimal("61.26")

    def test_totals_are_computed(self, town):
        """A total row sums its column."""
        total = cell(town, report("hedong", "#total", "points"))
        assert computed(town, {})[total.spot] == Decimal(100)

    def test_every_spot_has_a_figure(self, town):
        """All cells of the plan have their value, printed ones too."""
        assert computed(town, {}).keys() == town.by_spot.keys()

    def test_what_is_printed_is_its_value(self, town):
        """A printed cell is worth what is printed."""
        assert computed(town, {})[cell(town, report("hedong", "t1", "target")).spot] == "财政收入"

    def test_carried_answers_are_printed(self, verification):
        """Verification prints what the unit answered."""
        assert cell(verification["panel"], report("hedong", "t2", "claimed")).value == "优秀"


def counts(plan, answers, form="report"):
    """(needed, done, wrong, status) of a form, as the cover says."""
    run = Computation(plan, answers)
    keys = [cell(plan, report("", form, c)._replace(form="cover")) for c in ("need", "done", "bad", "status")]
    return tuple(run.value(c.spot) for c in keys)


class TestCover:
    def test_nothing_filled(self, town):
        """A blank form needs what is required and has none of it."""
        assert (3, 0, 0, "未填完") == counts(town, {})

    def test_all_filled(self, town):
        """A form with all that is required is done."""
        assert (3, 3, 0, "已填完") == counts(town, tiny.answers("hedong"))

    def test_something_wrong(self, town):
        """A form with a wrong entry says so, filled or not."""
        assert counts(town, {report("hedong", "t1", "claimed"): "无"})[2:] == (1, "有问题")

    @pytest.mark.parametrize(("remark", "done"), [(None, 3), ("已批准", 4)])
    def test_needed_by_a_condition(self, town, remark, done):
        """What another entry asks for is needed as well."""
        row = {"budget": Decimal(501), "remark": remark}
        answers = tiny.answers("hedong") | {report("hedong", "t1", c): v for c, v in row.items()}
        assert (4, done) == counts(town, answers)[:2]

    @pytest.mark.parametrize(
        ("column", "value", "wrong"),
        [
            ("claimed", Decimal(11), 1),
            ("claimed", "优秀", 1),
            ("spent", Decimal(101), 1),
            ("count", Decimal("1.5"), 1),
            ("day", None, 1),
            ("kind", "乙", 1),
            ("remark", None, 0),
        ],
    )
    def test_wrong(self, town, column, value, wrong):
        """Entries that a type or rule does not take are counted."""
        answers = tiny.answers("hedong") | {report("hedong", "t1", column): value}
        assert wrong == counts(town, answers)[2]

    def test_total_of_the_table(self, office):
        """A total that differs counts once, at the table."""
        answers = tiny.answers("finance") | {report("finance", "", "whole"): Decimal(90)}
        assert counts(office, answers)[2] == 1

    def test_blank_free_rows_need_nothing(self, office):
        """Of the free rows only the filled ones count, at least as many as are asked for."""
        filled = tiny.answers("finance")
        assert [counts(office, filled)[0], counts(office, {})[0]] == [8, 4]

    def test_a_missing_row_is_the_first_blank_one(self, office):
        """A row that must be there may be any: what is filled elsewhere counts."""
        answers = {report("finance", "3", "target"): "项目"}
        assert counts(office, answers)[:2] == (4, 1)

    def test_whole_workbook(self, town):
        """The last line sums the forms."""
        assert counts(town, tiny.answers("hedong"), "#total")[:3] == (5, 5, 0)

    def test_facts(self, town):
        """The cover says who fills it, until when."""
        key = report("", "recipient", "fact")._replace(form="cover")
        deadline = key._replace(row="deadline")
        assert (cell(town, key).value, cell(town, deadline).value) == ("河东镇", "2021年12月31日")

    def test_links(self, town):
        """The line of each form leads to it, and each form back."""
        leading = [c for c in town.by_key["cover"].cells if c.key and c.key.column == "form"]
        assert all("HYPERLINK" in str(c.calculation.formula) for c in leading)
        back = {s.key for s in town.sheets for c in s.cells if c.link == "cover"}
        assert {"report", "contact"} == back == {c.key.row for c in leading}

    def test_simulated(self):
        """The cover of a simulated workbook says so."""
        plan = lay_out(replace(package("hedong"), simulated="random"))
        assert (
            cell(plan, report("", "simulated", "fact")._replace(form="cover")).value
            == "模拟数据，不是真实填报"
        )


@pytest.mark.parametrize(
    ("column", "align", "shown"),
    [
        ("points", "right", "0.00####"),
        ("budget", "right", "General"),
        ("count", "right", "0"),
        ("remark", "left", "@"),
        ("day", "center", "yyyy-mm-dd"),
    ],
)
def test_figures_stand_on_their_decimal_point(office, column, align, shown):
    """At the right, with the decimals of their column and what somebody enters beyond; texts at the left."""
    style = cell(office, report("finance", "1", column)).style
    assert (style.align, style.number_format) == (align, shown)


def test_a_total_stands_under_its_figures(town):
    """In the same form."""
    total = cell(town, report("hedong", "#total", "points")).style
    assert (total.align, total.number_format) == ("right", "0.00####")
