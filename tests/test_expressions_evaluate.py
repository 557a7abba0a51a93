"""The engine's value of an expression, trap by trap, and of operands that no worksheet shows."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint.expressions import (
    ColumnOperand,
    ExpressionError,
    If,
    Literal,
    Operand,
    evaluate,
    holds,
    parse,
    rounded,
    text_cut,
    text_length,
)
from kpixl.blueprint.expressions.matching import places, same
from tests.support.expressions import CASES, Case, Expected


@pytest.mark.parametrize(("case", "expected"), CASES)
def test_trap(case: Case, expected: Expected):
    """The engine gives what the case says."""
    assert expected.answer == (case.holds() if expected.is_condition else case.value())


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("2.675", 2, "2.68"),
        ("0.0049999994", 2, "0.00"),
        ("1E+30", 2, "1E+30"),
        ("0.1234567894", 9, "0.123456789"),
        ("-0.004", 2, "0.00"),
    ],
)
def test_rounds_half_away_from_zero_twice(value, places, expected):
    """ROUND(ROUND(x, 9), places), to the digit."""
    assert str(Decimal(expected)) == str(rounded(Decimal(value), places))


@pytest.mark.parametrize(("text", "length"), [("新华区", 3), ("𠮷野", 3), ("䶮", 1), ("好😀", 3)])
def test_length_is_that_of_spreadsheets(text, length):
    """A character beyond the basic plane counts two, as in LEN and in a validation."""
    look_up = look_up_from(t=Operand(text, kind="text"))
    assert Decimal(length) == evaluate(parse("length(t)"), look_up)


@pytest.mark.parametrize(
    ("limit", "cut"), [(0, ""), (1, ""), (2, "𠮷"), (3, "𠮷野"), (4, "𠮷野"), (5, "𠮷野😀"), (9, "𠮷野😀")]
)
def test_what_is_cut_has_no_halved_character(limit, cut):
    """A text is cut by the same count, before a character that would not fit whole."""
    assert cut == text_cut("𠮷野😀", limit)
    assert text_length(cut) <= limit


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("starts_with(t, '𠮷')", True), ("ends_with(t, '😀')", True), ("starts_with(t, '吉')", False)],
)
def test_rare_characters_begin_and_end_texts(condition, expected):
    """A rare character is one, whatever it counts."""
    assert expected is holds(parse(condition), look_up_from(t=Operand("𠮷野😀", kind="text")))


def look_up_from(**operands):
    """Names for their operands."""
    return operands.__getitem__


def test_an_invalid_operand_is_not_looked_at():
    """The value of an invalid operand has no say, even where it is a number."""
    look_up = look_up_from(a=Operand(Decimal(5), valid=False))

    assert (None, None, None) == tuple(evaluate(parse(text), look_up) for text in ("a", "a + 1", "filled(a)"))


def test_a_value_of_another_kind_is_invalid():
    """A text in a number's place is found by the operand's kind, too."""
    look_up = look_up_from(a=Operand("很多", kind="number"))

    assert (None, None) == (evaluate(parse("filled(a)"), look_up), holds(parse("a > 1"), look_up))


def test_not_a_number_is_invalid():
    """NaN and infinity, which a return can hold, make the result not applicable."""
    look_up = look_up_from(a=Operand(Decimal("NaN")), b=Operand(Decimal("Infinity")))

    assert (None, None) == (evaluate(parse("a + 1"), look_up), holds(parse("b > 1"), look_up))


def test_huge_numbers_are_reckoned_with():
    """The largest number of a spreadsheet, multiplied over and over, is no error."""
    look_up = look_up_from(a=Operand(Decimal("1E+308")))

    assert holds(parse("a * a * a * a * a - 1 > a"), look_up) is True


def test_unicode_space_is_blank():
    """A no-break space is blank to the engine, as to a person."""
    assert holds(parse("blank(a)"), look_up_from(a=Operand("\u00a0\u2003"))) is True


def test_a_column_alone_is_refused():
    """A whole column where one value is wanted is a mistake of the blueprint."""
    with pytest.raises(ExpressionError) as refused:
        evaluate(parse("a + 1"), look_up_from(a=ColumnOperand(())))

    assert ("column_alone", {"name": "a"}) == (refused.value.code, refused.value.facts)


def test_counting_needs_a_column():
    """One cell is no column to count in."""
    with pytest.raises(ExpressionError) as refused:
        evaluate(parse("count_if(a, 1)"), look_up_from(a=Operand(None)))

    assert "not_column" == refused.value.code


def test_columns_of_different_length_are_refused():
    """sum_if pairs rows; columns that do not pair are a mistake of ours, not a shorter sum."""
    columns = {"a": ColumnOperand((Operand(None),)), "b": ColumnOperand(())}

    with pytest.raises(ValueError, match="shorter"):
        evaluate(parse("sum_if(a, b, 1)"), columns.__getitem__)


def test_join_of_a_column():
    """A column's filled rows, joined."""
    look_up = look_up_from(a=ColumnOperand((Operand("甲"), Operand(None), Operand("乙"))))

    assert "甲、乙" == evaluate(parse("join(a, '、')"), look_up)


NEAR = ["1", "1.0", "1.0000000004", "1.0000000005", "0.9999999995", "0.9999999996", "1E+30", "-1"]


@given(
    st.lists(st.sampled_from([*map(Decimal, NEAR), "1", "", True, None, dt.date(2024, 1, 1)])),
    st.sampled_from(NEAR),
)
def test_rows_are_found_as_if_each_were_compared(values, wanted):
    """What is looked up quickly is what compares as the same, also around the ninth place."""
    column = ColumnOperand(tuple(map(Operand, values)))
    expected = [row for row, value in enumerate(column.usable) if same(value, Decimal(wanted))]
    assert expected == places(column, Decimal(wanted))


def test_a_column_is_asked_once():
    """However many rows ask for the sum of a column, it is made once."""
    column = ColumnOperand((Operand(Decimal(1)), Operand(Decimal(2))))
    look_up = look_up_from(a=column)
    first = evaluate(parse("sum(a) + sum_if(a, a, 2)"), look_up)
    assert first == Decimal(5)
    assert column.once("sum", lambda: pytest.fail("reckoned again")) == Decimal(3)


@pytest.mark.parametrize("value", [True, Decimal(1), Decimal("1.0")])
def test_equal_trees_keep_what_each_is_worth(value):
    """To Python `1`, `1.0` and `True` are the same, and so are trees of them; what they give is not."""
    for other in (True, Decimal(1), Decimal("1.0")):
        evaluate(If(Literal(value=True), Literal(other), Literal(None)), look_up_from())
    tree = If(Literal(value=True), Literal(value), Literal(None))
    assert repr(value) == repr(evaluate(tree, look_up_from()))
