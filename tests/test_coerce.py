"""What a cell is read as: each variant of the cases, and what holds for all of them."""

import json
import math
import random
import string
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint.model.lexicon import Lexicon, Measured
from kpixl.coerce import Coerced, coerce
from kpixl.findings import Severity, displayed, entries
from kpixl.findings.catalogue import value as catalogue
from kpixl.formats import RawCell
from kpixl.rules.types import ValueType, as_text, breach, sample, spoiled, spoken, type_words
from kpixl.rules.types.resolve import PATTERNS
from tests.support.cases import cases

CASES = Path(__file__).parent / "cases" / "coerce.yaml"
PAGE = Path(__file__).parent.parent / "docs" / "values.md"
GROUPS = cases("coerce")

KINDS = {
    "decimal": ValueType(name="decimal", min=Decimal(-1000), max=Decimal(10000), places=2),
    "unbounded": ValueType(name="decimal"),
    "integer": ValueType(name="integer", min=Decimal(0), places=0),
    "money": ValueType(name="money", min=Decimal(0)),
    "percent": ValueType(name="percent", min=Decimal(-1), max=Decimal(10)),
    "date": ValueType(name="date"),
    "yes_no": ValueType(name="yes_no", choices=("是", "否")),
    "choice": ValueType(name="choice", choices=("重点", "一般", "A类", "无")),
    "rating": ValueType(name="rating", choices=("优秀", "良好", "一般", "较差")),
    "text": ValueType(name="text", max_length=1000),
    "doc_number": ValueType(name="doc_number", max_length=60, pattern=PATTERNS["doc_number"]),
    "phone": ValueType(name="phone", max_length=30, pattern=PATTERNS["phone"]),
    "threshold": ValueType(name="threshold", max_length=60, states=("未执行",)),
    "quantity": ValueType(name="quantity", max_length=60),
    "period": ValueType(name="period", max_length=30),
    "list": ValueType(name="list", max_length=30, separator="、"),
    "money in 万元": ValueType(name="money", unit="万元"),
}
KINDS["union"] = ValueType(name="union", alternatives=(KINDS["threshold"], KINDS["rating"], KINDS["text"]))
BY_PLACE = {"V111", "V112"}
kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
usual = "0123456789.,，、%％年月日-—〔〕[]一二十百分之零〇 \u3000\u200b\u202e\x00\ud800"
anything = st.text(st.characters() | st.sampled_from(usual))
DATE_FORMS = ("{0}-{1}-{2}", "{0}.{1}.{2}", "{0}/{1}/{2}", "{0}年{1}月{2}日", "{0} 年 {1:02} 月 {2:02} 日")
dates = st.dates(date(1900, 3, 1), date(2100, 12, 31))


def type_of(spec):
    """A case's type, its numbers exact."""
    exact = {
        key: Decimal(limit) for key, limit in spec.items() if key in ("min", "max") and isinstance(limit, str)
    }
    several = {key: tuple(spec[key]) for key in ("choices", "states") if key in spec}
    inner = {"alternatives": tuple(type_of(each) for each in spec.get("alternatives", ()))}
    return ValueType(**{**spec, **exact, **several, **inner})


def cell_of(case):
    """A case's cell as the reader gives it."""
    cell = case["cell"]
    if not isinstance(cell, dict):
        return RawCell(value=stored(cell), text="" if cell is None else str(cell))
    return RawCell(
        value=stored(cell.get("number", cell.get("text"))),
        error=cell.get("error"),
        formula=cell.get("formula"),
        text=str(cell.get("number", cell.get("text", ""))),
        struck=cell.get("struck", ""),
        number_format=cell.get("format", "General"),
        cached="formula" not in cell or len(cell) > 1,
    )


