import datetime as dt
from decimal import Decimal

import pytest

from kpixl.check.breaches import breach
from kpixl.check.gates import stacked, stacked_findings
from kpixl.check.rows import Context
from kpixl.check.stack import FIELDS, table_of
from kpixl.check.validator import Validator, ValidatorError
from kpixl.findings import Location, Severity
from tests.support import tiny
from tests.support.codes import Cases
from tests.support.ruled import answers_of, checked, scheme_of
from tests.support.tiny import answered, contact, flat, judged, report, returned

CASES = Cases()
ROW = ("hedong", "t1")
OFFICE = ("finance", "1")


def at(column, place=ROW):
    """A value of 附件1. place: (unit, row)."""
    unit, row = place
    return report(unit, row, column)


# unit, changes to its answers, the cell that is reported
CASES.add("R001", "a required cell blank", "hedong", {at("claimed"): None}, at("claimed"))
CASES.add(
    "R001",
    "a required field blank",
    "hedong",
    {contact("hedong", "person"): None},
    contact("hedong", "person"),
)
CASES.add("R001", "in a free row", "finance", {at("target", OFFICE): None}, at("target", OFFICE))
CASES.add(
    "R002", "asked for by a figure", "hedong", {at("budget"): Decimal(501), at("remark"): None}, at("remark")
)
CASES.add(
    "R002", "a field asked for", "hedong", {contact("hedong", "agreed"): False}, contact("hedong", "reason")
)
CASES.add("R003", "forbidden by a choice", "hedong", {at("kind"): "乙"}, at("count"))
CASES.add(
    "R003", "a field forbidden", "hedong", {contact("hedong", "reason"): "无"}, contact("hedong", "reason")
)
CASES.add("R004", "one of two", "hedong", {at("day"): None}, at("day"))
CASES.add("R005", "more than may be", "hedong", {at("spent"): Decimal("100.01")}, at("spent"))
CASES.add(
    "C001",
    "the same twice",
    "finance",
    {report("finance", "2", "remark"): "按计划完成"},
    report("finance", "2", "remark"),
)
CASES.add(
    "C002", "a total that differs", "finance", {at("points", OFFICE): Decimal(49)}, at("points", OFFICE)
)
CASES.add(
    "C003",
    "no row at all",
    "hedong",
    {contact("hedong", "proof", "1"): None},
    contact("hedong", "proof", "1"),
)

NEARLY = [
    {at("budget"): Decimal(500), at("remark"): None},
    {at("budget"): None, at("spent"): Decimal(5)},
    {at("kind"): None},
    {at("kind"): "乙", at("count"): None},
    {at("day"): None, at("document"): None},
    {at("spent"): Decimal(100)},
    {at("remark"): None},
    {contact("hedong", "agreed"): False, contact("hedong", "reason"): "材料不全"},
    {contact("hedong", "proof", "1"): None, contact("hedong", "pages", "3"): Decimal(2)},
]


@pytest.mark.parametrize("case", [c for c in CASES.every if c.arguments], ids=str)
def test_raised(case):
    """What breaks a rule is reported at its cell, and nothing else is."""
    unit, changes, key = case.arguments
    assert [(case.code, returned(unit).a1(key))] == flat(judged([answered(unit, changes)]))


@pytest.mark.parametrize("unit", ["hedong", "finance"])
def test_sound_answers_raise_none(unit):
    """Answers that break no rule have no finding."""
    assert [] == judged([answered(unit, {})])


@pytest.mark.parametrize("changes", NEARLY, ids=lambda c: "-".join(f"{k.column}={v}" for k, v in c.items()))
def test_answers_that_nearly_break_a_rule(changes):
    """At the limit, or where what the rule asks about is blank, no rule is broken."""
    assert [] == judged([answered("hedong", changes)])


