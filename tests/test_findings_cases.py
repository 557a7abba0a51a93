"""Every code of the catalogue is raised by a test."""

import re
from pathlib import Path

import pytest

from kpixl.findings import entries
from tests import (
    test_check_figures,
    test_check_identity,
    test_check_integrity,
    test_check_rows,
    test_check_run,
    test_check_structure,
    test_decisions,
    test_recognise,
)
from tests.support import folders, ruled, seen, several

TESTS = Path(__file__).parent
MODULES = (
    test_check_figures,
    test_check_identity,
    test_check_structure,
    test_recognise,
    test_check_integrity,
    test_check_rows,
    test_check_run,
    test_decisions,
)
RULED = [found for case in (*ruled.CASES, *several.CASES) for found in case.get("findings", ())]
OF_RULES = {text for found in RULED for text in found if text in entries()}
OF_FEEDBACK = {"S015"}
"""No check says it, only a feedback workbook: see test_feedback."""
OF_TOTALS = {"S017"}
"""Said of rows to fill in freely: see test_check_structure."""
OF_FOLDERS = {
    found[0] for case in folders.CASES for said in case["says"].values() for found in said.get("findings", ())
}
"""Said of whole folders: see test_returns_cases."""
OF_INFORMATION = {"I022"}
"""Said of what came back though nobody waits for it: see test_information_only."""
OF_SEEN = {found[0] for case in seen.CASES for found in case["says"]}
"""Said of what a reader of values does not see: see test_seen."""
CASES = (
    {code for module in MODULES for code in module.CASES.codes}
    | OF_RULES
    | OF_FEEDBACK
    | OF_TOTALS
    | OF_FOLDERS
    | OF_INFORMATION
    | OF_SEEN
)
ELSEWHERE = re.compile(r"\b[A-Z]\d{3}\b")


def test_gates_with_cases():
    """Each code of identity, structure, integrity, rows and tables has a case in the check's own tests."""
    assert [] == sorted(c for c in entries() if c[0] in "ISTRC" and c not in CASES)


def test_cases_are_catalogued():
    """No case expects a code that is not in the catalogue."""
    assert set() == CASES - entries().keys()


@pytest.mark.parametrize("gate", "FVUB")
def test_gates_with_tests_of_their_own(gate):
    """Each code of the other gates stands in a test or among the cases of one."""
    files = [p for p in TESTS.rglob("*") if p.suffix in {".py", ".yaml"} and p.name != Path(__file__).name]
    named = {code for p in files for code in ELSEWHERE.findall(p.read_text(encoding="utf-8"))}
    assert [] == sorted(c for c in entries() if c[0] == gate and c not in named)