def stored(value):
    """A value of the cases as a reader gives it: numbers are floats."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def coerce_case(case, kind):
    """The outcome of a case."""
    cell = case["cell"]
    return coerce(cell_of(case), kind, date1904=isinstance(cell, dict) and cell.get("date1904", False))


def value_of(case, kind):
    """The value that a case expects."""
    read = case.get("read")
    return Decimal(read) if kind.kind == "number" and read is not None else read


def codes(coerced):
    """The codes, in their order."""
    return [finding.code for finding in coerced.findings]


def text_cell(text):
    """A cell that holds a text."""
    return RawCell(value=text, text=text)


every_case = pytest.mark.parametrize(
    ("kind", "case"),
    [
        pytest.param(type_of(group["type"]), case, id=f"{group['kind']}-{case['cell']!a}")
        for group in GROUPS
        for case in group["cases"]
    ],
)


class TestCases:
    @every_case
    def test_has_its_one_outcome(self, kind, case):
        """Each variant is read as the cases say: the value, its type, and the codes."""
        coerced = coerce_case(case, kind)
        read, value = value_of(case, kind), coerced.value
        assert (read, type(read), case["codes"]) == (value, type(value), codes(coerced))

    @every_case
    def test_is_valid_without_an_error(self, kind, case):
        """A cell is valid if and only if it has no error; notes do not count."""
        assert coerce_case(case, kind).valid is all(code >= "V100" for code in case["codes"])

    @every_case
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_says_everything(self, kind, case, lang):
        """Message and remedy of each finding have all their facts once the caller adds the label."""
        for finding in coerce_case(case, kind).findings:
            said = finding.message(lang) + finding.remedy(lang)
            entry = entries()[finding.code]
            templates = entry.message[lang] + entry.remedy[lang]
            names = {name for _, name, _, _ in string.Formatter().parse(templates) if name} - {"item"}
            assert set() == names - {"value", "expected", *finding.facts}
            assert "None" not in said

    def test_meet_every_code(self):
        """Each code of the gate has a case, but those that are told by where a cell stands."""
        assert {e.code for e in catalogue.ENTRIES} - BY_PLACE == {
            code for group in GROUPS for case in group["cases"] for code in case["codes"]
        }

    def test_hold_nothing_unknown(self):
        """A case has no key but those that count: a comma in a remark would make one."""
        keys = {key for group in GROUPS for case in group["cases"] for key in case}
        assert {"cell", "read", "codes", "why"} == keys

    def test_make_the_page(self, request):
        """docs/values.md is the table of the cases; --update-golden rewrites it."""
        if request.config.getoption("--update-golden"):
            PAGE.write_text(page(), encoding="utf-8", newline="\n")
        assert page() == PAGE.read_text(encoding="utf-8")


class TestFindings:
    def test_a_note_says_what_was_read(self):
        """A note holds what stood there and what it was read as."""
        (note,) = coerce(text_cell("５％"), KINDS["percent"]).findings
        assert (Severity.NOTE, "５％", "5%") == (note.severity, note.value, note.expected)

    def test_bounds_are_said(self):
        """An error carries the words of the type in both languages."""
        (error,) = coerce(RawCell(value=1e5), KINDS["decimal"]).findings
        assert type_words(KINDS["decimal"]) == error.facts["wanted"]

    def test_a_bare_number_is_said_as_a_percentage(self):
        """5 in a percentage shows why it is too much."""
        kind = ValueType(name="percent", min=Decimal(0), max=Decimal(1))
        (error,) = coerce(RawCell(value=5.0), kind).findings
        assert "5 = 500%" == error.value

    @pytest.mark.parametrize(("typed", "suggestion"), [("优秀秀", "优秀"), ("不清楚", None)])
    def test_a_near_miss_is_suggested(self, typed, suggestion):
        """The nearest choice is suggested, never taken; where none is near, nothing is."""
        coerced = coerce(text_cell(typed), KINDS["rating"])
        assert (None, suggestion) == (coerced.value, coerced.findings[0].facts["suggestion"])

    def test_what_is_shown_and_what_is_stored_are_both_said(self):
        """A percent sign that is text alone: the finding says what shows, what is stored, what to type."""
        coerced = coerce(RawCell(value=0.3, number_format='0.00"%"'), KINDS["percent"])
        (error,) = coerced.findings
        assert "显示为0.30%，实际存的是0.3（即30%）。" in error.message("zh")
        assert "请改填0.30%。" in error.remedy("zh")
        assert ("0.30%", None) == (coerced.text, coerced.value)

    def test_a_day_that_was_typed_as_a_year_says_so(self):
        """2021 under a date format shows a day of 1905; the finding says that 2021 is stored."""
        (error,) = coerce(
            RawCell(value=date(1905, 7, 13), number_format="yyyy-mm-dd"), KINDS["date"]
        ).findings
        assert "显示为1905-07-13，实际存的是2021。" in error.message("zh")

    @kinds
    def test_what_shows_nothing_is_an_error(self, kind):
        """A number that its format hides is taken by no type."""
        assert ["V018"] == codes(coerce(RawCell(value=5.0, number_format=";;;"), kind))

    def test_what_the_file_states_to_be_shown_counts(self):
        """In an .ods the shown text is stored, and is the face."""
        assert ["V018"] == codes(coerce(RawCell(value=0.3, shown="0.30%"), KINDS["percent"]))

    def test_a_formula_is_quoted(self):
        """The finding shows the formula, the text what the cell shows."""
        coerced = coerce(RawCell(value=2.0, formula="1+1"), KINDS["decimal"])
        assert ("=1+1", "2") == (coerced.findings[0].value, coerced.text)

    def test_a_long_list_is_not_recited(self):
        """A list of two hundred units is named, not quoted."""
        kind = ValueType(name="choice", choices=tuple(f"单位{n}" for n in range(200)))
        assert "从下拉列表中选一项" == coerce(text_cell("别处"), kind).findings[0].facts["wanted"].zh

    def test_control_characters_are_escaped(self):
        """What cannot be shown is escaped in the text and in the finding."""
        coerced = coerce(text_cell("甲\x07乙\u202e\n丙"), KINDS["text"])
        assert ("甲\\x07乙\\u202e↵丙",) * 2 == (coerced.text, coerced.findings[0].value)

    def test_a_long_text_is_quoted_in_part(self):
        """A finding quotes a hundred characters; the length is said in full."""
        (error,) = coerce(text_cell("长" * 30000), KINDS["text"]).findings
        assert ("长" * 100 + "…", 30000) == (error.value, error.facts["length"])

    @kinds
    def test_spoiled_entries_give_their_codes(self, kind):
        """Every entry that a type calls spoiled is found with the code that it names."""
        for code, entered in spoiled(kind):
            cell = text_cell(entered) if isinstance(entered, str) else RawCell(value=float(entered))
            assert [code] == [c for c in codes(coerce(cell, kind)) if c < "V100"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [("", "写法不对"), ("两个大写字母加四位数字", "两个大写字母加四位数字")],
)
def test_what_a_pattern_wants_is_said_where_it_is_not_met(told, expected):
    """The scheme's own words, else kpixl's."""
    kind = ValueType(name="text", max_length=9, pattern="[A-Z]{2}[0-9]{4}", pattern_message=told)
    (finding,) = coerce(text_cell("ab1"), kind).findings
    assert finding.code == "V008"
    assert f"填的是“ab1”：{expected}。" in finding.message("zh")
    assert told in finding.remedy("zh")


def written(value, kind):
    """A value as a person writes it as text."""
    return spoken(value, kind) if kind.name == "percent" else as_text(value)


def stored_cell(value):
    """A value as a spreadsheet stores it: a number as a float, yes and no as the texts of their list."""
    match value:
        case Decimal():
            return RawCell(value=float(value))
        case bool():
            return RawCell(value=as_text(value))
    return RawCell(value=value)


def sampled(kind, seed):
    """A value that the type takes."""
    return sample(kind, random.Random(seed))  # noqa: S311 - a seed, so that a failure comes again


def test_what_is_stored_alike_is_not_read_alike():
    """What was read of a number is not said of a truth value, nor of the same type with other units."""
    one, true = (RawCell(value=value, text="1") for value in (1.0, True))
    assert (True, False) == tuple(coerce(raw, KINDS["integer"]).valid for raw in (one, true))
    baskets = Lexicon(classes=(Measured(id="basket", names={"箩": Decimal(1)}),))
    other = ValueType(name="money", unit="箩", lexicon=baskets)
    same = ValueType(name="money", unit="箩")
    assert same == other
    assert (False, True) == tuple(coerce(text_cell("2箩"), kind).valid for kind in (same, other))


class TestProperties:
    @kinds
    @given(seed=st.integers(0, 10**6))
    def test_what_is_written_as_text_is_read_back(self, kind, seed):
        """The text of a valid value is read as that value, whatever the type."""
        value = sampled(kind, seed)
        assert (value, True) == valued(coerce(text_cell(written(value, kind)), kind))

    @kinds
    @given(seed=st.integers(0, 10**6))
    def test_what_is_stored_is_read_back(self, kind, seed):
        """A valid value as a spreadsheet stores it is read without a remark."""
        value = sampled(kind, seed)
        assert (value, ()) == remarked(coerce(stored_cell(value), kind))

    @given(number=st.decimals(-(10**9), 10**9, places=4), groups=st.booleans(), wide=st.booleans())
    def test_forms_of_a_number(self, number, groups, wide):
        """Thousands separators and full width change no number."""
        text = f"{number:,f}" if groups else f"{number:f}"
        wider = {ord(char): chr(ord(char) + 0xFEE0) for char in "0123456789.,-"} if wide else {}
        assert (number, True) == valued(coerce(text_cell(text.translate(wider)), KINDS["unbounded"]))

    @given(day=dates, form=st.sampled_from(DATE_FORMS))
    def test_forms_of_a_date(self, day, form):
        """Every usual way to write a date is read as that day."""
        text = form.format(day.year, day.month, day.day)
        assert (day, True) == valued(coerce(text_cell(text), KINDS["date"]))

    @given(day=dates)
    def test_a_date_in_numerals(self, day):
        """A date in Chinese numerals is read as that day."""
        text = f"{spelled_year(day.year)}年{numeral(day.month)}月{numeral(day.day)}日"
        assert (day, True) == valued(coerce(text_cell(text), KINDS["date"]))

    @given(number=st.floats() | st.integers(-(10**20), 10**20))
    def test_a_stored_number_keeps_15_digits(self, number):
        """A stored number is read to 15 digits, or as an error where it has more or is not finite."""
        coerced = coerce(RawCell(value=number), KINDS["unbounded"])
        expected = [] if abs(number) < 1e15 else ["V010"]
        assert (expected if math.isfinite(number) else ["V009"]) == codes(coerced)
        if isinstance(coerced.value, Decimal):
            assert abs(coerced.value - Decimal(number)) <= abs(Decimal(number)) * Decimal("1e-14")

    @kinds
    @given(value=anything | st.floats() | st.booleans() | st.none() | st.dates() | st.datetimes())
    def test_never_raises(self, kind, value):
        """Whatever a cell holds has an outcome that fits together, and can be said."""
        coerced = coerce(RawCell(value=value, text=str(value)), kind)
        errors = [finding for finding in coerced.findings if finding.severity == Severity.ERROR]
        assert coerced.valid is not bool(errors)
        assert len(errors) <= 1
        assert len(coerced.findings) - len(errors) <= 1
        if coerced.valid and coerced.value is not None:
            assert breach(kind, coerced.value) is None
        for finding in coerced.findings:
            json.dumps([finding.as_dict("zh"), finding.as_dict("en")]).encode("utf-8")
        assert displayed(coerced.text) == coerced.text

    @kinds
    @given(text=anything)
    def test_what_was_read_is_read_the_same_again(self, kind, text):
        """Written back as its type is stored, a value that was read needs no further remark."""
        coerced = coerce(text_cell(text), kind)
        if coerced.valid:
            assert (coerced.value, ()) == remarked(coerce(stored_cell(coerced.value), kind))

    @given(text=anything)
    def test_a_text_loses_nothing_that_is_seen(self, text):
        """Reading a text takes away only what nobody sees."""
        value = coerce(text_cell(text), KINDS["text"]).value
        if value is not None:
            assert seen(text) == seen(value)


def valued(coerced: Coerced):
    """Value and validity."""
    return coerced.value, coerced.valid


def remarked(coerced: Coerced):
    """Value and findings."""
    return coerced.value, coerced.findings


def spelled_year(year):
    """A year, digit by digit."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


