"""The spreadsheet form of an expression, which a real spreadsheet program computes as the engine does."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpixl.blueprint.expressions import (
    And,
    Arithmetic,
    Call,
    CellOperand,
    ColumnRange,
    Compare,
    ConstantColumn,
    ExpressionError,
    Formula,
    If,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    RangeRef,
    Ref,
    condition_formula,
    formula,
    names,
    parse,
    value_formula,
)
from tests.support.expressions import CASES, Case, locate, recalculated, shown

CELLS = {
    "points": CellOperand(Ref("D7"), "number", required=True),
    "bonus": CellOperand(Ref("E7"), "number"),
    "deduction": CellOperand(Ref("F7"), "number"),
    "quantified": CellOperand(Ref("G7"), "boolean"),
    "achieved": CellOperand(Ref("H7"), "any"),
    "remark": CellOperand(Ref("I7"), "text"),
    "names": ColumnRange(RangeRef("$I$7", "$I$26"), "text"),
    "all": ColumnRange(RangeRef("$D$7", "$D$26"), "number"),
    "codes": ConstantColumn(("A1", "A2")),
}


def resolve(name):
    """Where the names stand."""
    return CELLS[name]


def written(text: str, places: int | None = None) -> str:
    """The formula of a value."""
    return value_formula(parse(text), resolve, places).render(locate)


def judged(text: str, *, when_blank: bool) -> str:
    """The formula of a condition."""
    return condition_formula(parse(text), resolve, when_blank).render(locate)


@pytest.fixture(scope="module")
def answers(office, tmp_path_factory):
    """What LibreOffice gives for each case: its value, or its condition for either reading of n/a."""
    expected = {id(parameter.values[0]): parameter.values[1] for parameter in CASES}
    cases = [parameter.values[0] for parameter in CASES]

    def faces(case, row):
        return conditions(case, row) if expected[id(case)].is_condition else values(case, row)

    results = recalculated(office, tmp_path_factory.mktemp("cases") / "cases.xlsx", cases, faces)
    return {id(case): result for case, result in zip(cases, results, strict=True)}


def values(case, row):
    """A case's value, as formulas."""
    return [case.formula(row)]


def conditions(case, row):
    """A case's condition, with what is not applicable read as false and as true."""
    return [case.condition(row, when_blank=truth) for truth in (False, True)]


@pytest.mark.parametrize(("case", "expected"), CASES)
def test_trap(case, expected, answers):
    """A real spreadsheet program gives what the case says."""
    if expected.is_condition:
        wanted = [0, 1] if expected.answer is None else [expected.answer, expected.answer]
    else:
        wanted = [shown(expected.answer)]
    assert all(same(*pair) for pair in zip(wanted, answers[id(case)], strict=True)), answers[id(case)]


def same(one, other):
    """The same text, or the same number but for the last binary digits; an error is neither."""
    if isinstance(one, str) or isinstance(other, str | dict):
        return one == other
    return abs(one - other) < 1e-9 * max(1, abs(one))


