"""Rows and columns that are too flat or too narrow to be seen are hidden, whatever the format."""

import struct

from kpixl.formats import RawWorkbook, read_workbook
from tests.support import biff, opendocument, xlsb
from tests.support.packages import row, sheet_xml, workbook
from tests.support.reading import SHEET
from tests.support.ways import both

CELL = '<c r="A1"><v>1</v></c>'


def hidden(data: bytes) -> tuple[list[int], list[int]]:
    """The hidden rows and columns of the first sheet."""
    book = read_workbook(data)
    assert isinstance(book, RawWorkbook), book
    return sorted(book.sheets[0].hidden_rows), sorted(book.sheets[0].hidden_columns)


def test_xlsx():
    """In points and characters; what is no size says nothing."""
    columns = '<cols><col min="1" max="1" width="0"/><col min="2" max="3" width="x"/></cols>'
    rows = row(CELL).replace("<row ", '<row ht="0" ') + row("", 2).replace("<row ", '<row ht="0.9" ')
    rows += row("", 3).replace("<row ", '<row ht="9" ') + row("", 4).replace("<row ", '<row ht="?" ')
    data = workbook({SHEET: sheet_xml(rows, before=columns)})
    assert ([0, 1], [0]) == hidden(data)
    ordered = sheet_xml('<row r="1" ht="0" customHeight="1">' + CELL + "</row>", before=columns)
    at_one_go, walked = both(workbook({SHEET: ordered}))
    assert walked == at_one_go
    assert ([0], [0]) == hidden(workbook({SHEET: ordered}))


def test_xls():
    """In twips, whose highest bit says something else, and parts of a character."""
    rows = (
        struct.pack("<4H4xHH", n, 0, 1, height, 0, 0) for n, height in enumerate((0, 0x8000, 255, 0x80FF))
    )
    columns = (struct.pack("<5H", n, n, width, 0, 0) for n, width in enumerate((0, 2048)))
    records = [biff.record(0x208, r) for r in rows] + [biff.record(0x7D, c) for c in columns]
    assert ([0, 1], [0]) == hidden(biff.xls(*records, biff.number(0, 0, 1)))


def test_xlsb():
    """The same."""
    rows = [xlsb.record(0, struct.pack("<LLHBBBL", n, 0, h, 0, 0, 0, 0)) for n, h in enumerate((0, 300))]
    columns = [xlsb.record(60, struct.pack("<LLLLH", n, n, w, 0, 0)) for n, w in enumerate((0, 2048))]
    assert ([0], [0]) == hidden(xlsb.xlsb(*rows, after=b"".join(columns)))


def test_ods():
    """By the styles of rows and columns, in whatever unit."""
    sizes = {
        "a": ("row", "height", "0cm"),
        "b": ("row", "height", "0.45cm"),
        "c": ("column", "width", "0.001in"),
    }
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-{of}">'
        f'<style:table-{of}-properties style:{of}-{what}="{size}"/></style:style>'
        for name, (of, what, size) in sizes.items()
    )
    column = '<table:table-column table:style-name="c"/>'
    rows = "".join(
        opendocument.row(opendocument.valued("1"), f'table:style-name="{name}"') for name in ("a", "b")
    )
    data = opendocument.ods(opendocument.content(opendocument.table(column + rows), styles=styles))
    assert ([0], [0]) == hidden(data)