def numeral(number):
    """A number below a hundred in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else "一二三四五六七八九"[tens - 1]) + "十"
    return head + ("" if ones == 0 else "一二三四五六七八九"[ones - 1])


def seen(text):
    """The letters, digits and signs of a text."""
    return [char for char in text if char.isalnum()]


HEAD = """\
# What is read from what people type

Every way of filling in a cell has one outcome. What has exactly one meaning for the cell's type is
read, and a note (from V101) says as what. What could mean two things is an error (below V100), and its
value is not used: nothing is guessed.

Texts stand in quotation marks, and so do numbers and dates that were typed into a cell formatted as
text. What stands without is a number, date, truth value, error or formula of the spreadsheet. A unit
(万, 元, 人) is never read into a number, since the type does not say in which unit the column counts.
`kpixl explain CODE` says more about a code.

This page is made from the cases of the tests (tests/cases/coerce.yaml).
"""


def page():
    """docs/values.md."""
    return "\n".join([HEAD, *(section(group) for group in GROUPS)])


def section(group):
    """One type: what it takes, and its table."""
    kind = type_of(group["type"])
    lines = [f"## {group['kind'].capitalize()}", "", f"Takes {type_words(kind).en}.", ""]
    lines += ["| in the cell | read as | code | remark |", "| --- | --- | --- | --- |"]
    lines += [row(case, kind) for case in group["cases"]]
    return "\n".join([*lines, ""])


def row(case, kind):
    """One case as a row of the table."""
    read = value_of(case, kind)
    error = any(code < "V100" for code in case["codes"])
    outcome = "error" if error else "blank" if read is None else f"`{shown(read)}`"
    titles = "; ".join(f"{code} {entries()[code].title['en']}" for code in case["codes"])
    cells = (f"`{shown_cell(case['cell'])}`", outcome, titles, case.get("why", ""))
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def shown_cell(cell):
    """What stands in a cell."""
    if not isinstance(cell, dict):
        return "(empty)" if cell is None else shown(cell)
    if "formula" in cell:
        return f"={cell['formula']}"
    if "error" in cell:
        return cell["error"]
    if "struck" in cell:
        whole, struck = str(cell.get("number", cell.get("text"))), cell["struck"]
        return f"{whole} ({struck} struck out)"
    marks = [cell["format"]] if "format" in cell else ["1904"] if "date1904" in cell else []
    return f"{cell['number']} ({', '.join(marks)})"


def shown(value):
    """A value as code: texts quoted, invisible characters escaped."""
    match value:
        case str():
            plain = [char if char.isprintable() else f"\\u{ord(char):04x}" for char in value]
            return f'"{"".join(plain)}"'
        case bool():
            return str(value).upper()
        case Decimal() | float() | int():
            return str(value)
        case datetime():
            return value.isoformat(" ")
    return value.isoformat()
