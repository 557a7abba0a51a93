"""The spreadsheet form of an expression, which a real spreadsheet program computes as the engine does."""

from decimal import Decimal

import pytest

from kpixl.blueprint.expressions import (
    Arithmetic,
    Call,
    CellOperand,
    ColumnRange,
    ConstantColumn,
    ExpressionError,
    Formula,
    Literal,
    Name,
    Negate,
    Node,
    RangeRef,
    Ref,
    condition_formula,
    formula,
    parse,
    value_formula,
)
from tests.support.expressions import CASES, conditions, locate, recalculated, same, shown, values

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


@pytest.mark.parametrize(("case", "expected"), CASES)
def test_trap(case, expected, answers):
    """A real spreadsheet program gives what the case says."""
    if expected.is_condition:
        wanted = [0, 1] if expected.answer is None else [expected.answer, expected.answer]
    else:
        wanted = [shown(expected.answer)]
    assert all(same(*pair) for pair in zip(wanted, answers[id(case)], strict=True)), answers[id(case)]


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
        total: Node = Name("bonus")
        for _ in range(100):
            total = Arithmetic("+", total, Name("deduction"))

        assert 200 < len(value_formula(total, resolve, 2).render(locate)) < 1_000

    def test_too_deep_for_excel_is_refused(self):
        """More than 64 levels would be a broken file."""
        deep: Node = Name("points")
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
        made = value_formula(parse("filled(remark)"), resolve, texts=("有", "无")).render(locate)

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


class TestManyConditions:
    @pytest.mark.parametrize("word", ["and", "or"])
    def test_are_halved_where_they_nest_too_deep(self, word):
        """Eighty conditions have an Excel form; the limit is 64 levels."""
        text = f" {word} ".join(["bonus>1"] * 80)
        made = condition_formula(parse(text), resolve, when_blank=False)
        assert made.render(locate).count("ROUND(") == 80

    def test_what_nests_no_deeper_stays_as_it_is(self):
        """Thirty conditions stand one inside the other, as in all workbooks that were issued."""
        text = " or ".join(["filled(remark)"] * 30)
        made = condition_formula(parse(text), resolve, when_blank=False).render(locate)
        assert made.endswith('<>""' + ")" * 29)
