import pytest

from kpixl.rules import FORM_KINDS, UNIT_KINDS
from tests.support.several import CASES, findings_of


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_check_finds(case):
    """What breaks a rule over forms or units is reported at each cell concerned, and nothing else is."""
    found = [[f.where.unit, f.where.form, f.where.row, f.code] for f in findings_of(case)]
    assert case.get("findings", []) == found


def case_of(name):
    """A case by its name."""
    return next(case for case in CASES if case["name"] == name)


MESSAGES = {
    "same as, by row key": "“第2行”的“target”为“6”，与“表b”B6的“aim”“7”不一致。",
    "references, not there": "“第2行”的“name”为“丙”，“表b”的“project”中没有“丙”。",
    "unique across units": "各单位的“award、number”不得相同，“单位C”也填报了（uc，表a B5）。",
    "total across units differs": "“amount”合计应等于100：2份回收件合计99.5，应为100，相差0.5。",
    "outlier": "“第1行”的“rate”为40，而5个单位中间的一个是12，多数在6.81至17.19之间。",
    "copied, the same": "“report”与“单位B”的（ub，表a B5）一字不差。",
    "copied, nearly the same": "“第1行”的“report”与“单位B”的（ub，表a B6）有96.15%相同。",
}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_says_both_sides(name):
    """A message names both figures, or both places."""
    assert MESSAGES[name] == findings_of(case_of(name))[0].message()


def test_an_outlier_is_no_error_unless_the_rule_says_so():
    """What is only likely to be wrong does not keep a return from being accepted."""
    assert ["warning"] == [f.severity.value for f in findings_of(case_of("outlier"))]


def test_every_kind_has_cases():
    """Every kind over forms or units has a case in which it is broken and one in which it holds."""
    kinds = [({r["kind"] for f in c["forms"] for r in f.get("rules", ())}, c.get("findings")) for c in CASES]
    broken = {kind for each, found in kinds for kind in each if found}
    holding = {kind for each, found in kinds for kind in each if not found}
    assert ({*FORM_KINDS, *UNIT_KINDS},) * 2 == (broken, holding)
