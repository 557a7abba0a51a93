from typing import Any

import pytest

from kpixl.findings import Severity
from kpixl.rules import ENTRY_KINDS, ROW_KINDS, TABLE_KINDS
from tests.support.ruled import CASES, answers_of, checked, coloured, counted, plan_of, scheme_of

SEVERAL = {"C001", "C004", "C010"}
ROW_CODES = {"R001", *(kind.code for kind in ROW_KINDS.values())}


def parametrized(cases):
    """The cases, named."""
    return pytest.mark.parametrize("case", cases, ids=lambda case: case["name"])


def scheme(case):
    """The scheme of a case."""
    more = {"periods": case["periods"]} if "periods" in case else {}
    return scheme_of(case["columns"], case.get("rules", ()), case.get("fields", ()), **more)


def before(case):
    """What the period or the round before had."""
    return answers_of(case.get("before", ()))


def answers(case):
    """The answers of a case."""
    return answers_of(case["rows"], case.get("fields", ()))


@parametrized(CASES)
def test_the_check_finds(case):
    """The check reports what the case says, each at its row and column, and nothing else."""
    found = checked(scheme(case), answers(case), invalid=case.get("invalid", ()), before=before(case))
    assert case.get("findings", []) == sorted([int(f.where.row or 0), f.code, f.where.field] for f in found)


@parametrized([case for case in CASES if not case.get("uncoloured")])
def test_the_workbook_colours_the_same_rows(case):
    """The rows in which the check finds a broken rule are the ones that the workbook colours."""
    expected = {str(row) for row, code, _ in case.get("findings", []) if code in ROW_CODES}
    shown = coloured(plan_of(scheme(case), before(case)), answers(case), "missing", "wrong", "doubt")
    # of equal entries and of groups the workbook shows all rows, the check one
    several = {str(row) for row, code, _ in case.get("findings", []) if code in SEVERAL}
    assert several <= {row for row, _ in shown}
    assert several or expected == {row for row, _ in shown}


@parametrized([case for case in CASES if not case.get("uncoloured")])
def test_the_cover_counts_the_same(case):
    """The cover says that something is missing or wrong exactly where the check finds an error."""
    found = checked(scheme(case), answers(case), before=before(case))
    errors = [f for f in found if f.severity is Severity.ERROR]
    counts = counted(plan_of(scheme(case), before(case)), answers(case))
    assert bool(errors) == (counts["bad"] != 0 or counts["done"] != counts["need"])


def test_of_equal_entries_the_workbook_shows_all():
    """Each of several equal entries is shown as wrong."""
    case: dict[str, Any] = next(c for c in CASES if c["name"] == "unique, repeated")
    shown = coloured(plan_of(scheme(case)), answers(case), "wrong")
    assert {("1", "name"), ("3", "name"), ("4", "name")} == shown


def test_every_kind_has_cases():
    """Every kind of rule has a case in which it is broken and one in which it holds."""
    broken = {r["kind"] for c in CASES for r in c.get("rules", ()) if c.get("findings")}
    holding = {r["kind"] for c in CASES for r in c.get("rules", ()) if not c.get("findings")}
    assert ({*ROW_KINDS, *ENTRY_KINDS, *TABLE_KINDS},) * 2 == (broken, holding)