class TestPlaces:
    def test_everything_is_known_of_the_place(self):
        """A finding names unit, subject, form, sheet, field, row and file."""
        finding = judged([answered("hedong", {at("claimed"): None})])[0]
        assert finding.where == Location(
            unit="hedong", subject="hedong", form="report", sheet="附件1", cell="F10", field="claimed",
            row="t1",
            path="hedong",
        )  # fmt: skip

    def test_words(self):
        """The message names row and column as the form does, the remedy what is wanted."""
        finding = judged([answered("hedong", {at("claimed"): None})])[0]
        assert (finding.message(), finding.remedy()) == (
            "“财政收入”的“与目标比”没有填写。",
            "请补填：-100%至1000%之间的百分数（直接填数字，如填 5.2，显示为 5.20%）。",
        )

    def test_words_in_english(self):
        """In English too."""
        finding = judged([answered("hedong", {at("claimed"): None})])[0]
        assert (
            finding.remedy("en")
            == "Enter a percentage from -100% to 1000% (type the number alone: 5.2 shows as 5.20%)."
        )

    def test_the_rules_own_message(self):
        """The message of the blueprint is what is said, with the figures."""
        finding = judged([answered("hedong", {at("spent"): Decimal(101)})])[0]
        assert finding.message() == "支出不得超过预算（支出 101、预算 100）。"

    def test_totals_say_both_figures(self):
        """A total that differs says what it is, what it should be and by how much."""
        finding = judged([answered("finance", {at("points", OFFICE): Decimal(49)})])[0]
        assert finding.message() == "“分值”合计应等于“合计分值”（现在合计99，应为100，相差1）。"

    def test_repeated_entries_name_the_first(self):
        """A repeated entry says where it stands already."""
        finding = judged([answered("finance", CASES.every[9].arguments[1])])[0]
        assert finding.facts["other"] == returned("finance").a1(report("finance", "1", "remark"))


class TestManyReturns:
    def test_each_file_keeps_its_findings(self):
        """Findings over the stacked returns name the file that each is about."""
        records = [answered("hedong", {at("claimed"): None}), answered("hexi", {}), answered("finance", {})]
        assert [("hedong", "R001")] == [(f.where.path, f.code) for f in judged(records)]

    def test_equal_entries_of_two_units_are_no_repetition(self):
        """A rule over a table holds for one unit's rows."""
        assert [] == judged([answered("hedong", {}), answered("hexi", {})])

    def test_rows_of_a_subject_need_not_stand_together(self):
        """Rows of several subjects in turn are told apart."""
        scheme = scheme_of([{"name": "a"}], [{"kind": "unique", "of": ["a"]}])
        assert ["2"] == [f.where.row for f in checked(scheme, answers_of([{"a": "甲"}, {"a": "甲"}]))]


class TestInvalid:
    def test_an_invalid_entry_is_filled(self):
        """What is wrong is not reported as missing too."""
        assert [] == judged([answered("hedong", {at("claimed"): "很多"})])

    def test_an_invalid_operand_leaves_the_rule_open(self):
        """A rule over an invalid entry is not applicable."""
        assert [] == judged([answered("hedong", {at("spent"): "一百多"})])

    def test_an_invalid_row_leaves_the_total_open(self):
        """With an invalid figure among them no total is checked."""
        assert [] == judged([answered("finance", {at("points", OFFICE): "四十九"})])


WAIVED = {report("hexi", "t1", "spent"): Decimal(101)}


class TestSeverity:
    @pytest.mark.parametrize(
        ("rule", "severity"),
        [
            ({}, "error"),
            ({"severity": "warning"}, "warning"),
            ({"severity": "note"}, "note"),
            ({"trial": True}, "note"),
        ],
    )
    def test_of_the_rule(self, rule, severity):
        """A finding has the severity that the rule declares; a rule on trial only informs."""
        scheme = scheme_of(
            [{"name": "a", "type": "decimal"}], [{"kind": "expression", "expression": "a < 1", **rule}]
        )
        assert [severity] == [f.severity.value for f in checked(scheme, answers_of([{"a": 2}]))]

    @pytest.mark.parametrize(
        ("day", "severity"),
        [(None, "note"), (dt.date(2021, 12, 31), "note"), (dt.date(2022, 1, 1), "error")],
    )
    def test_waived_until(self, day, severity):
        """A waiver makes a note of the finding, until its day is over."""
        assert [severity] == [f.severity.value for f in judged([answered("hexi", WAIVED)], day=day)]

    def test_a_waiver_says_its_reason(self):
        """The note says why."""
        assert "豁免：区政府已批准" in judged([answered("hexi", WAIVED)])[0].message()

    def test_a_waiver_is_for_one_unit(self):
        """Others are not spared."""
        record = answered("hedong", {report("hedong", "t1", "spent"): Decimal(101)})
        assert [Severity.ERROR] == [f.severity for f in judged([record])]


