"""One rule, two enforcements: a real spreadsheet program and the check say the same of every entry."""

import re
from typing import get_args

import pytest

from kpixl.blueprint.model.columns import TypeName
from kpixl.rules import ROW_KINDS, TABLE_KINDS
from tests.support import parity
from tests.support.libreoffice import Verdicts
from tests.support.parity_cases import every_case
from tests.support.parity_exceptions import EVERY
from tests.support.parity_report import PAGE, SECTION, tally

ROWS = 80
"""Rows of each case here; `python -m tests.full_parity` tries thousands."""
SUBJECTS = {case.subject for case in every_case()}


@pytest.mark.parametrize("case", every_case(), ids=lambda case: f"{case.subject}: {case.name}")
def test_program_and_check_agree(office, tmp_path, case):
    """What LibreOffice refuses, colours and counts is what the check finds, but for the named exceptions."""
    found = tally(office, case, ROWS, tmp_path)
    assert [] == found.disagreements, "\n".join(map(repr, found.disagreements))
    assert found.values >= ROWS // 2


def test_every_type_is_tried():
    """No type of the blueprint's language is left out."""
    assert {f"type {name}" for name in get_args(TypeName)} <= SUBJECTS


def test_every_rule_kind_is_tried():
    """No kind of rule is left out."""
    tried = {kind for subject in SUBJECTS for kind in subject.removeprefix("rule ").split(", ")}
    assert {*ROW_KINDS, *TABLE_KINDS, "required"} <= tried


class TestPage:
    """The full run's figures in docs/compatibility.md."""

    @pytest.fixture
    def rows(self):
        """The cells of its tables, row by row."""
        found = SECTION.search(PAGE.read_text(encoding="utf-8"))
        assert found is not None
        lines = [line for line in found[0].splitlines() if re.match(r"\| [^-]", line)]
        return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]

    def test_names_every_subject(self, rows):
        """Every type and rule kind has a row with entries and without a disagreement."""
        figures = {
            row[0]: (int(row[2].replace(",", "")) >= 1000, row[5])
            for row in rows
            if len(row) == 6 and row[1] != "declarations"
        }
        assert dict.fromkeys({*SUBJECTS, "all"}, (True, "0")) == figures

    def test_names_every_exception(self, rows):
        """Every exception is listed with its reason, and there were entries that needed it."""
        listed = {row[0]: (row[1] != "0", row[2]) for row in rows if len(row) == 3 and row[0] != "exception"}
        assert {each.name: (True, each.reason) for each in EVERY} == listed


class TestComparison:
    """Where one side is silenced, the comparison says so."""

    CASE = next(case for case in every_case() if case.name == "integer, min 1, max 9")

    def test_a_check_that_finds_nothing(self, office, tmp_path, monkeypatch):
        """Entries that only the program finds wrong are disagreements."""
        monkeypatch.setattr(parity, "checked", lambda package, data: [])
        assert [] != tally(office, self.CASE, 40, tmp_path).disagreements

    def test_a_program_that_refuses_nothing(self, office, tmp_path, monkeypatch):
        """Entries that only the check finds wrong are disagreements."""
        silent = Verdicts(invalid=frozenset(), colours={})
        monkeypatch.setattr(office, "verdicts", lambda path, password: {"表": silent, "填报说明": silent})
        assert [] != tally(office, self.CASE, 40, tmp_path).disagreements
