"""validators/xinhua_2021.py: what it finds when all returns lie side by side, and what it leaves alone."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.blueprint import load_scheme
from kpixl.check import load_validator
from kpixl.check.frames import Frames
from kpixl.check.gates import stacked
from kpixl.layout import CellKey, Role, first_packages, lay_out
from kpixl.returns import Entries
from kpixl.scoring import from_frame, item_scores
from tests.support.records import FORM, record_of, self_checks, verifications

pytestmark = pytest.mark.slow  # a whole reference scheme

ROOT = Path(__file__).parents[1]
LONG = (
    "目标是完成全区下达的年度任务，实际超额完成，"
    "具体数字见附后的统计表和验收材料，群众反映良好，没有发生任何问题。"
)
AWARD = {
    "award": "2021年度信访工作先进单位",
    "awarded_on": dt.date(2021, 12, 20),
    "document": "平政〔2021〕5号",
}


@pytest.fixture(scope="module")
def scheme():
    """The real scheme."""
    return load_scheme(ROOT / "blueprints" / "xinhua-2021")


@pytest.fixture(scope="module")
def validator():
    """Its validators file."""
    found = load_validator(ROOT / "validators", "xinhua-2021")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def before(scheme):
    """Self-checks of two towns and a department."""
    return self_checks(scheme, ["jiaodian", "xiangshan", "commerce"])


def findings(validator, scheme, records):
    """(code, unit, row) of all that its checks find."""
    made = validator.findings(framed(scheme, records), scheme)
    return [(f.code, f.where.subject, f.where.row) for f in made]


def framed(scheme, records):
    """The frames of these returns."""
    return Frames(stacked(scheme, records))


def with_awards(scheme, **awards):
    """Returns of 附件3: unit → the award in its first row."""
    made = []
    for package in first_packages(scheme, scheme.stage("self-check")):
        if package.recipient in awards:
            own = awards[package.recipient]
            answers = {CellKey("awards", "", package.recipient, "1", c): v for c, v in own.items()}
            made.append(record_of(package, answers))
    return made


def with_reports(records, text, *places):
    """The records with this report in these (subject, row)."""
    return [
        replace(
            r,
            entries=Entries.of(
                e._replace(value=text, text=text)
                if e.key.column == "report" and (e.key.subject, e.key.row) in places
                else e
                for e in r.entries
            ),
        )
        for r in records
    ]


def test_ordinary_returns_are_fine(scheme, validator, before):
    """Nothing is found in plain returns of either stage."""
    assert [] == findings(validator, scheme, before) + findings(
        validator, scheme, verifications(scheme, before)
    )


class TestAwards:
    """附件3: an award belongs to one unit."""

    def test_two_units_claim_one(self, scheme, validator):
        """Both are told, each with the other's place."""
        records = with_awards(scheme, jiaodian=AWARD, commerce=AWARD)

        assert [("U009", "jiaodian", "1"), ("U009", "commerce", "1")] == findings(validator, scheme, records)

    def test_a_shared_award_is_fine(self, scheme, validator):
        """Where the remark says so; who does not say it is asked."""
        shared = {**AWARD, "remark": "与商务局共同获奖"}
        records = with_awards(scheme, jiaodian=shared, commerce=AWARD)

        assert [("U009", "commerce", "1")] == findings(validator, scheme, records)

    @pytest.mark.parametrize(
        "other",
        [
            {"document": "平政〔2021〕6号"},
            {"award": "2021年度招商工作先进单位"},
            {"awarded_on": dt.date(2021, 12, 21)},
            {"document": None},
        ],
        ids=str,
    )
    def test_what_differs_is_another_award(self, scheme, validator, other):
        """Another number, another name, another day, or no number."""
        assert [] == findings(validator, scheme, with_awards(scheme, jiaodian=AWARD, commerce=AWARD | other))


