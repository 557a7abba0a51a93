"""A bonus of xinhua-2021 names the award that it is given for, which somebody else confirms."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.blueprint import load_scheme
from kpixl.blueprint.expressions import Value
from kpixl.carry import next_packages
from kpixl.check.gates import stacked, stacked_findings
from kpixl.check.rows import Context
from kpixl.layout import CellKey, first_packages
from tests.support.records import record_of

FOLDER = Path(__file__).parent.parent / "blueprints" / "xinhua-2021"
TOWN, NUMBER = "jiaodian", "平政〔2021〕5号"


def award(column):
    """A value of the town's award."""
    return CellKey("awards", "", TOWN, "1", column)


def target(item, column):
    """A value of one of the town's targets."""
    return CellKey("target-execution", "", TOWN, item, column)


@pytest.fixture(scope="module")
def verified():
    """What a check says of the verifiers' returns. confirmed: the award; t05, t06: bonuses that name it."""
    scheme = load_scheme(FOLDER)
    own = next(p for p in first_packages(scheme, scheme.stage()) if p.recipient == TOWN)
    reported: dict[CellKey, Value] = {
        award("awarded"): "焦店镇政府", award("awarding"): "平顶山市人民政府", award("award"): "信访先进单位",
        award("awarded_on"): dt.date(2021, 6, 30), award("document"): NUMBER,
    }  # fmt: skip
    packages = {p.recipient: p for p in next_packages(scheme, "verification", [record_of(own, reported)])}

    def said(confirmed, *items, number=NUMBER):
        bonus = {target(i, c): v for i in items for c, v in (("bonus", Decimal(1)), ("bonus_award", number))}
        records = [
            record_of(packages["commerce"], bonus),
            record_of(packages["appraisal-group"], {award("confirmed"): confirmed}),
        ]
        context = Context(scheme=scheme, stage="verification")
        found = stacked_findings(context, stacked(scheme, records), None)
        return [(f.code, f.where.row) for f in found if f.where.field == "bonus_award"]

    return said


def test_an_award_that_was_confirmed_is_right(verified):
    """In the return of 考核组, while the bonus stands in that of 商务局."""
    assert [] == verified("确认", "t05")


def test_one_that_was_not_confirmed_or_reported_is_told(verified):
    """At the bonus."""
    assert [("C008", "t05")] == verified("不予确认", "t05")
    assert [("C008", "t05")] == verified("确认", "t05", number="平政〔2021〕6号")


def test_one_award_counts_once(verified):
    """The second bonus for it is told."""
    assert [("C011", "t06")] == verified("确认", "t05", "t06")
