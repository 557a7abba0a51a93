"""weidong-2021: the 58 indicators as published, whose they are, and how its validators file scores them."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from kpixl.blueprint import load_scheme
from kpixl.carry import next_packages
from kpixl.check import load_validator
from kpixl.check.frames import Frames
from kpixl.check.gates import stacked
from kpixl.layout import CellKey, first_packages
from kpixl.layout.package.package import printed_keys
from kpixl.scoring import from_frame
from tests.support.records import record_of

pytestmark = pytest.mark.slow  # a whole reference scheme

ROOT = Path(__file__).parents[1]
FORM, TABLE = "indicator-progress", "indicators"
FRAME = f"{FORM}.{TABLE}"
UNITS = ("street-1", "development-reform", "emergency")


@pytest.fixture(scope="module")
def scheme():
    """The real scheme."""
    return load_scheme(ROOT / "blueprints" / "weidong-2021")


@pytest.fixture(scope="module")
def items(scheme):
    """Its indicators."""
    return scheme.lists["indicators"].items


@pytest.fixture(scope="module")
def validator():
    """Its validators file."""
    found = load_validator(ROOT / "validators", "weidong-2021")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def before(scheme):
    """Self-checks in which every indicator has its full points, and no deduction."""
    packages = first_packages(scheme, scheme.stage("self-check"))
    return [filled(p, "claimed") for p in packages if p.recipient in UNITS]


def framed(scheme, records):
    """The frames of these returns."""
    return Frames(stacked(scheme, records))


def filled(package, column, changes=None):
    """A return in which this column holds full points, but for the changes by (subject, row)."""
    indicators = {i["id"]: i for i in package.scheme.lists["indicators"].items}
    answers = {}
    for (form, _, table), pairs in package.rows.items():
        assert (FORM, TABLE) == (form, table)
        for subject, row in pairs:
            full = Decimal(0) if indicators[row]["deducts"] else Decimal(indicators[row]["points"])
            given = (changes or {}).get((subject, row), full)
            answers[CellKey(FORM, "", subject, row, column)] = given
            if column == "claimed":
                answers[CellKey(FORM, "", subject, row, "report")] = f"{package.unit.name}第{row}项的情况"
    return record_of(package, answers)


@pytest.fixture
def verified(scheme, before):
    """A function: frames of the verification with these changes."""

    def frames(changes=None):
        packages = next_packages(scheme, "verification", tuple(before))
        return framed(scheme, [filled(p, "verified", changes) for p in packages])

    return frames


class TestIndicators:
    """What the source publishes."""

    def test_points_of_the_classes(self, items):
        """Items and points of each of the nine classes."""
        counts = Counter(i["group"] for i in items)
        points = {g: sum(i["points"] for i in items if i["group"] == g) for g in counts}

        assert {
            "一、综合": (12, Decimal("28.5")),
            "二、创新": (7, Decimal("17.5")),
            "三、协调": (6, Decimal(13)),
            "四、绿色": (5, Decimal("11.5")),
            "五、开放": (4, Decimal("9.5")),
            "六、共享": (8, Decimal(16)),
            "七、主观感受": (2, Decimal(8)),
            "八、省、市下达的其他责任目标": (7, Decimal(10)),
            "九、减分项指标": (7, Decimal(10)),
        } == {g: (counts[g], points[g]) for g in counts}

    def test_numbers_and_sums(self, items):
        """1 to 58 without a gap; 1–51 score 114 points, the rest deduct."""
        assert list(range(1, 59)) == [i["number"] for i in items]
        assert [i["number"] for i in items if i["deducts"]] == list(range(52, 59))
        assert Decimal(114) == sum(i["points"] for i in items if not i["deducts"])

    def test_stated_points(self, items):
        """The published words and the figures agree."""
        for i in items:
            assert f"{'扣' if i['deducts'] else ''}{i['points']}分" == i["stated"]

    def test_collective_names(self, items):
        """How often the source names several units at once."""
        named = Counter(n for i in items for n in i["units"] if n.startswith("各"))

        assert {"各街道办事处": 47, "各有关街道办事处": 11, "各有关单位": 6} == named

    def test_every_name_means_a_unit(self, scheme, items):
        """Other ways of writing a name included."""
        assert all(scheme.roster.meant(name) for i in items for name in i["units"])
        assert ("agriculture-water",) == scheme.roster.meant("区农业农村水利局")


class TestOwnRows:
    """A unit gets what is its own."""

    @pytest.mark.parametrize(
        ("unit", "rows"), [("street-1", 58), ("development-reform", 22), ("emergency", 6), ("taxation", 7)]
    )
    def test_rows(self, scheme, unit, rows):
        """So many indicators name the unit, itself or among several."""
        table = scheme.form(FORM).tables[0]

        assert rows == len(printed_keys(scheme, "self-check", table, unit))

    def test_part(self, scheme, before):
        """The first responsible unit leads, every other one supports."""
        frame = framed(scheme, before)[FRAME]
        parts = {(r["subject"], r["row"]): r["part"] for r in frame.to_dict("records")}

        assert ("牵头", "配合", "配合") == (
            parts["development-reform", "i01"],
            parts["street-1", "i01"],
            parts["development-reform", "i03"],
        )


class TestScore:
    """A unit's score and the points that it could have."""

    def test_full_points(self, scheme, validator, verified):
        """A street without deductions has all 114 points of its 58 indicators."""
        own = [s for s in from_frame(validator.scorer(verified(), scheme)) if s.unit == "street-1"]

        assert (58, Decimal(114), Decimal(114)) == (
            len(own),
            sum(s.points or 0 for s in own),
            sum(s.score or 0 for s in own),
        )

    def test_a_deduction_counts_against_the_unit(self, scheme, validator, verified):
        """The ninth class takes points away and assigns none."""
        frames = verified({("emergency", "i52"): Decimal("1.3")})
        own = {s.item: s for s in from_frame(validator.scorer(frames, scheme)) if s.unit == "emergency"}

        assert (Decimal(0), Decimal("1.3"), Decimal("-1.3")) == (
            own["i52"].points,
            own["i52"].deduction,
            own["i52"].score,
        )

    def test_the_form_computes_the_same(self, scheme, validator, verified):
        """The score of every row is what the printed formula shows."""
        frames = verified({("street-1", "i58"): Decimal("0.5"), ("street-1", "i01"): Decimal("2.25")})
        shown = {(r["subject"], r["row"]): r["score"] for r in frames[FRAME].to_dict("records")}

        assert shown == {(s.unit, s.item): s.score for s in from_frame(validator.scorer(frames, scheme))}

    def test_verified_twice(self, scheme, validator, verified):
        """Two verifications of one indicator are told, at both."""
        again = replace(verified().stack.records[0], name="again.xlsx")
        twice = framed(scheme, [*verified().stack.records, again])
        found = list(validator.findings(twice, scheme))

        assert {"U008"} == {f.code for f in found}
        assert 2 * len(again.rows) == len(found)