@pytest.fixture(scope="module")
def stack():
    """The rows of two returns."""
    return stacked(tiny.scheme(), [answered("hedong", {}), answered("finance", {at("day", OFFICE): "五月"})])


class TestStack:
    def test_the_rows_of_each_table_and_of_the_fields(self, stack):
        """Each form has the rows of its fields and of each table."""
        names = {"report.items", f"report.{FIELDS}", "contact.proofs", f"contact.{FIELDS}"}
        assert names == stack.by_name.keys()

    def test_one_row_a_subject_and_row(self, stack):
        """Rows of all returns stand below each other; total rows are none."""
        rows = [[row.unit, row.row] for row in stack.rows("report", "items")]
        assert [
            ["hedong", "t1"],
            ["hedong", "t2"],
            ["hedong", "t3"],
            ["finance", "1"],
            ["finance", "2"],
        ] == rows

    def test_values_are_exact(self, stack):
        """Figures are Decimal, dates are dates, yes and no are booleans."""
        first = stack.rows("report", "items")[0]
        assert [Decimal("0.05"), dt.date(2021, 5, 17), True] == [
            first.value(c) for c in ("claimed", "day", "quantified")
        ]

    def test_what_is_not_valid_is_none(self, stack):
        """An invalid entry has no value."""
        assert stack.rows("report", "items")[3].value("day") is None

    def test_no_row_is_kept(self, stack):
        """Who walks through the rows again gets them anew: there may be millions."""
        once, again = [*stack.rows("report", "items")], [*stack.rows("report", "items")]
        assert [row.place for row in once] == [row.place for row in again]
        assert not [row for row, other in zip(once, again, strict=True) if row is other]

    def test_tables_of_columns(self):
        """Each column belongs to its table, fields to none."""
        assert ("items", FIELDS) == tuple(table_of(tiny.scheme())["report", c] for c in ("claimed", "whole"))


CASES.add("C101", "by a scheme's own check")
CASES.add("C901", "by a scheme's own check, in its own words")


class TestValidator:
    @pytest.fixture
    def validator(self):
        """A scheme's checks of its own."""
        validator = Validator(scheme="tiny")

        @validator.frame("report.items", breach(at="spent", zh="支出过低", en="spent too little"))
        def low(frame, _scheme):
            return frame[frame["spent"] < 10]

        @validator.returns(breach("C101", at="person", zh="联系人与名单不一致"))
        def names(frames, _scheme):
            contacts = frames["contact.fields"]
            return contacts[contacts["person"] == "无"]

        return validator

    @pytest.mark.parametrize(
        ("changes", "codes"),
        [
            ({}, []),
            ({at("spent"): Decimal(9)}, ["C901"]),
            ({contact("hedong", "person"): "无"}, ["C101"]),
        ],
    )
    def test_its_findings_are_the_checks(self, validator, changes, codes):
        """What the scheme's own checks find stands beside the others'."""
        context = Context(scheme=tiny.scheme(), stage="self-check")
        data = stacked(tiny.scheme(), [answered("hedong", changes)])
        assert codes == [f.code for f in stacked_findings(context, data, validator)]

    def test_a_check_that_fails_is_our_mistake(self, validator):
        """An exception in a check is raised with its cause, not blamed on the sender."""

        @validator.returns(breach())
        def broken(_frames, _scheme):
            raise ZeroDivisionError

        context = Context(scheme=tiny.scheme(), stage="self-check")
        with pytest.raises(ValidatorError) as raised:
            stacked_findings(context, stacked(tiny.scheme(), [answered("hedong", {})]), validator)
        assert isinstance(raised.value.__cause__, ZeroDivisionError)
