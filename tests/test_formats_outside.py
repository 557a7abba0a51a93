"""What a workbook has from outside of its cells is told, in every format, and nothing of it is followed."""

import struct

import pytest

from kpixl.formats import RawWorkbook, read_workbook
from tests.support import biff, xlsb
from tests.support.compound import compound
from tests.support.opendocument import content, ods, row, table
from tests.support.packages import MAIN, packed, parts, relations
from tests.support.reading import RELS, SHEET

LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="../别的.ods"'
SHEET_LINK = ("rId1", "worksheet", "worksheets/sheet1.xml")
BINARY_LINKS = ("rId1", "worksheet", "worksheets/sheet1.bin")


def xlsx(kind, part, content_="", **links):
    """An .xlsx with one more part of a kind."""
    path = f"externalLinks/{part}" if kind == "externalLink" else part
    more = {f"xl/externalLinks/_rels/{part}.rels": relations(*links["of"])} if "of" in links else {}
    return packed(parts({RELS: relations(SHEET_LINK, ("x", kind, path)), f"xl/{path}": content_, **more}))


def on_sheet(kind, target):
    """An .xlsx whose sheet has a relation of a kind."""
    return packed(parts({"xl/worksheets/_rels/sheet1.xml.rels": relations(("a", kind, target))}))


def with_formula(formula):
    """An .xlsx with a formula."""
    xml = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><f>{formula}</f></c></row></sheetData>'
    return packed(parts({SHEET: f"{xml}</worksheet>"}))


def binary(kind):
    """An .xlsb with another workbook (0), a program (1) or an object (2)."""
    data = xlsb.record(360, struct.pack("<H", kind) + xlsb.text("cmd") + xlsb.text("/c calc"))
    links = ("x", "externalLink", "externalLinks/externalLink1.bin")
    book = xlsb.book(xlsb.listed("表", "rId1"))
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relations(BINARY_LINKS, links),
            "xl/worksheets/sheet1.bin": xlsb.sheet(),
            "xl/externalLinks/externalLink1.bin": data,
            "xl/externalLinks/_rels/externalLink1.bin.rels": relations(
                *((("a", "externalLinkPath", "file:///C:/a.xlsb"),) if kind == 0 else ())
            ),
        }
    )


def old(sheets, path):
    """An .xls with another book."""
    book = biff.record(0x1AE, struct.pack("<H", sheets) + biff.text(path))
    return biff.xls(globals_=biff.style() + book)


def old_with(storage):
    """An .xls with a storage of its own for an object."""
    return compound({"Workbook": biff.stream([("表", biff.BOF_SHEET + biff.EOF)])}, [storage])


def open_document(element):
    """An .ods with an element in its sheet."""
    return ods(content(table(row("")) + table(f"{element}{row('')}", name="别的")))


DDE = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
OLE = f'<externalLink xmlns="{MAIN}"><oleLink progId="Word.Document"/></externalLink>'
FILE = f'<externalLink xmlns="{MAIN}"><externalBook/></externalLink>'
CASES = {
    "xlsx: a link to a file": (
        xlsx("externalLink", "l.xml", FILE, of=[("a", "externalLinkPath", "file:///C:/a.xlsx")]),
        "link",
    ),
    "xlsx: DDE": (xlsx("externalLink", "l.xml", DDE), "command"),
    "xlsx: OLE link": (xlsx("externalLink", "l.xml", OLE), "object"),
    "xlsx: connections": (xlsx("connections", "connections.xml", "<connections/>"), "connection"),
    "xlsx: a query table": (on_sheet("queryTable", "../queryTables/queryTable1.xml"), "connection"),
    "xlsx: an embedded object": (on_sheet("oleObject", "../embeddings/oleObject1.bin"), "object"),
    "xlsx: an embedded document": (on_sheet("package", "../embeddings/a.docx"), "object"),
    "xlsx: an ActiveX control": (on_sheet("control", "../activeX/activeX1.xml"), "object"),
    "xlsx: a picture from elsewhere": (on_sheet("image", "http://example.com/a.png"), "link"),
    "xlsx: DDE in a formula": (with_formula("cmd|'/c calc'!A0"), "command"),
    "xlsb: a link to a file": (binary(0), "link"),
    "xlsb: DDE": (binary(1), "command"),
    "xlsb: OLE link": (binary(2), "object"),
    "xls: a link to a file": (old(1, "\x01\x01C\x03a.xls"), "link"),
    "xls: DDE": (old(0, "cmd\x03/c calc"), "command"),
    "xls: an embedded object": (old_with("MBD0001A2B3"), "object"),
    "xls: a linked object": (old_with("LNK0001A2B3"), "object"),
    "xls: a query": (biff.xls(biff.record(0x1AD, bytes(20))), "connection"),
    "ods: a link to a file": (open_document(f"<table:table-source {LINK}/>"), "link"),
    "ods: a linked range": (
        open_document(f"<table:table-cell><table:cell-range-source {LINK}/></table:table-cell>"),
        "link",
    ),
    "ods: DDE": (
        open_document('<office:dde-source office:dde-application="soffice"/>'),
        "command",
    ),
    "ods: an object": (open_document(f"<draw:object-ole {LINK}/>"), "object"),
    "ods: a query": (
        open_document('<table:database-source-sql table:database-name="a"/>'),
        "connection",
    ),
}


@pytest.mark.parametrize(("data", "kind"), CASES.values(), ids=CASES.keys())
def test_is_told(data, kind):
    """A note says what it is; the workbook is read all the same."""
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook), book
    assert [kind] == [each.kind for each in book.outside]
    assert [("F102", "note")] == [(f.code, f.severity) for f in book.findings if f.code == "F102"]


@pytest.mark.parametrize(
    "data",
    [
        packed(parts()),
        on_sheet("hyperlink", "http://example.com/"),
        with_formula('IF(A1="a|b!","DDE(",1)'),
        binary(3),
        old(0, "\x00"),
        open_document(""),
    ],
    ids=["nothing", "a page to click", "texts in a formula", "xlsb: itself", "xls: unused", "ods: nothing"],
)
def test_is_not_told(data):
    """What neither fetches nor starts anything is none."""
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook), book
    assert () == book.outside
