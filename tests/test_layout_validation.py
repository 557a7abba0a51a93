import datetime as dt
from decimal import Decimal

import pytest

from kpixl.blueprint.expressions import RangeRef, Ref
from kpixl.layout import Computation, Role, Spot, lay_out
from kpixl.layout.plan.cell import Validation
from kpixl.layout.rows.form_cell import FORMULA_LIMIT, MESSAGE_LIMIT, TITLE_LIMIT, flat
from kpixl.layout.rows.lists import LISTS
from kpixl.rules.types import FIRST_DAY, LAST_DAY
from tests.support import tiny
from tests.support.ruled import answers_of, coloured, plan_of, scheme_of, spot_of

A = {"name": "a"}
LARGEST = Decimal(10) ** 15 - 1


def validation(column, rules=(), others=({"name": "b", "type": "decimal"},)):
    """The validation of column a in the first row."""
    return validated(plan_of(scheme_of([A | column, *others], rules)))


def validated(plan) -> Validation:
    """The validation of column a in the first row of the plan."""
    made = plan.by_spot[spot_of(plan, "a")].validation
    assert made is not None
    return made


def passes(plan, row):
    """Whether the custom validation of column a lets the first row pass."""
    formula = validated(plan).formula
    assert formula is not None
    return Computation(plan, answers_of([row])).result(formula, spot_of(plan, "a"))


def accepts(column, value, rules=(), **row):
    """Whether the custom validation of column a lets a value pass."""
    plan = plan_of(scheme_of([A | column, {"name": "b", "type": "decimal"}], rules))
    return passes(plan, {"a": value, **row})


class TestKinds:
    @pytest.mark.parametrize(
        ("column", "kind", "low", "high"),
        [
            ({"max_length": 9}, "length", None, 9),
            ({"type": "integer", "min": 1, "max": 9}, "whole", 1, 9),
            ({"type": "integer"}, "whole", -LARGEST, LARGEST),
            ({"type": "decimal", "min": 0}, "decimal", 0, LARGEST),
            ({"type": "money", "min": 0}, "decimal", 0, LARGEST),
            ({"type": "percent", "max": 1}, "decimal", -LARGEST, 1),
            ({"type": "date", "min": "2021-01-01"}, "date", dt.date(2021, 1, 1), LAST_DAY),
            ({"type": "date"}, "date", FIRST_DAY, LAST_DAY),
        ],
    )
    def test_native(self, column, kind, low, high):
        """Type and bounds are a validation of Excel's own."""
        made = validation(column)
        assert (kind, low, high) == (made.kind, made.low, made.high)

    @pytest.mark.parametrize(
        ("column", "choices"),
        [
            ({"type": "yes_no"}, ("是", "否")),
            ({"type": "rating"}, ("优秀", "良好", "一般", "较差")),
            ({"type": "choice", "choices": ["甲", "乙"]}, ("甲", "乙")),
        ],
    )
    def test_lists(self, column, choices):
        """A list of choices is a drop-down, written inline."""
        made = validation(column)
        assert ("list", choices, None) == (made.kind, made.choices, made.source)

    def test_a_list_wins_over_rules(self):
        """A drop-down stays one where a rule binds the column too."""
        rules = [{"kind": "forbidden_when", "of": "a", "condition": "b > 1"}]
        assert validation({"type": "yes_no"}, rules).kind == "list"

    @pytest.mark.parametrize(
        "column",
        [
            {"type": "decimal", "places": 2},
            {"type": "money", "places": 2},
            {"type": "percent", "places": 4},
            {"type": "phone"},
        ],
    )
    def test_what_excel_has_no_kind_for(self, column):
        """Decimals and patterned texts are a condition of one's own."""
        assert validation(column).kind == "custom"

    @pytest.mark.parametrize("kind", ["text", "doc_number", "phone"])
    def test_what_a_pattern_wants_is_said(self, kind):
        """The scheme's own words stand in the prompt and where the spreadsheet refuses an entry."""
        told = "两个大写字母加四位数字"
        made = validation({"type": kind, "pattern": "[A-Z]{2}[0-9]{4}", "pattern_message": told})
        assert made.prompt[1].endswith(f"：{told}。")
        assert made.error[1].endswith(f"：{told}。")

    @pytest.mark.parametrize(
        ("rule", "kind"),
        [
            ({"kind": "expression", "expression": "a <= b"}, "custom"),
            ({"kind": "forbidden_when", "of": "a", "condition": "b > 1"}, "custom"),
            ({"kind": "required_when", "of": "a", "condition": "b > 1", "otherwise": "blank"}, "custom"),
            ({"kind": "required_when", "of": "a", "condition": "b > 1"}, "decimal"),
            ({"kind": "all_or_none", "of": ["a", "b"]}, "decimal"),
            ({"kind": "expression", "expression": "b <= a"}, "decimal"),
            ({"kind": "expression", "expression": "a <= b", "severity": "warning"}, "decimal"),
            ({"kind": "expression", "expression": "a <= b", "trial": True}, "decimal"),
        ],
    )
    def test_rules(self, rule, kind):
        """An error rule that an entry of its first column can break is part of that column's validation."""
        assert kind == validation({"type": "decimal"}, [rule]).kind


