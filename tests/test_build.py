import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from kpixl.addresses import column_letters
from kpixl.carry import next_packages
from kpixl.generate import Issuer, build
from kpixl.layout import IDENTITY_SHEET, Role
from kpixl.rules.types import as_text
from kpixl.stamp import Key, from_properties, read_token
from tests.support import tiny
from tests.support.records import record_of
from tests.support.tiny import read, report

UNITS = ("hedong", "hexi", "finance")


def verification():
    """The verification workbooks."""
    records = [record_of(tiny.package(u), tiny.answers(u)) for u in UNITS]
    return [build(p, {}, issuer=tiny.issuer()) for p in next_packages(tiny.scheme(), "verification", records)]


@pytest.fixture(scope="module", params=["town", "office", "finance verifies", "panel verifies"])
def made(request):
    """Workbooks of every kind of recipient."""
    if request.param in {"town", "office"}:
        return tiny.built({"town": "hedong", "office": "finance"}[request.param])
    return verification()["panel" in request.param]


@pytest.fixture(scope="module")
def opened(made):
    """The workbook as another reader sees it."""
    return openpyxl.load_workbook(BytesIO(made.data))


def placed(made, *roles):
    """(sheet's name, address) of the cells of these roles."""
    cells = [(s, c) for s in made.plan.sheets for c in s.cells if c.role in roles]
    return {(s.name, s.address(c.spot).a1) for s, c in cells}


class TestBytes:
    def test_same_inputs_same_bytes(self):
        """Nothing of the clock or of chance is in a workbook."""
        again = [
            build(tiny.package("finance"), tiny.answers("finance"), issuer=tiny.issuer()).data for _ in "12"
        ]
        assert [tiny.built("finance").data] * 2 == again

    @pytest.mark.slow
    def test_in_another_process(self):
        """Nor anything of the process: the order of sets, say."""
        code = (
            "import hashlib; from tests.support import tiny;"
            "print(hashlib.sha256(tiny.built('finance').data).hexdigest())"
        )
        root = Path(__file__).parent.parent
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        assert hashlib.sha256(tiny.built("finance").data).hexdigest() == done.stdout.strip()

    @pytest.mark.parametrize("changes", [{"issue": 2}, {"simulated": "random"}, {"recipient": "hexi"}])
    def test_other_inputs_other_bytes(self, changes):
        """Another issue, or another recipient, is another workbook."""
        other = build(replace(tiny.package("hedong"), **changes), {}, issuer=tiny.issuer())
        assert other.data != build(tiny.package("hedong"), {}, issuer=tiny.issuer()).data

    def test_another_key_another_signature(self):
        """The key signs, the password locks."""
        other = Issuer.of(Key(b"another key, as long as the first"), "密码", tiny.issuer().digest)
        assert build(tiny.package("hedong"), {}, issuer=other).data != tiny.built("hedong").data


class TestLocks:
    def test_every_cell_to_fill_is_unlocked(self, made, opened):
        """Exactly the cells to fill can be filled."""
        unlocked = {
            (sheet.title, cell.coordinate)
            for sheet in opened.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked and type(cell).__name__ != "MergedCell"
        }
        assert placed(made, Role.INPUT) == unlocked

    def test_every_sheet_is_protected(self, opened):
        """Every sheet is protected with a modern hash."""
        assert {("SHA-512", True)} == {
            (s.protection.algorithmName, s.protection.sheet) for s in opened.worksheets
        }

    def test_the_structure_is_locked(self, opened):
        """Sheets cannot be added, removed or moved."""
        assert opened.security.lockStructure

    def test_the_identity_is_very_hidden(self, opened):
        """The sheet with stamp and baseline does not show."""
        assert opened[IDENTITY_SHEET].sheet_state == "veryHidden"


class TestContent:
    def test_answers_are_in_their_cells(self):
        """What is filled in stands where the plan has it."""
        made = tiny.built("finance")
        sheet = openpyxl.load_workbook(BytesIO(made.data))["附件1"]
        key = report("finance", "1", "target")
        at = made.plan.by_key["report"].address(made.plan.by_cell_key[key].spot)
        assert sheet[f"{column_letters(at.column)}{at.row + 1}"].value == "第1项"

    def test_what_is_written_is_read_back(self, made):
        """A workbook as issued is read without any finding."""
        assert () == read(made.data).findings

    @pytest.mark.parametrize("unit", UNITS)
    def test_answers_come_back(self, unit):
        """Every answer that was written is read as it was given."""
        entries = read(tiny.built(unit).data).entries
        assert tiny.answers(unit) == {e.key: e.value for e in entries if e.role == "input" and e.text}

    def test_formulas_carry_the_engines_figures(self, made):
        """The stored result of every formula is what the engine says."""
        figures = openpyxl.load_workbook(BytesIO(made.data), data_only=True)
        engine = {(e.sheet, e.cell): as_text(e.value) for e in read(made.data).entries}
        for sheet, cell in placed(made, Role.TOTAL, Role.FORMULA):
            stored = figures[sheet][cell].value
            number = isinstance(stored, int | float)
            assert engine[sheet, cell] == (as_text(Decimal(repr(stored))) if number else stored or "")

    def test_every_input_has_a_validation(self, made, opened):
        """Each cell to fill has one data validation."""
        for sheet in opened.worksheets:
            covered = [
                (sheet.title, f"{column_letters(c - 1)}{r}")
                for validation in sheet.data_validations.dataValidation
                for area in validation.sqref.ranges
                for r in range(area.min_row, area.max_row + 1)
                for c in range(area.min_col, area.max_col + 1)
            ]
            inputs = sorted(p for p in placed(made, Role.INPUT) if p[0] == sheet.title)
            assert inputs == sorted(covered)


class TestStamp:
    def test_what_it_says(self):
        """The stamp says whose workbook it is."""
        stamp = tiny.built("hedong").stamp
        assert ("tiny", "3", "self-check", "hedong", ("hedong",), 1, "") == (
            stamp.scheme, stamp.version, stamp.stage, stamp.recipient, stamp.subjects, stamp.issue,
            stamp.simulated,
        )  # fmt: skip

    def test_it_is_in_the_properties(self, made, opened):
        """The document's properties carry it."""
        found = {p.name: p.value for p in opened.custom_doc_props.props}
        token = read_token(from_properties(found))
        assert token is not None
        assert made.stamp == token.stamp


class TestGolden:
    @pytest.mark.parametrize("unit", ["hedong", "finance"])
    def test_a_workbook(self, unit, tmp_path, same_as_golden):
        """A workbook of the tiny scheme is, part by part, the reviewed one."""
        path = tmp_path / "made.xlsx"
        path.write_bytes(tiny.built(unit).data)
        same_as_golden(path, f"tiny-{unit}")

    def test_verification(self, tmp_path, same_as_golden):
        """So is a verification workbook with the carried answers."""
        path = tmp_path / "made.xlsx"
        path.write_bytes(verification()[0].data)
        same_as_golden(path, "tiny-verification")


def test_scores_are_computed():
    """A score comes back as the engine computed it."""
    records = [record_of(tiny.package(u), tiny.answers(u)) for u in UNITS]
    package = next_packages(tiny.scheme(), "verification", records)[0]
    made = build(package, {report("hedong", "t1", "bonus"): Decimal("0.13")}, issuer=tiny.issuer())
    scores = {e.key: e.value for e in read(made.data).entries if e.key.column == "score"}
    assert scores[report("hedong", "t1", "score")] == Decimal("60.13")