class TestLength:
    @pytest.mark.parametrize("when_blank", [True, False])
    def test_a_rule_between_two_cells_fits_a_data_validation(self, when_blank):
        """The commonest rule takes a fifth of the 255 characters."""
        made = condition_formula(parse("deduction <= points"), resolve, when_blank)

        assert made.length(locate) <= 51

    def test_no_operand_is_repeated_in_a_score(self):
        """Guards are pooled, and a blank bonus is N() instead of another IF."""
        assert (
            'IF(ISNUMBER(D7),IF(TRIM(SUBSTITUTE(T(E7)&T(F7),"\u3000",""))="",'
            'ROUND(ROUND((D7+N(E7)-N(F7)),9),2),""),"")'
        ) == written("points + blank(bonus, 0) - blank(deduction, 0)", 2)

    def test_a_choice_of_ratings_fits_a_data_validation(self):
        """Every rating is one EXACT."""
        text = "achieved in ('优秀', '良好', '一般', '较差')"

        assert (
            'IF(EXACT(H7,"优秀"),TRUE,IF(EXACT(H7,"良好"),TRUE,IF(EXACT(H7,"一般"),TRUE,EXACT(H7,"较差"))))'
            == judged(text, when_blank=False)
        )

    def test_a_long_sum_nests_no_deeper(self):
        """A hundred addends stay within Excel's 64 levels."""
        total = Name("bonus")
        for _ in range(100):
            total = Arithmetic("+", total, Name("deduction"))

        assert 200 < len(value_formula(total, resolve, 2).render(locate)) < 1_000

    def test_too_deep_for_excel_is_refused(self):
        """More than 64 levels would be a broken file."""
        deep = Name("points")
        for _ in range(70):
            deep = Negate(deep)

        assert "excel_limit" == refused(lambda: value_formula(deep, resolve)).code

    def test_too_long_for_excel_is_refused(self):
        """More than 8,192 characters would be a broken file."""
        wide = Call("join", (*[Literal("甲" * 200)] * 60, Name("remark"), Literal("、")))

        assert "excel_limit" == refused(lambda: value_formula(wide, resolve)).code


class TestForms:
    @pytest.mark.parametrize(
        "text", ["points / bonus", "sum(all) / points", "points if quantified else bonus / deduction"]
    )
    def test_iferror_hides_nothing(self, text):
        """No formula swallows an error."""
        assert "IFERROR" not in written(text, 2)

    @pytest.mark.parametrize(
        "text", ["points > 1 and bonus > 1 or quantified", "not (bonus > 1 and points > 2)"]
    )
    def test_and_and_or_are_nested_ifs(self, text):
        """A spreadsheet's AND and OR evaluate all their arguments."""
        made = judged(text, when_blank=True)

        assert ("AND(" not in made, "OR(" not in made) == (True, True)

    def test_counting_is_sumproduct(self):
        """COUNTIF reads its criterion as a little language of its own."""
        assert 'SUMPRODUCT(--EXACT($I$7:$I$26&"","<5"))' == written("count_if(names, '<5')")

    def test_what_is_known_is_written_as_its_value(self):
        """An expression without cells is a value; the engine has computed it."""
        assert ["(-0.13)", '"是"', '"甲、乙"', "44317", '""'] == [
            written(text, 2)
            for text in ("-1 / 8", "1 < 2", "join(upper('甲'), '乙', '、')", "date('2021-05-01')", "1 / 0")
        ]

    def test_a_condition_that_is_decided_names_no_cell(self):
        """What a known operand decides is not asked of the cells."""
        assert ["FALSE", "TRUE"] == [
            judged(text, when_blank=True) for text in ("points > 1 and False", "True or points > 1")
        ]

    def test_yes_no_texts_are_the_cells_own(self):
        """A yes/no cell may hold other words than 是 and 否."""
        cell = CellOperand(Ref("A1"), "boolean", true_text="有", false_text="无")

        assert 'EXACT(A1,"有")' == condition_formula(Name("x"), lambda name: cell, when_blank=False).render(
            locate
        )

    def test_yes_no_results_take_the_texts_given(self):
        """A computed yes/no cell shows the words of its column."""
        made = value_formula(parse("filled(remark)"), resolve, true_text="有", false_text="无").render(locate)

        assert 'IF(TRIM(SUBSTITUTE(I7,"\u3000",""))<>"","有","无")' == made

    def test_fits_is_one_chain_of_tests(self):
        """A number within bounds, with no more places than that."""
        bounds = (Literal(Decimal(0)), Literal(Decimal(100)), Literal(Decimal(2)))
        made = condition_formula(Call("fits", (Name("bonus"), *bounds)), resolve, when_blank=False)

        assert (
            "IF(ISNUMBER(E7),IF(ROUND(E7,9)>=0,IF(ROUND(E7-100,9)<=0,"
            "ROUND(E7-ROUND(ROUND(E7,9),2),9)=0,FALSE),FALSE),FALSE)"
        ) == made.render(locate)


