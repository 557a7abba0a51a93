"""The spreadsheet program that other tests rely on does what they take for granted."""

import contextlib
import os
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tests.support import libreoffice
from tests.support.libreoffice import (
    FormulaCell,
    OfficeError,
    delete_rows,
    insert_rows,
    move_rows,
    set_cell,
    set_formula,
    unprotect,
)

CACHED = [
    ("=1+1", 2, True),
    ("=1+1", 3, False),
    ("=1+1", "2 ", False),
    ('="甲"&"乙"', "甲乙", True),
    ('="甲"&"乙"', "甲", False),
    ('=IF(1=1,"",0)', "", True),
    ('=IF(1=1,"",0)', 0, False),
    ("=1/0", "#DIV/0!", False),
    ("=0.1+0.2", 0.3, True),
]


@pytest.fixture
def form(tmp_path) -> Path:
    """A small form: two rows, one to fill with a rule, protected, made for A4 landscape; a hidden sheet."""
    path = tmp_path / "01-新华镇.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("目标表")
    sheet.write_row("A1", ["指标", "分值"])
    sheet.write_row("A2", ["项目", 10])
    sheet.write("B3", None, workbook.add_format({"locked": False}))
    sheet.data_validation(
        "B3",
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 100,
            "input_message": "填数字",
            "error_title": "填报有误",
        },
    )
    sheet.conditional_format("B3", {"type": "formula", "criteria": "=ISTEXT($B$3)"})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area("A1:B3")
    sheet.set_footer("&C第 &P 页")
    sheet.protect("secret")
    hidden = workbook.add_worksheet("_kpixl")
    hidden.hide()
    workbook.define_name("名单", "=_kpixl!$A$1:$A$2")
    workbook.close()
    return path


@pytest.fixture
def lists(tmp_path) -> Path:
    """An unprotected sheet with 甲 to 戊 in A1:A5, and the number of them in B1."""
    path = tmp_path / "lists.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("名单")
    sheet.write_column("A1", "甲乙丙丁戊")
    sheet.write_formula("B1", "=COUNTA($A$1:$A$5)", None, 5)
    workbook.close()
    return path


def column(office, path: Path, rows: int) -> list[object]:
    """What LibreOffice reads in column A of the list."""
    probe = path.with_name(f"probe-{path.name}")
    office.edit(path, probe, [set_formula("名单", f"D{row}", f"=$A${row}") for row in range(1, rows + 1)])
    return [cell.recalculated for cell in office.recalc(probe).cells if cell.cell.startswith("D")]


class TestRecalc:
    @pytest.mark.parametrize(("formula", "cached", "agrees"), CACHED)
    def test_tells_right_cached_values_from_wrong_ones(self, office, tmp_path, formula, cached, agrees):
        """A cached value agrees if it is the same text or number; an error never does."""
        path = tmp_path / "one.xlsx"
        workbook = xlsxwriter.Workbook(path)
        workbook.add_worksheet("数").write_formula("C4", formula, None, cached)
        workbook.close()
        found = office.recalc(path)
        assert [("数", "C4", agrees)] == [(each.sheet, each.cell, each.agrees) for each in found.cells]
        assert len(found.differences) == (0 if agrees else 1)

    def test_gives_both_values(self, office, tmp_path):
        """The value in the file is what was saved, not what LibreOffice computes."""
        path = tmp_path / "one.xlsx"
        workbook = xlsxwriter.Workbook(path)
        workbook.add_worksheet("数").write_formula("AB12", "=1+1", None, 7)
        workbook.close()
        expected = FormulaCell(sheet="数", cell="AB12", formula="=1+1", cached=7, recalculated=2)
        assert [expected] == office.recalc(path).differences

    def test_takes_text_that_looks_like_a_formula_for_text(self, office, tmp_path):
        """A string that begins with = is no formula cell."""
        path = tmp_path / "text.xlsx"
        workbook = xlsxwriter.Workbook(path)
        workbook.add_worksheet().write_string("A1", "=1+1")
        workbook.close()
        assert () == office.recalc(path).cells

    def test_reads_array_formulas(self, office, tmp_path):
        """An array formula is a formula cell like others."""
        path = tmp_path / "array.xlsx"
        workbook = xlsxwriter.Workbook(path)
        sheet = workbook.add_worksheet()
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_array_formula("B1", "{=SUM(A1:A3*A1:A3)}", None, 14)
        workbook.close()
        assert [(14.0, 14.0)] == [(each.cached, each.recalculated) for each in office.recalc(path).cells]

    def test_leaves_nothing_beside_the_file(self, office, form):
        """No lock file and no other trace stays in the folder of the workbook."""
        office.recalc(form)
        assert [form] == list(form.parent.iterdir())