class TestConditions:
    @pytest.mark.parametrize(
        ("value", "passes"), [(1.25, True), (1.255, False), (-1, False), ("很多", False)]
    )
    def test_decimals(self, value, passes):
        """The condition of a number with decimals knows bounds and decimals."""
        assert passes == accepts({"type": "decimal", "places": 2, "min": 0}, value)

    @pytest.mark.parametrize(("value", "passes"), [(5, True), (7, False), (11, False)])
    def test_type_and_rule(self, value, passes):
        """Type and rule are one condition."""
        column = {"type": "decimal", "places": 1, "max": 10}
        assert passes == accepts(column, value, [{"kind": "expression", "expression": "a <= b"}], b=6)

    def test_not_applicable_passes(self):
        """A rule over a blank cell stops nothing."""
        assert accepts({"type": "decimal"}, 7, [{"kind": "expression", "expression": "a <= b"}])

    def test_what_does_not_fit_is_left_out(self):
        """Of more conditions than fit into a validation the first ones are kept, the type's in any case."""
        many = [{"kind": "expression", "expression": f"a <= b + {i}"} for i in range(12)]
        plan = plan_of(
            scheme_of([A | {"type": "decimal", "places": 2}, {"name": "b", "type": "decimal"}], many)
        )
        assert [True, False, False] == [passes(plan, {"a": a, "b": 1}) for a in (1, 2, 1.005)]

    def test_a_condition_that_does_not_fit(self):
        """A type that depends on more than fits into a validation is left to colour and check."""
        condition = " or ".join(f"b > {i}" for i in range(20))
        spec = {"when": condition, "then": {"type": "decimal", "min": 0}, "else": "rating"}
        assert validation({"type": spec}).kind == "any"


def lengths(plan):
    """The lengths of all formulas in custom validations."""
    cells = [c for s in plan.sheets for c in s.cells if c.validation and c.validation.formula]
    return [c.validation.formula.formula.length(plan.locate(c.spot)) for c in cells]


@pytest.fixture(scope="module", params=["hedong", "finance"])
def plan(request):
    """The plans of a town and an office."""
    return lay_out(tiny.package(request.param))


class TestLimits:
    def test_each_cell_to_fill_has_one(self, plan):
        """Every cell to fill has a validation, no other has."""
        cells = [c for s in plan.sheets for c in s.cells]
        assert [c.role is Role.INPUT for c in cells] == [c.validation is not None for c in cells]

    def test_formulas_fit(self, plan):
        """No formula of a validation is longer than Excel takes."""
        assert 0 < max(lengths(plan)) <= FORMULA_LIMIT

    def test_messages_fit(self, plan):
        """Titles and messages are within Excel's limits."""
        made = [c.validation for s in plan.sheets for c in s.cells if c.validation]
        assert all(
            len(v.prompt[0]) <= TITLE_LIMIT and max(len(v.prompt[1]), len(v.error[1])) <= MESSAGE_LIMIT
            for v in made
        )

    def test_long_words_are_cut(self):
        """A long label and a long message are cut where Excel would refuse them."""
        rules = [{"kind": "expression", "expression": "a <= b", "message": "长" * 300}]
        made = validation({"type": "decimal", "label": "长" * 60}, rules)
        assert [TITLE_LIMIT, MESSAGE_LIMIT] == [len(made.prompt[0]), len(made.error[1])]


