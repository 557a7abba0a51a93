"""xinhua-2021: what its forms ask of whom, and what the workbook itself sees of wrong entries."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kpixl.carry import next_packages
from kpixl.check.gates import stacked, stacked_findings
from kpixl.check.rows import Context
from kpixl.layout import Answer, CellKey, Computation, Role, lay_out
from kpixl.rules.types import Listed
from kpixl.simulate import answers
from kpixl.simulate.chance import chance
from tests.support.records import record_of, self_checks
from tests.support.simulated import self_checks as packages
from tests.support.simulated import xinhua

pytestmark = pytest.mark.slow  # a whole reference scheme

TARGETS, AWARDS, NEXT_YEAR = "target-execution", "awards", "targets-2022"
AWARD = {"awarded": "焦店镇政府", "awarding": "市政府", "award": "先进单位"}


@pytest.fixture(scope="module")
def scheme():
    """The reference scheme."""
    return xinhua()


def filled(scheme, unit, changes):
    """A unit's plan with random answers, and changes to them: (form, row, column) → value."""
    (package,) = packages(scheme, unit)
    plan = lay_out(package)
    given = dict(answers(package, plan, chance(1, unit)))
    given |= {CellKey(form, "", unit, row, column): value for (form, row, column), value in changes.items()}
    return package, plan, {key: value for key, value in given.items() if value is not None}


def whole(plan, given):
    """Need, done and bad of the whole workbook, as the cover has them."""
    run = Computation(plan, given)
    cells = (c for c in plan.by_spot.values() if c.key and c.key.form == "cover" and c.key.row == "#total")
    return {c.key.column: run.value(c.spot) for c in cells}


def found(scheme, record, stage="self-check"):
    """(code, row, column, severity) of what the check finds in 附件2 of one return."""
    context = Context(scheme=scheme, stage=stage, complete=False)
    every = stacked_findings(context, stacked(scheme, [record]), None)
    of_targets = (f for f in every if f.where.form == TARGETS)
    return {(f.code, f.where.row, f.where.field, f.severity.value) for f in of_targets}


class TestAwards:
    """附件3."""

    @pytest.mark.parametrize(("document", "wrong"), [("平政〔2021〕5号", 0), ("5号文", 1)])
    def test_the_cover_counts_what_is_no_document_number(self, scheme, document, wrong):
        """As the check does."""
        award = {(AWARDS, "1", column): value for column, value in AWARD.items()}
        _, plan, given = filled(scheme, "jiaodian", award | {(AWARDS, "1", "document"): document})

        assert Decimal(wrong) == whole(plan, given)["bad"]

    def test_it_is_red(self, scheme):
        """In its own cell."""
        _, plan, _ = filled(scheme, "jiaodian", {})
        run = Computation(plan, {CellKey(AWARDS, "", "jiaodian", "1", "document"): "5号文"})
        cell = plan.by_cell_key[CellKey(AWARDS, "", "jiaodian", "1", "document")]

        assert ["wrong"] == [m.kind for m in cell.highlights if run.result(m.test, cell.spot) is True]


class TestNotApplicable:
    """附件2: a target that a unit does not have."""

    SPARED = {(TARGETS, "t06", column): None for column in ("report", "claimed", "remark")} | {
        (TARGETS, "t06", "not_applicable"): "不适用"
    }

    def test_nothing_else_is_asked_but_the_reason(self, scheme):
        """The remark, and neither report nor figure."""
        package, _, given = filled(scheme, "jiaodian", self.SPARED)

        assert {("R002", "t06", "remark", "error")} == found(scheme, record_of(package, given))

    def test_with_the_reason_it_is_whole(self, scheme):
        """The cover has nothing left to ask."""
        reason = {(TARGETS, "t06", "remark"): "没有外资企业"}
        _, plan, given = filled(scheme, "jiaodian", self.SPARED | reason)
        made = whole(plan, given)

        assert (made["need"], Decimal(0)) == (made["done"], made["bad"])

    def test_what_is_verified_so_has_no_score(self, scheme):
        """Neither score nor points; the others keep theirs."""
        before = self_checks(scheme, ["jiaodian"])
        package = next(p for p in next_packages(scheme, "verification", before) if p.recipient == "commerce")
        key = CellKey(TARGETS, "", "jiaodian", "t06", "not_applicable")
        record = record_of(package, {key: "不适用", key._replace(column="remark"): "没有外资企业"})
        made = {e.key.column: e.value for e in record.entries if e.key.row == "t06"}

        assert (None, Decimal(0)) == (made["score"], made["counted"])


