import datetime as dt
import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint.expressions import ColumnOperand, Name, Operand, holds, parse
from kpixl.blueprint.model import Column
from kpixl.findings import entries
from kpixl.rules.types import (
    NO,
    RAW,
    VALUE,
    YES,
    Dynamic,
    Listed,
    ValueType,
    as_text,
    breach,
    cell_type,
    concrete,
    number_format,
    sample,
    settle,
    spoiled,
    type_words,
    valid,
)
from tests.support import tiny

RATINGS = ("优秀", "良好", "一般", "较差")
NUMBER = ValueType(name="decimal")
TEXT = ValueType(name="text", max_length=5)
THRESHOLD = ValueType(name="threshold", max_length=60)
TOWNS = ("河东", "河西镇")
EITHER = Dynamic(condition=parse("quantified"), then=NUMBER, otherwise=TEXT)

limits = st.none() | st.decimals(-1000, 1000, places=3)
days = st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31))


def ordered(pair):
    """The bounds with the lower one first; a missing one stays where it is."""
    return tuple(sorted(pair)) if None not in pair else pair


@st.composite
def number_types(draw):
    """Types of numbers. Bounds leave room for a value with the decimals that the type takes."""
    name = draw(st.sampled_from(["integer", "decimal", "money", "percent"]))
    places = 0 if name == "integer" else draw(st.none() | st.integers(0, 4))
    low, high = ordered((draw(limits), draw(limits)))
    roomy = low is None or high is None or high - low >= 1
    return ValueType(name=name, min=low, max=high if roomy else low + 1, places=places)


@st.composite
def date_types(draw):
    """Types of dates."""
    low, high = ordered((draw(st.none() | days), draw(st.none() | days)))
    return ValueType(name="date", min=low, max=high)


text_types = st.builds(ValueType, name=st.just("text"), max_length=st.integers(1, 40))
list_types = st.sampled_from(
    [
        ValueType(name="yes_no", choices=(YES, NO)),
        ValueType(name="rating", choices=RATINGS),
        ValueType(name="choice", choices=("甲", "乙")),
    ]
)
plain_types = number_types() | date_types() | text_types | list_types
patterned = st.sampled_from(
    [
        ValueType(name="doc_number", max_length=60, pattern=r"[\u4e00-\u9fff]{1,30}〔\d{4}〕\d{1,5}号"),
        ValueType(name="phone", max_length=30, pattern=r"1\d{10}"),
        ValueType(name="text", max_length=5, pattern=r"\d{1,3}"),
        ValueType(name="text", max_length=2, pattern=r"[^x]{0,99}"),
    ]
)
values = (
    st.decimals(-2000, 2000, places=4)
    | st.text(alphabet="甲乙优秀良好是否x1😀", min_size=1, max_size=45)
    | st.booleans()
    | days
)


def as_cell(kind, value):
    """The names of a type's condition where a cell holds the value, as the layout resolves them."""
    operands = {VALUE: Operand(value, kind=kind.kind), RAW: Operand(as_text(value), kind="text")}
    return lambda path: operands[path]


def chance(seed):
    """A generator for samples."""
    return random.Random(seed)  # noqa: S311 - nothing secret


def as_read(kind, value):
    """The value as reading gives it: a text column holds texts, 是 and 否 are yes and no."""
    if kind.kind == "text":
        return as_text(value)
    return {YES: True, NO: False}.get(value, value) if kind.name == "yes_no" else value


@given(plain_types | patterned, st.integers())
def test_a_sample_is_taken(kind, seed):
    """A sample is a value that the type takes."""
    assert breach(kind, sample(kind, chance(seed))) is None


@given(plain_types | patterned)
def test_a_spoiled_entry_is_refused(kind):
    """A spoiled entry gives its code; what is vague is refused when it is read."""
    assert [code for code, _ in spoiled(kind)] == [
        "V010" if code == "V010" else breach(kind, entry) for code, entry in spoiled(kind)
    ]


