"""Any expression over any cells: the engine and a real spreadsheet program say the same."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpixl.blueprint.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    ExpressionError,
    If,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    names,
    parse,
)
from tests.support.examples import examples
from tests.support.expressions import Case, conditions, recalculated, same, shown, values

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
STANDS: dict[str, list[Any]] = {
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
    max_examples=examples(40),
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