def refused(act) -> ExpressionError:
    """The error that it raises."""
    with pytest.raises(ExpressionError) as found:
        act()
    return found.value


class TestRefusals:
    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("column_alone", "all + 1"),
            ("column_alone", "filled(all)"),
            ("column_kind", "sum(names)"),
            ("column_kind", "count_if(all, 'x')"),
            ("not_column", "count_if(points, 1)"),
            ("no_excel", "join(names, '、')"),
            ("no_excel", "count_if(codes, remark)"),
        ],
    )
    def test_value(self, code, text):
        """What has no spreadsheet form is refused with its reason."""
        assert code == refused(lambda: written(text)).code

    @pytest.mark.parametrize("text", ["points", "points + 1", "remark", "-points", "upper(remark)", "3"])
    def test_a_value_is_no_condition(self, text):
        """A condition is wanted, and only yes/no will do."""
        assert "not_condition" == refused(lambda: judged(text, when_blank=True)).code


class TestFormula:
    def test_joins_its_texts(self):
        """Equal formulas are equal, however they were put together."""
        assert Formula(("IF(", Ref("A1"), ",1,2)")) == formula("IF", "(", Ref("A1"), formula(",1", ",2"), ")")

    def test_tells_its_references_once(self):
        """References in order of appearance, each once."""
        made = formula(Ref("A1"), "+", RangeRef("B1", "B9"), "+", Ref("A1"))

        assert (Ref("A1"), RangeRef("B1", "B9")) == made.refs()

    def test_is_added_to_text(self):
        """Text before and after a formula makes a formula."""
        assert formula("(", Ref("A1"), ")") == "(" + formula(Ref("A1")) + ")"

    def test_knows_its_length(self):
        """The length is that of the rendered text."""
        assert 6 == formula(Ref("A1"), "+", Ref("B12")).length(locate)


# One case for the property: any tree over these names, any of these things in the cells.
NUMBERS = [
    Decimal(n)
    for n in ("0", "1", "-1", "2", "3", "0.5", "-0.5", "0.125", "2.675", "1.005", "-1.45", "0.1", "99.5")
]
TEXTS = ["甲", "abc", "Abc", "12", "１２", "<5", "*", 'a"b']
SPACES = [None, " ", "\u3000"]
DAYS = [date(2020, 2, 29), date(2021, 5, 1), date(2021, 5, 2)]
KINDS = {
    "n": "number", "m": "number!", "k": "=number", "t": "text", "u": "text!", "v": "any", "w": "any",
    "q": "boolean", "p": "boolean!", "d": "date", "e": "date",
    "nn": "number[]", "tt": "text[]", "qq": "boolean[]", "vv": "any[]",
}  # fmt: skip
STANDS = {
    "number": SPACES + NUMBERS * 2 + ["很多", "12", "１２"],
    "text": SPACES + TEXTS * 2 + [Decimal(12)],
    "any": SPACES + NUMBERS + TEXTS,
    "boolean": [None, " ", "是", "是", "否", "否", "对"],
    "date": [None, " ", *DAYS, *DAYS, "五月"],
}


def cells():
    """What stands in the cells: blanks, numbers, texts where none should be."""
    entries = {}
    for name, kind in KINDS.items():
        one = st.sampled_from(NUMBERS if kind == "=number" else STANDS[kind.strip("!=[]")])
        entries[name] = st.lists(one, min_size=5, max_size=5) if kind.endswith("[]") else one
    return st.fixed_dictionaries(entries)


