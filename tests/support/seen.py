"""Workbooks with what a reader of values does not see: tests/cases/seen.yaml says what was done to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from kpixl.addresses import parse_cell
from kpixl.check.own_words import with_own_words
from kpixl.findings import Finding
from kpixl.layout import CellKey
from kpixl.simulate.book import STRINGS, TYPES, Book
from kpixl.simulate.sheetxml import CellXml
from tests.support import tiny
from tests.support.cases import cases
from tests.support.packages import DOCUMENT, HEAD, MAIN, relations
from tests.support.tiny import Returned, contact, judged, report, returned

CASES: list[dict[str, Any]] = cases("seen")
STYLES = "xl/styles.xml"
CONTACT = frozenset({"proof", "pages"})
"""Columns of 附件2."""


@dataclass(frozen=True)
class Made:
    """The workbook of a case. unit: whose it is."""

    unit: str
    file: Returned

    def key(self, column: str) -> CellKey:
        """The value of 附件1 that a case names: `remark` in the first row, `2.remark`, `.whole` of no row."""
        return _key(self.unit, column)

    def cell(self, column: str) -> CellXml:
        """Its cell."""
        return self.file.cell(self.key(column))


def _key(unit: str, column: str) -> CellKey:
    row, dot, name = column.rpartition(".")
    if name in CONTACT:
        return contact(unit, name, row if dot else "1")
    return report(unit, row if dot else "1" if unit == "finance" else "t1", name)


def made(case: Mapping[str, Any]) -> Made:
    """The workbook of a case."""
    unit = case.get("unit", "hedong")
    changes = {_key(unit, column): _value(value) for column, value in case.get("changes", {}).items()}
    made = Made(unit, returned(unit, changes))
    for deed in case.get("do", ()):
        ((name, told),) = deed.items()
        DEEDS[name](made, told)
    return made


def _value(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def findings(data: bytes) -> list[Finding]:
    """What is said of a return; not of figures, which no program computed anew."""
    record = tiny.read(data, name="a")
    every = with_own_words((*record.findings, *judged([record])), record, tiny.scheme())
    return [f for f in every if f.code != "T005"]


def said(found: Iterable[Finding]) -> list[list[str | None]]:
    """The same as cases write it."""
    return [[f.code, f.severity.value, f.where.sheet, f.where.cell] for f in found]


# What is struck out.


def restyled(book: Book, style: str, font: str) -> str:
    """The number of a style like that one, of another font."""
    text = book.text(STYLES)
    fonts = len(re.findall(r"<font>", text[: text.index("</fonts>")]))
    head, _, rest = text.partition("<cellXfs")
    every, _, after = rest.partition("</cellXfs>")
    xfs = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", every, re.DOTALL)
    new = re.sub(r'fontId="\d+"', f'fontId="{fonts}"', xfs[int(style)])
    head = head.replace("</fonts>", f"<font>{font}</font></fonts>")
    book.put(STYLES, f"{head}<cellXfs{every}{new}</cellXfs>{after}")
    return str(len(xfs))


def strike(made: Made, column: str) -> None:
    """The whole cell is struck out."""
    cell = made.cell(column)
    cell.style = restyled(made.file.book, cell.style, "<strike/><sz val='11'/>")


def strike_printed(made: Made, told: list[str]) -> None:
    """Cells by their addresses, printed ones too."""
    sheet = made.file.tab().xml
    for address in told:
        at = parse_cell(address)
        assert at is not None
        cell = sheet.cell(*at)
        cell.style = restyled(made.file.book, cell.style, "<strike/><sz val='11'/>")


def strike_part(made: Made, told: Mapping[str, list[str]]) -> None:
    """A text in pieces, every second one struck out."""
    ((column, pieces),) = told.items()
    cell, book = made.cell(column), made.file.book
    runs = "".join(
        f"<r><rPr>{'<strike/>' if number % 2 else ''}<sz val='11'/></rPr><t>{piece}</t></r>"
        for number, piece in enumerate(pieces)
    ).replace("'", '"')
    text = book.text(STRINGS)
    cell.kind, cell.formula, cell.value = "s", None, str(text.count("<si>"))
    book.put(STRINGS, text.replace("</sst>", f"<si>{runs}</si></sst>"))


# What is not high or wide enough to be seen.


def flat(made: Made, told: Mapping[str, str]) -> None:
    """A row has a height of nothing."""
    ((column, height),) = told.items()
    row = made.file.tab().xml.rows[made.file.line(made.key(column))]
    row.attributes |= {"ht": height, "customHeight": "1"}


def narrow(made: Made, told: Mapping[str, str]) -> None:
    """A column has a width of nothing."""
    ((column, width),) = told.items()
    xml, number = made.file.tab().xml, made.file.column(made.key(column)) + 1
    pattern = rf'(<col min="{number}" max="{number}" width=")[^"]*'
    xml.before = re.sub(pattern, rf"\g<1>{width}", xml.before)


# What lies over the cells.

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DRAWING = "drawings/drawing9.xml"
LOOK = (
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
)
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f8ff1f000302"
    "01ffc9d6d3e30000000049454e44ae426082"
)
"""A picture of one dot."""
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def beside(made: Made, kind: str, part: str, xml: str) -> None:
    """A part beside the sheet of 附件1."""
    book, folder = made.file.book, "xl/worksheets/_rels"
    rels = f"{folder}/{made.file.tab().part.rpartition('/')[2]}.rels"
    before = book.text(rels) if rels in book.parts else relations()
    link = f'<Relationship Id="{part}" Type="{DOCUMENT}/{kind}" Target="../{part}"/>'
    book.put(rels, before.replace("</Relationships>", f"{link}</Relationships>"))
    book.put(f"xl/{part}", f"{HEAD}{xml}")


def comment(made: Made, told: Mapping[str, str]) -> None:
    """Comments, each on a cell."""
    each = "".join(
        f'<comment ref="{_address(made, at)}" authorId="0"><text><r><t>{text}</t></r></text></comment>'
        for at, text in told.items()
    )
    xml = f'<comments xmlns="{MAIN}"><authors><author/></authors><commentList>{each}</commentList></comments>'
    beside(made, "comments", "comments9.xml", xml)


def thread(made: Made, told: Mapping[str, list[str]]) -> None:
    """A comment that others answered, with the one that older programs show instead."""
    ((at, texts),) = told.items()
    each = "".join(
        f'<threadedComment ref="{_address(made, at)}" id="{n}"><text>{text}</text></threadedComment>'
        for n, text in enumerate(texts)
    )
    xml = f'<ThreadedComments xmlns="{THREADED}">{each}</ThreadedComments>'
    beside(made, "threadedComment", "threadedComments/threadedComment9.xml", xml)
    comment(made, {at: "[线程批注] 你的 Excel 版本可读取此线程批注"})


def _address(made: Made, at: str) -> str:
    return at if at[0].isupper() else made.file.a1(made.key(at))


def draw(made: Made, told: Mapping[str, str]) -> None:
    """Shapes, each at a cell: a text box with a text, a picture, or (blank) a line."""
    anchors = "".join(_anchor(made, at, what) for at, what in told.items())
    xml = f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}" xmlns:r="{DOCUMENT}">{anchors}</xdr:wsDr>'
    beside(made, "drawing", DRAWING, xml)
    book, sheet = made.file.book, made.file.tab().xml
    sheet.after = sheet.after.replace("</worksheet>", f'<drawing r:id="{DRAWING}"/></worksheet>')
    book.put("xl/drawings/_rels/drawing9.xml.rels", relations(("rId1", "image", "../media/image9.png")))
    book.parts["xl/media/image9.png"] = DOT
    drawing = "application/vnd.openxmlformats-officedocument.drawing+xml"
    kinds = '<Default Extension="png" ContentType="image/png"/>'
    kinds += f'<Override PartName="/xl/{DRAWING}" ContentType="{drawing}"/>'
    book.put(TYPES, book.text(TYPES).replace("</Types>", f"{kinds}</Types>"))


def _anchor(made: Made, at: str, what: str) -> str:
    place = parse_cell(_address(made, at))
    assert place is not None
    ends = "".join(
        f"<xdr:{end}><xdr:col>{place[1] + n}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{place[0] + n}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{end}>"
        for n, end in enumerate(("from", "to"))
    )
    named = f'<xdr:cNvPr id="2" name="{what if what.startswith("图片") else "形状 1"}"/>'
    if what.startswith("图片"):
        fill = '<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        shape = f"<xdr:pic><xdr:nvPicPr>{named}<xdr:cNvPicPr/></xdr:nvPicPr>{fill}{LOOK}</xdr:pic>"
    else:
        said = f"<a:p><a:r><a:t>{what}</a:t></a:r></a:p>" if what else "<a:p/>"
        body = f"<xdr:txBody><a:bodyPr/>{said}</xdr:txBody>"
        shape = f"<xdr:sp><xdr:nvSpPr>{named}<xdr:cNvSpPr/></xdr:nvSpPr>{LOOK}{body}</xdr:sp>"
    return f"<xdr:twoCellAnchor>{ends}{shape}<xdr:clientData/></xdr:twoCellAnchor>"


# Pictures in place of values.

RICH = "xl/richData/rdrichvaluestructure.xml"


def picture(made: Made, column: str) -> None:
    """Excel's picture in a cell."""
    file, key, style = made.file, made.key(column), made.cell(column).style
    row = file.tab().xml.rows[file.line(key)]
    row.cells[file.column(key)] = _Pictured(style, "e", None, "#VALUE!")
    kinds = '<rvStructures count="1"><s t="_localImage"><k n="CalcOrigin"/></s></rvStructures>'
    file.book.put(RICH, f"{HEAD}{kinds}")


