"""Thresholds, quantities, the lexicon, bands. How each variant is read: tests/cases/coerce.yaml."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint.expressions import Operand, evaluate, parse
from kpixl.blueprint.lexicon import DEFAULT, default_lexicon
from kpixl.blueprint.model import Lexicon
from kpixl.rules.types.periods import parse_period
from kpixl.rules.types.thresholds import Threshold, asked, band, parse_quantity, parse_threshold
from tests.support.cases import cases

BANDS = cases("bands")
LEXICON = default_lexicon()
STATES = ("未执行",)
UNITS = [name for measured in LEXICON.classes for name in measured.names]
thresholds = st.builds(
    lambda sign, number, unit: f"{sign}{number}{unit}",
    st.sampled_from(["", "≥", "≤", "＜", "＞"]),
    st.decimals(0, 10**9, places=2),
    st.sampled_from(["", *UNITS]),
)


def read(text):
    """A threshold, which must be one."""
    found = parse_threshold(text, LEXICON, STATES)
    assert found is not None, text
    return found


def quantity(text, unit=""):
    """The text of a quantity, None where it is none."""
    found = parse_quantity(text, LEXICON, unit)
    return found.text if found else None


class TestBands:
    @pytest.mark.parametrize("case", BANDS, ids=lambda case: case["fact"])
    def test_a_figure_falls_into_its_band(self, case):
        """The band of each case, or none."""
        given = [case["actual"], *case["bands"]]
        actual, *bands = (parse_threshold(text, LEXICON, STATES) if text else None for text in given)
        assert case.get("band") == band(actual, bands, LEXICON)

    @pytest.mark.parametrize("case", BANDS, ids=lambda case: case["fact"])
    def test_the_function_says_the_same(self, case):
        """`band` in an expression gives what Python gives."""
        names = [f"b{i}" for i in range(len(case["bands"]))]
        texts = dict(zip(["a", *names], [case["actual"], *case["bands"]], strict=True))
        value = evaluate(parse(f"band(a, {', '.join(names)})"), lambda name: Operand(value=texts[name]))
        assert case.get("band") == (None if value is None else int(str(value)))

    @given(
        actual=st.integers(0, 100), bounds=st.lists(st.integers(1, 99), min_size=2, max_size=4, unique=True)
    )
    def test_bands_without_gaps_leave_nothing_out(self, actual, bounds):
        """Where the last band is the rest, every figure has one, and a better figure no worse one."""
        steps = sorted(bounds, reverse=True)
        bands = [*(read(f"≥{step}%") for step in steps), read(f"＜{steps[-1]}%")]
        places = [band(read(f"{figure}%"), bands, LEXICON) for figure in (actual, actual + 1)]
        assert sorted(place or 0 for place in places) == [place or 0 for place in reversed(places)]
        assert None not in places


class TestText:
    @given(text=thresholds)
    def test_the_usual_form_is_read_the_same(self, text):
        """The text of a threshold is itself a threshold, the same one."""
        found = read(text)
        assert found == read(found.text)

    @given(text=thresholds, blank=st.sampled_from([" ", "\u3000", "\u00a0"]))
    def test_blanks_and_width_make_no_difference(self, text, blank):
        """Full-width characters and blanks change nothing."""
        wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() and c.isascii() else c for c in text)
        assert read(text).text == read(blank.join(wide)).text

    def test_a_range_has_two_ends(self):
        """A range is its lower end, with the upper one beside."""
        found = read("90-95%")
        assert found.also is not None
        assert ("≥", Decimal("0.9"), "≤", Decimal("0.95")) == (
            found.sign, found.base, found.also.sign, found.also.base,
        )  # fmt: skip

    def test_a_quantity_has_no_sign(self):
        """A quantity with a sign is none."""
        assert (None, "10人") == (quantity("≥10人"), quantity("10 人"))

    def test_a_bare_number_takes_the_unit_of_its_column(self):
        """Only a bare one: a unit that is written is kept."""
        assert ["10家", "10人"] == [quantity(text, "家") for text in ("10", "10人")]

    @pytest.mark.parametrize("length", [100, 100_000])
    def test_a_long_text_is_none_at_once(self, length):
        """However long a text is."""
        assert parse_threshold("≥" + "9" * length, LEXICON) is None


class TestLexicon:
    @pytest.mark.parametrize(
        ("unit", "measure", "factor"),
        [
            ("%", "share", "0.01"),
            ("万元", "money", "10000"),
            ("亿美元", "dollars", "100000000"),
            ("万人", "people", "10000"),
        ],
    )
    def test_a_unit_has_class_and_factor(self, unit, measure, factor):
        """Multiples stand before any unit."""
        assert (measure, Decimal(factor)) == LEXICON.unit(unit)

    def test_a_multiple_alone_is_no_unit(self):
        """万 of what is not said."""
        assert LEXICON.unit("万") is None

    def test_a_scheme_may_bring_its_own(self):
        """Only its units are known then."""
        own = Lexicon.model_validate({"classes": [{"id": "fish", "names": {"尾": 1}}]})
        assert (None, Threshold(value=Decimal(5), unit="尾", measure="fish")) == (
            parse_threshold("5人", own), parse_threshold("5尾", own),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "measure", "sure"),
        [
            ("信访事项按期结案率", "share", True),
            ("组织开展主题宣传教育活动（次）", "times", True),
            ("督办信访案件数", "count", True),
            ("理论研究课题数量", "count", False),
            ("签订意向协议金额", "money", False),
        ],
    )
    def test_a_name_asks_for_a_class(self, name, measure, sure):
        """By the unit in brackets, else by the longest ending."""
        found = asked(name, LEXICON)
        assert (measure, sure) == (found and found.measure, found and found.sure)

    def test_a_name_may_ask_for_nothing(self):
        """Many endings say nothing."""
        assert asked("综合事务管理", LEXICON) is None

    def test_the_file_is_in_the_package(self):
        """The lexicon lies beside the module that reads it."""
        assert DEFAULT.is_file()


class TestPeriods:
    @given(
        year=st.integers(1900, 2099),
        first=st.integers(1, 11),
        more=st.integers(1, 11),
        dash=st.sampled_from("-—–~～至"),
    )
    def test_months(self, year, first, more, dash):
        """Every dash joins two months."""
        last = min(12, first + more)
        assert f"{year}年{first}—{last}月" == parse_period(f"{year}年{first}{dash}{last}月")

    @given(text=st.text("0123456789年月季度第上下半—-~ 一二三四", max_size=12))
    def test_the_usual_form_is_read_the_same(self, text):
        """What was read needs no further change."""
        found = parse_period(text)
        assert found is None or found == parse_period(found)