def numbers(inner):
    """Trees whose value is a number."""
    pairs = st.tuples(inner["number"], inner["number"])
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from("+-*/"), inner["number"], inner["number"]),
        st.builds(Negate, inner["number"]),
        st.builds(If, inner["truth"], inner["number"], inner["number"]),
        st.builds(Call, st.sampled_from(["min", "max", "sum"]), pairs),
        st.builds(lambda a, n: Call("round", (a, Literal(Decimal(n)))), inner["number"], st.integers(0, 3)),
        st.builds(lambda a: Call("abs", (a,)), inner["number"]),
        st.builds(lambda a: Call("length", (a,)), inner["text"]),
        st.builds(lambda x, a: Call("blank", (Name(x), a)), st.sampled_from("nm"), inner["number"]),
        st.builds(lambda f: Call(f, (Name("nn"),)), st.sampled_from(["sum", "min", "max", "count"])),
        st.builds(lambda c: Call("count", (Name(c),)), st.sampled_from([*KINDS])),
        st.builds(lambda c, a: Call("count_if", (Name(c), a)), st.just("nn"), inner["number"]),
        st.builds(lambda c, a: Call("count_if", (Name(c), a)), st.sampled_from(["tt", "vv"]), inner["text"]),
        st.builds(lambda a: Call("sum_if", (Name("nn"), Name("tt"), a)), inner["text"]),
        st.builds(lambda a: Call("sum_if", (Name("vv"), Name("qq"), a)), inner["truth"]),
        st.builds(lambda x: Call("count_if", (Name("vv"), Name(x))), st.sampled_from("vw")),
        st.builds(Arithmetic, st.just("-"), inner["date"], inner["date"]),
    )


def texts(inner):
    """Trees whose value is a text."""
    return st.one_of(
        st.builds(If, inner["truth"], inner["text"], inner["text"]),
        st.builds(lambda a: Call("upper", (a,)), inner["text"]),
        st.builds(lambda x, a: Call("blank", (Name(x), a)), st.sampled_from("tu"), inner["text"]),
        st.builds(
            lambda a, b, s: Call("join", (a, b, Literal(s))),
            inner["text"],
            inner["text"],
            st.sampled_from(["、", ""]),
        ),
    )


def truths(inner):
    """Trees that are conditions."""
    several = st.lists(inner["truth"], min_size=2, max_size=3).map(tuple)
    orders = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        st.builds(Compare, orders, inner["number"], inner["number"]),
        st.builds(Compare, orders, inner["date"], inner["date"]),
        st.builds(Compare, st.sampled_from(["==", "!="]), inner["text"], inner["text"]),
        st.builds(Compare, orders, inner["any"], inner["any"]),
        st.builds(Compare, st.sampled_from(["==", "!="]), inner["truth"], inner["truth"]),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Not, inner["truth"]),
        st.builds(If, inner["truth"], inner["truth"], inner["truth"]),
        st.builds(on_name, st.sampled_from(["blank", "filled"]), st.sampled_from("nmtuvqpd")),
        st.builds(on_name, st.sampled_from(["is_number", "is_integer", "is_text"]), st.sampled_from("nmvw")),
        st.builds(on_two, st.sampled_from(["starts_with", "ends_with"]), inner["text"], inner["text"]),
        st.builds(in_column, st.sampled_from("tuvw"), st.sampled_from(["tt", "vv"])),
        st.builds(lambda a: Call("is_true", (a,)), inner["truth"]),
        st.builds(fits, st.sampled_from("nmv"), st.integers(0, 2)),
    )


def on_name(function, name):
    """A function of one cell."""
    return Call(function, (Name(name),))


def on_two(function, one, other):
    """A function of two values."""
    return Call(function, (one, other))


def in_column(name, column):
    """Membership in a column."""
    return Call("exact_in", (Name(name), Name(column)))


def fits(name, places):
    """Not below zero, and so many places."""
    return Call("fits", (Name(name), Literal(Decimal(0)), Literal(None), Literal(Decimal(places))))


