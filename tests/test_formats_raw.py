"""A workbook as plain records: values, formulas, errors, locks, and what is wrong with single cells."""

import io
import pickle
from dataclasses import replace
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kpixl.findings import Finding
from kpixl.formats import RawWorkbook, read_workbook
from tests.support.packages import (
    packed,
    parts,
    relations,
    row,
    sheet_xml,
    texts_xml,
    workbook,
    workbook_xml,
)
from tests.support.reading import LIMITS, RELS, SHEET, TEXTS, flat, read, refused


def test_what_surrounds_the_cells():
    """Protection, merges, hidden rows and columns, filter and extent are read; all count from zero."""
    xml = sheet_xml(
        '<row r="1" hidden="1"><c r="C1"><v>1</v></c></row><row r="3" hidden="0"/>'
        '<row r="9"><c r="A9" s="0"/></row>',
        before='<cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols>',
        after='<sheetProtection sheet="1"/><autoFilter ref="A1:C9"/>'
        '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    )
    sheet = read({SHEET: xml}).sheets[0]
    assert (True, "A1:C9", ((0, 0, 1, 1),)) == (sheet.protected, sheet.autofilter, sheet.merges)
    assert (frozenset({0}), frozenset({1, 2})) == (sheet.hidden_rows, sheet.hidden_columns)
    assert (1, 3) == (sheet.rows, sheet.columns)


def test_validations_old_and_new():
    """Data validations are read from both places where programs write them."""
    x14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    xm = 'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    xml = sheet_xml(
        after='<dataValidations><dataValidation type="decimal" allowBlank="1" sqref="A1 B2:B3">'
        "<formula1>0</formula1>"
        "<formula2>10</formula2></dataValidation></dataValidations><extLst><ext><x14:dataValidations "
        f'{x14} {xm}><x14:dataValidation type="list"><x14:formula1><xm:f>表!$A$1:$A$2</xm:f></x14:formula1>'
        "<xm:sqref>C1</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    first, second = read({SHEET: xml}).sheets[0].validations
    assert (((0, 0, 0, 0), (1, 1, 2, 1)), "decimal", "between", "0", "10", True) == (
        first.areas, first.type, first.operator, first.formula1, first.formula2, first.allow_blank
    )  # fmt: skip
    assert (((0, 2, 0, 2),), "list", "表!$A$1:$A$2") == (second.areas, second.type, second.formula1)


SHEET_LINK = (("rId1", "worksheet", "worksheets/sheet1.xml"),)
LINKS = relations(
    ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")
)
TWO = '<sheet name="表" sheetId="1" r:id="rId1"/><sheet name="{}" sheetId="2" r:id="{}" {}/>'
BOOKS = {
    "no sheet": ({"xl/workbook.xml": workbook_xml("")}, "F060"),
    "sheet without part": ({SHEET: None}, "F061"),
    "sheet without relation": ({"xl/workbook.xml": workbook_xml('<sheet name="表" sheetId="1"/>')}, "F061"),
    "sheet elsewhere": ({RELS: relations(("rId1", "worksheet", "http://x/sheet.xml"))}, "F061"),
    "sheet outside": ({RELS: relations(("rId1", "worksheet", "../../../etc/passwd"))}, "F061"),
    "sheet that is the workbook": ({RELS: relations(("rId1", "worksheet", "workbook.xml"))}, "F061"),
    "two sheets in one part": ({"xl/workbook.xml": workbook_xml(TWO.format("二", "rId1", ""))}, "F061"),
    "two sheets of one name": (
        {
            RELS: LINKS,
            "xl/worksheets/sheet2.xml": sheet_xml(),
            "xl/workbook.xml": workbook_xml(TWO.format("表", "rId2", "")),
        },
        "F062",
    ),
    "two texts parts": (
        {RELS: relations(*SHEET_LINK, ("a", "sharedStrings", "a"), ("b", "sharedStrings", "b"))},
        "F062",
    ),
    "no workbook": ({"_rels/.rels": relations(("a", "other", "xl/workbook.xml"))}, "F049"),
    "workbook not there": ({"_rels/.rels": relations(("a", "officeDocument", "xl/book.xml"))}, "F049"),
    "two workbooks": (
        {"_rels/.rels": relations(("a", "officeDocument", "a"), ("b", "officeDocument", "b"))},
        "F062",
    ),
    "broken sheet": ({SHEET: "<worksheet>"}, "F051"),
    "deep sheet": ({SHEET: sheet_xml("<x>" * 100 + "</x>" * 100)}, "F052"),
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_whose_sheets_are_not_certain_is_refused(name):
    """No sheet is dropped in silence: where it is missing, elsewhere or there twice, the file is refused."""
    changes, code = BOOKS[name]
    assert code == refused(changes)


def test_hidden_sheets_are_facts_unless_all_are_hidden():
    """Hidden sheets are told; only if all are hidden that is worth a warning."""
    changes = {RELS: LINKS, "xl/worksheets/sheet2.xml": sheet_xml()}
    some = read({**changes, "xl/workbook.xml": workbook_xml(TWO.format("二", "rId2", 'state="veryHidden"'))})
    assert (["visible", "veryHidden"], []) == ([sheet.state for sheet in some.sheets], flat(some))
    every = read(
        {"xl/workbook.xml": workbook_xml('<sheet name="表" sheetId="1" state="hidden" r:id="rId1"/>')}
    )
    assert [("F063", None, None)] == flat(every)


FULL = row('<c r="A1"><v>1</v></c><c r="B1" t="str"><v>12345</v></c>') + row('<c r="C10"><v>7</v></c>', 10)
AROUND = (
    '<mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/>'
    '<dataValidation sqref="A1"/><dataValidation sqref="B1 B2"/>'
)
BOUNDS = [
    ("cells", 3, "F064"),
    ("area", 30, "F065"),
    ("text", 7, "F066"),
    ("merges", 2, "F067"),
    ("validations", 3, "F071"),
]


@pytest.mark.parametrize(("limit", "enough", "code"), BOUNDS)
def test_what_a_sheet_holds_is_bounded(limit, enough, code):
    """A sheet that just keeps a limit is read, one beyond it is refused."""
    changes = {SHEET: sheet_xml(FULL, after=AROUND)}
    assert refused(changes, limits=replace(LIMITS, **{limit: enough})) is None
    assert code == refused(changes, limits=replace(LIMITS, **{limit: enough - 1}))


def test_one_far_cell_is_refused_where_it_lies():
    """A value in the last cell of the sheet is refused at its cell; a blank there is harmless."""
    outcome = read_workbook(workbook(rows=row('<c r="XFD1048576"><v>1</v></c>', 1048576)))
    assert [("F065", "表", "XFD1048576")] == flat(outcome)
    assert [] == flat(read(rows=row('<c r="XFD1048576"/>', 1048576)))


def test_a_shared_text_counts_as_often_as_it_is_used():
    """One long text in many cells is as much text as if each had its own."""
    changes = {"xl/sharedStrings.xml": texts_xml("<t>" + "x" * 100 + "</t>")}
    rows = row('<c t="s"><v>0</v></c>' * 20)
    assert refused(changes, rows, replace(LIMITS, text=2000)) is None
    assert "F066" == refused(changes, rows, replace(LIMITS, text=1999))


def test_many_findings_of_one_kind_are_counted():
    """The first hundred of a kind are listed with their cells, a note counts the rest."""
    outcome = read(rows=row("<c><v>x</v></c>" * 103))
    assert ["F082"] * 100 + ["F087"] == [finding.code for finding in outcome.findings]
    assert 3 == outcome.findings[-1].facts["count"]


def test_parts_tell_of_macros_and_other_workbooks():
    """Macros and the workbooks that formulas point to are facts of the workbook."""
    links = (
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("x", "externalLink", "externalLinks/externalLink1.xml"),
    )
    outcome = read(
        {
            RELS: relations(*links),
            "xl/vbaProject.bin": b"\x00",
            "xl/externalLinks/externalLink1.xml": "<x/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                ("a", "externalLinkPath", "file:///C:/别的.xlsx")
            ),
        }
    )
    assert (True, ["F094", "F102"]) == (outcome.macros, [finding.code for finding in outcome.findings])
    assert [("link", "file:///C:/别的.xlsx")] == [(each.kind, each.example) for each in outcome.outside]
    assert (False, ()) == (read().macros, read().outside)


def test_other_kinds_of_sheets_are_listed():
    """A sheet that is a chart is listed with its kind, without cells."""
    outcome = read({RELS: relations(("rId1", "chartsheet", "worksheets/sheet1.xml"))})
    assert [("表", "chartsheet", {})] == [(s.name, s.kind, dict(s.cells)) for s in outcome.sheets]


def test_bytes_that_are_no_workbook_give_the_finding_of_the_guard():
    """What is no .xlsx is told by its content."""
    assert [("F027", None, None)] == flat(read_workbook(b"%PDF-1.4"))


@pytest.fixture
def filled(tmp_path):
    """A workbook by XlsxWriter with a bit of everything."""
    path = tmp_path / "01-新华镇.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    sheet, hidden = book.add_worksheet("目标表"), book.add_worksheet("隐藏")
    open_cell = book.add_format({"locked": False, "num_format": "0.00%"})
    sheet.protect("密码")
    sheet.write_row("A1", ["指标", " 前后空格 ", "多\n行", "_x0041_", "'单引号", "&<>"])
    sheet.write_row("A2", [1, -2.5, 0.1, 1e15, 123456789.123456789, 0])
    sheet.write_row(
        "A3",
        [date(2021, 12, 31), datetime(2021, 12, 31, 8, 30, 15), date(1900, 3, 1), date(9999, 12, 31)],  # noqa: DTZ001 - a cell has no zone
    )
    sheet.write_row("A4", [True, False])
    sheet.write_number("A5", 0.955, open_cell)
    sheet.write_blank("B5", None, open_cell)
    sheet.write_rich_string("A6", "粗", book.add_format({"bold": True}), "体", "字")
    for index in range(3):
        sheet.write_formula(6, index, f"={chr(65 + index)}2*2", None, [2, -5, 0.2][index])
    sheet.write_formula("D7", '=A1&"x"', None, "指标x")
    sheet.write_formula("E7", "=1/0", None, "#DIV/0!")
    sheet.merge_range("A9:C10", "合并")
    sheet.data_validation("A5", {"validate": "list", "source": ["优秀", "良好"]})
    hidden.very_hidden()
    hidden.write("B2", "键")
    book.define_name("版本", "=隐藏!$B$2")
    book.set_custom_property("kpixl", "令牌")
    book.set_custom_property("次数", 3)
    book.close()
    return path


def as_calamine(sheet):
    """The used area of a sheet as calamine shows it: what has no value is empty text."""
    rows = 1 + max(row for row, _ in sheet.cells)
    columns = 1 + max(column for _, column in sheet.cells)
    grid = [[sheet.at(row, column).value for column in range(columns)] for row in range(rows)]
    return [["" if value is None else value for value in line] for line in grid]


def padded(lines, like):
    """Lines filled up with blanks to the size of others."""
    wide = [list(line) + [""] * (len(like[0]) - len(line)) for line in lines]
    return wide + [[""] * len(like[0])] * (len(like) - len(wide))


def assert_as_calamine(data):
    """Every value of every sheet is the one that calamine reads."""
    mine = read_workbook(data)
    assert isinstance(mine, RawWorkbook)
    other = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert [sheet.name for sheet in mine.sheets] == other.sheet_names
    for sheet in mine.sheets:
        grid = as_calamine(sheet)
        lines = other.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        assert grid == padded(lines, grid)
    return mine


def assert_known(mine):
    """What the fixture put in is there, whoever saved it."""
    sheet = mine.sheet("目标表")
    assert (True, True, False) == (sheet.protected, sheet.at(0, 0).locked, sheet.at(4, 1).locked)
    assert [("A2*2", 2.0), ("B2*2", -5.0), ("C2*2", 0.2)] == [
        (c.formula, c.value) for c in (sheet.at(6, i) for i in range(3))
    ]
    assert ("1/0", "#DIV/0!", None) == (sheet.at(6, 4).formula, sheet.at(6, 4).error, sheet.at(6, 4).value)
    assert "0.00%" == sheet.at(4, 0).number_format
    assert ((8, 0, 9, 2),) == sheet.merges
    assert [("list", '"优秀,良好"', ((4, 0, 4, 0),))] == [
        (v.type, v.formula1, v.areas) for v in sheet.validations
    ]
    assert [("版本", None)] == [(n.name, n.scope) for n in mine.names]
    assert ("令牌", 3) == (mine.properties.custom["kpixl"], mine.properties.custom["次数"])
    assert [] == flat(mine)


def test_a_workbook_of_xlsxwriter_reads_as_calamine_reads_it(filled):
    """Every value is the one that another reader sees, and everything that was put in is there."""
    mine = assert_as_calamine(filled.read_bytes())
    assert_known(mine)
    assert ("Microsoft Excel", "veryHidden") == (mine.properties.application, mine.sheets[1].state)


def test_a_workbook_saved_by_libreoffice_reads_the_same(filled, office, tmp_path):
    """After a real spreadsheet program has saved it, every value and fact is still read."""
    saved = office.convert(filled, "xlsx", tmp_path / "saved")
    mine = assert_as_calamine(saved.read_bytes())
    assert_known(mine)
    assert mine.properties.application.startswith("LibreOffice")


def test_the_record_can_be_sent_to_another_process(filled):
    """The record is plain: it survives pickling unchanged."""
    mine = read_workbook(filled.read_bytes())
    assert mine == pickle.loads(pickle.dumps(mine))  # noqa: S301 - our own bytes


PARTS = parts(
    TEXTS,
    row(
        '<c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><f t="shared" ref="B1:C1" si="0">A1</f><v>44561</v></c>'
    ),
)


@given(st.sampled_from(sorted(PARTS)), st.data())
def test_any_damage_to_a_part_is_survived(name, data):
    """Whatever is overwritten in whichever part, reading ends with a record or with findings."""
    content = PARTS[name]
    whole = content if isinstance(content, bytes) else content.encode()
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 30))
    new = data.draw(
        st.binary(max_size=8) | st.sampled_from([b'"', b"<", b">", b"-1", b"</row>", b"&#0;", b"9" * 9])
    )
    outcome = read_workbook(packed({**PARTS, name: whole[:start] + new + whole[start + length :]}))
    assert isinstance(outcome, RawWorkbook) or all(isinstance(finding, Finding) for finding in outcome)


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=8))
def test_any_damage_to_the_file_is_survived(start, new):
    """Whatever bytes of the packed file are overwritten, reading ends with a record or with findings."""
    whole = packed(PARTS)
    start %= len(whole)
    outcome = read_workbook(whole[:start] + new + whole[start + len(new) :])
    assert isinstance(outcome, RawWorkbook) or all(isinstance(finding, Finding) for finding in outcome)
