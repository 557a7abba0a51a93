"""What is struck out of a text, in whole or in part, whatever the format."""

import struct

import pytest

from kpixl.formats import RawWorkbook, read_workbook
from tests.support import biff, opendocument, xlsb
from tests.support.packages import HEAD, MAIN, row, sheet_xml, texts_xml, workbook
from tests.support.reading import SHEET
from tests.support.ways import both

STRUCK, PLAIN = "<rPr><b/><strike/></rPr>", "<rPr><b/></rPr>"
FONTS = "<fonts><font><sz/></font><font><strike/></font><font><strike val='0'/></font></fonts>"
XFS = '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs>'
STYLES = {"xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}">{FONTS}{XFS}</styleSheet>'}


def struck(data: bytes) -> str:
    """What is struck out of the first cell."""
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook), book
    return book.sheets[0].at(0, 0).struck


ITEMS = {
    "in part": (f"<r>{STRUCK}<t>未完成</t></r><r>{PLAIN}<t>已完成</t></r>", "未完成", "未完成"),
    "the first part as its cell": (f"<r><t>未完成</t></r><r>{PLAIN}<t>已完成</t></r>", "", "未完成"),
    "two parts": (
        f"<r>{STRUCK}<t>甲</t></r><r>{PLAIN}<t>乙</t></r><r>{STRUCK}<t>&amp;丙</t></r>",
        "甲&丙",
        "甲&丙",
    ),
    "not struck after all": ('<r><rPr><strike val="0"/></rPr><t>甲</t></r>', "", ""),
    "a plain text": ("<t>甲</t>", "", "甲"),
    "a reading is none of it": (f'<r>{STRUCK}<t>甲</t></r><rPh sb="0" eb="1"><t>jia</t></rPh>', "甲", "甲"),
}


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("style", [0, 1])
def test_shared_and_inline_texts_of_xlsx(item, style):
    """Pieces of their own font say so themselves; a first piece without one is as its cell."""
    xml, *expected = ITEMS[item]
    shared = workbook(
        {"xl/sharedStrings.xml": texts_xml(xml), **STYLES}, row(f'<c r="A1" s="{style}" t="s"><v>0</v></c>')
    )
    inline = workbook(STYLES, row(f'<c r="A1" s="{style}" t="inlineStr"><is>{xml}</is></c>'))
    assert [expected[style]] * 2 == [struck(shared), struck(inline)]
    at_one_go, walked = both(shared)
    assert walked == at_one_go


@pytest.mark.parametrize(("style", "expected"), [(0, ""), (1, "5"), (2, "")])
def test_a_number_by_the_style_of_its_cell(style, expected):
    """A number is struck out as a whole."""
    assert expected == struck(workbook(STYLES, row(f'<c r="A1" s="{style}"><v>5</v></c>')))


def test_a_blank_has_nothing_that_is_struck_out():
    """However its cell looks."""
    assert "" == struck(workbook({SHEET: sheet_xml(row('<c r="A1" s="1"/>')), **STYLES}))


def _font(*, out: bool) -> bytes:
    return struct.pack("<HH", 200, 8 * out).ljust(16, b"\x00")


def _xls(content: bytes, style: int = 0) -> bytes:
    """Fonts 5 and, as its number leaves out 4, the one of the second style are struck out."""
    fonts = b"".join(biff.record(0x31, _font(out=n == 4)) for n in range(5))
    styles = b"".join(biff.record(0xE0, struct.pack("<HHH", f, 0, 1).ljust(20, b"\x00")) for f in (0, 5))
    shared = biff.record(0xFC, struct.pack("<LL", 1, 1) + content)
    return biff.xls(biff.cell(0xFD, 0, 0, bytes(4), style), globals_=fonts + styles + shared)


def _rich(text: str, *fonts: tuple[int, int]) -> bytes:
    runs = b"".join(struct.pack("<HH", *each) for each in fonts)
    return struct.pack("<HBH", len(text), 9, len(fonts)) + text.encode("utf-16-le") + runs


@pytest.mark.parametrize(
    ("content", "style", "expected"),
    [
        (_rich("未完成已完成", (0, 5), (3, 0)), 0, "未完成"),
        (_rich("未完成已完成", (3, 5)), 0, "已完成"),
        (_rich("未完成已完成", (3, 0)), 1, "未完成"),
        (biff.text("甲"), 1, "甲"),
        (biff.text("甲"), 0, ""),
    ],
)
def test_texts_of_xls(content, style, expected):
    """By the fonts that begin in a text; before the first of them by the cell's."""
    assert expected == struck(_xls(content, style))


@pytest.mark.parametrize(
    ("fonts", "style", "expected"), [(((0, 1), (3, 0)), 0, "未完成"), (((3, 0),), 1, "未完成"), ((), 0, "")]
)
def test_texts_of_xlsb(fonts, style, expected):
    """Likewise, in the shared texts and in a text of the cell's own."""
    out = b"".join(xlsb.record(43, _font(out=n == 1)) for n in range(2))
    looks = b"".join(xlsb.record(47, struct.pack("<6HHH", 0, 0, f, 0, 0, 0, 0x1000, 0)) for f in (0, 1))
    rich = b"\x01" + xlsb.text("未完成已完成") + struct.pack("<L", len(fonts))
    rich += b"".join(struct.pack("<HH", *each) for each in fonts)
    shared = xlsb.record(159, struct.pack("<LL", 1, 1)) + xlsb.record(19, rich) + xlsb.record(160)
    styles = xlsb.styles(looks, formats=out)
    by_index = xlsb.xlsb(xlsb.row(0, xlsb.cell(7, 0, bytes(4), style)), cell_styles=styles, shared=shared)
    own = xlsb.xlsb(xlsb.row(0, xlsb.cell(62, 0, rich, style)), cell_styles=styles)
    assert [expected] * 2 == [struck(by_index), struck(own)]


def _line(name: str, family: str, more: str, parent: str = "") -> str:
    of = f'style:parent-style-name="{parent}"' if parent else ""
    style = f'style:name="{name}" style:family="{family}" {of}'
    return f"<style:style {style}><style:text-properties {more}/></style:style>"


OPEN = (
    _line("out", "table-cell", 'style:text-line-through-style="solid"')
    + _line("behind", "table-cell", "", "out")
    + _line("t1", "text", 'style:text-line-through-type="single"')
    + _line("t2", "text", 'style:text-line-through-style="none"')
)


@pytest.mark.parametrize(
    ("style", "inner", "expected"),
    [
        ("", '<text:span text:style-name="t1">未完成</text:span>已完成', "未完成"),
        ("", '未<text:span text:style-name="t1">完<text:s/>成</text:span>', "完 成"),
        ("out", "甲", "甲"),
        ("behind", "甲", "甲"),
        ("out", '甲<text:span text:style-name="t2">乙</text:span>', "甲"),
        ("", "甲", ""),
    ],
)
def test_texts_of_ods(style, inner, expected):
    """By the styles of text within, else by that of the cell and those behind it."""
    cell = opendocument.cell(
        f'office:value-type="string" table:style-name="{style}"', f"<text:p>{inner}</text:p>"
    )
    body = opendocument.content(opendocument.table(opendocument.row(cell)), styles=OPEN)
    assert expected == struck(opendocument.ods(body))