class TestEvaluate:
    @pytest.mark.parametrize(
        ("formula", "expected"),
        [
            ("=SUM(A1:A2)", 12.5),
            ("ROUND(A1/3,2)", 0.83),
            ("=A3", "文字"),
            ('=IF(ISTEXT(A3),"是","否")', "是"),
            ("=LEN(A4)", 18.0),
            ("=ISBLANK(A9)", 1.0),
            ("=A5+1", 45292.0),
            ("=1/0", {"error": 532}),
            ("=NA()", {"error": 32767}),
            ("=名单!A1", 3.0),
            ("=A6", 1.0),
        ],
    )
    def test_gives_the_result(self, office, formula, expected):
        """English names and commas are understood; the result is a number, text or the number of an error."""
        cells = {
            "A1": 2.5,
            "A2": Decimal(10),
            "A3": "文字",
            "A4": "123456789012345678",
            "A5": date(2023, 12, 31),
            "A6": True,
            "名单!A1": 3,
        }
        assert [expected] == office.evaluate([formula], cells)

    def test_keeps_the_order_of_the_formulas(self, office):
        """Results come in the order of the formulas, empty text among them."""
        assert [1.0, "", 3.0] == office.evaluate(["=1", '=""', "=3"])


class TestConvert:
    @pytest.mark.parametrize(
        ("extension", "begins"),
        [("pdf", b"%PDF"), ("xlsx", b"PK"), ("ods", b"PK"), ("xls", b"\xd0\xcf\x11\xe0")],
    )
    def test_writes_the_format(self, office, form, tmp_path, extension, begins):
        """The new file has the old name, the new ending and that format's first bytes."""
        folder = tmp_path / "另存"
        folder.mkdir()
        made = office.convert(form, extension, folder)
        assert folder / f"01-新华镇.{extension}" == made
        assert made.read_bytes().startswith(begins)

    def test_refuses_what_is_no_document(self, office, tmp_path):
        """A file that LibreOffice cannot open is an error, never an empty success."""
        broken = tmp_path / "broken.xlsx"
        broken.write_bytes(b"PK\x03\x04 and nothing more")
        with pytest.raises(OfficeError):
            office.convert(broken, "pdf", tmp_path)

    def test_goes_on_after_an_error(self, office, form, tmp_path):
        """One refused request does not disturb the next question."""
        with pytest.raises(OfficeError):
            office.convert(form, "nonsense", tmp_path)
        assert [2.0] == office.evaluate(["=1+1"])


class TestFacts:
    def test_sees_sheets(self, office, form):
        """Names in order, with visibility and protection."""
        sheets = office.facts(form)["sheets"]
        assert [("目标表", True, True), ("_kpixl", False, False)] == [
            (each["name"], each["visible"], each["protected"]) for each in sheets
        ]

    def test_sees_the_validation(self, office, form):
        """A rule is given with its cells, bounds and words."""
        [rule] = office.facts(form)["sheets"][0]["validations"]
        assert ("B3:B3", "DECIMAL", "BETWEEN", "0", "100") == (
            rule["cells"],
            rule["type"],
            rule["operator"],
            rule["formula1"],
            rule["formula2"],
        )
        assert ["", "填数字"] == rule["prompt"]
        assert "填报有误" == rule["error"][0]

    def test_sees_the_conditional_format(self, office, form):
        """A conditional format is given with its cells and its formula."""
        [rule] = office.facts(form)["sheets"][0]["conditional_formats"]
        assert ["ISTEXT($B$3)"] == rule["formulas"]
        assert rule["cells"].endswith("B3")

    def test_sees_the_page(self, office, form):
        """Orientation, fitting, repeated rows, print area and footer are what the program will print."""
        sheet = office.facts(form)["sheets"][0]
        page = sheet["page"]
        assert (True, 1, 0) == (page["landscape"], page["pages_wide"], page["pages_high"])
        assert [1, 1] == sheet["repeated_rows"]
        assert ["A1:B3"] == sheet["print_areas"]
        assert page["footer"][1].startswith("第 ")

    def test_sees_the_names(self, office, form):
        """Defined names are given with what they stand for."""
        assert "$_kpixl.$A$1:$A$2" == office.facts(form)["names"]["名单"]