class TestVerified:
    """附件2, 考核结果."""

    @staticmethod
    def claiming(scheme, claimed):
        """What the verifier of 焦店镇's t03 gets, where the town reported this."""
        before, verifier = self_checks(scheme, ["jiaodian"]), "industry-information"
        package = next(p for p in next_packages(scheme, "verification", before) if p.recipient == verifier)
        key = CellKey(TARGETS, "", "jiaodian", "t03", "claimed")
        return replace(package, carried={**package.carried, key: Answer(value=Decimal(claimed))})

    @pytest.mark.parametrize(
        ("claimed", "achieved", "remark", "told"),
        [
            ("0.02", "0.08", None, True),
            ("0.08", "0.02", None, True),
            ("0.02", "0.08", "以统计局月报为准", False),
            ("0.02", "0.07", None, False),
            ("0.07", "0.02", None, False),
        ],
    )
    def test_what_is_far_from_what_was_reported_wants_a_reason(self, scheme, claimed, achieved, remark, told):
        """Above or below by more than five points; five are none too many."""
        entries = {"done": Decimal(90), "achieved": Decimal(achieved), "remark": remark}
        given = {CellKey(TARGETS, "", "jiaodian", "t03", c): v for c, v in entries.items() if v is not None}

        wanted = {("R002", "t03", "remark", "error")} if told else set()
        assert wanted == found(scheme, record_of(self.claiming(scheme, claimed), given), "verification")

    @pytest.mark.parametrize(
        ("achieved", "deduction", "remark", "told"),
        [
            ("-0.1", None, None, True),
            ("-0.1", Decimal(1), "差10%", False),
            ("-0.1", None, "上级调减目标", False),
            ("0.1", None, None, False),
        ],
    )
    def test_full_points_below_the_target_want_a_word(self, scheme, achieved, deduction, remark, told):
        """A warning where the figure is below plan and nothing is deducted or said."""
        package = self.claiming(scheme, achieved)
        entries = {
            "done": Decimal(90),
            "achieved": Decimal(achieved),
            "deduction": deduction,
            "remark": remark,
        }
        given = {CellKey(TARGETS, "", "jiaodian", "t03", c): v for c, v in entries.items() if v is not None}

        wanted = {("R005", "t03", "remark", "warning")} if told else set()
        assert wanted == found(scheme, record_of(package, given), "verification")


class TestNextYear:
    """附件7: targets of the year to come."""

    def asked(self, scheme, unit):
        """(row, column) of what a department fills."""
        (package,) = packages(scheme, unit)
        cells = lay_out(package).by_cell_key.items()
        return {(k.row, k.column) for k, c in cells if k.form == NEXT_YEAR and c.role is Role.INPUT}

    def test_a_department_has_its_own_indicators(self, scheme):
        """Three of 商务局, each with target and source; nobody is asked for what was done next year."""
        own = {(row, column) for row in ("i03", "i04", "i05") for column in ("target", "source")}
        assert own == {(row, column) for row, column in self.asked(scheme, "commerce") if row.startswith("i")}

    def test_a_department_without_any_has_the_list(self, scheme):
        """Free rows alone, in which to choose."""
        rows = {row for row, _ in self.asked(scheme, "audit")}
        assert rows == {str(n) for n in range(1, 13)}

    def test_the_list_has_what_nobody_is_responsible_for(self, scheme):
        """Own indicators of departments are not to be chosen by others."""
        (package,) = packages(scheme, "audit")
        cell = lay_out(package).by_cell_key[CellKey(NEXT_YEAR, "", "audit", "1", "other_indicator")]
        free = [i["name"] for i in scheme.lists["indicators-2022"].items if not i.get("responsible")]

        assert isinstance(cell.type, Listed)
        assert free == list(cell.type.whole.choices)
