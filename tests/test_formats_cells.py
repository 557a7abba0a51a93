"""Single cells: their values, formulas, errors and locks, and what is wrong with them."""

import io
from datetime import date, datetime, time

import pytest
from python_calamine import CalamineWorkbook

from kpixl.formats import RawCell, read_workbook
from kpixl.formats._cells import BLANK
from tests.support.packages import MAIN, row, sheet_xml, styles_xml, workbook, workbook_xml
from tests.support.reading import DATED, SHEET, TEXTS, cell, flat, read, refused

VALUES = [
    ("<c/>", None, ""),
    ("<c><v>5</v></c>", 5.0, "5"),
    ('<c t="n"><v> -0.28999999999999998 </v></c>', -0.29, "-0.28999999999999998"),
    ("<c><v>1.5E+3</v></c>", 1500.0, "1.5E+3"),
    ("<c><v></v></c>", None, ""),
    ('<c t="s"><v>1</v></c>', "乙", "乙"),
    ('<c t="inlineStr"><is><t> 甲</t></is></c>', " 甲", " 甲"),
    ('<c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>x</t></rPh></is></c>', "甲乙", "甲乙"),
    ('<c t="str"><f>"a"</f><v>a_x000A_b</v></c>', "a\nb", "a\nb"),
    ('<c t="str"><f>""</f><v></v></c>', "", ""),
    ('<c t="b"><v>1</v></c>', True, "1"),
    ('<c t="b"><v>false</v></c>', False, "false"),
    ('<c t="d"><v>2021-12-31</v></c>', date(2021, 12, 31), "2021-12-31"),
    ('<c t="d"><v>2021-12-31T08:30:00</v></c>', datetime(2021, 12, 31, 8, 30), "2021-12-31T08:30:00"),  # noqa: DTZ001 - a cell has no zone
    ('<c s="1"><v>44561</v></c>', date(2021, 12, 31), "44561"),
    ('<c s="1"><v>44561.5</v></c>', datetime(2021, 12, 31, 12), "44561.5"),  # noqa: DTZ001 - a cell has no zone
    ('<c s="1"><v>0.5</v></c>', 0.5, "0.5"),
]


@pytest.mark.parametrize(("xml", "value", "text"), VALUES)
def test_a_cell_has_its_value_and_its_stored_text(xml, value, text):
    """Each type of cell yields its value, and beside it the text as stored, without a finding."""
    found, codes = cell(xml, TEXTS)
    assert (value, text, []) == (found.value, found.text, codes)
    assert type(value) is type(found.value)


WRONG = [
    ("<c><v>1,234</v></c>", "F082", "1,234"),
    ("<c><v>１２</v></c>", "F082", "１２"),
    ("<c><v>1_000</v></c>", "F082", "1_000"),
    ("<c><v>NaN</v></c>", "F082", "NaN"),
    ("<c><v>-INF</v></c>", "F082", "-INF"),
    ("<c><v>1e999</v></c>", "F082", "1e999"),
    ('<c s="1"><v>2958466</v></c>', "F083", 2958466.0),
    ('<c s="1"><v>1e300</v></c>', "F083", 1e300),
    ('<c s="1"><v>-1</v></c>', "F083", -1.0),
    ('<c s="1"><v>60</v></c>', "F083", 60.0),
    ('<c t="s"><v>2</v></c>', "F084", ""),
    ('<c t="s"><v>-1</v></c>', "F084", ""),
    ('<c t="b"><v>2</v></c>', "F084", "2"),
    ('<c t="d"><v>yesterday</v></c>', "F084", "yesterday"),
    ('<c t="z"><v>x</v></c>', "F084", "x"),
    ('<c s="2"><v>5</v></c>', "F084", 5.0),
    ('<c><f t="shared" si="0"/><v>5</v></c>', "F084", 5.0),
    ('<c t="inlineStr"><is><t>a_x0000_b</t></is></c>', "F085", "a\x00b"),
]