class TestEdit:
    def test_puts_values_past_lock_and_rule(self, office, form, tmp_path):
        """A value can be put where neither lock nor rule would let a person type it, as pasting can."""
        probe = [set_formula("_kpixl", f"A{row}", f"=$目标表.B{row}") for row in (2, 3)]
        target = tmp_path / "edited.xlsx"
        office.edit(form, target, [set_cell("目标表", "B2", "很多"), set_cell("目标表", "B3", -5), *probe])
        assert ["很多", -5.0] == [cell.recalculated for cell in office.recalc(target).cells]

    def test_empties_a_cell(self, office, lists):
        """None leaves a blank cell behind."""
        target = office.edit(lists, lists.with_name("emptied.xlsx"), [set_cell("名单", "A2", None)])
        assert [4.0] == [cell.recalculated for cell in office.recalc(target).cells]

    @pytest.mark.parametrize(
        ("operation", "expected"),
        [
            (insert_rows("名单", 2, 2), ["甲", 0.0, 0.0, "乙", "丙", "丁", "戊"]),
            (delete_rows("名单", 2, 2), ["甲", "丁", "戊"]),
            (move_rows("名单", 4, to=2), ["甲", "丁", "乙", "丙", "戊"]),
            (move_rows("名单", 2, to=5, count=2), ["甲", "丁", "乙", "丙", "戊"]),
        ],
    )
    def test_moves_rows(self, office, lists, operation, expected):
        """Rows are inserted, deleted and moved as a person would, the others keeping their order."""
        target = office.edit(lists, lists.with_name("rows.xlsx"), [operation])
        assert expected == column(office, target, len(expected))

    def test_does_not_delete_rows_of_a_protected_sheet(self, office, form, tmp_path):
        """Protection holds against what moves cells."""
        with pytest.raises(OfficeError):
            office.edit(form, tmp_path / "out.xlsx", [delete_rows("目标表", 2)])

    def test_opens_a_protected_sheet_with_its_password(self, office, form, tmp_path):
        """With the right password the rows can be deleted."""
        target = tmp_path / "out.xlsx"
        office.edit(form, target, [unprotect("目标表", "secret"), delete_rows("目标表", 2)])
        assert not office.facts(target)["sheets"][0]["protected"]

    def test_refuses_a_wrong_password(self, office, form, tmp_path):
        """A wrong password opens nothing."""
        with pytest.raises(OfficeError, match="password"):
            office.edit(form, tmp_path / "out.xlsx", [unprotect("目标表", "guess")])


KILLED_SESSION = """
import os, signal, sys
from pathlib import Path
from tests.support.libreoffice import Office

office = Office(Path(sys.argv[1]))
print(office.evaluate(["=6*7"]), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.usefixtures("office")
def test_a_killed_session_leaves_no_process(tmp_path):
    """When the test process is killed, neither the worker nor LibreOffice stays behind."""
    root = str(Path(__file__).parent.parent)
    outcome = subprocess.run(
        [sys.executable, "-c", KILLED_SESSION, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        check=False,
    )
    assert b"[42.0]\n" == outcome.stdout
    deadline = time.monotonic() + 30
    while (left := processes_naming(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [] == left


def processes_naming(folder: Path) -> list[str]:
    """The command lines of all running processes that name a folder."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            found.append(file.read_text(encoding="utf-8", errors="replace"))
    return [line for line in found if str(folder) in line]


def test_without_libreoffice_says_so(monkeypatch):
    """Where there is no soffice, the reason for skipping names it."""
    monkeypatch.setenv("PATH", "")
    libreoffice.program.cache_clear()
    try:
        assert "LibreOffice is not installed (no soffice on the path)" == libreoffice.missing()
    finally:
        libreoffice.program.cache_clear()
