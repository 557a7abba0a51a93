"""What lies over the cells of a sheet, in files that LibreOffice does not write; see test_seen for others."""

import struct

import pytest

from kpixl.formats import Overlay, RawWorkbook, read_workbook
from tests.support import xlsb
from tests.support.mutants import unpacked
from tests.support.packages import HEAD, MAIN, packed, relations, row, workbook

SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
STRICT = "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def overlays(data: bytes) -> tuple[Overlay, ...]:
    """Those of the first sheet."""
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook), book
    return book.sheets[0].overlays


def drawing(anchors: str, namespace: str = XDR) -> bytes:
    """A workbook with a drawing."""
    xml = f'{HEAD}<xdr:wsDr xmlns:xdr="{namespace}" xmlns:a="{A}">{anchors}</xdr:wsDr>'
    links = relations(("rId1", "drawing", "../drawings/drawing1.xml"))
    return workbook({"xl/drawings/drawing1.xml": xml, SHEET_RELS: links}, row('<c r="A1"><v>1</v></c>'))


FROM = "<xdr:from><xdr:col>2</xdr:col><xdr:row>4</xdr:row></xdr:from>"
SAYS = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>甲</a:t></a:r><a:r><a:t>乙</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
CHART = '<xdr:graphicFrame><xdr:cNvPr name="图表 1"/></xdr:graphicFrame>'
ANCHORS = {
    "a group is one": (
        f"<xdr:oneCellAnchor>{FROM}<xdr:grpSp>{SAYS}{SAYS}</xdr:grpSp></xdr:oneCellAnchor>",
        [Overlay("text_box", (4, 2), "甲乙\n甲乙")],
    ),
    "nowhere": (f"<xdr:absoluteAnchor>{SAYS}</xdr:absoluteAnchor>", [Overlay("text_box", None, "甲乙")]),
    "no place": (
        f"<xdr:twoCellAnchor>{FROM.replace('4', 'x')}{SAYS}</xdr:twoCellAnchor>",
        [Overlay("text_box", None, "甲乙")],
    ),
    "a chart": (
        f"<xdr:twoCellAnchor>{FROM}{CHART}</xdr:twoCellAnchor>",
        [Overlay("shape", (4, 2), "图表 1")],
    ),
    "damaged": ("<xdr:twoCellAnchor>", []),
}


@pytest.mark.parametrize("name", ANCHORS)
@pytest.mark.parametrize("namespace", [XDR, STRICT])
def test_drawings(name, namespace):
    """Whatever stands in an anchor is one; a damaged drawing keeps nothing from being read."""
    anchors, expected = ANCHORS[name]
    assert expected == [*overlays(drawing(anchors, namespace))]


def test_as_many_as_are_told_and_as_long():
    """Somebody may have pasted thousands."""
    anchor = f"<xdr:twoCellAnchor>{FROM}{SAYS.replace('甲', '长' * 2000)}"
    found = overlays(drawing(f"{anchor}</xdr:twoCellAnchor>" * 600))
    assert (500, 1000) == (len(found), len(found[0].text))


def test_a_shared_relation_of_a_sheet_is_passed_over():
    """Relations that stand twice matter where a value depends on them."""
    links = relations(("rId1", "drawing", "a.xml"), ("rId1", "comments", "b.xml"))
    assert () == overlays(workbook({SHEET_RELS: links}, row('<c r="A1"><v>1</v></c>')))


def test_comments_of_xlsb():
    """They stand in records of their own."""
    begin = xlsb.record(635, struct.pack("<5L", 0, 4, 4, 2, 2) + bytes(16))
    said = xlsb.record(637, b"\x01" + xlsb.text("含上年结转") + struct.pack("<LHH", 1, 0, 0))
    parts = unpacked(xlsb.xlsb(xlsb.row(0, xlsb.cell(1, 0))))
    parts |= {
        "xl/worksheets/_rels/sheet1.bin.rels": relations(("rId1", "comments", "../comments1.bin")).encode(),
        "xl/comments1.bin": xlsb.record(628) + begin + said + xlsb.record(636) + xlsb.record(629),
    }
    assert (Overlay("comment", (4, 2), "含上年结转"),) == overlays(packed(parts))


def test_comments_in_the_strict_way():
    """A comment is as well one without runs."""
    one = '<comment ref="B2"><text><t>甲</t></text></comment>'
    xml = f'<comments xmlns="{MAIN}"><commentList>{one}</commentList></comments>'
    links = relations(("rId1", "comments", "../comments1.xml"))
    data = workbook({"xl/comments1.xml": HEAD + xml, SHEET_RELS: links}, row('<c r="A1"><v>1</v></c>'))
    assert (Overlay("comment", (1, 1), "甲"),) == overlays(data)
