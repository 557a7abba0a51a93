"""Rows and shared strings taken at one go: what programs write, as a walk through it reads them."""

import gc
import io
import random
import re
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import openpyxl
import pytest

from kpixl.formats import RawWorkbook, read_workbook
from kpixl.formats._facts import Budget, ScannedCell, ScannedSheet
from kpixl.formats._remembered import Remembered
from kpixl.formats.xlsx import _sheet, _tiles
from kpixl.limits import Limits
from tests.support import tiny
from tests.support.mutants import Sound, mutated, unpacked
from tests.support.oddities import odd
from tests.support.packages import packed, row, sheet_xml, texts_xml, workbook
from tests.support.reading import SHEET, TEXTS
from tests.support.resaving import PROGRAMS, resaved
from tests.support.torn_rows import torn
from tests.support.ways import both, walked_parts

MUTANTS = 40
X14AC = 'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'


def return_() -> bytes:
    """A filled workbook of the tests' own scheme."""
    return tiny.built("hedong").data


SOURCES: dict[str, Callable[[], bytes]] = {"a return": return_, "what kpixl never writes": odd}


@pytest.mark.parametrize("source", SOURCES)
def test_what_kpixl_and_xlsxwriter_write_is_taken_at_one_go(source):
    """No part of theirs falls back to the walk, and both ways read the same."""
    data = SOURCES[source]()
    assert [] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_what_programs_save_is_taken_at_one_go(program, source):
    """No part that Excel, WPS or Google Sheets saved falls back to the walk, and both ways read the same."""
    data = resaved(SOURCES[source](), PROGRAMS[program])
    assert [] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