class TestWords:
    def test_prompt_of_the_type(self):
        """Without a prompt of its own a cell says what it takes."""
        assert validation({"type": "integer", "min": 1}).prompt == ("甲", "请填写不小于1的整数。")

    def test_own_prompt(self):
        """A prompt of the blueprint is shown as it is."""
        assert validation({"prompt": "照实填。"}).prompt == ("甲", "照实填。")

    def test_message_of_the_rule(self):
        """The stop message says what the type takes and what the rule wants."""
        rules = [{"kind": "expression", "expression": "a <= b", "message": "不得超过乙"}]
        assert validation({"type": "decimal"}, rules).error == ("填报有误", "应填数。不得超过乙。")

    @pytest.mark.parametrize(
        ("text", "shown"), [("与目\n标  比：", "与目标比"), ("unit name:", "unit name"), ("备    注", "备注")]
    )
    def test_flat(self, text, shown):
        """A label on one line, without what pads it in print."""
        assert shown == flat(text)


LONG = {"type": "choice", "choices": [f"选项{i:03}" for i in range(60)]}
COMMA = {"type": "choice", "choices": ["甲,乙", "丙"]}


class TestLists:
    @pytest.mark.parametrize("column", [LONG, COMMA], ids=["long", "comma"])
    def test_through_a_name(self, column):
        """A list that is too long to stand inline, or has a comma in it, stands on the hidden sheet."""
        plan = plan_of(scheme_of([A | column]))
        made = validated(plan)
        assert made.source is not None
        area = plan.names[made.source]
        assert isinstance(area, RangeRef)
        assert isinstance(area.first, Spot)
        assert isinstance(area.last, Spot)
        held = [plan.by_spot[s].value for s in plan.by_key[LISTS].between(area.first, area.last)]
        assert column["choices"] == held

    def test_the_sheet_is_very_hidden(self):
        """The sheet of lists does not show, not even in the list of hidden sheets."""
        assert plan_of(scheme_of([A | LONG])).by_key[LISTS].state == "veryHidden"

    def test_no_sheet_without_need(self, plan):
        """Short lists need no sheet."""
        assert LISTS not in plan.by_key


class TestColours:
    @pytest.mark.parametrize(
        ("column", "row", "kinds"),
        [
            ({"required": True}, {"b": 1}, {"missing"}),
            ({"required": True}, {"a": "有"}, set()),
            ({"type": "integer"}, {"a": 1.5}, {"wrong"}),
            ({"type": "integer"}, {"a": 2}, set()),
            ({"type": "date"}, {"a": "五月"}, {"wrong"}),
            ({"type": "rating"}, {"a": "优"}, {"wrong"}),
            ({"max_length": 2}, {"a": "一二三"}, {"wrong"}),
            ({"required_when": "b > 0"}, {"b": 1}, {"missing"}),
            ({"forbidden_when": "b > 0"}, {"a": "有", "b": 1}, {"wrong"}),
        ],
    )
    def test_of_a_cell(self, column, row, kinds):
        """What is missing and what is wrong is shown in its own colour."""
        plan = plan_of(scheme_of([A | column, {"name": "b", "type": "decimal"}]))
        shown = {
            k for k in ("missing", "wrong", "doubt") if ("1", "a") in coloured(plan, answers_of([row]), k)
        }
        assert kinds == shown

    def test_a_warning_is_a_doubt(self):
        """A broken rule that is a warning has a colour of its own."""
        rules = [{"kind": "expression", "expression": "a <= b", "severity": "warning"}]
        plan = plan_of(scheme_of([A | {"type": "decimal"}, {"name": "b", "type": "decimal"}], rules))
        shown = [coloured(plan, answers_of([{"a": 2, "b": 1}]), kind) for kind in ("wrong", "doubt")]
        assert [set(), {("1", "a"), ("1", "b")}] == shown

    def test_a_blank_free_row_has_no_colour(self):
        """A row that nobody has to fill is not shown as missing."""
        plan = plan_of(scheme_of([A | {"required": True}]))
        assert coloured(plan, {}, "missing", "wrong", "doubt") == set()


def test_references_are_written_for_their_sheet(plan):
    """A reference is an address on its own sheet, and has the sheet's name in front elsewhere."""
    person, phone = (next(k for k in plan.by_cell_key if k.column == c) for c in ("person", "phone"))
    spot, beside = plan.by_cell_key[person].spot, plan.by_cell_key[phone].spot
    a1, elsewhere = plan.by_key["contact"].address(spot).a1, plan.by_key["report"].cells[0].spot
    assert (plan.locate(beside)(Ref(spot)), plan.locate(elsewhere)(Ref(spot))) == (a1, f"附件2!{a1}")