@pytest.mark.parametrize(("xml", "code", "value"), WRONG)
def test_a_cell_that_is_wrong_is_reported_and_keeps_what_it_holds(xml, code, value):
    """What a cell cannot mean is reported at the cell; what it holds is not lost and the rest is read."""
    outcome = read(TEXTS, row(xml))
    assert [(code, "表", "A1")] == flat(outcome)
    assert value == outcome.sheets[0].at(0, 0).value


MALFORMED = [
    ("<c><v>1</v><v>2</v></c>", "F084"),
    ("<c><f>1</f><f>2</f><v>1</v></c>", "F084"),
    ('<c t="inlineStr"><v>1</v><is><t>2</t></is></c>', "F084"),
    ('<c t="inlineStr"><is><t>2</t></is><v>1</v></c>', "F084"),
    ('<c t="inlineStr"><is><t>1</t></is><is><t>2</t></is></c>', "F084"),
    ("<c><v>1<b/>2</v></c>", "F051"),
    ('<c><v>1<b xmlns="other"/>2</v></c>', "F051"),
    ("<c><v><v>1</v></v></c>", "F051"),
    ("<c><f>1<v>2</v></f></c>", "F051"),
    ('<c t="inlineStr"><is><t>1<b/>2</t></is></c>', "F051"),
    ('<c t="inlineStr"><is><t>1</t><t>2</t></is></c>', "F051"),
    ('<c t="inlineStr"><is><r><t>1</t><t>2</t></r></is></c>', "F051"),
    ("<c><b><v>1</v></b></c>", "F051"),
    ('<b xmlns="other"><c xmlns="{main}"><v>1</v></c></b>', "F051"),
    ("<c><c><v>1</v></c></c>", "F051"),
    ("<row><c><v>1</v></c></row>", "F051"),
]


@pytest.mark.parametrize(("xml", "code"), MALFORMED)
def test_a_cell_that_no_other_program_would_read_so_is_refused(xml, code):
    """Values twice or not as text alone, cells elsewhere than in a row: nothing is read of the file."""
    assert code == refused(TEXTS, row(xml.replace("{main}", MAIN)))


def test_data_of_a_sheet_twice_are_refused():
    """A sheet has its rows in one place."""
    assert "F051" == refused(rows="</sheetData><sheetData>")


def test_a_cell_outside_of_rows_is_refused():
    """A cell stands in a row."""
    assert "F051" == refused(rows="<c><v>1</v></c>")


@pytest.mark.parametrize("holder", ["sheetData", "extLst"])
def test_rows_inside_other_elements_are_refused(holder):
    """A row is one of the sheet's only where it stands in the sheet's data."""
    assert "F051" == refused(rows=f'<b xmlns="other"><{holder} xmlns="{MAIN}">{row("")}</{holder}></b>')


def test_an_error_is_no_blank():
    """A cell with an error has no value but names the error, those of new programs too."""
    for error in ("#DIV/0!", "#SPILL!"):
        found, codes = cell(f'<c t="e"><f>1/0</f><v>{error}</v></c>')
        assert (None, error, "1/0", []) == (found.value, found.error, found.formula, codes)


def test_a_formula_without_result_is_no_blank():
    """A formula that was saved without its result is told from an empty cell, and noted once."""
    outcome = read(rows=row('<c r="A1"><f>1+1</f></c><c r="B1"><f>2</f></c><c r="C1"><f>3</f><v>3</v></c>'))
    assert [(None, "1+1", False), (None, "2", False), (3.0, "3", True)] == [
        (c.value, c.formula, c.cached) for c in outcome.sheets[0].cells.values()
    ]
    assert [("F086", "表", "A1")] == flat(outcome)
    assert "有 2 个公式没有保存计算结果（如 A1）；检查时自行计算，不受影响。" == outcome.findings[0].message(
        "zh"
    )