class TestOwnWords:
    """附件2: what a unit reports is its own text."""

    def test_copied_text(self, scheme, validator, before):
        """Two units with the same long report are both told."""
        records = with_reports(before, LONG, ("jiaodian", "t01"), ("xiangshan", "t01"))

        assert [("U010", "jiaodian", "t01"), ("U010", "xiangshan", "t01")] == findings(
            validator, scheme, records
        )

    def test_a_unit_may_repeat_itself(self, scheme, validator, before):
        """The same text in two rows of one unit is no copy of another's."""
        records = with_reports(before, LONG, ("jiaodian", "t01"), ("jiaodian", "t02"))

        assert [] == findings(validator, scheme, records)

    def test_short_phrases_recur(self, scheme, validator, before):
        """已完成 is written by many."""
        records = with_reports(before, "已按要求完成全年任务", ("jiaodian", "t01"), ("xiangshan", "t01"))

        assert [] == findings(validator, scheme, records)

    def test_verifiers_see_the_texts_of_all(self, scheme, validator, before):
        """The units' texts, printed in a verifier's workbook, are not the verifier's copies."""
        copied = with_reports(before, LONG, ("jiaodian", "t01"), ("xiangshan", "t01"))

        assert [] == findings(validator, scheme, verifications(scheme, copied))


class TestVerifiedOnce:
    """An item is verified by one return."""

    def test_two_returns_about_one_item(self, scheme, validator, before):
        """Both rows are errors at the score's cell."""
        returns = verifications(scheme, before)
        one = next(r for r in returns if r.stamp and r.stamp.recipient == "industry-information")
        again = replace(one, name="again.xlsx")

        assert [("U008", u, "t03") for _ in range(2) for u in ("jiaodian", "xiangshan")] == findings(
            validator, scheme, [*returns, again]
        )

    def test_a_lost_column_is_no_crash(self, scheme, validator, before):
        """A return whose cells are gone is still told about, by its file."""
        one = verifications(scheme, before)[0]
        bare = Entries.of(e for e in one.entries if e.key.column == "achieved")
        found = findings(validator, scheme, [one, replace(one, name="again.xlsx", entries=bare)])

        assert {"U008"} == {code for code, _, _ in found}


def test_what_counts_as_a_score(scheme, validator, before):
    """The form's own figure, with points, bonus and deduction, and the cell that it stands in."""
    returns = verifications(scheme, before, {("jiaodian", "t03"): "-1.5"})
    made = from_frame(validator.scorer(framed(scheme, returns), scheme))
    one = next(s for s in made if (s.unit, s.item) == ("jiaodian", "t03"))

    assert (Decimal(8), None, Decimal("1.5"), Decimal("6.5")) == (
        one.points,
        one.bonus,
        one.deduction,
        one.score,
    )
    assert ("returns/工信局.xlsx", "附件2") == (one.file, one.sheet)
    assert one.cell


def test_scores_as_the_blueprint_has_them(scheme, validator, before):
    """For xinhua the validators file and the blueprint's `scoring` say the same."""
    frames = framed(scheme, verifications(scheme, before, seed=2))
    ours, plain = (
        {(s.unit, s.item): (s.points, s.score, s.cell) for s in from_frame(made)}
        for made in (validator.scorer(frames, scheme), item_scores(frames))
    )

    assert plain == ours


def test_no_returns_no_scores(scheme, validator):
    """Without returns there is an empty frame, not an error."""
    assert [] == [*from_frame(validator.scorer(framed(scheme, []), scheme))]


def test_the_keys_are_real():
    """The form that the checks name is there, with an entry to fill in each column that they read."""
    scheme = load_scheme(ROOT / "blueprints" / "xinhua-2021")
    plan = lay_out(first_packages(scheme, scheme.stage("self-check"))[0])
    inputs = {(k.form, k.column) for k, c in plan.by_cell_key.items() if c.role is Role.INPUT}

    assert {(FORM, "report"), *(("awards", c) for c in (*AWARD, "remark"))} <= inputs