def names_or(names: str, values: list[Any]):
    """A name, less often a value."""
    leaves = st.sampled_from([Name(name) for name in names])
    return (
        st.one_of(leaves, leaves, st.sampled_from([Literal(value) for value in values])) if values else leaves
    )


def opaque(strategy):
    """The same strategy, which Hypothesis does not write out in full."""

    @st.composite
    def tree(draw):
        return draw(strategy)

    return tree()


def trees(depth: int) -> dict[str, st.SearchStrategy[Node]]:
    """Strategies for trees of each kind, so deep at most."""
    inner = {
        "number": names_or("nmkv", NUMBERS),
        "text": names_or("tuv", TEXTS),
        "any": names_or("vw", []),
        "truth": names_or("qp", [True, False]),
        "date": names_or("de", DAYS),
    }
    for _ in range(depth):
        inner = {
            **inner,
            "number": opaque(st.one_of(inner["number"], numbers(inner))),
            "text": opaque(st.one_of(inner["text"], texts(inner))),
            "truth": opaque(st.one_of(inner["truth"], truths(inner))),
        }
    return inner


TREES = trees(2)
VALUES = st.builds(
    lambda node, cells, places: Case(node=node, kinds=KINDS, cells=cells, places=places),
    st.one_of(numbers(TREES), texts(TREES), TREES["any"]),
    cells(),
    st.integers(0, 3),
)
CONDITIONS = st.builds(lambda node, cells: Case(node=node, kinds=KINDS, cells=cells), truths(TREES), cells())


def test_the_engine_and_a_spreadsheet_agree_on_ties(office, tmp_path_factory):
    """Two thousand exact ties, none of which a binary number holds exactly, go the same way."""
    kinds = {"a": "number", "b": "number"}
    cases = [
        Case(node=parse("a * b"), kinds=kinds, cells={"a": Decimal(odd) / 2, "b": Decimal("0.01")}, places=2)
        for odd in range(-1999, 2001, 2)
    ]
    results = recalculated(office, tmp_path_factory.mktemp("ties") / "ties.xlsx", cases, values)

    assert [] == differences(cases, [[shown(case.value())] for case in cases], results, values)


# A difference names its tree and cells; shrinking it would recalculate a thousand workbooks.
MANY = settings(
    max_examples=40,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def has_form(faces):
    """A mixed value that is no cell has no spreadsheet form in some places; anything else must have one."""

    def check(case):
        try:
            faces(case, 1)
        except ExpressionError as error:
            if error.code != "no_excel":
                raise
            return False
        return True

    return check


@MANY
@given(cases=st.lists(VALUES.filter(has_form(values)), min_size=10, max_size=40))
def test_the_engine_and_a_spreadsheet_agree_on_values(office, tmp_path_factory, cases):
    """Any tree over any cells: the engine's rounded value is the recalculated cell."""
    results = recalculated(office, tmp_path_factory.mktemp("values") / "values.xlsx", cases, values)
    wanted = [[shown(case.value())] for case in cases]

    assert [] == differences(cases, wanted, results, values)


@MANY
@given(cases=st.lists(CONDITIONS.filter(has_form(conditions)), min_size=10, max_size=40))
def test_the_engine_and_a_spreadsheet_agree_on_conditions(office, tmp_path_factory, cases):
    """Any condition over any cells is what the engine says, and as told where it is not applicable."""
    results = recalculated(office, tmp_path_factory.mktemp("truths") / "truths.xlsx", cases, conditions)
    wanted = [[0, 1] if case.holds() is None else [case.holds()] * 2 for case in cases]

    assert [] == differences(cases, wanted, results, conditions)


def differences(cases, wanted, results, faces):
    """What a person needs to see of each case on which engine and spreadsheet differ."""
    return [
        (case.node, {name: case.cells[name] for name in names(case.node)}, faces(case, 1), expected, actual)
        for case, expected, actual in zip(cases, wanted, results, strict=True)
        if not all(same(*pair) for pair in zip(expected, actual, strict=True))
    ]