@given(plain_types)
def test_every_type_can_be_spoiled(kind):
    """There is an entry that the type does not take, and its code is in the catalogue."""
    codes = {code for code, _ in spoiled(kind)}
    assert set() < codes <= entries().keys()


@given(plain_types, values)
def test_the_condition_agrees_with_the_check(kind, value):
    """The workbook's condition holds exactly where the check finds nothing (patterns apart)."""
    read = as_read(kind, value)
    assert (breach(kind, read) is None) == holds(valid(kind), as_cell(kind, read))


@given(plain_types, st.integers())
def test_the_condition_holds_of_a_sample(kind, seed):
    """The workbook's condition holds of every sample."""
    assert holds(valid(kind), as_cell(kind, sample(kind, chance(seed))))


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (NUMBER, "很多", "V001"),
        (NUMBER, True, "V001"),
        (ValueType(name="integer", places=0), Decimal("1.5"), "V002"),
        (ValueType(name="integer", places=0), Decimal("2.0"), None),
        (ValueType(name="decimal", max=Decimal(0)), Decimal("0.1"), "V003"),
        (ValueType(name="decimal", min=Decimal(0)), Decimal("-0.1"), "V003"),
        (ValueType(name="decimal", places=2), Decimal("0.005"), "V004"),
        (ValueType(name="decimal", places=2), Decimal("0.10"), None),
        (TEXT, "一二三四五六", "V005"),
        (TEXT, "😀😀😀", "V005"),
        (TEXT, Decimal(5), "V001"),
        (ValueType(name="rating", choices=RATINGS), "优", "V006"),
        (ValueType(name="yes_no", choices=(YES, NO)), YES, "V006"),
        (ValueType(name="yes_no", choices=(YES, NO)), False, None),
        (ValueType(name="date"), "2021-05-01", "V007"),
        (ValueType(name="date", max=dt.date(2021, 12, 31)), dt.date(2022, 1, 1), "V003"),
        (ValueType(name="date"), dt.date(1900, 2, 1), "V003"),
        (ValueType(name="phone", max_length=30, pattern="[0-9]+"), "无", "V008"),
    ],
)
def test_breach(kind, value, code):
    """Each thing that can be wrong with a value has its code; a sound value has none."""
    assert code == breach(kind, value)


class TestDynamic:
    @pytest.mark.parametrize(("quantified", "kind"), [(True, NUMBER), (False, TEXT), (None, None)])
    def test_settles_by_the_row(self, quantified, kind):
        """A type that depends on the row settles on a side, on none while the row does not say."""
        assert kind == settle(EITHER, lambda _: Operand(quantified, kind="boolean"))

    def test_a_plain_type_is_settled(self):
        """A type that depends on nothing is what it is."""
        assert settle(NUMBER, lambda _: Operand(None)) == NUMBER

    def test_all_sides(self):
        """The types that a cell may take, in order."""
        assert concrete(EITHER) == (NUMBER, TEXT)

    def test_kind_is_any(self):
        """A cell of different kinds is any to an expression."""
        assert EITHER.kind == "any"

    def test_number_format(self):
        """The format is that of the first side."""
        assert number_format(EITHER) == "General"

    def test_words(self):
        """Both sides are said."""
        assert type_words(EITHER).zh == f"{type_words(NUMBER).zh} 或 {type_words(TEXT).zh}"

    @pytest.mark.parametrize(("quantified", "value"), [(True, Decimal(5)), (False, "文字")])
    def test_condition(self, quantified, value):
        """The workbook's condition is that of the side which holds."""
        kind = settle(EITHER, lambda _: Operand(quantified))
        cell = as_cell(kind, value)
        assert holds(valid(EITHER), lambda path: Operand(quantified) if path == "quantified" else cell(path))

    @pytest.mark.parametrize(("value", "fits"), [(Decimal(5), True), ("文字", True), ("太长的文字呢", False)])
    def test_condition_while_open(self, value, fits):
        """While the row does not say which side holds, an entry must be of one of the two."""
        cells = {"quantified": Operand(None), VALUE: Operand(value), RAW: Operand(as_text(value))}
        assert fits is holds(valid(EITHER), cells.__getitem__)