class _Pictured(CellXml):
    """A cell whose value has more to it."""

    def xml(self, address: str) -> str:
        return super().xml(address).replace(' t="e"', ' t="e" vm="1"')


def formula(made: Made, told: Mapping[str, str]) -> None:
    """A formula with its result, as a program stores it: `FORMULA → RESULT`."""
    ((column, text),) = told.items()
    cell = made.cell(column)
    written, _, result = text.partition(" → ")
    cell.formula = escape(written)
    cell.kind, cell.value = ("e" if result.startswith("#") else "str"), escape(result)


def entered(made: Made, told: Mapping[str, Any]) -> None:
    """Entries typed over what stood there."""
    for column, value in told.items():
        made.file.type_in(made.key(column), _value(value))


def error(made: Made, told: Mapping[str, str]) -> None:
    """Error values."""
    for column, text in told.items():
        cell = made.cell(column)
        cell.kind, cell.formula, cell.value = "e", None, text


def merge(made: Made, told: list[str]) -> None:
    """Cells become one: what the others held is gone."""
    first, last = (made.file.a1(made.key(column)) for column in told)
    (top, left), (bottom, right) = (parse_cell(a1) for a1 in (first, last))  # type: ignore[misc]
    sheet = made.file.tab(made.key(told[0]).form).xml
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                made.file.book.set_value(sheet.cell(row, column), None)
    area = f'<mergeCell ref="{first}:{last}"/>'
    count = sheet.after.count("<mergeCell ") + 1
    sheet.after = re.sub(r'<mergeCells count="\d+">', f'<mergeCells count="{count}">{area}', sheet.after)


DEEDS: Mapping[str, Callable[[Made, Any], None]] = {
    "strike": strike,
    "strike part": strike_part,
    "strike cells": strike_printed,
    "flat": flat,
    "narrow": narrow,
    "comment": comment,
    "thread": thread,
    "draw": draw,
    "picture": picture,
    "formula": formula,
    "type": entered,
    "error": error,
    "merge": merge,
}
