"""Published figures against what returns come to: computed cells, totals, sums over units."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kpixl.blueprint import digest, load_published
from kpixl.blueprint.model import Figure, Published, PublishedReturn
from kpixl.check.figures import figure_findings, overall_findings
from kpixl.check.result import CheckResult, FileResult
from kpixl.check.rows import Context
from kpixl.generate import Issuer, build
from kpixl.layout import CellKey, first_packages
from kpixl.returns import Reader, prepare
from kpixl.returns._reading import read_bytes
from tests.support import projects
from tests.support.codes import Cases
from tests.support.projects import FOLDER, KEY, PASSWORD

TOTAL = "#total"
CASES = Cases()
CASES.add("C201", "a unit's return", "")
CASES.add("C201", "published answers", "published")


def record(unit, simulated, answers):
    """The record of a unit's workbook of the first stage with these answers."""
    scheme = projects.scheme()
    package = next(
        p for p in first_packages(scheme, scheme.stage(), simulated=simulated) if p.recipient == unit
    )
    built = build(package, answers, issuer=Issuer.of(KEY, PASSWORD, digest(scheme)))
    return replace(
        read_bytes(prepare(Reader(scheme=projects.scheme(), key=KEY)), built.data), name=f"{unit}.xlsx"
    )


def court(simulated="", second=Decimal(10)):
    """The court's return: a project of 120.5 with targets 30 and `second`."""
    key = CellKey("project", "p1", "court", "1", "")
    answers = {
        key._replace(row="", column="amount"): Decimal("120.5"),
        key._replace(column="indicator"): "开放天数",
        key._replace(column="target"): Decimal(30),
        key._replace(row="2", column="indicator"): "满意人数",
        key._replace(row="2", column="target"): second,
    }
    return record("court", simulated, answers)


def published(**figure):
    """One published figure of the projects."""
    return [Published(published="project", figures=(Figure(**figure),))]


def found(records, figures, *, torn=()):
    """What is found in the stage `plan`."""
    context = Context(scheme=projects.scheme(), stage="plan", torn=frozenset(torn))
    return list(figure_findings(context, figures, records))


WRONG: dict[str, Any] = {"column": "target", "row": TOTAL, "unit": "court", "instance": "p1", "value": 41}


class TestCells:
    """A figure of one unit."""

    @pytest.mark.parametrize("case", CASES.every, ids=str)
    def test_another_figure_is_found_at_its_cell(self, case):
        """A total that is not the published one is a warning with both figures and their difference."""
        (finding,) = found([court(*case.arguments)], published(**WRONG))
        where = finding.where
        assert (case.code, "warning", "食堂运行", "C15") == (
            finding.code,
            finding.severity.value,
            where.sheet,
            where.cell,
        )
        assert "“合计”的“目标值”是40，公布的是41，相差1。" == finding.message()

    def test_the_published_figure_is_none(self):
        """What agrees is not mentioned, however many zeros it has."""
        assert [] == found([court()], published(**{**WRONG, "value": Decimal("40.00")}))

    def test_a_return_filled_in_at_random_is_not_compared(self):
        """Chance figures say nothing about what was published."""
        assert [] == found([court("random")], published(**WRONG))

    def test_another_units_figure_is_not_compared(self):
        """A figure is held against the return of its unit."""
        assert [] == found([court()], published(**{**WRONG, "unit": "education", "instance": "p2"}))

    def test_another_stage_is_not_compared(self):
        """A figure is held against the stage that it is of."""
        later = [Published(published="project", stage="review", figures=(Figure(**WRONG),))]
        assert [] == found([court()], later)

    def test_an_invalid_entry_leaves_no_total(self):
        """What the total of a column with an error would be nobody knows."""
        assert [] == found([court(second="很多")], published(**WRONG))

    def test_a_torn_table_leaves_no_total(self):
        """Nor that of a table that did not come back whole."""
        assert [] == found([court()], published(**WRONG), torn=[("court.xlsx", "project", "")])

    def test_a_form_about_nobody_is_its_returners(self):
        """In a form about no unit the figure is that of whoever returned it."""
        key = CellKey("summary", "", "", "p2", "amount")
        returned = record("finance", "published", {key: Decimal(300)})
        figures = [c for c in load_published(FOLDER) if c.published == "summary"]
        told = [(f.code, f.where.cell, f.value, f.expected) for f in found([returned], figures)]
        assert [("C201", "D9", "30", "31"), ("C201", "C12", "300", "500.5")] == sorted(
            told, key=lambda t: t[3]
        )


class TestSums:
    """A figure over all units."""

    @staticmethod
    def told(*records, figures=None, missing=()):
        """Findings of merging these accepted returns."""
        files = tuple(
            FileResult(path=r.name, given=r.name, sha256="", status="accepted", record=r) for r in records
        )
        result = CheckResult(scheme="projects", stage="plan", files=files, missing=missing)
        amount = figures or [
            Published(
                published="project",
                returns=(PublishedReturn(unit="court", instance="p1"),),
                figures=(Figure(column="amount", value=Decimal("501.5")),),
            )
        ]
        return overall_findings(projects.scheme(), amount, result)

    def test_another_sum_is_found(self):
        """The sum over all returns is a warning with both figures."""
        (finding,) = self.told(court())
        words = "1份回收件的“金额（万元）”合计120.5，公布的是501.5，相差381。"
        assert ("U201", words) == (finding.code, finding.message())

    def test_the_published_sum_is_none(self):
        """What agrees is not mentioned."""
        assert () == self.told(court(), figures=published(column="amount", value=Decimal("120.5")))

    def test_it_waits_for_everybody(self):
        """While a return is missing there is no sum to compare."""
        assert () == self.told(court(), missing=("education",))

    def test_published_returns_stand_for_themselves(self):
        """Of published answers only some units' may be known: those that are make the sum."""
        assert ["U201"] == [f.code for f in self.told(court("published"), missing=("education",))]

    def test_random_returns_are_not_compared(self):
        """Not even one among others."""
        assert () == self.told(court("random"))