class TestDistrict:
    """The table of the whole district."""

    def test_each_indicator_once(self, scheme, validator, verified):
        """As the lead unit has it; what streets are given does not add up."""
        changes = {("development-reform", "i01"): Decimal(3), ("street-1", "i01"): Decimal(1)}
        made = sheet(validator, verified(changes), scheme)
        first = made.frame.iloc[0]

        assert (58, "区发改委", Decimal(3)) == (len(made.frame), first["lead"], first["verified"])

    def test_deductions_are_negative(self, scheme, validator, verified):
        """So that the column's total is the district's score."""
        made = sheet(validator, verified({("emergency", "i52"): Decimal("1.3")}), scheme)

        assert Decimal("-1.3") == made.frame.set_index("number").loc[52, "verified"]

    def test_who_did_not_return(self, scheme, validator, before):
        """A lead without return leaves its figures blank; nobody's at all makes no table."""
        made = sheet(validator, framed(scheme, before), scheme).frame.set_index("number")

        assert (7, 1) == (made.loc[31, "units"], made.loc[31, "returned"])
        assert pd.isna(made.loc[31, "claimed"])
        assert sheet(validator, framed(scheme, []), scheme) is None


def sheet(validator, frames, scheme):
    """The consolidated table of these frames."""
    ((_, maker),) = validator.sheets
    return maker(frames, scheme)