def test_shared_formulas_read_as_in_their_cell():
    """A shared formula is moved to each of its cells, also to one that stands before its first."""
    rows = row('<c r="A2"><f t="shared" si="0"/><v>1</v></c>', 2) + row(
        '<c r="A1"><f t="shared" ref="A1:B2" si="0">B1+$C$1</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>1</v></c>'
    )
    cells = read(rows=rows).sheets[0].cells
    assert {(1, 0): "B2+$C$1", (0, 0): "B1+$C$1", (0, 1): "C1+$C$1"} == {
        k: c.formula for k, c in cells.items()
    }


def test_cells_and_rows_without_address_follow_the_one_before():
    """Addresses may be left out: cells count on from the one before, rows too."""
    rows = (
        '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row>'
        '<row r="5"><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    )
    cells = read(rows=rows).sheets[0].cells
    assert {(0, 0): 1.0, (0, 3): 2.0, (0, 4): 3.0, (4, 0): 4.0, (5, 0): 5.0} == {
        k: c.value for k, c in cells.items()
    }


def test_locks_and_formats():
    """A cell, blank or not, has the lock and format of its style; one not mentioned is locked."""
    sheet = read(DATED, row('<c s="1"/><c><v>1</v></c>')).sheets[0]
    assert RawCell(locked=False, number_format="yyyy/m/d") == sheet.at(0, 0)
    assert RawCell(value=1.0, text="1") == sheet.at(0, 1)
    assert BLANK == sheet.at(9, 9)
    assert BLANK.locked


def test_the_other_date_system():
    """In a workbook that counts from 1904 a number is another day."""
    changes = {"xl/workbook.xml": workbook_xml(before='<workbookPr date1904="1"/>'), **DATED}
    assert date(2021, 12, 31) == cell('<c s="1"><v>43099</v></c>', changes)[0].value


MISPLACED = [
    '<row r="0"/>', '<row r="1048577"/>', '<row r="4294967297"/>', '<row r="x"/>', '<row r="１"/>',
    '<row r="1048576"/><row/>',
    row('<c r="A2"/>'), row('<c r="a1"/>'), row('<c r="XFE1"/>'), row('<c r="XFD1"/><c/>'),
    row('<c r="' + "A" * 1000 + '1"/>'),
]  # fmt: skip


@pytest.mark.parametrize("rows", MISPLACED)
def test_an_impossible_position_is_refused(rows):
    """A row or cell outside of the sheet, or in another row than its own, refuses the file."""
    outcome = read_workbook(workbook(rows=rows))
    assert [("F081", "表", None)] == flat(outcome)


@pytest.mark.parametrize(
    "xml", ['<mergeCell ref="B2:A1"/>', '<dataValidation sqref="A1 x"/>', '<col hidden="1" min="0" max="1"/>']
)
def test_an_impossible_area_is_refused(xml):
    """A merge, a validation or a column that lies nowhere refuses the file."""
    assert "F081" == refused({SHEET: sheet_xml(after=xml)})


def test_a_cell_twice_is_an_error():
    """Two cells of one address are ambiguous: an error at the cell."""
    outcome = read(rows=row('<c r="A1"><v>1</v></c><c r="B1"/><c r="A1"><v>2</v></c>'))
    assert [("F080", "表", "A1")] == flat(outcome)
    assert "error" == outcome.findings[0].severity


def test_times_of_day_stay_numbers():
    """A time without a day is the number that it is, as calamine's time shows."""
    changes = {"xl/styles.xml": styles_xml('<xf numFmtId="0"/><xf numFmtId="20"/>')}
    data = workbook(changes, row('<c r="A1" s="1"><v>0.5</v></c>'))
    assert [[time(12)]] == CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert 0.5 == read(changes, row('<c r="A1" s="1"><v>0.5</v></c>')).sheets[0].at(0, 0).value
