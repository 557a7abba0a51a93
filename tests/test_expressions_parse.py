"""What may be written as an expression, the tree it makes, and what is said about the rest."""

import pickle
import string
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint.expressions import (
    FUNCTIONS,
    And,
    Arithmetic,
    Call,
    Compare,
    ExpressionError,
    If,
    Literal,
    Name,
    Negate,
    Not,
    Or,
    check_only,
    functions,
    names,
    parse,
)
from kpixl.blueprint.expressions.functions_thresholds import THRESHOLD_FUNCTIONS

A, B, C = Name("a"), Name("b"), Name("c")


def number(text):
    """A number literal."""
    return Literal(Decimal(text))


TREES = [
    ("points", Name("points")),
    ("row.weight", Name("row.weight")),
    ("指标.分值", Name("指标.分值")),
    ("0.10", number("0.10")),
    ("1_000", number("1000")),
    ("-2", number("-2")),
    ("-a", Negate(A)),
    ("'是'", Literal("是")),
    ("True", Literal(value=True)),
    ("date('2021-05-01')", Literal(date(2021, 5, 1))),
    ("a + b * c", Arithmetic("+", A, Arithmetic("*", B, C))),
    ("a - b - c", Arithmetic("-", Arithmetic("-", A, B), C)),
    ("a / b", Arithmetic("/", A, B)),
    ("a <= b", Compare("<=", A, B)),
    ("a < b <= c", And((Compare("<", A, B), Compare("<=", B, C)))),
    ("a and b and c", And((A, B, C))),
    ("a or not b", Or((A, Not(B)))),
    ("a in ('x', 'y')", Or((Compare("==", A, Literal("x")), Compare("==", A, Literal("y"))))),
    ("a in ['x']", Compare("==", A, Literal("x"))),
    ("a not in ('x', 'y')", Not(Or((Compare("==", A, Literal("x")), Compare("==", A, Literal("y")))))),
    ("a in row.units", Call("exact_in", (A, Name("row.units")))),
    ("a if c else b", If(C, A, B)),
    ("blank(a, 0)", Call("blank", (A, number("0")))),
    ("sum_if(a, b, 'x')", Call("sum_if", (A, B, Literal("x")))),
    ("a\n  + b", Arithmetic("+", A, B)),
    ("  a  ", A),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_tree(text, tree):
    """Python's syntax makes the tree that it reads as."""
    assert tree == parse(text)


# text, code, column
REFUSED = [
    ("", "empty", 0),
    (" \n ", "empty", 0),
    ("a ** 2", "operator", 1),
    ("1 + a // 2", "operator", 5),
    ("a % 2", "operator", 1),
    ("a & b", "operator", 1),
    ("+a", "operator", 1),
    ("~a", "operator", 1),
    ("a is b", "operator", 6),
    ("lambda: 1", "not_allowed", 1),
    ("a[0]", "not_allowed", 1),
    ("a + b[0]", "not_allowed", 5),
    ("[a]", "not_allowed", 1),
    ("(a, b)", "not_allowed", 1),
    ("{a: b}", "not_allowed", 1),
    ("[x for x in a]", "not_allowed", 1),
    ("f'{a}'", "not_allowed", 1),
    ("(a := 1)", "not_allowed", 2),
    ("...", "not_allowed", 1),
    ("b'x'", "not_allowed", 1),
    ("1j", "not_allowed", 1),
    ("'x'.upper", "not_allowed", 1),
    ("a.upper()", "not_allowed", 1),
    ("abs(x=a)", "not_allowed", 1),
    ("sum(*a)", "not_allowed", 5),
    ("a in ()", "not_allowed", 6),
    ("a in 'abc'", "not_allowed", 6),
    ("'a\\n'", "not_allowed", 3),
    ("open('x')", "unknown_function", 1),
    ("__import__('os')", "unknown_function", 1),
    ("is_true(a)", "unknown_function", 1),
    ("exact_in(a, b)", "unknown_function", 1),
    ("abs()", "arguments", 1),
    ("1 + abs(a, b)", "arguments", 5),
    ("blank(a, 1, 2)", "arguments", 1),
    ("join(a)", "arguments", 1),
    ("blank(a + 1)", "needs_name", 1),
    ("count(3)", "needs_name", 1),
    ("sum_if(a, 1, 2)", "needs_name", 1),
    ("round(a, b)", "needs_literal", 1),
    ("round(a, 10)", "needs_literal", 1),
    ("round(a, 0.5)", "needs_literal", 1),
    ("join(a, b)", "needs_literal", 1),
    ("1.2345678901234567", "number", 1),
    ("1e300", "number", 1),
    ("date('2021-02-30')", "date", 1),
    ("date('20210501')", "date", 1),
    ("date('1900-02-28')", "date", 1),
    ("date(a)", "date", 1),
    ("a == ''", "blank_text", 6),
    ("None != a", "blank_text", 1),
    ("'  ' != a", "blank_text", 1),
    ("a < 'b'", "text_order", 5),
    ("（a）", "full_width", 1),
    ("a ≥ 1", "full_width", 3),
    ("  a ，b", "full_width", 5),
    ("a == “是”", "full_width", 6),
    ("指标 ** 2", "operator", 1),
    ("指标 + a ** 2", "operator", 6),
    ("'" + "x" * 256 + "'", "text", 1),
    ("a" * 1_001, "too_long", 0),
    ("-" * 60 + "a", "too_deep", 42),
    ("-" * 999 + "a", "too_deep", 42),
    ("not " * 249 + "a", "too_deep", 165),
]


@pytest.mark.parametrize(("text", "code", "column"), REFUSED)
def test_refused(text, code, column):
    """What is not of the language is refused, with the place of the mistake."""
    with pytest.raises(ExpressionError) as refused:
        parse(text)

    assert (code, column) == (refused.value.code, refused.value.column)


@pytest.mark.parametrize("text", ["a +", "a b", "import os", "a\x00", "'\ud800'"])
def test_bad_syntax(text):
    """What Python cannot read is refused; the column is Python's own guess, and within the text."""
    with pytest.raises(ExpressionError) as refused:
        parse(text)

    assert ("syntax", True) == (refused.value.code, 1 <= refused.value.column <= len(text) + 1)


def test_too_many_parentheses():
    """Python's own limits are met with a refusal, whichever of them is met first."""
    with pytest.raises(ExpressionError) as refused:
        parse("(" * 300 + "a" + ")" * 300)

    assert refused.value.code in ("syntax", "too_deep")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("text", ["a +", *(text for text, _, _ in REFUSED)])
def test_every_refusal_speaks(text, lang):
    """A message has all its facts filled in, in either language."""
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    message = refused.value.message(lang)

    assert (True, False) == (message.endswith(("。", ".")), "{function}" in message)


def test_a_near_miss_is_named():
    """A misspelt function comes with the one that was meant."""
    with pytest.raises(ExpressionError) as refused:
        parse("fille(a)")

    assert "没有名为“fille”的函数 (filled?)。" == refused.value.message("zh")


def test_a_full_width_character_is_named_with_its_remedy():
    """The commonest slip of a Chinese keyboard is said as such."""
    with pytest.raises(ExpressionError) as refused:
        parse("（a）")

    assert "'（' is a full-width character: type '(' instead." == refused.value.message("en")


def test_an_error_travels_between_processes():
    """A worker's refusal reaches its parent whole."""
    with pytest.raises(ExpressionError) as refused:
        parse("1 + abs()")
    copy = pickle.loads(pickle.dumps(refused.value))  # noqa: S301 - our own

    assert (refused.value.code, refused.value.column, refused.value.facts) == (
        copy.code,
        copy.column,
        copy.facts,
    )


def test_names_are_sorted_and_told_once():
    """Every dotted name once."""
    assert ("a", "row.b", "z") == names(parse("z + a * row.b if a > z else sum(a)"))


def test_functions_are_sorted_and_told_once():
    """Every function once."""
    assert ("abs", "filled", "max") == functions(parse("max(abs(a), abs(b)) if filled(a) else 1"))


def test_functions_without_a_spreadsheet_form():
    """Only what takes a threshold or quantity apart can only be checked."""
    thresholds = {function.name for function in THRESHOLD_FUNCTIONS}
    assert thresholds == {name for name, function in FUNCTIONS.items() if function.check_only}


def test_a_function_without_a_spreadsheet_form_is_told(monkeypatch):
    """An expression is check only where one of its functions is."""
    record = type(FUNCTIONS["abs"])(
        name="band",
        least=1,
        most=1,
        evaluate=lambda engine, args: lambda scope: None,
        kind=lambda sheet, args: "text",
    )
    monkeypatch.setitem(FUNCTIONS, "band", record)

    assert (True, False) == (check_only(parse("1 if band(a) == 'x' else 2")), check_only(parse("abs(a)")))


def test_a_tree_cannot_be_changed():
    """One tree makes the formula and the value, so it stays as it is."""
    with pytest.raises(FrozenInstanceError):
        parse("a").path = "b"  # type: ignore[attr-defined]


def test_equal_texts_make_equal_trees():
    """Trees are values: usable as keys."""
    assert 1 == len({parse("a + 1"), parse("a  +  1"), parse("(a) + 1")})


@given(st.text(alphabet=string.printable + "，。（）“”≥指标５", max_size=60))
def test_any_text_is_read_or_refused(text):
    """Whatever is written: a tree, or a mistake with a place in the text."""
    try:
        parse(text)
    except ExpressionError as error:
        assert 0 <= error.column <= len(text) + 1  # noqa: PT017 - both outcomes are right


@pytest.mark.parametrize(
    ("text", "column"), [("a = 1", 3), ("a == 1 and b = '='", 14), ("a if b = 1 else 2", 8)]
)
def test_a_single_equals_sign(text, column):
    """One sign for a comparison is told at its place, with the two that were meant."""
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert ("equals", column) == (error.value.code, error.value.column)