@pytest.mark.parametrize("source", SOURCES)
def test_what_libreoffice_saves_is_taken_at_one_go(office, tmp_path: Path, source):
    """Nor does a part that LibreOffice saved."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(SOURCES[source]())
    data = office.convert(path, "xlsx", tmp_path / "saved").read_bytes()
    assert [] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


@pytest.mark.filterwarnings("ignore:Data Validation extension")  # openpyxl says what it does not know
def test_what_openpyxl_saves_is_taken_at_one_go():
    """Nor does one that a script saved with openpyxl."""
    target = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(return_())).save(target)
    assert [] == walked_parts(target.getvalue())
    at_one_go, walked = both(target.getvalue())
    assert walked == at_one_go


@pytest.mark.parametrize("odd", ["&#55296;", "&#65535;", "&#1114112;", "&#120;", "&#60;"])
def test_a_number_that_is_no_text_is_walked(odd):
    """A character by a number that no text has, or that might mean something, is left to the walk."""
    data = workbook({SHEET: sheet_xml(row(f'<c r="A1" t="inlineStr"><is><t>甲{odd}</t></is></c>'))})
    assert [SHEET] == walked_parts(data)


@pytest.mark.parametrize("prefix", ["x", "ns2"])
def test_a_prefix_makes_no_difference(prefix):
    """Programs that write the main namespace with a prefix are read at one go, too."""
    xml = sheet_xml(row('<c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><f>1+1</f><v>2</v></c>'))
    xml = re.sub(r"(</?)([a-z])", rf"\1{prefix}:\2", xml).replace("xmlns=", f"xmlns:{prefix}=")
    data = workbook({SHEET: xml})
    assert [] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


KNOWN = [
    '<c r="A1"/>',
    '<c r="A1" s="1"/>',
    '<c r="A1" s="1" />',
    '<c r="A1"></c>',
    '<c r="A1" t="n"><v>1</v></c>',
    '<c r="A1" t="s"><v>1</v></c>',
    '<c r="A1" t="s"/>',
    '<c r="A1" t="str"><f>""</f><v></v></c>',
    '<c r="A1" t="str"><f>""</f><v/></c>',
    '<c r="A1" t="str"><v xml:space="preserve"> &lt;&amp;lt;&quot;&apos;&gt;\t\n&#9;&#10;&#13; </v></c>',
    '<c r="A1" t="str"><v>a_x000A_b_x0001_</v></c>',
    '<c r="A1" t="b"><v>1</v></c>',
    '<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>',
    '<c r="A1" cm="1"><f t="array" ref="A1">B1</f><v>1</v></c>',
    '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲</t></is></c>',
    '<c r="A1" t="inlineStr"><is><t/></is></c>',
    '<c r="A1"><f aca="false">B1&amp;"&lt;"</f></c>',
    '<c r="A1"><f ca="1" t="shared" ref="A1:B1" si="0">C1</f></c><c r="B1"><f t="shared" si="0"/></c>',
    '<c r="A1"><f t="shared" si="7"/><v>1</v></c>',
    '<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c><c r="A1"><v>3</v></c>',
    '<c r="A1" s="00"><v>1</v></c>',
    '<c r="A1" s="9" t="s"><v>9</v></c>',
    '<c r="A1" t="b"><v>2</v></c>',
    '<c r="A1"><v>x</v></c>',
    '<c r="A1"><v> 1 </v></c>',
    '<c r="A1" s="1"><v>-1</v></c>',
    '<c r="A1"><f>cmd|\'/c calc\'!A0</f><v>1</v></c>',
]  # fmt: skip


@pytest.mark.parametrize("cells", KNOWN)
def test_cells_of_known_forms_are_taken_at_one_go(cells):
    """Whatever is wrong with what such a cell says is told as the walk tells it."""
    data = workbook(TEXTS, row(cells))
    assert [] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


UNKNOWN = {
    "no address": "<c><v>1</v></c>",
    "another row's address": '<c r="A2"/>',
    "beyond the last column": '<c r="XFE1"/>',
    "attributes in another order": '<c s="1" r="A1"/>',
    "an attribute twice": '<c r="A1" s="0" s="0"/>',
    "an unknown attribute": '<c r="A1" x="0"/>',
    "an unknown prefix": '<c r="A1" x:y="0"/>',
    "an unknown type": '<c r="A1" t="z"><v>1</v></c>',
    "two values": '<c r="A1"><v>1</v><v>2</v></c>',
    "two formulas": '<c r="A1"><f>1</f><f>2</f></c>',
    "a formula behind its value": '<c r="A1"><v>1</v><f>2</f></c>',
    "runs": '<c r="A1" t="inlineStr"><is><r><t>1</t></r></is></c>',
    "an element in a value": '<c r="A1"><v>1<b/>2</v></c>',
    "a sign that begins a tag in a value": '<c r="A1" t="str"><v>1<2</v></c>',
    "a sign that ends a tag in a value": '<c r="A1" t="str"><v>1>2</v></c>',
    "an element in a cell": '<c r="A1"><b/></c>',
    "an attribute of a formula twice": '<c r="A1"><f ca="1" ca="1">1</f></c>',
    "an unknown attribute of a formula": '<c r="A1"><f x="1">1</f></c>',
    "text among the tags": '<c r="A1">1</c>',
    "text among cells": '<c r="A1"/>1',
    "a comment": '<c r="A1"><v>1<!-- 2 --></v></c>',
    "an instruction": '<c r="A1"><v>1<?a?></v></c>',
    "raw data": '<c r="A1"><v><![CDATA[1]]></v></c>',
    "the end of raw data": '<c r="A1" t="str"><v>]]></v></c>',
    "a reference by another number": '<c r="A1" t="str"><v>&#65;</v></c>',
    "a reference to nothing": '<c r="A1" t="str"><v>&x;</v></c>',
    "a carriage return": '<c r="A1" t="str"><v>a\rb</v></c>',
    "a control character": '<c r="A1" t="str"><v>\x01</v></c>',
    "no character": '<c r="A1" t="str"><v>\uffff</v></c>',
    "no UTF-8": b'<c r="A1" t="str"><v>\xed\xa0\x80</v></c>',
    "single quotes": "<c r='A1'/>",
    "a cell cut short": '<c r="A1"><v>1</v>',
    "an end of rows": '<c r="A1"/></row></sheetData><sheetData><row r="2">',
}


def with_rows(rows: str | bytes) -> bytes:
    """The small workbook with these rows."""
    before, after = (part.encode() for part in sheet_xml("|").split("|"))
    whole = before + (rows if isinstance(rows, bytes) else rows.encode()) + after
    return workbook({**TEXTS, SHEET: whole})


@pytest.mark.parametrize("cells", UNKNOWN.values(), ids=UNKNOWN)
def test_cells_of_unknown_forms_are_left_to_the_walk(cells):
    """Whatever is not quite of a known form is read, or refused, by the walk."""
    cells = cells if isinstance(cells, bytes) else cells.encode()
    data = with_rows(b'<row r="1">' + cells + b"</row>")
    assert [SHEET] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


ROWS = {
    "no number": "<row/>",
    "no number that counts": '<row r="01"/>',
    "beyond the last row": '<row r="1048577"/>',
    "a row twice": '<row r="1"/><row r="1"/>',
    "rows that go back": '<row r="2"/><row r="1"/>',
    "an attribute twice": '<row r="1" hidden="1" hidden="0"/>',
    "an unknown attribute": '<row r="1" x="1"/>',
    "a prefix that nobody declared": '<row r="1" x14ac:dyDescent="0.2"/>',
    "text among rows": '<row r="1"/>\n',
    "rows in a row": '<row r="1"><row r="2"/></row>',
}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_rows_of_unknown_forms_are_left_to_the_walk(rows):
    """Rows without a number that rises, or with attributes that are not known."""
    data = with_rows(rows)
    assert [SHEET] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


def test_rows_are_hidden_or_not():
    """What a row says besides its number is known in any order; a prefix must be declared."""
    rows = (
        '<row r="1" spans="1:2" hidden="1" x14ac:dyDescent="0.2"/><row r="3" hidden="true" ht="2"/>'
        '<row r="4" x14ac:dyDescent="0.2" hidden="false"><c r="A4"><v>1</v></c></row>'
    )
    data = workbook({SHEET: sheet_xml(rows).replace(" xmlns", f" {X14AC} xmlns", 1)})
    assert [] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


AROUND = {
    "a comment": ("<!-- <sheetData> -->", ""),
    "an instruction": ("<?a <sheetData> ?>", ""),
    "raw data": ("<x><![CDATA[<sheetData>]]></x>", ""),
    "rows twice": ("", "<sheetData></sheetData>"),
    "an alternative": (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>',
        "</mc:Choice></mc:AlternateContent>",
    ),
    "another namespace": ('<x xmlns="other">', "</x>"),
    "another element": ("<x>", "</x>"),
    "a tag that is not closed": ("<x>", ""),
}


@pytest.mark.parametrize(("before", "after"), AROUND.values(), ids=AROUND)
def test_rows_in_doubtful_surroundings_are_left_to_the_walk(before, after):
    """Where it is not certain that the rows are those of the sheet, the walk finds out."""
    data = workbook({SHEET: sheet_xml(row('<c r="A1"><v>1</v></c>'), before, after)})
    assert [SHEET] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


FULL = row('<c r="A1"><v>1</v></c><c r="B1" t="str"><v>12345</v></c>') + row('<c r="C10"><v>7</v></c>', 10)


TEXTS_KNOWN = [
    "<t>甲</t>",
    "<t/>",
    "",
    '<t xml:space="preserve"> 甲\n&lt;&amp;#10;&#10; </t>',
    "<t>a_x0009_b_x005F_x</t>",
    "<t>a_x0001_</t>",
    '<t>甲</t><phoneticPr fontId="1" type="noConversion"/>',
    '<t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh><phoneticPr fontId="1"/>',
    '<r><t>甲</t></r><r><rPr><b/><color rgb="FF000000"/></rPr><t xml:space="preserve"> 乙</t></r>',
    '<r><rPr><color theme="1" tint="0.5"/><rFont val="宋体"/></rPr><t/></r><rPh sb="0" eb="1"><t>x</t></rPh>',
]
TEXTS_UNKNOWN = {
    "another reference": "<t>&#65;</t>",
    "two texts": "<t>1</t><t>2</t>",
    "runs and a text": "<t>1</t><r><t>2</t></r>",
    "an element in a text": "<t>1<b/>2</t>",
    "an unknown element": "<b><t>1</t></b>",
    "an unknown element of a font": "<r><rPr><t/></rPr><t>1</t></r>",
    "an attribute twice": '<t xml:space="preserve" xml:space="preserve">1</t>',
    "a comment": "<t>1<!-- --></t>",
    "raw data": "<t><![CDATA[1]]></t>",
    "text among tags": "1<t>2</t>",
    "an item in an item": "<si><t>1</t></si>",
    "a carriage return": "<t>1\r2</t>",
    "no character": "<t>\ufffe</t>",
    "an end of items": "</si></sst><sst><si>",
}
USED = row('<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><f>A1</f></c>')


@pytest.mark.parametrize("item", TEXTS_KNOWN)
def test_texts_of_known_forms_are_taken_at_one_go(item):
    """Plain or in runs, with readings or without, spaces, references and escapes."""
    data = workbook({"xl/sharedStrings.xml": texts_xml("<t>一</t>", item)}, USED)
    assert [] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


@pytest.mark.parametrize("item", TEXTS_UNKNOWN.values(), ids=TEXTS_UNKNOWN)
def test_texts_of_unknown_forms_are_left_to_the_walk(item):
    """Whatever is not quite of a known form is read, or refused, by the walk."""
    data = workbook({"xl/sharedStrings.xml": texts_xml("<t>一</t>", item)}, USED)
    assert ["xl/sharedstrings.xml"] == walked_parts(data)
    at_one_go, walked = both(data)
    assert walked == at_one_go


FEW = [
    {"cells": 2}, {"area": 29}, {"text": 6}, {"depth": 3}, {"depth": 5}, {"attributes": 2},
    {"attributes": 12},
]  # fmt: skip


@pytest.mark.parametrize("few", FEW, ids=str)
def test_limits_are_kept_both_ways(few):
    """More cells, a larger area, longer texts, deeper or wider markup than allowed are told alike."""
    at_one_go, walked = both(workbook(rows=FULL), replace(Limits(), **few))
    assert walked == at_one_go


def cells_of(scanned: ScannedSheet) -> list[ScannedCell]:
    """Those that were taken at one go, taken apart."""
    return [*scanned.stored.taken_apart()] if scanned.stored else []


def test_cells_of_all_sheets_are_counted():
    """Cells that were taken at one go count for the sheets that come after."""
    budget = Budget(replace(Limits(), cells=5))
    data = sheet_xml(FULL).encode()
    for _ in range(2):
        assert 3 == len(cells_of(_sheet.scan_sheet(data, SHEET, replace(budget))))
    _sheet.scan_sheet(data, SHEET, budget)
    assert 3 == budget.cells
    assert _sheet._tiled(data, SHEET, budget) is None


@pytest.fixture
def garbage_kept():
    """Nobody looks for garbage."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("garbage_kept")