def column_type(known=None, bound=None, **settings):
    """The type of a column of the tiny scheme's making."""
    column = Column.model_validate({"name": "x", "label": "甲", **settings})
    return cell_type(column, tiny.scheme(), lambda _: known, lambda _: bound)


class TestCellType:
    @pytest.mark.parametrize(
        ("settings", "kind"),
        [
            ({}, ValueType(name="text", max_length=1000)),
            ({"type": "integer", "min": 1}, ValueType(name="integer", min=Decimal(1), places=0)),
            ({"type": "yes_no"}, ValueType(name="yes_no", choices=(YES, NO))),
            ({"type": "rating"}, ValueType(name="rating", choices=RATINGS)),
            ({"type": "choice", "choices": ["甲"]}, ValueType(name="choice", choices=("甲",))),
            (
                {"type": "choice", "choices": "targets"},
                ValueType(name="choice", choices=("财政收入", "信访稳定", "安全生产")),
            ),
            ({"type": "date", "min": "2021-01-01"}, ValueType(name="date", min=dt.date(2021, 1, 1))),
            ({"type": "money", "unit": "万元"}, ValueType(name="money", unit="万元")),
            (
                {"type": "threshold", "states": ["未执行"]},
                ValueType(name="threshold", max_length=60, states=("未执行",)),
            ),
            ({"type": "quantity", "unit": "人"}, ValueType(name="quantity", max_length=60, unit="人")),
            ({"type": "list", "max_length": 9}, ValueType(name="list", max_length=9, separator="、")),
            (
                {"type": ["threshold", {"type": "text", "max_length": 5}], "max_length": 9},
                ValueType(name="union", alternatives=(THRESHOLD, TEXT)),
            ),
            (
                {"type": "choice", "choices": {"roster": ["towns"], "name": "print", "plus": ["其他"]}},
                ValueType(name="choice", choices=(*TOWNS, "其他")),
            ),
            (
                {"type": "choice", "choices": {"list": "targets", "name": "id"}},
                ValueType(name="choice", choices=("t1", "t2", "t3")),
            ),
            (
                {"type": {"type": "percent", "max": 1}, "min": 0},
                ValueType(name="percent", min=Decimal(0), max=Decimal(1)),
            ),
        ],
    )
    def test_from_the_column(self, settings, kind):
        """A type has the column's settings where it gives none of its own."""
        assert kind == column_type(**settings)

    def test_bound_from_the_row(self):
        """A bound may be a fact of the row."""
        assert column_type(type="decimal", max="row.points", bound=Decimal(60)).max == Decimal(60)

    @pytest.mark.parametrize("day", ["2021-05-17", dt.date(2021, 5, 17)])
    def test_day_from_a_setting(self, day):
        """The bound of a day may be a setting that is one."""
        assert column_type(type="date", min="scheme.first_day", bound=day).min == dt.date(2021, 5, 17)

    def test_bound_unknown(self):
        """A bound that the row does not give is none."""
        assert column_type(type="decimal", max="row.points").max is None

    @pytest.mark.parametrize(("known", "name"), [(True, "percent"), (False, "rating")])
    def test_settled_by_what_is_printed(self, known, name):
        """A condition that printed data settle leaves a plain type."""
        spec = {"when": "quantified", "then": "percent", "else": "rating"}
        assert column_type(type=spec, known=known).name == name

    def test_left_to_the_cells(self):
        """A condition that cells decide stays in the type."""
        spec = {"when": "quantified", "then": "percent", "else": "rating"}
        assert column_type(type=spec).condition == Name("quantified")