def test_the_cells_of_a_workbook_are_freed_with_it():
    """None of them waits until Python looks for garbage, which takes a fifteenth of the time to read."""
    book = read_workbook(workbook(rows=FULL))
    assert isinstance(book, RawWorkbook)
    cells = weakref.ref(book.sheets[0].cells)
    del book
    assert cells() is None


def test_what_surrounds_the_rows_is_walked_once(monkeypatch):
    """Sheets that differ in their cells alone, and in what is printed above and below, cost one walk."""
    walks = Mock(side_effect=_sheet._walked)
    monkeypatch.setattr(_sheet, "_walked", walks)
    for number in range(3):
        heading = f"<oddHeader>&amp;R第{number}单位</oddHeader><oddFooter>&amp;P</oddFooter>"
        behind = f'<autoFilter ref="A1:B7"/><headerFooter>{heading}</headerFooter>'
        xml = sheet_xml(row(f'<c r="A1"><v>{number}</v></c>'), after=behind)
        scanned = _sheet.scan_sheet(xml.encode(), SHEET, Budget(Limits()))
        assert ("A1:B7", [str(number)]) == (scanned.autofilter, [c.text for c in cells_of(scanned)])
    assert 1 == walks.call_count


def test_rows_that_differ_in_their_values_are_taken_apart_once(monkeypatch):
    """Whatever their cells say; with another formula it is another row."""
    read = Mock(side_effect=_tiles._read_shape)
    monkeypatch.setattr(_tiles, "_shape", Remembered(read))
    for formula, value in (("B1", "1"), ("B1", "&lt;2"), ("B1", ""), ("B2", "1")):
        xml = sheet_xml(row(f'<c r="A1" t="str"><f>{formula}</f><v>{value}</v></c>'))
        rows = _tiles.tiles(xml.encode(), 10)
        assert {"A1": value} == (rows and rows.cells.values)
    assert 2 == read.call_count


HEADINGS = {
    "known": "<oddHeader>&amp;L甲</oddHeader><firstFooter/><evenFooter>乙</evenFooter>",
    "none": "",
    "closed as another": "<oddHeader>甲</evenHeader>",
    "an element inside": "<oddHeader>甲<row/></oddHeader>",
    "another reference": "<oddHeader>&odd;</oddHeader>",
    "a control character": "<oddHeader>\x01</oddHeader>",
    "a declaration": "<oddHeader><!DOCTYPE a></oddHeader>",
    "rows": "<sheetData><row/></sheetData>",
}


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_headings_of_pages_are_read_over_only_where_they_are_sound(heading):
    """What is wrong with what stands there is said, as by the walk."""
    behind = f"<headerFooter differentFirst='1'>{heading}</headerFooter>"
    data = workbook({SHEET: sheet_xml(row('<c r="A1"><v>1</v></c>'), after=behind)})
    at_one_go, walked = both(data)
    assert walked == at_one_go


@pytest.mark.slow
@pytest.mark.parametrize("program", ["kpixl", "Excel 2010", "WPS 12"])
def test_both_ways_say_the_same_of_damaged_workbooks(program):
    """Of sound workbooks with something done to them at random: every cell and every finding."""
    data = return_() if program == "kpixl" else resaved(return_(), PROGRAMS[program])
    sound = Sound(name="a.xlsx", data=data)
    for seed in range(MUTANTS):
        rng = random.Random(f"{program} {seed}")  # noqa: S311 - no secret
        mutant = mutated(sound, rng, rng.choice(("structure", "bytes of a part")))
        at_one_go, walked = both(mutant.data)
        assert walked == at_one_go, mutant.told


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_both_ways_say_the_same_of_damaged_rows(source):
    """Snippets put in, taken out and doubled where the rows are."""
    members = unpacked(SOURCES[source]())
    name = max((n for n in members if n.startswith("xl/worksheets/")), key=lambda n: len(members[n]))
    for seed in range(MUTANTS * 3):
        rng = random.Random(seed)  # noqa: S311 - no secret
        told, damaged = torn(members[name], rng)
        at_one_go, walked = both(packed({**members, name: damaged}))
        assert walked == at_one_go, told