class TestUnion:
    BOTH = ValueType(name="union", alternatives=(ValueType(name="decimal"), ValueType(name="percent")))
    MIXED = ValueType(name="union", alternatives=(NUMBER, TEXT))

    def test_kind(self):
        """Types of one kind have it; else an entry is a text."""
        assert ("number", "text") == (self.BOTH.kind, self.MIXED.kind)

    def test_shown(self):
        """An entry is kept under the names of the types, or under the first where all are of a kind."""
        assert ("decimal", "decimal|text") == (self.BOTH.shown, self.MIXED.shown)

    def test_breach(self):
        """What none of the types takes is of none; a text behind says what is wrong with it."""
        taken = (Decimal(5), "5", "文字")
        assert [None, None, None, "V005"] == [breach(self.MIXED, value) for value in (*taken, "太长的文字呢")]

    def test_words(self):
        """All types are said, in order."""
        assert type_words(self.MIXED).zh == f"{type_words(NUMBER).zh} 或 {type_words(TEXT).zh}"

    @given(seed=st.integers(0, 1000))
    def test_a_sample_is_taken(self, seed):
        """A sample of a union is one of its values."""
        rng = random.Random(seed)  # noqa: S311 - a seed, so that a failure comes again
        assert breach(self.MIXED, sample(self.MIXED, rng)) is None


class TestListed:
    WHOLE = ValueType(name="choice", choices=("种植", "养殖", "幼儿园"))
    BESIDE = Listed(whole=WHOLE, by="area", pairs=(("农业", "种植"), ("农业", "养殖"), ("教育", "幼儿园")))
    MIRROR = Listed(whole=ValueType(name="choice", choices=("其他",)), column="f.x")

    @pytest.mark.parametrize(
        ("area", "choices"),
        [("农业", ("种植", "养殖")), ("教育", ("幼儿园",)), ("没有", WHOLE.choices), (None, WHOLE.choices)],
    )
    def test_what_stands_beside_the_other_column(self, area, choices):
        """The choices are those beside its text; all of them while it says nothing known."""
        assert choices == self.BESIDE.settled(lambda _: Operand(area)).choices

    def test_what_stands_in_another_column(self):
        """The choices are its texts, each once, and those that are always there."""
        column = ColumnOperand(items=tuple(map(Operand, ("甲", None, "乙", "甲"))))
        assert ("甲", "乙", "其他") == self.MIRROR.settled(lambda _: column).choices

    @pytest.mark.parametrize("area", ["农业", "教育", "没有", None])
    @pytest.mark.parametrize("text", [*WHOLE.choices, "别的"])
    def test_condition(self, area, text):
        """The workbook's condition takes the same texts."""
        above, choices = (
            ColumnOperand(items=tuple(map(Operand, c))) for c in zip(*self.BESIDE.pairs, strict=True)
        )
        cells: dict[str, Operand | ColumnOperand] = {"area": Operand(area), RAW: Operand(text)}
        cells |= dict(zip(self.BESIDE.lists, (above, choices), strict=True))
        taken = self.BESIDE.settled(cells.__getitem__).choices
        assert (text in taken) is holds(valid(self.BESIDE), cells.__getitem__)


@pytest.mark.parametrize(
    ("kind", "zh"),
    [
        (
            ValueType(name="percent", min=Decimal(-1), max=Decimal("0.055")),
            "-100%至5.5%之间的百分数（直接填数字，如填 5.2，显示为 5.20%）",
        ),
        (ValueType(name="decimal", min=Decimal(0), places=2), "不小于0的数，最多2位小数"),
        (ValueType(name="integer", max=Decimal(9), places=0), "不大于9的整数"),
        (ValueType(name="rating", choices=("优秀", "良好")), "从“优秀、良好”中选一项"),
        (TEXT, "不超过5个字的文字"),
    ],
)  # fmt: skip
def test_words(kind, zh):
    """A clerk is told the bounds as a person writes them."""
    assert zh == type_words(kind).zh


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "是"),
        (False, "否"),
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+3"), "1000"),
        (None, ""),
        ("文", "文"),
    ],
)
def test_as_text(value, text):
    """A value as the cell's text: no exponents, no zeros behind."""
    assert text == as_text(value)
